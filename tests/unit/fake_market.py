"""Prices, a source and a clock made up for tests of the market."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np

from ratiodesk.domain.errors import NotFound
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.quotes import Listing, Origin, Quotes
from ratiodesk.domain.series import Bars, Dates, as_date

# An hour after New York closed on the last session of 2021.
NOW = datetime(2021, 12, 31, 22, 0, tzinfo=UTC)
COLUMNS = ("open", "high", "low", "close", "adjusted_close", "volume")


class SettableClock:
    """Tells the time it was set to."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


def weekdays(count: int, last: str | date = "2021-12-31") -> Dates:
    """Return the last *count* weekdays up to *last*."""
    return np.busday_offset(np.datetime64(last, "D"), np.arange(1 - count, 1), roll="backward")


def made_bars(
    closes: Sequence[float], *, symbol: str = "SPY", sessions: Dates | None = None, adjusted: Sequence[float] = ()
) -> Bars:
    """Return bars whose open, high, low and close are one number a session, by default on weekdays up to the end."""
    days = weekdays(len(closes)) if sessions is None else sessions
    prices = [np.array(closes, dtype=float) for _ in range(4)]
    return Bars(Symbol(symbol), days, *prices, np.array(adjusted or closes, dtype=float), np.ones(len(closes)))


def made_quotes(
    closes: Sequence[float],
    *,
    symbol: str = "SPY",
    sessions: Dates | None = None,
    adjusted: Sequence[float] = (),
    **about: object,
) -> Quotes:
    """Return quotes of Yahoo's, fetched as a whole just now, unless *about* says otherwise."""
    said = {"source": "Yahoo", "origin": Origin.YAHOO, "fetched": NOW, "rebuilt": NOW} | about
    return Quotes(made_bars(closes, symbol=symbol, sessions=sessions, adjusted=adjusted), **said)


def taken(quotes: Quotes, rows: Sequence[int] | slice) -> Quotes:
    """Return some of the bars."""
    chosen = np.arange(len(quotes.bars))[rows]
    columns = (getattr(quotes.bars, name)[chosen] for name in COLUMNS)
    return replace(quotes, bars=Bars(quotes.symbol, quotes.bars.sessions[chosen], *columns))


def days_of(quotes: Quotes) -> list[date]:
    return [as_date(session) for session in quotes.bars.sessions]


class FakeSource:
    """A source of what it is given, which remembers what it was asked; each question may first meet *obstacle*."""

    name = "Yahoo"

    def __init__(self, *known: Quotes, clock: Callable[[], datetime] = lambda: NOW) -> None:
        self.known = {(quotes.symbol, quotes.interval): quotes for quotes in known}
        self.clock = clock
        self.asked: list[tuple[Symbol, date | None]] = []
        self.found: list[Listing] = []
        self.obstacle: Callable[[Symbol], None] = lambda symbol: None
        self.closed = False

    def learn(self, quotes: Quotes) -> None:
        self.known[quotes.symbol, quotes.interval] = quotes

    def listings(self) -> Sequence[Listing]:
        return ()

    def fetch(self, symbol: Symbol, interval: Interval = Interval.DAILY, since: date | None = None) -> Quotes:
        self.asked.append((symbol, since))
        self.obstacle(symbol)
        if (symbol, interval) not in self.known:
            raise NotFound(f"Yahoo knows no {symbol}.")
        answer = replace(self.known[symbol, interval], fetched=self.clock(), rebuilt=None)
        if since is None:
            return answer
        inside = np.flatnonzero(answer.bars.sessions >= np.datetime64(since, "D"))
        splits = tuple(day for day in answer.splits if day >= since)
        return replace(taken(answer, inside), splits=splits, gaps=tuple(day for day in answer.gaps if day >= since))

    def search(self, text: str) -> Sequence[Listing]:
        self.obstacle(Symbol(text))
        return [listing for listing in self.found if text.upper() in listing.symbol]

    def close(self) -> None:
        self.closed = True
