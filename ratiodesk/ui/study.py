"""The panes below the ratio."""

import numpy as np

from ratiodesk.analysis.rolling import z_scores
from ratiodesk.chart.pane import REBASED, OwnLine, Pane
from ratiodesk.chart.pyramid import Pyramid
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.series import RatioSeries
from ratiodesk.words import mark, tr

LEGS = "legs"
Z_GUIDES = (-2.0, 0.0, 2.0)
_Z_TITLES = {
    Interval.DAILY: mark("z-score of ln R, {n} sessions"),
    Interval.WEEKLY: mark("z-score of ln R, {n} weeks"),
    Interval.MONTHLY: mark("z-score of ln R, {n} months"),
}
_Z_TITLE = mark("z-score of ln R, {n} bars of {interval}")


def pane_named(name: str, series: RatioSeries, z_window: int) -> Pane:
    """Return one of the panes of :data:`ratiodesk.domain.ports.PANES` for the bars that are shown."""
    if name == LEGS:
        lines = (
            OwnLine(series.pair.numerator, Pyramid(series.numerator_closes)),
            OwnLine(series.pair.denominator, Pyramid(series.denominator_closes), second=True),
        )
        return Pane(tr("Legs, 100 at the left edge"), lines, rebased=True, guides=(REBASED,))
    scores = Pyramid(z_scores(np.log(series.values), z_window))
    title = tr(_Z_TITLES.get(series.interval, _Z_TITLE), n=f"{z_window:,}", interval=series.interval.short_name)
    return Pane(title, (OwnLine("", scores),), False, Z_GUIDES, 2)
