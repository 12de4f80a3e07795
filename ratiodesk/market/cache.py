"""The price cache: one SQLite file that can be rebuilt at any time."""

import contextlib
import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import numpy as np

from ratiodesk.domain.errors import BadBars, BadCache
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.ports import Quotes
from ratiodesk.domain.series import Bars

_SCHEMA = """
create table if not exists instrument (
  symbol text primary key,
  source text not null,
  currency text not null,
  revision text not null,
  fetched text not null,
  forming integer not null default 0
);
create table if not exists bar (
  symbol text not null references instrument (symbol) on delete cascade,
  session integer not null,
  open real not null, high real not null, low real not null, close real not null,
  adjusted_close real not null, volume real not null,
  primary key (symbol, session)
) without rowid;
"""
_SELECT_ABOUT = "select source, currency, revision from instrument where symbol = ?"
_SELECT_BARS = """
select session, open, high, low, close, adjusted_close, volume from bar where symbol = ? order by session
"""
_INSERT_BAR = """
insert into bar (symbol, session, open, high, low, close, adjusted_close, volume) values (?, ?, ?, ?, ?, ?, ?, ?)
"""
_VERSION = 1
_BUSY_S = 5.0
# Not a database, a malformed one, or one whose tables have no such column.
_DAMAGE = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR)

Result = TypeVar("Result")


class PriceCache:
    """Bars of every symbol ever seen. Each call opens its own connection, so any thread may call.

    A file that turns out to be damaged, or to have other tables, is renamed, a new one takes its place, and a note
    tells so.

    Raises
    ------
    BadCache
        From every call, if the file cannot be opened, read or written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._notes: list[str] = []
        self._run(_open)

    def notes(self) -> Sequence[str]:
        """Return what happened to the file that the user should know."""
        return tuple(self._notes)

    def symbols(self) -> Sequence[Symbol]:
        return self._run(_symbols)

    def load(self, symbol: Symbol) -> Quotes | None:
        """Return what was stored for *symbol*, None if nothing usable was."""
        about, rows = self._run(lambda connection: _rows(connection, symbol))
        if about is None or not rows:
            return None
        table = np.array(rows, dtype=float)
        sessions = table[:, 0].astype(np.int64).astype("datetime64[D]")
        try:
            bars = Bars(symbol, sessions, *(np.ascontiguousarray(table[:, column]) for column in range(1, 7)))
        except BadBars as error:
            self._notes.append(f"Cached prices were left out: {error}")
            return None
        return Quotes(bars, *about)

    def store(self, quotes: Quotes) -> None:
        """Replace what is stored for the symbol of *quotes*, all or nothing."""
        self._run(lambda connection: _replace(connection, quotes))

    def _run(self, action: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run *action* in a transaction; if the file is damaged, run it on a new one."""
        try:
            try:
                return self._transact(action)
            except sqlite3.DatabaseError as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGE:
                    raise
                self._set_aside(error)
            self._transact(_open)
            return self._transact(action)
        except (sqlite3.Error, OSError) as error:
            raise BadCache(f"The price cache {self._path} cannot be used: {error}.") from error

    def _transact(self, action: Callable[[sqlite3.Connection], Result]) -> Result:
        with contextlib.closing(sqlite3.connect(self._path, timeout=_BUSY_S)) as connection:
            connection.execute("pragma foreign_keys = on")
            connection.execute("pragma synchronous = normal")
            with connection:
                return action(connection)

    def _set_aside(self, error: sqlite3.DatabaseError) -> None:
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
        aside = self._path.with_name(f"{self._path.name}.damaged-{stamp}")
        self._path.rename(aside)
        for ending in ("-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
        self._notes.append(f"The price cache was damaged ({error}); it is kept as {aside.name} and built anew.")


def _open(connection: sqlite3.Connection) -> None:
    """Make the tables in a new file, or prove that they are those of an old one before anything is written to it."""
    if connection.execute("select count(*) from sqlite_master").fetchone()[0]:
        connection.execute(_SELECT_ABOUT, ("",))
        connection.execute(_SELECT_BARS, ("",))
        return
    connection.execute("pragma journal_mode = wal")
    connection.executescript(_SCHEMA)
    connection.execute(f"pragma user_version = {_VERSION}")


def _symbols(connection: sqlite3.Connection) -> list[Symbol]:
    return [Symbol(row[0]) for row in connection.execute("select symbol from instrument order by symbol")]


def _rows(
    connection: sqlite3.Connection, symbol: Symbol
) -> tuple[tuple[str, str, str] | None, list[tuple[float, ...]]]:
    about = connection.execute(_SELECT_ABOUT, (symbol,)).fetchone()
    return about, connection.execute(_SELECT_BARS, (symbol,)).fetchall()


def _replace(connection: sqlite3.Connection, quotes: Quotes) -> None:
    bars = quotes.bars
    columns = (bars.open, bars.high, bars.low, bars.close, bars.adjusted_close, bars.volume)
    days = bars.sessions.astype(np.int64).tolist()
    rows = zip([bars.symbol] * len(bars), days, *(column.tolist() for column in columns), strict=True)
    connection.execute("delete from instrument where symbol = ?", (bars.symbol,))
    connection.execute(
        "insert into instrument (symbol, source, currency, revision, fetched) values (?, ?, ?, ?, ?)",
        (bars.symbol, quotes.source, quotes.currency, quotes.revision, datetime.now(UTC).isoformat()),
    )
    connection.executemany(_INSERT_BAR, rows)
