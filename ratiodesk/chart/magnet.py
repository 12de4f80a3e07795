"""Where a line comes to lie that is put down by hand: at what is near, or at a round ratio."""

import math

from ratiodesk.chart.tick import ratio_ticks
from ratiodesk.chart.trace import Trace
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.ratio import LOWEST, Ratio, snap_to_step

REACH_PX = 8.0
# A turn of the ratio is meant from this far to its side: a line through it is drawn beside it.
SWING_REACH_PX = 60.0
# Rounding to a step moves a line by half of it at most.
_STEP_PX = 1.8


def attracted(x_px: float, y_px: float, trace: Trace, viewport: Viewport) -> Ratio | None:
    """Return the ratio that the magnet pulls a line to; None where nothing is within 8 px of the row.

    A swing high or low near the mouse comes first, then the close of a bar under it, then a round number of the axis;
    of several of a kind the nearest row. Beside the plot or the history, only round numbers pull.

    Parameters
    ----------
    x_px, y_px
        Where the mouse is [px].
    """
    for ratios in _closes_near(x_px, trace, viewport):
        nearest = _nearest(ratios, y_px, viewport)
        if nearest is not None:
            return nearest
    return _nearest([tick.at for tick in ratio_ticks(viewport)], y_px, viewport)


def _closes_near(x_px: float, trace: Trace, viewport: Viewport) -> list[list[float]]:
    """Return the closes of turns near a column and of the bars under it, none where there is no bar."""
    values = trace.series.values
    under = round(viewport.bar_at(x_px))
    end = min(max(under, 0), len(values) - 1)
    # A bar narrower than the magnet's reach may be aimed at from that far beside it.
    beside = under != end and abs(viewport.x_of(end) - x_px) > REACH_PX
    if beside or not 0 <= x_px < viewport.width:
        return []
    seen = viewport.visible(len(values))
    spans = []
    for reach in (SWING_REACH_PX, REACH_PX):
        left, right = (viewport.bar_at(x_px + way * reach) for way in (-1, 1))
        spans.append((max(seen[0], math.ceil(left)), min(seen[1], math.floor(right) + 1)))
    (first, last), (first_under, last_under) = spans
    turns = trace.swings[trace.swings.searchsorted(first) : trace.swings.searchsorted(last)]
    # Zoomed in, a bar is wider than the magnet's reach.
    closes = values[first_under:last_under] if first_under < last_under else values[end : end + 1]
    return [values[turns].tolist(), closes.tolist()]


def _nearest(ratios: list[float], y_px: float, viewport: Viewport) -> Ratio | None:
    within = [
        (apart, ratio) for ratio in ratios if ratio > 0 and (apart := abs(viewport.y_of(ratio) - y_px)) <= REACH_PX
    ]
    return Ratio(min(within)[1]) if within else None


def round_ratio(y_px: float, viewport: Viewport) -> Ratio:
    """Return the ratio of a row: as round as staying within a pixel of it allows."""
    step = 10.0 ** math.floor(math.log10(max(_STEP_PX * viewport.ratio_px(y_px), 1e-12)))
    exact = viewport.ratio_at(y_px)
    snapped = snap_to_step(exact, step)
    # Beyond what a level may be there is no other one to be put down instead.
    return Ratio(snapped if snapped > 0 else exact if exact > 0 else LOWEST)
