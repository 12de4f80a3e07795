"""Yahoo as a price source, through yfinance."""

import contextlib
import importlib
import logging
import sqlite3
import threading
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast
from zoneinfo import ZoneInfo

import numpy as np

from ratiodesk.domain.clock import Clock, utc_now
from ratiodesk.domain.currency import major_unit
from ratiodesk.domain.errors import (
    BadBars,
    BadPair,
    BadRange,
    BadReply,
    Down,
    NotFound,
    RatioDeskError,
    SourceError,
    TimedOut,
)
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Symbol, parse_symbol
from ratiodesk.domain.quotes import Listing, Origin, Quotes
from ratiodesk.domain.sector import SectorWeights
from ratiodesk.domain.series import Bars, as_date
from ratiodesk.domain.shown_text import shorten
from ratiodesk.market.breaker import Breaker
from ratiodesk.market.cookie_file import CookieFile
from ratiodesk.market.yahoo_failure import stated_failure
from ratiodesk.market.yahoo_fund import fund_sectors
from ratiodesk.words import tr

if TYPE_CHECKING:
    import pandas as pd

    from ratiodesk.market.web_session import WebSession

Result = TypeVar("Result")

NAME = "Yahoo"
_BUDGET_S = 5.5
# Errors of the server, and silence, often pass.
_ATTEMPTS = 3
_PAUSE_S = 0.3
_REFUSED = (401, 403)
_MOST_FOUND = 8
# As far back as yfinance itself asks.
_YEARS = 99
_LONGEST_TEXT = 200
_YAHOO_COLUMNS, _YAHOO_SPLITS = ("Open", "High", "Low", "Close", "Adj Close"), "Stock Splits"


@dataclass(frozen=True, slots=True)
class _Client:
    """yfinance and its session, once both are there."""

    yfinance: Any
    curl_errors: Any
    session: "WebSession"


class YahooSource:
    """Bars and symbol search of Yahoo. Implements the ``PriceSource`` port; any thread may call.

    Parameters
    ----------
    folder
        Where yfinance keeps its cookie.
    breaker
        Ends all requests for a while once Yahoo asks for it.
    clock
        What time it is; decides whether a bar is still forming.
    """

    name = NAME

    def __init__(self, folder: Path, breaker: Breaker | None = None, clock: Clock = utc_now) -> None:
        self._folder, self._clock = folder, clock
        self._breaker = breaker or Breaker(NAME, clock)
        self._lock = threading.Lock()
        self._client: _Client | None = None
        self._closed = False

    def listings(self) -> Sequence[Listing]:
        """Return nothing: Yahoo does not list what it knows."""
        return ()

    def fetch(self, symbol: Symbol, interval: Interval = Interval.DAILY, since: date | None = None) -> Quotes:
        return self._ask(lambda client: self._fetch(client, symbol, interval, since), str(symbol))

    def search(self, text: str) -> Sequence[Listing]:
        return self._ask(lambda client: _search(client, text), f"“{text}”")

    def sectors(self, symbol: Symbol) -> SectorWeights:
        """Return the sectors of a fund; see :class:`~ratiodesk.domain.portfolio_port.SectorSource`."""
        return self._ask(
            lambda client: fund_sectors(client.yfinance, client.session, symbol, self._clock().date()),
            tr("the sectors of {symbol}", symbol=symbol),
        )

    def close(self) -> None:
        """Refuse every further request."""
        self._closed = True
        if self._client is not None:
            self._client.session.end()

    def _ask(self, work: Callable[[_Client], Result], wanted: str) -> Result:
        """Carry out *work* within the budget, and return its result or raise a stated failure."""
        self._breaker.check()
        asked = self._clock()
        client = self._connect()
        with client.session.within(_BUDGET_S):
            for attempt in range(_ATTEMPTS):
                try:
                    result = work(client)
                except RatioDeskError as error:
                    stated: RatioDeskError = error
                except Exception as error:  # noqa: BLE001 - whatever the library raises, the user reads one sentence
                    stated = self._stated(client, error, wanted)
                    stated.__cause__ = error
                else:
                    self._breaker.reset(asked)
                    return result
                # yfinance remembers answers, bad ones too.
                client.yfinance.data.YfData.cache_get.cache_clear()
                pause = _PAUSE_S * 3**attempt
                if attempt + 1 == _ATTEMPTS or client.session.left_s < pause + 1 or self._closed:
                    break
                if client.session.status in _REFUSED and attempt == 0:
                    _forget_cookie(client)
                elif not isinstance(stated, (Down, TimedOut)):
                    break
                time.sleep(pause)
        raise stated

    def _connect(self) -> _Client:
        with self._lock:
            if self._client is None:
                try:
                    self._client = _connect(self._folder)
                except (OSError, ImportError) as error:
                    raise SourceError(tr("{source} cannot be asked: {reason}.", source=NAME, reason=error)) from error
            return self._client

    def _fetch(self, client: _Client, symbol: Symbol, interval: Interval, since: date | None) -> Quotes:
        now = self._clock()
        # Without a known zone yfinance asks for it first. It only reads dates with it, so any zone will do.
        zones = client.yfinance.cache.get_tz_cache()
        if not zones.lookup(symbol):
            zones.store(symbol, "UTC")
        ticker = client.yfinance.Ticker(symbol, session=client.session)
        start = since or date(now.year - _YEARS, 1, 1)
        if interval.reach is not None:
            start = max(start, (now - interval.reach).date())
        # Asked for up to now, yfinance would drop the bar of today wherever the machine's clock is behind Yahoo's.
        end = max(now, utc_now()).date() + timedelta(days=2)
        try:
            frame = ticker.history(
                start=start,
                end=end,
                interval=str(interval),
                auto_adjust=False,
                actions=True,
                keepna=True,
                timeout=_BUDGET_S,
            )
        except client.yfinance.exceptions.YFPricesMissingError as error:
            if error.yahoo_reason is None and "currency" in ticker.get_history_metadata():
                raise _no_rows(symbol, interval) from error
            raise
        return quotes_of(symbol, interval, frame, ticker.get_history_metadata(), now)

    def _stated(self, client: _Client, error: Exception, wanted: str) -> RatioDeskError:
        known, status = client.yfinance.exceptions, client.session.status
        if isinstance(error, known.YFRateLimitError) or status == 429:
            return self._breaker.trip()
        return stated_failure(error, known, client.curl_errors, status, wanted)


def _forget_cookie(client: _Client) -> None:
    """Let yfinance ask for a new cookie: it goes on with one that Yahoo no longer takes."""
    client.yfinance.cache.get_cookie_cache().store("curlCffi", None)
    client.session.cookies.clear()
    client.session.forgive()
    shared = client.yfinance.data.YfData(session=client.session)
    shared._cookie = shared._crumb = None  # noqa: SLF001 - it has no public way to forget them


def quotes_of(
    symbol: Symbol, interval: Interval, frame: "pd.DataFrame", about: Mapping[str, Any], now: datetime
) -> Quotes:
    """Turn a table of yfinance into quotes; bars without a usable close are left out and named.

    Parameters
    ----------
    frame
        Index: start of each bar, with a time zone; columns as yfinance names them, not adjusted by it.
    about
        Yahoo's ``meta``: ``currency``, ``exchangeTimezoneName``, ``regularMarketTime``, ``currentTradingPeriod`` …
    now
        The time (UTC).

    Raises
    ------
    BadReply
        If there is no usable bar.
    """
    zone = str(about.get("exchangeTimezoneName") or "UTC")
    currency, unit = major_unit(_text(about.get("currency")))
    frame = frame[frame.index.notna()]
    moments = cast("pd.DatetimeIndex", frame.index)
    if interval.is_intraday:
        sessions = moments.tz_convert("UTC").tz_localize(None).to_numpy().astype("datetime64[m]")
    else:
        sessions = moments.tz_localize(None).to_numpy().astype("datetime64[D]")
    close = _column(frame, "Close")
    usable = np.isfinite(close) & (close > 0)
    # Of two prices of one session the later one stands.
    usable[:-1] &= (np.diff(sessions) > np.timedelta64(0, "D")) | ~usable[1:]
    if not usable.any():
        raise BadReply(tr("{source}’s answer for {wanted} has no prices in it.", source=NAME, wanted=symbol))
    # What comes after the last price is not missing: it has not traded yet.
    unpriced = np.setdiff1d(sessions[~usable], sessions[usable])
    gaps = tuple(as_date(day) for day in unpriced if day < sessions[usable][-1])
    prices = [_column(frame, name) for name in _YAHOO_COLUMNS]
    filled = [np.where(np.isfinite(values) & (values > 0), values, close)[usable] * unit for values in prices]
    volume = _column(frame, "Volume")[usable]
    filled.append(np.where(np.isfinite(volume) & (volume >= 0), volume, 0.0))
    try:
        bars = Bars(symbol, sessions[usable], *filled)
    except BadBars as error:
        raise BadReply(
            tr("{source}’s answer for {symbol} cannot be used: {reason}", source=NAME, symbol=symbol, reason=error)
        ) from error
    splits = frame.get(_YAHOO_SPLITS)
    split_days = () if splits is None else frame.index[splits.to_numpy() > 0]
    return Quotes(
        bars=bars,
        source=NAME,
        origin=Origin.YAHOO,
        interval=interval,
        currency=currency,
        name=_text(about.get("longName") or about.get("shortName")),
        exchange=_text(about.get("exchangeName")),
        zone=zone,
        fetched=now,
        forming=_is_forming(bars.sessions[-1], interval, about, now, zone),
        splits=tuple(moment.date() for moment in split_days),
        gaps=gaps,
    )


def _text(told: object) -> str:
    """Return a word of an answer as it can be shown and kept: halves of characters cannot."""
    return shorten(str(told or ""), _LONGEST_TEXT).strip()


def _column(frame: "pd.DataFrame", name: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.ascontiguousarray(frame[name].to_numpy(dtype=float, na_value=np.nan))


def _is_forming(last: np.datetime64, interval: Interval, about: Mapping[str, Any], now: datetime, zone: str) -> bool:
    """Return whether the last bar may still change: its session is the exchange's today, and has not ended."""
    if interval.is_intraday:
        length = {Interval.HOURLY: 60, Interval.FIVE_MINUTES: 5}[interval]
        return bool(np.datetime64(now.replace(tzinfo=None), "m") < last + np.timedelta64(length, "m"))
    if as_date(last) < now.astimezone(ZoneInfo(zone)).date():
        return False
    ends = ((about.get("currentTradingPeriod") or {}).get("regular") or {}).get("end")
    traded = about.get("regularMarketTime")
    if ends is None or traded is None:
        return True
    return _seconds(traded) < _seconds(ends)


def _seconds(moment: Any) -> float:
    """Return a moment in seconds: yfinance turns the numbers of some answers into timestamps."""
    return float(moment.timestamp() if hasattr(moment, "timestamp") else moment)


def _no_rows(symbol: Symbol, interval: Interval) -> RatioDeskError:
    """Return what it means that Yahoo describes an instrument, but sends no bars."""
    if interval.is_intraday:
        return BadRange(
            tr("{source} has no {interval} bars of {symbol}.", source=NAME, interval=interval.short_name, symbol=symbol)
        )
    return NotFound(tr("{source} has no prices for {symbol} in this range.", source=NAME, symbol=symbol))


def _search(client: _Client, text: str) -> Sequence[Listing]:
    found = client.yfinance.Search(
        text, max_results=_MOST_FOUND, news_count=0, lists_count=0, timeout=_BUDGET_S, session=client.session
    )
    status = client.session.status
    if status is not None and status >= 400:
        raise Down(tr("{source} cannot search now (error {status}).", source=NAME, status=status))
    if "quotes" not in found.response:
        raise BadReply(tr("{source}’s answer to the search for {wanted} cannot be read.", source=NAME, wanted=text))
    listings = []
    for quote in found.quotes:
        try:
            symbol = parse_symbol(str(quote["symbol"]))
        except BadPair:
            continue  # A symbol that no pair could name.
        name = _text(quote.get("longname") or quote.get("shortname"))
        listings.append(Listing(symbol, name, _text(quote.get("exchDisp") or quote.get("exchange"))))
    return listings


def _drop_damaged(folder: Path) -> None:
    """Remove what yfinance keeps and could no longer read: it would fail with it for ever, and can do without."""
    for path in folder.glob("cookies.db*"):
        path.unlink(missing_ok=True)  # Pickled by an earlier version; see CookieFile.
    for path in folder.glob("*.db"):
        try:
            with contextlib.closing(sqlite3.connect(path)) as connection:
                connection.execute("pragma schema_version").fetchone()
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
                path.unlink(missing_ok=True)


def _connect(folder: Path) -> _Client:
    """Import yfinance, which takes about a second, and set it up as it must be before its first use."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Its imports warn of what is not ours to change.
        yfinance = importlib.import_module("yfinance")
        errors = importlib.import_module("curl_cffi.requests.exceptions")
        web_session = importlib.import_module("ratiodesk.market.web_session")
    pandas_errors = importlib.import_module("pandas.errors")
    warnings.filterwarnings("ignore", category=pandas_errors.Pandas4Warning)
    logging.getLogger("yfinance").setLevel(logging.CRITICAL)  # What it logs arrives as an exception, too.
    yfinance.config.debug.hide_exceptions = False
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _drop_damaged(folder)
    yfinance.set_tz_cache_location(str(folder))
    # Its own pickles; there is no public way to give it another.
    yfinance.cache._CookieCacheManager._Cookie_cache = CookieFile(folder / "cookie.json")  # noqa: SLF001
    return _Client(yfinance, errors, web_session.WebSession())
