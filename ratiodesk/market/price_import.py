"""Takes prices from files into the price book."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from ratiodesk.domain.clock import Clock, utc_now
from ratiodesk.domain.currency import check_currency, major_unit, scaled
from ratiodesk.domain.errors import BadPrices, NotFound
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.price_import import PriceImport
from ratiodesk.domain.quotes import Listing, Origin, Quotes
from ratiodesk.domain.series import Bars
from ratiodesk.market.book import PriceBook
from ratiodesk.market.price_file import PriceFile, read_price_file
from ratiodesk.market.refresh import SAME, overlaid
from ratiodesk.words import tr


class FileSource:
    """One price file. Implements the ``PriceSource`` port."""

    def __init__(self, path: Path, clock: Clock = utc_now) -> None:
        self._path, self._clock = path, clock
        self._read: PriceFile | None = None

    @property
    def name(self) -> str:
        return self._path.name

    def listings(self) -> Sequence[Listing]:
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
            raise NotFound(tr("{name} has daily bars alone.", name=self.name))
        return Quotes(self.report(symbol).bars, self.name, Origin.FILE, fetched=self._clock())

    def report(self, symbol: Symbol) -> PriceFile:
        """Return what there is to say about the reading of the file; raises as :meth:`fetch`."""
        if self._read is None or self._read.bars.symbol != symbol:
            self._read = read_price_file(self._path, symbol)
        return self._read


class PriceImports:
    """Implements the ``Imports`` port."""

    def __init__(self, book: PriceBook, clock: Clock = utc_now) -> None:
        self._book, self._clock = book, clock

    def read(self, path: Path, symbol: Symbol, *, currency: str = "", replace_earlier: bool = False) -> PriceImport:
        source = FileSource(path, self._clock)
        quotes, found, conflict = source.fetch(symbol), source.report(symbol), ""
        earlier = self._book.cached(symbol, Interval.DAILY, Origin.FILE)
        in_use = self._in_use(symbol)
        declared, unit = major_unit(check_currency(currency))
        notes = list(found.notes)
        if unit != 1.0:
            quotes = replace(quotes, bars=scaled(quotes.bars, unit))
            notes.append(
                tr(
                    "Prices are divided by {factor}: {unit} are hundredths of {currency}.",
                    factor=f"{1 / unit:.0f}",
                    unit=currency,
                    currency=declared,
                )
            )
        if in_use is not None:
            # What a file does not say, an earlier source may have said of the same symbol.
            quotes = replace(quotes, name=in_use.name, exchange=in_use.exchange, zone=in_use.zone)
            if not declared and _same_level(in_use.bars, quotes.bars):
                declared = in_use.currency
        quotes = replace(quotes, currency=declared)
        if not declared:
            notes.append(tr("The currency of the prices is not known."))
        if earlier is None and in_use is not None and not replace_earlier:
            conflict = _doubt(in_use, quotes)
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
            notes=tuple(notes),
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
        self._book.keep(found.quotes, named=True)


def _conflict(earlier: Quotes, quotes: Quotes) -> str:
    """Return why bars of two files cannot stand side by side, empty if they can."""
    old, new = earlier.bars, quotes.bars
    sessions, rows, columns = np.intersect1d(old.sessions, new.sessions, assume_unique=True, return_indices=True)
    differing = np.count_nonzero(np.abs(new.close[columns] / old.close[rows] - 1) > SAME)
    if len(rows) == len(old) or not differing:
        return ""
    return tr(
        "{differing} of {common} common closes differ from the earlier import of {symbol} from {source}, whose {count} "
        "sessions would no longer fit: replace it, or choose another symbol.",
        differing=f"{differing:,}",
        common=f"{len(sessions):,}",
        symbol=quotes.symbol,
        source=earlier.source,
        count=f"{len(old):,}",
    )


def _same_level(known: Bars, bars: Bars) -> bool:
    """Return whether two sources price the same things in the same unit, as far as common sessions tell."""
    _, rows, columns = np.intersect1d(known.sessions, bars.sessions, assume_unique=True, return_indices=True)
    return bool(len(rows)) and 0.5 < float(np.median(bars.close[columns] / known.close[rows])) < 2.0


def _fitted(earlier: Bars, bars: Bars) -> Bars:
    """Return earlier bars with adjusted closes that take in the dividends which the newer ones know of."""
    _, rows, columns = np.intersect1d(earlier.sessions, bars.sessions, assume_unique=True, return_indices=True)
    if not len(rows):
        return earlier
    factor = float(bars.adjusted_close[columns[0]] / earlier.adjusted_close[rows[0]])
    return replace(earlier, adjusted_close=earlier.adjusted_close * factor)


def _doubt(in_use: Quotes, quotes: Quotes) -> str:
    """Return why prices in use had better not give way to those of a file, empty if they may."""
    if len(quotes.bars) < len(in_use.bars) // 2 or not _same_level(in_use.bars, quotes.bars):
        return tr(
            "{in_use} The file has far fewer, or other prices: replace them, or choose another symbol.",
            in_use=_sentence(in_use),
        )
    return ""


def _sentence(quotes: Quotes) -> str:
    first, last = quotes.bars.sessions[0], quotes.bars.sessions[-1]
    return tr(
        "{symbol} has {count} sessions from {source} now, {first} to {last}.",
        symbol=quotes.symbol,
        count=f"{len(quotes.bars):,}",
        source=tr(quotes.source),
        first=first,
        last=last,
    )
