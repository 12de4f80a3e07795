"""Keeps the prices of the open pair up to date behind the chart."""

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ratiodesk.analysis.trust import Trust, trust_of
from ratiodesk.desk.loader import Loader
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.domain.basis import Basis
from ratiodesk.domain.clock import Clock
from ratiodesk.domain.errors import BadRange, BadReply, NotFound, RateLimited, RatioDeskError
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.pair_quotes import PairQuotes, read_pair
from ratiodesk.domain.ports import Calendars, Feed, Prices
from ratiodesk.domain.quotes import Origin, Quotes
from ratiodesk.words import tr

# A pair that is opened again so soon is not fetched again.
_FRESH = timedelta(seconds=60)
LIVE_EVERY = timedelta(seconds=60)
_TICK_MS, _COUNTDOWN_MS = 15_000, 1_000
_REFRESH, _TRUST = "refresh", "trust"
_Bars = tuple[Symbol, Interval]


@dataclass(frozen=True, slots=True)
class UpdateState:
    """What the updater is doing.

    Parameters
    ----------
    busy
        Whether prices are being fetched now.
    problem
        Why the last fetch brought nothing, empty if it did or there was none.
    until
        When the source may be asked again (UTC), None if it may be now.
    """

    busy: bool = False
    problem: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Fetched:
    """What a refresh brought, what was wrong with a part of it, and of which symbols there may be new prices."""

    quotes: PairQuotes
    problem: str
    symbols: frozenset[Symbol]


class Updater(QObject):
    """Refreshes on opening, on demand, and while the market is open if that is switched on.

    Signals
    -------
    changed
        Another state, or another trust.
    ticked
        Time has passed, so that ages read differently.
    failed(sentence)
        A refresh that the user asked for brought nothing.
    refreshed(symbols)
        New prices of these may be at hand, of the open pair and thus of others.
    """

    changed = Signal()
    ticked = Signal()
    failed = Signal(str)
    refreshed = Signal(object)

    def __init__(
        self,
        open_pair: OpenPair,
        prices: Prices,
        feed: Feed | None,
        calendars: Calendars,
        loader: Loader,
        clock: Clock,
    ) -> None:
        super().__init__()
        self._open_pair, self._prices, self._feed, self._calendars = open_pair, prices, feed, calendars
        self._loader, self._clock = loader, clock
        self._live = self._started = False
        self._asked: datetime | None = None
        self._wanted: tuple[Pair, Interval, Basis, Pair | None] | None = None
        self._beside_only = False
        self.state = UpdateState()
        self.trust: Trust | None = None
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        open_pair.opened.connect(self._on_open_pair_opened)
        open_pair.prices_changed.connect(self._judge)
        open_pair.compare_changed.connect(self._on_open_pair_compare_changed)

    @property
    def is_online(self) -> bool:
        """Whether there is a source to refresh from."""
        return self._feed is not None

    @property
    def live(self) -> bool:
        """Whether prices are refreshed by themselves while the market is open."""
        return self._live

    def now(self) -> datetime:
        """Return the time that ages are told by (UTC)."""
        return self._clock()

    @Slot()
    def start(self) -> None:
        """Begin: the first frame does not wait for what this loads."""
        self._started = True
        self._timer.start()
        self._on_open_pair_opened()

    @Slot()
    def refresh(self) -> None:
        """Fetch what is new for the open pair, because the user asked for it."""
        if self._feed is None:
            self.failed.emit(tr("Prices are not refreshed: RatioDesk was started with --offline."))
            return
        quotes = self._open_pair.quotes
        files = [leg for leg in quotes.legs if leg.origin is Origin.FILE] if quotes else []
        if files:
            self.failed.emit(_own_prices_text(files))
        self._refresh(asked=True)

    @Slot()
    def refresh_if_stale(self) -> None:
        """Fetch what is new of the open pair, or of the second ratio alone, unless that has just been done."""
        if not self._started or self._feed is None or self.state.until is not None:
            return
        if not self._is_pair_fresh():
            self._refresh(asked=False)
        elif self._stale(self._bars_beside()):
            self._refresh(asked=False, beside_only=True)

    @Slot(bool)
    def set_live(self, live: bool) -> None:
        """Refresh by itself every minute while the market is open, or stop that."""
        self._live = live
        if live:
            self._on_timer_timeout()

    def _refresh(self, *, asked: bool, beside_only: bool = False) -> None:
        quotes, feed = self._open_pair.quotes, self._feed
        if quotes is None or feed is None:
            return
        view = self._open_pair.layout.view
        want = quotes.pair, self._open_pair.interval, view.basis, view.compare
        if self.state.busy and self._wanted == want and (beside_only or not self._beside_only):
            return  # That is under way.
        # Whatever is under way is given up for this, so this has to bring it as well.
        self._beside_only = beside_only and not self.state.busy
        self._wanted = want
        bars, beside = self._bars_of(quotes), self._bars_beside()
        if self._beside_only:
            bars, beside = [], self._stale(beside)
        if bars:
            self._asked = self._clock()
        self._set_state(UpdateState(busy=True, until=self.state.until))
        self._loader.submit(
            _REFRESH,
            lambda: self._fetch(feed, quotes.pair, view.basis, bars, beside),
            lambda fetched: self._on_fetched(fetched, asked=asked),
            lambda error: self._on_failed(error, asked=asked),
            network=True,
        )

    def _bars_of(self, quotes: PairQuotes) -> list[_Bars]:
        """Return what the open pair is made of."""
        rates = [quotes.rate.symbol] if quotes.rate is not None else []
        bars = [(symbol, Interval.DAILY) for symbol in (*quotes.pair.symbols, *rates)]
        interval = self._open_pair.interval
        return bars + [(symbol, interval) for symbol in quotes.pair.symbols if interval.is_intraday]

    def _bars_beside(self) -> list[_Bars]:
        """Return what the second ratio is made of, as far as its daily prices are at hand."""
        view, interval = self._open_pair.layout.view, self._open_pair.interval
        if view.compare is None:
            return []
        try:
            rate = read_pair(self._prices, view.compare, view.basis).rate
        except NotFound:
            rate = None
        bars = [(symbol, Interval.DAILY) for symbol in view.compare.symbols]
        bars += [(symbol, interval) for symbol in view.compare.symbols if interval.is_intraday]
        return [*bars, (rate.symbol, Interval.DAILY)] if rate is not None else bars

    def _stale(self, several: Iterable[_Bars]) -> list[_Bars]:
        """Return those at hand that were not fetched just now; what is missing is fetched by whoever shows it."""
        found = []
        for bars in several:
            with contextlib.suppress(NotFound):
                if not self._is_fresh([self._prices.quotes(*bars)]):
                    found.append(bars)
        return found

    def _fetch(self, feed: Feed, pair: Pair, basis: Basis, bars: Sequence[_Bars], beside: Sequence[_Bars]) -> _Fetched:
        """On a thread of the loader: fetch what is new, and read what is there then."""
        problem = ""
        for each in dict.fromkeys((*bars, *beside)):
            try:
                feed.refresh(*each)
            except (NotFound, BadReply, BadRange) as error:
                # What is wrong with one leg does not keep the other from being fetched, and is none of the open pair's
                # problems where only the compared one has it.
                problem = problem or (str(error) if each in bars else "")
        symbols = frozenset(symbol for symbol, _ in (*bars, *beside))
        return _Fetched(read_pair(self._prices, pair, basis), problem, symbols)

    def _on_fetched(self, fetched: _Fetched, *, asked: bool) -> None:
        self._set_state(UpdateState(problem=fetched.problem))
        if fetched.problem and asked:
            self.failed.emit(fetched.problem)
        self._open_pair.renew(fetched.quotes)
        self.refreshed.emit(fetched.symbols)

    def _on_failed(self, error: RatioDeskError, *, asked: bool) -> None:
        self.take_failure(error)
        if asked and not isinstance(error, RateLimited):  # The countdown says it already.
            self.failed.emit(str(error))
        self._open_pair.reread()

    @Slot(object)
    def take_failure(self, error: RatioDeskError) -> None:
        """Say why nothing was fetched, and for how long nothing will be."""
        until = error.until if isinstance(error, RateLimited) else None
        self._set_state(UpdateState(problem=str(error), until=until))

    def judge_now(self) -> None:
        """Say how far the prices can be trusted, and wait for it."""
        quotes = self._open_pair.quotes
        if quotes is not None:
            self._on_judged(trust_of(quotes, self._calendars))

    @Slot()
    def _judge(self) -> None:
        """Ask the calendars, which may take a moment, how far the prices can be trusted."""
        quotes = self._open_pair.quotes
        if quotes is not None and self._started:
            self._loader.submit(_TRUST, lambda: trust_of(quotes, self._calendars), self._on_judged, self._on_unjudged)

    def _on_judged(self, trust: Trust) -> None:
        self.trust = trust
        self.changed.emit()

    def _on_unjudged(self, error: RatioDeskError) -> None:
        self.trust = None
        self.failed.emit(str(error))

    def _set_state(self, state: UpdateState) -> None:
        self.state = state
        self._timer.setInterval(_COUNTDOWN_MS if state.until else _TICK_MS)
        self.changed.emit()

    @Slot()
    def _on_open_pair_opened(self) -> None:
        self.trust = None
        if not self._started or self._open_pair.quotes is None:
            return
        self._loader.cancel(_REFRESH)
        self._set_state(UpdateState(until=self.state.until, problem=self.state.problem if self.state.until else ""))
        self.refresh_if_stale()
        if not self.state.busy:
            self._judge()

    @Slot()
    def _on_open_pair_compare_changed(self) -> None:
        if self._open_pair.layout.view.compare is not None:
            self.refresh_if_stale()

    def _is_pair_fresh(self) -> bool:
        quotes = self._open_pair.quotes
        shown = self._open_pair.shown
        if quotes is None or shown is None:
            return True
        if self._open_pair.interval.is_intraday and shown.interval is not self._open_pair.interval:
            return False
        return self._is_fresh((*quotes.legs, *(self._open_pair.shown_quotes or quotes).legs))

    def _is_fresh(self, several: Iterable[Quotes]) -> bool:
        now = self._clock()
        return all(
            quotes.origin is Origin.FILE
            or (quotes.fetched is not None and timedelta() <= now - quotes.fetched < _FRESH)
            for quotes in several
        )

    @Slot()
    def _on_timer_timeout(self) -> None:
        now = self._clock()
        until = self.state.until
        if until is not None and now >= until:
            self._set_state(UpdateState())
            self._refresh(asked=False)
        elif self._live and until is None and not self.state.busy and self._is_due(now):
            self._refresh(asked=False)
        self.ticked.emit()

    def _is_due(self, now: datetime) -> bool:
        """Return whether the market may have moved since prices were last asked for."""
        if self._asked is not None and now - self._asked < LIVE_EVERY:
            return False
        return self.trust is None or self.trust.is_open or now >= self.trust.changes


def _own_prices_text(files: Sequence[Quotes]) -> str:
    """Return which legs have prices of the user's, which no refresh replaces."""
    names = [tr("{symbol} from {source}", symbol=leg.symbol, source=leg.source) for leg in files]
    return tr(
        "Not refreshed: {names}. “ratiodesk prices refresh SYMBOL” takes Yahoo’s prices again.",
        names=tr("{first} and {last}", first=names[0], last=names[-1]) if len(names) > 1 else names[0],
    )
