"""What the painter paints: the chart's fills, pens and texts, each as fast as QPainter has it."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from painter_pyramid import Extremes
from painter_tick import Calendar, ratio_divisions
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QStaticText
from scene import Scene

from ratiodesk.chart.frame import AXIS_HEIGHT_PX, AXIS_WIDTH_PX
from ratiodesk.chart.palette import Palette
from ratiodesk.chart.viewport import Y_PADDING

AXIS_PX, DATE_PX = AXIS_WIDTH_PX, AXIS_HEIGHT_PX
# The chart's pens and tags.
CURVE_WIDTH_PX, LINE_WIDTH_PX, TAG_HEIGHT_PX, NAME_INDENT_PX = 1.0, 1.6, 18.0, 12.0
_NAMES = ("Target", "Entry", "Stop")


@dataclass(frozen=True, slots=True)
class Place:
    """Bars and ratios in sight, and the size of the plot [px]."""

    left: float
    right: float
    low: float
    high: float
    width: float
    height: float

    def column(self, bar: float) -> float:
        return (bar - self.left) / (self.right - self.left) * self.width

    def row(self, ratio: float) -> float:
        return (self.high - ratio) / (self.high - self.low) * self.height


class Picture:
    """Pens, texts and tables, made once for a scene."""

    def __init__(self, scene: Scene, palette: Palette, font: QFont) -> None:
        self._extremes, self._calendar = Extremes(scene.values), Calendar(scene.sessions)
        self._sessions, self._last = scene.sessions, float(scene.values[-1])
        self._points: tuple[np.ndarray, np.ndarray] = np.empty(0), np.empty(0)
        self._segments = PrimitiveArray(QLineF, 4)
        self._font, self._bold = QFont(font), QFont(font)
        self._bold.setBold(True)
        metrics = QFontMetricsF(font)
        self._cap, self._ascent, self._line_height = metrics.capHeight(), metrics.ascent(), metrics.height()
        self._texts: dict[tuple[str, bool], QStaticText] = {}
        colour = QColor
        self._background, self._curve, self._level = (
            colour(name) for name in (palette.background, palette.curve, palette.level)
        )
        self._grid = colour(palette.grid)
        zones = [colour(name) for name in (palette.loss_zone, palette.entry_zone, "#00000000", palette.gain_zone)]
        self._band_colours = [_over(self._background, zone) for zone in zones]
        self._crossed_colours = [_over(band, self._grid) for band in self._band_colours]
        self._ink = {self._curve.name(): colour(palette.on_curve), self._level.name(): colour(palette.on_level)}
        self._field, self._text = colour(palette.field), colour(palette.text)
        self._veil = colour(palette.background)
        self._veil.setAlphaF(0.65)
        self._muted_pen = QPen(colour(palette.muted))
        self._border_pen = QPen(colour(palette.border), 1.0)
        self._cursor_pen = QPen(colour(palette.cursor), 1, Qt.PenStyle.DashLine)
        self._curve_pen, self._level_pen = QPen(self._curve, CURVE_WIDTH_PX), QPen(self._level, LINE_WIDTH_PX)
        self._last_pen = QPen(self._curve, 1, Qt.PenStyle.DotLine)

    def fit(self, left: float, right: float, width: float, height: float) -> Place:
        """Return the place that shows these bars; their curve is kept for the paint."""
        x, ratios = self._points = self._extremes.curve(left, right, width)
        low, high = (float(ratios.min()), float(ratios.max())) if len(x) else (0.5, 2.0)
        margin = max((high - low) * Y_PADDING, abs(high) * 1e-3)
        return Place(left, right, low - margin, high + margin, width, height)

    def paint_zones(self, painter: QPainter, place: Place, lines: tuple[float, ...]) -> None:
        """Paint the background and the bands between the lines."""
        painter.fillRect(QRectF(0, 0, place.width + AXIS_PX, place.height + DATE_PX), self._background)
        for (top, bottom), colour in zip(_bands(place, lines), self._band_colours, strict=True):
            painter.fillRect(0, top, round(place.width), bottom - top, colour)

    def paint_grid(self, painter: QPainter, place: Place, lines: tuple[float, ...] | None) -> None:
        """Paint the divisions of both axes and the labels of the dates; over nothing at all where *lines* is None."""
        dates = self._calendar.divisions(place.left, place.right, place.width)
        columns = [(round(place.column(bar)), label) for bar, label in dates]
        # A translucent fill one pixel wide costs forty times an opaque one: the colours are mixed beforehand.
        if lines is None:
            stripes = [((0, round(place.height)), self._grid)]
        else:
            stripes = list(zip(_bands(place, lines), self._crossed_colours, strict=True))
        for x, _ in columns:
            for (top, bottom), colour in stripes:
                painter.fillRect(x, top, 1, bottom - top, colour)
        for ratio, _ in ratio_divisions(place.low, place.high, place.height):
            painter.fillRect(0, round(place.row(ratio)), round(place.width), 1, self._grid)
        painter.setFont(self._font)
        painter.setPen(self._muted_pen)
        middle, right = place.height + DATE_PX / 2, -1e9
        for x, label in columns:
            text = self._static(label)
            half = text.size().width() / 2
            if max(right + 10, 2) < x - half and x + half < place.width + AXIS_PX - 2:
                self._write(painter, x - half, middle, text)
                right = x + half

    def paint_curve(self, painter: QPainter, place: Place) -> None:
        """Paint the ratio as separate segments: as fast as a polyline, and much faster with a wider pen."""
        x, ratios = self._points
        if len(x) < 2:
            return
        y = (place.high - ratios) * (place.height / (place.high - place.low))
        self._segments.resize(len(x) - 1)
        ends = self._segments.ndarray()
        ends[:, 0], ends[:, 1], ends[:, 2], ends[:, 3] = x[:-1], y[:-1], x[1:], y[1:]
        painter.save()
        painter.setClipRect(QRectF(0, 0, place.width, place.height), Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._curve_pen)
        painter.drawLines(*self._segments.drawargs())
        painter.restore()

    def paint_lines(self, painter: QPainter, place: Place, lines: tuple[float, ...]) -> None:
        """Paint the lines with names and tags, the last ratio, and the labels beside the grid."""
        last = place.row(self._last)
        if 0 <= last <= place.height:
            painter.setPen(self._last_pen)
            painter.drawLine(QPointF(0, round(last) + 0.5), QPointF(place.width, round(last) + 0.5))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._level_pen)
        rows = [place.row(ratio) for ratio in lines]
        for row in rows:
            if -2 <= row <= place.height + 2:
                painter.drawLine(QPointF(0, round(row) + 0.5), QPointF(place.width, round(row) + 0.5))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setFont(self._font)
        painter.setPen(self._level)
        for name, ratio, row in zip(_NAMES, lines, rows, strict=True):
            if -2 <= row <= place.height + 2:
                self._write_name(painter, self._static(f"{name} {ratio:.6g}"), row - self._line_height / 2)
        tags = [(self._inside(last, place), f"{self._last:.3f}", self._curve)]
        tags += [
            (self._inside(row, place), f"{ratio:.6g}", self._level) for row, ratio in zip(rows, lines, strict=True)
        ]
        painter.setPen(self._muted_pen)
        apart = (TAG_HEIGHT_PX + self._cap) / 2 + 2
        for ratio, label in ratio_divisions(place.low, place.high, place.height):
            y = place.row(ratio)
            if all(abs(row - y) > apart for row, _, _ in tags):
                self._write(painter, place.width + 12, round(y) + 0.5, self._static(label))
        painter.setFont(self._bold)
        for row, text, colour in tags:
            rect = QRectF(place.width + 2, row - TAG_HEIGHT_PX / 2, AXIS_PX - 6, TAG_HEIGHT_PX)
            painter.setPen(Qt.PenStyle.NoPen)
            self._tag(painter, rect, colour, self._ink[colour.name()], self._static(text, bold=True))

    def paint_cursor(self, painter: QPainter, place: Place, at: tuple[float, float]) -> None:
        """Paint the crosshair on its bar with the tags on both axes."""
        bar = min(max(round(place.left + at[0] / place.width * (place.right - place.left)), 0), len(self._sessions) - 1)
        x, y = round(place.column(bar)) + 0.5, at[1]
        painter.setFont(self._font)
        painter.setPen(self._cursor_pen)
        painter.drawLine(QPointF(0, y), QPointF(place.width, y))
        painter.drawLine(QPointF(x, 0), QPointF(x, place.height))
        date = QStaticText(f"{self._sessions[bar].astype('datetime64[D]').item():%d %b %Y}")
        width = date.size().width() + 18
        left = min(max(x - width / 2, 0.0), place.width + AXIS_PX - width)
        under = QRectF(left, place.height + (DATE_PX - TAG_HEIGHT_PX) / 2, width, TAG_HEIGHT_PX)
        ratio = place.high - y / place.height * (place.high - place.low)
        beside = QRectF(place.width + 2, y - TAG_HEIGHT_PX / 2, AXIS_PX - 6, TAG_HEIGHT_PX)
        for rect, text in ((under, date), (beside, QStaticText(f"{ratio:.3f}"))):
            painter.setPen(self._border_pen)
            self._tag(painter, rect, self._field, self._text, text)

    def _tag(self, painter: QPainter, rect: QRectF, fill: QColor, ink: QColor, text: QStaticText) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(fill)
        painter.drawRoundedRect(rect, 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(ink)
        self._write(painter, rect.center().x() - text.size().width() / 2, rect.center().y(), text)

    def _write_name(self, painter: QPainter, text: QStaticText, centre: float) -> None:
        width = text.size().width() + 6
        height = self._line_height
        painter.fillRect(QRectF(NAME_INDENT_PX - 3, centre - height / 2 + 1, width, height - 2), self._veil)
        self._write(painter, NAME_INDENT_PX, centre, text)

    def _write(self, painter: QPainter, left: float, centre: float, text: QStaticText) -> None:
        painter.drawStaticText(QPointF(left, centre + self._cap / 2 - self._ascent), text)

    def _static(self, text: str, *, bold: bool = False) -> QStaticText:
        """Return a text laid out once; those of a moving line are many, and are let go."""
        known = self._texts.get((text, bold))
        if known is None:
            if len(self._texts) > 500:
                self._texts.clear()
            known = self._texts[text, bold] = QStaticText(text)
            known.setTextFormat(Qt.TextFormat.PlainText)
            known.prepare(font=self._bold if bold else self._font)
        return known

    @staticmethod
    def _inside(row: float, place: Place) -> float:
        return min(max(row, TAG_HEIGHT_PX / 2), place.height - TAG_HEIGHT_PX / 2)


def _bands(place: Place, lines: tuple[float, ...]) -> list[tuple[int, int]]:
    """Return the rows of the bands from the top: beyond the stop, to the entry, to the target, and below it."""
    target, entry, stop = (round(min(max(place.row(ratio), 0.0), place.height)) for ratio in lines)
    edges = (0, stop, entry, target, round(place.height))
    return list(pairwise(edges))


def _over(ground: QColor, tint: QColor) -> QColor:
    """Return the opaque colour of a translucent one over another."""
    part = tint.alphaF()

    def mixed(over: float, under: float) -> float:
        return over * part + under * (1 - part)

    return QColor.fromRgbF(
        mixed(tint.redF(), ground.redF()), mixed(tint.greenF(), ground.greenF()), mixed(tint.blueF(), ground.blueF())
    )
