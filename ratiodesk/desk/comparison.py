"""The second ratio that is drawn over the first: on the same basis, in the same bars, and never filled in."""

from dataclasses import replace
from datetime import date

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from ratiodesk.analysis.resample import resample
from ratiodesk.desk.fetcher import Fetcher
from ratiodesk.desk.loader import Loader
from ratiodesk.desk.open_pair import OpenPair, read_intraday
from ratiodesk.domain.basis import Basis
from ratiodesk.domain.errors import BadPair, NotFound, RateLimited, RatioDeskError
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.pair_quotes import read_pair
from ratiodesk.domain.ports import Prices
from ratiodesk.domain.series import Dates, Floats, RatioSeries
from ratiodesk.words import tr

_KIND = "compare"
_Want = tuple[Pair, Basis, Interval]


class Comparison(QObject):
    """Follows the open pair; what is not at hand is fetched, and until it is there nothing is shown.

    The layout of the open pair remembers the second ratio once it could be shown. One that cannot be had later, on
    another basis or in other bars, stays remembered: ``noticed`` of the open pair says why, once.

    Signals
    -------
    changed
        Another second ratio, other values of it, or none any more.
    refused(sentence)
        What was asked for cannot be compared, and why; what was compared before is again.
    waiting_changed
        Something is being fetched now, or no longer.
    paused(rate_limited)
        The source asks to be left alone for a while.
    """

    changed = Signal()
    refused = Signal(str)
    waiting_changed = Signal()
    paused = Signal(object)

    def __init__(
        self, open_pair: OpenPair, prices: Prices, fetcher: Fetcher, loader: Loader, as_of: date | None = None
    ) -> None:
        super().__init__()
        self._open_pair, self._prices, self._fetcher, self._loader = open_pair, prices, fetcher, loader
        self._as_of = as_of
        self._beside = open_pair.pair
        # Asked for and not shown yet: it goes before the remembered one, and is not remembered itself.
        self._wish: Pair | None = None
        self._awaited: _Want | None = None
        self._told: _Want | None = None
        self._announced: Pair | None = None
        self.series: RatioSeries | None = None
        # Weeks and months of two pairs may end on different sessions, so values are looked up among all sessions.
        self._known: RatioSeries | None = None
        open_pair.opened.connect(self._on_open_pair_opened)
        open_pair.prices_changed.connect(self.reread)

    @property
    def pair(self) -> Pair | None:
        """The second ratio, whether or not its prices are there; None if there is none."""
        return self._wish or self._open_pair.layout.view.compare

    @property
    def waiting(self) -> str:
        """The pair that is being fetched, empty if none is."""
        return str(self._awaited[0]) if self._awaited else ""

    def compare_text(self, text: str) -> None:
        """Draw the pair a user named over the open one."""
        try:
            pair = Pair.parse(text)
            self._check(pair)
        except RatioDeskError as error:
            self.refused.emit(str(error))
            return
        self._wish = pair
        self._attempt()

    @Slot()
    def cancel(self) -> None:
        """Wait no longer for what is being fetched; what was compared before is again."""
        self._wait_for(None)
        if self._wish is not None:
            self._wish = None
            self._attempt()

    @Slot()
    def clear(self) -> None:
        """Compare with nothing."""
        self._wish = None
        self._open_pair.set_compare(None)
        self._attempt()

    @Slot()
    def reread(self) -> None:
        """Read the prices at hand again."""
        self._attempt()

    def values_on(self, sessions: Dates) -> Floats:
        """Return the second ratio at exactly these sessions.

        Parameters
        ----------
        sessions
            Sessions of the open pair as they are shown, shape (n,).

        Returns
        -------
        Floats
            Shape (n,); NaN where the second ratio has no value, never filled forward. While weeks or months are
            shown, its value on the very session the open pair's week or month ended with.
        """
        if self._known is None:
            return np.full(len(sessions), np.nan)
        return values_at(sessions, self._known.sessions, self._known.values)

    # Inside

    def _check(self, pair: Pair) -> None:
        if self._open_pair.series is None:
            raise NotFound(tr("No pair is open that another could be compared with."))
        if pair == self._open_pair.pair:
            raise BadPair(tr("{pair} is what is shown: type another pair to compare it with.", pair=pair))

    def _attempt(self, *, may_fetch: bool = True) -> None:
        want = self._want()
        if want is None:
            self._wait_for(None)
            self._show(None, None)
            return
        try:
            series, known = self._read(*want)
        except NotFound as error:
            if may_fetch and self._fetcher.is_online:
                self._fetch(want)
            else:
                self._give_up(error)
        except RatioDeskError as error:
            self._give_up(error)
        else:
            self._take(series, known)

    def _want(self) -> _Want | None:
        pair, shown = self.pair, self._open_pair.shown
        return (pair, shown.basis, shown.interval) if pair is not None and shown is not None else None

    def _read(self, pair: Pair, basis: Basis, interval: Interval) -> tuple[RatioSeries, RatioSeries]:
        """Return the second ratio in the bars that are shown, and in those that values are looked up in."""
        self._check(pair)
        quotes = read_pair(self._prices, pair, basis)
        if not interval.is_intraday:
            daily = quotes.series(basis, self._as_of)
            return resample(daily, interval), daily
        quotes = read_intraday(self._prices, quotes, interval)
        if self._open_pair.shown is not None:
            # Half past nine in Frankfurt is not half past nine in New York: one clock for both ratios.
            quotes = replace(quotes, numerator=replace(quotes.numerator, zone=self._open_pair.shown.zone))
        series = quotes.series(basis, self._as_of)
        return series, series

    def _fetch(self, want: _Want) -> None:
        self._show(None, None)
        if want == self._awaited:
            return  # That is under way.
        self._wait_for(want)
        self._loader.submit(
            _KIND,
            lambda: self._fetcher.ensure_pair(*want),
            lambda _: self._on_fetched(),
            self._on_failed,
            network=True,
        )

    def _on_fetched(self) -> None:
        self._wait_for(None)
        self._attempt(may_fetch=False)

    def _on_failed(self, error: RatioDeskError) -> None:
        self._give_up(error)
        if isinstance(error, RateLimited):
            self.paused.emit(error)

    def _take(self, series: RatioSeries, known: RatioSeries) -> None:
        self._wait_for(None)
        if self._wish is not None:
            self._open_pair.set_compare(self._wish)
        self._wish = self._told = None
        self._show(series, known)

    def _give_up(self, error: RatioDeskError) -> None:
        self._wait_for(None)
        if self._wish is not None:
            self._wish = None
            self._attempt()
            self.refused.emit(str(error))
            return
        want = self._want()
        self._show(None, None)
        # Prices are read again every minute, and one sentence is enough.
        if want is not None and want != self._told:
            self._told = want
            self._open_pair.noticed.emit(tr("{pair} is not compared: {reason}", pair=want[0], reason=error))

    def _show(self, series: RatioSeries | None, known: RatioSeries | None) -> None:
        before = self._announced, self.series
        self.series, self._known, self._announced = series, known, self.pair
        if before != (self._announced, series):
            self.changed.emit()

    def _wait_for(self, want: _Want | None) -> None:
        if want != self._awaited:
            if want is None:
                self._loader.cancel(_KIND)
            self._awaited = want
            self.waiting_changed.emit()

    @Slot()
    def _on_open_pair_opened(self) -> None:
        pair = self._open_pair.pair
        if pair != self._beside:
            turned_over = pair == self._beside.inverted()
            self._wish = self._wish.inverted() if self._wish is not None and turned_over else None
            self._beside, self._told = pair, None
        self._attempt()


def values_at(sessions: Dates, known_sessions: Dates, values: Floats) -> Floats:
    """Look values up by their session.

    Parameters
    ----------
    sessions
        What is looked for, shape (n,).
    known_sessions
        Sessions that have a value, shape (m,). One that stands there twice, as the hour that clocks are put back by
        does, has none.
    values
        Values of the known sessions, shape (m,).

    Returns
    -------
    Floats
        Shape (n,), NaN where a session has no value. Days have no value among bars of a day, nor these among days.

    Examples
    --------
    >>> days = np.array(["2022-01-03", "2022-01-05"], "datetime64[D]")
    >>> values_at(np.array(["2022-01-04", "2022-01-05"], "datetime64[D]"), days, np.array([2.0, 3.0]))
    array([nan,  3.])
    """
    found = np.full(len(sessions), np.nan)
    if sessions.dtype != known_sessions.dtype or not len(known_sessions):
        return found
    unique, first, times = np.unique(known_sessions, return_index=True, return_counts=True)
    at = np.minimum(np.searchsorted(unique, sessions), len(unique) - 1)
    hit = (unique[at] == sessions) & (times[at] == 1)
    found[hit] = values[first[at[hit]]]
    return found
