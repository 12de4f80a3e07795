"""Lines on an axis of their own: in a pane below the ratio, or over it."""

import math
from dataclasses import dataclass, replace

import numpy as np

from ratiodesk.chart.pyramid import Pyramid
from ratiodesk.chart.viewport import Y_PADDING, Viewport

PANE_SHARE = 0.19
PANE_PX = (64.0, 190.0)
# The ratio keeps at least this part of the height.
RATIO_SHARE = 0.4
# What a line is at the left edge where it is rebased.
REBASED = 100.0
# The room above and below a line that hardly moves: a part of its value, and something where that is zero.
_LEAST_MARGIN, _FLATTEST = 1e-3, 1e-9


@dataclass(frozen=True, eq=False, slots=True)
class OwnLine:
    """One line: its name, its values (one a bar of the ratio, NaN where there is none), which colour it has."""

    name: str
    line: Pyramid
    second: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Pane:
    """Lines that share an axis.

    Parameters
    ----------
    title
        What they are; empty where their names say enough.
    lines
        What is drawn.
    rebased
        Whether every line is 100 at the left edge of the view.
    guides
        Values with a line across.
    decimals
        Of a value in the title.
    """

    title: str
    lines: tuple[OwnLine, ...]
    rebased: bool = False
    guides: tuple[float, ...] = ()
    decimals: int = 1

    def values_at(self, bar: int, viewport: Viewport) -> list[float | None]:
        """Return each line's value at a bar, as its axis has it; None where it has none."""
        values: list[float | None] = []
        for own in self.lines:
            value = float(own.line.values[bar]) if 0 <= bar < len(own.line) else np.nan
            base = base_of(own.line, viewport) if self.rebased else REBASED
            values.append(None if base is None or np.isnan(value) else value / base * REBASED)
        return values


@dataclass(frozen=True, slots=True)
class OwnAxis:
    """The axis of a pane at one moment: its values in sight, and the part of each line's own values that is."""

    viewport: Viewport
    lines: tuple[Viewport | None, ...]


def pane_height(total_px: float, count: int) -> float:
    """Return the height of each of *count* panes where all plots together have *total_px*.

    >>> pane_height(800, 0), pane_height(800, 1), pane_height(400, 2)
    (0.0, 152.0, 76.0)
    """
    if not count:
        return 0.0
    least, most = PANE_PX
    wanted = min(max(total_px * PANE_SHARE, least), most)
    return float(max(min(wanted, round(total_px * (1 - RATIO_SHARE) / count)), 0))


def base_of(line: Pyramid, viewport: Viewport) -> float | None:
    """Return a line's first value in sight, None if it has none there."""
    first, last = viewport.visible(len(line))
    if first < viewport.left:
        first += 1
    known = line.first_known(first, last)
    return None if known is None else float(line.values[known])


def own_axis(pane: Pane, viewport: Viewport, height_px: float, *, log: bool = False) -> OwnAxis | None:
    """Return the axis around what is in sight of a pane's lines; None if nothing is."""
    first, last = viewport.visible(len(pane.lines[0].line)) if pane.lines else (0, 0)
    bases = [base_of(own.line, viewport) if pane.rebased else REBASED for own in pane.lines]
    ends = []
    for own, base in zip(pane.lines, bases, strict=True):
        extent = own.line.extent(first, last)
        if extent is not None and base is not None:
            ends += [value / base * REBASED for value in extent]
    if not ends:
        return None
    low, high = min(ends), max(ends)
    log = log and low > 0
    if log:
        # On this axis the room above and below is a factor: a difference could reach below zero.
        factor = math.exp(max(math.log(high / low) * Y_PADDING, _LEAST_MARGIN))
        low, high = low / factor, high * factor
    else:
        margin = max((high - low) * Y_PADDING, max(abs(low), abs(high)) * _LEAST_MARGIN, _FLATTEST)
        low, high = low - margin, high + margin
    axis = replace(viewport, low=low, high=high, log=log, height=height_px)
    lines = tuple(
        None if base is None else replace(axis, low=low * base / REBASED, high=high * base / REBASED) for base in bases
    )
    return OwnAxis(axis, lines)
