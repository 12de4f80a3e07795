"""Brings the prices of what is held up to date, when the user asks for it."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from ratiodesk.desk.kept_portfolio import KeptPortfolio
from ratiodesk.desk.loader import Loader
from ratiodesk.domain.errors import RateLimited, RatioDeskError
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.ports import Feed
from ratiodesk.words import tr_n

_KIND = "holding_prices"


@dataclass(frozen=True, slots=True)
class _Brought:
    """Which symbols were refreshed, and why others were not."""

    symbols: tuple[Symbol, ...]
    failures: tuple[str, ...]
    paused: RateLimited | None = None


class HoldingPrices(QObject):
    """Asks for one holding after the other; a source that wants to be left alone ends it.

    Signals
    -------
    busy_changed
        Prices are being fetched now, or no longer.
    refreshed(symbols)
        New prices of these may be at hand.
    finished(sentences)
        What became of it, a sentence a line.
    paused(rate_limited)
        The source asks to be left alone for a while.
    """

    busy_changed = Signal()
    refreshed = Signal(object)
    finished = Signal(str)
    paused = Signal(object)

    def __init__(self, portfolio: KeptPortfolio, feed: Feed | None, loader: Loader) -> None:
        super().__init__()
        self._portfolio, self._feed, self._loader = portfolio, feed, loader
        self.busy = False

    @property
    def is_online(self) -> bool:
        """Whether there is a source to ask."""
        return self._feed is not None

    @Slot()
    def refresh(self) -> None:
        """Fetch what is new of everything that is held in shares."""
        feed = self._feed
        symbols = [lot.symbol for lot in self._portfolio.now.lots if lot.shares is not None]
        if feed is None or self.busy or not symbols:
            return
        self._set_busy(True)
        self._loader.submit(_KIND, lambda: _bring(feed, symbols), self._on_brought, self._on_failed, network=True)

    def _on_brought(self, brought: _Brought) -> None:
        self._set_busy(False)
        self.refreshed.emit(brought.symbols)
        self._portfolio.forget_prices(brought.symbols)
        count = len(brought.symbols)
        told = tr_n(
            "Prices of {n} holding are up to date.", "Prices of {n} holdings are up to date.", count, n=f"{count:,}"
        )
        self.finished.emit("\n".join((told, *brought.failures)))
        if brought.paused is not None:
            self.paused.emit(brought.paused)

    def _on_failed(self, error: RatioDeskError) -> None:
        self._set_busy(False)
        self.finished.emit(str(error))

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit()


def _bring(feed: Feed, symbols: list[Symbol]) -> _Brought:
    brought: list[Symbol] = []
    failures: list[str] = []
    for symbol in symbols:
        try:
            feed.refresh(symbol)
        except RateLimited as error:
            return _Brought(tuple(brought), (*failures, str(error)), error)
        except RatioDeskError as error:
            failures.append(f"{symbol}: {error}")
        else:
            brought.append(symbol)
    return _Brought(tuple(brought), tuple(failures))
