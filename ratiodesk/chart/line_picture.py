"""A small chart that cannot be touched: the ratio of some years and the lines over it."""

from dataclasses import replace

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ratiodesk.chart.frame import Frame, plot_size
from ratiodesk.chart.lettering import Lettering
from ratiodesk.chart.palette import Palette
from ratiodesk.chart.part import colour, exposure
from ratiodesk.chart.sight import sight_of
from ratiodesk.chart.still import still_picture
from ratiodesk.chart.trace import Trace
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.layout import Scale, View
from ratiodesk.domain.level import Level
from ratiodesk.domain.plan import Plan
from ratiodesk.domain.series import RatioSeries
from ratiodesk.words import tr

_RANGE = "5Y"
_HINT_PX, _LEAST_PX = (420, 300), (240, 180)


class LinePicture(QWidget):
    """Paints what the chart would, in the same colours; all lines are in sight that are not far from the ratio."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame = Frame(Viewport(), palette, Lettering(self.font()), contours=False)
        self._scale = Scale.LINEAR
        self.setMinimumSize(*_LEAST_PX)

    def sizeHint(self) -> QSize:
        return QSize(*_HINT_PX)

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self._frame = replace(self._frame, palette=palette)
        self.update()

    def show_lines(self, series: RatioSeries, lines: tuple[Level, ...], plan: Plan | None, scale: Scale) -> None:
        """Show lines over a ratio.

        Parameters
        ----------
        plan
            The plan they make, None if they make none.
        """
        before = self._frame.trace
        trace = before if before is not None and before.series is series else Trace(series)
        if not trace.is_drawable:
            self.show_nothing(tr("There is no ratio to draw."))
            return
        self._frame = replace(self._frame, trace=trace, levels=lines, plan=plan, basis=series.basis, sentence="")
        self._scale = scale
        self.update()

    def show_nothing(self, sentence: str) -> None:
        """Say why there is no picture."""
        self._frame = replace(self._frame, trace=None, levels=(), plan=None, sentence=sentence)
        self.update()

    @property
    def frame(self) -> Frame:
        """What is painted."""
        width, height, _ = plot_size(self.width(), self.height(), 0)
        port = replace(self._frame.viewport, width=width, height=height)
        port, _ = sight_of(View(range=_RANGE, scale=self._scale), self._frame.trace, port)
        lines = (level.ratio for level in self._frame.levels if level.basis is self._frame.basis)
        return replace(self._frame, viewport=port.reaching_near(lines), device_ratio=self.devicePixelRatioF())

    def paintEvent(self, event: QPaintEvent) -> None:
        frame = self.frame
        with QPainter(self) as painter:
            picture = still_picture()
            picture.take(None, frame)
            picture.paint(painter, frame, exposure([self.rect()]))
            painter.setPen(colour(frame.palette.border))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
