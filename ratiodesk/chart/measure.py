"""What the user measures on the chart: from one bar and ratio to another."""

from dataclasses import dataclass, replace

import numpy as np

from ratiodesk.analysis.move import Move, move_between
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.series import Dates, RatioSeries

# A bar and a ratio.
Spot = tuple[int, float]


@dataclass(frozen=True, slots=True)
class Measure:
    """A stretch of the chart with what it amounts to; *interval* is what its bars cover."""

    first_bar: int
    first_ratio: float
    last_bar: int
    last_ratio: float
    move: Move
    interval: Interval = Interval.DAILY

    def among(self, before: Dates, after: Dates) -> "Measure":
        """Return the same stretch where other sessions take the place of *before*."""
        moved = moved_among(self.first_bar, before, after)
        return replace(self, first_bar=self.first_bar + moved, last_bar=self.last_bar + moved)


def moved_among(bar: int, before: Dates, after: Dates) -> int:
    """Return by how many bars the session of a bar moves where other sessions take the place of *before*.

    >>> days = np.arange("2021-12-20", "2021-12-30", dtype="datetime64[D]")
    >>> moved_among(1, days[2:8], days)
    2
    """
    bar = min(max(bar, 0), len(before) - 1)
    return int(np.searchsorted(after, before[bar])) - bar


def spot_of(series: RatioSeries, viewport: Viewport, x_px: float, y_px: float) -> Spot:
    """Return bar and ratio of a point.

    Beside the history it is at the first or the last bar: there are no others to count.
    """
    bar = min(max(round(viewport.bar_at(x_px)), 0), len(series) - 1)
    return bar, viewport.ratio_at(min(max(y_px, 0.0), viewport.height))


def measured(series: RatioSeries, start: Spot, end: Spot) -> Measure | None:
    """Return the stretch between two spots; None where a ratio there is not above zero."""
    (first_bar, first), (last_bar, last) = start, end
    if first <= 0 or last <= 0:
        return None
    move = move_between(series, first_bar, first, last_bar, last)
    return Measure(first_bar, first, last_bar, last, move, series.interval)
