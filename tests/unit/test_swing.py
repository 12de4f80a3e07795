"""Swing highs and lows against their definition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.analysis.swing import swing_bars
from ratiodesk.domain.series import Floats

# Few different values, so that plateaus and equal peaks are common.
coarse = st.lists(st.integers(1, 5).map(float), max_size=60).map(np.array)


def highs_by_definition(values: Floats, reach: int) -> list[int]:
    return [
        bar
        for bar in range(reach, len(values) - reach)
        if all(values[bar] > value for value in values[bar - reach : bar])
        and all(values[bar] >= value for value in values[bar + 1 : bar + reach + 1])
    ]


@given(coarse, st.integers(1, 6))
def test_the_bars_are_those_of_the_definition(values: Floats, reach: int) -> None:
    lows, highs = swing_bars(values, reach)
    assert highs.tolist() == highs_by_definition(values, reach)
    assert lows.tolist() == highs_by_definition(-values, reach)


@given(coarse, st.integers(1, 6))
def test_a_ratio_turned_over_swings_the_other_way(values: Floats, reach: int) -> None:
    lows, highs = swing_bars(values, reach)
    turned_lows, turned_highs = swing_bars(1 / values, reach)
    assert (turned_lows.tolist(), turned_highs.tolist()) == (highs.tolist(), lows.tolist())


@given(coarse, st.integers(1, 6))
def test_two_swings_of_one_kind_are_farther_apart_than_the_reach(values: Floats, reach: int) -> None:
    for bars in swing_bars(values, reach):
        assert np.all(np.diff(bars) > reach)


def test_a_peak_and_a_trough_by_hand() -> None:
    values = np.array([1.0, 2.0, 3.0, 4.0, 3.0, 2.0, 1.0, 2.0, 3.0])
    lows, highs = swing_bars(values, reach=2)
    assert (lows.tolist(), highs.tolist()) == ([6], [3])


def test_a_plateau_counts_once_at_its_first_bar() -> None:
    lows, highs = swing_bars(np.array([1.0, 1.0, 3.0, 3.0, 3.0, 1.0, 1.0, 1.0, 2.0, 2.0]), reach=2)
    assert (lows.tolist(), highs.tolist()) == ([5], [2])


@pytest.mark.parametrize("values", [np.ones(30), np.arange(30.0), -np.arange(30.0)])
def test_what_never_turns_has_no_swing(values: Floats) -> None:
    assert [len(bars) for bars in swing_bars(values)] == [0, 0]


@pytest.mark.parametrize(("after", "found"), [(4, []), (5, [5])])
def test_a_peak_is_one_when_five_bars_have_followed(after: int, found: list[int]) -> None:
    values = np.concatenate([np.arange(6.0), np.zeros(after)])
    assert swing_bars(values)[1].tolist() == found


def test_beside_a_missing_value_there_is_no_swing() -> None:
    values = np.array([1.0, 2.0, 1.0, np.nan, 1.0, 2.0, 1.0, 0.0, 3.0])
    lows, highs = swing_bars(values, reach=1)
    assert (lows.tolist(), highs.tolist()) == ([7], [1, 5])


@pytest.mark.parametrize("count", [0, 1, 10])
def test_a_history_without_room_on_both_sides_has_none(count: int) -> None:
    for bars in swing_bars(np.arange(float(count)), reach=5):
        assert bars.tolist() == []
        assert bars.dtype == np.intp


def test_nothing_to_compare_with_is_refused() -> None:
    with pytest.raises(ValueError, match="0 bars"):
        swing_bars(np.ones(3), reach=0)
