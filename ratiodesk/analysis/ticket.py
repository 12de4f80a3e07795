"""The order tickets of a sized plan, in the money its legs are quoted in."""

import numpy as np

from ratiodesk.analysis.reading import Sized
from ratiodesk.domain.errors import NoPosition
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.order_ticket import OrderTicket, Quoted, TicketTerms, order_ticket, tranche_tickets
from ratiodesk.domain.pair_quotes import PairQuotes
from ratiodesk.domain.plan import plan_of
from ratiodesk.domain.quotes import Quotes
from ratiodesk.domain.series import RatioSeries
from ratiodesk.words import tr


def tickets_of(quotes: PairQuotes, series: RatioSeries, layout: Layout, sized: Sized) -> tuple[OrderTicket, ...]:
    """Return the ticket of a position, or one for each of its tranches.

    Parameters
    ----------
    quotes
        What the legs are quoted in; orders are in their own currencies, whatever the ratio is converted to.
    series, layout, sized
        What was sized.

    Raises
    ------
    NoPosition
        If the layout has no plan, or is too small for the tranches it asks for.
    """
    plan = plan_of(layout.levels, series.basis)
    if plan is None:
        raise NoPosition(tr("{pair} has no plan to open.", pair=series.pair))
    if isinstance(sized.scale_in, str):
        raise NoPosition(sized.scale_in)
    prices = series.numerator_price, series.denominator_price
    quoted = {leg.symbol: _quoted(leg, series, price) for leg, price in zip(quotes.legs, prices, strict=True)}
    terms = TicketTerms(series.pair, series.session, series.basis, quoted, forming=series.forming)
    if sized.scale_in is None:
        return (order_ticket(sized.position, plan, terms),)
    return tranche_tickets(sized.position, plan, sized.scale_in, layout.sizing.tranches, terms)


def _quoted(leg: Quotes, series: RatioSeries, price: float) -> Quoted:
    """Return in which money a leg is quoted, given its price in the money of the position."""
    at = int(np.searchsorted(leg.bars.sessions, np.datetime64(series.session, "D")))
    return Quoted(leg.currency, float(leg.bars.close[at]) / price)
