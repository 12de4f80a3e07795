"""Level of detail: the pixels of a line through every bar, from as few numbers as there are pixel columns."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from ratiodesk.chart.detail import BARS_PER_COLUMN, Runs, column_of, columns_of, is_dense, points, runs
from ratiodesk.chart.pyramid import Pyramid
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.series import Floats

Pixels = set[tuple[int, int]]

ratio_lists = st.lists(st.floats(0.01, 100), min_size=1, max_size=600).map(np.array)
column_widths = st.sampled_from([1.0, 1 / 1.25, 1 / 1.5, 0.5])


@st.composite
def histories(draw: st.DrawFn) -> Floats:
    """Long random walks, with plateaus and spikes, grown from a seed."""
    count = draw(st.integers(1, 3_000))
    generator = np.random.default_rng(draw(st.integers(0, 2**32)))
    steps = generator.normal(0, 0.02, count) * (generator.random(count) < draw(st.sampled_from([0.0, 0.1, 1.0])))
    values = np.exp(np.cumsum(steps)) * draw(st.sampled_from([0.1, 1.0, 2.1408]))
    values[generator.random(count) < draw(st.sampled_from([0.0, 0.01]))] *= 100
    return values


views = st.builds(
    lambda left, bars, width, log: Viewport(left, left + bars, 0.5, 3.0, log, width, 500.0),
    st.floats(-500, 900),
    st.floats(1_200, 6_000),
    st.floats(40, 70),
    st.booleans(),
)


def bars_in_sight(values: Floats, view: Viewport) -> list[int]:
    return [bar for bar in range(len(values)) if math.floor(view.left) <= bar <= math.ceil(view.right)]


def pixels_of_bars(values: Floats, view: Viewport, column_px: float) -> Pixels:
    """Go from bar to bar as a line of one pixel does: up or down, and to the next column at the end."""
    bars = np.array(bars_in_sight(values, view), dtype=np.int64)
    columns = column_of(bars, view, column_px).tolist()
    rows = [None if math.isnan(y) else math.floor(y / column_px) for y in view.ys_of(values[bars]).tolist()]
    pixels: Pixels = set()
    for place, (column, row) in enumerate(zip(columns, rows, strict=True)):
        if row is None:
            continue
        pixels.add((column, row))
        following = rows[place + 1] if place + 1 < len(rows) else None
        if following is None:
            continue
        if columns[place + 1] != column and following != row:
            following += 1 if following < row else -1  # Beside the first of the next column.
        pixels |= {(column, between) for between in range(min(row, following), max(row, following) + 1)}
    return pixels


def pixels_of_runs(found: Runs) -> Pixels:
    return {
        (int(column), row)
        for column, top, bottom in zip(found.column, found.top.tolist(), found.bottom.tolist(), strict=True)
        for row in range(int(top), int(bottom) + 1)
    }


# A whole history in one column, and two blocks of bars long.
BLOCKS = np.full(32, 2.0), Viewport(left=0, right=1_280, low=0.5, high=3, width=40, height=500)


@given(histories(), views, column_widths)
@example(*BLOCKS, 1.0)
def test_runs_cover_the_pixels_of_a_line_through_every_bar(values: Floats, view: Viewport, column_px: float) -> None:
    assert is_dense(view, column_px)
    assert pixels_of_runs(runs(Pyramid(values), view, column_px)) == pixels_of_bars(values, view, column_px)


@given(histories(), views, st.floats(-0.1, 1), st.floats(1, 3))
@example(*BLOCKS, 1.0, 1.0)
def test_runs_stop_where_there_are_no_values(values: Floats, view: Viewport, place: float, times: float) -> None:
    # A gap wider than two columns, so that none has bars on both sides of it.
    start = round(place * len(values))
    end = start + math.ceil((2 / view.bar_px + 1) * times)
    values = values.copy()
    values[max(start, 0) : max(end, 0)] = np.nan
    assert pixels_of_runs(runs(Pyramid(values), view)) == pixels_of_bars(values, view, 1.0)


@given(histories(), views, column_widths)
def test_a_column_has_one_run_at_most(values: Floats, view: Viewport, column_px: float) -> None:
    found = runs(Pyramid(values), view, column_px)
    assert (np.diff(found.column) > 0).all()
    assert (found.top <= found.bottom).all()
    # Of the bars, the first may lie one beyond either edge.
    assert len(found.column) <= view.width / column_px + 4


def test_runs_by_hand() -> None:
    # Ten bars a column. First column: rows 20, 50 … 90, 60; it goes on to row 31, beside 30, the next one's first.
    # Second column: rows 30 … 10.
    values = np.array([80.0, 50, 10, 20, 30, 30, 30, 30, 35, 40, 70, 72, 74, 76, 78, 80, 82, 84, 88, 90])
    view = Viewport(left=0, right=1_000, low=0, high=100, width=100, height=100)
    found = runs(Pyramid(values), view)
    assert (found.column.tolist(), found.top.tolist(), found.bottom.tolist()) == ([0, 1], [20, 10], [90, 30])
    # Turned round, the line comes back from row 60 to row 30 in the second column: to row 59 there.
    turned = runs(Pyramid(values[::-1].copy()), view)
    assert (turned.column.tolist(), turned.top.tolist(), turned.bottom.tolist()) == ([0, 1], [10, 20], [59, 90])


def test_a_column_without_a_value_has_no_run_and_draws_none_to_it() -> None:
    values = np.concatenate((np.full(10, 80.0), np.full(10, np.nan), np.full(10, 20.0)))
    found = runs(Pyramid(values), Viewport(left=0, right=1_000, low=0, high=100, width=100, height=100))
    assert (found.column.tolist(), found.top.tolist(), found.bottom.tolist()) == ([0, 2], [20, 80], [20, 80])


@pytest.mark.parametrize(("bars", "dense"), [(299.0, False), (300.0, False), (301.0, True)])
def test_more_than_three_bars_a_column_are_dense(bars: float, dense: bool) -> None:
    assert BARS_PER_COLUMN == 3
    assert is_dense(Viewport(left=0, right=bars, width=100)) is dense


def test_columns_of_a_finer_device_are_dense_later() -> None:
    view = Viewport(left=0, right=500, width=100)
    assert is_dense(view)
    assert not is_dense(view, column_px=0.5)


@given(st.floats(-1e6, 1e6), st.floats(900, 1e6), st.floats(40, 100), column_widths, st.integers(0, 10**7))
def test_a_bar_lies_in_the_column_that_its_place_says(
    left: float, bars: float, width: float, column_px: float, bar: int
) -> None:
    view = Viewport(left=left, right=left + bars, width=width)
    exact = (bar - Fraction(left)) * Fraction(width) / Fraction(view.bars) / Fraction(column_px)
    assume(abs(exact - round(exact)) > 1e-6)
    assert column_of(np.array([bar]), view, column_px).tolist() == [math.floor(exact)]


@given(st.integers(0, 5_000), st.integers(1, 5_000), views, column_widths)
@example(0, 5_000, Viewport(left=0, right=1_000, width=100), 1.0)
@example(7, 4_000, Viewport(left=0, right=1_250, width=100), 0.8)
def test_every_column_begins_at_its_first_bar(first: int, count: int, view: Viewport, column_px: float) -> None:
    last = first + count
    columns, starts = columns_of(first, last, view, column_px)
    each = column_of(np.arange(first, last), view, column_px)
    wanted, wanted_starts = np.unique(each, return_index=True)
    assert columns.tolist() == wanted.tolist()
    assert starts.tolist() == (wanted_starts + first).tolist()


@given(ratio_lists, st.floats(-5, 100), st.floats(5, 200), st.booleans())
def test_points_leave_no_bar_out(values: Floats, left: float, bars: float, log: bool) -> None:
    view = Viewport(left, left + bars, log=log, width=800)
    found = points(Pyramid(values), view)
    first, last = view.visible(len(values))
    assert found.gapless
    assert len(found.x) == len(found.y) == max(last - first, 0)
    assert found.x.tolist() == pytest.approx([view.x_of(bar) for bar in range(first, last)], abs=1e-6)
    assert found.y.tolist() == pytest.approx([view.y_of(float(values[bar])) for bar in range(first, last)], abs=1e-6)


def test_points_are_interrupted_where_there_is_no_value() -> None:
    found = points(Pyramid(np.array([1.0, np.nan, 3.0])), Viewport(left=0, right=2, low=0, high=4, height=100))
    assert not found.gapless
    assert found.y.tolist() == pytest.approx([75.0, math.nan, 25.0], nan_ok=True)


@pytest.mark.parametrize("count", [1, 2, 1_000])
def test_a_constant_ratio_is_a_level_line(count: int) -> None:
    view = Viewport(left=0, right=10_000, low=1, high=3, width=100, height=100)
    found = runs(Pyramid(np.full(count, 2.0)), view)
    assert set(found.top.tolist()) == set(found.bottom.tolist()) == {50.0}
    assert found.column.tolist() == list(range(math.ceil(count / 100)))


@given(st.floats(0.5, 3.0), views)
@example(2.0, Viewport(left=-0.5, right=4.5))
def test_one_bar_is_one_pixel_or_none(value: float, view: Viewport) -> None:
    seen = int(math.floor(view.left) <= 0 <= math.ceil(view.right))
    line = Pyramid(np.array([value]))
    found, spot = runs(line, view), points(line, view)
    assert (len(found.column), len(spot.x)) == (seen, seen)
    assert (found.top == found.bottom).all()


def test_nothing_in_sight_is_nothing_to_draw() -> None:
    for values in (np.empty(0), np.ones(10)):
        view = Viewport(left=50, right=90)
        found, spot = runs(Pyramid(values), view), points(Pyramid(values), view)
        assert (found.column.shape, found.top.shape, found.bottom.shape) == ((0,), (0,), (0,))
        assert (spot.x.shape, spot.y.shape) == ((0,), (0,))
