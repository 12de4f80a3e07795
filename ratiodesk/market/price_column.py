"""The columns of a table of prices, found by the names that known writers give them."""

import csv
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ratiodesk.words import mark, tr

DELIMITERS = {
    ",": mark("comma-separated"),
    ";": mark("semicolon-separated"),
    "\t": mark("tab-separated"),
    "|": mark("bar-separated"),
}
_ALPHA_VANTAGE = "Alpha Vantage"
# The names of the columns stand within so many lines, and in a line no longer than that.
HEADER_LINES = 30
LONGEST_HEADER = 20_000
# As many days have their prices in 150 years.
MOST_ROWS = 40_000


class Column(StrEnum):
    """What a column holds."""

    DATE = "date"
    TIME = "time"
    OPEN = mark("open")
    HIGH = mark("high")
    LOW = mark("low")
    CLOSE = "close"
    ADJUSTED = "adjusted_close"
    VOLUME = "volume"
    SYMBOL = "symbol"
    SPLIT = "split"


# Folded names; of several that are there the first counts. German, French, Polish (Stooq), Spanish, Italian too.
_FOREIGN_NAMES: dict[Column, str] = {
    Column.DATE: "date datum data fecha datetime tradedate day tag jour timestamp time",
    Column.TIME: "time zeit heure",
    Column.OPEN: "open openprice eroffnung eroffnungskurs eroffn erster ouverture ouv premier otwarcie apertura",
    Column.HIGH: "high highprice hoch tageshoch hochst hochstkurs haut plushaut najwyzszy maximo massimo max",
    Column.LOW: "low lowprice tief tagestief tiefst tiefstkurs bas plusbas najnizszy minimo min",
    Column.CLOSE: "close closelast closeprice closeclosepriceadjustedforsplits schlusskurs schluss cloture zamkniecie "
    "cierre chiusura zuletzt letzter dernier ultimo last lastprice pxlast settle settlement price kurs cours nav",
    Column.ADJUSTED: "adjclose adjustedclose closeadj closeadjusted adjcloseprice adjustedprice "
    "bereinigterschlusskurs clotureajustee "
    "adjcloseadjustedclosepriceadjustedforsplitsanddividendandorcapitalgaindistributions",
    Column.VOLUME: "volume vol volumen wolumen totalvolume sharevolume tickvol",
    Column.SYMBOL: "symbol ticker tic",
    Column.SPLIT: "splitcoefficient splitfactor",
}


class Row(NamedTuple):
    """A row of the table, with its 1-based line and text in the file."""

    line: int
    text: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Cells below a header whose columns are known.

    Parameters
    ----------
    header
        Names as written, without empty ones at the end.
    columns
        Where what stands.
    rows
        What follows the header, without blank rows; one more than ``MOST_ROWS`` if there are more.
    delimiter
        What stands between cells.
    preamble
        Lines before the header.
    """

    header: tuple[str, ...]
    columns: Mapping[Column, int]
    rows: tuple[Row, ...]
    delimiter: str
    preamble: tuple[str, ...]

    @property
    def delimiter_text(self) -> str:
        return tr(DELIMITERS[self.delimiter])

    def cell(self, row: Row, column: Column) -> str:
        """Return what *row* has in *column*, "" if the table or the row lacks it."""
        at = self.columns.get(column, len(row.cells))
        return row.cells[at] if at < len(row.cells) else ""


def fold(name: str) -> str:
    """Return *name* as it is compared: small Latin letters and digits, without a number in front.

    >>> fold("Adj Close**"), fold("4. Clôture"), fold("<VOL>")
    ('adjclose', 'cloture', 'vol')
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(char for char in plain if char.isascii() and char.isalnum()).lstrip("0123456789")


def find_table(text: str) -> Table | None:
    """Return the table in *text*, None if no line near the top names a date and a close."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    delimiters: Sequence[str] = tuple(DELIMITERS)
    start = 0
    # Excel's own line, which names the delimiter.
    first = lines[0].strip(' "')
    if first[:-1].lower() == "sep=" and first[-1] in DELIMITERS:
        delimiters, start = first[-1], 1
    for at, line in enumerate(lines[start : start + HEADER_LINES], start):
        if len(line) > LONGEST_HEADER:
            continue
        header, columns, delimiter = _best_header(line, delimiters)
        if columns:
            rows = tuple(rows_below(lines, at + 1, delimiter, MOST_ROWS))
            return Table(header, columns, rows, delimiter, tuple(lines[start:at]))
    return None


def writer_of(table: Table, date_notation: str) -> str:
    """Return who writes tables with such a header, "" if that is not known."""
    names = tuple(fold(name) for name in table.header)
    given = frozenset(names)
    bars = ("open", "high", "low", "close")
    writer = ""
    if "closelast" in given:
        writer = "Nasdaq"
    elif names[:5] == ("timestamp", *bars):
        writer = _ALPHA_VANTAGE
    elif names[:5] == ("time", *bars):
        writer = "TradingView"
    elif given >= {"date", "price", "change"} or given >= {"datum", "zuletzt"} or given >= {"date", "dernier"}:
        writer = "Investing.com"
    elif names[:5] == ("date", *bars) and table.columns.get(Column.ADJUSTED) == 5 and len(names) == 7:
        writer = "Yahoo"
    elif (
        given >= {"ticker", "per", "openint"}
        or given >= {"data", "zamkniecie"}
        # The plainest of headers: only with these capitals and dates it is Stooq's.
        or (table.header == ("Date", "Open", "High", "Low", "Close", "Volume") and date_notation == "YYYY-MM-DD")
    ):
        writer = "Stooq"
    return writer


def _best_header(line: str, delimiters: Sequence[str]) -> tuple[tuple[str, ...], dict[Column, int], str]:
    """Return header, columns and delimiter by which *line* has most known columns, no columns if it is no header."""
    best: tuple[tuple[str, ...], dict[Column, int], str] = ((), {}, "")
    for delimiter in delimiters:
        header = cells_of(line, delimiter)
        while header and not header[-1]:
            header = header[:-1]
        columns = _find_columns(header)
        if len(columns) > len(best[1]):
            best = header, columns, delimiter
    return best


def _find_columns(header: Sequence[str]) -> dict[Column, int]:
    """Return where what stands, nothing unless there are a date and a close."""
    places: dict[str, int] = {}
    for at, name in enumerate(header):
        places.setdefault(fold(name), at)
    columns: dict[Column, int] = {}
    for column, names in _FOREIGN_NAMES.items():
        found = next((places[name] for name in names.split() if name in places), None)
        if found is not None and found not in columns.values():
            columns[column] = found
    return columns if Column.DATE in columns and columns.keys() & {Column.CLOSE, Column.ADJUSTED} else {}


def rows_below(lines: Sequence[str], start: int, delimiter: str, most: int) -> list[Row]:
    """Return the rows from line *start* on that are not blank, of more than *most* one too many.

    So it is seen that a table is too long, without reading all of it.
    """
    rows: list[Row] = []
    # Spreadsheets write rows that were emptied, a million of them if need be.
    nothing = f'{delimiter} \t"'
    for number, line in enumerate(lines[start:], start + 1):
        if not line.strip(nothing):
            continue
        if len(rows) > most:
            break
        cells = cells_of(line, delimiter)
        if any(cells):
            rows.append(Row(number, line, cells))
    return rows


def cells_of(line: str, delimiter: str) -> tuple[str, ...]:
    """Split one line. A row of prices never goes on in the next one, so that a stray quote spoils its own line only."""
    cells = line.split(delimiter)
    if '"' in line:
        try:
            cells = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), cells)
        except csv.Error:
            # A field beyond the limit of the csv module.
            cells = [line]
    return tuple(cell.strip() for cell in cells)
