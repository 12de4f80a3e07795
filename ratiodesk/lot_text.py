"""What there is to say about holdings read from a file."""

from collections.abc import Iterable

from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio_port import LotImport


def taken_text(found: LotImport, without_prices: Iterable[Symbol]) -> str:
    """Return what was taken in and how, a sentence a line.

    Parameters
    ----------
    found
        What was read.
    without_prices
        Symbols of it of which no prices are at hand.
    """
    unknown = [f"No prices of {symbol} are at hand: {_meaning(found, symbol)}." for symbol in without_prices]
    cash = f", cash {found.cash:,.2f}" if found.cash is not None else ""
    taken = f"{_count(len(found.lots), 'holding')} taken in{cash}, {_count(len(found.dropped), 'row')} left out."
    return "\n".join([taken, *found.notes, *unknown])


def left_out_text(found: LotImport) -> str:
    """Return every row that was left out, with its reason; empty if none was."""
    return "\n".join(f"Line {row.line:,}: {row.reason}: {row.text}" for row in found.dropped)


def _meaning(found: LotImport, symbol: Symbol) -> str:
    valued = any(lot.symbol == symbol and lot.value is not None for lot in found.lots)
    return "it counts at the value of the file" if valued else "it is kept, and counts once there are some"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
