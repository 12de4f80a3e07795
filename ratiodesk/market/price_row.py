"""Prices of a symbol as one row of the price cache."""

import sqlite3
import zlib
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.quotes import Origin, Quotes
from ratiodesk.domain.series import Bars
from ratiodesk.words import tr

STORED_COLUMNS = (
    "origin, source, currency, name, exchange, zone, fetched, rebuilt, forming, splits, gaps, bars, checksum"
)
_SELECT_STATE = "select origin, in_use, fetched from instrument where symbol = ? and interval = ?"
# What was fetched later than that was fetched by a clock that has been put back since.
_LONGEST_FETCH = timedelta(minutes=15)


def quotes_of(symbol: Symbol, interval: Interval, row: tuple[Any, ...]) -> Quotes:
    """Return the prices of a row, given by :data:`STORED_COLUMNS`.

    Raises
    ------
    ValueError
        If they are not what was written.
    BadBars
        If they are no prices.
    """
    origin, source, currency, name, exchange, zone, fetched, rebuilt, forming, splits, gaps, packed, checksum = row
    if zlib.crc32(packed) != checksum:
        raise ValueError(tr("they are not what was written"))
    return Quotes(
        bars=_unpacked(symbol, interval, packed),
        source=source,
        origin=Origin(origin),
        interval=interval,
        currency=currency,
        name=name,
        exchange=exchange,
        zone=zone,
        fetched=datetime.fromisoformat(fetched) if fetched else None,
        rebuilt=datetime.fromisoformat(rebuilt) if rebuilt else None,
        forming=bool(forming),
        splits=_dates(splits),
        gaps=_dates(gaps),
    )


def _packed(bars: Bars) -> bytes:
    """Return bars as little-endian numbers of 8 bytes, column after column.

    The first column is in minutes since 1970: of a session's date, or of an intraday bar's start (UTC).
    """
    minutes = bars.sessions.astype("datetime64[m]").astype("<i8")
    prices = (bars.open, bars.high, bars.low, bars.close, bars.adjusted_close, bars.volume)
    return minutes.tobytes() + b"".join(column.astype("<f8").tobytes() for column in prices)


def _unpacked(symbol: Symbol, interval: Interval, packed: bytes) -> Bars:
    count = len(packed) // (8 * 7)
    minutes = np.frombuffer(packed, "<i8", count).astype("datetime64[m]")
    prices = np.frombuffer(packed, "<f8", 6 * count, offset=8 * count).astype(float).reshape(6, count)
    sessions = minutes if interval.is_intraday else minutes.astype("datetime64[D]")
    return Bars(symbol, sessions, *prices)


def _dates(text: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(word) for word in text.split())


def replace_quotes(connection: sqlite3.Connection, quotes: Quotes, *, named: bool) -> None:
    """Write prices in place of older ones of the same kind; *named* ones are in use from then on."""
    key, packed = (quotes.symbol, str(quotes.interval)), _packed(quotes.bars)
    stored = connection.execute(_SELECT_STATE, key).fetchall()
    fetched = quotes.fetched.isoformat() if quotes.fetched else None
    if quotes.origin is not Origin.FILE and quotes.fetched is not None:
        first, last = quotes.fetched.isoformat(), (quotes.fetched + _LONGEST_FETCH).isoformat()
        if any(first < when < last for origin, _, when in stored if origin == quotes.origin and when):
            return
    from_file = any(origin == Origin.FILE and used for origin, used, _ in stored)
    in_use = named or quotes.origin is Origin.FILE or not from_file
    if in_use:
        connection.execute("update instrument set in_use = 0 where symbol = ? and interval = ?", key)
    connection.execute(
        f"insert or replace into instrument (symbol, interval, in_use, {STORED_COLUMNS}) "  # noqa: S608 - a constant
        "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *key,
            int(in_use),
            str(quotes.origin),
            quotes.source,
            quotes.currency,
            quotes.name,
            quotes.exchange,
            quotes.zone,
            fetched,
            quotes.rebuilt.isoformat() if quotes.rebuilt else None,
            int(quotes.forming),
            " ".join(map(str, quotes.splits)),
            " ".join(map(str, quotes.gaps)),
            packed,
            zlib.crc32(packed),
        ),
    )
