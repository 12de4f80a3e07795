"""A table of daily prices out of a text file that another program wrote."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from ratiodesk.domain.errors import BadBars, BadPair, BadPrices
from ratiodesk.domain.pair import Symbol, parse_symbol
from ratiodesk.domain.price_import import DroppedRow
from ratiodesk.domain.series import Bars
from ratiodesk.domain.shown_text import shorten
from ratiodesk.market.price_bars import PRICES, KeptRow, bars_of, price_in
from ratiodesk.market.price_column import HEADER_LINES, MOST_ROWS, Column, Row, Table, find_table, writer_of
from ratiodesk.market.price_notation import (
    DateColumn,
    Mark,
    is_missing,
    number_notation,
    read_dates,
)
from ratiodesk.words import tr

_LARGEST_BYTES = 10_000_000
_SHOWN_TEXT, _SHOWN_CELL, _SHOWN_NAME = 80, 24, 60
_PREVIEWED, _MOST_COLUMNS = 5, 40
_EARLIEST = date(1700, 1, 1)
_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# File names that hold a symbol: of Alpha Vantage, TradingView, Stooq, Investing.com; then a word in capitals.
_NAMED = (
    re.compile(r"(?:daily_adjusted|daily)_(.+)", re.IGNORECASE),
    re.compile(r"[A-Z]+_(?:DLY_)?([^,_]+), .*"),
    re.compile(r"([^_]+)_us_d", re.IGNORECASE),
    re.compile(r"([^_]+)_d", re.IGNORECASE),
    re.compile(r"([^_ ]+) (?:ETF )?(?:Stock )?(?:Historical Data|Price History)", re.IGNORECASE),
    re.compile(r"(\^?[A-Z][A-Z0-9.=-]{0,9})[_ ,].*"),
    re.compile(r"(.{1,10})", re.DOTALL),
)
_NO_SYMBOLS = frozenset({"DATA", "DAILY", "TABLE", "PRICE", "PRICES", "QUOTES", "HISTORY", "HISTORICAL", "DOWNLOAD"})


@dataclass(frozen=True, slots=True)
class PriceFile:
    """What a price file holds, and how it was read.

    Parameters
    ----------
    bars
        One a date, oldest first.
    suggested_symbol
        By a column or the name of the file, "" if they tell none.
    writer
        Whose columns they are, "" where unknown.
    notation
        Dates, decimal mark and delimiter, in words.
    notes
        Sentences on what was missing, filled in or undecided.
    rows
        Rows below the header that are not blank: those of *bars* and *dropped*.
    dropped
        Rows left out, in the order of the file.
    columns, preview
        Header and first rows, as text to be shown.
    """

    bars: Bars
    suggested_symbol: str
    writer: str
    notation: str
    notes: tuple[str, ...]
    rows: int
    dropped: tuple[DroppedRow, ...]
    columns: tuple[str, ...]
    preview: tuple[tuple[str, ...], ...]


def read_price_file(path: Path, symbol: Symbol) -> PriceFile:
    """Read the prices of *symbol* from a file.

    Raises
    ------
    BadPrices
        If the file cannot be opened, is too large, or holds no table of daily prices.
    """
    name = shorten(path.name, _SHOWN_NAME)
    try:
        if path.exists() and not path.is_file():
            raise BadPrices(tr("{name} is not a file.", name=name))
        with path.open("rb") as file:
            content = file.read(_LARGEST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BadPrices(tr("{name} cannot be opened: {reason}.", name=name, reason=reason)) from error
    return read_prices(content, path.name, symbol)


def read_prices(content: bytes, name: str, symbol: Symbol) -> PriceFile:
    """Read the prices of *symbol* from the *content* of a file called *name*.

    Raises
    ------
    BadPrices
        If the content is too large or is no table of daily prices with a date and a close.
    """
    shown = shorten(name, _SHOWN_NAME) or tr("The file")
    table, notes = _table(content, shown)
    dates = read_dates([table.cell(row, Column.DATE) for row in table.rows])
    writer = writer_of(table, dates.notation)
    ticker = _ticker(table, dates.days, symbol, shown)
    numbers = number_notation(_price_cells(table), table.delimiter)
    kept, dropped = _sift(table, dates.days, numbers.decimal, ticker)
    if not kept:
        first = dropped[0]
        raise BadPrices(
            tr(
                "{name}: none of {count} rows can be read; line {line}: {reason}.",
                name=shown,
                count=len(dropped),
                line=first.line,
                reason=first.reason,
            )
        )
    _refuse_intraday(table, dates, shown)
    kept.sort(key=lambda one: one.day)
    try:
        bars, about = bars_of(table, kept, numbers.decimal, symbol)
    except BadBars as error:
        raise BadPrices(tr("{name} holds prices that make no bars: {reason}", name=shown, reason=error)) from error
    return PriceFile(
        bars=bars,
        suggested_symbol=ticker or _symbol_told(table.preamble, name),
        writer=writer,
        notation=tr(
            "dates as {form}, {numbers}, {delimiter}",
            form=tr(dates.notation),
            numbers=numbers.text,
            delimiter=table.delimiter_text,
        ),
        notes=(*notes, *dates.notes, *numbers.notes, *about),
        rows=len(table.rows),
        dropped=tuple(dropped),
        columns=_shown(table.header),
        preview=tuple(_shown(row.cells) for row in table.rows[:_PREVIEWED]),
    )


def _table(content: bytes, shown: str) -> tuple[Table, tuple[str, ...]]:
    if len(content) > _LARGEST_BYTES:
        size = _LARGEST_BYTES // 1_000_000
        raise BadPrices(tr("{name} is larger than {size} MB; daily prices take less.", name=shown, size=size))
    if content.startswith(b"PK\x03\x04"):
        raise BadPrices(tr("{name} is a workbook or an archive: save the sheet as CSV first.", name=shown))
    text = decoded(content)
    if not text.strip("\0\ufeff \t\r\n"):
        raise BadPrices(tr("{name} is empty.", name=shown))
    table = find_table(text.replace("\0", ""))
    if table is None:
        raise BadPrices(
            tr(
                "{name} has no line of column names: one for the date (such as Date, Time, Datum) and one for the "
                "close (such as Close, Price, Schlusskurs) were looked for in the first {count} lines.",
                name=shown,
                count=HEADER_LINES,
            )
        )
    if not table.rows:
        raise BadPrices(tr("{name} has column names but no prices below them.", name=shown))
    if len(table.rows) > MOST_ROWS:
        raise BadPrices(
            tr(
                "{name} has more than {most} rows: daily prices of one instrument take fewer.",
                name=shown,
                most=f"{MOST_ROWS:,}",
            )
        )
    return table, (tr("NUL characters were left out."),) if "\0" in text else ()


def decoded(content: bytes) -> str:
    """Return the text of a file, whatever encoding its first bytes tell; what is no character is replaced."""
    for mark, encoding in _ENCODINGS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _shown(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(shorten(cell, _SHOWN_CELL) for cell in cells[:_MOST_COLUMNS])


def _price_cells(table: Table) -> list[str]:
    columns = [column for column in PRICES if column in table.columns]
    return [table.cell(row, column) for row in table.rows for column in columns]


def _sift(
    table: Table, days: Sequence[date | None], decimal: Mark, ticker: str
) -> tuple[list[KeptRow], list[DroppedRow]]:
    """Part the rows into those that make bars and those that do not."""
    close_column = Column.CLOSE if Column.CLOSE in table.columns else Column.ADJUSTED
    closes: dict[date, float] = {}
    kept: list[KeptRow] = []
    dropped: list[DroppedRow] = []
    latest = datetime.now().astimezone().date() + timedelta(days=1)
    for row, day in zip(table.rows, days, strict=True):
        cell = table.cell(row, close_column)
        close = price_in(cell, decimal)
        reason = _shape_fault(table, row, ticker) or _date_fault(table.cell(row, Column.DATE), day, latest)
        if reason or day is None:
            pass
        elif close is None:
            reason = _close_fault(cell)
        elif day in closes:
            reason = _double_fault(day, is_same=close == closes[day])
        else:
            closes[day] = close
            kept.append(KeptRow(day, close, row))
            continue
        dropped.append(DroppedRow(row.line, shorten(row.text, _SHOWN_TEXT), reason))
    return kept, dropped


def _shape_fault(table: Table, row: Row, ticker: str) -> str:
    width = len(table.header)
    # A row that ends early may end within a number, and one that goes on has its numbers in other columns.
    if len(row.cells) < width:
        return tr("too few columns: {count} of {width}", count=len(row.cells), width=width)
    if any(row.cells[width:]):
        return tr("too many columns: {count} instead of {width}", count=len(row.cells), width=width)
    found = _parsed(table.cell(row, Column.SYMBOL))
    return tr("it is of {found}, not of {symbol}", found=found, symbol=ticker) if found and found != ticker else ""


def _close_fault(cell: str) -> str:
    if is_missing(cell):
        return tr("close is missing")
    return tr("close {cell} is not a price", cell=shorten(cell, _SHOWN_CELL))


def _double_fault(day: date, *, is_same: bool) -> str:
    if is_same:
        return tr("{day} comes twice; the first was kept", day=day)
    return tr("{day} comes twice with another close; the first was kept", day=day)


def _date_fault(cell: str, day: date | None, latest: date) -> str:
    if day is None:
        if is_missing(cell):
            return tr("the date is missing")
        return tr("the date “{cell}” cannot be read", cell=shorten(cell, _SHOWN_CELL))
    if day > latest:
        return tr("{day} lies in the future", day=day)
    return tr("{day} is before all prices", day=day) if day < _EARLIEST else ""


def _refuse_intraday(table: Table, dates: DateColumn, shown: str) -> None:
    own = Column.TIME in table.columns
    seen: dict[date, str] = {}
    for row, day, written in zip(table.rows, dates.days, dates.times, strict=True):
        time = table.cell(row, Column.TIME) if own else written
        if day and time and seen.setdefault(day, time) != time:
            raise BadPrices(tr("{name} holds several prices a day; daily prices are read.", name=shown))


def _ticker(table: Table, days: Sequence[date | None], symbol: Symbol, shown: str) -> str:
    """Return the instrument of the symbol column, "" without such a column."""
    cells = {table.cell(row, Column.SYMBOL) for row, day in zip(table.rows, days, strict=True) if day}
    found = sorted({_parsed(cell) for cell in cells} - {""})
    if len(found) > 1 and symbol not in found:
        held = ", ".join(found[:4])
        if len(found) > 4:
            held = tr("{names} and {count} more", names=held, count=len(found) - 4)
        raise BadPrices(
            tr("{name} holds prices of {symbols}, but not of {symbol}.", name=shown, symbols=held, symbol=symbol)
        )
    return symbol if symbol in found else next(iter(found), "")


def _symbol_told(preamble: Sequence[str], name: str) -> str:
    """Return the symbol by the lines before the header or else by the file name, "" if they tell none."""
    for line in preamble:
        if told := re.search(r"\b(?:symbol|ticker)\b[\s\"':;,|=]+([\w.^=&-]+)", line[:200], re.IGNORECASE):
            return _parsed(told[1])
    stem = re.split(r"[/\\]", name)[-1]
    stem = re.sub(r"(?:\.(?:csv|txt|tsv|dat))+$|\s*\(\d+\)", "", stem, flags=re.IGNORECASE).strip()
    told = next((found for form in _NAMED if (found := form.fullmatch(stem))), None)
    parsed = _parsed(told[1]) if told else ""
    return "" if parsed in _NO_SYMBOLS else parsed


def _parsed(cell: str) -> str:
    try:
        # Stooq's SPY.US is SPY.
        return parse_symbol(cell).removesuffix(".US")
    except BadPair:
        return ""
