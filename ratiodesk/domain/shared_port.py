"""What the desk asks about documents that others change too: what is new in their folder, and their other copies."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ratiodesk.domain.difference import Difference, differences, lines_of_file
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.pair import Pair


@dataclass(frozen=True, slots=True)
class News:
    """What others did below the home directory since it was last looked at.

    Parameters
    ----------
    pairs
        Whose documents appeared, changed or went away.
    copies
        Whether another copy of a document may have appeared, changed or gone away.
    portfolio
        Whether the portfolio is another file.
    """

    pairs: tuple[Pair, ...] = ()
    copies: bool = False
    portfolio: bool = False


class SharedFolder(Protocol):
    """The folder of the documents, which may be one that is synchronised with other computers."""

    def watched(self, pair: Pair) -> Sequence[Path]:
        """Return the folders and files, as far as they are there, in which something happens when others write.

        Parameters
        ----------
        pair
            The pair whose document may be written in place.
        """
        ...

    def news(self) -> News | None:
        """Return what is new since the last call, none at the first; None while the folder is not there."""
        ...


@dataclass(frozen=True, slots=True)
class OtherCopy:
    """A document that holds a pair and does not have its name: what could not be merged, or was opened.

    Parameters
    ----------
    name
        Its file name.
    layout
        What it holds.
    is_file
        Whether it is of a layout file that was opened: of what that does not hold it says nothing.
    """

    name: str
    layout: Layout
    is_file: bool = False

    def differences(self, here: Layout) -> tuple[Difference, ...]:
        """Return what it says differently from the layout here."""
        return lines_of_file(here, self.layout) if self.is_file else differences(here, self.layout)


class OtherCopies(Protocol):
    """Copies that were kept beside a document because two places changed it."""

    def copies(self, pair: Pair) -> tuple[OtherCopy, ...]:
        """Return the readable copies of a pair's document, by name."""
        ...

    def settle(self, copy: OtherCopy) -> None:
        """Keep a copy that was compared with the document among the old versions, and remove it.

        Raises
        ------
        NotSaved
            If that failed, or it holds something else by now.
        """
        ...
