"""What the colours and lines of a chart are, for someone who only sees a picture of it."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from ratiodesk.chart.frame import Frame
from ratiodesk.domain.name_list import listed
from ratiodesk.domain.series import RatioSeries
from ratiodesk.ui.theme import Theme
from ratiodesk.words import mark, tr

SIGN_PX = 18.0
_SIGN_GAP_PX, _ENTRY_GAP_PX, _ROW_GAP_PX = 6.0, 18.0, 3.0
_BAND_PX = 10.0


# What the ratio is drawn as, by whether as candles and whether of closes with dividends.
_CURVES = {
    (False, False): mark("{pair}, {interval} closes"),
    (False, True): mark("{pair}, {interval} total-return closes"),
    (True, False): mark("{pair}, {interval} candles, hollow where the ratio rose"),
    (True, True): mark("{pair}, {interval} total-return candles, hollow where the ratio rose"),
}


class Stroke(StrEnum):
    """How a sign is drawn."""

    LINE = "line"
    THICK = "thick"
    THIN = "thin"
    DOTS = "dots"
    DASHES = "dashes"
    BAND = "band"


@dataclass(frozen=True, slots=True)
class Sign:
    """One entry: how it is drawn, in what colour, and what it means."""

    stroke: Stroke
    colour: str
    words: str


def signs_of(frame: Frame, theme: Theme) -> tuple[Sign, ...]:
    """Return what is to be seen in a frame."""
    trace = frame.trace
    if trace is None:
        return ()
    signs = [Sign(Stroke.LINE, theme.accent, _curve_words(trace.series, trace.draws_candles(frame.viewport)))]
    if frame.compared is not None:
        names = listed([own.name for own in frame.compared.lines])
        signs.append(Sign(Stroke.LINE, theme.second, tr("{names}, axis on the left", names=names)))
    if trace.last is not None and frame.viewport.low <= trace.last <= frame.viewport.high:
        signs.append(Sign(Stroke.DOTS, theme.accent, tr("last ratio")))
    if frame.shown_levels:
        signs.append(Sign(Stroke.THICK, theme.level, tr("lines drawn by hand")))
    signs += _plan_signs(frame, theme)
    if frame.frozen is not None:
        signs.append(Sign(Stroke.DASHES, theme.muted, tr("frozen plan")))
    return tuple(signs)


def _plan_signs(frame: Frame, theme: Theme) -> list[Sign]:
    """Return the bands of the plan that are in sight."""
    plan, port = frame.plan, frame.viewport
    if plan is None or frame.hides_levels:
        return []
    falls = plan.stop > plan.target
    beyond_stop = port.high > plan.stop if falls else port.low < plan.stop
    beyond_target = port.low < plan.target if falls else port.high > plan.target
    enters = port.low < max(plan.stop, plan.entry) and port.high > min(plan.stop, plan.entry)
    signs = [Sign(Stroke.BAND, theme.loss_zone, tr("beyond the stop"))] if beyond_stop else []
    if enters:
        signs.append(Sign(Stroke.BAND, theme.entry_zone, tr("entry zone")))
        if frame.contours:
            signs.append(Sign(Stroke.THIN, theme.level, tr("reward : risk of a fill there")))
    return [*signs, Sign(Stroke.BAND, theme.gain_zone, tr("target reached"))] if beyond_target else signs


def _curve_words(series: RatioSeries, as_candles: bool) -> str:
    words = _CURVES[as_candles, series.basis.adjusted]
    return tr(words, pair=series.pair, interval=series.interval.long_name)


class Legend:
    """Signs with their words, in as many rows as a width takes."""

    def __init__(self, signs: tuple[Sign, ...], theme: Theme, font: QFont, width: float) -> None:
        self._theme, self._font = theme, font
        metrics = QFontMetricsF(font)
        self._row_px = metrics.height()
        self._places: list[tuple[QPointF, Sign]] = []
        x, y = 0.0, 0.0
        for sign in signs:
            needs = SIGN_PX + _SIGN_GAP_PX + metrics.horizontalAdvance(sign.words)
            if x and x + needs > width:
                x, y = 0.0, y + self._row_px + _ROW_GAP_PX
            self._places.append((QPointF(x, y), sign))
            x += needs + _ENTRY_GAP_PX
        self.height = y + self._row_px if signs else 0.0

    def paint(self, painter: QPainter, at: QPointF) -> None:
        """Paint with the upper left corner at a point."""
        painter.setFont(self._font)
        metrics = QFontMetricsF(self._font)
        for place, sign in self._places:
            corner = at + place
            self._paint_sign(painter, QRectF(corner.x(), corner.y(), SIGN_PX, self._row_px), sign)
            painter.setPen(QColor(self._theme.muted))
            baseline = corner.y() + metrics.ascent()
            painter.drawText(QPointF(corner.x() + SIGN_PX + _SIGN_GAP_PX, baseline), sign.words)

    def _paint_sign(self, painter: QPainter, area: QRectF, sign: Sign) -> None:
        middle = round(area.center().y()) + 0.5
        if sign.stroke is Stroke.BAND:
            band = QRectF(area.left(), middle - _BAND_PX / 2, SIGN_PX, _BAND_PX)
            painter.fillRect(band, QColor(self._theme.card))
            painter.fillRect(band, QColor(sign.colour))
            painter.setPen(QPen(QColor(self._theme.border), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(band)
            return
        ink = QColor(sign.colour)
        if sign.stroke is Stroke.THIN:
            ink.setAlphaF(0.5)
        styles = {Stroke.DOTS: Qt.PenStyle.DotLine, Stroke.DASHES: Qt.PenStyle.DashLine}
        wide = {Stroke.THICK: 2.0, Stroke.LINE: 1.4}.get(sign.stroke, 1.0)
        pen = QPen(ink, wide, styles.get(sign.stroke, Qt.PenStyle.SolidLine))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QLineF(area.left(), middle, area.right(), middle))
