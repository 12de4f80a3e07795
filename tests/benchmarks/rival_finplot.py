"""finplot as its documentation shows it, on the Qt binding that pyqtgraph has found."""

import importlib
from typing import Any

import pandas as pd
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget
from rival import LeftOut
from scene import Scene


class FinplotChart:
    """One plot with a line, three fixed lines and finplot's own crosshair."""

    def __init__(self) -> None:
        # Imported late: it changes pyqtgraph for the whole process.
        try:
            self._finplot: Any = importlib.import_module("finplot")
        except ImportError as error:
            raise LeftOut(f"it cannot be imported ({error}); the extra “bench” installs it") from error
        # It keeps and refreshes every window it ever made.
        self._finplot.close()
        self._axes = self._finplot.create_plot("benchmark", maximize=False)
        self._window = self._axes.vb.win
        self._lines: list[object] = []
        self._ends: tuple[Any, Any] = 0.0, 1.0

    @property
    def window(self) -> QWidget:
        widget: QWidget = self._window
        return widget

    @property
    def painted(self) -> QWidget:
        widget: QWidget = self._window.viewport()
        return widget

    def load(self, scene: Scene) -> None:
        times = pd.DatetimeIndex(scene.sessions.astype("datetime64[ns]"))
        self._finplot.plot(pd.Series(scene.values, index=times), ax=self._axes)
        self._ends = times[0], times[-1]
        for ratio in scene.lines:
            self._lines.append(self._line(ratio))
        self._finplot.refresh()

    def look(self, left: float, right: float) -> None:
        self._axes.vb.update_y_zoom(left, right)

    def point(self, x: float, y: float) -> None:
        self._axes.crosshair.show()
        self._axes.crosshair.update(self._axes.vb.mapSceneToView(QPointF(x, y)))

    def leave(self) -> None:
        self._axes.crosshair.hide()

    def drag(self, ratio: float) -> None:
        # Lines of the documentation do not move: one is taken away and another added.
        self._finplot.remove_primitive(self._lines[1])
        self._lines[1] = self._line(ratio)

    def _line(self, ratio: float) -> object:
        first, last = self._ends
        line: object = self._finplot.add_line((first, ratio), (last, ratio), color="#f0932b", ax=self._axes)
        return line


def make() -> FinplotChart:
    return FinplotChart()
