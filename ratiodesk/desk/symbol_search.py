"""Instruments that fit what is being typed: those at hand at once, those of the source a moment later."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ratiodesk.desk.loader import Loader
from ratiodesk.domain.errors import RatioDeskError
from ratiodesk.domain.ports import Feed, Prices
from ratiodesk.domain.quotes import Listing

_DEBOUNCE_MS = 250
_MOST = 12
_KIND = "search"


class SymbolSearch(QObject):
    """Answers every query twice: from memory, and from the source once typing pauses.

    Signals
    -------
    found(query, listings)
        What fits a query now.
    """

    found = Signal(str, object)

    def __init__(self, prices: Prices, feed: Feed | None, loader: Loader) -> None:
        super().__init__()
        self._prices, self._feed, self._loader = prices, feed, loader
        self._known: list[Listing] | None = None
        self._answers: dict[str, Sequence[Listing]] = {}
        self._query = ""
        self._timer = QTimer(self, singleShot=True, interval=_DEBOUNCE_MS)
        self._timer.timeout.connect(self._on_timer_timeout)

    @Slot(str)
    def ask(self, query: str) -> None:
        """Look for instruments whose symbol or name begins like *query*; an empty one ends the search."""
        self._query = query.strip()
        self._timer.stop()
        self._loader.cancel(_KIND)
        if not self._query:
            self.found.emit("", [])
            return
        self._tell()
        if self._feed is not None and self._query.lower() not in self._answers:
            self._timer.start()

    @Slot()
    def forget_known(self) -> None:
        """Read what is at hand again at the next query."""
        self._known = None

    def _tell(self) -> None:
        if self._known is None:
            self._known = list(self._prices.listings())
        fitting = matching(self._query, self._known)
        found = {listing.symbol: listing for listing in (*self._answers.get(self._query.lower(), ()), *fitting)}
        self.found.emit(self._query, list(found.values())[:_MOST])

    @Slot()
    def _on_timer_timeout(self) -> None:
        feed, query = self._feed, self._query
        if feed is not None:
            self._loader.submit(
                _KIND,
                lambda: feed.search(query),
                lambda found: self._take(query, found),
                self._on_failed,
                network=True,
            )

    def _take(self, query: str, found: Sequence[Listing]) -> None:
        self._answers[query.lower()] = found
        self._known = None
        self._tell()

    def _on_failed(self, error: RatioDeskError) -> None:
        """Leave the list as it is: what was typed can be opened without it, and then says what is wrong."""


def matching(query: str, listings: Sequence[Listing]) -> list[Listing]:
    """Return the listings that fit: symbols that begin like the query first, then words of the name that do.

    >>> [l.symbol for l in matching("sp", [Listing("QQQ", "Spider"), Listing("SPY"), Listing("TLT")])]
    ['SPY', 'QQQ']
    """
    wanted = query.lower()
    by_symbol = [listing for listing in listings if listing.symbol.lower().startswith(wanted)]
    by_name = [
        listing
        for listing in listings
        if listing not in by_symbol
        and (listing.name.lower().startswith(wanted) or f" {wanted}" in listing.name.lower())
    ]
    return by_symbol + by_name
