"""Lines that were changed in two places since they were the same."""

from collections.abc import Iterable
from dataclasses import replace

from ratiodesk.domain.level import Level, LevelId, Role

Lines = tuple[Level, ...]


def merge_lines(base: Lines, ours: Lines, theirs: Lines) -> Lines:
    """Return the lines with both sides' changes since *base*.

    What one side added, changed or removed is added, changed or removed. Where both touched a line, ours stands, but
    a line that they changed outlives our removing it. A role that would come to stand on two lines of a basis
    becomes plain on the one we did not touch.

    Parameters
    ----------
    base, ours, theirs
        Lines in one orientation, before and after the changes of each side.
    """
    was, here, there = _by_id(base), _by_id(ours), _by_id(theirs)
    touched = {line.id for line in ours if not _same(line, was.get(line.id))}
    merged = [line if line.id in touched else there.get(line.id) for line in ours]
    merged += [line for line in theirs if line.id not in here and not _same(line, was.get(line.id))]
    lines = [line for line in merged if line is not None]
    owners: dict[object, LevelId] = {}
    for line in sorted(lines, key=lambda line: line.id not in touched):
        owners.setdefault((line.role, line.basis), line.id)
    return tuple(line if owners[line.role, line.basis] == line.id else replace(line, role=Role.PLAIN) for line in lines)


def _same(line: Level, other: Level | None) -> bool:
    return other is not None and line.same_as(other)


def _by_id(lines: Iterable[Level]) -> dict[LevelId, Level]:
    return {line.id: line for line in lines}
