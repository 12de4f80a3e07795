"""A frozen plan laid over the chart: what was decided, beside where the lines are now."""

import math
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QRegion

from ratiodesk.chart.frame import Frame
from ratiodesk.chart.frozen import PlacedFrozen
from ratiodesk.chart.part import Exposed, Part, colour, differs
from ratiodesk.chart.polygon import draw_rects
from ratiodesk.chart.veil import draw_veil
from ratiodesk.domain.ratio import Ratio, format_level
from ratiodesk.local_text import local

# Of a dash, and from one dash to the next.
_DASH_PX, _STEP_PX = 6, 11
_MARK_PX = 4.5
# From the right side of the plot and from its top. The names of lines stand on the left.
_SIDE_PX, _TOP_PX, _PADDING_PX = 12.0, 6.0, 3.0
# From a line to words that are not its own.
_CLEAR_PX = 3.0
# So far from its right side names leave the plot to what else is written there.
_NAME_SIDE_PX = 64.0


class FrozenPart(Part):
    """Dashed lines from the session the plan was frozen on, marks at its entry and end, and a title in a corner."""

    reads = ("viewport", "palette", "letters", "trace", "frozen", "levels", "hides_levels")

    def take(self, before: Frame | None, frame: Frame) -> QRegion | None:
        if before is not None and before.frozen is None and frame.frozen is None:
            return None
        return super().take(before, frame)

    def damage(self, before: Frame, frame: Frame) -> QRegion:
        if differs(before, frame, ("viewport", "palette", "letters", "trace", "frozen", "hides_levels")):
            return super().damage(before, frame)
        # Names give way to lines.
        was, now = (words_of(one, one.frozen) if one.frozen is not None else [] for one in (before, frame))
        region = QRegion()
        for words in (*was, *now):
            if words not in was or words not in now:
                region += words[0].adjusted(-1, -1, 1, 1).toAlignedRect()
        return region

    def draw(self, painter: QPainter, frame: Frame, exposed: Exposed) -> None:
        frozen = frame.frozen
        if frozen is None or frame.trace is None or frame.hides_levels:
            return
        painter.setClipRect(QRectF(0, 0, frame.viewport.width, frame.viewport.height), Qt.ClipOperation.IntersectClip)
        self._draw_lines(painter, frame, frozen)
        _draw_words(painter, frame, frozen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mark, filled in ((frozen.entry, False), (frozen.end, True)):
            if mark is not None:
                _draw_mark(painter, frame, mark, filled=filled)

    @staticmethod
    def _draw_lines(painter: QPainter, frame: Frame, frozen: PlacedFrozen) -> None:
        # Qt's own dashes shift with the part of a line that is painted anew.
        view = frame.viewport
        begin = round(view.x_of(frozen.begin))
        first = begin + max(-begin // _STEP_PX, 0) * _STEP_PX
        columns = np.arange(first, math.ceil(view.width), _STEP_PX, dtype=np.int32)
        rows = [round(min(max(view.y_of(ratio), -1.0), view.height + 1)) for _, ratio in frozen.plan.lines]
        painter.setBrush(colour(frame.palette.muted))
        for row in rows:
            if 0 <= row < view.height:
                _draw_dashes(painter, columns, row, across=True)
        if 0 <= begin < view.width:
            _draw_dashes(painter, np.arange(min(rows), max(rows), _STEP_PX, dtype=np.int32), begin, across=False)


def _draw_dashes(painter: QPainter, starts: npt.NDArray[np.int32], at: int, *, across: bool) -> None:
    """Paint dashes along a row or a column of pixels."""
    if len(starts):
        along, other = (0, 1) if across else (1, 0)
        dashes = np.empty((len(starts), 4), np.int32)
        dashes[:, along], dashes[:, along + 2] = starts, starts + _DASH_PX - 1
        dashes[:, other] = dashes[:, other + 2] = at
        draw_rects(painter, dashes)


def _draw_mark(painter: QPainter, frame: Frame, mark: tuple[int, Ratio], *, filled: bool) -> None:
    """Paint a ring at the entry, a disc at the end."""
    bar, ratio = mark
    ink = colour(frame.palette.text)
    painter.setPen(QPen(ink, 1.6))
    painter.setBrush(ink if filled else colour(frame.palette.background))
    painter.drawEllipse(QPointF(frame.viewport.x_of(bar), frame.viewport.y_of(ratio)), _MARK_PX, _MARK_PX)


def _draw_words(painter: QPainter, frame: Frame, frozen: PlacedFrozen) -> None:
    letters, palette = frame.letters, frame.palette
    for rect, text in words_of(frame, frozen):
        draw_veil(painter, rect, palette)
        painter.setPen(colour(palette.muted))
        letters.write(painter, rect.left() + _PADDING_PX, rect.center().y() + letters.cap / 2, text)


def words_of(frame: Frame, frozen: PlacedFrozen) -> list[tuple[QRectF, str]]:
    """Return the title and the names of the lines with where they stand; names only where they cover nothing."""
    view, letters = frame.viewport, frame.letters
    height, most = letters.height, max(view.width / 2, 40.0)
    titles = [f"{frozen.plan.title}: {frozen.plan.outcome}"]
    if letters.width(titles[0]) > most:
        titles = [letters.elided(title, most) for title in (frozen.plan.title, frozen.plan.outcome)]
    taken = [view.y_of(level.ratio) for level in frame.shown_levels]
    words, top = [], _free_row(taken, height * len(titles), view.height / 2)
    for title in titles:
        width = letters.width(title) + 2 * _PADDING_PX
        words.append((QRectF(view.width - _SIDE_PX - width, top, width, height), title))
        top += height
    if view.x_of(frozen.begin) > view.width - _NAME_SIDE_PX:
        return words
    for name, ratio in frozen.plan.lines:
        text, row = f"{name} {local(format_level(ratio))}", view.y_of(ratio)
        rect = QRectF(0, row - height - 1, letters.width(text) + 2 * _PADDING_PX, height)
        rect.moveRight(view.width - _NAME_SIDE_PX)
        near = any(rect.top() - height - 2 < other < row + height + 2 for other in taken)
        if near or rect.top() < 0 or row > view.height or any(rect.intersects(each) for each, _ in words):
            continue
        taken.append(row)
        words.append((rect, text))
    return words


def _free_row(taken: Iterable[float], height_px: float, lowest: float) -> float:
    """Return the first row from the top at which words of some height cover no line, the top if there is none."""
    top = _TOP_PX
    for row in sorted(taken):
        if top - _CLEAR_PX < row < top + height_px + _CLEAR_PX:
            top = row + _CLEAR_PX
    return top if top < lowest else _TOP_PX
