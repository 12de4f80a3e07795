"""The crosshair with its tags on both axes."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QRegion

from ratiodesk.chart.axis_tag import TAG_HEIGHT_PX
from ratiodesk.chart.date_tick import moment_label
from ratiodesk.chart.frame import AXIS_HEIGHT_PX, AXIS_WIDTH_PX, Frame
from ratiodesk.chart.pane import own_axis
from ratiodesk.chart.pane_part import TITLE_PX, plot_height
from ratiodesk.chart.part import Exposed, Part, colour, differs, draw_tag
from ratiodesk.chart.tick import short
from ratiodesk.domain.ratio import format_ratio

_DATE_TAG_PX = 160.0


class CrosshairPart(Part):
    """Two dashed lines that snap to sessions, a date below, a value on the right."""

    reads = ("viewport", "palette", "letters", "trace", "panes", "cursor")

    def damage(self, before: Frame, frame: Frame) -> QRegion:
        if differs(before, frame, ("viewport", "palette", "letters", "trace", "panes")):
            return super().damage(before, frame)
        return _region(before) + _region(frame)

    def draw(self, painter: QPainter, frame: Frame, exposed: Exposed) -> None:
        bar = frame.cursor_bar
        if frame.cursor is None or frame.trace is None or bar is None:
            return
        view, palette = frame.viewport, frame.palette
        x, y = round(view.x_of(bar)) + 0.5, round(frame.cursor[1]) + 0.5
        painter.setPen(QPen(colour(palette.cursor), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(0, y), QPointF(view.width, y))
        if 0 <= x <= view.width:
            painter.drawLine(QPointF(x, 0), QPointF(x, view.height))
            if frame.panes:
                painter.drawLine(QPointF(x, frame.pane_top(0)), QPointF(x, frame.size[1]))
            text = moment_label(frame.trace.series.sessions[bar])
            width = frame.letters.width(text) + 18
            left = min(max(x - width / 2, 0), view.width + AXIS_WIDTH_PX - width)
            rect = QRectF(left, view.height + (AXIS_HEIGHT_PX - TAG_HEIGHT_PX) / 2, width, TAG_HEIGHT_PX)
            draw_tag(painter, rect, text, frame.letters, palette.field, palette.text, border=palette.border)
        value = _value_text(frame, frame.cursor[1])
        if value:
            rect = QRectF(view.width + 2, y - TAG_HEIGHT_PX / 2, AXIS_WIDTH_PX - 6, TAG_HEIGHT_PX)
            draw_tag(painter, rect, value, frame.letters, palette.field, palette.text, border=palette.border)


def _value_text(frame: Frame, y: float) -> str:
    """Return what the axis says at a row, of the ratio or of a pane; empty between them."""
    view = frame.viewport
    if y < view.height:
        ratio = view.ratio_at(y)
        return short(format_ratio(ratio), ratio) if ratio > 0 else ""
    for place, pane in enumerate(frame.panes):
        row = y - frame.pane_top(place) - TITLE_PX
        height = plot_height(frame)
        axis = own_axis(pane, view, height) if 0 <= row <= height else None
        if axis is not None:
            return f"{axis.viewport.ratio_at(row):.{pane.decimals}f}".replace("-", "\N{MINUS SIGN}")
    return ""


def _region(frame: Frame) -> QRegion:
    """Return the pixels of the crosshair."""
    bar = frame.cursor_bar
    if frame.cursor is None or bar is None:
        return QRegion()
    view, (width, height) = frame.viewport, frame.size
    x, y = round(view.x_of(bar)), round(frame.cursor[1])
    tag = int(TAG_HEIGHT_PX / 2) + 2
    left = int(min(max(x - _DATE_TAG_PX / 2, 0), width - _DATE_TAG_PX))
    region = QRegion(QRect(0, y - 1, int(view.width) + 1, 3))
    region += QRect(x - 1, 0, 3, int(height))
    region += QRect(int(view.width), y - tag, AXIS_WIDTH_PX, 2 * tag)
    region += QRect(left, int(view.height), int(_DATE_TAG_PX), AXIS_HEIGHT_PX)
    return region
