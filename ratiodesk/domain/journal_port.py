"""What the desk asks of whoever keeps the frozen plans."""

from dataclasses import dataclass
from typing import Protocol

from ratiodesk.domain.frozen_plan import FrozenId, FrozenPlan


@dataclass(frozen=True, slots=True)
class JournalEntries:
    """The frozen plans as they could be read.

    Parameters
    ----------
    plans
        Those that could be, the newest first.
    problems
        A sentence about each document that could not be. They are kept as they are.
    """

    plans: tuple[FrozenPlan, ...] = ()
    problems: tuple[str, ...] = ()


class Journal(Protocol):
    """The user's frozen plans, one document each."""

    def entries(self) -> JournalEntries:
        """Return what is kept; a document that cannot be read costs itself and no other."""
        ...

    def save(self, plan: FrozenPlan) -> None:
        """Write a plan so that it survives a crash from here on; the one of the same id is replaced.

        Raises
        ------
        NotSaved
            If it could not be written, or would overwrite a document that could not be read.
        """
        ...

    def restore(self, plan: FrozenPlan) -> None:
        """Write a plan again that is gone; a damaged document in its place is kept under another name.

        Raises
        ------
        NotSaved
            If it could not be written, or a newer RatioDesk wrote what is in its place.
        """
        ...

    def remove(self, plan_id: FrozenId) -> None:
        """Delete a plan; one that is gone already is no failure.

        Raises
        ------
        NotSaved
            If it could not be deleted, or its document could not be read.
        """
        ...
