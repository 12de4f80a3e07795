"""What of a layout the user edits, and undo brings back; how the pair is looked at is no part of it."""

from collections.abc import Container
from dataclasses import dataclass, replace

from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.merge import merge_fields, merge_holdings, merge_lines
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.sizing import Sizing

Levels = tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """Lines and money of one pair."""

    levels: Levels = ()
    sizing: Sizing = Sizing()
    holdings: tuple[Holding, ...] = ()

    @classmethod
    def of(cls, layout: Layout) -> "Work":
        """Return the work that a layout holds."""
        return cls(layout.levels, layout.sizing, layout.holdings)

    @property
    def ids(self) -> frozenset[LevelId]:
        """Which lines there are."""
        return frozenset(line.id for line in self.levels)

    def without(self, ids: Container[LevelId]) -> "Work":
        """Return the same work without some lines."""
        return replace(self, levels=tuple(line for line in self.levels if line.id not in ids))

    def put_into(self, layout: Layout) -> Layout:
        """Return the layout with this work in place of its own."""
        return replace(layout, levels=self.levels, sizing=self.sizing, holdings=self.holdings)

    def inverted(self) -> "Work":
        """Return the same work seen upside down: money stays."""
        return replace(self, levels=tuple(line.inverted() for line in self.levels))

    def has_lines_of(self, other: "Work") -> bool:
        """Return whether the lines are the same up to the last digits that turning a pair over may change."""
        lines = {line.id: line for line in self.levels}
        others = {line.id: line for line in other.levels}
        return lines.keys() == others.keys() and all(line.same_as(others[line.id]) for line in lines.values())

    def says_same_as(self, other: "Work") -> bool:
        """Return whether lines and money are the same."""
        return self.has_lines_of(other) and (self.sizing, self.holdings) == (other.sizing, other.holdings)

    def merged(self, base: "Work", theirs: "Work") -> "Work":
        """Return this work with what became of *base* elsewhere, where nothing became of it here."""
        return Work(
            merge_lines(base.levels, self.levels, theirs.levels).lines,
            merge_fields(base.sizing, self.sizing, theirs.sizing)[0],
            merge_holdings(base.holdings, self.holdings, theirs.holdings)[0],
        )
