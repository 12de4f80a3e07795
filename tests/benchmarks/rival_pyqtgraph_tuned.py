"""pyqtgraph as someone tunes it who has read its sources: the cheapest of every option."""

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget
from scene import Scene

from ratiodesk.chart.viewport import Y_PADDING
from ratiodesk.domain.series import Dates

_BACKGROUND, _CURVE, _LINE, _GRID, _CURSOR = "#14171c", "#5aa9f0", "#f0932b", "#ffffff18", "#8d96a5"
_DIVISIONS = 12


class _BarAxis(pg.AxisItem):  # type: ignore[misc]
    """Bars with their dates, each written out once."""

    def __init__(self) -> None:
        super().__init__("bottom")
        self._sessions: Dates = np.empty(0, "datetime64[D]")
        self._texts: dict[int, str] = {}

    def load(self, sessions: Dates) -> None:
        self._sessions, self._texts = sessions.astype("datetime64[D]"), {}

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        step = max(2 ** math.ceil(math.log2(max(high - low, 1.0) / _DIVISIONS)), 1)
        first, last = max(math.ceil(low / step), 0), min(math.floor(high / step), (len(self._sessions) - 1) // step)
        return [(float(step), [float(k * step) for k in range(first, last + 1)])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        return [self._text(int(value)) for value in values]

    def _text(self, bar: int) -> str:
        text = self._texts.get(bar)
        if text is None:
            text = self._texts[bar] = str(self._sessions[bar])
        return text


class _Grid(pg.GraphicsObject):  # type: ignore[misc]
    """The lines of both axes' divisions in one item."""

    def __init__(self, axes: Sequence[pg.AxisItem]) -> None:
        super().__init__()
        self._axes = axes
        self._pen = pg.mkPen(_GRID)

    def boundingRect(self) -> QRectF:
        return QRectF(self.viewRect())

    def viewRangeChanged(self, *_: object) -> None:
        self.prepareGeometryChange()
        self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        seen = self.viewRect()
        painter.setPen(self._pen)
        left, bottom = self._axes
        across = left.tickValues(seen.top(), seen.bottom(), 860)[0][1]
        down = bottom.tickValues(seen.left(), seen.right(), 1540)[0][1]
        painter.drawLines(
            [QLineF(seen.left(), y, seen.right(), y) for y in across]
            + [QLineF(x, seen.top(), x, seen.bottom()) for x in down]
        )


class TunedChart:
    """A PlotWidget over bar numbers, with a thin line that pyqtgraph clips and thins out."""

    def __init__(self) -> None:
        self._axis = _BarAxis()
        self.plot = pg.PlotWidget(axisItems={"bottom": self._axis}, background=_BACKGROUND, enableMenu=False)
        self.plot.hideButtons()
        item = self.plot.getPlotItem()
        # A fixed width: labels that grow would lay out everything anew.
        item.getAxis("left").setWidth(60)
        self._box = item.getViewBox()
        self._box.disableAutoRange()
        self._box.setMouseEnabled(False, False)
        self._values = np.ones(2)
        self._lines: list[pg.InfiniteLine] = []
        self._cross = [pg.InfiniteLine(angle=angle, pen=pg.mkPen(_CURSOR)) for angle in (0, 90)]
        self.plot.addItem(_Grid((item.getAxis("left"), self._axis)), ignoreBounds=True)

    @property
    def window(self) -> QWidget:
        widget: QWidget = self.plot
        return widget

    @property
    def painted(self) -> QWidget:
        widget: QWidget = self.plot.viewport()
        return widget

    def load(self, scene: Scene) -> None:
        self._values = scene.values
        self._axis.load(scene.sessions)
        curve = pg.PlotDataItem(
            np.arange(len(scene), dtype=float),
            scene.values,
            pen=pg.mkPen(_CURVE, width=1),
            antialias=False,
            skipFiniteCheck=True,
            connect="all",
        )
        self.plot.addItem(curve, ignoreBounds=True)
        curve.setDownsampling(auto=True, method="peak")
        curve.setClipToView(True)
        self._lines = [pg.InfiniteLine(pos=ratio, angle=0, pen=pg.mkPen(_LINE)) for ratio in scene.lines]
        for line in (*self._lines, *self._cross):
            self.plot.addItem(line, ignoreBounds=True)
        self.look(-0.5, len(scene) - 0.5)

    def look(self, left: float, right: float) -> None:
        seen = self._values[max(math.floor(left), 0) : math.ceil(right) + 1]
        low, high = float(seen.min()), float(seen.max())
        margin = (high - low) * Y_PADDING
        self._box.setRange(xRange=(left, right), yRange=(low - margin, high + margin), padding=0)

    def point(self, x: float, y: float) -> None:
        at = self._box.mapSceneToView(QPointF(x, y))
        across, down = self._cross
        across.setPos(at.y())
        down.setPos(at.x())
        for line in self._cross:
            line.show()

    def leave(self) -> None:
        for line in self._cross:
            line.hide()

    def drag(self, ratio: float) -> None:
        self._lines[1].setPos(ratio)


def make() -> TunedChart:
    return TunedChart()
