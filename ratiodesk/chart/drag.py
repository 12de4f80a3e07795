"""What the mouse does with a button held down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from ratiodesk.chart.measure import moved_among
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.series import Dates

if TYPE_CHECKING:
    from ratiodesk.chart.chart import Chart

# Dragging an axis over its whole length scales it by this factor.
_AXIS_FACTOR = 4.0


class Area(Enum):
    """Parts of the chart that a drag means different things in."""

    PLOT = auto()
    PANE = auto()
    RATIO_AXIS = auto()
    DATE_AXIS = auto()


@dataclass(slots=True)
class Drag:
    """A button held down.

    Parameters
    ----------
    start
        Where it went down.
    follow, finish, cancel
        What moving does, and letting go; what takes it back. Without *finish* nothing more happens than a click.
    shift
        Lets it go on after other sessions took the place of those before, and moved what is in sight by some bars.
    rebase
        Lets it go on from what wheel, keys or a command have brought into sight meanwhile.
    moving, moves_level
        Whether the mouse has left the place; whether a line goes with it.
    at
        Where the mouse was last.
    """

    start: QPointF
    follow: Callable[[QPointF, Qt.KeyboardModifier], None]
    cancel: Callable[[], None]
    finish: Callable[[QPointF, Qt.KeyboardModifier], None] | None = None
    shift: Callable[[float, Dates, Dates], None] | None = None
    rebase: Callable[[QPointF], None] | None = None
    moving: bool = False
    moves_level: bool = False
    at: QPointF = field(init=False)

    def __post_init__(self) -> None:
        self.at = self.start


def view_drag(chart: Chart, start: QPointF, area: Area) -> Drag:
    """Return the drag that pans the plot or a pane, or scales an axis."""
    origin, first = start, chart.frame.viewport
    before, followed, name = first, chart.follows, chart.range_name
    count = len(chart.frame.series) if chart.frame.series else 0

    def sized(viewport: Viewport) -> Viewport:
        """Return the part of *viewport* in the chart's size and scale, which may have changed meanwhile."""
        now = chart.frame.viewport
        if now.log and viewport.low <= 0:
            viewport = replace(viewport, low=now.low, high=now.high)
        return replace(viewport, width=now.width, height=now.height, log=now.log)

    def follow(at: QPointF, _: Qt.KeyboardModifier) -> None:
        across, down = at.x() - origin.x(), at.y() - origin.y()
        if area is Area.RATIO_AXIS:
            factor = _AXIS_FACTOR ** (down / before.height)
            chart.move_to(sized(before.stretched(factor, before.height / 2)), name=None, follows=False)
        elif area is Area.DATE_AXIS:
            factor = _AXIS_FACTOR ** (-across / before.width)
            chart.move_to(sized(before.zoomed(factor, before.right, count)))
        else:
            panned = before.panned(-across / before.bar_px, count)
            chart.move_to(sized(panned if chart.follows or area is Area.PANE else panned.raised(down)))

    def shift(bars: float, _before: Dates, _after: Dates) -> None:
        nonlocal first, before, count
        first, before = (replace(port, left=port.left + bars, right=port.right + bars) for port in (first, before))
        count = len(chart.frame.series) if chart.frame.series else 0

    def rebase(at: QPointF) -> None:
        nonlocal origin, before
        origin, before = at, chart.frame.viewport

    def cancel() -> None:
        chart.move_to(sized(first), name=name, follows=followed)

    return Drag(start, follow, cancel, shift=shift, rebase=rebase)


def measure_drag(chart: Chart, start: QPointF) -> Drag:
    """Return the drag that measures from a bar and a ratio, wherever they are on the screen by then."""
    first = chart.spot_at(start)

    def measure(at: QPointF) -> None:
        chart.measure(first, chart.spot_at(at))

    def shift(_bars: float, before: Dates, after: Dates) -> None:
        nonlocal first
        if first is not None:
            first = first[0] + moved_among(first[0], before, after), first[1]

    def rebase(at: QPointF) -> None:
        if drag.moving:
            measure(at)

    drag = Drag(start, lambda at, _: measure(at), lambda: chart.measure(None), lambda *_: None, shift, rebase)
    return drag


def fixed_drag(start: QPointF, tell: Callable[[], None]) -> Drag:
    """Return the drag of a line that cannot be moved: it says so, once."""
    told = False

    def follow(_at: QPointF, _keys: Qt.KeyboardModifier) -> None:
        nonlocal told
        if not told:
            told = True
            tell()

    return Drag(start, follow, lambda: None, lambda *_: None)
