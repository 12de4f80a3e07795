"""The measure from one point of the chart to another."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.analysis.move import LEAST_RETURNS, move_between
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.series import Basis, Floats, RatioSeries

ratios = st.floats(1e-3, 1e3)


def series_of(values: Floats) -> RatioSeries:
    days = np.datetime64("2020-01-01", "D") + np.arange(len(values), dtype="timedelta64[D]")
    return RatioSeries(Pair("SPY", "IWM"), Basis.PRICE, days, values, values, np.ones(len(values)), 1.0, 1.0)


def turned(series: RatioSeries) -> RatioSeries:
    return series_of(1 / series.values)


@pytest.fixture(scope="module")
def wavering() -> RatioSeries:
    """400 ratios that go to and fro, the last 100 ten times as far."""
    steps = np.random.default_rng(3).normal(scale=0.01, size=400)
    steps[300:] *= 10
    return series_of(np.exp(np.cumsum(steps)))


def test_a_move_by_hand(wavering: RatioSeries) -> None:
    move = move_between(wavering, 299, 2.0, 308, 2.5)
    assert (move.fraction, move.points, move.bars) == (0.25, 0.5, 9)
    # 252 returns that end at bar 299, none of the wild ones; √9 = 3.
    sigma = pd.Series(np.log(wavering.values)).diff()[48:300].std()
    assert move.sigmas == pytest.approx(math.log(1.25) / (3 * sigma), rel=1e-12)
    assert sigma == pytest.approx(0.01, rel=0.1)


def test_the_worked_example_to_its_stop(december: RatioSeries) -> None:
    last = len(december) - 1
    move = move_between(december, last, december.ratio, last + 20, 2.35)
    sigma = pd.Series(np.log(december.values)).diff().tail(252).std()
    # 2.35 ÷ 2.14083 − 1
    assert move.fraction == pytest.approx(0.097705, abs=5e-7)
    assert move.sigmas == pytest.approx(math.log(2.35 / december.ratio) / (sigma * math.sqrt(20)), rel=1e-12)


@given(first=ratios, last=ratios, bars=st.tuples(st.integers(-50, 450), st.integers(-50, 450)))
def test_the_way_back_is_the_same_way(wavering: RatioSeries, first: float, last: float, bars: tuple[int, int]) -> None:
    there = move_between(wavering, bars[0], first, bars[1], last)
    back = move_between(wavering, bars[1], last, bars[0], first)
    assert (back.bars, back.points) == (-there.bars, -there.points)
    # Near −1 a fraction has only ten digits left of the ratio it came from.
    assert (1 + back.fraction) * (1 + there.fraction) == pytest.approx(1, rel=1e-9)
    assert (back.sigmas is None) is (there.sigmas is None)
    if there.sigmas is not None:
        assert back.sigmas == pytest.approx(-there.sigmas, rel=1e-9, abs=1e-9)


@given(first=ratios, last=ratios, bars=st.tuples(st.integers(-50, 450), st.integers(-50, 450)))
def test_a_ratio_turned_over_moves_as_many_deviations_the_other_way(
    wavering: RatioSeries, first: float, last: float, bars: tuple[int, int]
) -> None:
    here = move_between(wavering, bars[0], first, bars[1], last).sigmas
    there = move_between(turned(wavering), bars[0], 1 / first, bars[1], 1 / last).sigmas
    assert (here is None) is (there is None)
    if here is not None:
        assert there == pytest.approx(-here, rel=1e-9, abs=1e-9)


def test_what_comes_after_the_earlier_point_changes_nothing(wavering: RatioSeries) -> None:
    cut = series_of(wavering.values[:300])
    for first, last in ((299, 350), (350, 299)):
        assert move_between(cut, first, 2.0, last, 2.5) == move_between(wavering, first, 2.0, last, 2.5)


def test_within_a_bar_the_measure_is_a_bar(wavering: RatioSeries) -> None:
    within, across = move_between(wavering, 299, 2.0, 299, 2.5), move_between(wavering, 299, 2.0, 300, 2.5)
    assert within.bars == 0
    assert within.sigmas == across.sigmas


def test_beyond_the_end_the_last_bar_gives_the_deviation(wavering: RatioSeries) -> None:
    inside, beyond = move_between(wavering, 399, 2.0, 409, 2.5), move_between(wavering, 1_000, 2.0, 1_010, 2.5)
    assert inside.bars == beyond.bars == 10
    assert inside.sigmas == beyond.sigmas


def test_before_the_beginning_there_is_no_deviation(wavering: RatioSeries) -> None:
    move = move_between(wavering, -5, 2.0, 300, 2.5)
    assert (move.bars, move.sigmas) == (305, None)


@pytest.mark.parametrize(("bar", "known"), [(LEAST_RETURNS - 1, False), (LEAST_RETURNS, True)])
def test_twenty_returns_are_needed(wavering: RatioSeries, bar: int, known: bool) -> None:
    assert LEAST_RETURNS == 20
    assert (move_between(wavering, bar, 1.0, 300, 2.0).sigmas is not None) is known


def test_a_constant_has_no_deviation() -> None:
    assert move_between(series_of(np.full(100, 1.1)), 99, 1.0, 120, 2.0).sigmas is None


@given(st.floats(0.9, 1.1), st.floats(1e-3, 1e3))
def test_a_steady_growth_has_none_but_rounding(growth: float, start: float) -> None:
    values = start * growth ** np.arange(60.0)
    assert move_between(series_of(values), 59, 1.0, 70, 2.0).sigmas is None


def test_small_moves_are_no_rounding() -> None:
    # Steps of a billionth: 1e-9 either way, whose deviation is near 1e-9.
    values = np.exp(1e-9 * np.tile([0.0, 1.0], 50))
    move = move_between(series_of(values), 99, 1.0, 100, math.exp(1e-9))
    assert move.sigmas == pytest.approx(1, rel=0.02)


@pytest.mark.parametrize("ratio", [0.0, -1.0, math.nan, math.inf])
def test_what_is_no_ratio_is_refused(wavering: RatioSeries, ratio: float) -> None:
    for first, last in ((ratio, 1.0), (1.0, ratio)):
        with pytest.raises(ValueError, match="is no ratio"):
            move_between(wavering, 300, first, 310, last)
