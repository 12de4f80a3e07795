"""The crosshair with its tags on both axes."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from ratiodesk.chart.frame import AXIS_HEIGHT_PX, AXIS_WIDTH_PX, Frame
from ratiodesk.chart.layer import Layer, draw_tag
from ratiodesk.chart.level_layer import TAG_HEIGHT_PX
from ratiodesk.chart.tick import moment_label
from ratiodesk.domain.ratio import format_ratio


class CrosshairLayer(Layer):
    """Two dashed lines that snap to sessions, a date below, a ratio on the right."""

    reads = ("viewport", "palette", "font", "series", "cursor")

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if frame.cursor is None or frame.series is None:
            return
        view, palette = frame.viewport, frame.palette
        bar = min(max(round(view.bar_at(frame.cursor[0])), 0), len(frame.series) - 1)
        x = round(view.x_of(bar)) + 0.5
        y = frame.cursor[1]
        painter.setFont(frame.font)
        dashes = QPen(QColor(palette.cursor), 1, Qt.PenStyle.DashLine)
        painter.setPen(dashes)
        painter.drawLine(QPointF(0, y), QPointF(view.width, y))
        if 0 <= x <= view.width:
            painter.drawLine(QPointF(x, 0), QPointF(x, view.height))
            text = moment_label(frame.series.sessions[bar])
            width = QFontMetricsF(frame.font).horizontalAdvance(text) + 18
            left = min(max(x - width / 2, 0), view.width + AXIS_WIDTH_PX - width)
            rect = QRectF(left, view.height + (AXIS_HEIGHT_PX - TAG_HEIGHT_PX) / 2, width, TAG_HEIGHT_PX)
            draw_tag(painter, rect, text, palette.field, palette.text, border=palette.border)
        ratio = view.ratio_at(y)
        if ratio > 0:
            rect = QRectF(view.width + 2, y - TAG_HEIGHT_PX / 2, AXIS_WIDTH_PX - 6, TAG_HEIGHT_PX)
            draw_tag(painter, rect, format_ratio(ratio), palette.field, palette.text, border=palette.border)
