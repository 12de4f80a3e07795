"""Bars of one instrument with what is known about them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.series import Bars


class Origin(StrEnum):
    """What kind of source prices came from."""

    YAHOO = "yahoo"
    FILE = "file"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class Quotes:
    """Bars with their origin.

    Parameters
    ----------
    bars
        The prices.
    source
        Name of the source, as the status bar shows it.
    origin
        What kind of source it is.
    interval
        How much time a bar covers.
    currency
        Currency of the prices, ISO 4217, empty where the source does not say. Never a hundredth of one.
    name, exchange, zone
        Of the instrument: its full name, the source's code of its exchange, and the exchange's time zone (IANA); empty
        where the source does not say.
    fetched
        When the source last answered (UTC), None for prices that do not change.
    rebuilt
        When the whole history was last fetched at once (UTC).
    forming
        Whether the last bar is still changing.
    splits
        Sessions of splits the source told about.
    gaps
        Sessions the source knows of but had no usable price for.
    """

    bars: Bars
    source: str
    origin: Origin
    interval: Interval = Interval.DAILY
    currency: str = ""
    name: str = ""
    exchange: str = ""
    zone: str = ""
    fetched: datetime | None = None
    rebuilt: datetime | None = None
    forming: bool = False
    splits: tuple[date, ...] = ()
    gaps: tuple[date, ...] = ()

    @property
    def symbol(self) -> Symbol:
        return self.bars.symbol

    @property
    def final_count(self) -> int:
        """How many bars do not change any more."""
        return len(self.bars) - int(self.forming)


@dataclass(frozen=True, slots=True)
class Listing:
    """One instrument that a search found."""

    symbol: Symbol
    name: str = ""
    exchange: str = ""

    @property
    def description(self) -> str:
        """Name and exchange in one line, empty if neither is known."""
        return "  ·  ".join(part for part in (self.name, self.exchange) if part)


@dataclass(frozen=True, slots=True)
class ExchangeClock:
    """What an exchange's calendar says at one moment.

    Parameters
    ----------
    last_final
        The last session that has ended.
    is_open
        Whether a session is on.
    changes
        When that changes next (UTC).
    """

    last_final: date
    is_open: bool
    changes: datetime
