"""A table of daily prices out of a text file that another program wrote."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np

from ratiodesk.domain.errors import BadBars, BadPair, BadPrices
from ratiodesk.domain.pair import Symbol, parse_symbol
from ratiodesk.domain.price_import import DroppedRow
from ratiodesk.domain.series import Bars, Dates, Floats
from ratiodesk.domain.shown_text import shorten
from ratiodesk.market.price_column import HEADER_LINES, MOST_ROWS, Column, Row, Table, find_table, writer_of
from ratiodesk.market.price_notation import (
    DateColumn,
    Mark,
    is_missing,
    number_notation,
    read_dates,
    read_number,
    read_volume,
    volume_notation,
)

_LARGEST_BYTES = 10_000_000
_SHOWN_TEXT, _SHOWN_CELL, _SHOWN_NAME = 80, 24, 60
_PREVIEWED, _MOST_COLUMNS = 5, 40
# No quoted price is beyond; such numbers would leave the range of floats once they are multiplied.
_LOWEST_PRICE, _HIGHEST_PRICE = 1e-15, 1e15
_EARLIEST = date(1700, 1, 1)
_PRICES = (Column.OPEN, Column.HIGH, Column.LOW, Column.CLOSE, Column.ADJUSTED)
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


@dataclass(frozen=True, slots=True)
class _Kept:
    """A row with a date and a close."""

    day: date
    close: float
    row: Row


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
            raise BadPrices(f"{name} is not a file.")
        with path.open("rb") as file:
            content = file.read(_LARGEST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BadPrices(f"{name} cannot be opened: {reason}.") from error
    return read_prices(content, path.name, symbol)


def read_prices(content: bytes, name: str, symbol: Symbol) -> PriceFile:
    """Read the prices of *symbol* from the *content* of a file called *name*.

    Raises
    ------
    BadPrices
        If the content is too large or is no table of daily prices with a date and a close.
    """
    shown = shorten(name, _SHOWN_NAME) or "The file"
    table, notes = _table(content, shown)
    dates = read_dates([table.cell(row, Column.DATE) for row in table.rows])
    writer = writer_of(table, dates.notation)
    ticker = _ticker(table, dates.days, symbol, shown)
    numbers = number_notation(_price_cells(table), table.delimiter)
    kept, dropped = _sift(table, dates.days, numbers.decimal, ticker)
    if not kept:
        first = dropped[0]
        raise BadPrices(f"{shown}: none of {len(dropped)} rows can be read; line {first.line}: {first.reason}.")
    _refuse_intraday(table, dates, shown)
    kept.sort(key=lambda one: one.day)
    try:
        bars, about = _bars(table, kept, numbers.decimal, symbol)
    except BadBars as error:
        raise BadPrices(f"{shown} holds prices that make no bars: {error}") from error
    return PriceFile(
        bars=bars,
        suggested_symbol=ticker or _symbol_told(table.preamble, name),
        writer=writer,
        notation=f"dates as {dates.notation}, {numbers.text}, {table.delimiter_text}",
        notes=(*notes, *dates.notes, *numbers.notes, *about),
        rows=len(table.rows),
        dropped=tuple(dropped),
        columns=_shown(table.header),
        preview=tuple(_shown(row.cells) for row in table.rows[:_PREVIEWED]),
    )


def _table(content: bytes, shown: str) -> tuple[Table, tuple[str, ...]]:
    if len(content) > _LARGEST_BYTES:
        raise BadPrices(f"{shown} is larger than {_LARGEST_BYTES // 1_000_000} MB; daily prices take less.")
    if content.startswith(b"PK\x03\x04"):
        raise BadPrices(f"{shown} is a workbook or an archive: save the sheet as CSV first.")
    text = decoded(content)
    if not text.strip("\0\ufeff \t\r\n"):
        raise BadPrices(f"{shown} is empty.")
    table = find_table(text.replace("\0", ""))
    if table is None:
        raise BadPrices(
            f"{shown} has no line of column names: one for the date (such as Date, Time, Datum) and one for the close "
            f"(such as Close, Price, Schlusskurs) were looked for in the first {HEADER_LINES} lines."
        )
    if not table.rows:
        raise BadPrices(f"{shown} has column names but no prices below them.")
    if len(table.rows) > MOST_ROWS:
        raise BadPrices(f"{shown} has more than {MOST_ROWS:,} rows: daily prices of one instrument take fewer.")
    return table, ("NUL characters were left out.",) if "\0" in text else ()


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
    columns = [column for column in _PRICES if column in table.columns]
    return [table.cell(row, column) for row in table.rows for column in columns]


def _sift(
    table: Table, days: Sequence[date | None], decimal: Mark, ticker: str
) -> tuple[list[_Kept], list[DroppedRow]]:
    """Part the rows into those that make bars and those that do not."""
    close_column = Column.CLOSE if Column.CLOSE in table.columns else Column.ADJUSTED
    closes: dict[date, float] = {}
    kept: list[_Kept] = []
    dropped: list[DroppedRow] = []
    latest = datetime.now().astimezone().date() + timedelta(days=1)
    for row, day in zip(table.rows, days, strict=True):
        cell = table.cell(row, close_column)
        close = _price(cell, decimal)
        reason = _shape_fault(table, row, ticker) or _date_fault(table.cell(row, Column.DATE), day, latest)
        if reason or day is None:
            pass
        elif close is None:
            reason = "close is missing" if is_missing(cell) else f"close {shorten(cell, _SHOWN_CELL)} is not a price"
        elif day in closes:
            other = "" if close == closes[day] else " with another close"
            reason = f"{day} comes twice{other}; the first was kept"
        else:
            closes[day] = close
            kept.append(_Kept(day, close, row))
            continue
        dropped.append(DroppedRow(row.line, shorten(row.text, _SHOWN_TEXT), reason))
    return kept, dropped


def _shape_fault(table: Table, row: Row, ticker: str) -> str:
    width = len(table.header)
    # A row that ends early may end within a number, and one that goes on has its numbers in other columns.
    if len(row.cells) < width:
        return f"too few columns: {len(row.cells)} of {width}"
    if any(row.cells[width:]):
        return f"too many columns: {len(row.cells)} instead of {width}"
    found = _parsed(table.cell(row, Column.SYMBOL))
    return f"it is of {found}, not of {ticker}" if found and found != ticker else ""


def _date_fault(cell: str, day: date | None, latest: date) -> str:
    if day is None:
        return "the date is missing" if is_missing(cell) else f"the date “{shorten(cell, _SHOWN_CELL)}” cannot be read"
    if day > latest:
        return f"{day} lies in the future"
    return f"{day} is before all prices" if day < _EARLIEST else ""


def _price(cell: str, decimal: Mark) -> float | None:
    price = read_number(cell, decimal)
    return price if price is not None and _LOWEST_PRICE <= price <= _HIGHEST_PRICE else None


def _refuse_intraday(table: Table, dates: DateColumn, shown: str) -> None:
    own = Column.TIME in table.columns
    seen: dict[date, str] = {}
    for row, day, written in zip(table.rows, dates.days, dates.times, strict=True):
        time = table.cell(row, Column.TIME) if own else written
        if day and time and seen.setdefault(day, time) != time:
            raise BadPrices(f"{shown} holds several prices a day; daily prices are read.")


def _bars(table: Table, kept: Sequence[_Kept], decimal: Mark, symbol: Symbol) -> tuple[Bars, list[str]]:
    notes: list[str] = []
    close = np.array([one.close for one in kept])
    sessions = np.array([one.day for one in kept], dtype="datetime64[D]")
    prices = {column: _column(table, kept, column, decimal) for column in _PRICES}
    with np.errstate(all="ignore"):
        divisor = _split_divisor(_column(table, kept, Column.SPLIT, decimal), sessions, close, notes)
        # The adjusted close has its splits out already.
        prices |= {column: prices[column] / divisor for column in _PRICES[:3]}
        close = close / divisor
        adjusted = _adjusted(prices[Column.ADJUSTED], close, Column.CLOSE in table.columns, notes)
        volume = _volume(table, kept, decimal, notes) * divisor
    opens, high, low = _filled([prices[column] for column in _PRICES[:3]], close, table, notes)
    wrong = int(np.count_nonzero((high < np.maximum(opens, close)) | (low > np.minimum(opens, close))))
    if wrong:
        notes.append(f"On {_rows(wrong)} the open or close lies outside high and low; kept as they are.")
    return Bars(symbol, sessions, opens, high, low, close, adjusted_close=adjusted, volume=volume), notes


def _column(table: Table, kept: Sequence[_Kept], column: Column, decimal: Mark) -> Floats:
    """Return the prices in *column*, NaN where there is none."""
    cells = (_price(table.cell(one.row, column), decimal) for one in kept)
    return np.array([np.nan if price is None else price for price in cells])


def _filled(columns: Sequence[Floats], close: Floats, table: Table, notes: list[str]) -> list[Floats]:
    """Return open, high and low with the close where they are missing."""
    absent = [column.value for column in _PRICES[:3] if column not in table.columns]
    if absent:
        notes.append(f"No {', '.join(absent)}: taken from the close.")
    given = [column for column, name in zip(columns, _PRICES[:3], strict=True) if name in table.columns]
    holes = int(np.count_nonzero(np.isnan(given).any(axis=0))) if given else 0
    if holes:
        notes.append(f"On {_rows(holes)} open, high or low is missing: taken from the close.")
    return [np.where(np.isnan(column), close, column) for column in columns]


def _adjusted(adjusted: Floats, close: Floats, raw: bool, notes: list[str]) -> Floats:
    """Return the adjusted close, where it is missing by the factor of the nearest bar that has one."""
    known = np.flatnonzero(~np.isnan(adjusted))
    if not raw:
        notes.append("No close but the adjusted one: price equals total return.")
        return close.copy()
    if not known.size:
        notes.append("No adjusted close: total return equals price.")
        return close.copy()
    bars = np.arange(len(close))
    after = np.clip(np.searchsorted(known, bars), 0, len(known) - 1)
    before = np.clip(after - 1, 0, None)
    nearest = known[np.where(bars - known[before] <= np.abs(known[after] - bars), before, after)]
    if holes := len(close) - len(known):
        notes.append(f"On {_rows(holes)} the adjusted close is missing: taken by the factor of the nearest bar.")
    return np.where(np.isnan(adjusted), close * (adjusted[nearest] / close[nearest]), adjusted)


def _volume(table: Table, kept: Sequence[_Kept], decimal: Mark, notes: list[str]) -> Floats:
    cells = [table.cell(one.row, Column.VOLUME) for one in kept]
    mark = volume_notation(cells, decimal).decimal
    numbers = [read_volume(cell, mark) for cell in cells]
    volume = np.array(
        [number if number is not None and 0 <= number <= _HIGHEST_PRICE else np.nan for number in numbers]
    )
    holes = int(np.count_nonzero(np.isnan(volume)))
    if holes:
        notes.append("Volume is missing." if holes == len(cells) else f"Volume is missing on {_rows(holes)}.")
    return np.where(np.isnan(volume), 0.0, volume)


def _split_divisor(splits: Floats, sessions: Dates, close: Floats, notes: list[str]) -> Floats:
    """Return what prices are to be divided by: writers with a column of splits give closes as they were traded.

    A split counts only if the close moved by it, so that closes which are split-adjusted already stay as they are.
    """
    fall = np.concatenate(([1.0], close[:-1] / close[1:]))
    named = np.where(np.isnan(splits), 1.0, splits)
    traded = np.abs(np.log(fall / named)) < np.abs(np.log(fall))
    factors = np.where(traded, named, 1.0)
    notes.extend(
        f"Prices before {sessions[at]} were divided by {factors[at]:g} for the split of that day."
        for at in np.flatnonzero(factors != 1)
    )
    return np.concatenate((np.cumprod(factors[:0:-1])[::-1], [1.0]))


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _ticker(table: Table, days: Sequence[date | None], symbol: Symbol, shown: str) -> str:
    """Return the instrument of the symbol column, "" without such a column."""
    cells = {table.cell(row, Column.SYMBOL) for row, day in zip(table.rows, days, strict=True) if day}
    found = sorted({_parsed(cell) for cell in cells} - {""})
    if len(found) > 1 and symbol not in found:
        more = f" and {len(found) - 4} more" if len(found) > 4 else ""
        raise BadPrices(f"{shown} holds prices of {', '.join(found[:4])}{more}, but not of {symbol}.")
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
