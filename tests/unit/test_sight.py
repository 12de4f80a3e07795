"""What part of the history is in sight: saved and shown again, it is the same part."""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ratiodesk.analysis.resample import resample
from ratiodesk.chart.date_range import CUSTOM, NAMES
from ratiodesk.chart.sight import USUAL_RANGE, sight_of, view_of
from ratiodesk.chart.trace import Trace
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.layout import Scale, View
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.series import Basis, RatioSeries

BARS = 2_000
DAYS = np.busday_offset("2010-01-04", np.arange(BARS))
VALUES = 2.0 * np.exp(np.cumsum(np.random.default_rng(1).normal(0, 0.01, BARS)))
TRACE = Trace(RatioSeries(Pair.parse("SPY/IWM"), Basis.PRICE, DAYS, VALUES, VALUES, VALUES, 400.0, 200.0))
SIZE = Viewport(width=900, height=500)

scales = st.sampled_from(list(Scale))
bases = st.sampled_from(list(Basis))


def saved(port: Viewport, view: View, *, follows: bool) -> View:
    return view_of(port, TRACE.series, view.basis, view.range, follows=follows)


@given(st.sampled_from(NAMES), scales, bases, st.one_of(st.none(), st.tuples(st.floats(0.1, 2), st.floats(2.1, 9))))
def test_a_named_range_is_saved_as_it_was_shown(
    name: str, scale: Scale, basis: Basis, axis: tuple[float, float] | None
) -> None:
    low, high = axis or (None, None)
    view = View(range=name, scale=scale, basis=basis, low=low, high=high)
    port, follows = sight_of(view, TRACE, SIZE)
    assert follows is (axis is None)
    assert saved(port, view, follows=follows) == view
    assert (port.width, port.height, port.log) == (900, 500, scale is Scale.LOG)


@given(st.integers(0, BARS - 1), st.integers(5, BARS), st.integers(0, 900), scales)
def test_two_dates_are_saved_as_they_were_shown(first: int, count: int, blank: int, scale: Scale) -> None:
    last = min(first + count, BARS - 1)
    blank = blank if last == BARS - 1 else 0
    view = View(CUSTOM, scale=scale, start=DAYS[first].item(), end=DAYS[last].item(), blank=blank)
    port, follows = sight_of(view, TRACE, SIZE)
    assert follows
    again, _ = sight_of(saved(port, view, follows=True), TRACE, SIZE)
    # Room right of the history is saved in whole bars.
    assert again.left == pytest.approx(port.left)
    assert again.right == pytest.approx(port.right, abs=0.5)


@given(st.floats(-200, BARS - 20), st.floats(10, 2_500), scales)
def test_any_part_comes_back_to_within_a_bar(left: float, bars: float, scale: Scale) -> None:
    assume(left + bars > 8)  # Of the history at least five bars are shown.
    port = Viewport(left, left + bars, log=scale is Scale.LOG, width=900, height=500)
    again, _ = sight_of(view_of(port, TRACE.series, Basis.PRICE, CUSTOM, follows=True), TRACE, SIZE)
    # Room left of the history is not saved.
    assert again.left == pytest.approx(max(left, -0.5), abs=1)
    # At the last bar there is always a little room.
    assert again.right == pytest.approx(port.right, abs=1 + (0.015 * again.bars if port.right < BARS else 0))


@given(st.sampled_from(NAMES), scales)
def test_an_axis_that_follows_holds_what_is_in_sight(name: str, scale: Scale) -> None:
    port, _ = sight_of(View(range=name, scale=scale), TRACE, SIZE)
    first, last = port.visible(BARS)
    assert port.low < VALUES[first:last].min()
    assert port.high > VALUES[first:last].max()


@pytest.mark.parametrize(
    ("low", "high"), [(2.0, 1.0), (1.0, 1.0), (-2.0, 1.0), (1.0, 1e16), (1.0, math.inf), (1.0, None)]
)
def test_an_axis_that_cannot_be_is_not_taken_over(low: float, high: float | None) -> None:
    port, follows = sight_of(View(low=low, high=high), TRACE, SIZE)
    assert follows
    assert (port, True) == sight_of(View(), TRACE, SIZE)


def test_an_axis_that_the_hand_drew_out_comes_back() -> None:
    # As far as Ctrl and the wheel go: below zero, and far beyond what a line may have.
    drawn = replace(SIZE, low=1.0, high=3.0).stretched(4.0, SIZE.height / 2)
    assert drawn.low < 0
    for low, high in ((drawn.low, drawn.high), (1.0, 1e12)):
        port, follows = sight_of(View(low=low, high=high), TRACE, SIZE)
        assert (port.low, port.high, follows) == (low, high, False)


def test_a_logarithmic_axis_does_not_come_back_from_below_zero() -> None:
    assert sight_of(View(low=-1.0, high=2.0, scale=Scale.LOG), TRACE, SIZE)[1]


@pytest.mark.parametrize("view", [View(range="7Y"), View(range=CUSTOM), View(range=CUSTOM, start=date(2012, 1, 2))])
def test_a_range_nobody_knows_is_the_usual_one(view: View) -> None:
    assert sight_of(view, TRACE, SIZE) == sight_of(View(range=USUAL_RANGE), TRACE, SIZE)


def test_of_nothing_the_scale_is_in_sight() -> None:
    port, follows = sight_of(View(scale=Scale.LOG), None, SIZE)
    assert follows
    assert port == Viewport(log=True, width=900, height=500)
    assert view_of(port, None, Basis.PRICE, CUSTOM, follows=True) == View(range=CUSTOM, scale=Scale.LOG)


@given(st.integers(0, 80), st.integers(6, 90))
def test_months_are_saved_by_the_days_they_cover(first: int, count: int) -> None:
    series = resample(TRACE.series, Interval.MONTHLY)
    last = min(first + count, len(series) - 1)
    assume(last - first >= 5)
    port = replace(SIZE, left=first - 0.5, right=last + 0.5)
    view = view_of(port, series, Basis.PRICE, CUSTOM, follows=True)
    assert view.start is not None
    begin = int(np.searchsorted(DAYS, np.datetime64(view.start, "D")))
    month = series.sessions[first].astype("datetime64[M]")
    # The first day that traded in the month, not its last.
    assert DAYS[begin].astype("datetime64[M]") == month
    assert begin == 0 or DAYS[begin - 1].astype("datetime64[M]") < month
    again, _ = sight_of(view, Trace(series), SIZE)
    assert again.left == port.left
    assert again.right == pytest.approx(port.right, abs=0.5 + 0.015 * again.bars)


def test_room_right_of_the_history_is_no_more_than_panning_leaves() -> None:
    # All 2,000 bars with nine tenths as much beside them, and nine tenths of those blank: 2,000 · 1.9 · 0.9.
    view = View(CUSTOM, start=DAYS[-10].item(), end=DAYS[-1].item(), blank=50_000)
    port, _ = sight_of(view, TRACE, SIZE)
    assert port.right - (BARS - 0.5) == pytest.approx(3_420)
