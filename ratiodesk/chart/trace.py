"""A series with what drawing it fast needs, worked out once."""

import math
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from ratiodesk.analysis.swing import swing_bars
from ratiodesk.chart.date_tick import Days, Months, date_ticks
from ratiodesk.chart.pyramid import Indices, Pyramid
from ratiodesk.chart.tick import Tick
from ratiodesk.chart.viewport import HIGHEST_IN_SIGHT, Viewport
from ratiodesk.domain.candle import Candles
from ratiodesk.domain.series import RatioSeries

# Narrower candles are drawn as the line on closes.
LEAST_CANDLE_PX = 3.0


@dataclass(frozen=True, eq=False)
class Trace:
    """The ratio of a pair, and how its bars are drawn.

    Parameters
    ----------
    series
        Sessions and ratios.
    candles
        Open, close and range of the same bars, None where the line on closes is drawn.
    """

    series: RatioSeries
    candles: Candles | None = None
    _divided: dict[tuple[float, float, float], list[Tick]] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def line(self) -> Pyramid:
        """The closes."""
        return Pyramid(self.series.values)

    @property
    def last(self) -> float | None:
        """The ratio of the last bar, None if that has none."""
        ratio = float(self.series.values[-1])
        return ratio if math.isfinite(ratio) and ratio > 0 else None

    @property
    def is_drawable(self) -> bool:
        """Whether there is a ratio, and all of them are numbers that an axis can have."""
        extent = self.line.extent(0, len(self.line))
        return extent is not None and extent[0] > 0 and extent[1] <= HIGHEST_IN_SIGHT

    @cached_property
    def days(self) -> Days:
        """The days of bars shorter than a day."""
        return Days.of(self.series.sessions)

    @cached_property
    def months(self) -> Months:
        """Where its months begin."""
        return Months(self.series.sessions)

    @cached_property
    def swings(self) -> Indices:
        """Bars at which the ratio turned, in order."""
        return np.sort(np.concatenate(swing_bars(self.series.values)))

    def date_ticks(self, viewport: Viewport) -> list[Tick]:
        """Return the divisions of the date axis."""
        reach = viewport.left, viewport.right, viewport.width
        known = self._divided.get(reach)
        if known is None:
            intraday = self.series.interval.is_intraday
            known = date_ticks(self.series.sessions, viewport, self.days if intraday else None, self.months)
            # Grid and labels of a frame ask for the same ones.
            self._divided.clear()
            self._divided[reach] = known
        return known

    def with_candles(self, candles: Candles | None) -> "Trace":
        """Return the same bars drawn otherwise, with what has been worked out of them."""
        made = replace(self, candles=candles)
        for name in ("line", "days", "months", "swings"):
            if name in self.__dict__:
                made.__dict__[name] = self.__dict__[name]
        return made

    def draws_candles(self, viewport: Viewport) -> bool:
        """Return whether candles have their room."""
        return self.candles is not None and viewport.bar_px >= LEAST_CANDLE_PX

    def extent(self, viewport: Viewport) -> tuple[float, float] | None:
        """Return the lowest and the highest ratio drawn in sight, None if there is none."""
        first, last = viewport.visible(len(self.series))
        if self.candles is not None and self.draws_candles(viewport) and first < last:
            low, high = self.candles.possible_low[first:last], self.candles.possible_high[first:last]
            return float(low.min()), float(high.max())
        return self.line.extent(first, last)
