"""What was changed in two places since it was the same: lines, sizing and holdings of a pair."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.ratio import on_line

Lines = tuple[Level, ...]
Record = TypeVar("Record")

# A ratio means nothing without the closes it is a ratio of: where a line is, is one thing.
_PLACE = ("ratio", "basis")


@dataclass(frozen=True, slots=True)
class MergedLines:
    """Lines with both sides' changes.

    Parameters
    ----------
    lines
        What is to be shown and written.
    clashes
        Lines of which theirs could not be merged.
    """

    lines: Lines
    clashes: tuple[LevelId, ...] = ()


@dataclass(frozen=True, slots=True)
class MergedLayout:
    """A layout with both sides' changes, and what of theirs could not be merged.

    Parameters
    ----------
    layout
        What is to be shown and written; ours stands where both changed the same.
    lines, sizing, holdings
        Lines by id, inputs of the sizing by their field, holdings by symbol.
    """

    layout: Layout
    lines: tuple[LevelId, ...] = ()
    sizing: tuple[str, ...] = ()
    holdings: tuple[Symbol, ...] = ()

    @property
    def is_clash(self) -> bool:
        """Whether anything of theirs is not in the layout."""
        return bool(self.lines or self.sizing or self.holdings)


def merge_layouts(base: Layout, ours: Layout, theirs: Layout) -> MergedLayout:
    """Return *ours* with what became of *base* in *theirs*.

    How a pair is looked at is no work: the view of ours stands.

    Parameters
    ----------
    base, ours, theirs
        Layouts of one pair in one orientation, before and after the changes of each side.
    """
    merged = merge_lines(base.levels, ours.levels, theirs.levels)
    sizing, inputs = merge_fields(base.sizing, ours.sizing, theirs.sizing)
    holdings, symbols = merge_holdings(base.holdings, ours.holdings, theirs.holdings)
    layout = replace(ours, levels=merged.lines, sizing=sizing, holdings=holdings)
    return MergedLayout(layout, merged.clashes, inputs, symbols)


def merge_lines(base: Lines, ours: Lines, theirs: Lines) -> MergedLines:
    """Return the lines with both sides' changes since *base*, and those of which theirs could not be merged.

    What one side added, changed or removed is added, changed or removed, a line field by field. Where both changed
    one field, or they removed what we changed, ours stands and the line is a clash. A line that they changed outlives
    our removing it. A role that would come to stand on two lines of a basis becomes plain on the one that does not
    carry it in ours, which is a clash.

    Parameters
    ----------
    base, ours, theirs
        Lines in one orientation, before and after the changes of each side.

    Examples
    --------
    >>> drawn = Level(LevelId("a"), 2.1)
    >>> moved, named = replace(drawn, ratio=2.2), replace(drawn, label="peak")
    >>> merge_lines((drawn,), (moved,), (named,)).lines == (replace(drawn, ratio=2.2, label="peak"),)
    True
    >>> merge_lines((drawn,), (moved,), (replace(drawn, ratio=2.3),)).clashes
    ('a',)
    """
    was, here, there = _by_id(base), _by_id(ours), _by_id(theirs)
    merged, clashes = [], []
    for line in ours:
        found, clash = _merge_line(was.get(line.id), line, there.get(line.id))
        merged += [found] if found is not None else []
        clashes += [line.id] if clash else []
    merged += [line for line in theirs if line.id not in here and not _same(line, was.get(line.id))]
    lines = _with_roles_once(merged, here)
    clashes += [line.id for line, given in zip(lines, merged, strict=True) if line != given and line.id not in clashes]
    return MergedLines(lines, tuple(clashes))


def merge_fields(base: Record, ours: Record, theirs: Record) -> tuple[Record, tuple[str, ...]]:
    """Return a dataclass with both sides' changes since *base*, and the fields that both changed, in which ours stands.

    Fields that are dataclasses themselves are merged field by field.
    """
    changes: dict[str, Any] = {}
    clashes: list[str] = []
    for name in (field.name for field in fields(ours)):  # type: ignore[arg-type]
        was, here, there = (getattr(side, name) for side in (base, ours, theirs))
        if there in (here, was):
            continue
        if here == was:
            changes[name] = there
        elif is_dataclass(here):
            changes[name], inner = merge_fields(was, here, there)
            clashes += [name] if inner else []
        else:
            clashes.append(name)
    return (replace(ours, **changes) if changes else ours), tuple(clashes)  # type: ignore[type-var]


def _merge_line(was: Level | None, ours: Level, theirs: Level | None) -> tuple[Level | None, bool]:
    """Return what becomes of a line of ours, None if it goes, and whether theirs could not be merged."""
    if theirs is None:
        if _same(ours, was):
            return None, False
        return ours, was is not None
    if was is None:
        return ours, not ours.same_as(theirs)
    changes: dict[str, Any] = {}
    clash = False
    if not _same_place(theirs, was):
        if _same_place(ours, was):
            changes = {name: getattr(theirs, name) for name in _PLACE}
        else:
            clash = not _same_place(ours, theirs)
    for name in (field.name for field in fields(ours) if field.name not in _PLACE):
        before, here, there = (getattr(side, name) for side in (was, ours, theirs))
        if there not in (before, here):
            if here == before:
                changes[name] = there
            else:
                clash = True
    return (replace(ours, **changes) if changes else ours), clash


def _with_roles_once(lines: Sequence[Level], here: Mapping[LevelId, Level]) -> Lines:
    """Return the lines with each role on one line of a basis: on the one that carries it *here*, else on the first."""

    def is_ours(line: Level) -> bool:
        return line.id in here and here[line.id].role is line.role

    owners: dict[object, LevelId] = {}
    for line in sorted(lines, key=lambda line: not is_ours(line)):
        owners.setdefault((line.role, line.basis), line.id)
    return tuple(
        # Two that carry it here already are not for a merge to judge.
        line if is_ours(line) or owners[line.role, line.basis] == line.id else replace(line, role=Role.PLAIN)
        for line in lines
    )


def merge_holdings(
    base: Iterable[Holding], ours: Iterable[Holding], theirs: Iterable[Holding]
) -> tuple[tuple[Holding, ...], tuple[Symbol, ...]]:
    """Return the holdings with both sides' changes, and the symbols in which ours stands against theirs.

    What they changed outlives our removing it.
    """
    was, here, there = ({held.symbol: held for held in side} for side in (base, ours, theirs))
    merged, clashes = [], []
    for symbol in sorted(here.keys() | there.keys()):
        before, mine, other = was.get(symbol), here.get(symbol), there.get(symbol)
        stands = other if mine in (before, None) else mine
        if other == before:
            stands = mine
        if stands is not None:
            merged.append(stands)
        if other not in (before, stands):
            clashes.append(symbol)
    return tuple(merged), tuple(clashes)


def _same(line: Level, other: Level | None) -> bool:
    return other is not None and line.same_as(other)


def _same_place(line: Level, other: Level) -> bool:
    """Return whether two lines are at one ratio of the same closes, but for what turning over does."""
    return line.basis is other.basis and on_line(line.ratio, other.ratio)


def _by_id(lines: Iterable[Level]) -> dict[LevelId, Level]:
    return {line.id: line for line in lines}
