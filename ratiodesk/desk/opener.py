"""Opens what may have to be fetched first: a pair, a basis that needs a rate, intraday bars."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from ratiodesk.desk.fetcher import Fetcher
from ratiodesk.desk.loader import Loader
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.domain.basis import Basis
from ratiodesk.domain.errors import NotFound, RateLimited, RatioDeskError
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.ports import Layouts
from ratiodesk.domain.series import as_date
from ratiodesk.local_text import local_day
from ratiodesk.words import tr

_KIND = "open"


class Opener(QObject):
    """What is at hand is shown at once; the rest as soon as it arrives. What is open stays open until then.

    Signals
    -------
    waiting_changed
        Something is being fetched now, or no longer.
    refused(sentence)
        What was asked for cannot be shown, and why.
    finished
        What was asked for is shown.
    noticed(sentence)
        Something the user should read about what is shown.
    paused(rate_limited)
        The source asks to be left alone for a while.
    """

    waiting_changed = Signal()
    refused = Signal(str)
    finished = Signal()
    noticed = Signal(str)
    paused = Signal(object)

    def __init__(self, open_pair: OpenPair, layouts: Layouts, fetcher: Fetcher, loader: Loader) -> None:
        super().__init__()
        self._open_pair, self._layouts, self._fetcher, self._loader = open_pair, layouts, fetcher, loader
        self._waiting = ""

    @property
    def waiting(self) -> str:
        """What is being fetched, empty if nothing is."""
        return self._waiting

    def open_text(self, text: str) -> None:
        """Open the pair a user named."""
        try:
            pair = Pair.parse(text)
        except RatioDeskError as error:
            self._refuse(str(error))
            return
        self.open(pair)

    def open(self, pair: Pair) -> None:
        """Open a pair; the one that is open already stays as it is."""
        open_pair = self._open_pair
        if pair == open_pair.pair and open_pair.series is not None:
            self.cancel()
            self.finished.emit()
            return
        self.cancel()
        self._attempt(str(pair), lambda: self._open(pair), lambda: self._fetch_pair(pair))

    def _open(self, pair: Pair) -> None:
        try:
            self._open_pair.open(pair)
        except NotFound:
            if self._fetcher.is_online or not self._fetcher.has_legs(pair):
                raise
            # Offline, a pair that was kept in one currency is better seen in two than not at all.
            self._open_pair.open(pair, converted=False)
            self.noticed.emit(tr("{pair} is shown unconverted: the exchange rate is not at hand.", pair=pair))

    @Slot()
    def swap(self) -> None:
        """Show the pair upside down: L becomes 1/L, money stays."""
        self.open(self._open_pair.pair.inverted())

    def show_basis(self, basis: Basis) -> None:
        """Divide other closes."""
        pair = self._open_pair.pair
        self._attempt(
            tr("{pair} in one currency", pair=pair),
            lambda: self._open_pair.set_basis(basis),
            lambda: self._fetcher.ensure_pair(pair, basis),
        )

    def show_interval(self, interval: Interval) -> None:
        """Show other bars."""
        pair = self._open_pair.pair
        self._attempt(
            tr("{interval} bars of {pair}", interval=interval.short_name, pair=pair),
            lambda: self._show_bars(interval),
            lambda: self._fetcher.ensure_pair(pair, Basis.PRICE, interval),
        )

    def _show_bars(self, interval: Interval) -> None:
        self._open_pair.set_interval(interval)
        shown = self._open_pair.shown
        if interval.is_intraday and shown is not None:
            first = as_date(shown.sessions[0])
            sentence = tr(
                "{interval} bars go back to {day}: there are no older ones.",
                interval=interval.short_name,
                day=local_day(first),
            )
            self.noticed.emit(sentence)

    @Slot()
    def cancel(self) -> None:
        """Wait no longer for what is being fetched; what is open stays."""
        if self._waiting:
            self._loader.cancel(_KIND)
            self._wait_for("")

    def _attempt(self, what: str, show: Callable[[], None], fetch: Callable[[], None]) -> None:
        try:
            show()
        except NotFound as error:
            if not self._fetcher.is_online:
                self._refuse(str(error))
                return
            self._loader.cancel(_KIND)
            self._wait_for(what)
            self._loader.submit(_KIND, fetch, lambda _: self._show(show), self._fail, network=True)
        except RatioDeskError as error:
            self._refuse(str(error))
        else:
            self.finished.emit()

    def _show(self, show: Callable[[], None]) -> None:
        self._wait_for("")
        try:
            show()
        except RatioDeskError as error:
            self._refuse(str(error))
        else:
            self.finished.emit()

    def _fail(self, error: RatioDeskError) -> None:
        self._wait_for("")
        self._refuse(str(error))
        if isinstance(error, RateLimited):
            self.paused.emit(error)

    def _refuse(self, sentence: str) -> None:
        self.refused.emit(sentence)

    def _wait_for(self, what: str) -> None:
        self._waiting = what
        self.waiting_changed.emit()

    # On a thread of the loader

    def _fetch_pair(self, pair: Pair) -> None:
        self._fetcher.ensure_pair(pair, self._layouts.peek(pair).layout.view.basis)
