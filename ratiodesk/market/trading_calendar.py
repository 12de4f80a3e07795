"""When exchanges trade, from the calendars of exchange_calendars."""

import importlib
import threading
import warnings
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from ratiodesk.analysis.doubt import missing_sessions
from ratiodesk.domain.clock import Clock, utc_now
from ratiodesk.domain.quotes import ExchangeClock, Quotes

# Yahoo's codes of exchanges, by the name of the calendar they follow.
_CALENDARS = {
    "XNYS": "PCX NYQ NMS NGM NCM NAS NIM ASE BTS PNK OQB OQX OEM NYS SNP DJI WCB CGI NYB CBY",
    "XTSE": "TOR VAN NEO CNQ",
    "XLON": "LSE IOB FGI",
    "XETR": "GER",
    "XFRA": "FRA STU MUN BER DUS HAM HAN",
    "XPAR": "PAR ENX",
    "XAMS": "AMS",
    "XBRU": "BRU",
    "XLIS": "LIS",
    "XDUB": "ISE",
    "XMIL": "MIL",
    "XMAD": "MCE MAD",
    "XSWX": "EBS",
    "XWBO": "VIE",
    "XSTO": "STO",
    "XCSE": "CPH",
    "XHEL": "HEL",
    "XOSL": "OSL",
    "XWAR": "WSE",
    "XIST": "IST",
    "XJSE": "JNB",
    "XTKS": "JPX OSA",
    "XHKG": "HKG",
    "XSHG": "SHH SHZ",
    "XKRX": "KSC KOE",
    "XTAI": "TAI TWO",
    "XSES": "SES",
    "XBOM": "NSI BSE",
    "XASX": "ASX",
    "XNZE": "NZE",
    "BVMF": "SAO",
    "XMEX": "MEX",
    "XBUE": "BUE",
    "24/7": "CCC",
    "24/5": "CCY",
}
_CALENDAR_OF = {code: name for name, codes in _CALENDARS.items() for code in codes.split()}
_WEEKDAYS = "24/5"
# The library does not know the holidays of all exchanges before.
_START = "2000-01-01"
_AHEAD = timedelta(days=400)


class TradingCalendars:
    """Implements the ``Calendars`` port. The library and each calendar are loaded at their first use."""

    def __init__(self, clock: Clock = utc_now) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._library: Any = None
        self._calendars: dict[str, Any] = {}

    def clock(self, exchange: str) -> ExchangeClock:
        calendar, now = self._current(exchange), self._clock()
        opens, closes = (calendar.schedule[name].dt.tz_convert(None) for name in ("open", "close"))
        begun, ended = _place(opens, now), _place(closes, now)
        changes = (closes if begun > ended else opens).iloc[ended]
        return ExchangeClock(
            last_final=closes.index[ended - 1].date(),
            is_open=begun > ended,
            changes=changes.to_pydatetime().replace(tzinfo=UTC),
        )

    def sessions_behind(self, quotes: Quotes) -> int:
        final = quotes.bars.sessions[: quotes.final_count].astype("datetime64[D]")
        seen = final[-1] if len(final) else quotes.bars.sessions[0].astype("datetime64[D]") - np.timedelta64(1, "D")
        sessions = self._current(quotes.exchange).sessions.to_numpy().astype("datetime64[D]")
        ended = np.datetime64(self.clock(quotes.exchange).last_final, "D")
        return int(np.count_nonzero((sessions > seen) & (sessions <= ended)))

    def missing(self, quotes: Quotes) -> tuple[date, ...]:
        if quotes.interval.is_intraday or quotes.exchange not in _CALENDAR_OF:
            return ()
        expected = self._calendar(_CALENDAR_OF[quotes.exchange]).sessions.to_numpy().astype("datetime64[D]")
        return missing_sessions(quotes.bars, expected)

    def _current(self, exchange: str) -> Any:
        """Return the calendar of an exchange, or weekdays where it has none that reaches beyond today."""
        calendar = self._calendar(_CALENDAR_OF.get(exchange, _WEEKDAYS))
        ends = calendar.schedule["close"].dt.tz_convert(None)
        return calendar if _place(ends, self._clock()) < len(ends) else self._calendar(_WEEKDAYS)

    def _calendar(self, name: str) -> Any:
        with self._lock, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # The library warns of its own use of pandas.
            if self._library is None:
                self._library = importlib.import_module("exchange_calendars")
            known, today = self._calendars.get(name), self._clock().date()
            if known is None or (name == _WEEKDAYS and known.sessions[-1].date() <= today):
                # The library itself ends a year from the machine's today, if it knows the holidays so far ahead.
                ends = {"end": str(today + _AHEAD)} if name == _WEEKDAYS else {}
                known = self._calendars[name] = self._library.get_calendar(name, start=_START, **ends)
            return known


def _place(moments: Any, now: datetime) -> int:
    """Return how many of sorted moments are not later than *now*."""
    seconds = moments.to_numpy().astype("datetime64[s]")
    return int(np.searchsorted(seconds, np.datetime64(now.astimezone(UTC).replace(tzinfo=None), "s"), side="right"))
