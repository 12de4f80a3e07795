"""The ratio axis: its labels, and the tags on it."""

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, QRegion

from ratiodesk.chart.axis_tag import TAG_HEIGHT_PX, AxisTag, AxisTags
from ratiodesk.chart.contrast import SEEN, contrast, ink_on, mixed
from ratiodesk.chart.frame import AXIS_WIDTH_PX, Frame
from ratiodesk.chart.level_part import DIMMED
from ratiodesk.chart.part import Exposed, Part, colour, differs, touches
from ratiodesk.chart.tag_picture import draw_bold_tag, draw_kept_tag
from ratiodesk.chart.tick import ratio_ticks
from ratiodesk.domain.level import Level

LABEL_INDENT_PX = 12.0
# How far a leader reaches into the plot.
LEADER_PX = 6.0
_LEAST_LEADER_PX = 2.0


class AxisPart(Part):
    """The column right of the ratio plot."""

    reads = (
        "viewport", "palette", "letters", "trace", "levels", "hides_levels", "basis", "selected", "hovered",
    )  # fmt: skip

    def __init__(self) -> None:
        self._tags = AxisTags()

    def damage(self, before: Frame, frame: Frame) -> QRegion:
        if differs(before, frame, ("viewport", "palette", "letters", "trace")):
            return super().damage(before, frame)
        region = QRegion()
        # A tag that comes or goes covers labels, or lets them be seen.
        margin = TAG_HEIGHT_PX / 2 + frame.letters.height + 4
        for tag, _ in _looks(before, self._tags.of(before)) ^ _looks(frame, self._tags.of(frame)):
            top, bottom = min(tag.row, tag.centre - margin), max(tag.row, tag.centre + margin)
            top, bottom = max(top, 0.0), min(bottom, frame.viewport.height + 1)
            left = frame.viewport.width - LEADER_PX
            region += QRectF(left, top, AXIS_WIDTH_PX + LEADER_PX, bottom - top).toAlignedRect()
        return region

    def draw(self, painter: QPainter, frame: Frame, exposed: Exposed) -> None:
        if frame.trace is None:
            return
        tags = self._tags.of(frame)
        self._draw_labels(painter, frame, tags, exposed)
        self._draw_tags(painter, frame, tags, exposed)

    def _draw_labels(self, painter: QPainter, frame: Frame, tags: list[AxisTag], exposed: Exposed) -> None:
        """Write the ratios beside the grid, except where a tag stands."""
        view, letters = frame.viewport, frame.letters
        cap, half = letters.cap / 2, letters.height / 2
        painter.setPen(colour(frame.palette.muted))
        for y, label in free_labels(frame, [tag.centre for tag in tags]):
            if not touches(exposed, y - half, y + half, view.width):
                continue
            baseline = round(y) + 0.5 + cap
            if letters.width(label) <= AXIS_WIDTH_PX - LABEL_INDENT_PX:
                letters.write(painter, view.width + LABEL_INDENT_PX, baseline, label)
            else:
                letters.write_within(painter, QRectF(view.width + 4, y, AXIS_WIDTH_PX - 5, 0), baseline, label)

    def _draw_tags(self, painter: QPainter, frame: Frame, tags: list[AxisTag], exposed: Exposed) -> None:
        view, palette = frame.viewport, frame.palette
        levels = {level.id: level for level in frame.shown_levels}
        for tag in tags:
            if not touches(exposed, min(tag.row, tag.rect_y[0]), max(tag.row, tag.rect_y[1]), view.width - LEADER_PX):
                continue
            fill, ink = palette.curve, palette.on_curve
            if tag.level_id is not None:
                fill, ink = tag_colours(frame, levels[tag.level_id])
            if not tag.is_beyond(view.height):
                draw_leader(painter, frame, (tag.row, tag.centre), fill)
            rect = QRectF(view.width + 2, tag.centre - TAG_HEIGHT_PX / 2, AXIS_WIDTH_PX - 6, TAG_HEIGHT_PX)
            border = palette.muted if contrast(fill, palette.background) < SEEN else ""
            draw = draw_bold_tag if frame.is_vector else draw_kept_tag
            draw(painter, rect, tag.text, frame.letters, (fill, ink, border))


def cut_px(frame: Frame) -> float:
    """Return how far from the middle of a tag a label has to stand, or the tag would leave a part of it."""
    return TAG_HEIGHT_PX / 2 + frame.letters.cap / 2 + 2


def free_labels(frame: Frame, taken: Sequence[float]) -> list[tuple[float, str]]:
    """Return the ratios beside the grid with their rows, without those that tags would cut; *taken* rises."""
    view, half, apart = frame.viewport, frame.letters.height / 2, cut_px(frame)
    found = []
    for tick in ratio_ticks(view):
        y = view.y_of(tick.at)
        # The nearest tag is beside the place where the label would be.
        place = bisect_left(taken, y)
        covered = any(abs(centre - y) <= apart for centre in taken[max(place - 1, 0) : place + 1])
        if half < y < view.height - half and not covered:
            found.append((y, tick.label))
    return found


def draw_leader(painter: QPainter, frame: Frame, rows: tuple[float, float], ink: str) -> None:
    """Lead from the row a tag speaks for to the one it stands at, unless that is the same or nearly so."""
    row, centre = rows
    if abs(centre - row) > _LEAST_LEADER_PX:
        painter.setPen(QPen(colour(ink), 1))
        right = frame.viewport.width + 2
        painter.drawLine(QPointF(right - LEADER_PX, row), QPointF(right, centre))


def tag_colours(frame: Frame, level: Level) -> tuple[str, str]:
    """Return the colours of a line's tag and of its digits: a line of the other basis has a fainter tag alone."""
    palette = frame.palette
    fill = level.colour or palette.level
    if level.basis is not frame.basis:
        fill = mixed(fill, palette.background, DIMMED)
    elif not level.colour:
        return fill, palette.on_level
    return fill, ink_on(fill)


def _looks(frame: Frame, tags: list[AxisTag]) -> set[tuple[AxisTag, tuple[str, bool] | None]]:
    """Return every tag with what its look depends on."""
    levels = {level.id: (level.colour, level.basis is frame.basis) for level in frame.shown_levels}
    return {(tag, levels[tag.level_id] if tag.level_id is not None else None) for tag in tags}
