"""How many shares of each leg one risk number allows, and what they are worth at stop and target."""

import math
from dataclasses import dataclass, replace
from itertools import pairwise

from ratiodesk.domain.balance import Balance, Dependence, hedge_ratio
from ratiodesk.domain.contour import check_reward_risk
from ratiodesk.domain.cost import ORDERS, CostRates, costs_of
from ratiodesk.domain.errors import BadInput, NoPosition
from ratiodesk.domain.overshoot import overshot_stop
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.pair_prices import PairPrices
from ratiodesk.domain.plan import Direction, Plan
from ratiodesk.domain.position import Execution, Leg, Outcome, Position, Side
from ratiodesk.domain.ratio import Ratio, format_level, format_ratio, on_line
from ratiodesk.domain.zone import Zone, zone_of
from ratiodesk.words import mark, tr, tr_n

LARGEST_ACCOUNT = 1e12
# Fractions of a share that brokers trade.
_FRACTION = 1e-4
LEAST_TRANCHES, MOST_TRANCHES = 2, 4
# By whether fractions are traded.
_TOO_SMALL = {
    False: mark(
        "Too small for one share of {symbol}: {available} is available for this leg, one share costs {price}, "
        "{missing} is missing."
    ),
    True: mark(
        "Too small for a fraction of {symbol}: {available} is available for this leg, one share costs {price}, "
        "{missing} is missing."
    ),
}


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
    balance
        How much of the sold leg stands against the bought one; a rotation is always dollar neutral.
    fractional
        Whether shares are traded to four decimals instead of whole.
    overshoot
        Whether the expected overshoot of a close-only stop is part of the risk.
    costs
        What trading and holding costs.
    reward_risk
        The reward : risk the user wants a fill to earn.
    tranches
        Where in the entry zone to scale in: two to four places from 0 at the entry up to but not including 1 at the
        stop, in ln R, increasing; empty to open at once. A place stays the same when the pair is turned over.
    """

    account: float = 100_000.0
    risk_fraction: float = 0.01
    execution: Execution = Execution.PAIR
    gross_limit: float = 2.0
    balance: Balance = Balance.DOLLAR_NEUTRAL
    fractional: bool = False
    overshoot: bool = False
    costs: CostRates = CostRates()
    reward_risk: float = 2.0
    tranches: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        check_account(self.account)
        check_risk(self.risk_fraction)
        if not (math.isfinite(self.gross_limit) and self.gross_limit > 0):
            raise BadInput(tr("The gross limit must be above zero."))
        check_reward_risk(self.reward_risk)
        check_tranches(self.tranches)

    @property
    def budget(self) -> float:
        """What may be lost at the stop [money]."""
        return self.account * self.risk_fraction

    def for_another_pair(self) -> "Sizing":
        """Return what holds for any pair: without what the short leg of this one costs, and without its tranches."""
        return replace(self, costs=replace(self.costs, borrow=0.0, short_dividend=0.0), tranches=())


def check_account(account: float) -> float:
    """Return *account* [money].

    Raises
    ------
    BadInput
        If it is not a finite number above zero, or beyond a million million.
    """
    if not math.isfinite(account) or account <= 0:
        raise BadInput(tr("The account must be a number above zero."))
    if account > LARGEST_ACCOUNT:
        raise BadInput(tr("The account is too large: at most 1,000,000,000,000."))
    return account


def check_risk(fraction: float) -> float:
    """Return *fraction* [fraction of the account].

    Raises
    ------
    BadInput
        If it is not above zero and at most one.
    """
    if not math.isfinite(fraction) or not 0 < fraction <= 1:
        raise BadInput(tr("The risk must be above 0 % and at most 100 % of the account."))
    return fraction


def check_tranches(places: tuple[float, ...]) -> tuple[float, ...]:
    """Return the places of tranches in the entry zone.

    Raises
    ------
    BadInput
        If there are neither none nor two to four of them, or they do not rise from 0 towards 1.
    """
    if places and not LEAST_TRANCHES <= len(places) <= MOST_TRANCHES:
        least, most = LEAST_TRANCHES, MOST_TRANCHES
        raise BadInput(tr("Scale in with {least} to {most} tranches, or with none.", least=least, most=most))
    rising = all(before < after for before, after in pairwise(places))
    if not rising or any(not 0 <= place < 1 for place in places):
        raise BadInput(tr("Tranches must lie between entry and stop, each nearer to the stop than the one before."))
    return places


def size(plan: Plan, prices: PairPrices, sizing: Sizing, held: float) -> Position:
    """Size *plan* so that one leg standing still loses no more than the budget at the stop.

    With q = M/m, the larger of the ratio now and the stop over the smaller, and h the money sold per unit bought, a
    unit bought loses 1 − 1/q while the sold leg stands still and h(q − 1) while the bought one does. N = (account ×
    risk − fixed costs) / (the larger of both + costs per unit); for h = 1 and no costs, account × risk / (M/m − 1).
    A pair buys N and shorts hN, each floored to whole shares; a rotation sells N of what is held and buys from the
    proceeds, which against doing nothing earns the same as the pair.

    Parameters
    ----------
    plan
        At which ratios to trade.
    prices
        Of the legs now.
    sizing
        Account, risk, execution, limit, balance, costs.
    held
        Value of the holding a rotation sells from [money]; a pair does not read it.

    Raises
    ------
    NoPosition
        If the ratio is beyond stop or target, the notional does not reach one share of a leg, costs take the whole
        budget, or the history does not tell what balance or overshoot need.
    """
    pair, ratio = prices.pair, prices.ratio
    check_open(plan, ratio)
    rotating = sizing.execution is Execution.ROTATE
    falling = plan.direction is Direction.SHORT_RATIO
    buy, sell = ((symbol, prices.price(symbol)) for symbol in plan.bought_and_sold(pair))
    hedge = hedge_of(plan, prices, sizing)
    beyond = beyond_stop(plan, sizing, prices.dependence)
    unit_loss = loss_per_unit(ratio, beyond or plan.stop, hedge)
    uncapped = affordable(sizing, unit_loss, hedge, buy[1], sell[1])
    notional = min(uncapped, most_notional(sizing, hedge, held, sell[0]))
    for_sold = hedge * notional
    sold = Leg(sell[0], Side.SELL if rotating else Side.SELL_SHORT, shares_for(for_sold, sell[1], sizing), sell[1])
    for_bought = sold.value if rotating else notional
    bought = Leg(buy[0], Side.BUY, shares_for(for_bought, buy[1], sizing), buy[1])
    for leg, available in ((sold, for_sold), (bought, for_bought)):
        if not leg.shares:
            raise NoPosition(_too_small(leg, available, is_fractional=sizing.fractional))
    traded = sold.shares + bought.shares
    return Position(
        execution=sizing.execution,
        direction=plan.direction,
        balance=balance_of(sizing),
        ratio=ratio,
        hedge_ratio=hedge,
        budget=sizing.budget,
        loss_per_unit=unit_loss,
        notional=notional,
        uncapped=uncapped,
        bought=bought,
        sold=sold,
        at_stop=_outcome(bought, sold, plan.stop / ratio, plan.stop, falling=falling),
        at_target=_outcome(bought, sold, plan.target / ratio, plan.target, falling=falling),
        beyond_stop=None if beyond is None else _outcome(bought, sold, beyond / ratio, beyond, falling=falling),
        costs=costs_of(sizing.costs, traded, bought.value, sold.value, short=not rotating),
    )


def _too_small(leg: Leg, available: float, *, is_fractional: bool) -> str:
    """Return that what there is does not pay for the least that a leg is traded in."""
    least = leg.price * (_FRACTION if is_fractional else 1)
    return tr(
        _TOO_SMALL[is_fractional],
        symbol=leg.symbol,
        available=f"{available:,.2f}",
        price=f"{leg.price:,.2f}",
        missing=f"{least - available:,.2f}",
    )


def check_open(plan: Plan, ratio: Ratio) -> None:
    """Raise NoPosition if the ratio has reached stop or target: there is nothing to open then."""
    zone, now = zone_of(ratio, plan), format_ratio(ratio)
    if zone is Zone.STOPPED or on_line(ratio, plan.stop):
        stop = format_level(plan.stop)
        sentence = tr(
            "No position: the ratio {ratio} has reached the stop {stop}, the trade is wrong.", ratio=now, stop=stop
        )
        raise NoPosition(sentence)
    if zone is Zone.TARGET:
        target = format_level(plan.target)
        sentence = tr("No position: the ratio {ratio} has reached the target {target}.", ratio=now, target=target)
        raise NoPosition(sentence)


def loss_per_unit(ratio: float, stop: float, hedge: float) -> float:
    """Return the larger loss at the stop per unit of money bought, one leg standing still [fraction].

    >>> round(loss_per_unit(2.0, 2.5, 1.0), 6), round(loss_per_unit(2.0, 2.5, 0.5), 6)  # 0.5 × 0.25 < 1 − 1/1.25
    (0.25, 0.2)
    """
    change = max(ratio, stop) / min(ratio, stop)
    return max(1 - 1 / change, hedge * (change - 1))


def balance_of(sizing: Sizing) -> Balance:
    """Return what the legs have in common: a rotation sells what it buys for."""
    return Balance.DOLLAR_NEUTRAL if sizing.execution is Execution.ROTATE else sizing.balance


def hedge_of(plan: Plan, prices: PairPrices, sizing: Sizing) -> float:
    """Return the money sold per unit bought; see :func:`~ratiodesk.domain.balance.hedge_ratio`."""
    falling = plan.direction is Direction.SHORT_RATIO
    return hedge_ratio(balance_of(sizing), prices.dependence, buys_denominator=falling)


def most_notional(sizing: Sizing, hedge: float, held: float, sold: Symbol) -> float:
    """Return the money in the bought leg that the account's limit, or the holding of a rotation, allows [money].

    Raises
    ------
    NoPosition
        If a rotation has nothing to sell.
    """
    if sizing.execution is not Execution.ROTATE:
        return sizing.gross_limit * sizing.account / (1 + hedge)
    if held <= 0:
        raise NoPosition(tr("Nothing to rotate: the account holds no {symbol}.", symbol=sold))
    return held


def affordable(
    sizing: Sizing, unit_loss: float, hedge: float, bought_price: float, sold_price: float, orders: int = ORDERS
) -> float:
    """Return the money in the bought leg that the budget allows, costs at the stop included [money].

    Raises
    ------
    NoPosition
        If what is fixed of the costs takes the whole budget.
    """
    rates, short = sizing.costs, sizing.execution is Execution.PAIR
    fixed = orders * rates.order
    left = sizing.budget - fixed
    if left <= 0:
        sentence = tr_n(
            "{n} order costs {cost}: nothing is left of the risk of {risk}.",
            "{n} orders cost {cost}: nothing is left of the risk of {risk}.",
            orders,
            n=orders,
            cost=f"{fixed:,.2f}",
            risk=f"{sizing.budget:,.2f}",
        )
        raise NoPosition(sentence)
    return left / (unit_loss + rates.per_unit(hedge, bought_price, sold_price, short=short))


def shares_for(value: float, price: float, sizing: Sizing) -> float:
    """Return how many shares *value* buys: whole ones, or fractions to four decimals, never more than it pays for."""
    # A notional that is a whole number of shares may have come out a hair below it.
    count = value / price * (1 + 1e-12)
    return round(math.floor(count / _FRACTION) * _FRACTION, 4) if sizing.fractional else math.floor(count)


def beyond_stop(plan: Plan, sizing: Sizing, dependence: Dependence) -> Ratio | None:
    """Return where the stop is expected to be left, None where that is no part of the risk."""
    if not sizing.overshoot:
        return None
    if dependence.ratio_volatility is None:
        raise NoPosition(tr("The expected overshoot needs at least three sessions of history."))
    return overshot_stop(plan, dependence.ratio_volatility)


def _outcome(bought: Leg, sold: Leg, change: float, level: Ratio, *, falling: bool) -> Outcome:
    """Return what two legs earn when the ratio changes by the factor *change*."""
    numerator, denominator = (-sold.value, bought.value) if falling else (bought.value, -sold.value)
    return Outcome(
        ratio=level,
        numerator_still=denominator * (1 / change - 1),
        denominator_still=numerator * (change - 1),
    )
