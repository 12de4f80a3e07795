"""What there is to say about holdings read from a file."""

from collections.abc import Iterable

from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio_port import LotImport
from ratiodesk.words import tr, tr_n


def taken_text(found: LotImport, without_prices: Iterable[Symbol]) -> str:
    """Return what was taken in and how, a sentence a line.

    Parameters
    ----------
    found
        What was read.
    without_prices
        Symbols of it of which no prices are at hand.
    """
    holdings = tr_n("{n} holding", "{n} holdings", len(found.lots), n=f"{len(found.lots):,}")
    rows = tr_n("{n} row", "{n} rows", len(found.dropped), n=f"{len(found.dropped):,}")
    if found.cash is None:
        taken = tr("{holdings} taken in, {rows} left out.", holdings=holdings, rows=rows)
    else:
        cash = f"{found.cash:,.2f}"
        taken = tr("{holdings} taken in, cash {cash}, {rows} left out.", holdings=holdings, cash=cash, rows=rows)
    return "\n".join([taken, *found.notes, *(_meaning(found, symbol) for symbol in without_prices)])


def left_out_text(found: LotImport) -> str:
    """Return every row that was left out, with its reason; empty if none was."""
    return "\n".join(
        tr("Line {line}: {reason}: {text}", line=f"{row.line:,}", reason=row.reason, text=row.text)
        for row in found.dropped
    )


def _meaning(found: LotImport, symbol: Symbol) -> str:
    valued = any(lot.symbol == symbol and lot.value is not None for lot in found.lots)
    if valued:
        return tr("No prices of {symbol} are at hand: it counts at the value of the file.", symbol=symbol)
    return tr("No prices of {symbol} are at hand: it is kept, and counts once there are some.", symbol=symbol)
