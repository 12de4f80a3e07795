"""The band of the plan, or of the lines, that a ratio is in: exactly one for every ratio."""

from collections.abc import Sequence
from enum import StrEnum

from ratiodesk.domain.plan import Direction, Plan
from ratiodesk.domain.ratio import on_line
from ratiodesk.words import mark, tr


class Zone(StrEnum):
    """Where the ratio stands. The first four need a plan, the others do without."""

    STOPPED = "stopped"
    ENTRY = "entry"
    HOLD = "hold"
    TARGET = "target"
    ABOVE = "above"
    BETWEEN = "between"
    BELOW = "below"
    NONE = "no_levels"

    @property
    def display_name(self) -> str:
        """The zone in the words of the desk."""
        return tr(_NAMES[self])


_NAMES = {
    Zone.STOPPED: mark("Stopped"),
    Zone.ENTRY: mark("Entry zone"),
    Zone.HOLD: mark("Hold"),
    Zone.TARGET: mark("Target"),
    Zone.ABOVE: mark("Above"),
    Zone.BETWEEN: mark("Between"),
    Zone.BELOW: mark("Below"),
    Zone.NONE: mark("No levels"),
}


def zone_of(ratio: float, plan: Plan) -> Zone:
    """Return the zone of *ratio* in *plan*.

    Short ratio: R > S stopped; E ≤ R ≤ S entry; T < R < E hold; R ≤ T target. Long ratio: the mirror. A ratio within
    a few units in the last place of a line is on it: 110/100 and the line 1.10 must agree upside down too.

    >>> plan = Plan(entry=2.13, stop=2.35, target=1.95)
    >>> [str(zone_of(r, plan)) for r in (2.36, 2.35, 2.13, 2.00, 1.95)]
    ['stopped', 'entry', 'entry', 'hold', 'target']
    """
    if on_line(ratio, plan.stop) or on_line(ratio, plan.entry):
        return Zone.ENTRY
    if on_line(ratio, plan.target):
        return Zone.TARGET
    sign = 1.0 if plan.direction is Direction.SHORT_RATIO else -1.0
    if sign * ratio > sign * plan.stop:
        return Zone.STOPPED
    if sign * ratio > sign * plan.entry:
        return Zone.ENTRY
    return Zone.HOLD if sign * ratio > sign * plan.target else Zone.TARGET


def place_among(ratio: float, levels: Sequence[float]) -> Zone:
    """Return where *ratio* lies among lines that make no plan; on the highest counts as above."""
    if not levels:
        return Zone.NONE
    if ratio >= max(levels):
        return Zone.ABOVE
    return Zone.BELOW if ratio < min(levels) else Zone.BETWEEN


def neighbours(ratio: float, levels: Sequence[float]) -> tuple[float, float]:
    """Return the lines just below (or at) and just above a ratio that lies between lines."""
    return max(level for level in levels if level <= ratio), min(level for level in levels if level > ratio)
