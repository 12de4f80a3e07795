"""A horizontal line at a ratio, with a role in the plan."""

import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import NewType

from ratiodesk.domain.basis import Basis
from ratiodesk.domain.ratio import Ratio, format_level, on_line, reciprocal
from ratiodesk.words import mark, tr

LevelId = NewType("LevelId", str)


class Role(StrEnum):
    """What a level means to the plan."""

    PLAIN = "plain"
    ENTRY = "entry"
    STOP = "stop"
    TARGET = "target"

    @property
    def display_name(self) -> str:
        """The role by itself in the words of the desk."""
        return tr(_NAMES[self])

    @property
    def noun(self) -> str:
        """What a line of this role is called within a sentence."""
        return tr(_NOUNS[self])


_NAMES = {
    Role.PLAIN: mark("Plain"),
    Role.ENTRY: mark("Entry"),
    Role.STOP: mark("Stop"),
    Role.TARGET: mark("Target"),
}
_NOUNS = {
    Role.PLAIN: mark("line"),
    Role.ENTRY: mark("entry"),
    Role.STOP: mark("stop"),
    Role.TARGET: mark("target"),
}

PLAN_ROLES = (Role.STOP, Role.ENTRY, Role.TARGET)


@dataclass(frozen=True, slots=True)
class Level:
    """One line. Replaced when changed, never mutated.

    Parameters
    ----------
    id
        Stays the same for the life of the line.
    ratio
        Where the line is.
    role, label, colour, locked, alert
        What it means, what is written on it, its colour (``#rrggbb``, empty for the theme's), whether it stays
        where it is, whether it should raise an alert.
    basis
        The closes it was drawn on.
    created
        When it was drawn [UTC].
    """

    id: LevelId
    ratio: Ratio
    role: Role = Role.PLAIN
    label: str = ""
    colour: str = ""
    locked: bool = False
    alert: bool = False
    basis: Basis = Basis.PRICE
    created: datetime = datetime(1970, 1, 1, tzinfo=UTC)

    @classmethod
    def new(cls, ratio: Ratio, role: Role = Role.PLAIN, basis: Basis = Basis.PRICE) -> "Level":
        """Return a line drawn now, with an identity of its own."""
        now = datetime.now(UTC).replace(microsecond=0)
        return cls(LevelId(os.urandom(4).hex()), ratio, role, basis=basis, created=now)

    @property
    def name(self) -> str:
        """What the line is called on the chart: its role, its label, or both."""
        role = "" if self.role is Role.PLAIN else self.role.display_name
        return " · ".join(part for part in (role, self.label) if part)

    def inverted(self) -> "Level":
        return replace(self, ratio=reciprocal(self.ratio))

    def same_as(self, other: "Level") -> bool:
        """Return whether two lines are equal up to the last digits that turning a pair over may change."""
        return on_line(self.ratio, other.ratio) and replace(self, ratio=other.ratio) == other

    def __str__(self) -> str:
        return f"{self.name} {format_level(self.ratio)}".strip()
