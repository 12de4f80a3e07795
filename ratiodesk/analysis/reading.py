"""What a layout says about a series: zone, odds and size, as window and command line show them."""

import math
from dataclasses import dataclass
from datetime import date

from ratiodesk.analysis.time_in_zone import sessions_in_zone
from ratiodesk.domain.errors import BadPlan, NoPosition, RatioDeskError
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level
from ratiodesk.domain.odds import Odds, odds_of
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.plan import Plan, plan_of
from ratiodesk.domain.portfolio import Holding, Weight, check_holdings, held_value, weights
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import RatioSeries
from ratiodesk.domain.sizing import Execution, Position, size
from ratiodesk.domain.zone import Zone, place_among, zone_of


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the ratio stands among the lines.

    Parameters
    ----------
    pair, session, ratio
        What was read, and when.
    zone
        The band of the plan, or the place among lines that make none.
    levels
        The lines of the basis in view.
    plan, odds, sessions_in_zone
        The plan and what it asks for, None without a sound one.
    problem
        Why lines with roles make no plan, empty if they do or have none.
    elsewhere
        How many lines belong to another basis.
    currency
        Currency of both legs (ISO 4217), empty where it is unknown or they differ.
    forming
        Whether the session is still on, so that all of this may change.
    """

    pair: Pair
    session: date
    ratio: Ratio
    zone: Zone
    levels: tuple[Level, ...]
    plan: Plan | None
    odds: Odds | None
    sessions_in_zone: int | None
    problem: str = ""
    elsewhere: int = 0
    currency: str = ""
    forming: bool = False


@dataclass(frozen=True, slots=True)
class Sized:
    """A position and what it changes.

    Parameters
    ----------
    position
        The position.
    weights
        The account before and after.
    assumption
        What was taken for granted about the holdings, empty if nothing was.
    """

    position: Position
    weights: tuple[Weight, ...]
    assumption: str = ""


def standing_of(series: RatioSeries, layout: Layout) -> Standing:
    """Return where the last session of *series* stands among the lines of *layout*."""
    levels = layout.in_basis()
    ratio = series.ratio
    problem = ""
    try:
        plan = plan_of(levels, series.basis)
    except BadPlan as error:
        plan, problem = None, str(error)
    return Standing(
        pair=series.pair,
        session=series.session,
        ratio=ratio,
        zone=zone_of(ratio, plan) if plan else place_among(ratio, [level.ratio for level in levels]),
        levels=levels,
        plan=plan,
        odds=odds_of(plan, ratio) if plan else None,
        sessions_in_zone=sessions_in_zone(series.values, plan) if plan else None,
        problem=problem,
        elsewhere=len(layout.levels) - len(levels),
        currency=series.currency,
        forming=series.forming,
    )


def size_plan(series: RatioSeries, layout: Layout) -> Sized:
    """Size the plan of *layout* at the last session of *series*.

    Raises
    ------
    BadPlan
        If the lines make no plan.
    BadInput
        If the holdings are worth more than the account.
    NoPosition
        If there is no position to take, or the legs are priced in different currencies.
    """
    plan = plan_of(layout.levels, series.basis)
    if plan is None:
        raise BadPlan(f"{series.pair} has no plan yet: it takes a stop, an entry and a target.")
    if series.mixes_currencies:
        above, below = series.currencies
        raise NoPosition(f"One leg is priced in {above}, the other in {below}: convert the ratio to size the position.")
    sizing, holdings = layout.sizing, layout.holdings
    _, sold = plan.bought_and_sold(series.pair)
    assumption = ""
    held = held_value(holdings, sold)
    if sizing.execution is Execution.ROTATE and held is None:
        held = sizing.account - math.fsum(holding.value for holding in holdings)
        holdings = (*holdings, Holding(sold, max(held, 0.0)))
        assumption = f"Assumes that all of the account not entered as a holding is in {sold}."
    check_holdings(holdings, sizing.account)
    position = size(
        plan, series.pair, series.numerator_price, series.denominator_price, series.ratio, sizing, held or 0.0
    )
    return Sized(position, weights(position, series.pair, sizing.account, holdings), assumption)


def try_size(series: RatioSeries, layout: Layout) -> Sized | str:
    """Return what :func:`size_plan` returns, or the sentence of its error."""
    try:
        return size_plan(series, layout)
    except RatioDeskError as error:
        return str(error)
