"""How far the prices of a pair can be trusted: what is late, missing or odd in each leg."""

from dataclasses import dataclass
from datetime import date, datetime

from ratiodesk.analysis.doubt import Jump, jumps
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.pair_quotes import PairQuotes
from ratiodesk.domain.ports import Calendars
from ratiodesk.domain.quotes import Quotes


@dataclass(frozen=True, slots=True)
class LegTrust:
    """What is to be said about one leg.

    Parameters
    ----------
    behind
        Sessions of its exchange that have ended since its last final bar.
    missing
        Sessions of its exchange, within its span, without a bar.
    jumps
        Closes that moved oddly far, never corrected.
    """

    symbol: Symbol
    behind: int
    missing: tuple[date, ...] = ()
    jumps: tuple[Jump, ...] = ()


@dataclass(frozen=True, slots=True)
class Trust:
    """What is to be said about both legs, and whether either exchange trades.

    Parameters
    ----------
    legs
        Numerator, denominator, and the exchange rate where there is one.
    is_open
        Whether a session is on.
    changes
        When that may change next (UTC).
    """

    legs: tuple[LegTrust, ...]
    is_open: bool
    changes: datetime

    @property
    def behind(self) -> int:
        """Sessions that the leg further behind lacks at its end."""
        return max(leg.behind for leg in self.legs)

    @property
    def missing_count(self) -> int:
        return sum(len(leg.missing) for leg in self.legs)

    @property
    def jump_count(self) -> int:
        return sum(len(leg.jumps) for leg in self.legs)


def trust_of(quotes: PairQuotes, calendars: Calendars) -> Trust:
    """Return what calendars and closes say about daily quotes. May take a second, the first time."""
    first, second = (calendars.clock(leg.exchange) for leg in quotes.legs)
    legs = (*quotes.legs, quotes.rate) if quotes.rate is not None else quotes.legs
    return Trust(
        tuple(_leg(leg, calendars) for leg in legs), first.is_open or second.is_open, min(first.changes, second.changes)
    )


def _leg(quotes: Quotes, calendars: Calendars) -> LegTrust:
    missing = tuple(sorted({*calendars.missing(quotes), *quotes.gaps}))
    return LegTrust(quotes.symbol, calendars.sessions_behind(quotes), missing, jumps(quotes.bars))
