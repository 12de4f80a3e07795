"""The panes below the ratio."""

import numpy as np

from ratiodesk.analysis.rolling import z_scores
from ratiodesk.chart.pane import REBASED, OwnLine, Pane
from ratiodesk.chart.pyramid import Pyramid
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.series import RatioSeries

LEGS = "legs"
Z_GUIDES = (-2.0, 0.0, 2.0)


def pane_named(name: str, series: RatioSeries, z_window: int) -> Pane:
    """Return one of the panes of :data:`ratiodesk.domain.ports.PANES` for the bars that are shown."""
    if name == LEGS:
        lines = (
            OwnLine(series.pair.numerator, Pyramid(series.numerator_closes)),
            OwnLine(series.pair.denominator, Pyramid(series.denominator_closes), second=True),
        )
        return Pane("Legs, 100 at the left edge", lines, rebased=True, guides=(REBASED,))
    scores = Pyramid(z_scores(np.log(series.values), z_window))
    return Pane(f"z-score of ln R, {z_window:,} {_bars(series.interval)}", (OwnLine("", scores),), False, Z_GUIDES, 2)


def _bars(interval: Interval) -> str:
    names = {Interval.DAILY: "sessions", Interval.WEEKLY: "weeks", Interval.MONTHLY: "months"}
    return names.get(interval, f"bars of {interval.short_name}")
