"""Thin lines in the entry zone where the plan earns once, twice, three times what it risks."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QRegion

from ratiodesk.chart.axis_part import LEADER_PX
from ratiodesk.chart.frame import Frame
from ratiodesk.chart.level_part import NAME_INDENT_PX, OWN_AXIS_PX
from ratiodesk.chart.pane_part import TITLE_PX
from ratiodesk.chart.part import Exposed, Part, colour, differs, strip
from ratiodesk.chart.veil import draw_veil
from ratiodesk.domain.contour import contours
from ratiodesk.domain.plan import Plan
from ratiodesk.domain.ratio import format_ratio
from ratiodesk.local_text import local
from ratiodesk.words import tr

FAINT = 0.5
# From the right edge: beyond the leaders of tags, and the handle of a selected line.
_SIDE_PX = LEADER_PX + 10.0
# On either side of a label; names of lines take half the plot beside their indent, with the same margin.
_MARGIN_PX = 3.0
# The legend of the marks on the date axis stands so far from the bottom, or one line of text higher.
_LEGEND_PX = 12.0
# How far from a contour the mouse may be.
_NEAR_PX = 3.0
# Between a label and what else has a row.
_CLEAR_PX = 2.0


class _Drawn(NamedTuple):
    """A contour in sight: its row, what is written on it, where that begins (at no row without room), how wide it is.

    Rows and columns in pixels, as plain numbers: there are three of them in every frame of a pan.
    """

    row: int
    text: str
    left: float
    top: float | None
    width: float


class ContourPart(Part):
    """Contours from edge to edge of the ratio plot, their names at its right edge."""

    reads = (
        "viewport", "palette", "letters", "trace", "compared", "plan", "levels", "hides_levels", "contours", "marks",
    )  # fmt: skip

    def __init__(self) -> None:
        self._plan: Plan | None = None
        self._named: list[tuple[float, str]] = []
        self._drawn: tuple[Frame | None, list[_Drawn]] = None, []

    def damage(self, before: Frame, frame: Frame) -> QRegion:
        if differs(before, frame, ("viewport", "palette", "letters", "trace", "compared")):
            return super().damage(before, frame)
        region = QRegion()
        for drawn in set(self._of(before)) ^ set(self._of(frame)):
            region += strip(drawn.row, drawn.row, frame)
            if drawn.top is not None:
                rect = QRectF(drawn.left, drawn.top, drawn.width, frame.letters.height)
                region += rect.adjusted(-1, -2, 1, 2).toAlignedRect()
        return region

    def draw(self, painter: QPainter, frame: Frame, exposed: Exposed) -> None:
        found = self._of(frame)
        if not found:
            return
        letters, ink = frame.letters, colour(frame.palette.level)
        faint, width = colour(frame.palette.level, FAINT), math.ceil(frame.viewport.width)
        for row, *_ in found:
            # Several hundred times faster than a line with a translucent pen.
            painter.fillRect(0, row, width, 1, faint)
        painter.setPen(ink)
        for _, text, left, top, width_px in found:
            if top is not None:
                draw_veil(painter, QRectF(left, top + 1, width_px, letters.height - 2), frame.palette)
                letters.write(painter, left + _MARGIN_PX, top + (letters.height + letters.cap) / 2, text)

    def _of(self, frame: Frame) -> list[_Drawn]:
        """Return the contours in sight of a frame, from the one nearest to the entry."""
        if self._drawn[0] is not frame:
            self._drawn = frame, self._found(frame)
        return self._drawn[1]

    def _found(self, frame: Frame) -> list[_Drawn]:
        plan, view, trace, letters = _shown_plan(frame), frame.viewport, frame.trace, frame.letters
        if plan is None or trace is None:
            return []
        if plan is not self._plan:
            # A pan leaves the plan as it is.
            self._plan, self._named = (
                plan,
                [(each.ratio, local(f"{each.reward_risk:g} : 1")) for each in contours(plan)],
            )
        height = view.height
        placed = [(row, text) for ratio, text in self._named if 0 <= (row := round(view.y_of(ratio))) < height]
        if not placed:
            return []
        others = [view.y_of(level.ratio) for level in frame.shown_levels]
        if trace.last is not None:
            others.append(view.y_of(trace.last))
        first = TITLE_PX if frame.compared is not None else 0.0
        last = height - (letters.height + _LEGEND_PX if frame.marks else 0.0)
        tops = label_tops([row for row, _ in placed], others, letters.height, (first, last))
        right = view.width - _SIDE_PX
        indent = NAME_INDENT_PX + (OWN_AXIS_PX if frame.compared is not None else 0.0)
        free = right - indent - view.width / 2 - 2 * _MARGIN_PX
        found = []
        for (row, text), top in zip(placed, tops, strict=True):
            width = letters.width(text) + 2 * _MARGIN_PX
            found.append(_Drawn(row, text, right - width, top if width < free else None, width))
        return found


def contour_text(frame: Frame, x: float, y: float) -> str:
    """Return what a contour under the mouse means, empty where there is none."""
    plan, view = _shown_plan(frame), frame.viewport
    if plan is None or not (0 <= x <= view.width and 0 <= y < view.height):
        return ""
    near = next((each for each in contours(plan) if abs(view.y_of(each.ratio) - y) <= _NEAR_PX), None)
    if near is None:
        return ""
    needed, walk = (f"{rate * 100:.0f} %" for rate in (near.needed_win_rate, near.random_walk_win_rate))
    return tr(
        "Filled at {ratio}, the plan earns {reward} times what it risks.\n"
        "To break even, the target has to come first in {needed} of such trades; "
        "a driftless random walk reaches it first in {walk}.",
        ratio=local(format_ratio(near.ratio)),
        reward=f"{near.reward_risk:g}",
        needed=needed,
        walk=walk,
    )


def label_tops(
    rows: Sequence[float], others: Sequence[float], height_px: float, room_px: tuple[float, float]
) -> list[float | None]:
    """Return where the labels of some rows begin: above their row, else below it, None where neither is free.

    A label is on no other row and on no other label; the first of *rows* choose first.

    Parameters
    ----------
    rows
        What is labelled [px].
    others
        Rows with something else on them [px]; at most half a pixel from a labelled row they are that row.
    height_px
        Height of a label.
    room_px
        First and last row that labels may have.

    >>> label_tops([100.0, 104.0, 130.0], [], 12.0, (0.0, 200.0))
    [88.0, 104.0, 118.0]
    >>> label_tops([100.0, 108.0], [95.0], 12.0, (0.0, 110.0))
    [None, None]
    """
    taken: list[float] = []
    tops: list[float | None] = []
    for place, row in enumerate(rows):
        blocking = [other for other in others if abs(other - row) > 0.5]
        blocking += [other for at, other in enumerate(rows) if at != place]
        for top in (row - height_px, row):
            if top < room_px[0] or top + height_px > room_px[1]:
                continue
            if any(top - _CLEAR_PX < other < top + height_px + _CLEAR_PX for other in blocking):
                continue
            if all(abs(top - other) >= height_px for other in taken):
                taken.append(top)
                tops.append(top)
                break
        else:
            tops.append(None)
    return tops


def _shown_plan(frame: Frame) -> Plan | None:
    """Return the plan whose contours are to be seen, None if none are."""
    shown = frame.trace is not None and frame.contours and not frame.hides_levels
    return frame.plan if shown else None
