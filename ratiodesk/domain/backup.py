"""Everything of the user as one file: what went into it, and what became of it where it was restored."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from ratiodesk.domain.pair import Symbol


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What was written.

    Parameters
    ----------
    path
        Where the backup is.
    files
        How many files are in it, prices not counted.
    size_bytes, price_bytes
        Of the backup as a whole, and of the prices in it [bytes]; zero without prices.
    left_out
        Where there are files in the folders of documents that are none or cannot be read, below the home directory.
    problem
        Why the prices are not in it, as a sentence; empty if they are, or if there are none.
    """

    path: Path
    files: int
    size_bytes: int
    price_bytes: int
    left_out: tuple[str, ...] = ()
    problem: str = ""


class Outcome(StrEnum):
    """What became of one file of a backup. What was there before is never lost by any of them."""

    RESTORED = "restored"
    MERGED = "merged"
    KEPT_BESIDE = "kept beside"
    LEFT_OUT = "left out"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class RestoredFile:
    """One file of a backup.

    Parameters
    ----------
    name
        Where it belongs below the home directory, with slashes.
    said
        What there is to say beyond the outcome, a clause without a full stop; empty if nothing is.
    """

    name: str
    outcome: Outcome
    said: str = ""


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What became of every file of a backup, or would become of it.

    Parameters
    ----------
    created, program
        When the backup was made [UTC], and by which version of the program.
    preview
        Whether nothing was changed yet.
    """

    created: datetime
    program: str
    files: tuple[RestoredFile, ...]
    preview: bool = False

    def with_outcome(self, outcome: Outcome) -> tuple[RestoredFile, ...]:
        """Return the files of which this became."""
        return tuple(file for file in self.files if file.outcome is outcome)


class Backups(Protocol):
    """Writes everything into one file, and takes such a file in. Calls may take seconds and come from any thread."""

    def write(self, path: Path) -> BackupReport:
        """Write everything of the user to *path*, and read it again before it takes the place of what is there.

        Raises
        ------
        BadInput
            If the file has a name that no backup has.
        NotSaved
            If it could not be written; what was there is then as it was.
        """
        ...

    def restore(self, path: Path, *, preview: bool = False) -> RestoreReport:
        """Take everything in that is not here, losing nothing that is.

        Parameters
        ----------
        preview
            Only tell what would be done.

        Raises
        ------
        BadArchive
            If the file is no backup as it was written; nothing was changed then.
        NotSaved
            If something could not be written. What was taken in before stays, and it can be started again.
        """
        ...


@dataclass(frozen=True, slots=True)
class PricesTaken:
    """What became of the prices of a backup.

    Parameters
    ----------
    taken, differing
        Symbols with prices that were taken in, and with prices that do not fit those here, which stay.
    unreadable
        Symbols with prices that are damaged in the backup.
    """

    taken: tuple[Symbol, ...] = ()
    differing: tuple[Symbol, ...] = ()
    unreadable: tuple[Symbol, ...] = ()


class PriceCopies(Protocol):
    """Copies prices out of their cache and into it."""

    def write(self, path: Path) -> bool:
        """Write all prices to a new file, as they are at one moment; return False if there are none.

        Raises
        ------
        BadCache
            If they cannot be read, or the file cannot be written.
        """
        ...

    def take_in(self, path: Path, *, preview: bool = False) -> PricesTaken:
        """Take the prices of such a file in that are not here.

        Raises
        ------
        BadPrices
            If the file holds something else; nothing was changed then.
        BadCache
            If the prices here cannot be read or written.
        """
        ...
