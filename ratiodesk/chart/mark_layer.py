"""Small marks on the date axis, each with a text for the mouse that rests on it."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from ratiodesk.chart.frame import Frame
from ratiodesk.chart.layer import Layer
from ratiodesk.chart.mark import Marks

_HALF_PX, _HEIGHT_PX = 3.5, 5.5
# How far from a mark the mouse may be.
_NEAR_PX = 6.0


class MarkLayer(Layer):
    """Triangles where the plot meets the date axis."""

    reads = ("viewport", "palette", "series", "marks")

    def draw(self, painter: QPainter, frame: Frame) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for marks in frame.marks:
            painter.setBrush(QColor(frame.palette.curve if marks.raised else frame.palette.muted))
            base = frame.viewport.height
            tip = base - _HEIGHT_PX if marks.raised else base + _HEIGHT_PX
            for x in columns_of(marks, frame):
                corners = (QPointF(x - _HALF_PX, base), QPointF(x + _HALF_PX, base), QPointF(x, tip))
                painter.drawPolygon(QPolygonF(corners))


def columns_of(marks: Marks, frame: Frame) -> list[float]:
    """Return the pixel columns of the marks in sight; a session between two bars belongs to the later one."""
    if frame.series is None:
        return []
    view, days = frame.viewport, frame.series.sessions.astype("datetime64[D]")
    bars = np.searchsorted(days, marks.sessions)
    bars = np.unique(bars[(marks.sessions >= days[0]) & (bars < len(days))])
    x = (bars - view.left) * view.bar_px
    return [float(column) for column in x[(x >= 0) & (x <= view.width)]]


def text_at(frame: Frame, x: float, y: float) -> str:
    """Return what the marks under the mouse mean, empty where there are none."""
    if abs(y - frame.viewport.height) > 2 * _NEAR_PX:
        return ""
    near = [marks.text for marks in frame.marks if any(abs(at - x) <= _NEAR_PX for at in columns_of(marks, frame))]
    return "\n".join(near)
