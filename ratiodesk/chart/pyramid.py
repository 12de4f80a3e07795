"""Lowest and highest value of any stretch of bars, at the same cost for any length of history."""

import numpy as np
import numpy.typing as npt

from ratiodesk.domain.series import Floats

Indices = npt.NDArray[np.int64]

# Bars in a block of the lowest layer; every layer above halves the number of blocks.
BLOCK_BARS = 16
# A single stretch no longer than this is read bar by bar.
_FEW_BARS = 20_000
_OFFSETS = np.arange(BLOCK_BARS)


class Pyramid:
    """Blocks of 16, 32, 64 … bars with their extremes.

    A stretch of bars is covered by whole blocks of the layers, at most two of each, and by single bars at its ends, as
    a range query of a segment tree (Bentley 1977); many stretches are answered at once.

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
        whole = len(values) // BLOCK_BARS
        self._layers: list[tuple[Floats, Floats]] = []
        if not whole:
            return
        blocks = (column[: whole * BLOCK_BARS].reshape(whole, BLOCK_BARS) for column in (lows, highs))
        layer = next(blocks).min(axis=1), next(blocks).max(axis=1)
        while True:
            self._layers.append(layer)
            low, high = layer
            pairs = len(low) // 2
            if not pairs:
                return
            layer = (
                np.minimum(low[0 : 2 * pairs : 2], low[1 : 2 * pairs : 2]),
                np.maximum(high[0 : 2 * pairs : 2], high[1 : 2 * pairs : 2]),
            )

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

    def extent(self, first: int, last: int) -> tuple[float, float] | None:
        """Return lowest and highest value of the bars from *first* to *last* − 1; None if none of them has a value."""
        if not 0 <= first < last <= len(self):
            return None
        left, right = -(-first // BLOCK_BARS), last // BLOCK_BARS
        if last - first <= _FEW_BARS or not self._layers:
            return _ordered(self._lows[first:last].min(), self._highs[first:last].max())
        ends = slice(first, left * BLOCK_BARS), slice(right * BLOCK_BARS, last)
        low = min(float(self._lows[end].min(initial=np.inf)) for end in ends)
        high = max(float(self._highs[end].max(initial=-np.inf)) for end in ends)
        for lows, highs in self._layers:
            if left >= right:
                break
            if left & 1:
                low, high = min(low, lows[left]), max(high, highs[left])
            if right & 1:
                low, high = min(low, lows[right - 1]), max(high, highs[right - 1])
            left, right = (left + 1) >> 1, right >> 1
        return _ordered(low, high)

    def extents(self, starts: Indices, ends: Indices) -> tuple[Floats, Floats]:
        """Return lowest and highest value of many stretches of bars, each of shape (m,).

        Parameters
        ----------
        starts, ends
            First bar and last bar + 1 of every stretch, shape (m,), 0 ≤ start < end ≤ n.

        Returns
        -------
        lows, highs
            +∞ and −∞ where no bar of a stretch has a value.

        >>> low, high = Pyramid(np.array([3.0, 1.0, 2.0, 9.0])).extents(np.array([0, 2]), np.array([2, 4]))
        >>> low.tolist(), high.tolist()
        ([1.0, 2.0], [3.0, 9.0])
        """
        left, right = -(-starts // BLOCK_BARS), ends // BLOCK_BARS
        inside = left < right
        # The bars before the first whole block and those after the last one, or all of a stretch without any.
        low, high = self._of_bars(starts, np.where(inside, left * BLOCK_BARS, ends))
        tail_low, tail_high = self._of_bars(np.where(inside, right * BLOCK_BARS, ends), ends)
        low, high = np.minimum(low, tail_low), np.maximum(high, tail_high)
        for lows, highs in self._layers:
            if not inside.any():
                break
            odd = np.flatnonzero(inside & (left & 1 == 1))
            low[odd] = np.minimum(low[odd], lows[left[odd]])
            high[odd] = np.maximum(high[odd], highs[left[odd]])
            odd = np.flatnonzero(inside & (right & 1 == 1))
            low[odd] = np.minimum(low[odd], lows[right[odd] - 1])
            high[odd] = np.maximum(high[odd], highs[right[odd] - 1])
            left, right = (left + 1) >> 1, right >> 1
            inside = left < right
        return low, high

    def _of_bars(self, starts: Indices, ends: Indices) -> tuple[Floats, Floats]:
        """Return the extremes of stretches shorter than two blocks, bar by bar."""
        longest = int((ends - starts).max(initial=0))
        if not longest:
            return np.full(len(starts), np.inf), np.full(len(starts), -np.inf)
        offsets = _OFFSETS if longest <= BLOCK_BARS else np.arange(longest)
        # One row for the first bar of every stretch, one for the second …: numpy reduces along them fastest. Beyond its
        # end a stretch reads its last bar again, an empty one whichever is there.
        bars = np.minimum(starts + offsets[:longest, None], np.maximum(ends - 1, 0))
        lows = self._lows[bars]
        low, high = lows.min(axis=0), (lows if self._gapless else self._highs[bars]).max(axis=0)
        empty = starts >= ends
        low[empty], high[empty] = np.inf, -np.inf
        return low, high


def _ordered(low: float, high: float) -> tuple[float, float] | None:
    return (float(low), float(high)) if low <= high else None
