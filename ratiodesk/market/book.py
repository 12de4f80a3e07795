"""The price book: the cache in front, the sources behind it."""

from collections.abc import Sequence

from ratiodesk.domain.errors import BadCache, NotFound
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.ports import PriceSource, Quotes
from ratiodesk.market.cache import PriceCache


class PriceBook:
    """Prices at hand without waiting. Implements the ``Prices`` port.

    Parameters
    ----------
    cache
        Answers first; None where there is none to be had.
    sources
        Local sources asked in order when the cache knows nothing, or holds an older revision of their data.
    """

    def __init__(self, cache: PriceCache | None, sources: Sequence[PriceSource], notes: Sequence[str] = ()) -> None:
        self._cache = cache
        self._sources = tuple(sources)
        self._notes = list(notes)

    def quotes(self, symbol: Symbol) -> Quotes:
        cached = self._load(symbol)
        if cached is not None and not self._outdated(cached):
            return cached
        found = self._fetch(symbol)
        self._store(found)
        return found

    def symbols(self) -> Sequence[Symbol]:
        known = {symbol for source in self._sources for symbol in source.symbols()}
        if self._cache is not None:
            try:
                known.update(self._cache.symbols())
            except BadCache as error:
                self._note(error)
        return sorted(known)

    def notes(self) -> Sequence[str]:
        return (*(self._cache.notes() if self._cache else ()), *self._notes)

    def _load(self, symbol: Symbol) -> Quotes | None:
        try:
            return self._cache.load(symbol) if self._cache is not None else None
        except BadCache as error:
            self._note(error)
            return None

    def _store(self, quotes: Quotes) -> None:
        try:
            if self._cache is not None:
                self._cache.store(quotes)
        except BadCache as error:
            self._note(error)

    def _note(self, error: BadCache) -> None:
        """Remember what is wrong with the cache, once: prices come without it."""
        if str(error) not in self._notes:
            self._notes.append(str(error))

    def _outdated(self, cached: Quotes) -> bool:
        origin = next((source for source in self._sources if source.name == cached.source), None)
        newest = origin.revision(cached.bars.symbol) if origin else ""
        return bool(newest) and newest != cached.revision

    def _fetch(self, symbol: Symbol) -> Quotes:
        problem = NotFound(f"There are no prices for {symbol}.")
        for source in self._sources:
            try:
                return source.fetch(symbol)
            except NotFound as error:
                problem = error
        raise problem
