"""Lowest and highest value of stretches of bars: as numpy finds them, without reading the bars between."""

import warnings
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ratiodesk.chart.pyramid import _FEW_BARS, _WINDOWS, BLOCK_BARS, Indices, Pyramid
from ratiodesk.domain.series import Floats

# Long histories.
pytestmark = pytest.mark.slow


@st.composite
def histories(draw: st.DrawFn) -> Floats:
    """Values of any size, grown from a seed, some of them missing: one by one, or by the stretch."""
    count = draw(st.integers(1, 2_000))
    generator = np.random.default_rng(draw(st.integers(0, 2**32)))
    values = generator.normal(0, 1, count) * 10.0 ** draw(st.integers(-9, 9))
    values[generator.random(count) < draw(st.sampled_from([0.0, 0.02, 0.9, 1.0]))] = np.nan
    if draw(st.booleans()):
        start = draw(st.integers(0, count))
        values[start : start + draw(st.integers(1, 200))] = np.nan
    return values


def by_numpy(values: Floats, first: int, last: int) -> tuple[float, float] | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # Of a stretch without a value.
        low, high = float(np.nanmin(values[first:last])), float(np.nanmax(values[first:last]))
    return None if np.isnan(low) else (low, high)


@given(histories(), st.data())
def test_an_extent_is_what_numpy_finds(values: Floats, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(values) - 1))
    last = data.draw(st.integers(first + 1, len(values)))
    assert Pyramid(values).extent(first, last) == by_numpy(values, first, last)


def check_each(values: Floats, edges: Indices) -> None:
    """Compare many stretches asked for at once with what numpy finds in each."""
    lows, highs = Pyramid(values).extents(edges)
    for (start, end), low, high in zip(pairwise(edges.tolist()), lows.tolist(), highs.tolist(), strict=True):
        assert (low, high) == (by_numpy(values, start, end) or (np.inf, -np.inf))


@given(histories(), st.integers(0, 2**32), st.integers(1, 60))
@example(np.arange(33.0), 0, 1)
def test_many_extents_are_those_of_each(values: Floats, seed: int, count: int) -> None:
    """However unlike one another they are."""
    inner = np.random.default_rng(seed).integers(0, len(values), count)
    check_each(values, np.unique(np.append(inner, [0, len(values)])))


@given(histories(), st.floats(1, 400), st.integers(0, 300), st.integers(0, 300))
def test_columns_are_those_of_each(values: Floats, bars: float, blank: int, cut: int) -> None:
    """Columns of any width, those at the edges cut short."""
    blank %= len(values)
    edges = np.floor(np.arange(blank, len(values), bars)).astype(np.int64)
    check_each(values, np.unique(np.concatenate(([max(blank - cut, 0)], edges, [len(values)]))))


@pytest.mark.parametrize("bars", [47, 48, 49, 63, 64, 65, 79, 80, 95, 96, 97, 255, 256, 257, 1_040])
@pytest.mark.parametrize("start", range(17))
def test_an_extreme_is_found_wherever_in_a_column_it_lies(bars: int, start: int) -> None:
    edges = np.arange(start, start + 5 * bars + 1, bars)
    middle = edges[2]
    for place in range(middle, middle + bars):
        values = np.zeros(start + 5 * bars)
        values[place] = 1.0
        assert Pyramid(values).extents(edges)[1].tolist() == [0, 0, 1, 0, 0]
        assert Pyramid(-values).extents(edges)[0].tolist() == [0, 0, -1, 0, 0]


def test_a_stretch_too_long_to_read_bar_by_bar() -> None:
    values = np.random.default_rng(1).normal(size=100_003)
    values[777] = np.nan
    line = Pyramid(values)
    for first, last in ((0, 100_003), (1, 100_002), (13, 50_000), (70_001, 100_003)):
        assert line.extent(first, last) == by_numpy(values, first, last)
    assert Pyramid(np.full(50_000, np.nan)).extent(0, 50_000) is None


@pytest.mark.parametrize(("first", "last"), [(0, 0), (3, 2), (-1, 2), (0, 5), (4, 5)])
def test_beyond_the_history_there_is_no_extent(first: int, last: int) -> None:
    assert Pyramid(np.arange(4.0)).extent(first, last) is None


def test_of_nothing_there_is_no_extent() -> None:
    assert len(Pyramid(np.empty(0))) == 0
    assert Pyramid(np.empty(0)).gapless
    assert Pyramid(np.empty(0)).extent(0, 1) is None


@given(histories())
def test_a_history_with_a_missing_value_is_not_gapless_and_stays_as_it_was(values: Floats) -> None:
    before = values.copy()
    line = Pyramid(values)
    assert line.gapless is not np.isnan(values).any()
    assert line.values is values
    np.testing.assert_array_equal(values, before)


class Counted(np.ndarray):
    """An array that counts what is picked out of it."""

    read = 0

    def __getitem__(self, key: object) -> object:
        found = np.asarray(self)[key]  # type: ignore[index]
        type(self).read += np.size(found)
        return found


def numbers_read(count: int, stretches: int) -> int:
    """Return how many numbers a question for the columns of a whole history reads."""
    line = Pyramid(np.random.default_rng(1).normal(size=count))
    edges = np.linspace(0, count, stretches + 1).astype(np.int64)
    line.extents(edges)  # Makes the layer.
    line._lows, line._highs = line._lows.view(Counted), line._highs.view(Counted)
    line._layers = [(low.view(Counted), high.view(Counted)) for low, high in line._layers]
    Counted.read = 0
    line.extents(edges)
    return Counted.read


def test_what_is_read_does_not_grow_with_the_history() -> None:
    stretches = 500
    read = [numbers_read(count, stretches) for count in (100_000, 1_000_000, 5_000_000)]
    # Around either edge two blocks of bars, low and high at once; then three windows at most.
    ends = 2 * _FEW_BARS + 2 * _WINDOWS * 2
    assert all(stretches <= numbers <= stretches * (2 * BLOCK_BARS + 2 * 3) + ends for numbers in read)
    assert read[2] < 1.2 * read[0] + ends


@pytest.mark.parametrize("count", [0, 15, 16, 100, 4_096, 1_000_000])
def test_a_new_pyramid_is_an_eighth_of_the_bars(count: int) -> None:
    ((lows, highs),) = Pyramid(np.ones(count))._layers
    assert len(lows) == len(highs) == count // BLOCK_BARS


def test_only_the_layers_asked_for_are_made() -> None:
    line = Pyramid(np.arange(100_000.0))
    line.extents(np.arange(0, 100_001, 1_000))
    # 62 blocks fit into a thousand bars wherever it begins, 61 into some: windows of 32.
    assert [len(low) for low, _ in line._layers] == [6_250 + 1 - (1 << layer) for layer in range(6)]
