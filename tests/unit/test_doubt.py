"""Jumps that look like splits or errors, and sessions without a bar."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.analysis.doubt import Jump, jumps, missing_sessions
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.series import Bars

FIRST = date(2021, 1, 4)
SPLITS = {"2:1": 1 / 2, "3:1": 1 / 3, "4:1": 1 / 4, "5:1": 1 / 5, "10:1": 1 / 10, "20:1": 1 / 20, "3:2": 2 / 3} | {
    "1:2": 2.0, "1:3": 3.0, "1:4": 4.0, "1:5": 5.0, "1:10": 10.0, "1:20": 20.0, "2:3": 3 / 2
}  # fmt: skip
days = st.dates(FIRST, date(2021, 3, 31))


def bars_of(*closes: float) -> Bars:
    sessions = np.datetime64(FIRST) + np.arange(len(closes), dtype="timedelta64[D]")
    return Bars(Symbol("A"), sessions, *[np.array(closes, dtype=float)] * 5, np.zeros(len(closes)))


def bars_on(sessions: set[date]) -> Bars:
    count = len(sessions)
    return Bars(
        Symbol("A"), np.array(sorted(sessions), dtype="datetime64[D]"), *[np.full(count, 9.0)] * 5, np.zeros(count)
    )


def test_quiet_closes_raise_no_doubt() -> None:
    # A fifth either way is the limit itself: 120/100 and 96/120.
    assert jumps(bars_of(100, 120, 96, 96)) == ()


def test_a_move_beyond_the_limit_is_a_jump() -> None:
    # 121/100 − 1 and 96/121 − 1 = −0.2066
    up, down = jumps(bars_of(100, 121, 96))
    assert (up.session, up.split, down.session, down.split) == (date(2021, 1, 5), "", date(2021, 1, 6), "")
    assert (up.change, down.change) == (pytest.approx(0.21), pytest.approx(-25 / 121))


@pytest.mark.parametrize(("name", "factor"), SPLITS.items())
def test_a_split_is_named(name: str, factor: float) -> None:
    assert jumps(bars_of(60, 60 * factor)) == (Jump(date(2021, 1, 5), pytest.approx(factor - 1), name),)


@pytest.mark.parametrize(("name", "factor"), SPLITS.items())
def test_near_a_split_ends_at_three_percent(name: str, factor: float) -> None:
    for off, expected in ((1.029, name), (1 / 1.029, name), (1.031, ""), (1 / 1.031, "")):
        (jump,) = jumps(bars_of(60, 60 * factor * off))
        assert jump.split == expected


def test_a_split_is_found_below_a_limit_that_lets_it_pass() -> None:
    # Half of the closes goes at 50 %, a tenth at 90 %; 0.6 and 0.45 are near no split.
    assert [jump.split for jump in jumps(bars_of(100, 50, 30, 13.5), limit=0.95)] == ["2:1"]
    # 0.6867 = 1.03 · 2/3 is the least fall that counts.
    assert [jump.split for jump in jumps(bars_of(100, 68.6), limit=0.95)] == ["3:2"]


@pytest.mark.parametrize("closes", [(), (100.0,)])
def test_without_two_closes_nothing_jumps(closes: tuple[float, ...]) -> None:
    assert jumps(bars_of(*closes)) == ()


def test_the_sample_jumps_where_a_split_is_put_in(sample) -> None:
    # TLT never moved a tenth in a day, nor did SPY beyond 14.5 %.
    assert [jumps(sample.fetch(Symbol(symbol)).bars) for symbol in ("SPY", "TLT")] == [(), ()]
    first = sample.fetch(Symbol("SPY")).bars
    # Twice the price before 28 December 2021, as if a 2:1 split had not been adjusted for.
    halved = np.where(first.sessions < np.datetime64("2021-12-28"), first.close * 2, first.close)
    bars = Bars(first.symbol, first.sessions, *[halved] * 5, first.volume)
    assert [(jump.session, jump.split) for jump in jumps(bars)] == [(date(2021, 12, 28), "2:1")]


@given(st.lists(st.floats(0.01, 1e5), max_size=40), st.floats(0, 1.5))
def test_a_jump_is_what_moved_too_far_or_like_a_split(closes: list[float], limit: float) -> None:
    expected = []
    for bar in range(1, len(closes)):
        factor = closes[bar] / closes[bar - 1]
        near = [name for name, split in SPLITS.items() if max(factor / split, split / factor) <= 1.03]
        if abs(factor - 1) > limit or near:
            expected.append((FIRST + timedelta(days=bar), pytest.approx(factor - 1), near[0] if near else ""))
    found = [(jump.session, jump.change, jump.split) for jump in jumps(bars_of(*closes), limit)]
    assert found == expected


@given(st.lists(st.floats(0.01, 1e5), min_size=2, max_size=40))
def test_an_upside_down_price_splits_the_other_way(closes: list[float]) -> None:
    def turned(name: str) -> str:
        return ":".join(reversed(name.split(":")))

    # A limit of nothing reports every move, so that both lists hold the same sessions.
    upright, inverse = (jumps(bars_of(*prices), limit=0.0) for prices in (closes, [1 / close for close in closes]))
    named = {jump.session: jump.split for jump in upright if jump.split}
    assert {jump.session: turned(jump.split) for jump in inverse if jump.split} == named


def test_sessions_without_a_bar_are_missing_inside_the_span_alone() -> None:
    bars = bars_on({date(2021, 1, 5), date(2021, 1, 7), date(2021, 1, 11)})
    expected = np.array(
        ["2021-01-04", "2021-01-05", "2021-01-06", "2021-01-07", "2021-01-08", "2021-01-11", "2021-01-12"],
        dtype="datetime64[D]",
    )
    assert missing_sessions(bars, expected) == (date(2021, 1, 6), date(2021, 1, 8))


def test_nothing_is_missing_where_nothing_is_known() -> None:
    expected = np.array([FIRST], dtype="datetime64[D]")
    assert missing_sessions(bars_on(set()), expected) == ()
    assert missing_sessions(bars_on({FIRST}), expected[:0]) == ()


@given(st.sets(days, max_size=40), st.sets(days, max_size=60))
def test_the_missing_are_the_expected_less_the_held(held: set[date], expected: set[date]) -> None:
    found = missing_sessions(bars_on(held), np.array(sorted(expected), dtype="datetime64[D]"))
    inside = {day for day in expected if held and min(held) <= day <= max(held)}
    assert found == tuple(sorted(inside - held))
