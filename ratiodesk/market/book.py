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
        Answers first.
    sources
        Local sources asked in order when the cache knows nothing, or holds an older revision of their data.
    """

    def __init__(self, cache: PriceCache, sources: Sequence[PriceSource]) -> None:
        self._cache = cache
        self._sources = tuple(sources)
        self._notes: list[str] = []

    def quotes(self, symbol: Symbol) -> Quotes:
        try:
            cached = self._cache.load(symbol)
        except BadCache as error:
            self._notes.append(str(error))
            return self._fetch(symbol)
        if cached is not None and not self._outdated(cached):
            return cached
        found = self._fetch(symbol)
        try:
            self._cache.store(found)
        except BadCache as error:
            self._notes.append(f"{error} Prices come from {found.source.lower()} until it can.")
        return found

    def symbols(self) -> Sequence[Symbol]:
        known = set(self._cache.symbols())
        for source in self._sources:
            known.update(source.symbols())
        return sorted(known)

    def notes(self) -> Sequence[str]:
        return (*self._cache.notes(), *self._notes)

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
