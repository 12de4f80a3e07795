"""Tags on the ratio axis: of the last ratio, of every line, of lines beyond the edges."""

from dataclasses import dataclass

from ratiodesk.chart.frame import Frame
from ratiodesk.chart.tag import spread
from ratiodesk.chart.tick import short, tag_text
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.ratio import format_level, format_ratio

TAG_HEIGHT_PX = 18.0
TAG_GAP_PX = 1.0
# Of the lines beyond an edge the nearest ones have a tag of their own; one more tag counts the rest.
MOST_BEYOND = 3

# A line and its row [px].
_Placed = tuple[float, Level]
# A tag that has no place yet: the row it speaks for, its text, its lines.
_Tag = tuple[float, str, tuple[LevelId, ...]]


@dataclass(frozen=True, slots=True)
class AxisTag:
    """A tag: the row it speaks for, the row it stands at, its text.

    ``lines`` are those it stands for: none for the last ratio, several where there is no room for each of them.
    """

    lines: tuple[LevelId, ...]
    row: float
    centre: float
    text: str

    @property
    def level_id(self) -> LevelId | None:
        """The first of its lines."""
        return self.lines[0] if self.lines else None

    @property
    def rect_y(self) -> tuple[float, float]:
        return self.centre - TAG_HEIGHT_PX / 2, self.centre + TAG_HEIGHT_PX / 2

    def is_beyond(self, height: float) -> bool:
        """Return whether it speaks for what lies outside a plot of some height."""
        return not 0 <= self.row <= height


def axis_tags(frame: Frame) -> list[AxisTag]:
    """Return the tags from top to bottom, moved apart so that none covers another.

    A line outside the view gets its tag at the edge it lies beyond, with an arrow. Where the axis is too short for all
    of them, lines without a role go without a tag first.
    """
    view = frame.viewport
    room = int(view.height // (TAG_HEIGHT_PX + TAG_GAP_PX))
    inside: list[_Placed] = []
    above: list[_Placed] = []
    below: list[_Placed] = []
    for level in frame.shown_levels:
        row = view.y_of(level.ratio) if level.ratio > 0 else view.height + 1
        (above if row < 0 else below if row > view.height else inside).append((row, level))
    above.sort(key=lambda found: -found[0])
    below.sort(key=lambda found: found[0])
    beyond = [*_beyond(above, "▲"), *_beyond(below, "▼")][: max(room - 1, 0)]
    inside.sort(key=lambda found: _urgency(frame, found[1]))
    # Of a crowd only those with a tag are written out.
    tags: list[_Tag] = [
        (row, tag_text(format_level(level.ratio), level.ratio, view), (level.id,))
        for row, level in inside[: max(room - 1 - len(beyond), 0)]
    ]
    tags += beyond
    ratio = frame.trace.last if frame.trace is not None else None
    if ratio is not None:
        row = view.y_of(ratio)
        arrow = "▲ " if row < 0 else "▼ " if row > view.height else ""
        tags.append((row, arrow + (_shorter(ratio) if arrow else tag_text(format_ratio(ratio), ratio, view)), ()))
    tags.sort(key=lambda tag: tag[0])
    low, high = TAG_HEIGHT_PX / 2, view.height - TAG_HEIGHT_PX / 2
    wanted = [min(max(row, low), high) for row, *_ in tags]
    centres = spread(wanted, TAG_HEIGHT_PX + TAG_GAP_PX, low, high)
    return [AxisTag(lines, row, centre, text) for (row, text, lines), centre in zip(tags, centres, strict=True)]


class AxisTags:
    """The tags of the last frame, worked out again only where it differs in what they depend on."""

    READS = ("viewport", "trace", "levels", "hides_levels", "basis", "selected", "hovered")

    def __init__(self) -> None:
        self._frame: Frame | None = None
        self._tags: list[AxisTag] = []

    def of(self, frame: Frame) -> list[AxisTag]:
        """Return the tags of a frame."""
        known = self._frame
        if known is None or any(getattr(known, name) is not getattr(frame, name) for name in self.READS):
            self._tags = axis_tags(frame)
        self._frame = frame
        return self._tags


def _beyond(found: list[_Placed], arrow: str) -> list[_Tag]:
    """Return the tags of lines beyond one edge, given nearest first."""
    own = len(found) if len(found) <= MOST_BEYOND else MOST_BEYOND - 1
    # An arrow takes the room of a line's last digits.
    tags: list[_Tag] = [(row, f"{arrow} {_shorter(level.ratio)}", (level.id,)) for row, level in found[:own]]
    rest = found[own:]
    if rest:
        tags.append((rest[0][0], f"{arrow} +{len(rest)}", tuple(level.id for _, level in rest)))
    return tags


def _shorter(ratio: float) -> str:
    """Return a ratio beside an arrow, which takes the room of two characters."""
    return short(format_ratio(ratio), ratio, digits=3, most=6)


def _urgency(frame: Frame, level: Level) -> tuple[bool, bool, bool]:
    """Return a key that sorts the lines that most need a tag first."""
    emphasised = level.id in (frame.selected, frame.hovered)
    return not emphasised, level.role is Role.PLAIN, level.basis is not frame.basis
