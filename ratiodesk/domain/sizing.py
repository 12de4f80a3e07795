"""How many shares of each leg one risk number allows, and what they are worth at stop and target."""

import math
from dataclasses import dataclass
from enum import StrEnum

from ratiodesk.domain.errors import BadInput, NoPosition
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.plan import Direction, Plan
from ratiodesk.domain.ratio import Ratio, format_ratio, on_line
from ratiodesk.domain.zone import Zone, zone_of

LARGEST_ACCOUNT = 1e12


class Execution(StrEnum):
    """How the plan is carried out."""

    PAIR = "pair"
    ROTATE = "rotate"


class Side(StrEnum):
    """What is done with a leg."""

    BUY = "buy"
    SELL_SHORT = "sell_short"
    SELL = "sell"


@dataclass(frozen=True, slots=True)
class Sizing:
    """What the user decides about size.

    Parameters
    ----------
    account
        Value of the account [money].
    risk_fraction
        Part of the account that may be lost at the stop [fraction].
    execution
        Long and short, or a rotation without shorting.
    gross_limit
        Largest gross exposure of a pair, in accounts.
    """

    account: float = 100_000.0
    risk_fraction: float = 0.01
    execution: Execution = Execution.PAIR
    gross_limit: float = 2.0

    def __post_init__(self) -> None:
        check_account(self.account)
        check_risk(self.risk_fraction)
        if not (math.isfinite(self.gross_limit) and self.gross_limit > 0):
            raise BadInput("The gross limit must be above zero.")

    @property
    def budget(self) -> float:
        """What may be lost at the stop [money]."""
        return self.account * self.risk_fraction


@dataclass(frozen=True, slots=True)
class Leg:
    """One side of a position: whole shares at the last price."""

    symbol: Symbol
    side: Side
    shares: int
    price: float

    @property
    def value(self) -> float:
        """Shares times price [money], not signed."""
        return self.shares * self.price


@dataclass(frozen=True, slots=True)
class Outcome:
    """Profit of the whole shares when the ratio reaches a level [money].

    The ratio fixes the sign and the other leg the size, so there are two figures: one with the numerator's price
    standing still, one with the denominator's.
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
    execution
        How it is carried out.
    budget
        What may be lost at the stop [money].
    loss_per_unit
        Largest loss at the stop per unit of notional, one leg standing still: M/m − 1 [fraction].
    notional
        Money in one leg, after the cap [money].
    uncapped
        Money in one leg that the budget alone would allow [money].
    bought, sold
        The two legs.
    at_stop, at_target
        What the whole shares earn there.
    """

    execution: Execution
    budget: float
    loss_per_unit: float
    notional: float
    uncapped: float
    bought: Leg
    sold: Leg
    at_stop: Outcome
    at_target: Outcome

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
    def gross(self) -> float:
        """Value bought and value sold [money]."""
        return self.bought.value + self.sold.value


def check_account(account: float) -> float:
    """Return *account* [money].

    Raises
    ------
    BadInput
        If it is not a finite number above zero, or beyond a million million.
    """
    if not math.isfinite(account) or account <= 0:
        raise BadInput("The account must be a number above zero.")
    if account > LARGEST_ACCOUNT:
        raise BadInput("The account is too large: at most 1,000,000,000,000.")
    return account


def check_risk(fraction: float) -> float:
    """Return *fraction* [fraction of the account].

    Raises
    ------
    BadInput
        If it is not above zero and at most one.
    """
    if not math.isfinite(fraction) or not 0 < fraction <= 1:
        raise BadInput("The risk must be above 0 % and at most 100 % of the account.")
    return fraction


def size(
    plan: Plan,
    pair: Pair,
    numerator_price: float,
    denominator_price: float,
    ratio: Ratio,
    sizing: Sizing,
    held: float,
) -> Position:
    """Size *plan* so that one leg standing still loses no more than the budget at the stop.

    N = account × risk / (M/m − 1), with m and M the smaller and larger of the ratio now and the stop. A pair
    buys and shorts N, each floored to whole shares; a rotation sells N of what is held and buys from the
    proceeds, which against doing nothing earns the same as the pair.

    Parameters
    ----------
    plan, pair
        What to trade and at which ratios.
    numerator_price, denominator_price
        Last prices of the legs [money a share].
    ratio
        The ratio now.
    sizing
        Account, risk, execution, limit.
    held
        Value of the holding a rotation sells from [money]; a pair does not read it.

    Raises
    ------
    NoPosition
        If the ratio is beyond stop or target, or the notional does not reach one share of a leg.
    """
    zone = zone_of(ratio, plan)
    if zone is Zone.STOPPED or on_line(ratio, plan.stop):
        raise NoPosition(f"No position: the ratio {format_ratio(ratio)} has reached the stop, the trade is wrong.")
    if zone is Zone.TARGET:
        raise NoPosition(f"No position: the ratio {format_ratio(ratio)} has reached the target.")
    falling = plan.direction is Direction.SHORT_RATIO
    price_of = {pair.numerator: numerator_price, pair.denominator: denominator_price}
    buy, sell = ((symbol, price_of[symbol]) for symbol in plan.bought_and_sold(pair))
    rotating = sizing.execution is Execution.ROTATE
    loss_per_unit = max(ratio, plan.stop) / min(ratio, plan.stop) - 1
    uncapped = sizing.budget / loss_per_unit
    notional = min(uncapped, held if rotating else sizing.gross_limit * sizing.account / 2)

    if rotating and held <= 0:
        raise NoPosition(f"Nothing to rotate: the account holds no {sell[0]}.")
    sold = Leg(sell[0], Side.SELL if rotating else Side.SELL_SHORT, _whole_shares(notional, sell[1]), sell[1])
    bought = Leg(buy[0], Side.BUY, _whole_shares(sold.value if rotating else notional, buy[1]), buy[1])
    for leg, available in ((sold, notional), (bought, sold.value if rotating else notional)):
        if not leg.shares:
            missing = leg.price - available
            raise NoPosition(
                f"Too small for one share of {leg.symbol}: {available:,.2f} is available for this leg, one share "
                f"costs {leg.price:,.2f}, {missing:,.2f} is missing."
            )
    shares = (-sold.shares, bought.shares) if falling else (bought.shares, -sold.shares)
    prices = (numerator_price, denominator_price)
    return Position(
        execution=sizing.execution,
        budget=sizing.budget,
        loss_per_unit=loss_per_unit,
        notional=notional,
        uncapped=uncapped,
        bought=bought,
        sold=sold,
        at_stop=_outcome(shares, prices, plan.stop / ratio, plan.stop),
        at_target=_outcome(shares, prices, plan.target / ratio, plan.target),
    )


def _whole_shares(value: float, price: float) -> int:
    # A notional that is a whole number of shares may have come out a hair below it.
    return math.floor(value / price * (1 + 1e-12))


def _outcome(shares: tuple[int, int], prices: tuple[float, float], change: float, level: Ratio) -> Outcome:
    """Return what signed *shares* (numerator, denominator) earn when the ratio changes by the factor *change*."""
    return Outcome(
        ratio=level,
        numerator_still=shares[1] * prices[1] * (1 / change - 1),
        denominator_still=shares[0] * prices[0] * (change - 1),
    )
