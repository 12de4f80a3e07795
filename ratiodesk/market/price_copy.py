"""Copies of the price cache: one taken out of it for a backup, and what such a copy has beyond it taken in again."""

import contextlib
import sqlite3
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from ratiodesk.domain.backup import PricesTaken
from ratiodesk.domain.errors import BadPair, BadPrices
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Symbol, parse_symbol
from ratiodesk.domain.quotes import Origin, Quotes
from ratiodesk.market.cache import PriceCache, StoredPrices, tables_of
from ratiodesk.market.refresh import SAME, overlaid
from ratiodesk.words import tr

# Twenty years of bars of five minutes; a forged copy may claim more than there is memory.
_LARGEST_BARS_BYTES = 25_000_000
# SQLite keeps anything in any column; what reads the rows relies on what this program writes.
_ODD_ROWS = """
select count(*) from instrument where length(bars) > ? or typeof(bars) != 'blob' or typeof(checksum) != 'integer'
or typeof(forming) != 'integer' or typeof(in_use) != 'integer' or typeof(symbol) != 'text'
or typeof(interval) != 'text' or typeof(origin) != 'text' or typeof(source) != 'text' or typeof(currency) != 'text'
or typeof(name) != 'text' or typeof(exchange) != 'text' or typeof(zone) != 'text' or typeof(splits) != 'text'
or typeof(gaps) != 'text' or typeof(fetched) not in ('text', 'null') or typeof(rebuilt) not in ('text', 'null')
"""


class PriceCopies:
    """Copies of one cache. Implements the ``PriceCopies`` port; any thread may call."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, path: Path) -> bool:
        if not self._path.exists():
            return False
        cache = PriceCache(self._path)
        if not cache.stored():
            return False
        cache.copy_to(path)
        return True

    def take_in(self, path: Path, *, preview: bool = False) -> PricesTaken:
        _check(path)
        other = PriceCache(path)
        if not preview:
            return _taken_in(other, PriceCache(self._path))
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            trial = Path(folder) / path.name
            if self._path.exists():
                PriceCache(self._path).copy_to(trial)
            return _taken_in(other, PriceCache(trial))


def _check(path: Path) -> None:
    """Raise BadPrices unless a file is a whole cache of this version, with its tables and nothing that acts by itself.

    A table may be a view of a forger's, which never ends.
    """
    try:
        with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("pragma trusted_schema = off")
            if tables_of(connection) != tables_of(None):
                raise BadPrices(tr("The prices are kept in another form than here, and are left out."))
            whole = connection.execute("pragma quick_check(1)").fetchone()[0] == "ok"
            odd = connection.execute(_ODD_ROWS, (_LARGEST_BARS_BYTES,)).fetchone()[0]
            for symbol, interval, origin in connection.execute("select symbol, interval, origin from instrument"):
                parse_symbol(symbol), Interval(interval), Origin(origin)
    except (sqlite3.Error, ValueError) as error:
        raise BadPrices(tr("The prices cannot be read ({reason}), and are left out.", reason=error)) from error
    except BadPair as error:
        raise BadPrices(tr("The prices are of something that is no symbol, and are left out.")) from error
    if not whole or odd:
        raise BadPrices(tr("The prices are damaged, and are left out."))


def _taken_in(other: PriceCache, here: PriceCache) -> PricesTaken:
    """Take what *other* has beyond *here*; which prices of a symbol are in use stays where any are."""
    in_use = {(stored.symbol, stored.interval): stored for stored in here.stored() if stored.in_use}
    taken: set[Symbol] = set()
    differing: set[Symbol] = set()
    unreadable: set[Symbol] = set()
    for stored in other.stored():
        theirs = other.load(stored.symbol, stored.interval, stored.origin)
        if theirs is None:
            unreadable.add(stored.symbol)
            continue
        ours = here.load(stored.symbol, stored.interval, stored.origin)
        joined = _joined(ours, theirs)
        if joined is None:
            differing.add(stored.symbol)
        elif joined is not ours:
            here.store(joined, named=False)
            taken.add(stored.symbol)
        if stored.in_use:
            in_use.setdefault((stored.symbol, stored.interval), stored)
    _use(here, list(in_use.values()))
    known = {listing.symbol for listing in here.listings()}
    here.remember([listing for listing in other.listings() if listing.symbol not in known])
    return PricesTaken(*(tuple(sorted(symbols)) for symbols in (taken, differing, unreadable)))


def _use(here: PriceCache, wanted: Sequence[StoredPrices]) -> None:
    """Put in use what is to be, where something else is now."""
    now = {(stored.symbol, stored.interval, stored.origin) for stored in here.stored() if stored.in_use}
    for stored in wanted:
        if (stored.symbol, stored.interval, stored.origin) not in now:
            here.use(stored.symbol, stored.interval, stored.origin)


def _joined(ours: Quotes | None, theirs: Quotes) -> Quotes | None:
    """Return what is to be kept of one kind of source, None if both do not fit together and ours stays.

    Fetched prices are whole answers, of which the later counts; those from files of the user's add up.
    """
    if ours is None:
        return theirs
    if theirs.origin is not Origin.FILE:
        # As text, as the cache compares them: all are UTC.
        is_later = str(theirs.fetched or "") > str(ours.fetched or "")
        return theirs if is_later else ours
    _, rows, columns = np.intersect1d(ours.bars.sessions, theirs.bars.sessions, assume_unique=True, return_indices=True)
    for name in ("close", "adjusted_close"):
        mine, others = getattr(ours.bars, name)[rows], getattr(theirs.bars, name)[columns]
        if np.any(np.abs(others / mine - 1) > SAME):
            return None
    if ours.currency != theirs.currency or not len(rows):
        return None
    bars = overlaid(theirs.bars, ours.bars)
    return ours if len(bars) == len(ours.bars) else replace(ours, bars=bars)
