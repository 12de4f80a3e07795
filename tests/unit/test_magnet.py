"""What a line put down near something means: a turn before a close before a round number, within 8 px."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.chart.magnet import REACH_PX, SWING_REACH_PX, attracted, round_ratio
from ratiodesk.chart.tick import ratio_ticks
from ratiodesk.chart.trace import Trace
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.series import Basis, Floats, RatioSeries

# 10 px a bar, 500 px for a ratio of 1: a pixel is 0.002.
VIEW = Viewport(left=0, right=80, low=1.5, high=2.5, width=800, height=500)


def trace_of(values: Floats) -> Trace:
    days = np.datetime64("2022-01-03", "D") + np.arange(len(values), dtype="timedelta64[D]")
    return Trace(RatioSeries(Pair.parse("SPY/IWM"), Basis.PRICE, days, values, values, values, 400.0, 200.0))


def peak(top: float = 2.123) -> Trace:
    """Up to bar 40 and down again, by 0.013 a bar: its top is the only turn."""
    return trace_of(top - 0.013 * np.abs(np.arange(81) - 40))


# Rises by 6.5 px a bar and never turns.
SLOPE = trace_of(1.6037 + 0.013 * np.arange(60))


def at(bar: float, ratio: float, rows: float = 0.0) -> tuple[float, float]:
    return VIEW.x_of(bar), VIEW.y_of(ratio) + rows


def test_a_turn_comes_before_a_nearer_close() -> None:
    trace = peak()
    assert trace.swings.tolist() == [40]
    # Of bar 41 the close is 6.5 px below the top, so a mouse 6 px below that is half a pixel from it.
    assert attracted(*at(41, 2.123, rows=6), trace, VIEW) == 2.123


def test_a_turn_comes_before_a_nearer_round_number() -> None:
    # 2.006 is 3 px above 2.
    trace = peak(top=2.006)
    assert 2.0 in [tick.at for tick in ratio_ticks(VIEW)]
    assert attracted(*at(44, 2.0), trace, VIEW) == 2.006


def test_a_close_comes_before_a_nearer_round_number() -> None:
    bar = int(np.argmin(np.abs(SLOPE.series.values - 2.0)))
    close = float(SLOPE.series.values[bar])
    assert 0 < abs(close - 2.0) < 0.0065
    assert attracted(*at(bar, 2.0), SLOPE, VIEW) == close


def test_a_round_number_where_nothing_else_is_near() -> None:
    assert attracted(*at(10, 2.3, rows=5), SLOPE, VIEW) == pytest.approx(2.3)


def test_away_from_everything_there_is_no_pull() -> None:
    rows = [VIEW.y_of(tick.at) for tick in ratio_ticks(VIEW)]
    assert max(np.diff(sorted(rows))) > 2 * REACH_PX
    between = (rows[-1] + rows[-2]) / 2
    assert attracted(VIEW.x_of(5), between, SLOPE, VIEW) is None


@pytest.mark.parametrize(("rows", "pulled"), [(8.0, True), (-8.0, True), (8.1, False), (-8.1, False)])
def test_eight_pixels_pull_and_more_do_not(rows: float, pulled: bool) -> None:
    assert REACH_PX == 8
    single = trace_of(np.array([2.2537]))
    # 0.2537 is 26.85 px away from the next round number, 2.2 or 2.3.
    wide = Viewport(left=-2, right=3, low=1.5, high=2.5, width=800, height=500)
    found = attracted(wide.x_of(0), wide.y_of(2.2537) + rows, single, wide)
    assert found == (2.2537 if pulled else None)


@pytest.mark.parametrize(("columns", "pulled"), [(59.0, True), (-59.0, True), (61.0, False), (-61.0, False)])
def test_a_turn_pulls_from_sixty_pixels_to_its_side(columns: float, pulled: bool) -> None:
    assert SWING_REACH_PX == 60
    # 2.1537 is no round number's neighbour; the closes six bars away are 39 px lower.
    x, y = at(40, 2.1537)
    found = attracted(x + columns, y, peak(top=2.1537), VIEW)
    assert found == (2.1537 if pulled else None)


def test_of_two_turns_the_nearer_row_wins() -> None:
    bars = np.arange(81)
    values = 2.0 - 0.01 * np.minimum(np.abs(bars - 37), np.abs(bars - 49))
    values[37], values[49] = 2.153, 2.159
    trace = trace_of(values)
    # The rows are 3 px apart, the mouse is between the two bars.
    assert attracted(*at(43, 2.153, rows=1), trace, VIEW) == 2.153
    assert attracted(*at(43, 2.159, rows=-1), trace, VIEW) == 2.159


def test_zoomed_in_the_bar_under_the_mouse_pulls_from_anywhere_along_it() -> None:
    # 160 px a bar: the mouse 50 px beside one is nearest to it.
    close = Viewport(left=10, right=15, low=1.5, high=2.5, width=800, height=500)
    ratio = float(SLOPE.series.values[12])
    assert attracted(close.x_of(12) + 50, close.y_of(ratio) + 4, SLOPE, close) == ratio


@pytest.mark.parametrize("x", [-500.0, 0.0, 799.0, 5_000.0])
def test_beyond_the_history_only_round_numbers_pull(x: float) -> None:
    short, view = trace_of(np.array([1.777, 1.778])), Viewport(left=300, right=380, low=1.5, high=2.5)
    assert attracted(x, view.y_of(2.3) + 3, short, view) == pytest.approx(2.3)
    assert attracted(x, view.y_of(1.777), short, view) is None


@pytest.mark.parametrize("blank", [20.0, 40.0, 300.0])
def test_in_the_blank_beside_the_history_only_round_numbers_pull(blank: float) -> None:
    # 40 blank bars of 8 px on either side; no close is a round number's neighbour, and bar 58 is a turn.
    view = Viewport(left=-40, right=100, low=1.5, high=2.5, width=1_120, height=500)
    trace = trace_of(np.append(1.6437 + 0.007 * np.arange(58), (2.3437, 2.1537)))
    for x, closes in ((view.x_of(0) - blank, [1.6437]), (view.x_of(59) + blank, [2.1537, 2.3437])):
        for close in closes:
            assert attracted(x, view.y_of(close), trace, view) is None
        assert attracted(x, view.y_of(2.2) + 3, trace, view) == pytest.approx(2.2)


@pytest.mark.parametrize(("beside", "pulled"), [(7.9, True), (8.1, False)])
def test_thin_bars_at_an_end_are_meant_from_eight_pixels_beside_them(beside: float, pulled: bool) -> None:
    # A bar is 0.8 px wide.
    thin = Viewport(left=-500, right=500, low=1.5, high=2.5, width=800, height=500)
    found = attracted(thin.x_of(1) + beside, thin.y_of(1.7537), trace_of(np.array([1.9, 1.7537])), thin)
    assert found == (1.7537 if pulled else None)


@pytest.mark.parametrize(("x", "pulled"), [(400.0, True), (-1.0, False), (800.0, False), (830.0, False)])
def test_beside_the_plot_no_bar_pulls(x: float, pulled: bool) -> None:
    # There is a bar at each of these columns.
    long, wide = trace_of(np.full(60, 1.7537)), Viewport(left=20, right=40, low=1.5, high=2.5, width=800, height=500)
    assert attracted(x, wide.y_of(1.7537), long, wide) == (1.7537 if pulled else None)
    assert attracted(x, wide.y_of(1.8) + 3, long, wide) == pytest.approx(1.8)


@given(st.integers(0, 2**32), st.floats(-20, 820), st.floats(0, 500), st.booleans())
def test_whatever_pulls_is_within_reach(seed: int, x: float, y: float, log: bool) -> None:
    values = 2.0 * np.exp(np.cumsum(np.random.default_rng(seed).normal(0, 0.02, 81)))
    view = Viewport(left=0, right=80, low=1.5, high=2.5, log=log, width=800, height=500)
    found = attracted(x, y, trace_of(values), view)
    if found is not None:
        assert abs(view.y_of(found) - y) <= REACH_PX
        assert found in values or found in [tick.at for tick in ratio_ticks(view)]
    else:
        assert min(abs(view.y_of(tick.at) - y) for tick in ratio_ticks(view)) > REACH_PX


@pytest.mark.parametrize("ratio", [3e9, 2e-12])
def test_a_row_beyond_all_levels_is_not_taken_for_another_ratio(ratio: float) -> None:
    view = Viewport(left=0, right=80, low=ratio / 2, high=ratio * 2, width=800, height=500)
    assert round_ratio(view.y_of(ratio), view) == pytest.approx(ratio, rel=0.1)
