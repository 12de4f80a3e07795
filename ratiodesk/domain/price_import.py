"""Prices read from a file of the user's, before and after they are taken in."""

from dataclasses import dataclass

from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.quotes import Quotes


@dataclass(frozen=True, slots=True)
class DroppedRow:
    """A row that was left out.

    Parameters
    ----------
    line
        Its number in the file, from 1.
    text
        The row as it stands, shortened.
    reason
        Why, without a full stop.
    """

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class PriceImport:
    """What a file holds, how it was read, and what taking it in would do.

    Parameters
    ----------
    quotes
        The prices as they would be kept, those of earlier files included.
    read_count
        How many sessions of them the file has.
    rows
        Data rows of the file: those read and those dropped.
    dropped
        Rows that were left out.
    writer, notation
        Which program wrote the file, empty where unknown; how dates and numbers were read.
    notes
        Sentences about what was filled in or decided.
    columns, preview
        The header and the first rows, as they stand.
    suggested_symbol
        The symbol that the file or its name gives, empty if none.
    conflict
        Why an earlier import of the symbol would have to be replaced, empty if it need not.
    in_use
        What prices of the symbol are in use now, as a sentence, empty if there are none.
    """

    quotes: Quotes
    read_count: int
    rows: int
    dropped: tuple[DroppedRow, ...]
    writer: str
    notation: str
    notes: tuple[str, ...]
    columns: tuple[str, ...]
    preview: tuple[tuple[str, ...], ...]
    suggested_symbol: str
    conflict: str = ""
    in_use: str = ""

    @property
    def symbol(self) -> Symbol:
        return self.quotes.symbol

    @property
    def kept_count(self) -> int:
        """Sessions of earlier imports that stay beside those of the file."""
        return len(self.quotes.bars) - self.read_count
