"""The panes below the ratio, and the axis of a second ratio over it."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from ratiodesk.chart.frame import AXIS_WIDTH_PX, Frame
from ratiodesk.chart.lettering import Lettering
from ratiodesk.chart.pane import OwnAxis, Pane, own_axis
from ratiodesk.chart.part import Exposed, Part
from ratiodesk.chart.stroke import stroke
from ratiodesk.chart.tick import even_ticks, ratio_ticks
from ratiodesk.chart.veil import draw_veil
from ratiodesk.domain.wording import with_minus
from ratiodesk.local_text import local
from ratiodesk.words import mark, tr

TITLE_PX = 20.0
TITLE_INDENT_PX = 12.0
_WORDS_APART_PX = 14.0
_TICK_PX = 30.0
_NO_VALUES = mark("Nothing to show for these sessions")


class PanePart(Part):
    """Lines with an axis of their own."""

    reads = ("viewport", "palette", "letters", "trace", "compared", "panes")
    needs = ("compared", "panes")

    def draw(self, painter: QPainter, frame: Frame, exposed: Exposed) -> None:
        if frame.trace is None:
            return
        if frame.compared is not None:
            axis = own_axis(frame.compared, frame.viewport, frame.viewport.height, log=frame.viewport.log)
            if axis is not None:
                _draw_left_axis(painter, frame, axis)
        for place, pane in enumerate(frame.panes):
            painter.save()
            painter.translate(0, frame.pane_top(place))
            _draw_pane(painter, frame, pane)
            painter.restore()


def plot_height(frame: Frame) -> float:
    """Return how much of a pane its lines have."""
    return max(frame.pane_px - TITLE_PX - 4, 10.0)


def axis_labels(axis: OwnAxis, letters: Lettering) -> list[tuple[float, str]]:
    """Return what is written beside a pane's lines, each with the row of its middle from where the lines begin."""
    view = axis.viewport
    ticks = even_ticks(view.low, view.high, max(view.height / _TICK_PX, 1.0))
    rows = [(view.y_of(tick.at), local(with_minus(tick.label))) for tick in ticks]
    return [(round(y) + 0.5, text) for y, text in rows if letters.cap < y < view.height - 1]


def title_words(pane: Pane, frame: Frame, bar: int) -> list[tuple[str, str]]:
    """Return what stands above a pane's lines, each word with its colour: title, then names with their values."""
    words = [(pane.title, frame.palette.muted)] if pane.title else []
    for own, value in zip(pane.lines, pane.values_at(bar, frame.viewport), strict=True):
        text = "–" if value is None else local(with_minus(f"{value:.{pane.decimals}f}"))
        words.append((f"{own.name} {text}".strip(), frame.palette.second if own.second else frame.palette.curve))
    return words


def draw_title(painter: QPainter, frame: Frame, pane: Pane, bar: int, baseline: float) -> None:
    """Write a pane's title with its values at a bar."""
    x = TITLE_INDENT_PX
    for text, colour in title_words(pane, frame, bar):
        painter.setPen(QColor(colour))
        frame.letters.write(painter, x, baseline, text)
        x += frame.letters.width(text) + _WORDS_APART_PX


def title_width(frame: Frame, pane: Pane, bar: int) -> float:
    """Return how wide a pane's title with its values at a bar is."""
    widths = [frame.letters.width(text) + _WORDS_APART_PX for text, _ in title_words(pane, frame, bar)]
    return sum(widths) - _WORDS_APART_PX if widths else 0.0


def _draw_pane(painter: QPainter, frame: Frame, pane: Pane) -> None:
    width, height = frame.viewport.width, plot_height(frame)
    painter.setPen(QColor(frame.palette.border))
    painter.drawLine(QPointF(0, 0.5), QPointF(width + AXIS_WIDTH_PX, 0.5))
    painter.translate(0, TITLE_PX)
    axis = own_axis(pane, frame.viewport, height)
    if axis is None:
        painter.setPen(QColor(frame.palette.muted))
        painter.drawText(QRectF(0, 0, width, height), Qt.AlignmentFlag.AlignCenter, tr(_NO_VALUES))
        return
    view, letters = axis.viewport, frame.letters
    for guide in pane.guides:
        y = round(view.y_of(guide)) + 0.5
        if 0 <= y <= height:
            painter.setPen(QColor(frame.palette.border))
            painter.drawLine(QPointF(0, y), QPointF(width, y))
    painter.setPen(QColor(frame.palette.muted))
    for y, text in axis_labels(axis, letters):
        letters.write(painter, width + 12, y + letters.cap / 2, text)
    painter.setClipRect(QRectF(0, 0, width, height))
    for own, part in zip(pane.lines, axis.lines, strict=True):
        if part is not None:
            colour = frame.palette.second if own.second else frame.palette.curve
            stroke(painter, own.line, part, colour, frame.device_ratio)


def _draw_left_axis(painter: QPainter, frame: Frame, axis: OwnAxis) -> None:
    """Write the axis of the second ratio inside the plot, in its colour."""
    view, letters = axis.viewport, frame.letters
    # Over decades, even divisions would crowd at the upper end of a logarithmic axis.
    is_wide = view.log and view.high > 4 * view.low
    for tick in ratio_ticks(view) if is_wide else even_ticks(view.low, view.high, max(2.0, view.height / 92)):
        y = round(view.y_of(tick.at)) + 0.5
        if TITLE_PX + letters.height < y < view.height - letters.height:
            rect = QRectF(3, y - letters.height / 2, letters.width(local(tick.label)) + 6, letters.height)
            draw_veil(painter, rect, frame.palette)
            painter.setPen(QColor(frame.palette.second))
            letters.write(painter, 6, y + letters.cap / 2, local(tick.label))
