"""Level of detail: as few points as draw the same picture."""

import numpy as np
import numpy.typing as npt

from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.series import Floats

# Below this many bars to a pixel column every bar is drawn.
BARS_PER_COLUMN = 3.0


def polyline(values: Floats, viewport: Viewport) -> tuple[Floats, Floats]:
    """Return the points of the curve in sight [px], x and y of shape (m,).

    Where several bars share a pixel column, the column is reduced to its first, lowest, highest and last bar in
    the order they came, which covers the same pixels.

    Parameters
    ----------
    values
        Ratios, one a bar, shape (n,).
    """
    first, last = viewport.visible(len(values))
    if first >= last:
        return np.empty(0), np.empty(0)
    bars = np.arange(first, last)
    if 1.0 / viewport.bar_px > BARS_PER_COLUMN:
        bars = _extremes(values[first:last], _columns(bars, viewport)) + first
    return _columns(bars, viewport), viewport.ys_of(values[bars])


def _columns(bars: npt.NDArray[np.int64], viewport: Viewport) -> Floats:
    x: Floats = (bars.astype(float) - viewport.left) * viewport.bar_px
    return x


def _extremes(values: Floats, x_px: Floats) -> npt.NDArray[np.int64]:
    columns = np.floor(x_px).astype(np.int64)
    starts = np.flatnonzero(np.diff(columns, prepend=columns[0] - 1))
    ends = np.append(starts[1:], len(values)) - 1
    lengths = ends - starts + 1
    owner = np.repeat(np.arange(len(starts)), lengths)
    order = np.lexsort((values, owner))
    lowest, highest = order[starts], order[ends]
    return np.unique(np.concatenate([starts, lowest, highest, ends]))
