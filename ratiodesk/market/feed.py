"""The feed: keeps the price book up to date from a source that may be slow, away or wrong."""

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from datetime import date
from typing import Protocol

from ratiodesk.domain.clock import Clock, utc_now
from ratiodesk.domain.errors import BadReply, NotFetched, NotFound, SourceError
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.ports import Calendars, PriceSource
from ratiodesk.domain.quotes import Listing, Origin, Quotes
from ratiodesk.market.book import PriceBook
from ratiodesk.market.refresh import joined, replaced, start_of_refresh
from ratiodesk.words import tr


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

    def __init__(
        self, book: PriceBook, source: SearchedSource, clock: Clock = utc_now, calendars: Calendars | None = None
    ) -> None:
        self._book, self._source, self._calendars, self._clock = book, source, calendars, clock
        self._guard = threading.Lock()
        self._under_way: dict[tuple[Symbol, Interval, bool], Future[Quotes]] = {}

    def refresh(self, symbol: Symbol, interval: Interval = Interval.DAILY, *, named: bool = False) -> Quotes:
        wanted = symbol, interval, named
        with self._guard:
            other = self._under_way.get(wanted)
            mine: Future[Quotes] = Future()
            if other is None:
                self._under_way[wanted] = mine
        if other is not None:
            return other.result()  # Whoever asks for the same meanwhile shares the answer, and the failure.
        try:
            mine.set_result(self._refresh(symbol, interval, named=named))
        except BaseException as error:
            mine.set_exception(error)
            raise
        finally:
            del self._under_way[wanted]
        return mine.result()

    def _refresh(self, symbol: Symbol, interval: Interval, *, named: bool) -> Quotes:
        in_use = self._book.cached(symbol, interval)
        if in_use is not None and in_use.origin is Origin.FILE and not named:
            return in_use
        known = self._book.cached(symbol, interval, Origin.YAHOO)
        since = start_of_refresh(known, self._clock(), self._holes(known))
        fresh = None
        if known is not None and since is not None:
            fresh = joined(known, self._source.fetch(symbol, interval, since))
        if fresh is None:
            fresh = replaced(known, self._source.fetch(symbol, interval), wanted=named)
            if known is None and not named:
                self._compare_with_sample(fresh)
        self._book.keep(fresh, named=named)
        return fresh

    def _holes(self, known: Quotes | None) -> Sequence[date]:
        return self._calendars.missing(known) if known is not None and self._calendars is not None else ()

    def _compare_with_sample(self, fresh: Quotes) -> None:
        """Raise BadReply if a first answer has less than half of the sessions that are at hand without it."""
        try:
            at_hand = self._book.quotes(fresh.symbol, fresh.interval)
        except NotFound:
            return
        if len(fresh.bars) < len(at_hand.bars) // 2:
            raise BadReply(
                tr(
                    "{source}’s answer for {symbol} has {count} sessions alone.",
                    source=fresh.source,
                    symbol=fresh.symbol,
                    count=f"{len(fresh.bars):,}",
                )
            )

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
