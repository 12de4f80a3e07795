"""An order ticket: what a broker has to be told, and at which ratio."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from ratiodesk.domain.basis import Basis
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.plan import Direction, Plan
from ratiodesk.domain.position import Execution, Leg, Position, Side
from ratiodesk.domain.ratio import Ratio, on_line
from ratiodesk.domain.tranche import ScaleIn, is_reached, tranche_ratio

# Exchanges take cents, and four decimals below one (for the dollar: Rule 612 of Regulation NMS).
_TICK, _FINE_TICK = Decimal("0.01"), Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Quoted:
    """In which money a leg is quoted.

    Parameters
    ----------
    currency
        ISO 4217, empty where it is not known.
    factor
        Its price there over its price in the position: one, unless the ratio was converted.
    """

    currency: str = ""
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class TicketTerms:
    """What a position does not say and its orders need.

    Parameters
    ----------
    pair, session
        What was sized, and on the last prices of which session.
    basis
        Of which closes the ratio is.
    quoted
        In which money each leg is quoted.
    forming
        Whether that session is still on.
    """

    pair: Pair
    session: date
    basis: Basis
    quoted: Mapping[Symbol, Quoted]
    forming: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """A limit order for the day.

    Parameters
    ----------
    side, symbol, quantity
        What is done with how many shares of what.
    limit
        Limit price, a whole number of ticks [currency].
    currency
        In which it is quoted, empty where that is not known.
    """

    side: Side
    symbol: Symbol
    quantity: float
    limit: Decimal
    currency: str

    @property
    def notional(self) -> Decimal:
        """Quantity times limit [currency], to the cent."""
        return (Decimal(repr(self.quantity)) * self.limit).quantize(_TICK, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class OrderTicket:
    """Both orders of a position, or of one of its tranches.

    Parameters
    ----------
    terms
        What was sized, and when.
    execution, direction
        How it is carried out, and which way the ratio is to go.
    ratio
        Where the ratio stands.
    limit_ratio
        At this ratio or beyond it, on the stop's side, the orders may be sent.
    stop
        And nowhere at it or beyond it: there the trade is wrong.
    orders
        The leg that is sold first: a rotation buys from the proceeds.
    place, count
        Which tranche it is, and of how many; 1 of 1 where there is nothing to scale in.
    """

    terms: TicketTerms
    execution: Execution
    direction: Direction
    ratio: Ratio
    limit_ratio: Ratio
    stop: Ratio
    orders: tuple[Order, Order]
    place: int = 1
    count: int = 1

    @property
    def is_open(self) -> bool:
        """Whether the ratio is where the orders may be sent."""
        if on_line(self.ratio, self.limit_ratio):
            return True
        return (self.ratio > self.limit_ratio) is (self.direction is Direction.SHORT_RATIO)


def order_ticket(position: Position, plan: Plan, terms: TicketTerms) -> OrderTicket:
    """Return the ticket of a position that is opened at once, in the entry zone of *plan*.

    While the ratio is not there yet, the bought leg is priced where both limits together make the entry: at last prices
    they could be filled at a ratio that the plan does not open at.
    """
    bought = position.bought
    waits = not is_reached(plan, position.ratio, plan.entry)
    if waits:
        change = plan.entry / position.ratio
        change = change if position.direction is Direction.SHORT_RATIO else 1 / change
        bought = Leg(bought.symbol, bought.side, bought.shares, bought.price / change)
    sold = position.sold
    orders = (
        _order(sold.side, sold.symbol, sold.shares, sold.price, terms, waits=waits),
        _order(bought.side, bought.symbol, bought.shares, bought.price, terms, waits=waits),
    )
    return OrderTicket(terms, position.execution, position.direction, position.ratio, plan.entry, plan.stop, orders)


def tranche_tickets(
    position: Position, plan: Plan, scaled: ScaleIn, places: Sequence[float], terms: TicketTerms
) -> tuple[OrderTicket, ...]:
    """Return a ticket for each tranche of a position.

    Parameters
    ----------
    position, plan
        What is opened in parts; its sides and its symbols.
    scaled
        The parts.
    places
        Where in the entry zone each of them belongs, as in :class:`~ratiodesk.domain.sizing.Sizing`. A tranche that
        the ratio has passed is opened now; its limit stays where it was planned.
    terms
        What else the orders need.
    """
    sold, bought = position.sold, position.bought
    count = len(scaled.tranches)
    return tuple(
        OrderTicket(
            terms,
            position.execution,
            position.direction,
            position.ratio,
            limit_ratio=tranche_ratio(plan, place),
            stop=plan.stop,
            orders=(
                _order(
                    sold.side, sold.symbol, tranche.sold_shares, tranche.sold_price, terms, waits=not tranche.is_now
                ),
                _order(
                    bought.side,
                    bought.symbol,
                    tranche.bought_shares,
                    tranche.bought_price,
                    terms,
                    waits=not tranche.is_now,
                ),
            ),
            place=at,
            count=count,
        )
        for at, (tranche, place) in enumerate(zip(scaled.tranches, places, strict=True), start=1)
    )


def limit_price(price: float, rounding: str = ROUND_HALF_UP) -> Decimal:
    """Return a price as an exchange takes it: cents, four decimals below one, at least one tick.

    >>> limit_price(476.87), limit_price(222.745), limit_price(0.56789), limit_price(0.00001)
    (Decimal('476.87'), Decimal('222.75'), Decimal('0.5679'), Decimal('0.0001'))
    """
    exact = Decimal(repr(float(price)))
    tick = _TICK if exact >= 1 else _FINE_TICK
    return max(exact.quantize(tick, rounding), tick)


def _order(side: Side, symbol: Symbol, shares: float, price: float, terms: TicketTerms, *, waits: bool) -> Order:
    """Return an order; one that waits for a ratio is rounded so that both together never allow less than it."""
    quoted = terms.quoted.get(symbol, Quoted())
    rounding = ROUND_HALF_UP
    if waits:
        rounding = ROUND_FLOOR if side is Side.BUY else ROUND_CEILING
    # Prices have come out of quotients: a whole number of ticks may be a hair off it.
    exact = round(price * quoted.factor, 9)
    return Order(side, symbol, shares, limit_price(exact, rounding), quoted.currency)
