"""What is certain and what is possible about a ratio within each bar."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.analysis.resample import resample, resample_candles
from ratiodesk.domain.candle import Candles, candles_of
from ratiodesk.domain.errors import NoSession
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.pair_quotes import PairQuotes
from ratiodesk.domain.quotes import Origin, Quotes
from ratiodesk.domain.series import Bars, Basis, Dates, align
from ratiodesk.market.sample import SampleSource

Row = tuple[float, float, float, float, float]
LONGER = (Interval.WEEKLY, Interval.MONTHLY)
COLUMNS = ("open", "close", "known_low", "known_high", "possible_low", "possible_high")
FIRST = date(2021, 11, 1)

prices = st.floats(0.01, 1e5)
# Not sorted into lows and highs: sources report opens and closes outside of them, and worse.
rows = st.tuples(prices, prices, prices, prices, prices)
# The days since the first, and the prices of both legs on each.
histories = st.dictionaries(st.integers(0, 90), st.tuples(rows, rows), min_size=1, max_size=40)


def quotes_of(symbol: str, days: Dates, prices: Sequence[Row], **about: object) -> Quotes:
    """Return quotes of rows open, high, low, close, adjusted close."""
    columns = np.array(prices, dtype=float).T.copy()
    bars = Bars(Symbol(symbol), days, *columns, np.ones(len(days)))
    return Quotes(bars, **{"source": "Yahoo", "origin": Origin.YAHOO, "currency": "USD"} | about)


def legs_of(history: dict[int, tuple[Row, Row]]) -> PairQuotes:
    days = np.datetime64(FIRST, "D") + np.array(sorted(history), dtype="timedelta64[D]")
    above, below = ([history[day][leg] for day in sorted(history)] for leg in (0, 1))
    return PairQuotes(quotes_of("A", days, above), quotes_of("B", days, below))


def listed(candles: Candles) -> dict[str, list[float]]:
    return {name: getattr(candles, name).tolist() for name in COLUMNS}


def check_order(candles: Candles) -> None:
    least, greatest = np.minimum(candles.open, candles.close), np.maximum(candles.open, candles.close)
    assert np.all(candles.possible_low <= candles.known_low)
    assert np.all(candles.known_low <= least)
    assert np.all(greatest <= candles.known_high)
    assert np.all(candles.known_high <= candles.possible_high)


def test_a_day_by_hand() -> None:
    day = np.array(["2021-12-28"], "M8[D]")
    legs = PairQuotes(
        quotes_of("A", day, [(100.0, 120.0, 90.0, 110.0, 55.0)]), quotes_of("B", day, [(50.0, 60.0, 40.0, 44.0, 33.0)])
    )
    found = legs.candles(Basis.PRICE)
    # 100 ÷ 50 and 110 ÷ 44; 90 ÷ 60 and 120 ÷ 40.
    assert listed(found) == {
        "open": [2.0],
        "close": [2.5],
        "known_low": [2.0],
        "known_high": [2.5],
        "possible_low": [1.5],
        "possible_high": [3.0],
    }
    assert found.sessions.tolist() == [date(2021, 12, 28)]
    # All of A times 55 ÷ 110, all of B times 33 ÷ 44: the ratios times two thirds.
    adjusted = listed(legs.candles(Basis.TOTAL_RETURN))
    for name, values in listed(found).items():
        assert adjusted[name] == pytest.approx([values[0] * 2 / 3], rel=1e-12)


@pytest.mark.parametrize(
    ("above", "below", "low", "high"),
    [
        ((8.0, 6.0, 4.0, 5.0, 5.0), (2.0, 2.0, 1.0, 2.0, 2.0), 2.0, 8.0),  # A opened at 8 above its high of 6: 8 ÷ 1
        ((5.0, 6.0, 4.0, 3.0, 3.0), (2.0, 2.0, 1.0, 2.0, 2.0), 1.5, 6.0),  # A closed at 3 below its low of 4: 3 ÷ 2
        ((5.0, 6.0, 4.0, 5.0, 5.0), (4.0, 2.0, 1.0, 2.0, 2.0), 1.0, 6.0),  # B opened at 4 above its high of 2: 4 ÷ 4
    ],
)
def test_an_open_or_close_outside_high_and_low_widens_what_is_possible(
    above: Row, below: Row, low: float, high: float
) -> None:
    day = np.array(["2021-12-28"], "M8[D]")
    found = PairQuotes(quotes_of("A", day, [above]), quotes_of("B", day, [below])).candles(Basis.PRICE)
    assert (found.possible_low.tolist(), found.possible_high.tolist()) == ([low], [high])


@given(histories, st.sampled_from(Basis))
def test_the_known_range_is_within_the_possible_one_to_the_last_bit(
    history: dict[int, tuple[Row, Row]], basis: Basis
) -> None:
    legs = legs_of(history)
    candles = legs.candles(basis)
    check_order(candles)
    for interval in LONGER:
        check_order(resample_candles(candles, interval))
    assert candles.close.tolist() == legs.series(basis).values.tolist()


@given(histories, st.sampled_from(Basis))
def test_a_pair_turned_over_has_the_reciprocal_candles(history: dict[int, tuple[Row, Row]], basis: Basis) -> None:
    legs = legs_of(history)
    upright, turned = legs.candles(basis), PairQuotes(legs.denominator, legs.numerator).candles(basis)
    for interval in (Interval.DAILY, *LONGER):
        here, there = listed(resample_candles(upright, interval)), listed(resample_candles(turned, interval))
        for name, other in (
            ("open", "open"),
            ("close", "close"),
            ("known_low", "known_high"),
            ("known_high", "known_low"),
            ("possible_low", "possible_high"),
            ("possible_high", "possible_low"),
        ):
            assert there[other] == pytest.approx([1 / value for value in here[name]], rel=1e-14)


@given(rows, rows, st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=20))
def test_no_two_prices_of_a_day_make_a_ratio_that_is_called_impossible(
    above: Row, below: Row, moments: list[tuple[float, float]]
) -> None:
    found = legs_of({0: (above, below)}).candles(Basis.PRICE)
    for moment in moments:
        first, second = (price_within(row, part) for row, part in zip((above, below), moment, strict=True))
        assert found.possible_low[0] * (1 - 1e-14) <= first / second <= found.possible_high[0] * (1 + 1e-14)


def price_within(row: Row, part: float) -> float:
    """Return the price a part of the way up from the least to the greatest that a row admits."""
    first, high, low, last, _ = row
    least, greatest = min(low, first, last), max(high, first, last)
    return least + part * (greatest - least)


def test_the_sessions_are_those_of_the_series() -> None:
    days = np.array(["2021-12-27", "2021-12-28", "2021-12-29", "2021-12-30"], "M8[D]")
    above = quotes_of("A", days[[0, 1, 3]], [(2.0,) * 5, (4.0,) * 5, (9.0, 18.0, 9.0, 18.0, 18.0)])
    below = quotes_of("B", days[1:], [(1.0,) * 5, (5.0,) * 5, (2.0, 4.0, 2.0, 4.0, 4.0)])
    legs = PairQuotes(above, below)
    # The 27th and the 29th have one leg only.
    assert legs.candles(Basis.PRICE).sessions.tolist() == [date(2021, 12, 28), date(2021, 12, 30)]
    assert legs.candles(Basis.PRICE).open.tolist() == [4.0, 4.5]  # 4 ÷ 1 and 9 ÷ 2
    for as_of in (date(2021, 12, 28), date(2021, 12, 29)):
        found = legs.candles(Basis.PRICE, as_of)
        assert found.sessions.tolist() == legs.series(Basis.PRICE, as_of).sessions.tolist() == [date(2021, 12, 28)]
        assert all(values == [4.0] for values in listed(found).values())
    with pytest.raises(NoSession, match="A/B has no session up to 2021-12-27; the first is 2021-12-28"):
        legs.candles(Basis.PRICE, date(2021, 12, 27))


def test_bars_within_the_day_are_called_by_the_clock_of_the_numerator() -> None:
    starts = np.array(["2021-12-28T14:30", "2021-12-28T15:30"], "M8[m]")
    hourly = {"interval": Interval.HOURLY, "zone": "America/New_York"}
    legs = PairQuotes(
        quotes_of("A", starts, [(2.0, 4.0, 1.0, 3.0, 3.0)] * 2, **hourly),
        quotes_of("B", starts, [(1.0, 2.0, 1.0, 1.0, 1.0)] * 2, **hourly),
    )
    found = legs.candles(Basis.PRICE)
    assert found.sessions.astype(str).tolist() == ["2021-12-28T09:30", "2021-12-28T10:30"]
    assert (found.open.tolist(), found.possible_low.tolist()) == ([2.0, 2.0], [0.5, 0.5])


def test_a_converted_day_has_the_closing_rate_all_along() -> None:
    days = np.array(["2021-12-28", "2021-12-29"], "M8[D]")
    euros = quotes_of("SAP.DE", days, [(80.0, 160.0, 40.0, 120.0, 60.0)] * 2, currency="EUR")
    dollars = quotes_of("SPY", days, [(50.0, 100.0, 25.0, 75.0, 75.0)] * 2)
    rate = quotes_of("EURUSD=X", days[1:], [(9.0, 9.0, 0.5, 1.25, 1.25)])
    found = PairQuotes(euros, dollars, rate).candles(Basis.PRICE_CONVERTED)
    # The 28th has no rate. 100 ÷ 50 and 150 ÷ 75; 50 ÷ 100 and 200 ÷ 25.
    assert found.sessions.tolist() == [date(2021, 12, 29)]
    assert (found.open.tolist(), found.close.tolist()) == ([2.0], [2.0])
    assert (found.possible_low.tolist(), found.possible_high.tolist()) == ([0.5], [8.0])
    # 60 ÷ 120 of the euros: half of all.
    adjusted = PairQuotes(euros, dollars, rate).candles(Basis.TOTAL_RETURN_CONVERTED)
    assert (adjusted.open.tolist(), adjusted.possible_high.tolist()) == ([1.0], [4.0])


def test_candles_of_other_bars_are_refused() -> None:
    legs = legs_of(dict.fromkeys(range(3), ((1.0,) * 5, (1.0,) * 5)))
    above, below = legs.numerator.bars, legs.denominator.bars
    series = align(above, below, Basis.PRICE)
    fewer = replace(below, **{name: getattr(below, name)[:2] for name in Bars.__slots__ if name != "symbol"})
    with pytest.raises(ValueError, match="2 common sessions make no 3 candles of A/B"):
        candles_of(above, fewer, series)


# Weeks and months


@pytest.mark.parametrize("interval", LONGER)
@given(history=histories)
def test_weeks_and_months_are_those_of_pandas(interval: Interval, history: dict[int, tuple[Row, Row]]) -> None:
    legs = legs_of(history)
    candles, series = legs.candles(Basis.PRICE), legs.series(Basis.PRICE)
    table = pd.DataFrame(listed(candles), index=pd.DatetimeIndex(candles.sessions))
    rules = {"open": "first", "close": "last"} | {
        f"{kind}_{end}": how for kind in ("known", "possible") for end, how in (("low", "min"), ("high", "max"))
    }
    expected = table.resample("W-SUN" if interval is Interval.WEEKLY else "ME").agg(rules).dropna()
    found = resample_candles(candles, interval)
    assert listed(found) == {name: expected[name].tolist() for name in COLUMNS}
    assert found.sessions.tolist() == resample(series, interval).sessions.tolist()
    assert found.close.tolist() == resample(series, interval).values.tolist()


def test_a_week_is_bounded_more_closely_by_its_days_than_by_its_own_highs_and_lows() -> None:
    # Both legs double overnight: the ratio is near 1 on either day.
    days = np.array(["2021-12-27", "2021-12-28"], "M8[D]")
    moves = [(10.0, 11.0, 9.0, 10.0, 10.0), (20.0, 22.0, 18.0, 20.0, 20.0)]
    week = resample_candles(
        PairQuotes(quotes_of("A", days, moves), quotes_of("B", days, moves)).candles(Basis.PRICE), Interval.WEEKLY
    )
    # 9 ÷ 11 on both days; the week's 9 ÷ 22 divides Monday's low by Tuesday's high.
    assert week.possible_low.tolist() == [9 / 11]
    assert week.possible_high.tolist() == [11 / 9]


def test_the_sample_has_candles_that_meet(sample: SampleSource) -> None:
    legs = PairQuotes(*(Quotes(sample.fetch(Symbol(name)).bars, "Sample", Origin.SAMPLE) for name in ("SPY", "IWM")))
    found = legs.candles(Basis.PRICE, date(2021, 12, 28))
    check_order(found)
    # 476.87 ÷ 222.75
    assert found.close[-1] == pytest.approx(2.14083, abs=5e-6)
    weekly = resample_candles(found, Interval.WEEKLY)
    check_order(weekly)
    assert len(weekly) == len(resample(legs.series(Basis.PRICE, date(2021, 12, 28)), Interval.WEEKLY))


def test_daily_candles_are_there_already() -> None:
    candles = legs_of({0: ((1.0,) * 5, (1.0,) * 5)}).candles(Basis.PRICE)
    assert resample_candles(candles, Interval.DAILY) is candles


@pytest.mark.parametrize("interval", [each for each in Interval if each.is_intraday])
def test_days_are_not_divided(interval: Interval) -> None:
    candles = legs_of({0: ((1.0,) * 5, (1.0,) * 5)}).candles(Basis.PRICE)
    with pytest.raises(ValueError, match=f"bars of {interval}"):
        resample_candles(candles, interval)
