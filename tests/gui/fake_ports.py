"""Prices, sources, layouts and settings in memory, and ears for signals: what the desk's own tests hand to it."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import SignalInstance

from ratiodesk.domain.errors import DamagedDocument, NotFound, NotSaved, RatioDeskError
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.ports import OpenedLayout, Settings
from ratiodesk.domain.price_import import PriceImport
from ratiodesk.domain.quotes import ExchangeClock, Listing, Origin, Quotes
from ratiodesk.domain.series import Bars, Dates

PATIENCE_S = 10.0
SPY_IWM, QQQ_IWM = Pair.parse("SPY/IWM"), Pair.parse("QQQ/IWM")

# Closes of five sessions from Monday 3 January 2022. SPY/IWM ends at 420/200 = 2.1, QQQ/IWM at 300/200 = 1.5. IWM pays
# dividends: on total return SPY/IWM ends at 420/160 = 2.625.
# The exchange closed on Friday 7 January 2022 at 21:00 UTC, half an hour ago.
NOW = datetime(2022, 1, 7, 21, 30, tzinfo=UTC)
FIRST_SESSION = np.datetime64("2022-01-03", "D")
CLOSES = {
    "SPY": (400.0, 404.0, 410.0, 416.0, 420.0),
    "IWM": (200.0, 200.0, 200.0, 200.0, 200.0),
    "QQQ": (310.0, 308.0, 306.0, 303.0, 300.0),
}
ADJUSTED = {**CLOSES, "IWM": (150.0, 152.0, 155.0, 158.0, 160.0)}


def sessions_from(first: np.datetime64, count: int) -> Dates:
    """Return days in a row."""
    return first + np.arange(count, dtype="timedelta64[D]")


def make_quotes(
    symbol: str, closes: Sequence[float], adjusted: Sequence[float] = (), sessions: Dates | None = None, **about: Any
) -> Quotes:
    """Return bars whose open, high and low are their close, a calendar day apart unless *sessions* says otherwise."""
    close = np.array(closes, dtype=float)
    days = sessions_from(FIRST_SESSION, len(close)) if sessions is None else sessions
    columns = (close.copy(), close.copy(), close.copy(), close, np.array(adjusted or closes, dtype=float))
    bars = Bars(Symbol(symbol), days, *columns, np.zeros(len(close)))
    return Quotes(bars, **{"source": "Fake prices", "origin": Origin.SAMPLE, **about})


def of_yahoo(symbol: str, closes: Sequence[float], **about: Any) -> Quotes:
    return make_quotes(symbol, closes, **{"source": "Yahoo", "origin": Origin.YAHOO, **about})


def make_bars_of_a_day(symbol: str, closes: Sequence[float], first: str = "2022-01-07T14:30") -> Quotes:
    """Return hourly bars by the clock of New York."""
    starts = np.datetime64(first, "m") + 60 * np.arange(len(closes), dtype="timedelta64[m]")
    return of_yahoo(symbol, closes, sessions=starts, interval=Interval.HOURLY, zone="America/New_York")


class Prices:
    """Five sessions of three symbols; ``OLD`` traded in another year. What is kept later is served from then on."""

    def __init__(self) -> None:
        self.asked: list[Symbol] = []
        self.said: list[str] = []
        self.missing: set[str] = set()
        self.names: list[Listing] = []
        self.kept: dict[tuple[str, Interval], Quotes] = {}
        for symbol, closes in CLOSES.items():
            self.keep(make_quotes(symbol, closes, ADJUSTED[symbol]))
        self.keep(
            make_quotes(
                "OLD",
                CLOSES["IWM"],
                sessions=sessions_from(FIRST_SESSION - np.timedelta64(365, "D"), 5),
            )
        )

    def keep(self, *several: Quotes) -> None:
        for quotes in several:
            self.kept[quotes.symbol, quotes.interval] = quotes

    def quotes(self, symbol: Symbol, interval: Interval = Interval.DAILY) -> Quotes:
        self.asked.append(symbol)
        if symbol in self.missing or (symbol, interval) not in self.kept:
            raise NotFound(f"There are no prices for {symbol}.")
        return self.kept[symbol, interval]

    def symbols(self) -> Sequence[Symbol]:
        return sorted(Symbol(name) for name in CLOSES)

    def listings(self) -> Sequence[Listing]:
        named = {listing.symbol: listing for listing in self.names}
        return [named.get(symbol, Listing(symbol)) for symbol in sorted({*named, *self.symbols()})]

    def notes(self) -> Sequence[str]:
        return tuple(self.said)


class SetClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


class Feed:
    """A source that answers what it is given, and no sooner than it is let."""

    def __init__(self, prices: Prices, clock: SetClock) -> None:
        self._prices, self._clock = prices, clock
        self.asked: list[tuple[str, Interval]] = []
        self.searched: list[str] = []
        self.answers: dict[tuple[str, Interval], Quotes | RatioDeskError] = {}
        self.found: dict[str, Sequence[Listing] | RatioDeskError] = {}
        self._gates: dict[str, threading.Event] = {}
        for symbol, closes in CLOSES.items():
            self.give(of_yahoo(symbol, closes, adjusted=ADJUSTED[symbol]))

    def give(self, *several: Quotes) -> None:
        """Answer with these prices from now on."""
        for quotes in several:
            self.answers[quotes.symbol, quotes.interval] = quotes

    def fail(self, error: RatioDeskError, *symbols: str) -> None:
        """Answer so from now on."""
        for symbol in symbols or tuple(CLOSES):
            self.answers[symbol, Interval.DAILY] = error

    def hold(self, *names: str) -> None:
        """Let whoever asks for these symbols, or searches these texts, wait."""
        for name in names:
            self._gates[name] = threading.Event()

    def let_go(self, *names: str) -> None:
        for name in names or tuple(self._gates):
            self._gates.pop(name).set()

    def refresh(self, symbol: Symbol, interval: Interval = Interval.DAILY, *, named: bool = False) -> Quotes:
        self.asked.append((symbol, interval))
        self._wait(symbol)
        known = self._prices.kept.get((symbol, interval))
        if known is not None and known.origin is Origin.FILE and not named:
            return known
        answer = self.answers.get((symbol, interval), NotFound(f"Yahoo knows no {symbol}."))
        if isinstance(answer, RatioDeskError):
            raise answer
        answer = replace(answer, fetched=self._clock())
        self._prices.keep(answer)
        return answer

    def search(self, text: str) -> Sequence[Listing]:
        self.searched.append(text)
        self._wait(text)
        answer = self.found.get(text, ())
        if isinstance(answer, RatioDeskError):
            raise answer
        return answer

    def close(self) -> None:
        self.let_go()

    def _wait(self, name: str) -> None:
        gate = self._gates.get(name)
        assert gate is None or gate.wait(PATIENCE_S), f"nobody let {name} go"


class Calendars:
    """One exchange: it closed half an hour ago, and no session is missing, unless a test says otherwise."""

    def __init__(self) -> None:
        self.now = ExchangeClock(date(2022, 1, 7), is_open=False, changes=datetime(2022, 1, 10, 14, 30, tzinfo=UTC))
        self.behind: dict[str, int] = {}
        self.lacking: dict[str, tuple[date, ...]] = {}

    def clock(self, exchange: str) -> ExchangeClock:
        return self.now

    def sessions_behind(self, quotes: Quotes) -> int:
        return self.behind.get(quotes.symbol, 0)

    def missing(self, quotes: Quotes) -> tuple[date, ...]:
        return self.lacking.get(quotes.symbol, ())


class Imports:
    """Files that hold the closes a test gives, read no sooner than it lets them."""

    def __init__(self, prices: Prices) -> None:
        self._prices = prices
        self.closes: Sequence[float] = (1.0, 2.0)
        self.suggested = "XYZ"
        self.gate = threading.Event()
        self.gate.set()

    def read(self, path: Path, symbol: Symbol, *, currency: str = "", replace_earlier: bool = False) -> PriceImport:
        assert self.gate.wait(PATIENCE_S), "nobody let the file go"
        quotes = make_quotes(symbol, self.closes, source=path.name, origin=Origin.FILE)
        count = len(self.closes)
        return PriceImport(quotes, count, count, (), "", "", (), ("Date", "Close"), (), self.suggested)

    def keep(self, found: PriceImport) -> None:
        self._prices.keep(found.quotes)


class Layouts:
    """Documents in a dictionary; ``saved`` is the diary of every write."""

    def __init__(self) -> None:
        self.documents: dict[tuple[Symbol, Symbol], Layout] = {}
        self.problems: dict[tuple[Symbol, Symbol], DamagedDocument] = {}
        self.saved: list[Layout] = []
        self.put_aside: list[Pair] = []
        self.failure = ""
        self.note = ""

    def keep(self, layout: Layout) -> None:
        """Put a document there as if it had been saved long ago."""
        self.documents[layout.pair.key] = layout

    def open(self, pair: Pair) -> OpenedLayout:
        layout = self.documents.get(pair.key, Layout(pair)).seen_as(pair)
        return OpenedLayout(layout, self.problems.get(pair.key), self.note, exists=pair.key in self.documents)

    def peek(self, pair: Pair) -> OpenedLayout:
        return self.open(pair)

    def save(self, layout: Layout) -> Layout:
        if self.failure or layout.pair.key in self.problems:
            raise NotSaved(self.failure or "Not saved: the document cannot be read.")
        self.saved.append(layout)
        self.documents[layout.pair.key] = layout
        return layout

    def pairs(self) -> Sequence[Pair]:
        return sorted((layout.pair for layout in self.documents.values()), key=str)

    def set_aside(self, pair: Pair) -> str:
        if self.failure:
            raise NotSaved(self.failure)
        self.put_aside.append(pair)
        self.problems.pop(pair.key, None)
        return "IWM_SPY.ratiodesk.damaged"


class SettingsStore:
    """Settings in a field."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.saved: list[Settings] = []
        self.failure = self.damage = ""

    def load(self) -> Settings:
        return self.settings

    def problem(self) -> str:
        return self.damage

    def save(self, settings: Settings) -> None:
        if self.failure:
            raise NotSaved(self.failure)
        self.saved.append(settings)
        self.settings = settings


@dataclass
class Ear:
    """Remembers what a signal said."""

    heard: list[Any] = field(default_factory=list)

    @classmethod
    def on(cls, signal: SignalInstance) -> "Ear":
        ear = cls()
        signal.connect(ear.hear)
        return ear

    def hear(self, *words: Any) -> None:
        self.heard.append(words[0] if len(words) == 1 else words)

    def __len__(self) -> int:
        return len(self.heard)
