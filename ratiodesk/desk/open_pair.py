"""The pair on the screen: its prices, its series, and what part of it is shown."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QTimer, Signal, Slot

from ratiodesk.analysis.dependence import dependence_of
from ratiodesk.analysis.resample import resample, resample_candles
from ratiodesk.analysis.statistic import Statistics, statistics_of
from ratiodesk.desk.history import History
from ratiodesk.desk.kept_portfolio import KeptPortfolio
from ratiodesk.desk.kept_settings import KeptSettings
from ratiodesk.desk.shared_layout import SharedLayout
from ratiodesk.desk.work import Work
from ratiodesk.domain.basis import Basis
from ratiodesk.domain.candle import Candles
from ratiodesk.domain.errors import NoSession, NotSaved, RatioDeskError
from ratiodesk.domain.interval import Interval, interval_named
from ratiodesk.domain.layout import Layout, View
from ratiodesk.domain.level import LevelId
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.pair_quotes import PairQuotes, adjusted_by_day, read_pair
from ratiodesk.domain.ports import Layouts, Prices
from ratiodesk.domain.quotes import Origin
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.recent import with_newest
from ratiodesk.domain.series import RatioSeries
from ratiodesk.domain.sizing import Sizing
from ratiodesk.words import mark, tr

_VIEW_DELAY_MS = 400
TERMS = mark("Prices come from Yahoo, for personal use. RatioDesk is not affiliated with Yahoo.")


class OpenPair(SharedLayout):
    """Opens pairs from the prices at hand, and edits the layout of the open one.

    Lines, zone and sizes are read at the last daily session, whatever bars are shown.

    Signals
    -------
    opened
        Another pair, orientation or basis is open.
    prices_changed
        The open pair has other prices, or is shown in other bars.
    compare_changed
        Another second ratio is drawn over the first, or none any more.
    """

    opened = Signal()
    prices_changed = Signal()
    compare_changed = Signal()

    def __init__(
        self,
        prices: Prices,
        layouts: Layouts,
        settings: KeptSettings,
        as_of: date | None = None,
        portfolio: KeptPortfolio | None = None,
    ) -> None:
        self._settings, self._portfolio = settings, portfolio
        super().__init__(Layout(self.last_pair, sizing=settings.now.sizing.for_another_pair()), layouts)
        self.document_changed.connect(self.opened)
        self.document_readable.connect(self._on_document_readable)
        settings.noticed.connect(self.noticed)
        settings.noticed.connect(self.save_failed)
        settings.saved.connect(self.saved)
        if portfolio is not None:
            portfolio.noticed.connect(self.noticed)
            portfolio.changed.connect(self._on_portfolio_changed)
        self._prices, self._as_of = prices, as_of
        self._quotes: PairQuotes | None = None
        self._told: set[str] = set()
        self._intraday: PairQuotes | None = None
        self.shown: RatioSeries | None = None
        self.statistics: Statistics | None = None
        self._view_timer = QTimer(self, singleShot=True, interval=_VIEW_DELAY_MS)
        self._view_timer.timeout.connect(self._on_view_timer_timeout)

    @property
    def last_pair(self) -> Pair:
        """The pair to open at the start."""
        return self._settings.now.pair_to_open

    @property
    def live(self) -> bool:
        """Whether prices are to be refreshed by themselves."""
        return self._settings.now.live

    @Slot(bool)
    def remember_live(self, live: bool) -> None:
        """Keep the wish for the next start."""
        self._settings.change(live=live)

    @property
    def quotes(self) -> PairQuotes | None:
        """Daily prices of numerator and denominator with their origin."""
        return self._quotes

    @property
    def shown_quotes(self) -> PairQuotes | None:
        """The prices of the bars that are shown: the daily ones, unless those are shorter than a day."""
        return self._intraday if self.shown is not None and self.shown.interval.is_intraday else self._quotes

    @property
    def interval(self) -> Interval:
        """The bars that are shown, or will be when they are there."""
        return interval_named(self._layout.view.interval)

    def open(self, pair: Pair, *, converted: bool = True) -> None:
        """Show *pair* with its saved layout; in the legs' own currencies if *converted* is False.

        Raises
        ------
        NotFound, NoSession
            If there are no prices to show; what was open stays open.
        """
        self.flush()
        found = self._keeper.open(pair)
        if not found.exists and pair == self.pair.inverted():
            # Nothing is saved for the pair: turned over, it is shown as it was.
            found = replace(found, layout=replace(found.layout, view=self._layout.view.inverted()))
        if not converted:
            plain = Basis.of(adjusted=found.layout.view.basis.adjusted, converted=False)
            found = replace(found, layout=replace(found.layout, view=replace(found.layout.view, basis=plain)))
        basis = found.layout.view.basis
        quotes = read_pair(self._prices, pair, basis)
        series = quotes.series(basis, self._as_of)
        self._quotes, self._problem, self._exists = quotes, found.problem, found.exists
        self.kept = found.kept
        # Settings of an older version remember what belongs to one pair.
        usual = self._settings.now.sizing.for_another_pair()
        self._resume(found.layout if found.exists else replace(found.layout, sizing=usual))
        self._use_series(series)
        self.opened.emit()
        self._tell_terms()
        self._settings.change(last_pair=pair, recent=with_newest(self._settings.now.recent, pair))
        self._tell([found.note, *self._prices.notes()])

    def renew(self, quotes: PairQuotes) -> None:
        """Take other prices of the open pair; where they make no ratio, what is shown stays."""
        if quotes.pair != self.pair or self._quotes is None:
            return
        basis = self._layout.view.basis
        try:
            if basis.converted and quotes.rate is None:
                quotes = replace(quotes, rate=self._quotes.rate)
            series = quotes.series(basis, self._as_of)
        except RatioDeskError as error:
            self.noticed.emit(str(error))
            return
        self._quotes = quotes
        self._use_series(series)
        self._tell_terms()
        self.prices_changed.emit()
        self.layout_changed.emit()
        self._tell(self._prices.notes())

    @Slot()
    def reread(self) -> None:
        """Read the prices at hand again."""
        try:
            self.renew(read_pair(self._prices, self.pair, self._layout.view.basis))
        except RatioDeskError as error:
            self.noticed.emit(str(error))

    @Slot()
    def set_aside(self) -> None:
        """Rename the unreadable document, keep it, and go on with what is on the screen."""
        if not self.can_set_aside:
            return
        try:
            name = self._keeper.set_aside(self.pair)
        except NotSaved as error:
            self.noticed.emit(str(error))
            return
        if not name:
            # Another program mended it.
            self.open(self.pair)
            return
        self._problem = self.kept = None
        self._save()
        self.noticed.emit(tr("The unreadable layout is kept as {name}.", name=name))
        self.opened.emit()

    def put_back(self, layout: Layout) -> bool:
        self.set_aside()
        return super().put_back(layout)

    @Slot()
    def _on_document_readable(self) -> None:
        """Show the document in place of its version, with its view."""
        try:
            self.open(self.pair)
        except RatioDeskError as error:
            self.noticed.emit(str(error))

    # What is shown, and how

    def set_basis(self, basis: Basis) -> None:
        """Divide other closes; lines of another basis stay where they are, dimmed.

        Raises
        ------
        NotFound
            If the exchange rate it needs is not at hand; nothing changes then.
        """
        if self._quotes is None or basis is self._layout.view.basis:
            return
        quotes = read_pair(self._prices, self.pair, basis)
        series = quotes.series(basis, self._as_of)
        self._quotes = quotes
        self._layout = replace(self._layout, view=replace(self._layout.view, basis=basis, low=None, high=None))
        self._view_timer.start()
        self._use_series(series)
        self.opened.emit()

    def set_interval(self, interval: Interval) -> None:
        """Show other bars; intraday ones appear once they are there.

        Raises
        ------
        NotFound, NoSession
            If there are no such bars at hand; nothing changes then.
        """
        if self.series is None or interval is self.interval:
            return
        shown = self._bars(self.series, interval)
        self._layout = replace(self._layout, view=self._layout.view.in_bars(interval))
        self._view_timer.start()
        self.shown = shown
        self.prices_changed.emit()

    def candles(self) -> Candles | None:
        """Return open, close and range of the bars that are shown, None while nothing is.

        Raises
        ------
        NoSession
            As :meth:`~ratiodesk.domain.pair_quotes.PairQuotes.series`.
        """
        if self.shown is None or self.shown_quotes is None:
            return None
        candles = self.shown_quotes.candles(self.shown.basis, self._as_of)
        return candles if self.shown.interval.is_intraday else resample_candles(candles, self.shown.interval)

    def set_compare(self, pair: Pair | None) -> None:
        """Remember which second ratio is drawn over the first, None for none."""
        if self.series is not None and pair != self._layout.view.compare:
            self._layout = replace(self._layout, view=replace(self._layout.view, compare=pair))
            self._view_timer.start()
            self.compare_changed.emit()

    def convert_level(self, level_id: LevelId) -> None:
        """Carry a line over to the basis in view, in proportion to the last session's ratios."""
        if self.series is None or self._quotes is None or not self._has(level_id) or self._in_view(level_id):
            return
        locked = self._lock_of(level_id)
        if locked:
            self.noticed.emit(locked)
            return
        level, basis = self._committed().level(level_id), self.series.basis
        try:
            origin = read_pair(self._prices, self.pair, level.basis).series(level.basis, self._as_of).ratio
        except RatioDeskError as error:
            self.noticed.emit(str(error))
            return
        moved = replace(level, ratio=Ratio(level.ratio * self.series.ratio / origin), basis=basis)
        self._edit(lambda layout: layout.with_level(moved).with_role(level_id, moved.role))

    @Slot(object)
    def set_sizing(self, sizing: Sizing) -> bool:
        """Size with other inputs; new pairs start with those of them that are not of this pair alone."""
        taken = super().set_sizing(sizing)
        if taken:
            self._settings.change(sizing=sizing.for_another_pair())
        return taken

    def keep_view(self, view: View) -> None:
        """Remember what part of the history is shown; written a moment later, or when the pair is left."""
        if view.basis is not self._layout.view.basis:
            return  # What was in sight of other closes says nothing about these.
        # The chart knows nothing of these.
        view = replace(view, interval=self._layout.view.interval, compare=self._layout.view.compare)
        if view != self._layout.view:
            self._layout = replace(self._layout, view=view)
            self._view_timer.start()

    @property
    def save_failure(self) -> str:
        """Why something is not on the disk, empty if all is."""
        return self._keeper.failure or self._settings.failure

    def flush(self) -> list[Pair]:
        """Write what waits to be written; return the pairs for which that failed."""
        self._end_nudges()
        if self._view_timer.isActive():
            self._on_view_timer_timeout()
        self._keeper.retry()
        self._settings.retry()
        return self._keeper.waiting

    # Inside

    def _step(self, step: Callable[[History[Work]], Work]) -> None:
        before = self._layout.sizing
        super()._step(step)
        if self._layout.sizing != before:
            self._settings.change(sizing=self._layout.sizing.for_another_pair())

    def _use_series(self, series: RatioSeries) -> None:
        self.series = series
        self.statistics = statistics_of(series)
        self.dependence = dependence_of(series)
        self._value_portfolio(series)
        try:
            self.shown = self._bars(series, self.interval)
        except RatioDeskError:
            # Intraday bars that are not here yet: whoever fetches them reads again.
            self.shown = series
        self._read(announce=False)

    def _value_portfolio(self, series: RatioSeries) -> None:
        self.worth = self._portfolio.worth(series, self._quotes) if self._portfolio is not None else None

    def _bars(self, series: RatioSeries, interval: Interval) -> RatioSeries:
        if not interval.is_intraday:
            return resample(series, interval)
        if self._quotes is None:
            raise NoSession(tr("{pair} is not open.", pair=self.pair))
        self._intraday = read_intraday(self._prices, self._quotes, interval)
        return self._intraday.series(series.basis, self._as_of)

    def _tell_terms(self) -> None:
        """Say once, when its prices are first shown, whose they are."""
        legs = self._quotes.legs if self._quotes else ()
        if not self._settings.now.terms_told and any(leg.origin is Origin.YAHOO for leg in legs):
            self._settings.change(terms_told=True)
            self.noticed.emit(tr(TERMS))

    def _tell(self, notes: Sequence[str]) -> None:
        for note in notes:
            if note and note not in self._told:
                self.noticed.emit(note)
        self._told.update(self._prices.notes())

    def _save(self) -> None:
        self._view_timer.stop()
        super()._save()

    @Slot()
    def _on_portfolio_changed(self) -> None:
        if self.series is not None:
            self._value_portfolio(self.series)
            self._read()

    @Slot()
    def _on_view_timer_timeout(self) -> None:
        self._view_timer.stop()
        # Looking at a pair is no reason to write a document for it.
        if self._exists and self._problem is None:
            self._save()


def read_intraday(prices: Prices, daily: PairQuotes, interval: Interval) -> PairQuotes:
    """Return the intraday quotes of a pair whose daily ones say what dividends and the exchange rate do to them.

    Raises
    ------
    NotFound
        If those of a leg are not at hand.
    """
    raw = read_pair(prices, daily.pair, Basis.PRICE, interval)
    numerator, denominator = (adjusted_by_day(leg, known) for leg, known in zip(raw.legs, daily.legs, strict=True))
    return PairQuotes(numerator, denominator, daily.rate)
