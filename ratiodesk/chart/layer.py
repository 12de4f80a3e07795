"""The layers of the chart, each an item of the scene that paints one kind of thing in pixels."""

import sys
from typing import Any, ClassVar

import pyqtgraph as pg
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ratiodesk.chart.detail import polyline
from ratiodesk.chart.frame import AXIS_HEIGHT_PX, AXIS_WIDTH_PX, Frame
from ratiodesk.chart.tick import date_ticks, ratio_ticks

# A wide antialiased polyline is stroked as one shape, at a cost that grows with the square of its length.
_CHUNK_POINTS = 24
CURVE_WIDTH_PX = 1.3
FORMING_RADIUS_PX = 3.5


class Layer(pg.GraphicsObject):  # type: ignore[misc]
    """One layer; it repaints when handed a frame that differs in something it reads.

    Class attributes name the parts of the frame it reads and whether Qt keeps a picture of it.
    """

    reads: ClassVar[tuple[str, ...]] = ("viewport", "palette", "font", "series")
    kept = False

    def __init__(self, z: float) -> None:
        super().__init__()
        self.setZValue(z)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption, False)
        if self.kept:
            self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self._frame: Frame | None = None
        self._failed: Frame | None = None
        self._size = (1.0, 1.0)

    def show_frame(self, frame: Frame) -> None:
        before, self._frame = self._frame, frame
        if frame.size != self._size:
            self.prepareGeometryChange()
            self._size = frame.size
        if before is None or any(getattr(before, name) != getattr(frame, name) for name in self.reads):
            self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, *self._size)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if self._frame is None or self._failed is self._frame:
            return
        try:
            self.draw(painter, self._frame)
        except Exception:  # noqa: BLE001 - an exception that leaves a paint event ends the process
            self._failed = self._frame
            sys.excepthook(*sys.exc_info())

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Paint the layer in the chart's pixels."""
        raise NotImplementedError


class ZoneLayer(Layer):
    """Background and the bands of the plan."""

    reads = ("viewport", "palette", "plan", "series")

    def draw(self, painter: QPainter, frame: Frame) -> None:
        view, palette = frame.viewport, frame.palette
        painter.fillRect(self.boundingRect(), QColor(palette.background))
        if frame.plan is None or frame.series is None:
            return
        plan = frame.plan
        beyond = -1e7  # Further up or down than any row; clipped to the plot below.
        outer = {True: beyond, False: -beyond}
        stop, entry, target = (view.y_of(ratio) for ratio in (plan.stop, plan.entry, plan.target))
        bands = (
            (outer[stop < target], stop, palette.loss_zone),
            (stop, entry, palette.entry_zone),
            (target, outer[target < stop], palette.gain_zone),
        )
        for start, end, colour in bands:
            top, bottom = (min(max(row, 0.0), view.height) for row in sorted((start, end)))
            painter.fillRect(QRectF(0, top, view.width, bottom - top), QColor(colour))


class GridLayer(Layer):
    """Grid lines and dates, or a sentence where there is nothing to draw."""

    kept = True
    reads = ("viewport", "palette", "font", "series", "sentence")

    def draw(self, painter: QPainter, frame: Frame) -> None:
        view, palette = frame.viewport, frame.palette
        painter.setFont(frame.font)
        painter.setPen(QColor(palette.muted))
        if frame.series is None:
            area = QRectF(0, 0, view.width, view.height).adjusted(24, 24, -24, -24)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, frame.sentence)
            return
        metrics = QFontMetricsF(frame.font)
        grid = QPen(QColor(palette.grid))
        text = QPen(QColor(palette.muted))
        painter.setPen(grid)
        for tick in ratio_ticks(view):
            y = round(view.y_of(tick.at)) + 0.5
            painter.drawLine(QPointF(0, y), QPointF(view.width, y))
        right = -1e9
        for tick in date_ticks(frame.series.sessions, view):
            x = round(view.x_of(tick.at)) + 0.5
            if not tick.label or not 0 <= x <= view.width:
                continue
            painter.setPen(grid)
            painter.drawLine(QPointF(x, 0), QPointF(x, view.height))
            half = metrics.horizontalAdvance(tick.label) / 2
            if x - half > max(right + 10, 2) and x + half < view.width + AXIS_WIDTH_PX - 2:
                painter.setPen(text)
                painter.drawText(
                    QPointF(x - half, view.height + AXIS_HEIGHT_PX / 2 + metrics.capHeight() / 2), tick.label
                )
                right = x + half


class CurveLayer(Layer):
    """The ratio line."""

    kept = True
    reads = ("viewport", "palette", "series")

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if frame.series is None:
            return
        view = frame.viewport
        painter.setClipRect(QRectF(0, 0, view.width, view.height))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, y = polyline(frame.series.values, view)
        # Qt's rasteriser keeps coordinates in 16 bits of whole pixels.
        y = y.clip(-1000.0, view.height + 1000.0)
        painter.setPen(QPen(QColor(frame.palette.curve), CURVE_WIDTH_PX))
        if len(x) == 1:
            painter.setBrush(QBrush(QColor(frame.palette.curve)))
            painter.drawEllipse(QPointF(x[0], y[0]), 2.5, 2.5)
        for start in range(0, max(len(x) - 1, 0), _CHUNK_POINTS):
            end = start + _CHUNK_POINTS + 1
            points: QPolygonF = arrayToQPolygonF(x[start:end], y[start:end])
            painter.drawPolyline(points)
        if frame.series.forming and len(x) and view.left <= len(frame.series) - 1 <= view.right:
            self._draw_forming(painter, frame, QPointF(x[-1], y[-1]))

    def _draw_forming(self, painter: QPainter, frame: Frame, at: QPointF) -> None:
        """Paint the bar that is still changing as a hollow point."""
        painter.setPen(QPen(QColor(frame.palette.curve), 1.6))
        painter.setBrush(QColor(frame.palette.background))
        painter.drawEllipse(at, FORMING_RADIUS_PX, FORMING_RADIUS_PX)


def bold(font: QFont) -> QFont:
    """Return the same font in bold."""
    heavier = QFont(font)
    heavier.setBold(True)
    return heavier


def draw_tag(painter: QPainter, rect: QRectF, text: str, fill: str, ink: str, **style: Any) -> None:
    """Paint a rounded tag with centred text; ``border`` names the colour of an outline."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    border = style.get("border")
    painter.setPen(QPen(QColor(border), 1.0) if border else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(rect, 3, 3)
    painter.setPen(QColor(ink))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
