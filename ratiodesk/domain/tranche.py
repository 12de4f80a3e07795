"""Scaling in: a position opened in parts, at ratios of the entry zone."""

import math
from dataclasses import dataclass

from ratiodesk.domain.cost import Costs, costs_of
from ratiodesk.domain.errors import NoPosition
from ratiodesk.domain.pair_prices import PairPrices
from ratiodesk.domain.plan import Direction, Plan
from ratiodesk.domain.position import Execution
from ratiodesk.domain.ratio import Ratio, on_line
from ratiodesk.domain.sizing import (
    Sizing,
    affordable,
    beyond_stop,
    check_open,
    hedge_of,
    loss_per_unit,
    most_notional,
    shares_for,
)


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
        The ratio at which all of them together have earned nothing, costs left out: shares of the denominator over
        shares of the numerator.
    notional
        Money in the bought leg of all of them [money].
    planned_loss
        The larger loss of all of them at the stop, one leg standing still from now on, with overshoot and costs
        [money], above zero.
    costs
        Of all of them.
    """

    tranches: tuple[Tranche, ...]
    break_even: Ratio
    notional: float
    planned_loss: float
    costs: Costs


def tranche_ratio(plan: Plan, place: float) -> Ratio:
    """Return the ratio at a place of the entry zone, 0 at the entry and 1 at the stop: E·(S/E)^place.

    >>> round(tranche_ratio(Plan(entry=Ratio(2.0), stop=Ratio(2.42), target=Ratio(1.5)), 0.5), 6)  # √(2 × 2.42)
    2.2
    """
    return Ratio(plan.entry * (plan.stop / plan.entry) ** place)


def tranche_place(plan: Plan, ratio: float) -> float:
    """Return the place of a ratio in the entry zone, ln(R/E)/ln(S/E): the inverse of :func:`tranche_ratio`."""
    return math.log(ratio / plan.entry) / math.log(plan.stop / plan.entry)


def scale_in(plan: Plan, prices: PairPrices, sizing: Sizing, held: float) -> ScaleIn | None:
    """Return the position in the tranches *sizing* asks for, equal money in each; None if it asks for none.

    Opened at R_i, tranche i loses at the stop what :func:`~ratiodesk.domain.sizing.loss_per_unit` says of R_i, so the
    money in all of them is (account × risk − fixed costs) / (mean of those losses + costs per unit).

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
    falling, rotating = plan.direction is Direction.SHORT_RATIO, sizing.execution is Execution.ROTATE
    bought, sold = plan.bought_and_sold(prices.pair)
    hedge = hedge_of(plan, prices, sizing)
    left_at = beyond_stop(plan, sizing, prices.dependence) or plan.stop
    fills = [_fill(plan, prices.ratio, place) for place in sizing.tranches]
    losses = [loss_per_unit(ratio, left_at, hedge) for ratio, _ in fills]
    orders = 2 * len(fills) + 2
    sold_price = prices.price(sold)
    wanted = affordable(sizing, math.fsum(losses) / len(losses), hedge, prices.price(bought), sold_price, orders=orders)
    notional = min(wanted, most_notional(sizing, hedge, held, sold))
    tranches = []
    for ratio, is_now in fills:
        bought_price = sold_price / ratio if falling else sold_price * ratio
        part = notional / len(fills)
        sold_shares = shares_for(hedge * part, sold_price, sizing)
        bought_shares = shares_for(sold_shares * sold_price if rotating else part, bought_price, sizing)
        if not sold_shares or not bought_shares:
            raise NoPosition(f"Too small for {len(fills)} tranches: {part:,.2f} does not pay for a share of each leg.")
        tranches.append(Tranche(ratio, is_now, bought_shares, sold_shares, bought_price, sold_price))
    values = [(part.bought_shares * part.bought_price, part.sold_shares * part.sold_price) for part in tranches]
    changes = [max(ratio, left_at) / min(ratio, left_at) for ratio, _ in fills]
    sold_still = math.fsum(value * (1 - 1 / change) for (value, _), change in zip(values, changes, strict=True))
    bought_still = math.fsum(value * (change - 1) for (_, value), change in zip(values, changes, strict=True))
    bought_total, sold_total = (math.fsum(column) for column in zip(*values, strict=True))
    bought_count = math.fsum(part.bought_shares for part in tranches)
    sold_count = math.fsum(part.sold_shares for part in tranches)
    costs = costs_of(
        sizing.costs, bought_count + sold_count, bought_total, sold_total, short=not rotating, orders=orders
    )
    return ScaleIn(
        tranches=tuple(tranches),
        break_even=Ratio(bought_count / sold_count if falling else sold_count / bought_count),
        notional=notional,
        planned_loss=max(sold_still, bought_still) + costs.total,
        costs=costs,
    )


def _fill(plan: Plan, now: Ratio, place: float) -> tuple[Ratio, bool]:
    """Return where a tranche is opened, and whether that is now."""
    ratio = tranche_ratio(plan, place)
    passed = now > ratio if plan.direction is Direction.SHORT_RATIO else now < ratio
    is_now = passed or on_line(now, ratio)
    return (now, True) if is_now else (ratio, False)
