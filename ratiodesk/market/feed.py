"""The feed: keeps the price book up to date from a source that may be slow, away or wrong."""

import threading
from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol

from ratiodesk.domain.clock import Clock, utc_now
from ratiodesk.domain.errors import NotFetched, NotFound, SourceError
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.ports import PriceSource
from ratiodesk.domain.quotes import Listing, Origin, Quotes
from ratiodesk.market.book import PriceBook
from ratiodesk.market.refresh import joined, replaced, start_of_refresh


class SearchedSource(PriceSource, Protocol):
    """A price source that can also be searched, and ended."""

    def search(self, text: str) -> Sequence[Listing]:
        """Return the instruments whose symbol or name fits *text*, best first."""
        ...

    def close(self) -> None:
        """Refuse every further request."""
        ...


class PriceFeed:
    """Fetches what is new. Implements the ``Feed`` port; any thread may call."""

    def __init__(self, book: PriceBook, source: SearchedSource, clock: Clock = utc_now) -> None:
        self._book, self._source, self._clock = book, source, clock
        # Two threads that want the same prices fetch them one after the other, the second only what is newer.
        self._locks: defaultdict[tuple[Symbol, Interval], threading.Lock] = defaultdict(threading.Lock)

    def refresh(self, symbol: Symbol, interval: Interval = Interval.DAILY, *, named: bool = False) -> Quotes:
        with self._locks[symbol, interval]:
            in_use = self._book.cached(symbol, interval)
            if in_use is not None and in_use.origin is Origin.FILE and not named:
                return in_use
            known = self._book.cached(symbol, interval, Origin.YAHOO)
            since = start_of_refresh(known, self._clock())
            fresh = None
            if known is not None and since is not None:
                fresh = joined(known, self._source.fetch(symbol, interval, since))
            if fresh is None:
                fresh = replaced(known, self._source.fetch(symbol, interval))
            self._book.keep(fresh)
            return fresh

    def search(self, text: str) -> Sequence[Listing]:
        found = self._source.search(text)
        self._book.remember(found)
        return found

    def close(self) -> None:
        self._source.close()


class FetchingPrices:
    """Prices that are fetched where they are not at hand, for who can wait. Implements the ``Prices`` port."""

    def __init__(self, book: PriceBook, feed: PriceFeed) -> None:
        self._book, self._feed = book, feed

    def quotes(self, symbol: Symbol, interval: Interval = Interval.DAILY) -> Quotes:
        try:
            return self._book.quotes(symbol, interval)
        except NotFound as missing:
            try:
                return self._feed.refresh(symbol, interval)
            except SourceError as error:
                raise NotFetched(f"{missing} {error}") from error

    def symbols(self) -> Sequence[Symbol]:
        return self._book.symbols()

    def listings(self) -> Sequence[Listing]:
        return self._book.listings()

    def notes(self) -> Sequence[str]:
        return self._book.notes()
