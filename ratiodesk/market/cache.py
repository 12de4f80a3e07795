"""The price cache: one SQLite file that can be rebuilt at any time."""

import contextlib
import errno
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from ratiodesk.domain.errors import BadBars, BadCache
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.quotes import Listing, Origin, Quotes
from ratiodesk.domain.shown_text import shorten
from ratiodesk.market.price_row import STORED_COLUMNS, quotes_of, replace_quotes
from ratiodesk.words import mark, tr

# Prices of one symbol from several kinds of source are kept side by side; one of them is in use. Bars are packed into
# one value a row, which is read some fifty times faster than a row a bar.
_TABLES = """
create table instrument (
  symbol text not null, interval text not null, origin text not null, in_use integer not null,
  source text not null, currency text not null, name text not null, exchange text not null, zone text not null,
  fetched text, rebuilt text, forming integer not null, splits text not null, gaps text not null,
  bars blob not null, checksum integer not null,
  primary key (symbol, interval, origin)
);
create table listing (symbol text primary key, name text not null, exchange text not null) without rowid;
"""
_SELECT = f"select {STORED_COLUMNS} from instrument where symbol = ? and interval = ?"  # noqa: S608 - a constant
_SELECT_LISTINGS = """
select symbol, name, exchange from listing
union select symbol, name, exchange from instrument
where in_use and interval = '1d' and symbol not in (select symbol from listing) order by symbol
"""
_SELECT_IN_USE, _SELECT_OF_ORIGIN = f"{_SELECT} and in_use", f"{_SELECT} and origin = ?"
_VERSION = 2
_BUSY_S = 5.0
_READ_BUSY_S = 0.2
_RETRY_S = 0.01
# Not a database of this program, or a malformed one.
_DAMAGE = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
# As SQLite says it.
_NO_TABLE = re.compile("no such table")
# It goes into the log as well, in English.
_DISK_GONE = mark("its disk is gone")
# SQLite and Python repeat in an error what they found in the file.
_LONGEST_REASON = 120

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class StoredPrices:
    """Of what there are prices, from which kind of source, and whether they are the ones in use."""

    symbol: Symbol
    interval: Interval
    origin: Origin
    in_use: bool


class PriceCache:
    """Bars of every symbol ever seen. Each call opens its own connection, so any thread may call.

    Within the process one thread writes at a time; other processes wait for each other up to some seconds. A file that
    turns out to be damaged is renamed, a new one takes its place, and a note tells so.

    Raises
    ------
    BadCache
        From every call, if the file cannot be opened, read or written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._notes: list[str] = []
        self._writing = threading.RLock()
        self._disk = _disk_of(path)
        if not self._read(_is_ready):
            self._write(_prepare)

    def notes(self) -> Sequence[str]:
        """Return what happened to the file that the user should know."""
        return tuple(self._notes)

    def symbols(self) -> Sequence[Symbol]:
        return self._read(_symbols)

    def load(self, symbol: Symbol, interval: Interval = Interval.DAILY, origin: Origin | None = None) -> Quotes | None:
        """Return what is stored for *symbol*, None if nothing usable is.

        Parameters
        ----------
        origin
            Which kind of source, None for the one in use.
        """
        query, value = (_SELECT_OF_ORIGIN, (origin,)) if origin else (_SELECT_IN_USE, ())
        row = self._read(lambda connection: connection.execute(query, (symbol, interval, *value)).fetchone())
        try:
            return quotes_of(symbol, interval, row) if row is not None else None
        except (BadBars, ValueError) as error:
            reason = shorten(str(error), _LONGEST_REASON)
            self._note(tr("Cached prices of {symbol} were left out: {reason}", symbol=symbol, reason=reason))
            return None

    def store(self, quotes: Quotes, *, named: bool = True) -> None:
        """Replace what is stored for symbol, interval and origin of *quotes*, all or nothing.

        They are put in use, unless prices from a file are and these are not *named* by the user. What another program
        fetched later stays.
        """
        self._write(lambda connection: replace_quotes(connection, quotes, named=named))

    def listings(self) -> Sequence[Listing]:
        """Return every instrument stored or found by a search."""
        rows = self._read(lambda connection: connection.execute(_SELECT_LISTINGS).fetchall())
        return [Listing(Symbol(symbol), name, exchange) for symbol, name, exchange in rows]

    def remember(self, listings: Sequence[Listing]) -> None:
        """Keep what a search found."""
        rows = [(listing.symbol, listing.name, listing.exchange) for listing in listings]
        self._write(lambda connection: connection.executemany("insert or replace into listing values (?, ?, ?)", rows))

    def stored(self) -> Sequence[StoredPrices]:
        """Return what is stored, sorted by symbol, interval and kind of source."""
        query = "select symbol, interval, origin, in_use from instrument order by symbol, interval, origin"
        rows = self._read(lambda connection: connection.execute(query).fetchall())
        return [StoredPrices(Symbol(row[0]), Interval(row[1]), Origin(row[2]), bool(row[3])) for row in rows]

    def use(self, symbol: Symbol, interval: Interval, origin: Origin) -> None:
        """Put the prices from one kind of source in use, and no others of the symbol."""
        query = "update instrument set in_use = (origin = ?) where symbol = ? and interval = ?"
        self._write(lambda connection: connection.execute(query, (origin, symbol, interval)))

    def copy_to(self, path: Path) -> None:
        """Write everything as it is at one moment to a new file, which is whole without any other beside it."""

        def copy(connection: sqlite3.Connection) -> None:
            with contextlib.closing(sqlite3.connect(path)) as target:
                connection.backup(target)
                target.execute("pragma journal_mode = delete")

        self._read(copy)

    def _note(self, sentence: str) -> None:
        if sentence not in self._notes:
            self._notes.append(sentence)

    def _read(self, action: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run *action*, on a new file if this one is damaged. Readers never wait for a writer."""
        try:
            try:
                return self._transact(action, "deferred")
            except sqlite3.DatabaseError as error:
                if not _is_damage(error) and not _NO_TABLE.search(str(error)):
                    raise
            return self._write(action)
        except (sqlite3.Error, OSError) as error:
            raise self._bad(error) from error

    def _write(self, action: Callable[[sqlite3.Connection], Result]) -> Result:
        with self._writing:
            found = self._identity()
            try:
                try:
                    return self._transact(action, "immediate")
                except sqlite3.DatabaseError as error:
                    if _is_damage(error):
                        self._repair(error, found)
                    elif _NO_TABLE.search(str(error)):  # Somebody has deleted the file meanwhile.
                        self._transact(_prepare, "immediate")
                    else:
                        raise
                return self._transact(action, "immediate")
            except (sqlite3.Error, OSError) as error:
                raise self._bad(error) from error

    def _bad(self, error: Exception) -> BadCache:
        reason = str((error.strerror if isinstance(error, OSError) else None) or error)
        said = tr(reason) if reason == _DISK_GONE else shorten(reason, _LONGEST_REASON)
        return BadCache(tr("The price cache {path} cannot be used: {reason}.", path=self._path, reason=said))

    def _transact(self, action: Callable[[sqlite3.Connection], Result], kind: str) -> Result:
        # Readers wait for nobody, unless another program has locked everybody out.
        if _disk_of(self._path) != self._disk:
            # A new file would be hidden as soon as the disk is back, with all that was written to it meanwhile.
            raise OSError(errno.ENODEV, _DISK_GONE)
        patience_s = _BUSY_S if kind == "immediate" else _READ_BUSY_S
        connection = sqlite3.connect(self._path, timeout=patience_s, isolation_level=None)
        with contextlib.closing(connection), _undecodable_is_damage():
            _use_wal(connection, patience_s)
            connection.execute("pragma synchronous = normal")
            connection.execute(f"begin {kind}")
            try:
                result = action(connection)
            except BaseException:
                connection.rollback()
                raise
            connection.commit()
            return result

    def _identity(self) -> int | None:
        """Return what tells the file from another one in its place, None if there is none."""
        try:
            return self._path.stat().st_ino
        except FileNotFoundError:
            return None

    def _repair(self, error: sqlite3.DatabaseError, damaged: int | None) -> None:
        """Put a new file in place of the damaged one, unless another program just has."""
        with _alone(self._path.with_name(f"{self._path.name}.repairing")):
            if self._identity() == damaged:
                self._set_aside(error)
            self._transact(_prepare, "immediate")

    def _set_aside(self, error: sqlite3.DatabaseError) -> None:
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
        aside = self._path.with_name(f"{self._path.name}.damaged-{stamp}")
        self._path.rename(aside)
        for ending in ("-wal", "-shm"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
        reason = shorten(str(error), _LONGEST_REASON)
        self._note(
            tr(
                "The price cache was damaged ({reason}); it is kept as {name} and built anew. "
                "Prices from your files must be imported again.",
                reason=reason,
                name=aside.name,
            )
        )


def _disk_of(path: Path) -> int | None:
    """Return which disk a file is on or would be, None if there is no folder for it."""
    try:
        return path.parent.stat().st_dev
    except OSError:
        return None


def _use_wal(connection: sqlite3.Connection, patience_s: float) -> None:
    """Let readers and a writer work at once. SQLite does not wait for whoever else is just doing this to a new file."""
    deadline = time.monotonic() + patience_s
    while True:
        try:
            connection.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_RETRY_S)
        else:
            return


@contextlib.contextmanager
def _alone(marker: Path) -> Iterator[None]:
    """Let no other program do the same meanwhile; one that died while at it is waited for some seconds."""
    deadline = time.monotonic() + _BUSY_S
    while True:
        try:
            marker.touch(exist_ok=False)
            break
        except FileExistsError:
            if time.monotonic() > deadline:
                break
            time.sleep(_RETRY_S)
    try:
        yield
    finally:
        marker.unlink(missing_ok=True)


@contextlib.contextmanager
def _undecodable_is_damage() -> Iterator[None]:
    """Raise what Python makes of an error of SQLite that is itself no text as what it is: a malformed file."""
    try:
        yield
    except UnicodeDecodeError as undecodable:
        error = sqlite3.DatabaseError(tr("its tables are described in no text"))
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error from undecodable


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE


def _is_ready(connection: sqlite3.Connection) -> bool:
    """Return whether the tables are there and can be read."""
    version = connection.execute("pragma user_version").fetchone()[0]
    if version > _VERSION:
        raise sqlite3.OperationalError(tr("it was written by a newer RatioDesk"))
    if version < _VERSION:
        return False
    try:
        connection.execute(_SELECT, ("", "")).fetchall()
        connection.execute(_SELECT_LISTINGS).fetchall()
    except sqlite3.OperationalError as error:
        raise _foreign() from error
    return True


def _prepare(connection: sqlite3.Connection) -> None:
    """Make the tables in a new file, or in place of those of an older version."""
    if _is_ready(connection):
        return
    tables = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
    if tables and connection.execute("pragma user_version").fetchone()[0] == 0:
        raise _foreign()
    for (table,) in sorted(tables):
        connection.execute(f"drop table {table}")
    for statement in _TABLES.split(";"):
        connection.execute(statement)
    connection.execute(f"pragma user_version = {_VERSION}")


def tables_of(connection: sqlite3.Connection | None) -> list[tuple[str, str | None]]:
    """Return what a database consists of, None for one that this program has just made."""
    if connection is None:
        with contextlib.closing(sqlite3.connect(":memory:")) as fresh:
            _prepare(fresh)
            return tables_of(fresh)
    return connection.execute("select name, sql from sqlite_master order by name").fetchall()


def _foreign() -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError(tr("it has other tables"))
    error.sqlite_errorcode = sqlite3.SQLITE_NOTADB
    return error


def _symbols(connection: sqlite3.Connection) -> list[Symbol]:
    rows = connection.execute("select distinct symbol from instrument where interval = '1d' order by symbol")
    return [Symbol(row[0]) for row in rows]
