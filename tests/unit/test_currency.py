"""Prices brought to another currency, session by session."""

import numpy as np
import pytest
from fake_market import made_bars, weekdays
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.domain.currency import common_currency, converted, major_unit, rate_symbol
from ratiodesk.domain.pair import parse_symbol
from ratiodesk.domain.series import Bars, Basis, align

codes = st.sampled_from(["USD", "EUR", "GBP", "JPY", "CHF", "ZAR"])
prices = st.lists(st.floats(0.01, 1e5), min_size=1, max_size=20)


def dates(*days: str) -> np.ndarray:
    return np.array(days, dtype="datetime64[D]")


@pytest.mark.parametrize(
    ("declared", "currency", "unit"),
    [
        ("GBp", "GBP", 0.01),
        ("GBX", "GBP", 0.01),
        ("ZAc", "ZAR", 0.01),
        ("ZAC", "ZAR", 0.01),
        ("ILA", "ILS", 0.01),
        ("GBP", "GBP", 1.0),
        ("USD", "USD", 1.0),
        ("", "", 1.0),
    ],
)
def test_hundredths_are_those_that_are_declared(declared: str, currency: str, unit: float) -> None:
    assert major_unit(declared) == (currency, unit)


@given(codes, codes)
def test_the_common_currency_does_not_depend_on_which_leg_is_above(first: str, second: str) -> None:
    common = common_currency(first, second)
    assert common == common_currency(second, first)
    assert common in (first, second)
    assert common == "USD" or "USD" not in (first, second)


def test_the_symbol_of_a_rate_is_one_that_can_be_asked_for() -> None:
    assert rate_symbol("EUR", "USD") == parse_symbol("EURUSD=X") == "EURUSD=X"


def test_every_price_is_multiplied_by_the_rate_of_its_session() -> None:
    days = weekdays(2)
    columns = [np.array(pair) for pair in ([10.0, 20], [12, 24], [8, 16], [11, 22], [5, 21], [700, 900])]
    bars = Bars("SAP.DE", days, *(column.astype(float) for column in columns))
    found = converted(bars, made_bars([1.5, 1.25], symbol="EURUSD=X", sessions=days))
    assert found.open.tolist() == [15, 25]  # 10 × 1.5, 20 × 1.25
    assert found.high.tolist() == [18, 30]
    assert found.low.tolist() == [12, 20]
    assert found.close.tolist() == [16.5, 27.5]
    assert found.adjusted_close.tolist() == [7.5, 26.25]
    assert found.volume.tolist() == [700, 900]  # Shares, not money.
    assert (found.symbol, found.sessions.tolist()) == ("SAP.DE", days.tolist())


def test_a_session_without_a_rate_is_left_out_and_never_filled_forward() -> None:
    days = dates("2021-12-27", "2021-12-28", "2021-12-29", "2021-12-30", "2021-12-31")
    rate = made_bars([2.0, 3.0], symbol="EURUSD=X", sessions=dates("2021-12-28", "2021-12-30"))
    found = converted(made_bars([10.0, 11, 12, 13, 14], sessions=days), rate)
    assert found.sessions.tolist() == dates("2021-12-28", "2021-12-30").tolist()
    assert found.close.tolist() == [22, 39]  # 11 × 2, 13 × 3


def test_without_a_common_day_nothing_is_left() -> None:
    days, month = weekdays(3), np.timedelta64(30, "D")
    for other in (days - month, days + month):
        found = converted(made_bars([1.0, 2, 3]), made_bars([1.0, 2, 3], symbol="EURUSD=X", sessions=other))
        assert len(found) == 0


def test_bars_within_the_day_take_the_rate_of_their_date() -> None:
    starts = np.array(["2021-12-30T08:00", "2021-12-30T16:00", "2021-12-31T08:00"], dtype="datetime64[m]")
    rate = made_bars([2.0, 4.0], symbol="EURUSD=X", sessions=dates("2021-12-30", "2021-12-31"))
    found = converted(made_bars([1.0, 1.5, 1.0], sessions=starts), rate)
    assert found.close.tolist() == [2.0, 3.0, 4.0]
    assert found.sessions.tolist() == starts.tolist()


@given(prices)
def test_a_rate_of_one_changes_nothing(closes: list[float]) -> None:
    bars = made_bars(closes)
    assert converted(bars, made_bars([1.0] * len(closes), symbol="EURUSD=X")).close.tolist() == closes


@given(st.lists(st.tuples(*[st.floats(0.01, 1e4)] * 3), min_size=1, max_size=20))
def test_the_ratio_is_the_same_in_either_currency(sessions: list[tuple[float, float, float]]) -> None:
    above, below, dollars = ([values[at] for values in sessions] for at in range(3))
    euros = made_bars(above, symbol="SAP.DE")
    other = made_bars(below, symbol="SPY")
    to_dollars = made_bars(dollars, symbol="EURUSD=X")
    to_euros = made_bars([1 / rate for rate in dollars], symbol="USDEUR=X")
    in_dollars = align(converted(euros, to_dollars), other, Basis.PRICE_CONVERTED)
    in_euros = align(euros, converted(other, to_euros), Basis.PRICE_CONVERTED)
    assert in_dollars.values.tolist() == pytest.approx(in_euros.values.tolist(), rel=1e-12)
