"""What the user measures on the chart: from one bar and ratio to another."""

from dataclasses import dataclass, replace

import numpy as np

from ratiodesk.analysis.move import Move, move_between
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.series import Dates, RatioSeries

_UNITS = {Interval.DAILY: "session", Interval.WEEKLY: "week", Interval.MONTHLY: "month"}


@dataclass(frozen=True, slots=True)
class Measure:
    """A stretch of the chart with what it amounts to; *unit* is what a bar of it is called."""

    first_bar: int
    first_ratio: float
    last_bar: int
    last_ratio: float
    move: Move
    unit: str = "session"

    def among(self, before: Dates, after: Dates) -> "Measure":
        """Return the same stretch where other sessions take the place of *before*."""
        bar = min(max(self.first_bar, 0), len(before) - 1)
        moved = int(np.searchsorted(after, before[bar])) - bar
        return replace(self, first_bar=self.first_bar + moved, last_bar=self.last_bar + moved)


def measured(
    series: RatioSeries, viewport: Viewport, start: tuple[float, float], end: tuple[float, float]
) -> Measure | None:
    """Return the stretch between two points [px]; None where a ratio there is not above zero.

    Beside the history it stops at the first or the last bar: there are no others to count.
    """
    end_bar = len(series) - 1
    (first_bar, first), (last_bar, last) = (
        (min(max(round(viewport.bar_at(x)), 0), end_bar), viewport.ratio_at(min(max(y, 0.0), viewport.height)))
        for x, y in (start, end)
    )
    if first <= 0 or last <= 0:
        return None
    move = move_between(series, first_bar, first, last_bar, last)
    return Measure(first_bar, first, last_bar, last, move, _UNITS.get(series.interval, "bar"))
