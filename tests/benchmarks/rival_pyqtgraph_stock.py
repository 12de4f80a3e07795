"""pyqtgraph as its documentation shows it: dates, a grid, lines and a crosshair, every option at its default."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget
from scene import Scene


class StockChart:
    """A PlotWidget with DateAxisItem; bars are places in time, as the axis wants them."""

    def __init__(self) -> None:
        self.plot = pg.PlotWidget(axisItems={"bottom": pg.DateAxisItem(utcOffset=0)})
        self.plot.showGrid(x=True, y=True)
        self._seconds = np.zeros(2)
        self._lines: list[pg.InfiniteLine] = []
        self._cross = [pg.InfiniteLine(angle=angle) for angle in (0, 90)]

    @property
    def window(self) -> QWidget:
        widget: QWidget = self.plot
        return widget

    @property
    def painted(self) -> QWidget:
        widget: QWidget = self.plot.viewport()
        return widget

    def load(self, scene: Scene) -> None:
        self._seconds = scene.sessions.astype("datetime64[s]").astype(float)
        self.plot.plot(self._seconds, scene.values, pen="y")
        self._lines = [pg.InfiniteLine(pos=ratio, angle=0, movable=True, label=f"{ratio:.4g}") for ratio in scene.lines]
        for line in (*self._lines, *self._cross):
            self.plot.addItem(line, ignoreBounds=True)
        self.plot.setAutoVisible(y=True)
        self.plot.enableAutoRange(axis="y")

    def look(self, left: float, right: float) -> None:
        self.plot.setXRange(self._second(left), self._second(right), padding=0)

    def point(self, x: float, y: float) -> None:
        at = self.plot.getViewBox().mapSceneToView(QPointF(x, y))
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

    def _second(self, bar: float) -> float:
        last = len(self._seconds) - 1
        inside = min(max(bar, 0.0), float(last))
        # Beyond either end a bar is as long as on average.
        mean = (self._seconds[-1] - self._seconds[0]) / last
        return float(self._seconds[int(inside)] + (bar - int(inside)) * mean)


def make() -> StockChart:
    return StockChart()
