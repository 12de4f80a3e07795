"""Names and values of the panes' lines, and of a second ratio, at the crosshair."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QRegion

from ratiodesk.chart.frame import Frame
from ratiodesk.chart.pane_part import TITLE_PX, draw_title
from ratiodesk.chart.part import Exposed, Part, differs


class TitlePart(Part):
    """One line of words at the top of each pane; the last bar's values while the crosshair is away."""

    reads = ("viewport", "palette", "letters", "trace", "compared", "panes", "cursor")

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
        bar = frame.cursor_bar
        bar = len(frame.trace.series) - 1 if bar is None else bar
        shown = ([frame.compared] if frame.compared is not None else []) + list(frame.panes)
        for top, pane in zip(_tops(frame), shown, strict=True):
            draw_title(painter, frame, pane, bar, top + TITLE_PX / 2 + frame.letters.cap / 2 + 1)


def _tops(frame: Frame) -> list[float]:
    """Return where the words begin, of the second ratio first."""
    over = [0.0] if frame.compared is not None else []
    return over + [frame.pane_top(place) for place in range(len(frame.panes))]
