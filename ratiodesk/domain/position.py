"""A sized plan: its legs, and what they are worth at stop and target."""

from dataclasses import dataclass
from enum import StrEnum

from ratiodesk.domain.balance import Balance
from ratiodesk.domain.cost import Costs
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.plan import Direction
from ratiodesk.domain.ratio import Ratio
from ratiodesk.words import mark, tr


class Execution(StrEnum):
    """How the plan is carried out."""

    PAIR = "pair"
    ROTATE = "rotate"

    @property
    def display_name(self) -> str:
        """The execution in the words of the desk."""
        return tr(_NAMES[self])


_NAMES = {Execution.PAIR: mark("Pair"), Execution.ROTATE: mark("Rotate")}


class Side(StrEnum):
    """What is done with a leg."""

    BUY = "buy"
    SELL_SHORT = "sell_short"
    SELL = "sell"


@dataclass(frozen=True, slots=True)
class Leg:
    """One side of a position: shares at the last price, whole ones unless the user trades fractions."""

    symbol: Symbol
    side: Side
    shares: float
    price: float

    @property
    def value(self) -> float:
        """Shares times price [money], not signed."""
        return self.shares * self.price


@dataclass(frozen=True, slots=True)
class Fill:
    """The shares of one tranche."""

    bought_shares: float
    sold_shares: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """Profit of the shares when the ratio reaches a level [money].

    The ratio fixes the sign and the other leg the size, so there are two figures: one with the numerator's price
    standing still, one with the denominator's. Costs are not in them.
    """

    ratio: Ratio
    numerator_still: float
    denominator_still: float

    @property
    def low(self) -> float:
        return min(self.numerator_still, self.denominator_still)

    @property
    def high(self) -> float:
        return max(self.numerator_still, self.denominator_still)


@dataclass(frozen=True, slots=True)
class Position:
    """A sized plan.

    Parameters
    ----------
    execution, direction, balance
        How it is carried out, which way it wants the ratio to go, what the legs have in common.
    ratio
        The ratio it was sized at.
    hedge_ratio
        Money sold per unit of money bought, h.
    budget
        What may be lost at the stop [money].
    loss_per_unit
        Largest loss at the stop per unit of money bought, one leg standing still [fraction]; with the expected
        overshoot where that is part of the risk.
    notional
        Money in the bought leg, after the cap [money].
    uncapped
        Money in the bought leg that the budget alone would allow [money].
    bought, sold
        The two legs; what is bought in tranches, at the mean price of all of them.
    at_stop, at_target
        What the shares earn there.
    beyond_stop
        What they earn where a close-only stop is expected to be left, None where that is no part of the risk.
    costs
        What opening, holding and closing is expected to cost.
    fills
        The tranches it is opened in, from entry to stop; empty if it is opened at once.
    discount
        What the shares bought cost less than at the price now, as later tranches are bought cheaper [money].
    """

    execution: Execution
    direction: Direction
    balance: Balance
    ratio: Ratio
    hedge_ratio: float
    budget: float
    loss_per_unit: float
    notional: float
    uncapped: float
    bought: Leg
    sold: Leg
    at_stop: Outcome
    at_target: Outcome
    beyond_stop: Outcome | None = None
    costs: Costs = Costs()
    fills: tuple[Fill, ...] = ()
    discount: float = 0.0

    @property
    def legs(self) -> tuple[Leg, Leg]:
        return self.bought, self.sold

    @property
    def capped(self) -> bool:
        return self.notional < self.uncapped

    @property
    def residual(self) -> float:
        """Value bought less value sold [money]."""
        return self.bought.value - self.sold.value

    @property
    def bought_worth(self) -> float:
        """Value bought at the price now [money]."""
        return self.bought.value + self.discount

    @property
    def bought_now(self) -> Leg:
        """The bought leg at the price now."""
        return Leg(self.bought.symbol, self.bought.side, self.bought.shares, self.bought_worth / self.bought.shares)

    @property
    def gross(self) -> float:
        """Value bought and value sold [money]."""
        return self.bought.value + self.sold.value

    @property
    def overshoot_loss(self) -> float:
        """What the expected overshoot adds to the larger loss at the stop [money], zero where it is no part of it."""
        return self.at_stop.low - self.beyond_stop.low if self.beyond_stop is not None else 0.0

    @property
    def planned_loss(self) -> float:
        """The larger loss at the stop, one leg standing still, with overshoot and costs [money], above zero.

        It is what the budget bounds.
        """
        return -(self.beyond_stop or self.at_stop).low + self.costs.total

    def profit(self, bought_change: float, sold_change: float) -> float:
        """Return what the shares earn when the prices of the legs change [money], costs left out.

        All tranches count as opened, each at its ratio, with the sold leg at its price now.

        Parameters
        ----------
        bought_change, sold_change
            Price over price now, less one [fraction].
        """
        return self.bought_worth * bought_change + self.discount - self.sold.value * sold_change
