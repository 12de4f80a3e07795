"""Lines of another layout, taken into the saved one of its pair."""

from dataclasses import dataclass, replace

from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Role
from ratiodesk.domain.ports import Layouts


@dataclass(frozen=True, slots=True)
class Merged:
    """A layout that took in the lines of another, and how many of them were what."""

    layout: Layout
    added: int
    replaced: int
    unchanged: int
    kept: int
    made_plain: int


def take_in(layouts: Layouts, imported: Layout) -> str:
    """Save the lines of *imported* with those of its pair, and say what became of them.

    Raises
    ------
    DamagedDocument
        If the saved document cannot be read.
    NotSaved
        If it cannot be written.
    """
    saved = next((pair for pair in layouts.pairs() if pair.key == imported.pair.key), None)
    if saved is None:
        layouts.save(imported)
        return f"{imported.pair} is new here: {count(len(imported.levels), 'level')} added."
    opened = layouts.open(saved)
    if opened.problem:
        raise opened.problem
    merged = merge(opened.layout, imported)
    layouts.save(merged.layout)
    said = f"{saved}: {count(merged.added, 'level')} added, {merged.replaced} replaced, {merged.unchanged} the same"
    said += f", {merged.kept} kept" + (f" ({merged.made_plain} made plain)" if merged.made_plain else "")
    return f"{said}; sizing, holdings and view stay as they were."


def count(number: int, noun: str) -> str:
    """Return a number of things.

    >>> count(1, "level"), count(1200, "level")
    ('1 level', '1,200 levels')
    """
    return f"{number:,} {noun}{'s' * (number != 1)}"


def merge(existing: Layout, imported: Layout) -> Merged:
    """Take the lines of *imported* into *existing*, losing none.

    A line with a known id is replaced, a new one is added, the others stay; a role that an imported line carries is
    taken from them. Sizing, holdings and view stay as they are.

    Parameters
    ----------
    existing, imported
        Two layouts of one pair, in any orientation.
    """
    incoming = {level.id: level for level in imported.seen_as(existing.pair).levels}
    roles = {(level.role, level.basis) for level in incoming.values() if level.role is not Role.PLAIN}
    before = {level.id: level for level in existing.levels}
    levels = []
    for level in existing.levels:
        if level.id in incoming:
            levels.append(incoming[level.id])
        else:
            levels.append(replace(level, role=Role.PLAIN) if (level.role, level.basis) in roles else level)
    levels += [level for level in incoming.values() if level.id not in before]
    known = [level for level in incoming.values() if level.id in before]
    unchanged = sum(level == before[level.id] for level in known)
    return Merged(
        layout=replace(existing, levels=tuple(levels)),
        added=len(incoming) - len(known),
        replaced=len(known) - unchanged,
        unchanged=unchanged,
        kept=len(before) - len(known),
        made_plain=sum(level != before.get(level.id, level) for level in levels if level.id not in incoming),
    )
