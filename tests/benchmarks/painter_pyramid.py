"""The painter's own level of detail: lowest and highest ratio of every pixel column."""

import numpy as np
import numpy.typing as npt

from ratiodesk.domain.series import Floats

_BLOCK_BARS = 16
# Below this many bars to a column every bar is drawn.
_DENSE = 3.0


class Extremes:
    """Blocks of 16, 64, 256 … bars, each with its lowest and highest.

    The blocks drawn are shorter than half a column, so that a column is off by less than that at either edge.
    """

    def __init__(self, values: Floats) -> None:
        self._values = values
        self._layers: list[tuple[int, Floats, Floats]] = []
        low = high = values
        bars, factor = 1, _BLOCK_BARS
        while len(low) // factor > 1:
            whole = len(low) // factor * factor
            low, high = low[:whole].reshape(-1, factor).min(axis=1), high[:whole].reshape(-1, factor).max(axis=1)
            bars, factor = bars * factor, 4
            self._layers.append((bars, low, high))

    def curve(self, left: float, right: float, width: float) -> tuple[Floats, Floats]:
        """Return the points of the curve, x [px] and ratio, each of shape (m,)."""
        count, per_column = len(self._values), (right - left) / width
        first, last = max(int(np.floor(left)), 0), min(int(np.ceil(right)) + 1, count)
        if per_column <= _DENSE:
            x: Floats = (np.arange(first, last, dtype=float) - left) / per_column
            return x, self._values[first:last]
        bars, low, high = 1, self._values, self._values
        for layer in self._layers:
            if layer[0] * 2 <= per_column:
                bars, low, high = layer
        begin, end = first // bars, min(-(-last // bars), len(low))
        columns = np.arange(int(max(begin * bars - left, 0) / per_column), int((end * bars - left) / per_column))
        starts: npt.NDArray[np.int64] = np.maximum(((columns * per_column + left) / bars).astype(np.int64) - begin, 0)
        points = np.empty((len(columns), 2))
        points[:, 0] = np.minimum.reduceat(low[begin:end], starts)
        points[:, 1] = np.maximum.reduceat(high[begin:end], starts)
        return np.repeat(columns + 0.5, 2), points.ravel()
