"""An item of the scene that paints parts of the chart in pixels."""

import sys
from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ratiodesk.chart.frame import Frame
from ratiodesk.chart.part import Exposed, Part


class Layer(pg.GraphicsObject):  # type: ignore[misc]
    """Parts of the chart, one over the other."""

    def __init__(self, z: float, parts: Sequence[Part]) -> None:
        super().__init__()
        self.setZValue(z)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption, False)
        self._parts = parts
        self._frame: Frame | None = None
        self._failed: Frame | None = None
        self._size = (1.0, 1.0)
        # The rectangles of the paint event under way.
        self.exposed: Exposed = ()

    def show_frame(self, frame: Frame) -> list[QRegion]:
        """Take a frame and return what of the last picture it makes wrong."""
        before, self._frame = self._frame, frame
        if frame.size != self._size:
            self.prepareGeometryChange()
            self._size = frame.size
        return [region for part in self._parts if (region := part.take(before, frame)) is not None]

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, *self._size)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if self._frame is None or self._failed is self._frame:
            return
        _align(painter, self._frame.device_ratio)
        try:
            for part in self._parts:
                part.paint(painter, self._frame, self.exposed)
        except Exception:  # noqa: BLE001 - an exception that leaves a paint event ends the process
            self._failed = self._frame
            sys.excepthook(*sys.exc_info())


def _align(painter: QPainter, device_ratio: float) -> None:
    """Move the origin to a whole pixel of the device, where kept pictures are laid: all then looks as they do.

    At 125 % a chart begins within a pixel as often as not. A view takes a new transform for every item.
    """
    if not device_ratio % 1:
        return
    place = painter.deviceTransform()
    left, top = (round(at) - at for at in (place.dx(), place.dy()))
    if left or top:
        painter.translate(left / device_ratio, top / device_ratio)
