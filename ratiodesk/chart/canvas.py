"""The surface of the chart: a frame, and the layers that paint it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRect, Qt, Slot
from PySide6.QtGui import QPaintEvent, QPixmap, QRegion, QResizeEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from ratiodesk.chart.crosshair_part import CrosshairPart
from ratiodesk.chart.drawing import Drawing
from ratiodesk.chart.frame import Frame, plot_size
from ratiodesk.chart.frozen import FrozenLines
from ratiodesk.chart.layer import Layer
from ratiodesk.chart.lettering import Lettering
from ratiodesk.chart.measure_part import MeasurePart
from ratiodesk.chart.palette import Palette
from ratiodesk.chart.part import exposure
from ratiodesk.chart.still import still_picture
from ratiodesk.chart.title_part import TitlePart
from ratiodesk.chart.viewport import Viewport
from ratiodesk.words import tr

# Other values of these may ask for another ratio axis.
_MOVES = frozenset({"viewport", "trace"})


class Canvas(pg.GraphicsView):  # type: ignore[misc]
    """Shows one frame after the other and paints no more than what differs."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent, useOpenGL=False, background=None)
        self.viewport().setAccessibleName(tr("Plot"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAntialiasing(False)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        # The lowest layer fills everything.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._frame = Frame(Viewport(), palette, Lettering(self.font()))
        self._follows = True
        self._layers = Layer(0, (still_picture(),)), Layer(1, (TitlePart(), MeasurePart(), CrosshairPart()))
        for layer in self._layers:
            self.scene().addItem(layer)

    @property
    def frame(self) -> Frame:
        """The frame on the screen."""
        return self._frame

    @property
    def follows(self) -> bool:
        """Whether the ratio axis follows the visible bars."""
        return self._follows

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        self._show(palette=palette, letters=self._frame.letters.of(self.font()))

    @Slot(bool)
    def show_contours(self, shown: bool) -> None:
        """Draw the fills that earn round multiples of the risk, or leave them out."""
        self._show(contours=shown)

    def set_frozen(self, plan: FrozenLines | None) -> None:
        """Lay a frozen plan over the bars that are shown, or none."""
        series = self._frame.series
        self._show(frozen=plan.placed(series.sessions) if plan is not None and series is not None else None)

    def drawing(self, device_ratio: float = 1.0) -> Drawing:
        """Return what is in sight for another surface, as large as the chart."""
        return Drawing(self._frame, self._frame.size, follows=self._follows, device_ratio=device_ratio)

    def picture(self) -> QPixmap:
        """Return the chart without crosshair as a picture, in the pixels of its screen."""
        self._show(cursor=None, hovered=None)
        picture: QPixmap = self.grab()
        return picture

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange and self._is_made:
            self._show(device_ratio=self.devicePixelRatioF())
        return bool(super().event(event))

    def paintEvent(self, event: QPaintEvent) -> None:
        # PySide iterates over the rectangles of a region, though its types do not say so.
        exposed = exposure(cast("Iterable[QRect]", event.region()))
        for layer in self._layers:
            layer.exposed = exposed
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if self._is_made:
            self._show(device_ratio=self.devicePixelRatioF())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._is_made:
            self._show(letters=self._frame.letters.of(self.font()))

    @property
    def _is_made(self) -> bool:
        """Whether the constructor has run: Qt resizes the view before."""
        return hasattr(self, "_layers")

    def _show(self, **changes: Any) -> None:
        """Replace parts of the frame and paint what is different; Qt paints once, however often this is called."""
        before = self._frame
        port, trace = changes.get("viewport", before.viewport), changes.get("trace", before.trace)
        panes = changes.get("panes", before.panes)
        width, height, pane_px = plot_size(self.viewport().width(), self.viewport().height(), len(panes))
        resized = (width, height) != (port.width, port.height)
        if resized:
            port = replace(port, width=width, height=height)
        if self._follows and trace is not None and (resized or not changes.keys().isdisjoint(_MOVES)):
            port = port.fitted(trace.extent(port))
        self._frame = frame = replace(before, **{**changes, "viewport": port, "pane_px": pane_px})
        damaged = QRegion()
        for layer in self._layers:
            for region in layer.show_frame(frame):
                damaged += region
        if not damaged.isEmpty():
            self.viewport().update(damaged)
