"""What becomes of a layout file that is opened: its lines come to those of its pair, and nothing here is lost."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from ratiodesk.domain.difference import lines_of_file
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import LevelId
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.reunion import reunite_layouts
from ratiodesk.domain.wording import shortened
from ratiodesk.words import tr, tr_n

_MOST_LETTERS = 60


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What was taken in.

    Parameters
    ----------
    pair
        What the file holds, in its orientation.
    said
        A sentence about what became of it, empty if there is nothing to say.
    brought
        The lines that were not in the document before.
    """

    pair: Pair
    said: str = ""
    brought: tuple[LevelId, ...] = ()


class LayoutIntake(Protocol):
    """Takes in layout files from anywhere."""

    def take_in(self, path: Path) -> TakenIn:
        """Bring what a file holds to the document of its pair; the file itself stays as it is.

        Where both say something else of a line, that of the document stands, and the file is kept beside it as another
        copy, see :class:`~ratiodesk.domain.shared_port.OtherCopies`.

        Raises
        ------
        RatioDeskError
            If the file or the document cannot be read, or the document cannot be written.
        """
        ...


@dataclass(frozen=True, slots=True)
class Brought:
    """The lines of a file brought to a layout.

    Parameters
    ----------
    layout
        With the lines it lacked; sizing, holdings and view are as they were.
    there
        The lines of the file alone; sizing, holdings and view are those here.
    added, differing
        How many lines came, and how many of the file are not in the layout as they are there.
    """

    layout: Layout
    there: Layout
    added: int
    differing: int


def bring_lines(here: Layout, opened: Layout) -> Brought:
    """Bring the lines of a file to a layout of the same pair, in any orientation."""
    reunion = reunite_layouts(here, replace(opened, sizing=here.sizing, holdings=here.holdings))
    there = replace(here, levels=opened.seen_as(here.pair).levels)
    return Brought(reunion.layout, there, reunion.added, len(lines_of_file(reunion.layout, there)))


def new_sentence(opened: Layout, path: Path) -> str:
    """Return that a pair was not here before.

    >>> new_sentence(Layout(Pair.parse("SPY/IWM")), Path("/home/me/mine.ratiodesk"))
    'SPY/IWM is new here, with 0 lines, account, sizing and holdings from mine.ratiodesk.'
    """
    count = len(opened.levels)
    return tr_n(
        "{pair} is new here, with {n} line, account, sizing and holdings from {file}.",
        "{pair} is new here, with {n} lines, account, sizing and holdings from {file}.",
        count,
        pair=opened.pair,
        n=f"{count:,}",
        file=_name(path),
    )


def brought_sentence(found: Brought, path: Path) -> str:
    """Return what became of the lines of a file.

    >>> layout = Layout(Pair.parse("SPY/IWM"))
    >>> brought_sentence(Brought(layout, layout, 2, 0), Path("mine.ratiodesk"))
    'SPY/IWM: 2 lines added from mine.ratiodesk, what you had stays as it was; Ctrl+Z takes that back.'
    >>> brought_sentence(Brought(layout, layout, 0, 0), Path("mine.ratiodesk"))
    'SPY/IWM: all lines of mine.ratiodesk are here already.'
    >>> brought_sentence(Brought(layout, layout, 0, 1), Path("mine.ratiodesk"))
    'SPY/IWM: 1 line of mine.ratiodesk differs from yours, which stands until you settle it.'
    """
    pair, name = found.layout.pair, _name(path)
    if not found.added and not found.differing:
        return tr("{pair}: all lines of {file} are here already.", pair=pair, file=name)
    if not found.differing:
        return tr_n(
            "{pair}: {n} line added from {file}, what you had stays as it was; Ctrl+Z takes that back.",
            "{pair}: {n} lines added from {file}, what you had stays as it was; Ctrl+Z takes that back.",
            found.added,
            pair=pair,
            n=f"{found.added:,}",
            file=name,
        )
    if found.added:
        return tr("{pair}: {added}; {differing}.", pair=pair, **_both_parts(found, name))
    return tr_n(
        "{pair}: {n} line of {file} differs from yours, which stands until you settle it.",
        "{pair}: {n} lines of {file} differ from yours, which stand until you settle them.",
        found.differing,
        pair=pair,
        n=f"{found.differing:,}",
        file=name,
    )


def _both_parts(found: Brought, name: str) -> dict[str, str]:
    """Return the parts of the sentence where lines came and others differ."""
    added, differing = f"{found.added:,}", f"{found.differing:,}"
    return {
        "added": tr_n("{n} line added from {file}", "{n} lines added from {file}", found.added, n=added, file=name),
        "differing": tr_n(
            "{n} line differs from yours, which stands until you settle it",
            "{n} lines differ from yours, which stand until you settle them",
            found.differing,
            n=differing,
        ),
    }


def _name(path: Path) -> str:
    name = "".join(char if char.isprintable() else "?" for char in path.name)
    return shortened(name, _MOST_LETTERS)
