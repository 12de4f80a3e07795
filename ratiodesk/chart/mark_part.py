"""Small marks on the date axis, each with a text for the mouse that rests on it."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from ratiodesk.chart.frame import Frame
from ratiodesk.chart.mark import Marks, PlacedMarks
from ratiodesk.chart.part import Exposed, Part
from ratiodesk.chart.pyramid import Indices

MARK_HALF_PX, MARK_HEIGHT_PX = 3.5, 5.5
# How far from a mark the mouse may be.
_NEAR_PX = 6.0
# Closer together than they are wide, marks would be one band: they are left out.
_LEAST_APART_PX = 2 * MARK_HALF_PX


class MarkPart(Part):
    """Triangles where the plot meets the date axis."""

    reads = ("viewport", "palette", "trace", "marks")
    needs = ("marks",)

    def draw(self, painter: QPainter, frame: Frame, exposed: Exposed) -> None:
        for marks in frame.marks:
            for x in columns_of(marks, frame):
                draw_mark(painter, frame, marks.marks, x, frame.viewport.height)


def draw_mark(painter: QPainter, frame: Frame, marks: Marks, x: float, base: float) -> None:
    """Paint one mark that stands on a row."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(frame.palette.curve if marks.raised else frame.palette.muted))
    tip = base - MARK_HEIGHT_PX if marks.raised else base + MARK_HEIGHT_PX
    corners = (QPointF(x - MARK_HALF_PX, base), QPointF(x + MARK_HALF_PX, base), QPointF(x, tip))
    painter.drawPolygon(QPolygonF(corners))


def columns_of(marks: PlacedMarks, frame: Frame) -> list[float]:
    """Return the pixel columns of the marks in sight, none where there are too many to tell apart."""
    bars = _in_sight(marks, frame)
    if len(bars) > 1 and (bars[-1] - bars[0]) * frame.viewport.bar_px < (len(bars) - 1) * _LEAST_APART_PX:
        return []
    return [frame.viewport.x_of(float(bar)) for bar in bars]


def text_at(frame: Frame, x: float, y: float) -> str:
    """Return what the marks under the mouse mean, empty where there are none."""
    if abs(y - frame.viewport.height) > 2 * _NEAR_PX:
        return ""
    near = [
        marks.marks.text for marks in frame.marks if any(abs(at - x) <= _NEAR_PX for at in columns_of(marks, frame))
    ]
    return "\n".join(near)


def _in_sight(marks: PlacedMarks, frame: Frame) -> Indices:
    first, last = marks.bars.searchsorted((frame.viewport.left, frame.viewport.right))
    return marks.bars[first:last]
