"""Answers of Yahoo that are not what they should be, put in below yfinance in place of the network."""

import atexit
import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

from attempt import PromiseBroken, Seen, Step

from ratiodesk.domain.errors import RatioDeskError
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.sector import format_sectors
from ratiodesk.market import yahoo
from ratiodesk.market.book import PriceBook
from ratiodesk.market.breaker import Breaker
from ratiodesk.market.cache import PriceCache
from ratiodesk.market.feed import PriceFeed
from ratiodesk.market.yahoo import YahooSource

# The recorded answers were given within the year before.
NOW = datetime(2026, 6, 11, 15, 0, tzinfo=UTC)
_SPY = Symbol("SPY")
# The status comes from the first byte of the file, so that a mutation changes it too.
_STATUSES = (200, 200, 200, 200, 200, 200, 404, 422, 500, 401)


def fetch_chart(root: Path, file: Path, step: Step) -> Seen:
    """Refresh a symbol of which prices are known, and one of which none are."""
    said: list[str] = []
    with _answering(root, file) as feed:
        step()
        book = feed._book
        before = _closes(book, _SPY)
        readable = _try(lambda: feed.refresh(_SPY), said)
        if not readable and _closes(book, _SPY) != before:
            raise PromiseBroken("an answer that was refused changed what is known")
        step()
        _try(lambda: feed.refresh(Symbol("NEW"), named=True), said)
        step()
        _try(lambda: feed.refresh(Symbol("NEW"), Interval.HOURLY), said)
        for symbol in book.symbols():
            book.quotes(symbol)
        book.listings()
        said += book.notes()
    return Seen(readable, tuple(said))


def fetch_search(root: Path, file: Path, step: Step) -> Seen:
    said: list[str] = []
    with _answering(root, file) as feed:
        step()
        readable = _try(lambda: feed.search("apple"), said)
        feed._book.listings()
        said += feed._book.notes()
    return Seen(readable, tuple(said))


def fetch_sectors(root: Path, file: Path, step: Step) -> Seen:
    said: list[str] = []
    with _answering(root, file) as feed:
        step()
        readable = _try(lambda: said.append(format_sectors(feed._source.sectors(Symbol("QQQ")))), said)
    return Seen(readable, tuple(said))


def _try(ask: Callable[[], Any], said: list[str]) -> bool:
    try:
        ask()
    except RatioDeskError as error:
        said.append(str(error))
        return False
    return True


def _closes(book: PriceBook, symbol: Symbol) -> list[float] | None:
    quotes = book.cached(symbol, Interval.DAILY)
    return None if quotes is None else list(quotes.bars.close)


@contextlib.contextmanager
def _answering(root: Path, file: Path) -> Iterator[PriceFeed]:
    """Let every request for data be answered with the file; retries wait for nothing."""
    body = file.read_bytes()
    status = _STATUSES[(body[:1] or b"\0")[0] % len(_STATUSES)] if body[:1] != b"{" else 200

    def answer(_session: Any, _method: str, url: str, *_words: Any, **_options: Any) -> Any:
        from curl_cffi.requests import Response  # noqa: PLC0415 - loaded with yfinance

        response = Response()
        response.url, response.status_code, response.ok = url, status, status < 400
        response.content = b"crumb" if url.endswith("getcrumb") else body
        return response

    source, client = _source(), _client()
    source._breaker = Breaker("Yahoo", lambda: NOW)
    book = PriceBook(PriceCache(root / "prices.sqlite"), ())
    client.yfinance.data.YfData.cache_get.cache_clear()
    with (
        mock.patch("curl_cffi.requests.Session.request", answer),
        mock.patch.object(yahoo, "time", SimpleNamespace(sleep=lambda _s: None)),
    ):
        yield PriceFeed(book, source, lambda: NOW)


@cache
def _source() -> YahooSource:
    """Return the one source of the process: yfinance keeps its session and cookie for the life of it, and so do we."""
    folder = Path(tempfile.mkdtemp(prefix="ratiodesk-yahoo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return YahooSource(folder, clock=lambda: NOW)


@cache
def _client() -> Any:
    return _source()._connect()
