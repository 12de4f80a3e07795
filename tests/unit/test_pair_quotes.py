"""The ratio of two legs with their currencies, calendars and clocks."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from fake_market import made_quotes, weekdays
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.analysis.reading import size_plan
from ratiodesk.domain.errors import NoPosition, NoSession, NotFound
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.layout import Layout, View
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.pair_quotes import PairQuotes, adjusted_by_day, needed_rate, read_pair
from ratiodesk.domain.quotes import Quotes
from ratiodesk.domain.series import Basis, RatioSeries, as_date

SAP_SPY = Pair("SAP.DE", "SPY")
closes = st.lists(st.floats(0.01, 1e5), min_size=1, max_size=30)


class Shelf:
    """Quotes at hand, by symbol and interval."""

    def __init__(self, *quotes: Quotes) -> None:
        self.known = {(each.symbol, each.interval): each for each in quotes}

    def quotes(self, symbol: Symbol, interval: Interval = Interval.DAILY) -> Quotes:
        if (symbol, interval) not in self.known:
            raise NotFound(f"There are no prices for {symbol}.")
        return self.known[symbol, interval]


def euros(prices: list[float], **about: object) -> Quotes:
    return made_quotes(prices, **{"symbol": "SAP.DE", "currency": "EUR", "zone": "Europe/Berlin"} | about)


def dollars(prices: list[float], **about: object) -> Quotes:
    return made_quotes(prices, **{"symbol": "SPY", "currency": "USD", "zone": "America/New_York"} | about)


def rate(prices: list[float], **about: object) -> Quotes:
    return made_quotes(prices, **{"symbol": "EURUSD=X", "currency": "USD"} | about)


def dates(*days: str) -> np.ndarray:
    return np.array(days, dtype="datetime64[D]")


def days_of(series: RatioSeries) -> list[date]:
    return [as_date(session) for session in series.sessions]


@pytest.mark.parametrize(
    ("first", "second", "symbol"),
    [
        ("USD", "USD", None),
        ("EUR", "", None),
        ("", "", None),
        ("EUR", "USD", "EURUSD=X"),
        ("USD", "EUR", "EURUSD=X"),
        ("GBP", "EUR", "GBPEUR=X"),
        ("EUR", "GBP", "GBPEUR=X"),
    ],
)
def test_a_rate_is_needed_between_two_known_currencies(first: str, second: str, symbol: str | None) -> None:
    assert needed_rate(first, second) == symbol


def test_only_a_basis_that_converts_asks_for_a_rate() -> None:
    shelf = Shelf(euros([100.0]), dollars([400.0]))
    assert read_pair(shelf, SAP_SPY, Basis.PRICE).rate is None
    with pytest.raises(NotFound, match="EURUSD=X"):
        read_pair(shelf, SAP_SPY, Basis.PRICE_CONVERTED)
    shelf = Shelf(*shelf.known.values(), rate([1.25]))
    found = read_pair(shelf, SAP_SPY, Basis.PRICE_CONVERTED)
    assert found.rate is not None
    assert (found.pair, found.rate.symbol) == (SAP_SPY, "EURUSD=X")


def test_bars_within_the_day_are_converted_by_the_daily_rate() -> None:
    starts = np.array(["2021-12-31T14:30"], dtype="datetime64[m]")
    hourly = {"sessions": starts, "interval": Interval.HOURLY}
    shelf = Shelf(euros([100.0], **hourly), dollars([400.0], **hourly), rate([1.25]))
    series = read_pair(shelf, SAP_SPY, Basis.PRICE_CONVERTED, Interval.HOURLY).series(Basis.PRICE_CONVERTED)
    assert series.values.tolist() == [0.3125]  # 100 × 1.25 ÷ 400
    assert series.interval is Interval.HOURLY


def test_a_converted_ratio_by_hand() -> None:
    legs = PairQuotes(
        euros([100.0, 110.0], adjusted=[50.0, 60.0]), dollars([400.0, 440.0], adjusted=[200.0, 250.0]), rate([1.2, 1.1])
    )
    price = legs.series(Basis.PRICE_CONVERTED)
    assert price.values.tolist() == pytest.approx([0.3, 0.275])  # 120 ÷ 400, 121 ÷ 440
    # 60 ÷ 200, 66 ÷ 250
    assert legs.series(Basis.TOTAL_RETURN_CONVERTED).values.tolist() == pytest.approx([0.3, 0.264])
    assert legs.series(Basis.PRICE).values.tolist() == [0.25, 0.25]
    assert (price.numerator_price, price.denominator_price) == pytest.approx((121.0, 440.0))
    assert (price.currencies, price.mixes_currencies) == (("USD", "USD"), False)
    mixed = legs.series(Basis.PRICE)
    assert (mixed.currencies, mixed.mixes_currencies) == (("EUR", "USD"), True)


def test_swapping_a_pair_leaves_its_money_in_the_same_currency() -> None:
    upright = PairQuotes(euros([100.0]), dollars([400.0]), rate([1.25]))
    turned = PairQuotes(upright.denominator, upright.numerator, upright.rate)
    assert upright.common_currency == turned.common_currency == "USD"
    here, there = (legs.series(Basis.PRICE_CONVERTED) for legs in (upright, turned))
    assert (here.numerator_price, here.denominator_price) == (there.denominator_price, there.numerator_price)
    # 125 ÷ 400 and 400 ÷ 125
    assert (here.values.tolist(), there.values.tolist()) == ([0.3125], [3.2])


def test_two_currencies_of_which_neither_is_the_dollar() -> None:
    london = made_quotes([80.0], symbol="SHEL.L", currency="GBP")
    legs = PairQuotes(london, euros([100.0]), made_quotes([1.25], symbol="GBPEUR=X", currency="EUR"))
    series = legs.series(Basis.PRICE_CONVERTED)
    assert (series.values.tolist(), series.currencies) == ([1.0], ("EUR", "EUR"))  # 80 × 1.25 ÷ 100


def test_one_currency_needs_no_conversion() -> None:
    legs = PairQuotes(dollars([400.0]), dollars([200.0], symbol="IWM"))
    assert legs.series(Basis.PRICE_CONVERTED).values.tolist() == [2.0]


@pytest.mark.parametrize("currency", ["USD", ""])
def test_a_leg_whose_currency_is_unknown_mixes_nothing(currency: str) -> None:
    legs = PairQuotes(dollars([400.0], currency=currency), dollars([200.0], symbol="IWM", currency=""))
    assert not legs.series(Basis.PRICE).mixes_currencies


def test_without_a_rate_there_is_no_converted_ratio() -> None:
    legs = PairQuotes(euros([100.0]), dollars([400.0]))
    with pytest.raises(NoSession, match=r"^There is no rate to convert EUR to USD\.$"):
        legs.series(Basis.PRICE_CONVERTED)


@pytest.mark.parametrize(("first", "second"), [("", "USD"), ("EUR", "")])
def test_a_currency_that_is_not_known_is_said_to_be_so(first: str, second: str) -> None:
    legs = PairQuotes(euros([100.0], currency=first), dollars([400.0], currency=second))
    with pytest.raises(NoSession) as told:
        legs.series(Basis.PRICE_CONVERTED)
    assert "  " not in str(told.value)
    assert " ." not in str(told.value)


@given(closes, closes, closes, st.sampled_from(Basis))
def test_a_ratio_times_its_swap_is_one(
    first: list[float], second: list[float], rates: list[float], basis: Basis
) -> None:
    # Weekdays end together, so that at least the last session is common to all.
    legs = PairQuotes(euros(first), dollars(second), rate(rates))
    here = legs.series(basis)
    there = PairQuotes(legs.denominator, legs.numerator, legs.rate).series(basis)
    assert days_of(here) == days_of(there)
    assert (here.values * there.values).tolist() == pytest.approx([1.0] * len(here), rel=1e-12)
    assert here.dropped == there.dropped


def test_holidays_of_one_exchange_are_dropped_and_counted() -> None:
    # Thanksgiving in New York on 25 November; Frankfurt trades on. On Easter Monday it is the other way about.
    november = PairQuotes(
        euros([1.0] * 4, sessions=dates("2021-11-23", "2021-11-24", "2021-11-25", "2021-11-26")),
        dollars([2.0] * 3, sessions=dates("2021-11-23", "2021-11-24", "2021-11-26")),
    ).series(Basis.PRICE)
    assert days_of(november) == [date(2021, 11, 23), date(2021, 11, 24), date(2021, 11, 26)]
    assert november.dropped == (date(2021, 11, 25),)
    april = PairQuotes(
        euros([1.0] * 2, sessions=dates("2022-04-14", "2022-04-19")),
        dollars([2.0] * 3, sessions=dates("2022-04-14", "2022-04-18", "2022-04-19")),
    ).series(Basis.PRICE)
    assert april.dropped == (date(2022, 4, 18),)


def test_a_session_without_a_rate_is_dropped_and_counted() -> None:
    legs = PairQuotes(
        euros([1.0, 2.0, 3.0]), dollars([1.0, 1.0, 1.0]), rate([2.0, 2.0], sessions=dates("2021-12-29", "2021-12-31"))
    )
    series = legs.series(Basis.PRICE_CONVERTED)
    assert series.values.tolist() == [2.0, 6.0]  # 1 × 2, 3 × 2
    assert series.dropped == (date(2021, 12, 30),)


@pytest.mark.parametrize(("above", "below"), [(True, False), (False, True), (True, True), (False, False)])
def test_the_ratio_forms_while_a_leg_forms_in_its_last_session(above: bool, below: bool) -> None:
    series = PairQuotes(euros([1.0, 2.0], forming=above), dollars([1.0, 1.0], forming=below)).series(Basis.PRICE)
    assert series.forming is (above or below)


def test_a_leg_that_forms_after_the_last_common_session_does_not_make_the_ratio_form() -> None:
    morning = euros([1.0, 2.0, 3.0], sessions=weekdays(3, "2022-01-03"), forming=True)
    legs = PairQuotes(morning, dollars([1.0, 1.0], sessions=weekdays(2, "2021-12-31")))
    series = legs.series(Basis.PRICE)
    assert (series.session, series.forming) == (date(2021, 12, 31), False)
    whole = PairQuotes(morning, dollars([1.0] * 3, sessions=weekdays(3, "2022-01-03")))
    assert whole.series(Basis.PRICE).forming
    assert not whole.series(Basis.PRICE, as_of=date(2021, 12, 31)).forming


def test_a_converted_ratio_forms_while_its_rate_does() -> None:
    legs = PairQuotes(euros([1.0, 2.0]), dollars([1.0, 1.0]), rate([1.2, 1.1], forming=True))
    assert not legs.series(Basis.PRICE).forming
    assert legs.series(Basis.PRICE_CONVERTED).forming


def hourly(symbol: str, zone: str, *starts: str) -> Quotes:
    moments = np.array(starts, dtype="datetime64[m]")
    prices = [float(number) for number in range(1, len(starts) + 1)]
    return made_quotes(prices, symbol=symbol, sessions=moments, zone=zone, interval=Interval.HOURLY)


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        # New York turned its clocks back on Sunday 7 November 2021: 9:30 is 13:30 UTC before and 14:30 after.
        ("America/New_York", ["2021-11-05T09:30", "2021-11-05T10:30", "2021-11-08T09:30"]),
        # Half hours: Kolkata is 5:30 ahead and changes no clock.
        ("Asia/Kolkata", ["2021-11-05T19:00", "2021-11-05T20:00", "2021-11-08T20:00"]),
        # Sydney is 11 hours ahead, on the next day.
        ("Australia/Sydney", ["2021-11-06T00:30", "2021-11-06T01:30", "2021-11-09T01:30"]),
        ("", ["2021-11-05T13:30", "2021-11-05T14:30", "2021-11-08T14:30"]),
        ("Mars/Olympus", ["2021-11-05T13:30", "2021-11-05T14:30", "2021-11-08T14:30"]),
        ("../etc", ["2021-11-05T13:30", "2021-11-05T14:30", "2021-11-08T14:30"]),
    ],
)
def test_bars_within_the_day_are_told_by_the_numerators_clock(zone: str, shown: list[str]) -> None:
    starts = ("2021-11-05T13:30", "2021-11-05T14:30", "2021-11-08T14:30")
    series = PairQuotes(hourly("A", zone, *starts), hourly("B", "Europe/Berlin", *starts)).series(Basis.PRICE)
    assert [str(moment) for moment in series.sessions] == shown
    assert (series.zone, series.interval, series.dropped) == (zone, Interval.HOURLY, ())


def test_bars_within_the_day_meet_by_the_moment_they_start() -> None:
    above = hourly("A", "America/New_York", "2021-12-31T14:30", "2021-12-31T15:30", "2021-12-31T16:30")
    below = hourly("B", "Europe/Berlin", "2021-12-31T14:00", "2021-12-31T15:30", "2021-12-31T16:30")
    series = PairQuotes(above, below).series(Basis.PRICE)
    assert series.values.tolist() == [1.0, 1.0]  # 2 ÷ 2, 3 ÷ 3
    assert series.session == date(2021, 12, 31)
    assert not series.forming
    assert PairQuotes(replace(above, forming=True), below).series(Basis.PRICE).forming


def test_bars_within_the_day_that_never_start_together_are_told() -> None:
    legs = PairQuotes(hourly("A", "", "2021-12-31T14:30"), hourly("B", "", "2021-12-31T14:00"))
    with pytest.raises(NoSession, match=r"^A/B has no 1h bars that start together\.$"):
        legs.series(Basis.PRICE)
    with pytest.raises(NoSession, match="A and B have no session in common"):
        PairQuotes(
            made_quotes([1.0], symbol="A", sessions=weekdays(1, "2021-12-30")), made_quotes([1.0], symbol="B")
        ).series(Basis.PRICE)


@pytest.mark.parametrize("basis", [Basis.PRICE, Basis.PRICE_CONVERTED])
def test_no_position_is_sized_over_two_currencies(basis: Basis) -> None:
    legs = PairQuotes(euros([100.0]), dollars([50.0]), rate([1.25]))
    drawn = ((2.0, Role.TARGET), (2.4, Role.ENTRY), (3.0, Role.STOP))
    levels = tuple(Level(LevelId(str(role)), ratio, role, basis=basis) for ratio, role in drawn)
    layout = Layout(SAP_SPY, levels, view=View(basis=basis))
    if basis is Basis.PRICE:
        with pytest.raises(NoPosition, match=r"^One leg is priced in EUR, the other in USD: convert the ratio to size"):
            size_plan(legs.series(basis), layout)
        return
    # R = 125 ÷ 50 = 2.5; 3 ÷ 2.5 − 1 = 0.2; 1,000 ÷ 0.2 = 5,000 a leg: 40 at 125 dollars and 100 at 50.
    position = size_plan(legs.series(basis), layout).position
    assert {leg.symbol: (leg.shares, leg.price) for leg in position.legs} == {"SAP.DE": (40, 125.0), "SPY": (100, 50.0)}


def test_bars_within_the_day_take_in_dividends_as_the_daily_ones_do() -> None:
    # 2 % were paid on 31 December: 100 − 2, so the day before is adjusted to 98.
    days = np.array(["2021-12-30", "2021-12-31"], "M8[D]")
    daily = made_quotes([100.0, 99.0], adjusted=[98.0, 99.0], symbol="A", sessions=days, currency="USD")
    raw = hourly("A", "America/New_York", "2021-12-30T15:30", "2021-12-31T14:30", "2022-01-03T14:30")
    found = adjusted_by_day(raw, daily)
    # 1 × 0.98, 2 × 1, and what comes after the last daily bar as that one.
    assert found.bars.adjusted_close.tolist() == [0.98, 2.0, 3.0]
    assert found.bars.close.tolist() == [1.0, 2.0, 3.0]
    assert found.currency == "USD"
