"""The user's lines and the tags on the ratio axis."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from ratiodesk.chart.frame import AXIS_WIDTH_PX, Frame
from ratiodesk.chart.layer import Layer, bold, draw_tag
from ratiodesk.chart.tag import spread
from ratiodesk.chart.tick import ratio_ticks
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.ratio import format_level, format_ratio
from ratiodesk.domain.series import Basis

TAG_HEIGHT_PX = 18.0
TAG_GAP_PX = 1.0
_NAME_INDENT_PX = 12.0
_DIMMED = 0.35


@dataclass(frozen=True, slots=True)
class AxisTag:
    """A tag on the ratio axis: the row it speaks for, the row it stands at, its text.

    ``level_id`` is None for the tag of the last ratio.
    """

    level_id: LevelId | None
    row: float
    centre: float
    text: str

    @property
    def rect_y(self) -> tuple[float, float]:
        return self.centre - TAG_HEIGHT_PX / 2, self.centre + TAG_HEIGHT_PX / 2


def axis_tags(frame: Frame) -> list[AxisTag]:
    """Return the tags of the last ratio and of every line, moved apart.

    A line outside the view gets its tag at the edge it lies beyond, with an arrow.
    """
    view = frame.viewport
    tags: list[AxisTag] = []
    if frame.series is not None:
        row = view.y_of(frame.series.ratio)
        tags.append(AxisTag(None, row, row, format_ratio(frame.series.ratio)))
    for level in frame.levels:
        row = view.y_of(level.ratio) if level.ratio > 0 else view.height
        # An arrow takes the room of a line's last digits.
        in_sight = 0 <= row <= view.height
        text = format_level(level.ratio) if in_sight else format_ratio(level.ratio)
        tags.append(AxisTag(level.id, row, row, text))
    tags.sort(key=lambda tag: tag.row)
    low, high = TAG_HEIGHT_PX / 2, view.height - TAG_HEIGHT_PX / 2
    placed = []
    wanted = [min(max(tag.row, low), high) for tag in tags]
    pitch = TAG_HEIGHT_PX + TAG_GAP_PX
    # More tags than the axis has room for stay where they belong, one over the other.
    centres = spread(wanted, pitch, low, high) if len(tags) * pitch <= view.height else wanted
    for tag, centre in zip(tags, centres, strict=True):
        arrow = "▲ " if tag.row < 0 else "▼ " if tag.row > view.height else ""
        placed.append(replace(tag, centre=centre, text=arrow + tag.text))
    return placed


class LevelLayer(Layer):
    """Lines, their names, the last ratio, and the ratio axis with its labels and tags."""

    reads = ("viewport", "palette", "font", "series", "levels", "basis", "selected", "hovered")

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if frame.series is None:
            return
        view, palette = frame.viewport, frame.palette
        painter.setFont(frame.font)
        last = round(view.y_of(frame.series.ratio)) + 0.5
        if 0 <= last <= view.height:
            painter.setPen(QPen(QColor(palette.curve), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(0, last), QPointF(view.width, last))
        seen = [level for level in frame.levels if -2 <= view.y_of(level.ratio) <= view.height + 2]
        for level in seen:
            self._draw_line(painter, frame, level)
        self._draw_names(painter, frame, seen, last)
        tags = axis_tags(frame)
        self._draw_labels(painter, frame, tags)
        self._draw_tags(painter, frame, tags)

    def _draw_line(self, painter: QPainter, frame: Frame, level: Level) -> None:
        view, colour = frame.viewport, _colour(frame, level)
        y = round(view.y_of(level.ratio)) + 0.5
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 2.4 if level.id in (frame.selected, frame.hovered) else 1.6))
        painter.drawLine(QPointF(0, y), QPointF(view.width, y))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if level.id == frame.selected:
            painter.setBrush(QColor(frame.palette.background))
            painter.setPen(QPen(colour, 1.5))
            painter.drawRect(QRectF(view.width - 12, y - 3.5, 7, 7))

    def _draw_names(self, painter: QPainter, frame: Frame, levels: list[Level], last: float) -> None:
        """Write each name above its line, below it where another line or the last ratio is in the way."""
        view, metrics = frame.viewport, QFontMetricsF(frame.font)
        height = metrics.height()
        rows = [view.y_of(level.ratio) for level in levels]
        wanted = []
        for row in rows:
            blocked = row < height + 4 or any(0 < row - other < height + 2 for other in (last, *rows))
            wanted.append(row + height / 2 if blocked else row - height / 2)
        centres = spread(wanted, height, height / 2, view.height - height / 2)
        for level, centre in zip(levels, centres, strict=True):
            name = str(level) + (f" · {level.basis.display_name}" if level.basis is not Basis.PRICE else "")
            name = metrics.elidedText(
                name + (" · locked" if level.locked else ""), Qt.TextElideMode.ElideRight, view.width / 2
            )
            # A veil between the name and the curve keeps the name readable.
            veil = QColor(frame.palette.background)
            veil.setAlphaF(0.65)
            width = metrics.horizontalAdvance(name) + 6
            painter.fillRect(QRectF(_NAME_INDENT_PX - 3, centre - height / 2 + 1, width, height - 2), veil)
            painter.setPen(_colour(frame, level))
            painter.drawText(QPointF(_NAME_INDENT_PX, centre + metrics.capHeight() / 2), name)

    def _draw_labels(self, painter: QPainter, frame: Frame, tags: list[AxisTag]) -> None:
        """Write the ratios beside the grid, except where a tag stands."""
        view, metrics = frame.viewport, QFontMetricsF(frame.font)
        apart = (TAG_HEIGHT_PX + metrics.capHeight()) / 2 + 2
        painter.setPen(QColor(frame.palette.muted))
        for tick in ratio_ticks(view):
            y = view.y_of(tick.at)
            free = all(abs(tag.centre - y) > apart for tag in tags)
            if free and metrics.height() / 2 < y < view.height - metrics.height() / 2:
                painter.drawText(QPointF(view.width + 12, round(y) + 0.5 + metrics.capHeight() / 2), tick.label)

    def _draw_tags(self, painter: QPainter, frame: Frame, tags: list[AxisTag]) -> None:
        view, palette = frame.viewport, frame.palette
        painter.setFont(bold(frame.font))
        levels = {level.id: level for level in frame.levels}
        for tag in tags:
            fill, ink = palette.curve, palette.on_curve
            if tag.level_id is not None:
                level = levels[tag.level_id]
                fill, ink = level.colour or palette.level, palette.on_level
                painter.setOpacity(1.0 if level.basis is frame.basis else _DIMMED)
            if 0 <= tag.row <= view.height and abs(tag.centre - tag.row) > 2:
                painter.setPen(QPen(QColor(fill), 1))
                painter.drawLine(QPointF(view.width - 4, tag.row), QPointF(view.width + 2, tag.centre))
            rect = QRectF(view.width + 2, tag.centre - TAG_HEIGHT_PX / 2, AXIS_WIDTH_PX - 6, TAG_HEIGHT_PX)
            draw_tag(painter, rect, tag.text, fill, ink)
            painter.setOpacity(1.0)


def _colour(frame: Frame, level: Level) -> QColor:
    """Return the colour of a line, faint on the basis that is not in view."""
    colour = QColor(level.colour or frame.palette.level)
    if level.basis is not frame.basis:
        colour.setAlphaF(_DIMMED)
    return colour
