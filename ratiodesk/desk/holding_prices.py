"""Brings the prices of what is held up to date, when the user asks for it."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from ratiodesk.desk.kept_portfolio import KeptPortfolio
from ratiodesk.desk.loader import Loader
from ratiodesk.domain.errors import RateLimited, RatioDeskError
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.ports import Feed

_KIND = "holding prices"


@dataclass(frozen=True, slots=True)
class _Brought:
    """How many symbols were refreshed, and why others were not."""

    count: int
    failures: tuple[str, ...]
    paused: RateLimited | None = None


class HoldingPrices(QObject):
    """Asks for one holding after the other; a source that wants to be left alone ends it.

    Signals
    -------
    busy_changed
        Prices are being fetched now, or no longer.
    finished(sentences)
        What became of it, a sentence a line.
    paused(rate_limited)
        The source asks to be left alone for a while.
    """

    busy_changed = Signal()
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
        self._portfolio.forget_prices()
        holdings = f"{brought.count:,} holding{'s' * (brought.count != 1)}"
        self.finished.emit("\n".join((f"Prices of {holdings} are up to date.", *brought.failures)))
        if brought.paused is not None:
            self.paused.emit(brought.paused)

    def _on_failed(self, error: RatioDeskError) -> None:
        self._set_busy(False)
        self.finished.emit(str(error))

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit()


def _bring(feed: Feed, symbols: list[Symbol]) -> _Brought:
    count = 0
    failures: list[str] = []
    for symbol in symbols:
        try:
            feed.refresh(symbol)
        except RateLimited as error:
            return _Brought(count, (*failures, str(error)), error)
        except RatioDeskError as error:
            failures.append(f"{symbol}: {error}")
        else:
            count += 1
    return _Brought(count, tuple(failures))
