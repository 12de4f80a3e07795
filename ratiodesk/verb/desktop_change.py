"""What became of each thing by which a desktop knows the program."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of one of them."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    REMOVED = "removed"
    ABSENT = "not there"
    FOREIGN = "not of RatioDesk, stays"


@dataclass(frozen=True, slots=True)
class DesktopChange:
    """What was done.

    Parameters
    ----------
    outcomes
        Files or keys of the registry, with what became of each.
    notes
        Sentences about what could not be done beside it.
    """

    outcomes: tuple[tuple[str, Outcome], ...]
    notes: tuple[str, ...] = ()
