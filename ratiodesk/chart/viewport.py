"""The window onto the data: which bars and ratios are in sight, and at which pixel."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from ratiodesk.domain.ratio import HIGHEST
from ratiodesk.domain.series import Floats

FEWEST_BARS = 5.0
# Blank bars beyond either end of the history that panning may show, as a part of the visible width.
OVERSHOOT = 0.9
Y_PADDING = 0.08
_FLATTEST = 1e-6
# A line farther from what is in sight than so many times would leave a flat curve.
_FARTHEST = 3.0
# Ratios may lie beyond those that lines may have.
HIGHEST_IN_SIGHT = 1e6 * HIGHEST


@dataclass(frozen=True, slots=True)
class Viewport:
    """Visible bars and ratios, and the size of the plot.

    Parameters
    ----------
    left, right
        Bar positions at the plot's edges [bars]; bar i has its close at position i.
    low, high
        Ratios at the bottom and the top.
    log
        Whether equal distances are equal factors.
    width, height
        Size of the plot [px].
    """

    left: float = 0.0
    right: float = 100.0
    low: float = 0.5
    high: float = 2.0
    log: bool = False
    width: float = 800.0
    height: float = 500.0

    @property
    def bars(self) -> float:
        """Visible width [bars]."""
        return self.right - self.left

    @property
    def bar_px(self) -> float:
        """Width of a bar [px]."""
        return self.width / self.bars

    def x_of(self, bar: float) -> float:
        return (bar - self.left) / (self.right - self.left) * self.width

    def bar_at(self, x_px: float) -> float:
        return self.left + x_px / self.width * self.bars

    def y_of(self, ratio: float) -> float:
        if not self.log:
            # Some sixty times a frame.
            return self.height * (self.high - ratio) / (self.high - self.low)
        bottom, top = self._scaled(self.low), self._scaled(self.high)
        return self.height * (top - self._scaled(ratio)) / (top - bottom)

    def ys_of(self, ratios: Floats) -> Floats:
        """Return the pixel rows of many ratios, shape (n,)."""
        bottom, top = self._scaled(self.low), self._scaled(self.high)
        scaled = np.log(ratios) if self.log else ratios
        rows: Floats = (top - scaled) * (self.height / (top - bottom))
        return rows

    def ratio_at(self, y_px: float) -> float:
        bottom, top = self._scaled(self.low), self._scaled(self.high)
        scaled = top - y_px / self.height * (top - bottom)
        return math.exp(scaled) if self.log else scaled

    def ratio_px(self, y_px: float) -> float:
        """Return how much ratio the pixel at *y_px* covers."""
        return abs(self.ratio_at(y_px) - self.ratio_at(y_px + 1))

    def visible(self, count: int) -> tuple[int, int]:
        """Return first and last + 1 of the bars in sight, one beyond each edge, of *count* bars."""
        first = max(0, math.floor(self.left))
        return min(first, count), max(0, min(count, math.ceil(self.right) + 1))

    def panned(self, bars: float, count: int) -> "Viewport":
        """Return the viewport moved to the right by *bars*, kept within reach of *count* bars."""
        overshoot = self.bars * OVERSHOOT
        shift = min(max(bars, -overshoot - self.left), count - 1 + overshoot - self.right)
        return replace(self, left=self.left + shift, right=self.right + shift)

    def zoomed(self, factor: float, bar: float, count: int) -> "Viewport":
        """Return the viewport with *factor* times as many bars, the one at *bar* staying where it is."""
        most = max(count * (1 + OVERSHOOT), FEWEST_BARS)
        width = min(max(self.bars * factor, FEWEST_BARS), most)
        left = bar - (bar - self.left) * width / self.bars
        return replace(self, left=left, right=left + width).panned(0.0, count)

    def stretched(self, factor: float, y_px: float) -> "Viewport":
        """Return the viewport with *factor* times as much ratio in sight, the row at *y_px* staying where it is."""
        pivot, bottom, top = (self._scaled(value) for value in (self.ratio_at(y_px), self.low, self.high))
        return self._between(pivot - (pivot - bottom) * factor, pivot + (top - pivot) * factor)

    def raised(self, y_px: float) -> "Viewport":
        """Return the viewport moved so that what was at row 0 is at row *y_px*."""
        bottom, top = self._scaled(self.low), self._scaled(self.high)
        shift = y_px / self.height * (top - bottom)
        return self._between(bottom + shift, top + shift)

    def fitted(self, extent: tuple[float, float] | None) -> "Viewport":
        """Return the viewport with the ratio axis around the lowest and the highest ratio in sight, if there is any."""
        if extent is None or not 0 < extent[0] <= extent[1] < math.inf:
            return self
        bottom, top = (self._scaled(ratio) for ratio in extent)
        margin = max((top - bottom) * Y_PADDING, abs(top) * 1e-3 if not self.log else 1e-3)
        return self._between(bottom - margin, top + margin)

    def reaching(self, ratio: float) -> "Viewport":
        """Return the viewport with the ratio axis extended so far that a ratio is in sight."""
        bottom, top, wanted = (self._scaled(value) for value in (self.low, self.high, ratio))
        margin = (max(top, wanted) - min(bottom, wanted)) * Y_PADDING
        if wanted < bottom:
            return self._between(wanted - margin, top)
        return self._between(bottom, wanted + margin) if wanted > top else self

    def reaching_near(self, ratios: Iterable[float]) -> "Viewport":
        """Return the viewport with some ratios in sight, without those so far away that the curve would be flat."""
        low, high, port = self.low / _FARTHEST, self.high * _FARTHEST, self
        for ratio in ratios:
            if low <= ratio <= high:
                port = port.reaching(ratio)
        return port

    def with_axis(self, low: float, high: float) -> "Viewport | None":
        """Return the viewport with another ratio axis, None if there is no such axis."""
        if not (math.isfinite(low) and math.isfinite(high)) or low >= high or (self.log and low <= 0):
            return None
        made = self._between(self._scaled(low), self._scaled(high))
        return None if made is self else replace(made, low=low, high=high)

    def _scaled(self, ratio: float) -> float:
        return math.log(ratio) if self.log else ratio

    def _between(self, bottom: float, top: float) -> "Viewport":
        # A narrower axis would run out of floating-point digits between two rows.
        if top - bottom < _FLATTEST * max(abs(bottom), abs(top), 1e-9):
            return self
        if not self.log:
            # There is nothing below zero and far beyond the highest ratio to look for.
            if top <= 0 or bottom < -top or top > HIGHEST_IN_SIGHT:
                return self
            return replace(self, low=bottom, high=top)
        if bottom < -math.log(HIGHEST_IN_SIGHT) or top > math.log(HIGHEST_IN_SIGHT):
            return self
        return replace(self, low=math.exp(bottom), high=math.exp(top))
