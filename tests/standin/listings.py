"""Instruments for the tests of the stand-in itself."""

import json
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from market_data import RECORDED, Listing

DAYS = [date(2026, 8, 18), date(2026, 8, 19), date(2026, 8, 20), date(2026, 8, 21)]


def listing(symbol: str = "SPY", days: list[date] = DAYS, **about: Any) -> Listing:
    closes = [100.0 + number for number in range(len(days))]
    columns: list[Any] = [list(closes) for _ in range(5)]
    return Listing(symbol, list(days), *columns, [1000] * len(days), **about)


def recorded(name: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads((RECORDED / f"chart_{name}.json").read_bytes())["chart"]["result"][0]
    return result


def listing_from_recorded(name: str, **about: Any) -> Listing:
    result = recorded(name)
    meta, quote = result["meta"], result["indicators"]["quote"][0]
    zone = ZoneInfo(meta["exchangeTimezoneName"])
    days = [datetime.fromtimestamp(stamp, zone).date() for stamp in result["timestamp"]]
    columns = [quote[column] for column in ("open", "high", "low", "close")]
    adjusted = result["indicators"]["adjclose"][0]["adjclose"]
    return Listing(meta["symbol"], days, *columns, adjusted, quote["volume"], zone=zone.key, **about)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
