"""The stretch of the chart that the user measures."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QRegion

from ratiodesk.chart.frame import Frame
from ratiodesk.chart.measure import Measure
from ratiodesk.chart.part import Exposed, Part, differs
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.ratio import decimals_of
from ratiodesk.domain.wording import with_minus
from ratiodesk.local_text import local
from ratiodesk.words import tr_n

_FILL = 0.12
# Half the width of the arrow, and what its lines have of their own.
_MARGIN_PX = 6.0
_PADDING_PX = 10.0


class MeasurePart(Part):
    """A tinted rectangle with its height and width in words."""

    reads = ("viewport", "palette", "letters", "trace", "measure")
    needs = ("measure",)

    def damage(self, before: Frame, frame: Frame) -> QRegion:
        if differs(before, frame, ("viewport", "palette", "letters", "trace")):
            return super().damage(before, frame)
        region = QRegion()
        for one in (before, frame):
            if one.measure is not None:
                for rect in (_area(one, one.measure), _box(one, one.measure)):
                    region += rect.adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX).toAlignedRect()
        return region

    def draw(self, painter: QPainter, frame: Frame, exposed: Exposed) -> None:
        measure = frame.measure
        if measure is None or frame.trace is None:
            return
        view, palette = frame.viewport, frame.palette
        area = _area(frame, measure)
        colour = QColor(palette.curve)
        faint = QColor(colour)
        faint.setAlphaF(_FILL)
        painter.save()
        painter.setClipRect(QRectF(0, 0, view.width, view.height))
        painter.fillRect(area, faint)
        painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine))
        painter.drawRect(area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 1))
        x = area.center().x()
        start, end = view.y_of(measure.first_ratio), view.y_of(measure.last_ratio)
        painter.drawLine(QPointF(x, start), QPointF(x, end))
        if abs(end - start) > 10:
            tip = 5 if end < start else -5
            painter.drawPolyline([QPointF(x - 4, end + tip), QPointF(x, end), QPointF(x + 4, end + tip)])
        painter.restore()
        box = _box(frame, measure)
        painter.setPen(QPen(QColor(palette.border), 1))
        painter.setBrush(QColor(palette.field))
        painter.drawRoundedRect(box, 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(palette.text))
        baseline = box.center().y() + frame.letters.cap / 2
        frame.letters.write(painter, box.left() + _PADDING_PX, baseline, measure_text(measure))


def measure_text(measure: Measure) -> str:
    """Return a measured stretch in words: percent, ratio points, sessions, standard deviations."""
    move = measure.move
    points = f"{move.points:+.{decimals_of(max(measure.first_ratio, measure.last_ratio))}f}"
    parts = [
        with_minus(f"{move.fraction * 100:+,.2f} %"),
        with_minus(points),
        _bars_text(move.bars, measure.interval),
    ]
    if move.sigmas is not None:
        parts.append(with_minus(f"{move.sigmas:+.1f} σ"))
    return local("  ·  ".join(parts))


def _bars_text(bars: int, interval: Interval) -> str:
    """Return how many bars there are of an interval, with their sign."""
    count, signed = abs(bars), with_minus(f"{bars:+,}")
    match interval:
        case Interval.DAILY:
            return tr_n("{n} session", "{n} sessions", count, n=signed)
        case Interval.WEEKLY:
            return tr_n("{n} week", "{n} weeks", count, n=signed)
        case Interval.MONTHLY:
            return tr_n("{n} month", "{n} months", count, n=signed)
        case _:
            return tr_n("{n} bar", "{n} bars", count, n=signed)


def _area(frame: Frame, measure: Measure) -> QRectF:
    view = frame.viewport
    corners = (
        QPointF(view.x_of(bar), view.y_of(ratio))
        for bar, ratio in ((measure.first_bar, measure.first_ratio), (measure.last_bar, measure.last_ratio))
    )
    return QRectF(*corners).normalized()


def _box(frame: Frame, measure: Measure) -> QRectF:
    """Return where the words stand: above what rose, below what fell, within the plot."""
    view, area, letters = frame.viewport, _area(frame, measure), frame.letters
    width = letters.width(measure_text(measure)) + 2 * _PADDING_PX
    height = letters.height + 6
    rises = measure.last_ratio >= measure.first_ratio
    top = area.top() - height - 6 if rises else area.bottom() + 6
    left = min(max(area.center().x() - width / 2, 2.0), max(view.width - width - 2, 2.0))
    return QRectF(left, min(max(top, 2.0), view.height - height - 2), width, height)
