"""Names and values of the panes' lines, and of a second ratio, at the crosshair."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QRegion

from ratiodesk.chart.frame import Frame
from ratiodesk.chart.pane import Pane
from ratiodesk.chart.pane_part import TITLE_INDENT_PX, TITLE_PX, draw_title, title_width
from ratiodesk.chart.part import Exposed, Part, differs
from ratiodesk.chart.veil import draw_veil

_MARGIN_PX = 3.0


class TitlePart(Part):
    """One line of words at the top of each pane; the last bar's values while the crosshair is away."""

    reads = ("viewport", "palette", "letters", "trace", "compared", "panes", "cursor")
    needs = ("compared", "panes")

    def damage(self, before: Frame, frame: Frame) -> QRegion:
        if differs(before, frame, ("viewport", "palette", "letters", "trace", "compared", "panes")):
            return super().damage(before, frame)
        region = QRegion()
        if before.cursor_bar != frame.cursor_bar:
            for top in _tops(frame):
                region += QRect(0, int(top), int(frame.viewport.width), int(TITLE_PX))
        return region

    def draw(self, painter: QPainter, frame: Frame, exposed: Exposed) -> None:
        if frame.trace is None:
            return
        bar = _bar(frame)
        for rect, pane in zip(title_rects(frame), _shown(frame), strict=True):
            if pane is frame.compared:
                draw_veil(painter, rect, frame.palette)
            draw_title(painter, frame, pane, bar, rect.center().y() + frame.letters.cap / 2)


def title_rects(frame: Frame) -> list[QRectF]:
    """Return where the words stand, of the second ratio first."""
    rects, letters, bar = [], frame.letters, _bar(frame)
    for top, pane in zip(_tops(frame), _shown(frame), strict=True):
        middle = top + TITLE_PX / 2 + 1
        left, width = TITLE_INDENT_PX - _MARGIN_PX, title_width(frame, pane, bar) + 2 * _MARGIN_PX
        rects.append(QRectF(left, middle - letters.height / 2, width, letters.height))
    return rects


def _bar(frame: Frame) -> int:
    """Return the bar whose values are told."""
    bar = frame.cursor_bar
    return len(frame.trace.series) - 1 if bar is None and frame.trace is not None else bar or 0


def _shown(frame: Frame) -> list[Pane]:
    return ([frame.compared] if frame.compared is not None else []) + list(frame.panes)


def _tops(frame: Frame) -> list[float]:
    """Return the rows at which the titles' own rows begin."""
    over = [0.0] if frame.compared is not None else []
    return over + [frame.pane_top(place) for place in range(len(frame.panes))]
