"""The magnet: what a line put down near something means."""

from ratiodesk.chart.tick import ratio_ticks
from ratiodesk.chart.trace import Trace
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.ratio import Ratio

REACH_PX = 8.0
# A turn of the ratio is meant from this far to its side: a line through it is drawn beside it.
SWING_REACH_PX = 60.0


def attracted(x_px: float, y_px: float, trace: Trace, viewport: Viewport) -> Ratio | None:
    """Return the ratio that the magnet pulls a line to; None where nothing is within 8 px of the row.

    A swing high or low near the mouse comes first, then the close of a bar under it, then a round number of the axis;
    of several of a kind the nearest row.

    Parameters
    ----------
    x_px, y_px
        Where the mouse is [px].
    """
    series = trace.series
    near = viewport.visible(len(series))
    for bars, reach in ((trace.swings, SWING_REACH_PX), (None, REACH_PX)):
        left, right = (viewport.bar_at(x_px + way * reach) for way in (-1, 1))
        first, last = max(near[0], int(left) + (left > int(left))), min(near[1], int(right) + 1)
        if bars is not None:
            found = bars[bars.searchsorted(first) : bars.searchsorted(last)]
            ratios = series.values[found]
        else:
            ratios = series.values[first:last]
            if not len(ratios) and near[0] < near[1]:
                # Zoomed in, a bar is wider than the magnet's reach.
                bar = min(max(round(viewport.bar_at(x_px)), near[0]), near[1] - 1)
                ratios = series.values[bar : bar + 1]
        nearest = _nearest([float(ratio) for ratio in ratios], y_px, viewport)
        if nearest is not None:
            return nearest
    return _nearest([tick.at for tick in ratio_ticks(viewport)], y_px, viewport)


def _nearest(ratios: list[float], y_px: float, viewport: Viewport) -> Ratio | None:
    within = [
        (apart, ratio) for ratio in ratios if ratio > 0 and (apart := abs(viewport.y_of(ratio) - y_px)) <= REACH_PX
    ]
    return Ratio(min(within)[1]) if within else None
