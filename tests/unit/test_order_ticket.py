"""What a broker is told: sides, shares, limits and the ratio at which the orders may be sent."""

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.domain.basis import Basis
from ratiodesk.domain.order_ticket import (
    OrderTicket,
    Quoted,
    TicketTerms,
    limit_price,
    order_ticket,
    tranche_tickets,
)
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.pair_prices import PairPrices
from ratiodesk.domain.plan import Plan
from ratiodesk.domain.position import Execution, Side
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.sizing import Sizing, size
from ratiodesk.domain.ticket_form import TicketForm, written
from ratiodesk.domain.tranche import scale_in

PAIR = Pair(Symbol("SPY"), Symbol("IWM"))
PLAN = Plan(entry=Ratio(2.13), stop=Ratio(2.35), target=Ratio(1.95))
SPY, IWM = 476.87, 222.75
DOLLARS = {symbol: Quoted("USD") for symbol in PAIR.symbols}


def terms(pair: Pair = PAIR, quoted: Mapping[Symbol, Quoted] = DOLLARS, basis: Basis = Basis.PRICE) -> TicketTerms:
    return TicketTerms(pair, date(2021, 12, 28), basis, quoted)


def ticket_for(
    sizing: Sizing | None = None, prices: tuple[float, float] = (SPY, IWM), at: TicketTerms | None = None
) -> OrderTicket:
    above, below = prices
    found = at or terms()
    position = size(PLAN, PairPrices(found.pair, above, below, Ratio(above / below)), sizing or Sizing(), 60_000.0)
    return order_ticket(position, PLAN, found)


def tickets_for(sizing: Sizing) -> tuple[OrderTicket, ...]:
    prices = PairPrices(PAIR, SPY, IWM, Ratio(SPY / IWM))
    scaled = scale_in(PLAN, prices, sizing, 0.0)
    assert scaled is not None
    return tranche_tickets(size(PLAN, prices, sizing, 0.0), PLAN, scaled, sizing.tranches, terms())


def rows(ticket: OrderTicket, form: TicketForm) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written(ticket, form), newline="")))


def test_the_worked_example_in_words() -> None:
    # 21 × 476.87 = 10,014.27, 45 × 222.75 = 10,023.75; the ratio 2.1408 is beyond the entry at 2.13.
    assert written(ticket_for(), TicketForm.TEXT) == (
        "SPY/IWM · pair · 2021-12-28\n"
        "Send both orders together, and only while the ratio is 2.130 or higher, but below the stop 2.350.\n"
        "At the close of 2021-12-28 it stood at 2.141: there.\n"
        "\n"
        "SELL SHORT  21  SPY  limit 476.87  USD  DAY  10,014.27\n"
        "BUY         45  IWM  limit 222.75  USD  DAY  10,023.75\n"
        "\n"
        "Limits are the last prices of 2021-12-28, rounded to what an exchange takes.\n"
    )


def test_the_basket_has_the_columns_and_actions_that_its_reader_knows() -> None:
    # It knows BUY and SELL: a sale of what is not held is a short one there.
    assert written(ticket_for(), TicketForm.BASKET) == (
        "Action,Quantity,Symbol,SecType,Exchange,Currency,TimeInForce,OrderType,LmtPrice\r\n"
        "SELL,21,SPY,STK,SMART,USD,DAY,LMT,476.87\r\n"
        "BUY,45,IWM,STK,SMART,USD,DAY,LMT,222.75\r\n"
    )


def test_the_plain_table_has_sides_limits_and_notional() -> None:
    assert written(ticket_for(), TicketForm.GENERIC) == (
        "Symbol,Side,Quantity,Limit,Notional,LimitRatio\r\n"
        "SPY,SELL SHORT,21,476.87,10014.27,2.130\r\nIWM,BUY,45,222.75,10023.75,2.130\r\n"
    )


def test_words_and_tables_have_endings_that_programs_know() -> None:
    assert [form.suffix for form in TicketForm] == [".txt", ".csv", ".csv"]


def test_a_rotation_sells_what_is_held_before_it_buys() -> None:
    ticket = ticket_for(Sizing(execution=Execution.ROTATE))
    assert [order.side for order in ticket.orders] == [Side.SELL, Side.BUY]
    # The proceeds of 21 SPY, 10,014.27, pay for 44 IWM: 9,801.00.
    assert [row[:3] for row in rows(ticket, TicketForm.BASKET)[1:]] == [["SELL", "21", "SPY"], ["BUY", "44", "IWM"]]
    assert rows(ticket, TicketForm.GENERIC)[1] == ["SPY", "SELL", "21", "476.87", "10014.27", "2.130"]
    assert written(ticket, TicketForm.TEXT).startswith("SPY/IWM · rotate · 2021-12-28\n")


def test_outside_the_entry_zone_the_ticket_says_to_wait() -> None:
    ticket = ticket_for(prices=(456.0, 222.75))  # 456 ÷ 222.75 = 2.0471
    assert not ticket.is_open
    assert (
        "while the ratio is 2.130 or higher, but below the stop 2.350.\n"
        "At the close of 2021-12-28 it stood at 2.047: not yet." in written(ticket, TicketForm.TEXT)
    )


def test_before_the_entry_both_limits_together_make_the_entry() -> None:
    ticket = ticket_for(prices=(445.50, 222.75))  # At 2.000; 445.50 ÷ 2.13 = 209.1549, and no cent above it
    assert [order.limit for order in ticket.orders] == [Decimal("445.50"), Decimal("209.15")]
    said = written(ticket, TicketForm.TEXT)
    assert "Limits are the prices that make that ratio while SPY stays at its price of 2021-12-28." in said


def test_before_the_entry_of_a_rise_both_limits_together_make_it_too() -> None:
    plan, pair = Plan(entry=Ratio(2.1), stop=Ratio(1.6), target=Ratio(3.0)), Pair(Symbol("AA"), Symbol("BB"))
    position = size(plan, PairPrices(pair, 110.0, 50.0, Ratio(2.2)), Sizing(account=10_000), 0.0)
    sold, bought = order_ticket(position, plan, terms(pair)).orders
    # AA at 2.1 × 50
    assert [(sold.symbol, sold.limit), (bought.symbol, bought.limit)] == [
        ("BB", Decimal("50.00")),
        ("AA", Decimal("105.00")),
    ]


@given(st.floats(20, 900), st.floats(1.955, 2.345), st.booleans())
def test_both_limits_together_never_allow_a_ratio_that_the_plan_forbids(
    below: float, ratio: float, scaled: bool
) -> None:
    sizing = Sizing(account=1e8, tranches=(0.0, 0.4) if scaled else ())
    prices = PairPrices(PAIR, ratio * below, below, Ratio(ratio))
    position = size(PLAN, prices, sizing, 0.0)
    found = scale_in(PLAN, prices, sizing, 0.0)
    tickets = tranche_tickets(position, PLAN, found, (0.0, 0.4), terms()) if found else ()
    for ticket in tickets or [order_ticket(position, PLAN, terms())]:
        sold, bought = (order.limit for order in ticket.orders)
        # At last prices half a cent is what rounding takes.
        rounding = 0.0 if not ticket.is_open else 0.5 * 0.01 * (1 + ratio) / (below - 0.005)
        assert float(sold / bought) >= ticket.limit_ratio * (1 - 1e-12) - rounding


def test_a_plan_that_waits_for_a_rise_has_its_entry_as_an_upper_limit() -> None:
    plan = Plan(entry=Ratio(2.1), stop=Ratio(1.6), target=Ratio(3.0))
    pair = Pair(Symbol("AA"), Symbol("BB"))
    position = size(plan, PairPrices(pair, 100.0, 50.0, Ratio(2.0)), Sizing(account=10_000), 0.0)
    ticket = order_ticket(position, plan, terms(pair))
    assert ticket.is_open
    assert (
        "while the ratio is 2.100 or lower, but above the stop 1.600.\n"
        "At the close of 2021-12-28 it stood at 2.000: there." in written(ticket, TicketForm.TEXT)
    )
    assert not replace(ticket, ratio=Ratio(2.2)).is_open
    # On the line it is open, whatever the last digits say.
    assert replace(ticket, ratio=Ratio(math.nextafter(2.1, 3))).is_open


def test_every_tranche_has_a_ticket_with_a_ratio_and_limits_of_its_own() -> None:
    first, second = tickets_for(Sizing(account=500_000, tranches=(0.0, 0.5)))
    assert (first.place, first.count, second.place, second.count) == (1, 2, 2, 2)
    assert (first.limit_ratio, first.is_open, second.is_open) == (2.13, True, False)
    # Halfway from entry to stop in ln R: √(2.13 × 2.35) = √5.0055 = 2.237298; there IWM is at 476.87 ÷ 2.237298.
    assert second.limit_ratio == pytest.approx(2.237298, abs=1e-6)
    assert [order.limit for order in first.orders] == [Decimal("476.87"), Decimal("222.75")]
    assert [order.limit for order in second.orders] == [Decimal("476.87"), Decimal("213.14")]
    assert written(first, TicketForm.TEXT).startswith("SPY/IWM · pair · 2021-12-28 · tranche 1 of 2\n")
    assert "Limits are the last prices of" in written(first, TicketForm.TEXT)
    said = written(second, TicketForm.TEXT)
    assert (
        "only while the ratio is 2.2373 or higher, but below the stop 2.350.\n"
        "At the close of 2021-12-28 it stood at 2.141: not yet." in said
    )
    assert "Limits are the prices that make that ratio while SPY stays at its price of 2021-12-28." in said


def test_a_leg_in_another_currency_is_ordered_in_its_own() -> None:
    # Sized in dollars at 1.25 dollars a euro: 222.75 dollars are 178.20 euros.
    quoted = {Symbol("SPY"): Quoted("USD"), Symbol("IWM"): Quoted("EUR", 1 / 1.25)}
    sold, bought = ticket_for(at=terms(quoted=quoted)).orders
    assert (sold.currency, sold.limit) == ("USD", Decimal("476.87"))
    assert (bought.currency, bought.limit, bought.notional) == ("EUR", Decimal("178.20"), Decimal("8019.00"))


def test_what_the_ticket_cannot_know_it_says() -> None:
    pair = Pair(Symbol("BRK-B"), Symbol("IWM"))
    there = replace(terms(pair, {}, Basis.TOTAL_RETURN), forming=True)
    said = written(ticket_for(at=there), TicketForm.TEXT)
    assert "The currency of BRK-B is not known: fill it in.\n" in said
    assert "The currency of IWM is not known: fill it in.\n" in said
    assert "BRK-B is written as Yahoo writes it: a broker may call it something else.\n" in said
    assert "IWM is written" not in said
    assert "The session is still on, so prices and shares may change.\n" in said
    assert "while the ratio (total return) is 2.130 or higher" in said
    assert "BUY         45  IWM    limit 222.75  DAY  10,023.75\n" in said
    assert "SELL,21,BRK-B,STK,SMART,,DAY,LMT,476.87\r\n" in written(ticket_for(at=there), TicketForm.BASKET)


@pytest.mark.parametrize("symbol", ["=HYPERLINK(1)", "+SPY", "-SPY", "@SPY", "\N{MINUS SIGN}SPY"])
def test_a_symbol_that_looks_like_a_formula_is_inert(symbol: str) -> None:
    ticket = ticket_for(at=terms(Pair(Symbol(symbol), Symbol("IWM")), {}))
    assert rows(ticket, TicketForm.BASKET)[1][2] == "'" + symbol
    assert rows(ticket, TicketForm.GENERIC)[1][0] == "'" + symbol


def test_fractions_of_shares_are_written_to_four_decimals() -> None:
    # 10,234.91 ÷ 476.87 = 21.46268, 10,234.91 ÷ 222.75 = 45.94796.
    sold, bought = rows(ticket_for(Sizing(fractional=True)), TicketForm.GENERIC)[1:]
    assert (sold[2], bought[2]) == ("21.4626", "45.9479")
    assert sold[4] == "10234.87"  # 21.4626 × 476.87 = 10,234.870
    whole = replace(ticket_for().orders[0], quantity=21.0)
    assert rows(replace(ticket_for(), orders=(whole, whole)), TicketForm.GENERIC)[1][2] == "21"


@pytest.mark.parametrize(
    ("price", "limit"),
    [(476.87, "476.87"), (10.0, "10.00"), (1.005, "1.01"), (0.99996, "1.0000"), (0.12345, "0.1235"), (1e-9, "0.0001")],
)
def test_limits_are_whole_ticks(price: float, limit: str) -> None:
    assert str(limit_price(price)) == limit


@given(st.floats(1e-6, 1e7))
def test_a_limit_is_within_half_a_tick_of_the_price(price: float) -> None:
    limit, exact = limit_price(price), Decimal(repr(price))
    tick = Decimal("0.01") if exact >= 1 else Decimal("0.0001")
    assert limit % tick == 0
    assert limit > 0
    assert abs(limit - exact) <= tick / 2 or limit == tick


@given(st.floats(1_000, 1e8), st.sampled_from(Execution), st.floats(0.001, 0.05))
def test_every_form_tells_the_shares_that_were_sized(account: float, execution: Execution, risk: float) -> None:
    sizing = Sizing(account=account + 200_000, execution=execution, risk_fraction=risk)
    position = size(PLAN, PairPrices(PAIR, SPY, IWM, Ratio(SPY / IWM)), sizing, 60_000.0)
    ticket = ticket_for(sizing)
    for form, symbol, quantity in ((TicketForm.BASKET, 2, 1), (TicketForm.GENERIC, 0, 2)):
        told = {row[symbol]: float(row[quantity]) for row in rows(ticket, form)[1:]}
        assert told == {leg.symbol: leg.shares for leg in position.legs}
    assert sum(order.notional for order in ticket.orders) == pytest.approx(Decimal(repr(position.gross)), abs=1)
