"""A program that has just started, as far as prices go: Yahoo, the cache in front of it, and what they hold."""

import copy
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from market_data import RECORDED, Listing, listing_from_sample

from ratiodesk.domain.clock import Clock
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.quotes import Quotes
from ratiodesk.domain.series import Bars
from ratiodesk.market.book import PriceBook
from ratiodesk.market.breaker import Breaker
from ratiodesk.market.cache import PriceCache
from ratiodesk.market.feed import PriceFeed
from ratiodesk.market.yahoo import NAME, YahooSource

PATIENCE_S = 20.0
# Few enough to be read at once, and more than a year.
SESSIONS = 300
_COLUMNS = ("open", "high", "low", "close", "adjusted_close", "volume")


@dataclass(frozen=True)
class Program:
    """Source, book and feed below one home, as :func:`ratiodesk.backend.open_backend` joins them."""

    source: YahooSource
    breaker: Breaker
    book: PriceBook
    feed: PriceFeed

    @classmethod
    def start(cls, home: Path, clock: Clock) -> "Program":
        home.mkdir(parents=True, exist_ok=True)
        breaker = Breaker(NAME, clock)
        source = YahooSource(home / "yahoo", breaker, clock)
        book = PriceBook(PriceCache(home / "prices.sqlite"), ())
        return cls(source, breaker, book, PriceFeed(book, source, clock))

    def known(self, symbol: str, interval: Interval = Interval.DAILY) -> dict[str, Any] | None:
        """Return all the cache holds of *symbol*, comparable; None if that is nothing."""
        quotes = self.book.cached(symbol, interval)
        return None if quotes is None else contents(quotes)

    def connect(self) -> None:
        """Import and set up yfinance now, so that it is not what a budget measures."""
        self.source._connect()

    def end(self) -> None:
        self.source.close()
        if self.source._client is not None:
            self.source._client.session.close()


def forget(yfinance: ModuleType) -> None:
    """Take from yfinance all that it keeps for the life of a process, and close its files.

    That is one client with session, cookie and crumb (``YfData``), the answers it remembers (``cache_get``), the zone
    and cookie caches with their databases, and how often it asked for a zone in vain.
    """
    data, cache = yfinance.data, yfinance.cache
    data.YfData.cache_get.cache_clear()
    data.SingletonMeta._instances.clear()
    cache._TzCacheManager._tz_cache = None
    cache._CookieCacheManager._Cookie_cache = None
    cache._TzDBManager.close_db()
    cache._CookieDBManager.close_db()
    yfinance.base._tz_info_fetch_ctr = 0


def contents(quotes: Quotes) -> dict[str, Any]:
    """Return everything about *quotes* in plain values, which can be compared."""
    about = {each.name: getattr(quotes, each.name) for each in fields(quotes) if each.name != "bars"}
    columns = {name: getattr(quotes.bars, name).tolist() for name in _COLUMNS}
    return about | columns | {"sessions": days(quotes.bars)}


def days(bars: Bars) -> list[Any]:
    return list(bars.sessions.tolist())


def assert_same_bars(found: Quotes, expected: Quotes) -> None:
    """Check bars against others, up to what a chain of floating-point factors may add."""
    assert days(found.bars) == days(expected.bars)
    for name in _COLUMNS:
        np.testing.assert_allclose(getattr(found.bars, name), getattr(expected.bars, name), rtol=1e-9, err_msg=name)
    assert (found.forming, found.gaps, found.splits) == (expected.forming, expected.gaps, expected.splits)


def make_listing(symbol: str, sessions: Sequence[date], prices: Sequence[float | None], **about: Any) -> Listing:
    """Return an instrument whose open, high, low and adjusted close are its close."""
    columns: list[Any] = [list(prices) for _ in range(5)]
    return Listing(symbol, list(sessions), *columns, [None if each is None else 1000 for each in prices], **about)


def recent_listing(symbol: str, like: str = "") -> Listing:
    """Return the last :data:`SESSIONS` sessions of 2021 of a symbol of the sample prices, or of another *like* it."""
    listing = copy.deepcopy(_sample(like or symbol))
    listing.symbol = symbol
    for name in ("sessions", "open", "high", "low", "close", "adjusted", "volume"):
        setattr(listing, name, getattr(listing, name)[-SESSIONS:])
    return listing


def whole_listing(symbol: str) -> Listing:
    """Return all sessions up to 2021 of a symbol of the sample prices: fewer would not take the sample's place."""
    return copy.deepcopy(_sample(symbol))


@cache
def _sample(symbol: str) -> Listing:
    return listing_from_sample(symbol, date(2021, 12, 31))


def recorded_listing(symbol: str, name: str) -> Listing:
    """Return an instrument that answers with what Yahoo once did."""
    return make_listing(symbol, [], [], recorded=(RECORDED / f"chart_{name}.json").read_bytes())


def wait_until(done: Callable[[], Any]) -> None:
    """Look again every few milliseconds; fail if it never comes true."""
    deadline = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < deadline, "this never came true"
        time.sleep(0.005)


class Task(threading.Thread):
    """Work on a thread of its own, with its result or error and how long it took."""

    def __init__(self, work: Callable[[], Any]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self.result: Any = None
        self.took_s = 0.0
        self.start()

    def run(self) -> None:
        begun = time.monotonic()
        try:
            self.result = self._work()
        except Exception as error:  # noqa: BLE001 - whoever looks at the result finds it
            self.result = error
        self.took_s = time.monotonic() - begun

    def outcome(self) -> Any:
        self.join(PATIENCE_S)
        assert not self.is_alive(), "it never ended"
        return self.result


def at_once(works: Iterable[Callable[[], Any]]) -> list[Task]:
    """Carry out several works, each on its own thread, and return them when they have ended."""
    tasks = [Task(work) for work in works]
    for task in tasks:
        task.outcome()
    return tasks
