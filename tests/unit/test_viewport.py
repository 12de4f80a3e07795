"""The window onto the data: pixels and data convert into each other, and no movement loses sight of the history."""

import math

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from ratiodesk.chart.viewport import FEWEST_BARS, OVERSHOOT, Viewport
from ratiodesk.domain.series import Floats

LINEAR = Viewport(left=100, right=300, low=1.5, high=2.5, width=800, height=500)
LOG = Viewport(left=0, right=10, low=1, high=100, log=True, width=800, height=400)


@st.composite
def viewports(draw: st.DrawFn) -> Viewport:
    """Anything the admitted ratios, 1e-9 … 1e9, can bring onto an axis a trader can reach."""
    left, bars = draw(st.floats(-5_000, 10_000)), draw(st.floats(FEWEST_BARS, 20_000))
    low = 10 ** draw(st.floats(-9, 9))
    high = low * (1 + 10 ** draw(st.floats(-5, 9)))
    size = {"width": draw(st.floats(40, 4_000)), "height": draw(st.floats(40, 2_000))}
    return Viewport(left, left + bars, low, high, draw(st.booleans()), **size)


ratios = st.floats(-9, 9).map(lambda power: 10.0**power)
histories = st.lists(ratios, min_size=1, max_size=60).map(np.array)


def reach(view: Viewport, count: int) -> tuple[float, float]:
    """The outermost places panning may bring the edges to."""
    return -OVERSHOOT * view.bars, count - 1 + OVERSHOOT * view.bars


def in_reach(view: Viewport, count: int) -> bool:
    leftmost, rightmost = reach(view, count)
    hair = 1e-9 * (abs(leftmost) + abs(rightmost) + 1)
    return view.left >= leftmost - hair and view.right <= rightmost + hair


def test_bars_and_columns_by_hand() -> None:
    # 200 bars on 800 px: 4 px a bar; bar 150 is 50 bars = 200 px from the left edge.
    assert LINEAR.bar_px == 4
    assert LINEAR.x_of(150) == 200
    assert LINEAR.bar_at(200) == 150


def test_ratios_and_rows_by_hand() -> None:
    # 1.0 of ratio on 500 px; 2.0 is half-way: row 250. A pixel covers 1/500.
    assert LINEAR.y_of(2.0) == 250
    assert LINEAR.ratio_at(250) == 2.0
    assert LINEAR.ratio_px(123) == pytest.approx(0.002)


def test_equal_factors_are_equal_distances_on_a_log_axis() -> None:
    # 1 … 100 is two decades on 400 px: 10 is half-way down, 31.6 a quarter.
    assert LOG.y_of(10) == pytest.approx(200)
    assert LOG.y_of(10**1.5) == pytest.approx(100)
    assert LOG.ratio_at(300) == pytest.approx(10**0.5)


@given(viewports(), st.floats(-4_000, 8_000))
def test_column_to_bar_and_back(view: Viewport, x_px: float) -> None:
    assert view.x_of(view.bar_at(x_px)) == pytest.approx(x_px, abs=1e-5)


@given(viewports(), st.floats(0, 1))
def test_row_to_ratio_and_back(view: Viewport, part: float) -> None:
    row = part * view.height
    assert view.y_of(view.ratio_at(row)) == pytest.approx(row, abs=1e-3)


@given(viewports(), ratios)
def test_ratio_to_row_and_back(view: Viewport, ratio: float) -> None:
    # A ratio far outside a linear axis keeps only the digits its row has.
    exact = 1e-9 * ratio + 1e-12 * (view.high - view.low + view.high)
    assert view.ratio_at(view.y_of(ratio)) == pytest.approx(ratio, abs=exact)


@given(viewports())
def test_the_ends_of_the_axes_are_at_the_edges(view: Viewport) -> None:
    assert (view.x_of(view.left), view.x_of(view.right)) == (0, pytest.approx(view.width))
    assert view.y_of(view.high) == pytest.approx(0, abs=1e-3)
    assert view.y_of(view.low) == pytest.approx(view.height, abs=1e-3)


@given(viewports(), histories)
def test_many_rows_are_the_rows_of_each(view: Viewport, values: Floats) -> None:
    rows = [view.y_of(float(value)) for value in values]
    assert view.ys_of(values) == pytest.approx(rows, rel=1e-9, abs=1e-3)


@given(viewports(), st.integers(0, 9_000))
def test_visible_bars_are_those_inside_and_a_neighbour_on_either_side(view: Viewport, count: int) -> None:
    first, last = view.visible(count)
    inside = [bar for bar in range(count) if math.floor(view.left) <= bar <= math.ceil(view.right)]
    assert list(range(first, last)) == inside


def test_no_bar_is_visible_beyond_the_history() -> None:
    beyond = Viewport(left=50, right=60)
    first, last = beyond.visible(10)
    assert first == last
    first, last = Viewport(left=-20, right=-10).visible(10)
    assert first >= last


@given(viewports(), st.floats(-1e6, 1e6), st.integers(1, 9_000))
def test_panning_stays_within_reach_and_keeps_the_width(view: Viewport, bars: float, count: int) -> None:
    panned = view.panned(bars, count)
    assert in_reach(panned, count)
    assert panned.bars == pytest.approx(view.bars, rel=1e-6)
    first, last = panned.visible(count)
    assert first < last, "the history is out of sight"


@given(viewports(), st.floats(-1, 1), st.integers(1, 9_000))
def test_panning_inside_the_reach_moves_by_what_was_asked(view: Viewport, part: float, count: int) -> None:
    wanted = part * view.bars
    leftmost, rightmost = reach(view, count)
    assume(view.left + wanted >= leftmost)
    assume(view.right + wanted <= rightmost)
    assert view.panned(wanted, count).left == pytest.approx(view.left + wanted, abs=1e-6)


@given(
    left=st.floats(1_000, 3_000), bars=st.floats(20, 800), factor=st.floats(0.5, 1.5), x_px=st.floats(0, 800)
)  # fmt: skip
def test_zooming_keeps_the_bar_under_the_cursor(left: float, bars: float, factor: float, x_px: float) -> None:
    view = Viewport(left=left, right=left + bars, width=800)
    under = view.bar_at(x_px)
    zoomed = view.zoomed(factor, under, count=5_000)
    assert zoomed.x_of(under) == pytest.approx(x_px, abs=1e-5)
    assert zoomed.bars == pytest.approx(max(bars * factor, FEWEST_BARS))


@given(viewports(), st.floats(0.01, 100), st.floats(0, 1), st.integers(1, 9_000))
def test_zooming_stays_between_a_few_bars_and_all_of_them(view: Viewport, factor: float, at: float, count: int) -> None:
    zoomed = view.zoomed(factor, view.bar_at(at * view.width), count)
    most = max(count * (1 + OVERSHOOT), FEWEST_BARS)
    assert FEWEST_BARS * (1 - 1e-9) <= zoomed.bars <= most * (1 + 1e-9)
    assert in_reach(zoomed, count)


def test_zooming_in_at_the_limit_changes_nothing() -> None:
    closest = Viewport(left=100, right=100 + FEWEST_BARS)
    assert closest.zoomed(0.5, 102, count=1_000) == closest


@given(viewports(), st.floats(0.2, 5), st.floats(0, 1))
def test_stretching_keeps_the_ratio_under_the_cursor(view: Viewport, factor: float, part: float) -> None:
    row = part * view.height
    stretched = view.stretched(factor, row)
    assume(stretched != view)
    assume(stretched.low > 0)
    assert stretched.y_of(view.ratio_at(row)) == pytest.approx(row, abs=0.01)


def test_stretching_by_hand() -> None:
    # 1.5 … 2.5 around 2.0 with twice as much in sight: 1.0 … 3.0.
    twice = LINEAR.stretched(2, 250)
    assert (twice.low, twice.high) == (1.0, 3.0)


def test_raising_by_hand() -> None:
    # What was at the top comes down by 100 px of 500, a fifth of the axis: 1.7 … 2.7.
    raised = LINEAR.raised(100)
    assert (raised.low, raised.high) == (pytest.approx(1.7), pytest.approx(2.7))
    assert raised.y_of(LINEAR.high) == pytest.approx(100)


@pytest.mark.parametrize("log", [False, True])
def test_an_axis_too_flat_to_count_its_rows_is_refused(log: bool) -> None:
    view = Viewport(low=2.0, high=2.1, log=log)
    for _ in range(200):
        view = view.stretched(0.8, 250)
    assert view.high / view.low - 1 > 1e-7
    rows = [view.y_of(view.ratio_at(row)) for row in (0, 250, 499)]
    assert rows == pytest.approx([0, 250, 499], abs=0.01)


def test_a_log_axis_never_leaves_the_floating_point_numbers() -> None:
    view = LOG
    for _ in range(200):
        view = view.stretched(2, 200).raised(300)
    assert 0 < view.low < view.high < math.inf


def test_fitting_by_hand_on_a_linear_axis() -> None:
    # 1 … 3 with 8 % of 2 on either side: 0.84 … 3.16.
    fitted = LINEAR.fitted((1.0, 3.0))
    assert (fitted.low, fitted.high) == (pytest.approx(0.84), pytest.approx(3.16))


def test_fitting_by_hand_on_a_log_axis() -> None:
    # ln 4 · 8 % = 0.110904 on either side: 1/e^0.110904 = 0.895025, 4·e^0.110904 = 4.469150.
    fitted = LOG.fitted((1.0, 4.0))
    assert (fitted.low, fitted.high) == (pytest.approx(0.895025, abs=1e-6), pytest.approx(4.46915, abs=1e-5))


def test_fitting_a_constant_ratio_puts_it_in_the_middle() -> None:
    for log in (False, True):
        fitted = Viewport(left=0, right=5, log=log, height=500).fitted((2.0, 2.0))
        assert fitted.y_of(2.0) == pytest.approx(250, abs=0.1)
        assert fitted.low < 2.0 < fitted.high


@pytest.mark.parametrize("extent", [None, (0.0, 1.0), (-1.0, 1.0), (1.0, math.inf), (math.inf, -math.inf)])
def test_fitting_what_no_axis_can_show_changes_nothing(extent: tuple[float, float] | None) -> None:
    assert LINEAR.fitted(extent) == LINEAR
    assert LOG.fitted(extent) == LOG


@given(viewports(), ratios, ratios)
@example(Viewport(log=True), 1e-9, 1e9)
@example(Viewport(), 1e-9, 1e9)
@example(Viewport(), 1e-9, 1e-9)
def test_fitting_encloses_the_lowest_and_the_highest_ratio(view: Viewport, one: float, other: float) -> None:
    low, high = sorted((one, other))
    fitted = view.fitted((low, high))
    assert (fitted.left, fitted.right) == (view.left, view.right)
    assert 0 <= fitted.y_of(high) <= fitted.y_of(low) <= fitted.height


def test_reaching_by_hand() -> None:
    # From 1.5 … 2.5 to 3.5: 8 % of the 2.0 from 1.5 to 3.5 beyond it, so 3.66; the bottom stays. To 0.5 likewise: 0.34.
    up, down = LINEAR.reaching(3.5), LINEAR.reaching(0.5)
    assert (up.low, up.high) == (1.5, pytest.approx(3.66))
    assert (down.low, down.high) == (pytest.approx(0.34), 2.5)
    # From 1 … 100 to 10,000: 8 % of four decades beyond it.
    far = LOG.reaching(10_000.0)
    assert (far.low, far.high) == (pytest.approx(1.0), pytest.approx(10 ** (4 + 0.32)))


def test_what_is_three_times_away_is_left_out() -> None:
    # From 1.5 … 2.5 that is below 0.5 and above 7.5.
    assert LINEAR.reaching_near([7.6, 0.49]) == LINEAR
    # What was reached before does not count: 7.4 makes the axis no longer for 20.
    assert LINEAR.reaching_near([7.6, 7.4, 20.0]) == LINEAR.reaching(7.4)


@given(viewports(), st.floats(0, 1))
def test_what_is_in_sight_is_reached_without_a_step(view: Viewport, part: float) -> None:
    ratio = view.low + part * (view.high - view.low)
    assume(view.low <= ratio <= view.high)
    assert view.reaching(ratio) == view


@given(viewports(), ratios)
def test_reaching_keeps_what_was_in_sight(view: Viewport, ratio: float) -> None:
    reached = view.reaching(ratio)
    hair = 1e-9
    assert reached.low <= view.low * (1 + hair)
    assert reached.high >= view.high * (1 - hair)
    assert (reached.left, reached.right, reached.log) == (view.left, view.right, view.log)


@given(viewports(), ratios)
def test_whatever_a_line_may_be_is_reached(view: Viewport, ratio: float) -> None:
    assume(view.high <= 1e9)
    reached = view.reaching(ratio)
    assert -0.01 <= reached.y_of(ratio) <= reached.height + 0.01
