"""The daily prices of what is held, read behind everything else."""

from collections.abc import Callable, Collection, Iterable, Mapping

from PySide6.QtCore import QObject, Signal

from ratiodesk.desk.loader import Loader
from ratiodesk.domain.errors import NotFound, RatioDeskError
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.ports import Prices
from ratiodesk.domain.quotes import Quotes
from ratiodesk.words import tr

_KIND = "prices_at_hand"

Found = Mapping[Symbol, Quotes | None]


class HeldQuotes(QObject):
    """Keeps what was read, so that a pair that is opened reads no holding again. Implements the ``QuoteReader`` port.

    Signals
    -------
    arrived
        More is known, or something else.
    """

    arrived = Signal()

    def __init__(self, prices: Prices, loader: Loader) -> None:
        super().__init__()
        self._prices, self._loader = prices, loader
        self._held: frozenset[Symbol] = frozenset()
        # None where there are no prices.
        self._known: dict[Symbol, Quotes | None] = {}
        # What is known may be old; it serves until it was read again.
        self._stale: frozenset[Symbol] = frozenset()
        self._asked: frozenset[Symbol] = frozenset()

    def keep(self, held: Iterable[Symbol], legs: Iterable[Quotes]) -> bool:
        """Keep the prices of *held* and *legs* alone, and ask for those that are missing; return whether none is."""
        self._held = frozenset(held)
        self._known = {symbol: quotes for symbol, quotes in self._known.items() if symbol in self._held}
        self._known.update((leg.symbol, leg) for leg in legs)
        self._ask()
        return self._held <= self._known.keys()

    def quotes(self, symbol: Symbol, interval: Interval = Interval.DAILY) -> Quotes:
        """Return the daily prices of *symbol* that were read.

        Raises
        ------
        NotFound
            If there are none.
        """
        found = self._known.get(symbol)
        if found is None:
            raise NotFound(tr("There are no prices for {symbol}.", symbol=symbol))
        return found

    def has(self, symbol: Symbol) -> bool:
        """Return whether prices of *symbol* were read."""
        return self._known.get(symbol) is not None

    def missing(self, symbols: Iterable[Symbol]) -> set[Symbol]:
        """Return those of *symbols* that nobody looked for yet."""
        return set(symbols) - self._known.keys()

    def read(self, symbols: Iterable[Symbol]) -> Found:
        """Return the prices at hand of *symbols*, from any thread."""
        return {symbol: _quotes(self._prices.quotes, symbol) for symbol in symbols}

    def take(self, found: Found) -> None:
        """Take what :meth:`read` returned."""
        self._known.update(found)

    def renew(self, symbols: Collection[Symbol]) -> None:
        """Read those of *symbols* again that are held: there may be other prices."""
        self._stale |= self._held.intersection(symbols)
        # What is being read may be from before.
        self._asked = frozenset()
        self._ask()

    def _ask(self) -> None:
        wanted = (self._held - self._known.keys()) | (self._stale & self._held)
        if wanted <= self._asked:
            return
        self._asked = wanted
        self._loader.submit(
            _KIND, lambda: self.read(wanted), self._on_read, lambda error: self._on_failed(error, wanted)
        )

    def _on_read(self, found: Found) -> None:
        self._asked = frozenset()
        self._stale -= found.keys()
        self.take(found)
        self.arrived.emit()

    def _on_failed(self, error: RatioDeskError, wanted: frozenset[Symbol]) -> None:
        """Go on without prices; the application's hook for errors says why."""
        self._stale -= wanted
        self._on_read(dict.fromkeys(self.missing(wanted)))


def _quotes(read: Callable[[Symbol], Quotes], symbol: Symbol) -> Quotes | None:
    try:
        return read(symbol)
    except NotFound:
        return None
