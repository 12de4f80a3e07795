"""Level of detail: as little as draws the same picture."""

from dataclasses import dataclass

import numpy as np

from ratiodesk.chart.pyramid import Indices, Pyramid
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.series import Floats

# With more bars to a pixel column than this, a column is drawn as one run of pixels.
BARS_PER_COLUMN = 3.0


@dataclass(frozen=True, eq=False, slots=True)
class Points:
    """Bars of a line [px], each of shape (m,); y is NaN where the line is interrupted."""

    x: Floats
    y: Floats
    gapless: bool


@dataclass(frozen=True, eq=False, slots=True)
class Runs:
    """Vertical runs of pixels, each of shape (m,): their column, and their first and last row [device pixels]."""

    column: Floats
    top: Floats
    bottom: Floats


def is_dense(viewport: Viewport, column_px: float = 1.0) -> bool:
    """Return whether the bars in sight are to be drawn as runs; *column_px* is the width of a pixel column."""
    return column_px / viewport.bar_px > BARS_PER_COLUMN


def points(line: Pyramid, viewport: Viewport) -> Points:
    """Return every bar in sight, and one beyond each edge."""
    first, last = viewport.visible(len(line))
    x = (np.arange(first, max(first, last), dtype=float) - viewport.left) * viewport.bar_px
    return Points(x, viewport.ys_of(line.values[first : max(first, last)]), line.gapless)


def runs(line: Pyramid, viewport: Viewport, column_px: float = 1.0) -> Runs:
    """Return the pixels that a line of one pixel through every bar in sight would cover, column by column.

    With many bars to a column, each bar lies in the middle of a pixel. Within a column the line goes up and down
    between the lowest and the highest of its bars. From the last of them it goes straight up or down to beside the
    first of the next column.

    Parameters
    ----------
    line
        One value a bar.
    viewport
        Which bars are in sight, and where; they must be dense.
    column_px
        Width of a pixel column [px].
    """
    first, last = viewport.visible(len(line))
    if first >= last:
        return Runs(np.empty(0), np.empty(0), np.empty(0))
    columns, starts = columns_of(first, last, viewport, column_px)
    edges = np.append(starts, last)
    lows, highs = line.extents(edges)
    drawn = lows <= highs
    # A column without a value is no number rather than infinite: nothing to warn of.
    lows, highs = np.where(drawn, lows, np.nan), np.where(drawn, highs, np.nan)
    entry, top, bottom, leave = (
        np.floor(viewport.ys_of(ratios) / column_px)
        for ratios in (line.values[starts], highs, lows, line.values[edges[1:] - 1])
    )
    following = np.append(entry[1:], np.nan)
    # fmin and fmax leave out a neighbour without a value.
    top = np.where(following < leave, np.fmin(top, following + 1), top)
    bottom = np.where(following > leave, np.fmax(bottom, following - 1), bottom)
    return Runs(columns[drawn].astype(float), top[drawn], bottom[drawn])


def columns_of(first: int, last: int, viewport: Viewport, column_px: float) -> tuple[Indices, Indices]:
    """Return the pixel columns that the bars from *first* to *last* − 1 lie in, and the first bar of each."""
    edges = column_of(np.array([first, last - 1]), viewport, column_px)
    columns = np.arange(edges[0], edges[1] + 1)
    starts = np.ceil(columns * (column_px / viewport.bar_px) + viewport.left).astype(np.int64)
    # A division that rounds the other way than the multiplication is off by one bar.
    starts -= column_of(starts - 1, viewport, column_px) >= columns
    starts += column_of(starts, viewport, column_px) < columns
    starts[0] = first
    return columns, starts


def column_of(bars: Indices, viewport: Viewport, column_px: float) -> Indices:
    """Return the pixel column of each bar, shape (m,)."""
    columns: Indices = np.floor((bars - viewport.left) * (viewport.bar_px / column_px)).astype(np.int64)
    return columns
