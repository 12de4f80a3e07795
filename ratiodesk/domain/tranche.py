"""Scaling in: a position opened in parts, at ratios of the entry zone."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ratiodesk.domain.cost import Costs, costs_of
from ratiodesk.domain.errors import NoPosition
from ratiodesk.domain.pair_prices import PairPrices
from ratiodesk.domain.plan import Direction, Plan
from ratiodesk.domain.position import Execution, Fill, Leg, Outcome, Position, Side
from ratiodesk.domain.ratio import Ratio, on_line
from ratiodesk.domain.sizing import (
    Sizing,
    affordable,
    balance_of,
    beyond_stop,
    check_open,
    hedge_of,
    most_notional,
    shares_for,
)
from ratiodesk.words import tr


@dataclass(frozen=True, slots=True)
class Tranche:
    """One part of a position.

    Parameters
    ----------
    ratio
        Where it is opened: its place in the zone, or the ratio now where that is nearer to the stop already.
    is_now
        Whether it is opened now.
    bought_shares, sold_shares
        At the price the sold leg has now; the bought leg's follows from the ratio.
    bought_price, sold_price
        Those prices [money].
    """

    ratio: Ratio
    is_now: bool
    bought_shares: float
    sold_shares: float
    bought_price: float
    sold_price: float


@dataclass(frozen=True, slots=True)
class ScaleIn:
    """A position in parts.

    Parameters
    ----------
    tranches
        From entry to stop.
    break_even
        The ratio at which all shares bought are worth all shares sold, whatever the market did: shares of the
        denominator over shares of the numerator, on the basis of the lines. Nothing is earned there before costs but
        the residual, that is nothing where each tranche was of equal money. None where the legs are not meant to be:
        then no ratio alone decides between profit and loss.
    position
        All of them as one position.
    """

    tranches: tuple[Tranche, ...]
    break_even: Ratio | None
    position: Position

    @property
    def notional(self) -> float:
        """Money in the bought leg of all of them [money]."""
        return self.position.notional

    @property
    def planned_loss(self) -> float:
        """The larger loss of all of them at the stop, one leg standing still from now on, with overshoot and costs
        [money], above zero."""
        return self.position.planned_loss

    @property
    def path_difference(self) -> float:
        """What the grid of outcomes shows above the outcome with the bought leg still, at the same ratio [money].

        The grid, with the bought leg at its price now in the end, lets the sold one stand still until all tranches are
        opened; the outcome lets the bought one. With x_i the price of the sold leg over that of the bought one at
        tranche i, against what it is now, the difference is Σ (x_i − 1)(bought value − sold value of tranche i) at
        every ratio: nothing where each tranche is of equal money.
        """
        now = self.position.bought_now.price
        return math.fsum(
            (now / tranche.bought_price - 1)
            * (tranche.bought_shares * tranche.bought_price - tranche.sold_shares * tranche.sold_price)
            for tranche in self.tranches
        )

    @property
    def costs(self) -> Costs:
        """Of all of them."""
        return self.position.costs

    @property
    def residual(self) -> float:
        """Value bought less value sold, each as its tranche is opened [money]: what is lost at the break-even."""
        return self.position.residual


def tranche_ratio(plan: Plan, place: float) -> Ratio:
    """Return the ratio at a place of the entry zone, 0 at the entry and 1 at the stop: E·(S/E)^place.

    >>> round(tranche_ratio(Plan(entry=Ratio(2.0), stop=Ratio(2.42), target=Ratio(1.5)), 0.5), 6)  # √(2 × 2.42)
    2.2
    """
    return Ratio(plan.entry * (plan.stop / plan.entry) ** place)


def tranche_place(plan: Plan, ratio: float) -> float:
    """Return the place of a ratio in the entry zone, ln(R/E)/ln(S/E): the inverse of :func:`tranche_ratio`."""
    return math.log(ratio / plan.entry) / math.log(plan.stop / plan.entry)


def is_reached(plan: Plan, now: float, ratio: float) -> bool:
    """Return whether the ratio is where a tranche at *ratio* is opened: at it or beyond, on the stop's side."""
    beyond = now > ratio if plan.direction is Direction.SHORT_RATIO else now < ratio
    return beyond or on_line(now, ratio)


def scale_in(plan: Plan, prices: PairPrices, sizing: Sizing, held: float) -> ScaleIn | None:
    """Return the position in the tranches *sizing* asks for, equal money in each; None if it asks for none.

    Let x be the price of the sold leg over that of the bought one, against what it is now: x_i at tranche i, x_S where
    the stop is left. A unit of money bought loses the mean of 1 − x_i/x_S there while the sold leg stands still from
    now on, and h times the mean of x_S − x_i while the bought one does. The money in all tranches is (account × risk −
    fixed costs) / (the larger of both + costs per unit).

    Parameters
    ----------
    plan, prices, sizing, held
        As for :func:`~ratiodesk.domain.sizing.size`.

    Raises
    ------
    NoPosition
        As :func:`~ratiodesk.domain.sizing.size`, or if a tranche does not reach one share of a leg.
    """
    if not sizing.tranches:
        return None
    check_open(plan, prices.ratio)
    bought, sold = plan.bought_and_sold(prices.pair)
    bought_price, sold_price = prices.price(bought), prices.price(sold)
    hedge = hedge_of(plan, prices, sizing)
    fills = [_fill(plan, prices.ratio, place) for place in sizing.tranches]
    changes = [_change(plan, prices.ratio, ratio) for ratio, _ in fills]
    beyond = beyond_stop(plan, sizing, prices.dependence)
    end = _change(plan, prices.ratio, beyond or plan.stop)
    mean = math.fsum(changes) / len(changes)
    orders = 2 * len(fills) + 2
    unit_loss = max(1 - mean / end, hedge * (end - mean))
    # The bought leg gets cheaper towards the stop: at this price money buys as many shares as in all tranches.
    wanted = affordable(sizing, unit_loss, hedge, bought_price / mean, sold_price, orders=orders)
    notional = min(wanted, most_notional(sizing, hedge, held, sold))
    part = notional / len(fills)
    buying, selling = _Filler(sizing), _Filler(sizing)
    tranches = []
    # The dearer leg is rounded first, and the other one follows its value: the less is left between them. The same one
    # in all tranches, for otherwise both would make up for what was rounded away.
    is_sold_first = sizing.execution is Execution.ROTATE or sold_price >= bought_price / changes[0]
    for (ratio, is_now), change in zip(fills, changes, strict=True):
        if is_sold_first:
            sold_shares = selling.fill(hedge * part, sold_price)
            bought_shares = buying.fill(sold_shares * sold_price / hedge, bought_price / change)
        else:
            bought_shares = buying.fill(part, bought_price / change)
            sold_shares = selling.fill(bought_shares * bought_price / change * hedge, sold_price)
        if not sold_shares or not bought_shares:
            words = {"n": len(fills), "part": f"{part:,.2f}"}
            raise NoPosition(tr("Too small for {n} tranches: {part} does not pay for a share of each leg.", **words))
        tranches.append(Tranche(ratio, is_now, bought_shares, sold_shares, bought_price / change, sold_price))
    bought_leg, sold_leg = _legs(plan, prices, sizing, tranches)
    whole = Position(
        execution=sizing.execution,
        direction=plan.direction,
        balance=balance_of(sizing),
        ratio=prices.ratio,
        hedge_ratio=hedge,
        budget=sizing.budget,
        loss_per_unit=unit_loss,
        notional=notional,
        uncapped=wanted,
        bought=bought_leg,
        sold=sold_leg,
        at_stop=_outcome(plan, prices, tranches, plan.stop),
        at_target=_outcome(plan, prices, tranches, plan.target),
        beyond_stop=None if beyond is None else _outcome(plan, prices, tranches, beyond),
        costs=_costs(tranches, sizing, orders),
        fills=tuple(Fill(tranche.bought_shares, tranche.sold_shares) for tranche in tranches),
        discount=bought_leg.shares * bought_price - bought_leg.value,
    )
    neutral = whole.balance.bounds_loss
    return ScaleIn(tuple(tranches), _break_even(plan, prices, tranches) if neutral else None, whole)


class _Filler:
    """Counts the shares of one leg tranche by tranche, so that what one rounds away the next one makes up for.

    Rounded for themselves, the tranches would lose up to a share each, and nearly always more of the dearer leg. What
    is made up for comes later, nearer to the stop, where a share has less to lose.
    """

    def __init__(self, sizing: Sizing) -> None:
        self._sizing = sizing
        self._wanted = self._filled = 0.0

    def fill(self, money: float, price: float) -> float:
        """Return how many shares of the next tranche, of that much money at that price, are traded."""
        self._wanted += money / price
        shares = shares_for(self._wanted, 1.0, self._sizing) - self._filled
        shares = round(shares, 4) if self._sizing.fractional else round(shares)
        self._filled += shares
        return shares


def _fill(plan: Plan, now: Ratio, place: float) -> tuple[Ratio, bool]:
    """Return where a tranche is opened, and whether that is now."""
    ratio = tranche_ratio(plan, place)
    return (now, True) if is_reached(plan, now, ratio) else (ratio, False)


def _change(plan: Plan, now: Ratio, ratio: Ratio) -> float:
    """Return the price of the sold leg over that of the bought one at *ratio*, against what it is now."""
    return ratio / now if plan.direction is Direction.SHORT_RATIO else now / ratio


def _break_even(plan: Plan, prices: PairPrices, tranches: Sequence[Tranche]) -> Ratio:
    """Return where the shares bought are worth as much as the shares sold, on the basis of the lines."""
    bought, sold = plan.bought_and_sold(prices.pair)
    bought_shares = math.fsum(tranche.bought_shares for tranche in tranches)
    sold_shares = math.fsum(tranche.sold_shares for tranche in tranches)
    change = bought_shares * prices.price(bought) / (sold_shares * prices.price(sold))
    return Ratio(prices.ratio * change if plan.direction is Direction.SHORT_RATIO else prices.ratio / change)


def _legs(plan: Plan, prices: PairPrices, sizing: Sizing, tranches: Sequence[Tranche]) -> tuple[Leg, Leg]:
    """Return both legs of all tranches, the bought one at the mean price of its shares."""
    bought, sold = plan.bought_and_sold(prices.pair)
    shares = math.fsum(tranche.bought_shares for tranche in tranches)
    paid = math.fsum(tranche.bought_shares * tranche.bought_price for tranche in tranches)
    side = Side.SELL if sizing.execution is Execution.ROTATE else Side.SELL_SHORT
    sold_shares = math.fsum(tranche.sold_shares for tranche in tranches)
    return Leg(bought, Side.BUY, shares, paid / shares), Leg(sold, side, sold_shares, prices.price(sold))


def _outcome(plan: Plan, prices: PairPrices, tranches: Sequence[Tranche], level: Ratio) -> Outcome:
    """Return what the shares of all tranches earn at *level*, one leg standing still from now on."""
    end = _change(plan, prices.ratio, level)
    changes = [_change(plan, prices.ratio, tranche.ratio) for tranche in tranches]
    sold_still = -math.fsum(
        tranche.bought_shares * tranche.bought_price * (1 - change / end)
        for tranche, change in zip(tranches, changes, strict=True)
    )
    bought_still = -math.fsum(
        tranche.sold_shares * tranche.sold_price * (end - change)
        for tranche, change in zip(tranches, changes, strict=True)
    )
    if plan.direction is Direction.SHORT_RATIO:
        return Outcome(level, numerator_still=sold_still, denominator_still=bought_still)
    return Outcome(level, numerator_still=bought_still, denominator_still=sold_still)


def _costs(tranches: Sequence[Tranche], sizing: Sizing, orders: int) -> Costs:
    """Return what opening, holding and closing all of them costs."""
    return costs_of(
        sizing.costs,
        math.fsum(tranche.bought_shares + tranche.sold_shares for tranche in tranches),
        math.fsum(tranche.bought_shares * tranche.bought_price for tranche in tranches),
        math.fsum(tranche.sold_shares * tranche.sold_price for tranche in tranches),
        short=sizing.execution is Execution.PAIR,
        orders=orders,
    )
