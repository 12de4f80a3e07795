"""Price bars of one instrument and the ratio of two of them, session by session."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from ratiodesk.domain.basis import Basis
from ratiodesk.domain.errors import BadBars, NoSession
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.ratio import Ratio
from ratiodesk.words import tr

Dates = npt.NDArray[np.datetime64]
Floats = npt.NDArray[np.float64]

_PRICES = ("open", "high", "low", "close", "adjusted_close")


@dataclass(frozen=True, eq=False, slots=True)
class Bars:
    """Bars of one instrument, oldest first; checked when made.

    Parameters
    ----------
    symbol
        The instrument.
    sessions
        Trading days, shape (n,), of dtype ``datetime64[D]``, strictly increasing; or the starts of intraday bars (UTC),
        of dtype ``datetime64[m]``.
    open, high, low, close
        Split-adjusted prices, shape (n,) [currency], finite and above zero.
    adjusted_close
        Closes also adjusted for dividends, shape (n,) [currency].
    volume
        Shares traded, shape (n,), finite and not below zero; zero where unknown.

    Raises
    ------
    BadBars
        With symbol, date and value of the first bar that breaks the rules above.
    """

    symbol: Symbol
    sessions: Dates
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    adjusted_close: Floats
    volume: Floats

    def __post_init__(self) -> None:
        symbol, count = self.symbol, len(self.sessions)
        for name in (*_PRICES, "volume"):
            column: Floats = getattr(self, name)
            if column.shape != (count,):
                raise BadBars(
                    tr(
                        "{symbol}: {column} has {values} values for {sessions} sessions.",
                        symbol=symbol,
                        column=name,
                        values=len(column),
                        sessions=count,
                    )
                )
            column.setflags(write=False)
        self.sessions.setflags(write=False)
        if self.sessions.dtype not in (np.dtype("datetime64[D]"), np.dtype("datetime64[m]")):
            kind = self.sessions.dtype
            raise BadBars(tr("{symbol}: sessions are dates, not {kind}.", symbol=symbol, kind=kind))
        missing = np.flatnonzero(np.isnat(self.sessions))
        if missing.size:
            raise BadBars(tr("{symbol}: session NaT of bar {bar} is not a date.", symbol=symbol, bar=missing[0]))
        steps = np.flatnonzero(np.diff(self.sessions) <= np.timedelta64(0, "D"))
        if steps.size:
            after = self.sessions[steps[0] + 1]
            sentence = tr("{symbol}: session {day} does not come after the one before it.", symbol=symbol, day=after)
            raise BadBars(sentence)
        for name in _PRICES:
            column = getattr(self, name)
            wrong = np.flatnonzero(~(np.isfinite(column) & (column > 0)))
            if wrong.size:
                found = self._at(wrong[0], column)
                raise BadBars(tr("{symbol}: {column} on {day} is {number}, not a price.", column=name, **found))
        wrong = np.flatnonzero(~(np.isfinite(self.volume) & (self.volume >= 0)))
        if wrong.size:
            found = self._at(wrong[0], self.volume)
            raise BadBars(tr("{symbol}: volume on {day} is {number}, not a count.", **found))

    def _at(self, row: int, column: Floats) -> dict[str, str]:
        """Return what a sentence about a number says."""
        return {"symbol": self.symbol, "day": str(self.sessions[row]), "number": f"{column[row]:g}"}

    def __len__(self) -> int:
        return len(self.sessions)

    def closes(self, basis: Basis) -> Floats:
        return self.adjusted_close if basis.adjusted else self.close

    @property
    def is_intraday(self) -> bool:
        return bool(self.sessions.dtype == np.dtype("datetime64[m]"))


@dataclass(frozen=True, eq=False, slots=True)
class RatioSeries:
    """The ratio of a pair on the sessions both legs traded.

    Parameters
    ----------
    pair, basis
        What is divided by what, and which closes.
    sessions
        Common sessions, shape (n,), n ≥ 1.
    values
        Numerator close divided by denominator close on *basis*, shape (n,).
    numerator_closes, denominator_closes
        The closes divided, on *basis*, shape (n,) [currency].
    numerator_price, denominator_price
        The last prices a share is traded at, never dividend-adjusted [currency].
    dropped
        Sessions only one leg traded, within the span both cover; not counted for intraday bars.
    interval
        How much time a bar covers. Sessions of intraday bars are their starts, by the clock of *zone*.
    zone
        Time zone of the sessions (IANA), empty where it is not known.
    forming
        Whether the last session is still changing.
    currencies
        Currencies of numerator and denominator (ISO 4217), empty where unknown.
    """

    pair: Pair
    basis: Basis
    sessions: Dates
    values: Floats
    numerator_closes: Floats
    denominator_closes: Floats
    numerator_price: float
    denominator_price: float
    dropped: tuple[date, ...] = ()
    interval: Interval = Interval.DAILY
    zone: str = ""
    forming: bool = False
    currencies: tuple[str, str] = ("", "")

    @property
    def currency(self) -> str:
        """Currency of both legs, empty where it is unknown of one or they differ."""
        first, second = self.currencies
        return first if first == second else ""

    @property
    def mixes_currencies(self) -> bool:
        """Whether the legs are known to be priced in different currencies."""
        first, second = self.currencies
        return bool(first) and bool(second) and first != second

    def __len__(self) -> int:
        return len(self.sessions)

    @property
    def ratio(self) -> Ratio:
        """The ratio at the last session."""
        return Ratio(float(self.values[-1]))

    @property
    def session(self) -> date:
        """The last session."""
        return as_date(self.sessions[-1])


def align(numerator: Bars, denominator: Bars, basis: Basis, as_of: date | None = None) -> RatioSeries:
    """Divide two instruments session by session: an inner join, never filled forward.

    Parameters
    ----------
    numerator, denominator
        Bars of the two legs.
    basis
        Which closes to divide.
    as_of
        If given, sessions after this date are left out.

    Raises
    ------
    NoSession
        If the legs have no common session, or none up to *as_of*.
    """
    pair = Pair(numerator.symbol, denominator.symbol)
    sessions, rows, columns = np.intersect1d(
        numerator.sessions, denominator.sessions, assume_unique=True, return_indices=True
    )
    if not len(sessions):
        first, second = pair.symbols
        raise NoSession(tr("{first} and {second} have no session in common.", first=first, second=second))
    legs = numerator.sessions, denominator.sessions
    if as_of is not None:
        last = np.datetime64(as_of, "D")
        kept = int(np.searchsorted(sessions.astype("datetime64[D]"), last, side="right"))
        if not kept:
            days = {"day": as_of, "first": sessions[0]}
            raise NoSession(tr("{pair} has no session up to {day}; the first is {first}.", pair=pair, **days))
        sessions, rows, columns = sessions[:kept], rows[:kept], columns[:kept]
        if not numerator.is_intraday:
            legs = legs[0][legs[0] <= last], legs[1][legs[1] <= last]
    above, below = numerator.closes(basis)[rows], denominator.closes(basis)[columns]
    return RatioSeries(
        pair=pair,
        basis=basis,
        sessions=sessions,
        values=above / below,
        numerator_closes=above,
        denominator_closes=below,
        numerator_price=float(numerator.close[rows[-1]]),
        denominator_price=float(denominator.close[columns[-1]]),
        dropped=() if numerator.is_intraday else _dropped_sessions(*legs),
    )


def as_date(session: np.datetime64) -> date:
    """Return the day of a session; beyond the years that Python's calendar has, its last or first day."""
    day = session.astype("datetime64[D]").item()
    if isinstance(day, date):
        return day
    return date.max if day > 0 else date.min


def _dropped_sessions(first: Dates, second: Dates) -> tuple[date, ...]:
    start, end = max(first[0], second[0]), min(first[-1], second[-1])
    single = np.setxor1d(first, second, assume_unique=True)
    inside = single[(single >= start) & (single <= end)]
    return tuple(as_date(day) for day in inside)
