"""Level of detail: fewer points, the same picture in every pixel column."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ratiodesk.chart.detail import BARS_PER_COLUMN, polyline
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.series import Floats

ratio_lists = st.lists(st.floats(0.01, 100), min_size=1, max_size=600).map(np.array)


@st.composite
def histories(draw: st.DrawFn) -> Floats:
    """Long random walks, with plateaus and spikes, grown from a seed."""
    count = draw(st.integers(1, 3_000))
    generator = np.random.default_rng(draw(st.integers(0, 2**32)))
    steps = generator.normal(0, 0.02, count) * (generator.random(count) < draw(st.sampled_from([0.0, 0.1, 1.0])))
    return np.exp(np.cumsum(steps)) * draw(st.sampled_from([1e-9, 1.0, 2.1408, 1e8]))


def columns_of(x: Floats, y: Floats) -> dict[int, tuple[float, float]]:
    """Highest and lowest row of every pixel column, one point after the other."""
    covered: dict[int, tuple[float, float]] = {}
    for column, row in zip(np.floor(x).astype(int).tolist(), y.tolist(), strict=True):
        top, bottom = covered.get(column, (row, row))
        covered[column] = min(top, row), max(bottom, row)
    return covered


def raw(values: Floats, view: Viewport) -> tuple[Floats, Floats]:
    """Every visible bar."""
    bars = np.array([bar for bar in range(len(values)) if np.floor(view.left) <= bar <= np.ceil(view.right)])
    return (bars - view.left) * view.bar_px, view.ys_of(values[bars])


views = st.builds(
    lambda left, bars, width, log: Viewport(left, left + bars, 0.5, 3.0, log, width, 500.0),
    st.floats(-500, 900),
    st.floats(600, 6_000),
    st.floats(40, 190),
    st.booleans(),
)


@given(histories(), views)
def test_every_column_reaches_from_its_lowest_to_its_highest_bar(values: Floats, view: Viewport) -> None:
    assert 1 / view.bar_px > BARS_PER_COLUMN
    if view.visible(len(values))[0] < view.visible(len(values))[1]:
        assert columns_of(*polyline(values, view)) == columns_of(*raw(values, view))


@given(histories(), views)
def test_no_point_is_invented_and_their_order_is_kept(values: Floats, view: Viewport) -> None:
    x, y = polyline(values, view)
    assert len(x) == len(y)
    assert np.isfinite(x).all()
    assert np.isfinite(y).all()
    assert (np.diff(x) > 0).all()
    if len(x):
        everything = dict(zip(*(part.tolist() for part in raw(values, view)), strict=True))
        assert all(everything[column] == row for column, row in zip(x.tolist(), y.tolist(), strict=True))


@given(histories(), views)
def test_a_column_has_four_points_at_most_and_the_curve_keeps_its_ends(values: Floats, view: Viewport) -> None:
    x, y = polyline(values, view)
    if len(x):
        assert np.unique(np.floor(x), return_counts=True)[1].max() <= 4
        every_x, every_y = raw(values, view)
        assert (x[0], y[0], x[-1], y[-1]) == (every_x[0], every_y[0], every_x[-1], every_y[-1])


@given(ratio_lists, st.floats(-5, 100), st.floats(5, 200), st.booleans())
def test_wide_bars_are_all_drawn(values: Floats, left: float, bars: float, log: bool) -> None:
    view = Viewport(left, left + bars, log=log, width=800)
    x, y = polyline(values, view)
    first, last = view.visible(len(values))
    assert len(x) == max(last - first, 0)
    assert x.tolist() == pytest.approx([view.x_of(bar) for bar in range(first, last)], abs=1e-6)
    assert y.tolist() == pytest.approx([view.y_of(float(values[bar])) for bar in range(first, last)], abs=1e-6)


def test_compression_by_hand() -> None:
    # Eight bars in one column: first 2, lowest 1, highest 9, last 5 stay, in the order they came.
    values = np.array([2.0, 3.0, 9.0, 4.0, 1.0, 6.0, 7.0, 5.0])
    view = Viewport(left=0, right=800, low=0, high=10, width=100, height=100)
    x, y = polyline(values, view)
    assert x.tolist() == [0, 0.25, 0.5, 0.875]
    assert y.tolist() == [80, 10, 90, 50]


@pytest.mark.parametrize("count", [1, 2, 1_000])
@pytest.mark.parametrize("bars", [5.0, 10_000.0])
def test_a_constant_ratio_is_a_level_line(count: int, bars: float) -> None:
    view = Viewport(left=0, right=bars, low=1, high=3, width=100, height=100)
    x, y = polyline(np.full(count, 2.0), view)
    assert len(x) >= min(count, 2)
    assert set(y.tolist()) == {50.0}
    assert x[0] == 0


@given(st.floats(1e-9, 1e9), views)
@example(2.0, Viewport(left=-0.5, right=4.5))
def test_one_bar_is_one_point_or_none(value: float, view: Viewport) -> None:
    x, y = polyline(np.array([value]), view)
    assert (len(x), len(y)) == ((1, 1) if np.floor(view.left) <= 0 <= np.ceil(view.right) else (0, 0))


def test_nothing_in_sight_is_no_point() -> None:
    for values in (np.empty(0), np.ones(10)):
        x, y = polyline(values, Viewport(left=50, right=90))
        assert (x.shape, y.shape) == ((0,), (0,))
