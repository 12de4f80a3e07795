"""The labels of the date axis, or a sentence where there is nothing to draw."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from ratiodesk.chart.frame import AXIS_HEIGHT_PX, AXIS_WIDTH_PX, Frame
from ratiodesk.chart.part import Exposed, Part, colour

_APART_PX = 10.0


class DatePart(Part):
    """The row below the ratio plot."""

    reads = ("viewport", "palette", "letters", "trace", "sentence")

    def draw(self, painter: QPainter, frame: Frame, exposed: Exposed) -> None:
        view, palette = frame.viewport, frame.palette
        letters = frame.letters
        painter.setPen(colour(palette.muted))
        if frame.trace is None:
            area = QRectF(0, 0, view.width, view.height).adjusted(24, 24, -24, -24)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, frame.sentence)
            return
        base = view.height + AXIS_HEIGHT_PX / 2 + letters.cap / 2
        for left, _, label in date_labels(frame):
            letters.write(painter, left, base, label)


def date_labels(frame: Frame) -> list[tuple[float, float, str]]:
    """Return the labels that have room, each with its first and last column."""
    if frame.trace is None:
        return []
    view, letters, right = frame.viewport, frame.letters, -_APART_PX
    placed = []
    for tick in frame.trace.date_ticks(view):
        x = round(view.x_of(tick.at)) + 0.5
        if not tick.label or not 0 <= x <= view.width + 1:
            continue
        half = letters.width(tick.label) / 2
        if x - half > max(right + _APART_PX, 2) and x + half < view.width + AXIS_WIDTH_PX - 2:
            right = x + half
            placed.append((x - half, right, tick.label))
    return placed
