"""How much time a bar covers."""

from datetime import timedelta
from enum import StrEnum

from ratiodesk.words import mark, tr


class Interval(StrEnum):
    """Bar intervals, by the names market data services use."""

    DAILY = "1d"
    WEEKLY = "1wk"
    MONTHLY = "1mo"
    HOURLY = "1h"
    FIVE_MINUTES = "5m"

    @property
    def is_intraday(self) -> bool:
        return self in (Interval.HOURLY, Interval.FIVE_MINUTES)

    @property
    def reach(self) -> timedelta | None:
        """How far back such bars are to be had, None for as far as the instrument goes."""
        return _REACH.get(self)

    @property
    def is_coarse(self) -> bool:
        """Whether a bar holds several sessions; it bears the date of the last of them."""
        return self in (Interval.WEEKLY, Interval.MONTHLY)

    @property
    def sessions(self) -> float:
        """How many sessions a bar covers, about."""
        return _SESSIONS[self]

    @property
    def short_name(self) -> str:
        """The name on a button."""
        return tr(_SHORT[self])

    @property
    def long_name(self) -> str:
        """The name before “bars” or “closes”."""
        return tr(_LONG[self])


# What Yahoo serves, less a day: its own clock decides, not ours.
_REACH = {Interval.HOURLY: timedelta(days=729), Interval.FIVE_MINUTES: timedelta(days=59)}
# Of a session of six and a half hours.
_SESSIONS = {
    Interval.DAILY: 1.0,
    Interval.WEEKLY: 5.0,
    Interval.MONTHLY: 21.0,
    Interval.HOURLY: 1 / 7,
    Interval.FIVE_MINUTES: 1 / 78,
}
_SHORT = {
    Interval.DAILY: mark("D"),
    Interval.WEEKLY: mark("W"),
    Interval.MONTHLY: mark("M"),
    Interval.HOURLY: mark("1h"),
    Interval.FIVE_MINUTES: mark("5m"),
}
_LONG = {
    Interval.DAILY: mark("daily"),
    Interval.WEEKLY: mark("weekly"),
    Interval.MONTHLY: mark("monthly"),
    Interval.HOURLY: mark("1-hour"),
    Interval.FIVE_MINUTES: mark("5-minute"),
}


def interval_named(name: str) -> Interval:
    """Return the interval of a name, daily where it is none.

    >>> interval_named("1wk"), interval_named("3mo")
    (<Interval.WEEKLY: '1wk'>, <Interval.DAILY: '1d'>)
    """
    return Interval(name) if name in list(Interval) else Interval.DAILY
