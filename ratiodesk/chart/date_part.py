"""The labels of the date axis, or a sentence where there is nothing to draw."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from ratiodesk.chart.frame import AXIS_HEIGHT_PX, AXIS_WIDTH_PX, Frame
from ratiodesk.chart.part import Exposed, Part, colour

_APART_PX = 10.0
# First and last column of a label, and what it says.
_Label = tuple[float, float, str]


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


class DateLabels:
    """The labels of the last frame, placed again only where it differs in what they depend on."""

    READS = ("viewport", "trace", "letters")

    def __init__(self) -> None:
        self._frame: Frame | None = None
        self._labels: list[_Label] = []

    def of(self, frame: Frame) -> list[_Label]:
        """Return the labels of a frame."""
        known = self._frame
        if known is None or any(getattr(known, name) is not getattr(frame, name) for name in self.READS):
            self._labels = date_labels(frame)
        self._frame = frame
        return self._labels


def date_labels(frame: Frame) -> list[_Label]:
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
