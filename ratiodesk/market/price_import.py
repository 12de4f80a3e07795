"""Takes prices from files into the price book."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from ratiodesk.domain.clock import Clock, utc_now
from ratiodesk.domain.errors import BadPrices, NotFound
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.price_import import PriceImport
from ratiodesk.domain.quotes import Origin, Quotes
from ratiodesk.domain.series import Bars
from ratiodesk.market.book import PriceBook
from ratiodesk.market.price_file import PriceFile, read_price_file
from ratiodesk.market.refresh import SAME, overlaid


class FileSource:
    """One price file. Implements the ``PriceSource`` port."""

    def __init__(self, path: Path, clock: Clock = utc_now) -> None:
        self._path, self._clock = path, clock

    @property
    def name(self) -> str:
        return self._path.name

    def symbols(self) -> Sequence[Symbol]:
        """Return nothing: which symbol a file is about, the user decides."""
        return ()

    def fetch(self, symbol: Symbol, interval: Interval = Interval.DAILY, since: date | None = None) -> Quotes:
        """Return all bars of the file as those of *symbol*.

        Raises
        ------
        BadPrices
            If the file cannot be read as a table of daily prices.
        NotFound
            If other bars than daily ones are asked for.
        """
        if interval is not Interval.DAILY:
            raise NotFound(f"{self.name} has daily bars alone.")
        return self.quotes_of(self.read(symbol))

    def read(self, symbol: Symbol) -> PriceFile:
        """Return the file with what there is to say about its reading; raises as :meth:`fetch`."""
        return read_price_file(self._path, symbol)

    def quotes_of(self, found: PriceFile) -> Quotes:
        return Quotes(found.bars, self.name, Origin.FILE, fetched=self._clock())


class PriceImports:
    """Implements the ``Imports`` port."""

    def __init__(self, book: PriceBook, clock: Clock = utc_now) -> None:
        self._book, self._clock = book, clock

    def read(self, path: Path, symbol: Symbol, *, replace_earlier: bool = False) -> PriceImport:
        source = FileSource(path, self._clock)
        found = source.read(symbol)
        quotes, conflict = source.quotes_of(found), ""
        earlier = self._book.cached(symbol, Interval.DAILY, Origin.FILE)
        in_use = self._in_use(symbol)
        if in_use is not None:
            # What a file does not say, an earlier source may have said of the same symbol.
            quotes = replace(
                quotes, currency=in_use.currency, name=in_use.name, exchange=in_use.exchange, zone=in_use.zone
            )
        if earlier is not None and not replace_earlier:
            conflict = _conflict(earlier, quotes)
            if not conflict:
                quotes = replace(quotes, bars=overlaid(_fitted(earlier.bars, quotes.bars), quotes.bars))
        return PriceImport(
            quotes=quotes,
            read_count=len(found.bars),
            rows=found.rows,
            dropped=found.dropped,
            writer=found.writer,
            notation=found.notation,
            notes=found.notes,
            columns=found.columns,
            preview=found.preview,
            suggested_symbol=found.suggested_symbol,
            conflict=conflict,
            in_use=_sentence(in_use) if in_use else "",
        )

    def _in_use(self, symbol: Symbol) -> Quotes | None:
        try:
            return self._book.quotes(symbol)
        except NotFound:
            return None

    def keep(self, found: PriceImport) -> None:
        if found.conflict:
            raise BadPrices(found.conflict)
        self._book.keep(found.quotes)


def _conflict(earlier: Quotes, quotes: Quotes) -> str:
    """Return why bars of two files cannot stand side by side, empty if they can."""
    old, new = earlier.bars, quotes.bars
    sessions, rows, columns = np.intersect1d(old.sessions, new.sessions, assume_unique=True, return_indices=True)
    differing = np.count_nonzero(np.abs(new.close[columns] / old.close[rows] - 1) > SAME)
    if len(rows) == len(old) or not differing:
        return ""
    return (
        f"{differing:,} of {len(sessions):,} common closes differ from the earlier import of {quotes.symbol} from "
        f"{earlier.source}, whose {len(old):,} sessions would no longer fit: replace it, or choose another symbol."
    )


def _fitted(earlier: Bars, bars: Bars) -> Bars:
    """Return earlier bars with adjusted closes that take in the dividends which the newer ones know of."""
    _, rows, columns = np.intersect1d(earlier.sessions, bars.sessions, assume_unique=True, return_indices=True)
    if not len(rows):
        return earlier
    factor = float(bars.adjusted_close[columns[0]] / earlier.adjusted_close[rows[0]])
    return replace(earlier, adjusted_close=earlier.adjusted_close * factor)


def _sentence(quotes: Quotes) -> str:
    first, last = quotes.bars.sessions[0], quotes.bars.sessions[-1]
    return f"{quotes.symbol} has {len(quotes.bars):,} sessions from {quotes.source} now, {first} to {last}."
