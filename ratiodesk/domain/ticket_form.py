"""The forms an order ticket is written in: words, and two tables."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from ratiodesk.domain.basis import Basis
from ratiodesk.domain.csv_text import csv_text, plain_number
from ratiodesk.domain.order_ticket import Order, OrderTicket
from ratiodesk.domain.plan import Direction
from ratiodesk.domain.position import Side
from ratiodesk.domain.ratio import format_level, format_ratio

_ACTIONS = {Side.BUY: "BUY", Side.SELL: "SELL", Side.SELL_SHORT: "SELL SHORT"}
_BASKET = (
    "Action", "Quantity", "Symbol", "SecType", "Exchange", "Currency", "TimeInForce", "OrderType", "LmtPrice",
)  # fmt: skip
_GENERIC = ("Symbol", "Side", "Quantity", "Limit", "Notional", "LimitRatio")


class TicketForm(StrEnum):
    """In which form a ticket is copied or saved.

    ``TEXT`` is read by people. ``BASKET`` has the columns that BasketTrader of Interactive Brokers reads, stocks and
    funds routed by SMART, limit orders for the day; it knows BUY and SELL alone, where a sale of what is not held is a
    short one (https://www.ibkrguides.com/traderworkstation/basket-fields.htm). They are fixed, so that the ratio of the
    orders belongs into the name of the file. ``GENERIC`` is a plain table of symbol, side, quantity, limit, notional
    and that ratio.
    """

    TEXT = "text"
    BASKET = "basket"
    GENERIC = "generic"

    @property
    def suffix(self) -> str:
        """Ending of a file in this form."""
        return ".txt" if self is TicketForm.TEXT else ".csv"


def written(ticket: OrderTicket, form: TicketForm) -> str:
    """Return a ticket in one of its forms; tables end their lines as RFC 4180 says, see :func:`csv_text`."""
    if form is TicketForm.TEXT:
        return ticket_text(ticket)
    if form is TicketForm.BASKET:
        return csv_text([_BASKET, *(_basket_row(order) for order in ticket.orders)])
    return csv_text([_GENERIC, *(_generic_row(order, ticket) for order in ticket.orders)])


def ticket_text(ticket: OrderTicket) -> str:
    """Return a ticket in words: when the orders may be sent, the orders, and what their limits are."""
    terms = ticket.terms
    title = f"{terms.pair} · {ticket.execution} · {terms.session}"
    if ticket.count > 1:
        title += f" · tranche {ticket.place} of {ticket.count}"
    rows = [_text_row(order) for order in ticket.orders]
    return "\n".join([title, condition(ticket), "", *_aligned(rows), "", *_remarks(ticket)]) + "\n"


def condition(ticket: OrderTicket) -> str:
    """Return at which ratio the orders may be sent, and where it stands."""
    terms = ticket.terms
    basis = "" if terms.basis is Basis.PRICE else f" ({terms.basis.english_name})"
    inside = "below" if ticket.direction is Direction.SHORT_RATIO else "above"
    return (
        f"Send both orders together, and only while the ratio{basis} is {limit_words(ticket)}, but {inside} the stop "
        f"{format_level(ticket.stop)}.\n"
        f"At the close of {terms.session} it stood at {format_ratio(ticket.ratio)}: "
        f"{'there' if ticket.is_open else 'not yet'}."
    )


def limit_words(ticket: OrderTicket) -> str:
    """Return where the ratio has to be for the orders to be sent, such as “2.130 or higher”."""
    side = "higher" if ticket.direction is Direction.SHORT_RATIO else "lower"
    return f"{format_level(ticket.limit_ratio)} or {side}"


def _remarks(ticket: OrderTicket) -> Iterable[str]:
    """Yield what the figures assume, and what they leave to the user."""
    terms, (sold, _) = ticket.terms, ticket.orders
    if ticket.is_open:
        yield f"Limits are the last prices of {terms.session}, rounded to what an exchange takes."
    else:
        yield f"Limits are the prices that make that ratio while {sold.symbol} stays at its price of {terms.session}."
    if terms.forming:
        yield "The session is still on, so prices and shares may change."
    for order in ticket.orders:
        if not order.currency:
            yield f"The currency of {order.symbol} is not known: fill it in."
        if not order.symbol.isalnum():
            yield f"{order.symbol} is written as Yahoo writes it: a broker may call it something else."


def _text_row(order: Order) -> tuple[str, ...]:
    return (
        _ACTIONS[order.side],
        _shares(order),
        order.symbol,
        f"limit {order.limit}",
        order.currency,
        "DAY",
        f"{order.notional:,}",
    )


def _basket_row(order: Order) -> tuple[str, ...]:
    action = "BUY" if order.side is Side.BUY else "SELL"
    return action, _shares(order), order.symbol, "STK", "SMART", order.currency, "DAY", "LMT", str(order.limit)


def _generic_row(order: Order, ticket: OrderTicket) -> tuple[str, ...]:
    side, ratio = _ACTIONS[order.side], format_level(ticket.limit_ratio)
    return order.symbol, side, _shares(order), str(order.limit), str(order.notional), ratio


def _shares(order: Order) -> str:
    return plain_number(int(order.quantity) if order.quantity == int(order.quantity) else order.quantity)


def _aligned(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """Yield rows with their columns below each other, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    left = {0, 2, 4}
    for row in rows:
        cells = [
            cell.ljust(width) if at in left else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cell for cell, width in zip(cells, widths, strict=True) if width)
