"""Lowest and highest value of any stretch of bars, at the same cost for any length of history."""

import numpy as np
import numpy.typing as npt

from ratiodesk.domain.series import Floats

Indices = npt.NDArray[np.int64]

# Bars in a block, which the windows are made of.
BLOCK_BARS = 16
# Shorter stretches are read bar by bar: a longer one has two whole blocks at least.
FEWEST_BARS = 3 * BLOCK_BARS
_BLOCK = np.arange(BLOCK_BARS)[:, None]
# A single stretch no longer than this is read bar by bar.
_FEW_BARS = 20_000
# A long one is read in about so many windows side by side.
_WINDOWS = 1_000

# Lowest and highest value of the 1, 2, 4 … blocks that begin at each block.
_Windows = tuple[Floats, Floats]


class Pyramid:
    """Extremes of windows of 1, 2, 4 … blocks of 16 bars, each layer worked out when it is first asked for.

    A stretch is covered by a few windows of one layer, which may overlap, as in the sparse table of Bender and
    Farach-Colton (2000), and by single bars at its ends; many stretches are answered at once.

    Parameters
    ----------
    values
        Shape (n,), read only. NaN is no value: it is neither lowest nor highest.
    """

    def __init__(self, values: Floats) -> None:
        self._values = values
        self._gapless = not bool(np.isnan(values).any())
        lows = highs = values
        if not self._gapless:
            lows, highs = (np.where(np.isnan(values), beyond, values) for beyond in (np.inf, -np.inf))
        self._lows, self._highs = lows, highs
        self._known = None if self._gapless else np.flatnonzero(~np.isnan(values))
        whole = len(values) // BLOCK_BARS
        blocks = [column[: whole * BLOCK_BARS].reshape(whole, BLOCK_BARS) for column in (lows, highs)]
        self._layers: list[_Windows] = [(blocks[0].min(axis=1), blocks[1].max(axis=1))]

    def __len__(self) -> int:
        return len(self._values)

    @property
    def values(self) -> Floats:
        """What the pyramid stands on, shape (n,)."""
        return self._values

    @property
    def gapless(self) -> bool:
        """Whether every bar has a value."""
        return self._gapless

    def first_known(self, first: int, last: int) -> int | None:
        """Return the first bar with a value of those from *first* to *last* − 1, None if there is none."""
        if self._known is None:
            return first if first < min(last, len(self)) else None
        place = int(self._known.searchsorted(first))
        return int(self._known[place]) if place < len(self._known) and self._known[place] < last else None

    def extent(self, first: int, last: int) -> tuple[float, float] | None:
        """Return lowest and highest value of the bars from *first* to *last* − 1; None if none of them has a value."""
        if not 0 <= first < last <= len(self):
            return None
        left, right = -(-first // BLOCK_BARS), last // BLOCK_BARS
        if last - first <= _FEW_BARS or right - left < 1:
            return _ordered(self._lows[first:last].min(), self._highs[first:last].max())
        lows, highs, blocks = self._windows((right - left) // _WINDOWS)
        side_by_side = slice(left, right - blocks + 1, blocks)
        # The last window ends with the last block, and the bars at either end are read with those of a block.
        ends = slice(first, first + BLOCK_BARS), slice(last - BLOCK_BARS, last)
        low = min(lows[side_by_side].min(), lows[right - blocks], *(self._lows[end].min() for end in ends))
        high = max(highs[side_by_side].max(), highs[right - blocks], *(self._highs[end].max() for end in ends))
        return _ordered(low, high)

    def extents(self, edges: Indices) -> tuple[Floats, Floats]:
        """Return lowest and highest value of stretches of bars side by side, each of shape (m,).

        Those between the first and the last one are meant to be about equally long, as pixel columns are.

        Parameters
        ----------
        edges
            First bar of every stretch, and last bar + 1 of the last one; shape (m + 1,), increasing.

        Returns
        -------
        lows, highs
            +∞ and −∞ where no bar of a stretch has a value.

        >>> low, high = Pyramid(np.array([3.0, 1.0, 2.0, 9.0])).extents(np.array([0, 2, 4]))
        >>> low.tolist(), high.tolist()
        ([1.0, 2.0], [3.0, 9.0])
        """
        inner = edges[1:-1]
        shortest = int(np.diff(inner).min()) if len(inner) > 1 else 0
        if shortest < FEWEST_BARS:
            return self._of_bars(edges)
        lows, highs = np.empty(len(edges) - 1), np.empty(len(edges) - 1)
        lows[1:-1], highs[1:-1] = self._of_blocks(inner)
        # Those at the edges of the view may be cut short.
        for place in (0, -1):
            extent = self.extent(int(edges[place - (place < 0)]), int(edges[place + (place >= 0)]))
            lows[place], highs[place] = extent if extent is not None else (np.inf, -np.inf)
        return lows, highs

    def _of_bars(self, edges: Indices) -> tuple[Floats, Floats]:
        first, last = int(edges[0]), int(edges[-1])
        starts = edges[:-1] - first
        return np.minimum.reduceat(self._lows[first:last], starts), np.maximum.reduceat(self._highs[first:last], starts)

    def _of_blocks(self, edges: Indices) -> tuple[Floats, Floats]:
        """Return the extremes of stretches of two whole blocks at least, without reading all of their bars."""
        ends = edges[:-1], edges[1:] - BLOCK_BARS
        near = _blocks_at(self._lows, *ends)
        low = near.min(axis=0)
        high = (near if self._gapless else _blocks_at(self._highs, *ends)).max(axis=0)
        left, right = -(-edges[:-1] // BLOCK_BARS), edges[1:] // BLOCK_BARS
        counts = right - left
        lows, highs, blocks = self._windows(int(counts.min()))
        last = right - blocks
        for step in range(0, int(counts.max()), blocks):
            window = np.minimum(left + step, last)
            np.minimum(low, lows[window], out=low)
            np.maximum(high, highs[window], out=high)
        return low, high

    def _windows(self, most: int) -> tuple[Floats, Floats, int]:
        """Return the longest windows of no more than *most* blocks, one at least, and their length [blocks]."""
        layer = max(most, 1).bit_length() - 1
        while len(self._layers) <= layer:
            lows, highs = self._layers[-1]
            half = 1 << (len(self._layers) - 1)
            self._layers.append((np.minimum(lows[:-half], lows[half:]), np.maximum(highs[:-half], highs[half:])))
        return *self._layers[layer], 1 << layer


def _blocks_at(values: Floats, *starts: Indices) -> Floats:
    """Return the values of a block beginning at each start: one row for the first of every block, one for the second …

    Numpy reduces along the rows fastest.
    """
    blocks: Floats = values[np.concatenate([each + _BLOCK for each in starts])]
    return blocks


def _ordered(low: float, high: float) -> tuple[float, float] | None:
    return (float(low), float(high)) if low <= high else None
