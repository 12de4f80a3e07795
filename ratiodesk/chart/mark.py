"""Marks of one kind on the date axis."""

from dataclasses import dataclass

from ratiodesk.domain.series import Dates


@dataclass(frozen=True, eq=False, slots=True)
class Marks:
    """Marks of one kind.

    Parameters
    ----------
    sessions
        Where they stand, shape (n,), increasing.
    text
        What they mean.
    raised
        Whether they point up from the axis; otherwise down into it.
    """

    sessions: Dates
    text: str
    raised: bool = True
