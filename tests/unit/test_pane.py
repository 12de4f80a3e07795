"""Lines with an axis of their own: all that is in sight fits, whatever the values are."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ratiodesk.chart.pane import PANE_PX, RATIO_SHARE, OwnLine, Pane, base_of, own_axis, pane_height
from ratiodesk.chart.pyramid import Pyramid
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.series import Floats

VIEW = Viewport(left=0, right=4, low=1, high=2, width=400, height=300)
NAN = math.nan

views = st.builds(lambda left, bars: replace(VIEW, left=left, right=left + bars), st.floats(-30, 60), st.floats(5, 100))
numbers = st.one_of(st.just(NAN), st.floats(-1e6, 1e6))
prices = st.one_of(st.just(NAN), st.floats(0.01, 1e6))


def pane(*columns: list[float], rebased: bool = False) -> Pane:
    return Pane("", tuple(OwnLine("", Pyramid(np.array(column))) for column in columns), rebased)


def in_sight(values: Floats, view: Viewport) -> Floats:
    first, last = view.visible(len(values))
    return values[first:last]


@given(st.lists(st.lists(numbers, min_size=40, max_size=40), min_size=1, max_size=3), views)
def test_an_axis_holds_every_value_in_sight(columns: list[list[float]], view: Viewport) -> None:
    axis = own_axis(pane(*columns), view, 120.0)
    seen = np.concatenate([in_sight(np.array(column), view) for column in columns])
    if np.isnan(seen).all():
        assert axis is None
        return
    assert axis is not None
    assert axis.viewport.low < np.nanmin(seen)
    assert axis.viewport.high > np.nanmax(seen)
    assert axis.viewport.height == 120
    rows = axis.viewport.ys_of(seen[~np.isnan(seen)])
    assert 0 <= rows.min() <= rows.max() <= 120
    assert (axis.viewport.left, axis.viewport.right) == (view.left, view.right)


@given(st.lists(st.lists(prices, min_size=40, max_size=40), min_size=1, max_size=3), views, st.booleans())
def test_rebased_lines_share_their_axis(columns: list[list[float]], view: Viewport, log: bool) -> None:
    shown = pane(*columns, rebased=True)
    axis = own_axis(shown, view, 120.0, log=log)
    assume(axis is not None)
    assert axis is not None
    for own, part in zip(shown.lines, axis.lines, strict=True):
        base = base_of(own.line, view)
        assert (part is None) == (base is None)
        if part is None or base is None:
            continue
        for value in in_sight(own.line.values, view).tolist():
            if not math.isnan(value):
                assert part.y_of(value) == pytest.approx(axis.viewport.y_of(value / base * 100), abs=1e-3)
                assert -1e-3 <= part.y_of(value) <= 120.001


def test_an_axis_by_hand() -> None:
    # −1 … 3 with 8 % of 4 on either side.
    axis = own_axis(pane([-1.0, 3.0, 2.0]), VIEW, 100.0)
    assert axis is not None
    assert (axis.viewport.low, axis.viewport.high) == (pytest.approx(-1.32), pytest.approx(3.32))
    assert axis.lines == (axis.viewport,)


def test_a_rebased_axis_by_hand() -> None:
    # 50 → 60 and 200 → 180 are 100 → 120 and 100 → 90: 90 … 120, and 2.4 beyond either.
    axis = own_axis(pane([50.0, 60.0], [200.0, 180.0], rebased=True), VIEW, 100.0)
    assert axis is not None
    assert (axis.viewport.low, axis.viewport.high) == (pytest.approx(87.6), pytest.approx(122.4))
    first, second = axis.lines
    assert first is not None
    assert second is not None
    assert (first.low, first.high) == (pytest.approx(43.8), pytest.approx(61.2))
    assert (second.low, second.high) == (pytest.approx(175.2), pytest.approx(244.8))


@pytest.mark.parametrize("value", [0.0, 1e-12, 2.0, -3.0, 1e9])
@pytest.mark.parametrize("count", [1, 5])
def test_a_constant_is_in_the_middle_of_its_axis(value: float, count: int) -> None:
    axis = own_axis(pane([value] * count), VIEW, 100.0)
    assert axis is not None
    assert axis.viewport.y_of(value) == pytest.approx(50)


def test_a_logarithmic_axis_needs_values_above_zero() -> None:
    above, below = (own_axis(pane(column), VIEW, 100.0, log=True) for column in ([1.0, 2.0], [-1.0, 2.0]))
    assert above is not None
    assert above.viewport.log
    assert below is not None
    assert not below.viewport.log


def test_a_logarithmic_axis_by_hand() -> None:
    # 0.5 … 12.5 is a factor of 25, to the power of 0.08 1.293705; a margin in values would begin at −0.46.
    axis = own_axis(pane([0.5, 12.5, 2.5]), VIEW, 100.0, log=True)
    assert axis is not None
    assert axis.viewport.log
    assert (axis.viewport.low, axis.viewport.high) == (
        pytest.approx(0.386487, rel=1e-5),
        pytest.approx(16.17131, rel=1e-5),
    )
    # The middle of both ends on that axis.
    assert axis.viewport.y_of(2.5) == pytest.approx(50)


def test_a_logarithmic_ratio_has_even_panes() -> None:
    axis = own_axis(pane([1.0, 2.0]), replace(VIEW, log=True), 100.0)
    assert axis is not None
    assert not axis.viewport.log


@pytest.mark.parametrize(
    "shown",
    [Pane("", ()), pane([NAN] * 5), pane([NAN] * 5, rebased=True), pane([]), pane([NAN] * 5, [NAN] * 5)],
    ids=["no line", "no value", "no base", "no bar", "two without a value"],
)
def test_of_nothing_in_sight_there_is_no_axis(shown: Pane) -> None:
    assert own_axis(shown, VIEW, 100.0) is None


def test_beyond_the_history_there_is_no_axis() -> None:
    assert own_axis(pane([1.0] * 5, rebased=True), replace(VIEW, left=50, right=60), 100.0) is None


def test_a_line_without_a_value_leaves_the_others_their_axis() -> None:
    axis = own_axis(pane([NAN] * 5, [2.0, 4, 2, 4, 2], rebased=True), VIEW, 100.0)
    assert axis is not None
    assert axis.lines[0] is None
    assert axis.lines[1] is not None


@pytest.mark.parametrize(
    ("left", "base"),
    [(-3.0, 10.0), (0.0, 10.0), (0.2, 11.0), (1.0, 11.0), (1.01, 14.0), (2.0, 14.0), (4.0, 14.0), (9.0, None)],
)
def test_the_base_is_the_first_value_in_sight(left: float, base: float | None) -> None:
    line = Pyramid(np.array([10.0, 11, NAN, NAN, 14]))
    assert base_of(line, replace(VIEW, left=left, right=left + 6)) == base


def test_values_of_a_bar_are_as_the_axis_has_them() -> None:
    shown = pane([50.0, 60.0, NAN], [200.0, 180.0, 100.0], rebased=True)
    assert shown.values_at(1, VIEW) == [pytest.approx(120), pytest.approx(90)]
    assert shown.values_at(2, VIEW) == [None, pytest.approx(50)]
    plain = pane([-1.5, NAN])
    assert [plain.values_at(bar, VIEW) for bar in (-1, 0, 1, 2)] == [[None], [pytest.approx(-1.5)], [None], [None]]


def test_a_line_without_a_base_has_no_value() -> None:
    # Its only value lies left of what is in sight.
    late = replace(VIEW, left=2, right=7)
    assert pane([50.0] + [NAN] * 9, rebased=True).values_at(0, late) == [None]


@given(st.floats(0, 3_000), st.integers(0, 4))
def test_panes_leave_the_ratio_its_room(total: float, count: int) -> None:
    height = pane_height(total, count)
    assert 0 <= height <= PANE_PX[1]
    # Each is rounded to a whole pixel.
    assert total - count * height >= RATIO_SHARE * total - count / 2
    if count == 1 and total >= 200:
        assert height >= PANE_PX[0]
