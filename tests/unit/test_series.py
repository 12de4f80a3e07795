"""Bars that are checked when they enter, and their alignment against pandas."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.domain.errors import BadBars, NoSession
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.series import Bars, Basis, align, as_date

PRICES = ("open", "high", "low", "close", "adjusted_close")
DAYS = np.array(["2021-12-27", "2021-12-28", "2021-12-29"], dtype="datetime64[D]")
closes = st.dictionaries(st.dates(date(2021, 1, 1), date(2021, 2, 28)), st.floats(0.01, 1e5), min_size=1, max_size=40)


def bars(sessions: np.ndarray = DAYS, **columns: np.ndarray) -> Bars:
    plain = {name: np.full(len(sessions), 100.0) for name in (*PRICES, "volume")}
    return Bars("SPY", sessions, **plain | columns)


@pytest.mark.parametrize("name", PRICES)
@pytest.mark.parametrize(
    ("value", "shown"), [(0.0, "0"), (-1.5, "-1.5"), (np.nan, "nan"), (np.inf, "inf"), (-np.inf, "-inf")]
)
def test_a_price_that_is_none_is_refused_with_symbol_date_and_value(name: str, value: float, shown: str) -> None:
    with pytest.raises(BadBars, match=f"SPY: {name} on 2021-12-28 is {shown}, not a price"):
        bars(**{name: np.array([100.0, value, 100.0])})


@pytest.mark.parametrize("value", [-1.0, np.nan, np.inf])
def test_a_volume_that_is_no_number_of_shares_is_refused(value: float) -> None:
    with pytest.raises(BadBars, match="SPY: volume on 2021-12-28"):
        bars(volume=np.array([0.0, value, 1.0]))


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (["2021-12-28", "2021-12-27", "2021-12-29"], "session 2021-12-27 does not come after"),
        (["2021-12-27", "2021-12-28", "2021-12-28"], "session 2021-12-28 does not come after"),
        (["2021-12-27", "NaT", "2021-12-29"], "SPY: session NaT"),
    ],
    ids=["unsorted", "repeated", "not a date"],
)
def test_sessions_out_of_order_are_refused(days: list[str], said: str) -> None:
    with pytest.raises(BadBars, match=said):
        bars(np.array(days, dtype="datetime64[D]"))


def test_two_bars_within_one_day_are_refused() -> None:
    hours = np.array(["2021-12-27T00", "2021-12-27T09", "2021-12-28T00"], dtype="datetime64[h]")
    with pytest.raises(BadBars, match=r"SPY: sessions are dates, not datetime64\[h\]"):
        bars(hours)


def test_bars_within_the_day_start_at_a_minute() -> None:
    starts = np.array(["2021-12-27T14:30", "2021-12-27T15:30", "2021-12-28T14:30"], dtype="datetime64[m]")
    assert bars(starts).is_intraday
    assert not bars().is_intraday
    with pytest.raises(BadBars, match="SPY: session 2021-12-27T14:30 does not come after"):
        bars(starts[[1, 0, 2]])


@pytest.mark.parametrize("name", [*PRICES, "volume"])
def test_columns_of_different_length_are_refused(name: str) -> None:
    with pytest.raises(BadBars, match=f"SPY: {name} has 2 values for 3 sessions"):
        bars(**{name: np.full(2, 100.0)})


@pytest.mark.parametrize("name", [*PRICES, "volume", "sessions"])
def test_bars_cannot_be_changed(name: str) -> None:
    column = getattr(bars(), name)
    with pytest.raises(ValueError, match="read-only"):
        column[0] = column[1]


def test_the_basis_chooses_the_closes() -> None:
    both = bars(close=np.array([1.0, 2.0, 3.0]), adjusted_close=np.array([0.5, 1.5, 2.5]))
    for basis in (Basis.PRICE, Basis.PRICE_CONVERTED):
        assert both.closes(basis).tolist() == [1.0, 2.0, 3.0]
    for basis in (Basis.TOTAL_RETURN, Basis.TOTAL_RETURN_CONVERTED):
        assert both.closes(basis).tolist() == [0.5, 1.5, 2.5]
    assert len(both) == 3


@pytest.mark.parametrize("basis", Basis)
def test_a_basis_is_one_of_two_choices_twice(basis: Basis) -> None:
    assert Basis.of(adjusted=basis.adjusted, converted=basis.converted) is basis
    assert len({each.display_name for each in Basis}) == 4


def test_a_basis_has_a_name_in_the_words_of_the_desk() -> None:
    assert Basis.of(adjusted=False, converted=False).display_name == "price"
    assert Basis.of(adjusted=True, converted=False) is Basis.TOTAL_RETURN
    assert Basis.TOTAL_RETURN_CONVERTED.display_name == "total return, one currency"


@given(closes, closes)
def test_alignment_is_the_inner_join_of_pandas(make_bars, first: dict[date, float], second: dict[date, float]) -> None:
    numerator, denominator = dict(sorted(first.items())), dict(sorted(second.items()))
    tables = [pd.DataFrame({"day": list(leg), "close": list(leg.values())}) for leg in (numerator, denominator)]
    joined = tables[0].merge(tables[1], on="day", how="inner", suffixes=("_a", "_b"))
    legs = make_bars("SPY", numerator), make_bars("IWM", denominator)
    if joined.empty:
        with pytest.raises(NoSession, match="SPY and IWM have no session in common"):
            align(*legs, Basis.PRICE)
        return
    series = align(*legs, Basis.PRICE)
    assert [as_date(day) for day in series.sessions] == joined["day"].tolist()
    assert series.values.tolist() == (joined["close_a"] / joined["close_b"]).tolist()
    assert series.numerator_closes.tolist() == joined["close_a"].tolist()
    assert series.denominator_closes.tolist() == joined["close_b"].tolist()
    assert (len(series), series.session, series.ratio) == (
        len(joined),
        joined["day"].iloc[-1],
        joined["close_a"].iloc[-1] / joined["close_b"].iloc[-1],
    )


@given(closes, closes)
def test_every_session_of_the_common_span_is_kept_or_listed_as_dropped(
    make_bars, first: dict[date, float], second: dict[date, float]
) -> None:
    numerator, denominator = dict(sorted(first.items())), dict(sorted(second.items()))
    try:
        series = align(make_bars("SPY", numerator), make_bars("IWM", denominator), Basis.PRICE)
    except NoSession:
        assert not set(first) & set(second)
        return
    start, end = max(min(first), min(second)), min(max(first), max(second))
    either = sorted(day for day in set(first) | set(second) if start <= day <= end)
    assert sorted([*(as_date(day) for day in series.sessions), *series.dropped]) == either
    assert series.dropped == tuple(day for day in either if (day in first) != (day in second))


@given(closes, closes, st.dates(date(2020, 12, 25), date(2021, 3, 5)))
def test_as_of_is_the_same_as_never_having_seen_later_sessions(
    make_bars, first: dict[date, float], second: dict[date, float], as_of: date
) -> None:
    numerator, denominator = dict(sorted(first.items())), dict(sorted(second.items()))
    seen = [{day: close for day, close in leg.items() if day <= as_of} for leg in (numerator, denominator)]
    whole, known = ([make_bars("SPY", legs[0]), make_bars("IWM", legs[1])] for legs in ((numerator, denominator), seen))
    try:
        expected = align(*known, Basis.PRICE)
    except NoSession:
        with pytest.raises(NoSession):
            align(*whole, Basis.PRICE, as_of)
        return
    found = align(*whole, Basis.PRICE, as_of)
    for name in ("sessions", "values", "numerator_closes", "denominator_closes"):
        assert getattr(found, name).tolist() == getattr(expected, name).tolist()
    assert (found.numerator_price, found.denominator_price) == (expected.numerator_price, expected.denominator_price)
    assert found.dropped == expected.dropped


@pytest.mark.parametrize(
    ("as_of", "dropped"),
    [
        ("2021-01-08", ("2021-01-05", "2021-01-06")),
        ("2021-01-07", ("2021-01-05", "2021-01-06")),
        ("2021-01-05", ()),  # B has not come back yet
    ],
)
def test_a_session_is_not_dropped_before_the_other_leg_is_known_to_have_passed_it(
    make_bars, as_of: str, dropped: tuple[str, ...]
) -> None:
    numerator = make_bars("A", {"2021-01-04": 1, "2021-01-05": 1, "2021-01-06": 1, "2021-01-07": 1, "2021-01-08": 1})
    denominator = make_bars("B", {"2021-01-04": 1, "2021-01-07": 1, "2021-01-08": 1})
    series = align(numerator, denominator, Basis.PRICE, date.fromisoformat(as_of))
    assert series.dropped == tuple(date.fromisoformat(day) for day in dropped)


def test_dropped_sessions_are_those_only_one_leg_traded(make_bars) -> None:
    numerator = make_bars("A", {"2021-01-04": 1, "2021-01-05": 2, "2021-01-06": 3, "2021-01-08": 4, "2021-01-11": 5})
    denominator = make_bars("B", {"2021-01-05": 1, "2021-01-07": 1, "2021-01-08": 1})
    series = align(numerator, denominator, Basis.PRICE)
    # The 4th and the 11th lie outside the span that both legs cover.
    assert series.dropped == (date(2021, 1, 6), date(2021, 1, 7))
    assert series.values.tolist() == [2.0, 4.0]


def test_bars_within_the_day_that_one_leg_lacks_are_not_counted() -> None:
    starts = np.array(["2021-12-27T14:30", "2021-12-27T15:30", "2021-12-28T14:30"], dtype="datetime64[m]")
    other = Bars("IWM", starts[[0, 2]], *(np.ones(2) for _ in range(6)))
    series = align(bars(starts), other, Basis.PRICE)
    assert (len(series), series.session, series.dropped) == (2, date(2021, 12, 28), ())
    until = align(bars(starts), other, Basis.PRICE, date(2021, 12, 27))
    assert (len(until), until.session) == (1, date(2021, 12, 27))


@pytest.mark.parametrize(
    ("currencies", "mixed"),
    [(("USD", "EUR"), True), (("USD", "USD"), False), (("USD", ""), False), (("", "EUR"), False), (("", ""), False)],
)
def test_a_ratio_mixes_currencies_only_if_both_are_known(make_bars, currencies: tuple[str, str], mixed: bool) -> None:
    leg = {"2021-01-05": 1.0}
    series = align(make_bars("A", leg), make_bars("B", leg), Basis.PRICE)
    assert replace(series, currencies=currencies).mixes_currencies is mixed


def test_the_session_before_the_first_is_refused_with_the_first(make_bars) -> None:
    leg = {"2021-01-05": 1.0, "2021-01-06": 2.0}
    with pytest.raises(NoSession, match="A/B has no session up to 2021-01-04; the first is 2021-01-05"):
        align(make_bars("A", leg), make_bars("B", leg), Basis.PRICE, date(2021, 1, 4))


def test_a_leg_without_bars_has_no_session_in_common(make_bars) -> None:
    with pytest.raises(NoSession, match="A and B have no session in common"):
        align(make_bars("A", {}), make_bars("B", {"2021-01-05": 1.0}), Basis.PRICE)


def test_legs_that_never_traded_on_one_day_have_no_session_in_common(make_bars) -> None:
    days = [date(2021, 1, 4) + timedelta(days=offset) for offset in range(6)]
    even, odd = dict.fromkeys(days[::2], 1.0), dict.fromkeys(days[1::2], 1.0)
    with pytest.raises(NoSession, match="A and B have no session in common"):
        align(make_bars("A", even), make_bars("B", odd), Basis.PRICE)


def test_total_return_divides_adjusted_closes_but_trades_at_prices() -> None:
    numerator = bars(close=np.array([10.0, 20.0, 30.0]), adjusted_close=np.array([8.0, 18.0, 27.0]))
    denominator = Bars(
        "IWM", DAYS, *(np.array([5.0, 5.0, 10.0]) for _ in range(4)), np.array([4.0, 3.0, 9.0]), np.ones(3)
    )
    series = align(numerator, denominator, Basis.TOTAL_RETURN)
    assert series.pair == Pair("SPY", "IWM")
    assert series.basis is Basis.TOTAL_RETURN
    assert series.values.tolist() == [2.0, 6.0, 3.0]  # 8 ÷ 4, 18 ÷ 3, 27 ÷ 9
    assert (series.numerator_price, series.denominator_price) == (30.0, 10.0)


def test_a_session_becomes_a_plain_date() -> None:
    assert as_date(np.datetime64("2021-12-28T16:00")) == date(2021, 12, 28)
