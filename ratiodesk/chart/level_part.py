"""The user's lines with their names, and the last ratio."""

from bisect import bisect_left, insort
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QRegion

from ratiodesk.chart.contrast import READABLE, contrast
from ratiodesk.chart.frame import Frame
from ratiodesk.chart.pane_part import TITLE_PX
from ratiodesk.chart.part import Exposed, Part, colour, differs, strip, touches
from ratiodesk.chart.tag import spread
from ratiodesk.chart.veil import draw_veil
from ratiodesk.domain.basis import Basis
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.ratio import format_level
from ratiodesk.local_text import local
from ratiodesk.words import tr

DIMMED = 0.35
NAME_INDENT_PX = 12.0
# Names give way to the axis of a second ratio.
OWN_AXIS_PX = 52.0
# A name farther from its line than so many of its heights would seem another line's.
_FARTHEST_HEIGHTS = 2.0
# In a crowd so many names push others aside; any more stand where there is room for them.
_MOST_PUSHING = 24


@dataclass(frozen=True, slots=True)
class _Name:
    """The name of a line, and where it stands."""

    level: Level
    rect: QRectF
    text: str


class LevelPart(Part):
    """Lines from edge to edge of the ratio plot."""

    reads = (
        "viewport", "palette", "letters", "trace", "compared", "levels", "hides_levels", "basis", "selected", "hovered",
    )  # fmt: skip

    # What names and their places depend on.
    _NAMED_BY = (
        "viewport", "letters", "trace", "compared", "levels", "hides_levels", "basis", "selected", "hovered",
    )  # fmt: skip

    def __init__(self) -> None:
        self._named: tuple[Frame | None, dict[LevelId, _Name]] = None, {}

    def damage(self, before: Frame, frame: Frame) -> QRegion:
        if differs(before, frame, ("viewport", "palette", "letters", "trace", "compared", "basis")):
            return super().damage(before, frame)
        region = _damage_of_lines(before, frame)
        # Where names give way, emphasis says which.
        if differs(before, frame, ("levels", "hides_levels", "selected", "hovered")):
            region += self._damage_of_names(before, frame)
        return region

    def _damage_of_names(self, before: Frame, frame: Frame) -> QRegion:
        region = QRegion()
        was, now = self._names(before), self._names(frame)
        for level_id in was.keys() | now.keys():
            old, new = was.get(level_id), now.get(level_id)
            if old != new:
                for name in (old, new):
                    if name is not None:
                        region += name.rect.adjusted(-1, -2, 1, 2).toAlignedRect()
        return region

    def draw(self, painter: QPainter, frame: Frame, exposed: Exposed) -> None:
        if frame.trace is None:
            return
        view, palette = frame.viewport, frame.palette
        last = _last_row(frame)
        if last is not None and 0 <= last <= view.height:
            painter.setPen(QPen(colour(palette.curve), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(0, last), QPointF(view.width, last))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for level in _in_sight(frame):
            row = view.y_of(level.ratio)
            if touches(exposed, row - 5, row + 5):
                _draw_line(painter, frame, level)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for name in self._names(frame).values():
            rect = name.rect
            if touches(exposed, rect.top(), rect.bottom(), rect.left(), rect.right()):
                draw_veil(painter, rect.adjusted(0, 1, 0, -1), palette)
                painter.setPen(_name_colour(frame, name.level))
                baseline = rect.center().y() + frame.letters.cap / 2
                frame.letters.write(painter, rect.left() + 3, baseline, name.text)

    def _names(self, frame: Frame) -> dict[LevelId, _Name]:
        known, names = self._named
        if known is None or any(getattr(known, name) is not getattr(frame, name) for name in self._NAMED_BY):
            names = {name.level.id: name for name in _names(frame)}
        self._named = frame, names
        return names


def line_colour(frame: Frame, level: Level) -> QColor:
    """Return the colour of a line, faint on the basis that is not in view."""
    name = level.colour or frame.palette.level
    return colour(name) if level.basis is frame.basis else colour(name, DIMMED)


def _name_colour(frame: Frame, level: Level) -> QColor:
    """Return the colour of a line's name: the line's own, unless letters in it could not be read."""
    palette = frame.palette
    if level.basis is not frame.basis:
        return colour(palette.muted)
    is_readable = not level.colour or contrast(level.colour, palette.background) >= READABLE
    return line_colour(frame, level) if is_readable else colour(palette.text)


def _damage_of_lines(before: Frame, frame: Frame) -> QRegion:
    region = QRegion()
    # While the lines stay, only emphasis can have changed; there may be hundreds.
    of = _emphasised(before) | _emphasised(frame) if before.shown_levels is frame.shown_levels else None
    old, new = _looks(before, of), _looks(frame, of)
    for level_id in old.keys() | new.keys():
        looks = old.get(level_id), new.get(level_id)
        if looks[0] != looks[1]:
            for seen in looks:
                if seen is not None:
                    row = frame.viewport.y_of(seen[0].ratio)
                    region += strip(row, row, frame)
    return region


def _emphasised(frame: Frame) -> set[LevelId | None]:
    return {frame.selected, frame.hovered}


def _looks(frame: Frame, of: Container[LevelId | None] | None) -> dict[str, tuple[Level, bool, bool]]:
    """Return lines, all of them if *of* is None, and whether each is selected or under the mouse."""
    return {
        level.id: (level, level.id == frame.selected, level.id == frame.hovered)
        for level in frame.shown_levels
        if of is None or level.id in of
    }


def _words(level: Level) -> str:
    """Return what is written on a line."""
    basis = f" · {level.basis.display_name}" if level.basis is not Basis.PRICE else ""
    value = local(format_level(level.ratio))
    return f"{level.name} {value}".strip() + basis + (f" · {tr('locked')}" if level.locked else "")


def _last_row(frame: Frame) -> float | None:
    """Return the row of the last ratio, None if there is none."""
    last = frame.trace.last if frame.trace is not None else None
    return None if last is None else round(frame.viewport.y_of(last)) + 0.5


def _in_sight(frame: Frame) -> list[Level]:
    view = frame.viewport
    return [level for level in frame.shown_levels if -2 <= view.y_of(level.ratio) <= view.height + 2]


def _draw_line(painter: QPainter, frame: Frame, level: Level) -> None:
    view, ink = frame.viewport, line_colour(frame, level)
    y = round(view.y_of(level.ratio)) + 0.5
    painter.setPen(QPen(ink, 2.4 if level.id in (frame.selected, frame.hovered) else 1.6))
    painter.drawLine(QPointF(0, y), QPointF(view.width, y))
    if level.id == frame.selected:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(colour(frame.palette.background))
        painter.setPen(QPen(ink, 1.5))
        painter.drawRect(QRectF(view.width - 12, y - 3.5, 7, 7))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _names(frame: Frame) -> list[_Name]:
    """Return the lines in sight that have room for a name, with the name and where that stands.

    It stands above the line, below it where another line or the last ratio is in the way.
    """
    if frame.trace is None:
        return []
    levels, view, letters = _in_sight(frame), frame.viewport, frame.letters
    height = letters.height
    last = _last_row(frame)
    rows = [view.y_of(level.ratio) for level in levels]
    wanted, others = [], sorted((*rows, *(() if last is None else (last,))))
    for row in rows:
        above = bisect_left(others, row) - 1
        blocked = row < height + 4 or (above >= 0 and row - others[above] < height + 2)
        wanted.append(row + height / 2 if blocked else row - height / 2)
    urgent = sorted(range(len(levels)), key=lambda place: _urgency(frame, levels[place]))
    indent = NAME_INDENT_PX + (OWN_AXIS_PX if frame.compared is not None else 0.0)
    named = []
    room = TITLE_PX if frame.compared is not None else 0.0, view.height
    for place, centre in name_centres(rows, wanted, urgent, height, room).items():
        name = letters.elided(_words(levels[place]), view.width / 2)
        width = letters.width(name) + 6
        named.append(_Name(levels[place], QRectF(indent - 3, centre - height / 2, width, height), name))
    return named


def name_centres(
    rows: Sequence[float],
    wanted: Sequence[float],
    urgent: Sequence[int],
    height_px: float,
    room_px: tuple[float, float],
) -> dict[int, float]:
    """Return where names stand: none over another, none far from its line; those without such a place are left out.

    Parameters
    ----------
    rows, wanted
        Row of each line, and where its name would stand if it were alone [px].
    urgent
        Places in *rows*, of the name that most needs to be seen first.
    height_px
        Height of a name.
    room_px
        First and last row of the part of the plot that keeps them.
    """

    def placed(places: list[int]) -> dict[int, float] | None:
        low, high = room_px[0] + height_px / 2, room_px[1] - height_px / 2
        centres = spread([wanted[place] for place in places], height_px, low, high)
        near = all(
            abs(centre - rows[place]) <= _FARTHEST_HEIGHTS * height_px and centre < high + 1
            for place, centre in zip(places, centres, strict=True)
        )
        return dict(zip(places, centres, strict=True)) if near else None

    kept = placed(list(range(len(rows))))
    if kept is not None:
        return kept
    return _crowded_centres(wanted, urgent, height_px, room_px, placed)


def _crowded_centres(
    wanted: Sequence[float],
    urgent: Sequence[int],
    height_px: float,
    room_px: tuple[float, float],
    placed: Callable[[list[int]], dict[int, float] | None],
) -> dict[int, float]:
    """Return where names stand of which not all have room: where each would like to, else with others pushed aside."""
    low, high = room_px[0] + height_px / 2, room_px[1] - height_px / 2
    kept: dict[int, float] = {}
    taken: list[float] = []
    pushing = 0
    for place in urgent:
        centre = wanted[place]
        after = bisect_left(taken, centre)
        near = taken[max(after - 1, 0) : after + 1]
        if low <= centre <= high and all(abs(other - centre) >= height_px for other in near):
            kept[place] = centre
            insort(taken, centre)
        elif pushing < _MOST_PUSHING:
            pushing += 1
            kept = placed(sorted((*kept, place))) or kept
            taken = sorted(kept.values())
    return kept


def _urgency(frame: Frame, level: Level) -> tuple[bool, bool, bool]:
    """Return a key that sorts the lines that most need a name first."""
    return level.id not in (frame.selected, frame.hovered), level.role is Role.PLAIN, level.basis is not frame.basis
