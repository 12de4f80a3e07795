"""Tickets of a sized layout, from quotes to files."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from fake_market import made_bars, weekdays

from ratiodesk.analysis.reading import size_plan
from ratiodesk.analysis.ticket import tickets_of
from ratiodesk.domain.errors import BadInput, NoPosition, NotSaved
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.order_ticket import OrderTicket
from ratiodesk.domain.pair_quotes import PairQuotes
from ratiodesk.domain.quotes import Origin, Quotes
from ratiodesk.domain.series import Basis, RatioSeries
from ratiodesk.domain.sizing import Sizing
from ratiodesk.domain.ticket_form import TicketForm, written
from ratiodesk.market.sample import SampleSource
from ratiodesk.verb.ticket_file import write_tickets

IN_TWO = Sizing(account=500_000.0, tranches=(0.0, 0.5))


def quotes_of(series: RatioSeries, sample: SampleSource) -> PairQuotes:
    above, below = (sample.fetch(symbol) for symbol in series.pair.symbols)
    return PairQuotes(above, below)


@pytest.fixture
def tickets(december: RatioSeries, worked: Layout, sample: SampleSource) -> tuple[OrderTicket, ...]:
    layout = replace(worked, sizing=IN_TWO)
    return tickets_of(quotes_of(december, sample), december, layout, size_plan(december, layout))


def test_the_worked_example_is_one_ticket_on_the_prices_of_its_session(
    december: RatioSeries, worked: Layout, sample: SampleSource
) -> None:
    # The sample goes on for years: its last prices are others.
    (ticket,) = tickets_of(quotes_of(december, sample), december, worked, size_plan(december, worked))
    assert ticket.terms.session == date(2021, 12, 28)
    assert [(order.symbol, order.quantity, order.limit) for order in ticket.orders] == [
        ("SPY", 21, Decimal("476.87")),
        ("IWM", 45, Decimal("222.75")),
    ]
    assert {order.currency for order in ticket.orders} == {"USD"}


def test_tranches_have_a_ticket_each(tickets: tuple[OrderTicket, ...]) -> None:
    assert [(ticket.place, ticket.count, ticket.is_open) for ticket in tickets] == [(1, 2, True), (2, 2, False)]


def test_tranches_that_are_too_small_are_refused_in_their_sentence(
    december: RatioSeries, worked: Layout, sample: SampleSource
) -> None:
    # 75 of risk pay for one SPY at once (75 ÷ 0.0977 = 768), and for none in each of three parts.
    layout = replace(worked, sizing=Sizing(account=1_500.0, risk_fraction=0.05, tranches=(0.0, 0.3, 0.6)))
    with pytest.raises(NoPosition, match="Too small for 3 tranches"):
        tickets_of(quotes_of(december, sample), december, layout, size_plan(december, layout))


def test_without_a_plan_there_is_no_ticket(december: RatioSeries, worked: Layout, sample: SampleSource) -> None:
    with pytest.raises(NoPosition, match="SPY/IWM has no plan to open"):
        tickets_of(quotes_of(december, sample), december, Layout(december.pair), size_plan(december, worked))


def test_a_converted_ratio_is_ordered_in_the_money_of_each_leg(worked: Layout) -> None:
    # SAP at 180 euros of 1.25 dollars: 225 dollars; 477 ÷ 225 = 2.12 on the session before the last, 2.20 on it.
    days = weekdays(3)
    spy = Quotes(made_bars([470.0, 477.0, 495.0], symbol="SPY", sessions=days), "here", Origin.FILE, currency="USD")
    sap = Quotes(made_bars([180.0, 180.0, 180.0], symbol="SAP.DE", sessions=days), "here", Origin.FILE, currency="EUR")
    rate = Quotes(made_bars([1.2, 1.25, 1.25], symbol="EURUSD=X", sessions=days), "here", Origin.FILE, currency="USD")
    quotes = PairQuotes(spy, sap, rate)
    series = quotes.series(Basis.PRICE_CONVERTED)
    levels = tuple(replace(level, basis=Basis.PRICE_CONVERTED) for level in worked.levels)
    layout = Layout(quotes.pair, levels)
    (ticket,) = tickets_of(quotes, series, layout, size_plan(series, layout))
    sold, bought = ticket.orders
    assert (sold.symbol, sold.limit, sold.currency) == ("SPY", Decimal("495.00"), "USD")
    assert (bought.symbol, bought.limit, bought.currency) == ("SAP.DE", Decimal("180.00"), "EUR")
    assert "the ratio (price, one currency) is" in written(ticket, TicketForm.TEXT)


def test_the_ending_of_a_file_says_its_form(tickets: tuple[OrderTicket, ...], tmp_path: Path) -> None:
    one = tickets[:1]
    for name, form in (("orders.txt", TicketForm.TEXT), ("orders.CSV", TicketForm.BASKET)):
        assert write_tickets(one, tmp_path / name) == [tmp_path / name]
        assert (tmp_path / name).read_bytes() == written(one[0], form).encode()
    write_tickets(one, tmp_path / "orders.csv", TicketForm.GENERIC)
    assert (tmp_path / "orders.csv").read_text().startswith("Symbol,Side,Quantity")


def test_every_tranche_is_a_file_of_its_own(tickets: tuple[OrderTicket, ...], tmp_path: Path) -> None:
    files = write_tickets(tickets, tmp_path / "orders.csv")
    assert [file.name for file in files] == ["orders-1-at-2.130.csv", "orders-2-at-2.2373.csv"]
    words = write_tickets(tickets, tmp_path / "orders.txt")
    assert [file.name for file in words] == ["orders-1.txt", "orders-2.txt"]
    for ticket, file in zip(tickets, files, strict=True):
        assert file.read_bytes() == written(ticket, TicketForm.BASKET).encode()
    assert sorted(tmp_path.glob("*.csv")) == files


def test_a_file_that_cannot_be_is_told(tickets: tuple[OrderTicket, ...], tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"“orders\.json” says neither words nor table"):
        write_tickets(tickets, tmp_path / "orders.json")
    with pytest.raises(NotSaved, match=r"orders-1\.txt could not be written \(No such file or directory\)\."):
        write_tickets(tickets, tmp_path / "missing" / "orders.txt")
    assert not list(tmp_path.iterdir())
