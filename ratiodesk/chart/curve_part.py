"""The ratio as a line on closes or as candles, and a second ratio beside it."""

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from ratiodesk.chart.frame import Frame
from ratiodesk.chart.pane import own_axis
from ratiodesk.chart.part import Exposed, Part
from ratiodesk.chart.stroke import stroke
from ratiodesk.domain.candle import Candles

FORMING_RADIUS_PX = 3.5
_CANDLE_SHARE = 0.7
_WIDEST_CANDLE_PX = 15.0
# What daily prices leave open is drawn fainter than what they tell.
_POSSIBLE = 0.42


class CurvePart(Part):
    """What the ratio did."""

    reads = ("viewport", "palette", "trace", "compared")

    def draw(self, painter: QPainter, frame: Frame, exposed: Exposed) -> None:
        if frame.trace is None:
            return
        view, trace = frame.viewport, frame.trace
        painter.setClipRect(QRectF(0, 0, view.width, view.height))
        if frame.compared is not None:
            axis = own_axis(frame.compared, view, view.height, log=view.log)
            own = axis.lines[0] if axis is not None else None
            if own is not None:
                stroke(painter, frame.compared.lines[0].line, own, frame.palette.second, frame.device_ratio)
        if trace.candles is not None and trace.draws_candles(view):
            _draw_candles(painter, frame, trace.candles)
        else:
            stroke(painter, trace.line, view, frame.palette.curve, frame.device_ratio)
        last = len(trace.series) - 1
        if trace.series.forming and trace.last is not None and view.left <= last <= view.right:
            _draw_forming(painter, frame, QPointF(view.x_of(last), view.y_of(trace.last)))


def _draw_forming(painter: QPainter, frame: Frame, at: QPointF) -> None:
    """Paint the bar that is still changing as a hollow point."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(frame.palette.curve), 1.6))
    painter.setBrush(QColor(frame.palette.background))
    painter.drawEllipse(at, FORMING_RADIUS_PX, FORMING_RADIUS_PX)


def _draw_candles(painter: QPainter, frame: Frame, candles: Candles) -> None:
    """Paint faint what was possible, plain what is known, hollow where the ratio rose."""
    view = frame.viewport
    first, last = view.visible(len(candles))
    middles = [round(view.x_of(bar)) + 0.5 for bar in range(first, last)]
    possible: list[QLineF] = []
    known: list[QLineF] = []
    hollow: list[QRectF] = []
    filled: list[QRectF] = []
    half = max(round(min(view.bar_px * _CANDLE_SHARE, _WIDEST_CANDLE_PX) / 2), 1)
    columns = [
        view.ys_of(column[first:last]).clip(-1e4, 1e4).tolist()
        for column in (
            candles.open, candles.close, candles.known_low, candles.known_high, candles.possible_low,
            candles.possible_high,
        )
    ]  # fmt: skip
    for x, opened, closed, known_low, known_high, lowest, highest in zip(middles, *columns, strict=True):
        top, bottom = min(opened, closed), max(opened, closed)
        if known_high > highest:
            possible.append(QLineF(x, highest, x, known_high))
        if lowest > known_low:
            possible.append(QLineF(x, known_low, x, lowest))
        if top > known_high:
            known.append(QLineF(x, known_high, x, top))
        if known_low > bottom:
            known.append(QLineF(x, bottom, x, known_low))
        body = QRectF(x - half, round(top) + 0.5, 2 * half, max(round(bottom) - round(top), 1))
        (hollow if closed < opened else filled).append(body)
    colour, faint = QColor(frame.palette.curve), QColor(frame.palette.curve)
    faint.setAlphaF(_POSSIBLE)
    for pen, lines in ((faint, possible), (colour, known)):
        painter.setPen(pen)
        painter.drawLines(lines)
    painter.setPen(colour)
    for brush, bodies in ((QColor(frame.palette.background), hollow), (colour, filled)):
        painter.setBrush(brush)
        painter.drawRects(bodies)
