"""Bars out of the rows of a price file, with what is missing in them filled in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.series import Bars, Dates, Floats
from ratiodesk.market.price_column import Column, Row, Table
from ratiodesk.market.price_notation import Mark, read_number, read_volume, volume_notation
from ratiodesk.words import tr, tr_n

PRICES = (Column.OPEN, Column.HIGH, Column.LOW, Column.CLOSE, Column.ADJUSTED)
# No quoted price is beyond; such numbers would leave the range of floats once they are multiplied.
_LOWEST_PRICE, _HIGHEST_PRICE = 1e-15, 1e15


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row with a date and a close."""

    day: date
    close: float
    row: Row


def price_in(cell: str, decimal: Mark) -> float | None:
    """Return the price in *cell*, None if it is not one that anything can have."""
    price = read_number(cell, decimal)
    return price if price is not None and _LOWEST_PRICE <= price <= _HIGHEST_PRICE else None


def bars_of(table: Table, kept: Sequence[KeptRow], decimal: Mark, symbol: Symbol) -> tuple[Bars, list[str]]:
    """Return the bars of *kept*, sorted rows of a table, with sentences on what was missing, filled in or undecided.

    Raises
    ------
    BadBars
        If they make no bars.
    """
    notes: list[str] = []
    close = np.array([one.close for one in kept])
    sessions = np.array([one.day for one in kept], dtype="datetime64[D]")
    prices = {column: _column(table, kept, column, decimal) for column in PRICES}
    with np.errstate(all="ignore"):
        divisor = _split_divisor(_column(table, kept, Column.SPLIT, decimal), sessions, close, notes)
        # The adjusted close has its splits out already.
        prices |= {column: prices[column] / divisor for column in PRICES[:3]}
        close = close / divisor
        adjusted = _adjusted(prices[Column.ADJUSTED], close, Column.CLOSE in table.columns, notes)
        volume = _volume(table, kept, decimal, notes) * divisor
    opens, high, low = _filled([prices[column] for column in PRICES[:3]], close, table, notes)
    wrong = int(np.count_nonzero((high < np.maximum(opens, close)) | (low > np.minimum(opens, close))))
    if wrong:
        notes.append(
            tr_n(
                "On {n} row the open or close lies outside high and low; kept as they are.",
                "On {n} rows the open or close lies outside high and low; kept as they are.",
                wrong,
                n=wrong,
            )
        )
    return Bars(symbol, sessions, opens, high, low, close, adjusted_close=adjusted, volume=volume), notes


def _column(table: Table, kept: Sequence[KeptRow], column: Column, decimal: Mark) -> Floats:
    """Return the prices in *column*, NaN where there is none."""
    cells = (price_in(table.cell(one.row, column), decimal) for one in kept)
    return np.array([np.nan if price is None else price for price in cells])


def _filled(columns: Sequence[Floats], close: Floats, table: Table, notes: list[str]) -> list[Floats]:
    """Return open, high and low with the close where they are missing."""
    absent = ", ".join(tr(column.value) for column in PRICES[:3] if column not in table.columns)
    if absent:
        notes.append(tr("No {columns}: taken from the close.", columns=absent))
    given = [column for column, name in zip(columns, PRICES[:3], strict=True) if name in table.columns]
    holes = int(np.count_nonzero(np.isnan(given).any(axis=0))) if given else 0
    if holes:
        notes.append(
            tr_n(
                "On {n} row open, high or low is missing: taken from the close.",
                "On {n} rows open, high or low is missing: taken from the close.",
                holes,
                n=holes,
            )
        )
    return [np.where(np.isnan(column), close, column) for column in columns]


def _adjusted(adjusted: Floats, close: Floats, raw: bool, notes: list[str]) -> Floats:
    """Return the adjusted close, where it is missing by the factor of the nearest bar that has one."""
    known = np.flatnonzero(~np.isnan(adjusted))
    if not raw:
        notes.append(tr("No close but the adjusted one: price equals total return."))
        return close.copy()
    if not known.size:
        notes.append(tr("No adjusted close: total return equals price."))
        return close.copy()
    bars = np.arange(len(close))
    after = np.clip(np.searchsorted(known, bars), 0, len(known) - 1)
    before = np.clip(after - 1, 0, None)
    nearest = known[np.where(bars - known[before] <= np.abs(known[after] - bars), before, after)]
    if holes := len(close) - len(known):
        notes.append(
            tr_n(
                "On {n} row the adjusted close is missing: taken by the factor of the nearest bar.",
                "On {n} rows the adjusted close is missing: taken by the factor of the nearest bar.",
                holes,
                n=holes,
            )
        )
    return np.where(np.isnan(adjusted), close * (adjusted[nearest] / close[nearest]), adjusted)


def _volume(table: Table, kept: Sequence[KeptRow], decimal: Mark, notes: list[str]) -> Floats:
    cells = [table.cell(one.row, Column.VOLUME) for one in kept]
    mark = volume_notation(cells, decimal).decimal
    numbers = [read_volume(cell, mark) for cell in cells]
    volume = np.array(
        [number if number is not None and 0 <= number <= _HIGHEST_PRICE else np.nan for number in numbers]
    )
    holes = int(np.count_nonzero(np.isnan(volume)))
    if holes == len(cells):
        notes.append(tr("Volume is missing."))
    elif holes:
        notes.append(tr_n("Volume is missing on {n} row.", "Volume is missing on {n} rows.", holes, n=holes))
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
        tr(
            "Prices before {day} were divided by {factor} for the split of that day.",
            day=sessions[at],
            factor=f"{factors[at]:g}",
        )
        for at in np.flatnonzero(factors != 1)
    )
    return np.concatenate((np.cumprod(factors[:0:-1])[::-1], [1.0]))
