"""The yardstick: one widget that paints what the chart shows, with nothing but QPainter."""

from painter_picture import AXIS_PX, DATE_PX, Picture, Place
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget
from scene import Scene

from ratiodesk.ui.theme import DARK

# What a line, its name and its tag reach above and below their row.
_LINE_PX = 24


class PainterChart(QWidget):
    """Paints a new view straight to the widget; under a hand it paints only what moved, over kept pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._picture: Picture | None = None
        self._place = Place(0.0, 1.0, 0.0, 1.0, 1.0, 1.0)
        self._lines: tuple[float, ...] = ()
        self._cursor: tuple[float, float] | None = None
        # Without crosshair; and without crosshair, zones and lines.
        self._still: QPixmap | None = None
        self._layer: QPixmap | None = None
        self._renewed = True

    @property
    def window(self) -> QWidget:  # type: ignore[override]
        return self

    @property
    def painted(self) -> QWidget:
        return self

    def load(self, scene: Scene) -> None:
        self._picture = Picture(scene, DARK.chart_palette(), self.font())
        self._lines = scene.lines
        self.look(-0.5, len(scene) - 0.5)

    def look(self, left: float, right: float) -> None:
        if self._picture is None:
            return
        width, height = float(self.width() - AXIS_PX), float(self.height() - DATE_PX)
        self._place = self._picture.fit(left, right, width, height)
        self._still = self._layer = self._cursor = None
        self._renewed = True
        self.update()

    def point(self, x: float, y: float) -> None:
        self._cursor = x, y
        if self._still is None:
            self._still = QPixmap(self.size())
            with QPainter(self._still) as painter:
                self._paint_all(painter)
        # All of it: Qt copies a whole picture faster than the strips of a cross, clipped to their region.
        self.update()

    def leave(self) -> None:
        self._cursor = None
        self._renewed = True
        self.update()

    def drag(self, ratio: float) -> None:
        target, before, stop = self._lines
        self._lines = target, ratio, stop
        self._still = None
        if self._layer is None and self._picture is not None:
            self._layer = QPixmap(self.size())
            self._layer.fill(Qt.GlobalColor.transparent)
            with QPainter(self._layer) as painter:
                self._picture.paint_grid(painter, self._place, None)
                self._picture.paint_curve(painter, self._place)
        rows = sorted(round(self._place.row(value)) for value in (before, ratio))
        self.update(QRect(0, rows[0] - _LINE_PX, self.width(), rows[1] - rows[0] + 2 * _LINE_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None:
            return
        with QPainter(self) as painter:
            whole = self._renewed or event.rect() == self.rect()
            self._renewed = False
            if self._still is not None and self._cursor is not None:
                painter.drawPixmap(0, 0, self._still)
                self._picture.paint_cursor(painter, self._place, self._cursor)
            elif self._layer is not None and not whole:
                rect = event.rect()
                painter.setClipRect(rect)
                self._picture.paint_zones(painter, self._place, self._lines)
                painter.drawPixmap(rect, self._layer, rect)
                self._picture.paint_lines(painter, self._place, self._lines)
            else:
                self._paint_all(painter)

    def _paint_all(self, painter: QPainter) -> None:
        assert self._picture is not None
        self._picture.paint_zones(painter, self._place, self._lines)
        self._picture.paint_grid(painter, self._place, self._lines)
        self._picture.paint_curve(painter, self._place)
        self._picture.paint_lines(painter, self._place, self._lines)


def make() -> PainterChart:
    return PainterChart()
