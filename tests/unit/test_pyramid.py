"""Lowest and highest value of stretches of bars: as numpy finds them, without reading the bars between."""

import warnings

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ratiodesk.chart.pyramid import BLOCK_BARS, Pyramid
from ratiodesk.domain.series import Floats


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


@given(histories(), st.integers(0, 2**32), st.integers(1, 60))
@example(np.arange(33.0), 0, 1)
def test_many_extents_are_those_of_each(values: Floats, seed: int, count: int) -> None:
    generator = np.random.default_rng(seed)
    starts = np.append(generator.integers(0, len(values), count), 0)
    ends = starts + 1 + (generator.random(count + 1) * (len(values) - starts)).astype(np.int64)
    ends[-1] = len(values)
    lows, highs = Pyramid(values).extents(starts, ends)
    for start, end, low, high in zip(starts.tolist(), ends.tolist(), lows.tolist(), highs.tolist(), strict=True):
        assert (low, high) == (by_numpy(values, start, end) or (np.inf, -np.inf))


@pytest.mark.parametrize("count", [1, 15, 16, 17, 31, 32, 33, 47, 48, 64, 65, 255, 256, 257])
def test_every_stretch_of_a_short_history(count: int) -> None:
    values = np.random.default_rng(count).permutation(count).astype(float)
    starts, ends = np.triu_indices(count)
    lows, highs = Pyramid(values).extents(starts, ends + 1)
    for start, end, low, high in zip(starts.tolist(), (ends + 1).tolist(), lows.tolist(), highs.tolist(), strict=True):
        assert (low, high) == (values[start:end].min(), values[start:end].max())


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


def numbers_read(count: int, stretches: int) -> tuple[int, int]:
    """Return how many numbers a question for the columns of a whole history reads, and how many layers there are."""
    line = Pyramid(np.random.default_rng(1).normal(size=count))
    line._lows, line._highs = line._lows.view(Counted), line._highs.view(Counted)
    line._layers = [(low.view(Counted), high.view(Counted)) for low, high in line._layers]
    edges = np.linspace(0, count, stretches + 1).astype(np.int64)
    Counted.read = 0
    line.extents(edges[:-1], edges[1:])
    return Counted.read, len(line._layers)


def test_what_is_read_does_not_grow_with_the_history() -> None:
    stretches = 500
    read = []
    for count in (100_000, 1_000_000, 5_000_000):
        numbers, layers = numbers_read(count, stretches)
        # At either end of a stretch a block of bars, low and high; of every layer in between two blocks at most.
        assert stretches <= numbers <= stretches * 2 * (2 * BLOCK_BARS + 2 * layers)
        read.append(numbers)
    # Fifty times the bars are six more layers.
    assert read[2] < 1.5 * read[0]


@pytest.mark.parametrize("count", [16, 100, 4_096, 1_000_000])
def test_the_layers_together_are_an_eighth_of_the_bars(count: int) -> None:
    layers = Pyramid(np.ones(count))._layers
    assert [len(low) for low, _ in layers] == [count // BLOCK_BARS >> place for place in range(len(layers))]
    assert sum(len(low) for low, _ in layers) <= count / 8
