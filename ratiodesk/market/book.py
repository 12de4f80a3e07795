"""The price book: the cache in front, local sources behind it."""

from collections.abc import Sequence

from ratiodesk.domain.errors import BadCache, NotFound, NotSaved
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.ports import PriceSource
from ratiodesk.domain.quotes import Listing, Origin, Quotes
from ratiodesk.market.cache import PriceCache
from ratiodesk.words import tr

_BY_RANK = (Origin.FILE, Origin.YAHOO, Origin.SAMPLE)


class PriceBook:
    """Prices at hand without waiting. Implements the ``Prices`` port; any thread may call.

    Parameters
    ----------
    cache
        Answers first; None where there is none to be had. What cannot be written to it stays in memory.
    sources
        Local sources, asked in order for daily bars the cache does not know.
    """

    def __init__(self, cache: PriceCache | None, sources: Sequence[PriceSource], notes: Sequence[str] = ()) -> None:
        self._cache = cache
        self._sources = tuple(sources)
        self._notes = list(notes)
        self._unwritten: dict[tuple[Symbol, Interval, Origin], Quotes] = {}

    def quotes(self, symbol: Symbol, interval: Interval = Interval.DAILY) -> Quotes:
        kept = self.cached(symbol, interval)
        if kept is not None:
            return kept
        if interval is not Interval.DAILY:
            raise NotFound(
                tr("There are no {interval} bars of {symbol} here.", interval=interval.short_name, symbol=symbol)
            )
        problem = NotFound(tr("There are no prices for {symbol}.", symbol=symbol))
        for source in self._sources:
            try:
                return source.fetch(symbol)
            except NotFound as error:
                problem = error
        raise problem

    def cached(self, symbol: Symbol, interval: Interval, origin: Origin | None = None) -> Quotes | None:
        """Return what is kept of *symbol*, None if nothing is.

        Parameters
        ----------
        origin
            Which kind of source, None for the one in use.
        """
        origins = (origin,) if origin is not None else _BY_RANK
        for each in origins:
            if (symbol, interval, each) in self._unwritten:
                return self._unwritten[symbol, interval, each]
        try:
            return self._cache.load(symbol, interval, origin) if self._cache is not None else None
        except BadCache as error:
            self._note(error)
            return None

    def keep(self, quotes: Quotes, *, named: bool = False) -> None:
        """Keep *quotes* and put them in use; in memory where the cache cannot be written.

        Parameters
        ----------
        named
            Whether the user asked for them; otherwise prices from a file stay in use.

        Raises
        ------
        NotSaved
            If they come from a file and the cache cannot be written: nothing could bring them back after the end.
        """
        key = quotes.symbol, quotes.interval, quotes.origin
        try:
            if self._cache is not None:
                self._cache.store(quotes, named=named)
                self._unwritten.pop(key, None)
                return
        except BadCache as error:
            self._note(error)
        if quotes.origin is Origin.FILE:
            refused = tr("The prices of {symbol} were not taken in.", symbol=quotes.symbol)
            raise NotSaved(" ".join([refused, *self._notes]))
        self._unwritten[key] = quotes

    def remember(self, listings: Sequence[Listing]) -> None:
        """Keep what a search found, for later searches without the network."""
        try:
            if self._cache is not None:
                self._cache.remember(listings)
        except BadCache as error:
            self._note(error)

    def symbols(self) -> Sequence[Symbol]:
        known = {listing.symbol for source in self._sources for listing in source.listings()}
        known.update(symbol for symbol, _, _ in tuple(self._unwritten))
        if self._cache is not None:
            try:
                known.update(self._cache.symbols())
            except BadCache as error:
                self._note(error)
        return sorted(known)

    def listings(self) -> Sequence[Listing]:
        found = {symbol: Listing(symbol) for symbol in self.symbols()}
        for source in self._sources:
            found.update((listing.symbol, listing) for listing in source.listings())
        if self._cache is not None:
            try:
                found.update((listing.symbol, listing) for listing in self._cache.listings())
            except BadCache as error:
                self._note(error)
        return [found[symbol] for symbol in sorted(found)]

    def notes(self) -> Sequence[str]:
        return (*(self._cache.notes() if self._cache else ()), *self._notes)

    def _note(self, error: BadCache) -> None:
        """Remember what is wrong with the cache, once: prices come without it."""
        if str(error) not in self._notes:
            self._notes.append(str(error))
