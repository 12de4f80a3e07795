"""The crosshair with its tags on both axes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QRegion

from ratiodesk.chart.axis_part import LEADER_PX, cut_px, draw_leader, free_labels
from ratiodesk.chart.axis_tag import TAG_GAP_PX, TAG_HEIGHT_PX, AxisTag, AxisTags, axis_tags
from ratiodesk.chart.date_part import DateLabels
from ratiodesk.chart.date_tag import DateTag, date_tag
from ratiodesk.chart.frame import AXIS_WIDTH_PX, Frame
from ratiodesk.chart.pane import own_axis
from ratiodesk.chart.pane_part import TITLE_PX, axis_labels, plot_height
from ratiodesk.chart.part import Exposed, Part, colour, differs, draw_tag, whole
from ratiodesk.chart.tick import tag_text
from ratiodesk.chart.title_part import title_rects
from ratiodesk.domain.ratio import format_ratio
from ratiodesk.domain.wording import with_minus
from ratiodesk.local_text import local

_HALF_PX = TAG_HEIGHT_PX / 2


@dataclass(frozen=True, slots=True)
class ValueTag:
    """The tag on the right: the row it speaks for, the row it stands at, its text, and the labels it would cut."""

    row: float
    centre: float
    text: str
    labels: tuple[float, ...]


class CrosshairPart(Part):
    """Two dashed lines that snap to sessions, a date below, a value on the right."""

    reads = (
        "viewport", "palette", "letters", "trace", "compared", "panes", "levels", "hides_levels", "basis", "selected",
        "hovered", "cursor",
    )  # fmt: skip
    needs = ("cursor",)

    def __init__(self) -> None:
        self._tags, self._dates = AxisTags(), DateLabels()
        self._placed: tuple[Frame | None, tuple[ValueTag | None, DateTag | None]] = None, (None, None)

    def damage(self, before: Frame, frame: Frame) -> QRegion:
        if differs(before, frame, ("viewport", "palette", "letters", "trace", "compared", "panes")):
            return super().damage(before, frame)
        return _region(before, *self._placed_in(before)) + _region(frame, *self._placed_in(frame))

    def draw(self, painter: QPainter, frame: Frame, exposed: Exposed) -> None:
        bar = frame.cursor_bar
        if frame.cursor is None or frame.trace is None or bar is None:
            return
        x, y = round(frame.viewport.x_of(bar)) + 0.5, round(frame.cursor[1]) + 0.5
        _draw_lines(painter, frame, x, y)
        tag, date = self._placed_in(frame)
        if date is not None:
            for rect in date.labels:
                painter.fillRect(rect, colour(frame.palette.background))
            _draw_tag(painter, frame, date.rect, date.text)
        if tag is not None:
            _draw_value(painter, frame, tag)

    def _placed_in(self, frame: Frame) -> tuple[ValueTag | None, DateTag | None]:
        if frame.cursor is None:
            return None, None
        if self._placed[0] is not frame:
            self._placed = frame, (value_tag(frame, self._tags.of(frame)), date_tag(frame, self._dates.of(frame)))
        return self._placed[1]


def value_tag(frame: Frame, beside: Sequence[AxisTag] | None = None) -> ValueTag | None:
    """Return the tag on the axis of the ratio or of a pane, None between them.

    It stands at the crosshair's row, or at the nearest place of its plot that the tags of lines, given as *beside* if
    they are known, leave free: those keep theirs, or they would jump about under the mouse. Where all is taken it
    stands over them.
    """
    if frame.cursor is None or frame.trace is None:
        return None
    view, y = frame.viewport, frame.cursor[1]
    row = round(y) + 0.5
    if y < view.height:
        ratio = view.ratio_at(y)
        if ratio <= 0:
            return None
        taken = [tag.centre for tag in (axis_tags(frame) if beside is None else beside)]
        centre = _centre(row, taken, 0.0, view.height)
        return ValueTag(
            row,
            centre,
            local(tag_text(format_ratio(ratio), ratio, view)),
            _cut([label for label, _ in free_labels(frame, taken)], centre, frame),
        )
    for place, pane in enumerate(frame.panes):
        top = frame.pane_top(place)
        height, begin = plot_height(frame), top + TITLE_PX
        axis = own_axis(pane, view, height) if 0 <= y - begin <= height else None
        if axis is not None:
            text = with_minus(f"{axis.viewport.ratio_at(y - begin):.{pane.decimals}f}")
            centre = _centre(row, [], top, top + frame.pane_px)
            rows = [begin + label for label, _ in axis_labels(axis, frame.letters)]
            return ValueTag(row, centre, text, _cut(rows, centre, frame))
    return None


def free_place(row: float, taken: Sequence[float], apart: float, low: float, high: float) -> float | None:
    """Return the place nearest to a row that is so far from all that are taken; None where there is none.

    >>> free_place(100, [105], 20, 0, 500), free_place(100, [105, 85], 20, 0, 500), free_place(3, [], 20, 9, 500)
    (85, 125, 9)
    >>> free_place(10, [10], 20, 0, 25) is None
    True
    """
    beside = [centre + way * apart for centre in taken for way in (-1, 1)]
    places = [place for place in (min(max(row, low), high), *beside) if low <= place <= high]
    for place in sorted(places, key=lambda place: abs(place - row)):
        if all(abs(place - centre) >= apart - 1e-9 for centre in taken):
            return place
    return None


def _centre(row: float, taken: Sequence[float], top: float, bottom: float) -> float:
    """Return where a tag for a row stands between two rows, in the middle of a pixel: its outline is one wide."""
    low, high = top + _HALF_PX + 0.5, bottom - _HALF_PX - 0.5
    # Half a pixel more, which going to the middle of one may take away.
    place = free_place(row, taken, TAG_HEIGHT_PX + TAG_GAP_PX + 0.5, low, high)
    return math.floor(min(max(row, low), high) if place is None else place) + 0.5


def _cut(labels: Sequence[float], centre: float, frame: Frame) -> tuple[float, ...]:
    """Return the rows of labels that a tag would leave a part of, or nothing but a hair beside."""
    return tuple(row for row in labels if abs(row - centre) <= cut_px(frame))


def _label_rect(frame: Frame, row: float) -> QRectF:
    """Return what a label of an axis covers; the tags of lines begin right beside it."""
    half = frame.letters.cap / 2 + 1.5
    return QRectF(frame.viewport.width + 3, row - half, AXIS_WIDTH_PX - 3, 2 * half)


def _draw_lines(painter: QPainter, frame: Frame, x: float, y: float) -> None:
    """Paint the two lines, not through the words of titles."""
    view = frame.viewport
    lines = [(QPointF(0, y), QPointF(view.width, y))]
    if 0 <= x <= view.width:
        lines.append((QPointF(x, 0), QPointF(x, view.height)))
        if frame.panes:
            lines.append((QPointF(x, frame.pane_top(0)), QPointF(x, frame.size[1])))
    painter.save()
    words = [
        rect for rect in title_rects(frame) if rect.left() <= x <= rect.right() or rect.top() <= y <= rect.bottom()
    ]
    if words:
        free = whole(frame)
        for rect in words:
            free = free - QRegion(rect.toAlignedRect())
        painter.setClipRegion(free)
    painter.setPen(QPen(colour(frame.palette.cursor), frame.line_px, Qt.PenStyle.DashLine))
    for start, end in lines:
        painter.drawLine(start, end)
    painter.restore()


def _draw_value(painter: QPainter, frame: Frame, tag: ValueTag) -> None:
    width = frame.viewport.width
    for row in tag.labels:
        painter.fillRect(_label_rect(frame, row), colour(frame.palette.background))
    draw_leader(painter, frame, (tag.row, tag.centre), frame.palette.cursor)
    _draw_tag(painter, frame, QRectF(width + 2, tag.centre - _HALF_PX, AXIS_WIDTH_PX - 6, TAG_HEIGHT_PX), tag.text)


def _draw_tag(painter: QPainter, frame: Frame, rect: QRectF, text: str) -> None:
    palette = frame.palette
    draw_tag(painter, rect, text, frame.letters, palette.field, palette.text, border=palette.border)


def _region(frame: Frame, tag: ValueTag | None, date: DateTag | None) -> QRegion:
    """Return the pixels of the crosshair."""
    bar = frame.cursor_bar
    if frame.cursor is None or bar is None:
        return QRegion()
    view, (width, height) = frame.viewport, frame.size
    x, y = round(view.x_of(bar)), round(frame.cursor[1])
    region = QRegion(QRect(0, y - 1, int(view.width) + 1, 3))
    region += QRect(x - 1, 0, 3, int(height))
    if date is not None:
        for rect in (date.rect, *date.labels):
            region += rect.adjusted(-1, -1, 1, 1).toAlignedRect()
    if tag is not None:
        edge = view.width - LEADER_PX
        top, bottom = min(tag.row, tag.centre - _HALF_PX) - 2, max(tag.row, tag.centre + _HALF_PX) + 2
        region += QRectF(edge, top, width - edge, bottom - top).toAlignedRect()
        for row in tag.labels:
            region += _label_rect(frame, row).adjusted(-1, -1, 0, 1).toAlignedRect()
    return region
