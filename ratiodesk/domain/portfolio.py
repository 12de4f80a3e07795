"""What a position changes in the weights of the account."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.position import Execution, Position
from ratiodesk.domain.sizing import LARGEST_ACCOUNT

OTHER = "Other"
CASH = "Cash"


@dataclass(frozen=True, slots=True)
class Holding:
    """What the account already has of an instrument [money]."""

    symbol: Symbol
    value: float

    def __post_init__(self) -> None:
        if not 0 <= self.value <= LARGEST_ACCOUNT:
            raise BadInput(f"The holding of {self.symbol} must be a number from zero to {LARGEST_ACCOUNT:,.0f}.")


@dataclass(frozen=True, slots=True)
class Weight:
    """Part of the account before and after a position [fraction]; negative is short."""

    name: str
    before: float
    after: float

    @property
    def change(self) -> float:
        return self.after - self.before


def held_value(holdings: Iterable[Holding], symbol: Symbol) -> float | None:
    """Return the value held of *symbol* [money], None if nothing was said about it."""
    return next((holding.value for holding in holdings if holding.symbol == symbol), None)


def check_holdings(holdings: Iterable[Holding], account: float) -> None:
    """Raise BadInput if the holdings are worth more than the account."""
    total = math.fsum(holding.value for holding in holdings)
    # Sums of cents are no exact binary numbers.
    if total > account * (1 + 1e-9):
        raise BadInput(f"The holdings are worth {total:,.2f}, more than the account of {account:,.2f}.")


def weights(position: Position, pair: Pair, account: float, holdings: Iterable[Holding]) -> tuple[Weight, ...]:
    """Return the weight of each leg, of the other holdings and of cash left over, before and after.

    A rotation's *holdings* must name what it sells. Cash is what whole shares leave of a rotation's proceeds; a
    pair's short proceeds stay with the broker and are not shown as cash.
    """
    holdings = tuple(holdings)
    change = {position.bought.symbol: position.bought.value, position.sold.symbol: -position.sold.value}
    rows = []
    for symbol in pair.symbols:
        before = held_value(holdings, symbol) or 0.0
        rows.append(Weight(symbol, before / account, (before + change[symbol]) / account))
    other = 1 - math.fsum(row.before for row in rows)
    if other > 1e-9:
        rows.append(Weight(OTHER, other, other))
    if position.execution is Execution.ROTATE and position.residual:
        rows.append(Weight(CASH, 0.0, -position.residual / account))
    return tuple(rows)
