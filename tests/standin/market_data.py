"""What the stand-in for Yahoo knows of an instrument, and the answers Yahoo would give about it."""

import calendar
import csv
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ratiodesk.resource import resource_path

RECORDED = Path(__file__).parents[1] / "data" / "yahoo"
UNKNOWN_SYMBOL = (RECORDED / "chart_unknown.json").read_bytes()

Json = dict[str, Any]
Column = list[float | None]

_VALID_RANGES = ("1d", "5d", "1mo", "3mo", "6mo", "1y", "2y", "5y", "10y", "ytd", "max")
# How far back intraday bars are served [days].
_REACH_DAYS = {"1m": 60, "5m": 60, "1h": 730}
_ALIASES = {"60m": "1h"}
# On New York's hours: from 04:00 to 09:30, and from 16:00 to 20:00.
_BEFORE, _AFTER = timedelta(hours=5, minutes=30), timedelta(hours=4)
_ABOUT = {
    "SPY": ("State Street SPDR S&P 500 ETF Trust", "PCX", "NYSEArca"),
    "IWM": ("iShares Russell 2000 ETF", "PCX", "NYSEArca"),
    "QQQ": ("Invesco QQQ Trust, Series 1", "NGM", "NasdaqGM"),
    "TLT": ("iShares 20+ Year Treasury Bond ETF", "NGM", "NasdaqGM"),
}


class BadRequest(Exception):
    """A request that Yahoo refuses, with its status, code and sentence."""

    def __init__(self, sentence: str, status: int = 422, code: str = "Unprocessable Entity") -> None:
        super().__init__(sentence)
        self.status = status
        self.answer: Json = {"chart": {"result": None, "error": {"code": code, "description": sentence}}}


@dataclass
class Listing:
    """One instrument. Tests change it between two refreshes as a market or a split would.

    Parameters
    ----------
    sessions
        Trading days, oldest first; the columns have one value for each.
    opens, closes
        Hours of the exchange, on its own clock, within one day.
    dividends, splits
        Amount, and numerator with denominator, by ex-date.
    intraday
        Starts of bars (UTC), oldest first, with their closes, by interval: ``"1h"``, ``"5m"``, ``"1m"``.
    recorded
        If given, this body answers every request for the chart.
    """

    symbol: str
    sessions: list[date]
    open: Column
    high: Column
    low: Column
    close: Column
    adjusted: Column
    volume: list[int | None]
    currency: str = "USD"
    exchange: str = "PCX"
    full_exchange: str = "NYSEArca"
    zone: str = "America/New_York"
    name: str = ""
    kind: str = "ETF"
    opens: time = time(9, 30)
    closes: time = time(16, 0)
    dividends: dict[date, float] = field(default_factory=dict)
    splits: dict[date, tuple[int, int]] = field(default_factory=dict)
    intraday: dict[str, list[tuple[datetime, float]]] = field(default_factory=dict)
    recorded: bytes | None = None

    def opening(self, day: date) -> int:
        """Return when the exchange opens on *day*, in seconds since 1970."""
        return _moment(day, self.opens, self.zone)

    def closing(self, day: date) -> int:
        return _moment(day, self.closes, self.zone)

    def begun(self, now: datetime) -> int:
        """Return how many sessions have begun."""
        return bisect_left(self.sessions, int(now.timestamp()) + 1, key=self.opening)

    def trades_on(self, day: date) -> bool:
        return day.weekday() < 5 or self.kind == "CRYPTOCURRENCY"


def listing_from_sample(symbol: str, last: date | None = None) -> Listing:
    """Return an instrument of the sample prices, without the sessions after *last*."""
    with resource_path("sample", f"{symbol}.csv").open(encoding="ascii", newline="") as table:
        rows = [row for row in list(csv.reader(table))[1:] if last is None or date.fromisoformat(row[0]) <= last]
    name, exchange, full_exchange = _ABOUT[symbol]
    prices: list[Column] = [[float(row[column]) for row in rows] for column in range(1, 6)]
    return Listing(
        symbol,
        [date.fromisoformat(row[0]) for row in rows],
        *prices,
        [int(row[6]) for row in rows],
        name=name,
        exchange=exchange,
        full_exchange=full_exchange,
    )


def chart_answer(listing: Listing, query: Mapping[str, str], now: datetime, *, rows: bool = True) -> Json:
    """Return what Yahoo answers to a request for a chart; without *rows*, as if nothing lay in the range.

    Raises
    ------
    BadRequest
        If the request is none, or asks for intraday bars from too long ago.
    """
    now_s = int(now.timestamp())
    if not listing.begun(now):
        raise BadRequest("No data found, symbol may be delisted", 404, "Not Found")
    interval = query.get("interval", "1d")
    interval = _ALIASES.get(interval, interval)
    if interval not in ("1d", *_REACH_DAYS):
        valid = ", ".join(("1d", *_REACH_DAYS))
        raise BadRequest(f"Invalid input - interval={interval} is not supported. Valid intervals: [{valid}]")
    start, end = _span(listing, query, now)
    if interval == "1d":
        stamps, columns, first = _daily_rows(listing, start, end, now)
    else:
        reach = _REACH_DAYS[interval]
        if start < now_s - reach * 86400:
            raise BadRequest(
                f"{interval} data not available for startTime={start} and endTime={end}. "
                f"The requested range must be within the last {reach} days."
            )
        stamps, columns, first = _intraday_rows(listing, interval, start, min(end, now_s + 1))
    # A range that lies ahead begins after sessions that nobody has seen yet.
    first = min(first, listing.begun(now))
    meta = _meta(listing, now, listing.close[first - 1] if first else listing.open[0])
    meta |= {"dataGranularity": interval, "range": "" if "period1" in query else query.get("range", "1d")}
    meta["validRanges"] = list(_VALID_RANGES)
    result: Json = {"meta": meta}
    adjusted = columns.pop("adjusted", None)
    if rows and stamps:
        if interval != "1d":
            meta["tradingPeriods"] = _trading_periods(
                listing, stamps, query.get("includePrePost", "").lower() == "true"
            )
        result["timestamp"] = stamps
        if events := _events(listing, query.get("events", ""), start, min(end, now_s + 1)):
            result["events"] = events
        result["indicators"] = {"quote": [columns]}
    else:
        result["indicators"] = {"quote": [{}]}
    if adjusted is not None:
        result["indicators"]["adjclose"] = [{"adjclose": adjusted} if rows and stamps else {}]
    return {"chart": {"result": [result], "error": None}}


def search_answer(listings: Iterable[Listing], query: Mapping[str, str]) -> Json:
    """Return the instruments whose symbol begins with the text, or whose name has words that begin with its words."""
    text = query.get("q", "").strip().lower()
    ranked = [(rank, listing) for listing in listings if (rank := _rank(listing, text)) is not None]
    ranked.sort(key=lambda each: (each[0], each[1].symbol))
    quotes = [_found(listing, 30000.0 - 1000 * place) for place, (_, listing) in enumerate(ranked)]
    most = query.get("quotesCount", "")
    del quotes[int(most) if most.isdecimal() else 8 :]
    empty = ("explains", "news", "nav", "lists", "researchReports", "screenerFieldResults")
    return {"count": len(quotes), "quotes": quotes, **{name: [] for name in empty}, "totalTime": 1}


@cache
def _moment(day: date, clock: time, zone: str) -> int:
    return int(datetime.combine(day, clock, ZoneInfo(zone)).timestamp())


def _span(listing: Listing, query: Mapping[str, str], now: datetime) -> tuple[int, int]:
    """Return the seconds a request asks for, the second one exclusive."""
    now_s = int(now.timestamp())
    try:
        if "period1" in query:
            return int(query["period1"]), int(query.get("period2", now_s))
    except ValueError as error:
        raise BadRequest(f"Invalid input - {error}", 400, "Bad Request") from error
    wanted = query.get("range", "1d")
    today = now.astimezone(ZoneInfo(listing.zone)).date()
    count = re.fullmatch(r"([1-9]\d{0,3})(d|wk|mo|y)", wanted)
    if wanted == "max":
        first = min(listing.sessions[0], today)
    elif wanted == "ytd":
        first = date(today.year, 1, 1)
    elif count is None:
        raise BadRequest(f"Invalid input - range={wanted} is not supported. Valid ranges: {list(_VALID_RANGES)}")
    elif count[2] == "d":
        begun = listing.begun(now)
        first = listing.sessions[max(begun - int(count[1]), 0)]
    elif count[2] == "wk":
        first = today - timedelta(weeks=int(count[1]))
    else:
        first = _months_before(today, int(count[1]) * (12 if count[2] == "y" else 1))
    return _moment(first, time(0), listing.zone), now_s + 1


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    year = max(year, 1)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _daily_rows(listing: Listing, start: int, end: int, now: datetime) -> tuple[list[int], Json, int]:
    """Return timestamps, columns and the index of the first row."""
    begun = listing.begun(now)
    first = bisect_left(listing.sessions, start, key=listing.opening)
    rows = slice(first, min(bisect_left(listing.sessions, end, key=listing.opening), begun))
    stamps = [listing.opening(day) for day in listing.sessions[rows]]
    if stamps and rows.stop == begun and _is_live(listing, now):
        stamps[-1] = int(now.timestamp())
    names = ("open", "high", "low", "close", "volume", "adjusted")
    return stamps, {name: getattr(listing, name)[rows] for name in names}, first


def _intraday_rows(listing: Listing, interval: str, start: int, end: int) -> tuple[list[int], Json, int]:
    bars = [(int(begin.timestamp()), close) for begin, close in listing.intraday.get(interval, ())]
    bars = [bar for bar in bars if start <= bar[0] < end]
    closes = [close for _, close in bars]
    columns = {name: list(closes) for name in ("open", "high", "low", "close")} | {"volume": [100] * len(bars)}
    first = bisect_left(listing.sessions, bars[0][0] if bars else start, key=listing.closing)
    return [begin for begin, _ in bars], columns, first


def _is_live(listing: Listing, now: datetime) -> bool:
    """Return whether the last session that has begun is trading now."""
    day = listing.sessions[listing.begun(now) - 1]
    return listing.trades_on(day) and now.timestamp() < listing.closing(day)


def _meta(listing: Listing, now: datetime, before: float | None) -> Json:
    begun = listing.begun(now)
    zone = ZoneInfo(listing.zone)
    last = begun - 1
    day = now.astimezone(zone).date()
    while not listing.trades_on(day):
        day += timedelta(days=1)
    there = datetime.combine(day, listing.opens, zone)
    year = slice(bisect_left(listing.sessions, listing.sessions[last] - timedelta(days=365)), begun)
    return {
        "currency": listing.currency,
        "symbol": listing.symbol,
        "exchangeName": listing.exchange,
        "fullExchangeName": listing.full_exchange,
        "instrumentType": listing.kind,
        "firstTradeDate": listing.opening(listing.sessions[0]),
        "regularMarketTime": (
            int(now.timestamp()) if _is_live(listing, now) else listing.closing(listing.sessions[last])
        ),
        "hasPrePostMarketData": _has_pre_and_post(listing),
        "gmtoffset": _offset(there),
        "timezone": there.tzname(),
        "exchangeTimezoneName": listing.zone,
        "regularMarketPrice": next(iter(_known(listing.close[:begun][::-1])), None),
        "fiftyTwoWeekHigh": max(_known(listing.high[year]), default=None),
        "fiftyTwoWeekLow": min(_known(listing.low[year]), default=None),
        "regularMarketDayHigh": listing.high[last],
        "regularMarketDayLow": listing.low[last],
        "regularMarketVolume": listing.volume[last],
        "longName": listing.name or listing.symbol,
        "shortName": (listing.name or listing.symbol)[:31],
        "chartPreviousClose": before,
        "priceHint": 2,
        "currentTradingPeriod": _periods(listing, day),
    }


def _known(column: Sequence[float | None]) -> list[float]:
    return [value for value in column if value is not None]


def _offset(moment: datetime) -> int:
    offset = moment.utcoffset()
    return 0 if offset is None else int(offset.total_seconds())


def _has_pre_and_post(listing: Listing) -> bool:
    return listing.zone == "America/New_York" and listing.kind in ("ETF", "EQUITY")


def _periods(listing: Listing, day: date) -> Json:
    """Return the hours of *day* before, during and after the regular session; the outer ones may be empty."""
    there = datetime.combine(day, listing.opens, ZoneInfo(listing.zone))
    opening, closing = listing.opening(day), listing.closing(day)
    before, after = (_BEFORE, _AFTER) if _has_pre_and_post(listing) else (timedelta(0), timedelta(0))
    spans = {
        "pre": (opening - int(before.total_seconds()), opening),
        "regular": (opening, closing),
        "post": (closing, closing + int(after.total_seconds())),
    }
    about = {"timezone": there.tzname(), "gmtoffset": _offset(there)}
    return {name: {**about, "start": start, "end": end} for name, (start, end) in spans.items()}


def _trading_periods(listing: Listing, stamps: Sequence[int], outer: bool) -> Any:
    zone = ZoneInfo(listing.zone)
    days = sorted({datetime.fromtimestamp(stamp, UTC).astimezone(zone).date() for stamp in stamps})
    periods = [_periods(listing, day) for day in days]
    if not outer:
        return [[period["regular"]] for period in periods]
    return {name: [[period[name]] for period in periods] for name in ("pre", "regular", "post")}


def _events(listing: Listing, wanted: str, start: int, end: int) -> Json:
    events: Json = {}
    if "div" in wanted:
        paid = {listing.opening(day): amount for day, amount in sorted(listing.dividends.items())}
        events["dividends"] = {str(at): {"amount": amount, "date": at} for at, amount in paid.items()}
    if "split" in wanted:
        cut = {listing.opening(day): parts for day, parts in sorted(listing.splits.items())}
        events["splits"] = {
            str(at): {"date": at, "numerator": new, "denominator": old, "splitRatio": f"{new}:{old}"}
            for at, (new, old) in cut.items()
        }
    inside = {name: {at: each for at, each in kind.items() if start <= int(at) < end} for name, kind in events.items()}
    return {name: kind for name, kind in inside.items() if kind}


def _rank(listing: Listing, text: str) -> int | None:
    symbol, words = listing.symbol.lower(), listing.name.lower().split()
    if not text:
        return None
    if symbol == text:
        return 0
    if symbol.startswith(text):
        return 1
    fits = all(any(word.startswith(wanted) for word in words) for wanted in text.split())
    return 2 if fits else None


def _found(listing: Listing, score: float) -> Json:
    return {
        "exchange": listing.exchange,
        "shortname": (listing.name or listing.symbol)[:31],
        "quoteType": listing.kind,
        "symbol": listing.symbol,
        "index": "quotes",
        "score": score,
        "typeDisp": listing.kind if listing.kind == "ETF" else listing.kind.title(),
        "longname": listing.name or listing.symbol,
        "exchDisp": listing.full_exchange,
        "isYahooFinance": True,
    }
