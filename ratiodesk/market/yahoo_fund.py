"""What Yahoo knows of a fund beyond its prices, through the client of :mod:`ratiodesk.market.yahoo`."""

import math
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from ratiodesk.domain.errors import BadInput, BadReply, NotFound
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.sector import SectorWeights, sectors_of
from ratiodesk.words import tr

if TYPE_CHECKING:
    from ratiodesk.market.web_session import WebSession

_NAME = "Yahoo"


def fund_sectors(yfinance: Any, session: "WebSession", symbol: Symbol, today: date) -> SectorWeights:
    """Return the sectors of a fund as of *today*: Yahoo does not say how old they are.

    Raises
    ------
    NotFound
        If the instrument is no fund, or Yahoo has no sectors of it.
    BadReply
        If the weights make no sense.
    Exception
        Whatever yfinance raises of a failed request.
    """
    try:
        told = yfinance.Ticker(symbol, session=session).funds_data.sector_weightings
    except Exception as error:
        if session.status == 404 or (session.status == 200 and _says_nothing(error)):
            raise NotFound(tr("{source} has no sectors of {symbol}.", source=_NAME, symbol=symbol)) from error
        raise
    return sectors_told(symbol, told or {}, today)


def _says_nothing(error: Exception) -> bool:
    """Return whether a sound answer has no part about funds, as those of stocks, or tells of nothing."""
    return isinstance(error, IndexError | UnboundLocalError) or (
        isinstance(error, KeyError) and error.args[:1] in (("topHoldings",), ("summaryProfile",), ("fundProfile",))
    )


def sectors_told(symbol: Symbol, told: Mapping[str, Any], today: date) -> SectorWeights:
    """Return the weights that yfinance found; sectors of no weight are left out.

    Raises
    ------
    NotFound
        If there are none.
    BadReply
        If they make no sense.
    """
    parts = []
    for name, weight in told.items():
        if not isinstance(weight, int | float) or not math.isfinite(weight):
            raise BadReply(
                tr("{source}’s answer for the sectors of {symbol} cannot be read.", source=_NAME, symbol=symbol)
            )
        if weight:
            parts.append((name, float(weight)))
    if not parts:
        raise NotFound(tr("{source} has no sectors of {symbol}.", source=_NAME, symbol=symbol))
    try:
        return sectors_of(symbol, parts, today, _NAME)
    except BadInput as error:
        raise BadReply(tr("{source}’s answer cannot be used: {reason}", source=_NAME, reason=error)) from error
