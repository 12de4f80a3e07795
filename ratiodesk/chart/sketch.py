"""The chart before it can be touched: one frame on a bare widget."""

from dataclasses import replace

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ratiodesk.chart.frame import Frame, plot_size
from ratiodesk.chart.lettering import Lettering
from ratiodesk.chart.part import exposure
from ratiodesk.chart.sight import sight_of
from ratiodesk.chart.still import still_picture
from ratiodesk.chart.title_part import TitlePart
from ratiodesk.domain.layout import View


class Sketch(QWidget):
    """Paints what the chart will, with the same parts, while the chart itself is still being loaded.

    Parameters
    ----------
    frame
        What to paint; the part in sight is that of *view*, in the size the widget gets.
    """

    def __init__(self, frame: Frame, view: View, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chartSketch")
        self._frame, self._view = replace(frame, letters=Lettering(self.font())), view

    @property
    def frame(self) -> Frame:
        """What is painted."""
        width, height, pane_px = plot_size(self.width(), self.height(), len(self._frame.panes))
        port = replace(self._frame.viewport, width=width, height=height)
        frame = replace(self._frame, viewport=port, pane_px=pane_px, device_ratio=self.devicePixelRatioF())
        return replace(frame, viewport=sight_of(self._view, frame.trace, port)[0])

    def paintEvent(self, event: QPaintEvent) -> None:
        frame = self.frame
        with QPainter(self) as painter:
            for part in (still_picture(), TitlePart()):
                part.take(None, frame)
                part.paint(painter, frame, exposure([self.rect()]))
