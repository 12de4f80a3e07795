"""What the marks on the date axis are, in one line."""

from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QRegion

from ratiodesk.chart.frame import Frame
from ratiodesk.chart.level_part import OWN_AXIS_PX
from ratiodesk.chart.mark import Marks
from ratiodesk.chart.mark_part import MARK_HALF_PX, MARK_HEIGHT_PX, columns_of, draw_mark
from ratiodesk.chart.pane import own_axis
from ratiodesk.chart.part import Exposed, Part, colour, differs
from ratiodesk.chart.veil import draw_veil

# A mark with the space behind it, and with its name and the space behind that.
_SIGN_PX = 2 * MARK_HALF_PX + 4.0
_ENTRY_PX = _SIGN_PX + 10.0
# From the sides of the plot, on the left from the axis of a second ratio too; from its bottom, where the marks stand.
_SIDE_PX, _BOTTOM_PX = 12.0, 9.0
_MARGIN_PX = 3.0
# Names of lines stand so many of their heights around them, and take half the plot beside their indent.
_NAME_HEIGHTS, _NAMES_PX = 3.0, 80.0


class LegendPart(Part):
    """Stands in a lower corner of the ratio plot that nothing else needs."""

    reads = ("viewport", "palette", "letters", "trace", "compared", "marks", "levels", "hides_levels")
    needs = ("marks",)

    def damage(self, before: Frame, frame: Frame) -> QRegion:
        if differs(before, frame, ("viewport", "palette", "letters", "trace", "compared")):
            return super().damage(before, frame)
        rects = [legend_rect(before), legend_rect(frame)]
        region = QRegion()
        if rects[0] != rects[1] or differs(before, frame, ("marks",)):
            for rect in rects:
                region += rect.adjusted(-1, -1, 1, 1).toAlignedRect() if rect is not None else QRegion()
        return region

    def draw(self, painter: QPainter, frame: Frame, exposed: Exposed) -> None:
        rect = legend_rect(frame)
        if rect is None:
            return
        letters, x, middle = frame.letters, rect.left() + _MARGIN_PX, rect.center().y()
        draw_veil(painter, rect, frame.palette)
        marks = _told(frame)
        for each in marks:
            base = middle + (MARK_HEIGHT_PX if each.raised else -MARK_HEIGHT_PX) / 2
            draw_mark(painter, frame, each, x + MARK_HALF_PX, base)
            painter.setPen(colour(frame.palette.muted))
            letters.write(painter, x + _SIGN_PX, middle + letters.cap / 2, each.name)
            x += letters.width(each.name) + _ENTRY_PX
        letters.write(painter, x, middle + letters.cap / 2, marks[0].kind)


def legend_rect(frame: Frame) -> QRectF | None:
    """Return where the legend stands, None while no mark is in sight or something is in both corners."""
    marks = _told(frame)
    if not marks:
        return None
    view, letters = frame.viewport, frame.letters
    words = letters.width(marks[0].kind) + sum(letters.width(each.name) + _ENTRY_PX for each in marks)
    width, top = words + 2 * _MARGIN_PX, view.height - _BOTTOM_PX - letters.height
    left = _SIDE_PX - _MARGIN_PX + (OWN_AXIS_PX if frame.compared is not None else 0.0)
    if width + 2 * left > view.width:
        return None
    corners = (QRectF(at, top, width, letters.height) for at in (view.width - _SIDE_PX + _MARGIN_PX - width, left))
    return next((corner for corner in corners if _is_free(frame, corner)), None)


def _told(frame: Frame) -> list[Marks]:
    """Return the marks in sight that have a name."""
    return [each.marks for each in frame.marks if each.marks.name and columns_of(each, frame)]


def _is_free(frame: Frame, rect: QRectF) -> bool:
    """Return whether neither curves nor lines and their names are where a rectangle is."""
    view, trace = frame.viewport, frame.trace
    if trace is None:
        return False
    # Beyond the names there are only the lines themselves to keep clear of.
    named = rect.left() < view.width / 2 + _NAMES_PX
    margin = _NAME_HEIGHTS * frame.letters.height if named else _MARGIN_PX
    rows = [view.y_of(level.ratio) for level in frame.shown_levels]
    rows += [view.y_of(trace.last)] if trace.last is not None else []
    if any(rect.top() - margin <= row <= rect.bottom() + margin for row in rows):
        return False
    return all(low + _MARGIN_PX < rect.top() or high - _MARGIN_PX > rect.bottom() for high, low in _curves(frame, rect))


def _curves(frame: Frame, rect: QRectF) -> list[tuple[float, float]]:
    """Return first and last row of each curve above and below a rectangle."""
    view, trace, compared = frame.viewport, frame.trace, frame.compared
    left, right = view.bar_at(rect.left()), view.bar_at(rect.right())
    part = replace(view, left=left, right=right, width=rect.width())
    rows = []
    extent = trace.extent(part) if trace is not None else None
    if extent is not None:
        rows.append((view.y_of(extent[1]), view.y_of(extent[0])))
    axis = own_axis(compared, view, view.height, log=view.log) if compared is not None else None
    if compared is not None and axis is not None and axis.lines[0] is not None:
        line = compared.lines[0].line
        own = line.extent(*part.visible(len(line)))
        if own is not None:
            rows.append((axis.lines[0].y_of(own[1]), axis.lines[0].y_of(own[0])))
    return rows
