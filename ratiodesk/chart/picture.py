"""What some parts of the chart paint, kept for the next time."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap, QRegion

from ratiodesk.chart.frame import Frame
from ratiodesk.chart.part import Exposed, Part, differs, exposure


class Picture(Part):
    """Paints its parts one over the other, and keeps what they painted as soon as it is asked for it a second time.

    A frame of a pan or a zoom is painted once and never again, so that keeping it would only cost time.

    Parameters
    ----------
    parts
        From the lowest to the highest.
    opaque
        Whether the lowest one fills everything.
    """

    def __init__(self, parts: Sequence[Part], *, opaque: bool = False) -> None:
        self._parts, self._opaque = parts, opaque
        self._kept: QPixmap | None = None
        self._painted = False

    def take(self, before: Frame | None, frame: Frame) -> QRegion | None:
        damaged = [region for part in self._parts if (region := part.take(before, frame)) is not None]
        if damaged or before is None or differs(before, frame, ("device_ratio",)):
            self._kept, self._painted = None, False
        region = QRegion()
        for each in damaged:
            region += each
        return region if damaged else None

    def draw(self, painter: QPainter, frame: Frame, exposed: Exposed) -> None:
        if self._kept is None and not self._painted:
            self._painted = True
            self._draw_parts(painter, frame, exposed)
            return
        if self._kept is None:
            self._kept = self._picture(frame)
        # The clip of the paint event leaves out the rest; a cut at a fraction of a pixel of the device would shift it.
        painter.drawPixmap(0, 0, self._kept)

    def _picture(self, frame: Frame) -> QPixmap:
        area = QRectF(0, 0, *frame.size).toAlignedRect()
        ratio = frame.device_ratio
        picture = QPixmap(QSize(round(area.width() * ratio), round(area.height() * ratio)))
        picture.setDevicePixelRatio(ratio)
        picture.fill(frame.palette.background if self._opaque else Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            self._draw_parts(painter, frame, exposure([area]))
        return picture

    def _draw_parts(self, painter: QPainter, frame: Frame, exposed: Exposed) -> None:
        for part in self._parts:
            part.paint(painter, frame, exposed)
