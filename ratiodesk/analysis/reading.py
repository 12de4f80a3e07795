"""What a layout says about a series: zone, odds and size, as window and command line show them."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from ratiodesk.analysis.dependence import dependence_of
from ratiodesk.analysis.time_in_zone import sessions_in_zone
from ratiodesk.domain.balance import Dependence
from ratiodesk.domain.contour import Contour, contour_of
from ratiodesk.domain.errors import BadInput, BadPlan, NoPosition, RatioDeskError
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level
from ratiodesk.domain.odds import Odds, odds_of
from ratiodesk.domain.outcome_grid import OutcomeGrid, outcome_grid
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.pair_prices import PairPrices
from ratiodesk.domain.plan import Plan, plan_of
from ratiodesk.domain.portfolio import Holding, check_holdings, held_value
from ratiodesk.domain.portfolio_change import PortfolioChange, portfolio_change
from ratiodesk.domain.position import Execution, Position
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import RatioSeries
from ratiodesk.domain.sizing import Sizing, size
from ratiodesk.domain.tranche import ScaleIn, scale_in
from ratiodesk.domain.way_back import WayBack, way_back
from ratiodesk.domain.worth import Weight, Worth
from ratiodesk.domain.zone import Zone, place_among, zone_of
from ratiodesk.words import tr

_CENT = 0.01


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
    """A position and what it means.

    Parameters
    ----------
    position
        The position: all of its tranches, where it is opened in tranches and that is possible.
    other
        The same plan and risk carried out the other way, or why that is not possible.
    grid
        What it earns at the lines while the market moves.
    scale_in
        The parts it is opened in, None where the user opens at once; or why that is not possible.
    way_back
        How the rotation is undone, whichever execution is in force; None where no rotation is possible.
    wanted
        The fill that earns the reward : risk the user wants.
    portfolio
        The account before and after.
    held
        Value of the holding a rotation sells from, V [money].
    assumption
        What was taken for granted about the holdings, empty if nothing was.
    rotation_assumption
        What the rotation takes for granted about the holdings where the pair is in force, which does not; empty if
        nothing was, or no rotation is possible.
    """

    position: Position
    other: Position | str
    grid: OutcomeGrid
    scale_in: ScaleIn | str | None
    way_back: WayBack | None
    wanted: Contour
    portfolio: PortfolioChange
    held: float
    assumption: str = ""
    rotation_assumption: str = ""

    @property
    def premise(self) -> str:
        """What all figures take for granted about tranches, empty where the user opens at once."""
        return _premise(self.scale_in)

    @property
    def grid_premise(self) -> str:
        """Why grid and outcomes differ where the bought leg does not move, empty where they do not."""
        apart = abs(self.scale_in.path_difference) if isinstance(self.scale_in, ScaleIn) else 0.0
        if apart < _CENT / 2:
            return ""
        return tr(
            "In the grid {sold} stands still until all tranches are opened, in the outcomes with {bought} still it is "
            "{bought}: what the tranches leave between the legs makes a difference of {amount}.",
            sold=self.position.sold.symbol,
            bought=self.position.bought.symbol,
            amount=f"{apart:,.2f}",
        )

    @property
    def weights(self) -> tuple[Weight, ...]:
        """The weights of the account before and after."""
        return self.portfolio.weights

    def carried_out(self, execution: Execution) -> Position | str:
        """Return the position of one execution, or why there is none."""
        return self.position if self.position.execution is execution else self.other


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


def size_plan(
    series: RatioSeries, layout: Layout, dependence: Dependence | None = None, worth: Worth | None = None
) -> Sized:
    """Size the plan of *layout* at the last session of *series*.

    Parameters
    ----------
    series, layout
        The ratio and the user's work on it.
    dependence
        How the legs of *series* have moved, worked out here if it is None.
    worth
        What the portfolio is worth, nothing but the holdings of the layout if it is None.

    Raises
    ------
    BadPlan
        If the lines make no plan.
    BadInput
        If a rotation would sell from holdings that are worth, with cash, more than the account.
    NoPosition
        If there is no position to take, or the legs are priced in different currencies.
    """
    plan = plan_of(layout.levels, series.basis)
    if plan is None:
        raise BadPlan(tr("{pair} has no plan yet: it takes a stop, an entry and a target.", pair=series.pair))
    if series.mixes_currencies:
        raise NoPosition(_mixed(*series.currencies))
    known = dependence_of(series) if dependence is None else dependence
    prices = PairPrices(series.pair, series.numerator_price, series.denominator_price, series.ratio, known)
    sizing = layout.sizing
    sold = plan.bought_and_sold(series.pair)[1]
    holdings, held, assumption = _held(layout, sold, worth)
    excess = excess_of(holdings, sizing.account, worth)
    rotating = sizing.execution is Execution.ROTATE
    if excess and rotating:
        raise BadInput(excess)
    position, scaled = _opened(plan, prices, sizing, held)
    # A pair says nothing of the part of the account that a rotation would have to sell from.
    told = holdings if rotating or _is_entered(worth) else layout.holdings
    other_way = replace(sizing, execution=Execution.PAIR if rotating else Execution.ROTATE)
    other: Position | str = excess or _or_reason(lambda: _opened(plan, prices, other_way, held)[0])
    rotation = position if rotating else other
    change = portfolio_change(position, series.pair, sizing.account, told, worth, known.ratio_volatility)
    if premise := _premise(scaled):
        change = replace(change, notes=(premise, *change.notes))
    if excess:
        change = replace(change, notes=(excess, *change.notes))
    return Sized(
        position=position,
        other=other,
        grid=outcome_grid(position, plan),
        scale_in=scaled,
        way_back=way_back(rotation, plan) if isinstance(rotation, Position) else None,
        wanted=contour_of(plan, sizing.reward_risk),
        portfolio=change,
        held=held,
        assumption=assumption if rotating or _is_entered(worth) else "",
        rotation_assumption=_rotation_assumption(sold, assumption, worth, other) if not rotating else "",
    )


def _mixed(above: str, below: str) -> str:
    return tr(
        "One leg is priced in {above}, the other in {below}: convert the ratio to size the position.",
        above=above,
        below=below,
    )


def _opened(plan: Plan, prices: PairPrices, sizing: Sizing, held: float) -> tuple[Position, ScaleIn | str | None]:
    """Return the position, in its tranches where it has any; what they are, or why there are none of them."""
    if not sizing.tranches:
        return size(plan, prices, sizing, held), None
    scaled = _or_reason(lambda: scale_in(plan, prices, sizing, held))
    if isinstance(scaled, ScaleIn):
        return scaled.position, scaled
    return size(plan, prices, sizing, held), scaled


def _premise(scaled: ScaleIn | str | None) -> str:
    if isinstance(scaled, str):
        return tr("{reason} All figures are of a position that is opened at once.", reason=scaled)
    if scaled is None:
        return ""
    return tr("All {n} tranches count as opened, each at its ratio.", n=len(scaled.tranches))


def excess_of(holdings: Iterable[Holding], account: float, worth: Worth | None) -> str:
    """Return the sentence that holdings, with the cash of *worth*, are more than the account; empty if they are not."""
    try:
        check_holdings(holdings, account, worth.cash if worth else None)
    except BadInput as error:
        return str(error)
    return ""


def _is_entered(worth: Worth | None) -> bool:
    return worth is not None and worth.is_entered


def _held(layout: Layout, sold: Symbol, worth: Worth | None) -> tuple[tuple[Holding, ...], float, str]:
    """Return the holdings, the value of what a rotation sells, and what was taken for granted about it.

    What was typed on the pair goes before what the portfolio says of the same symbol.
    """
    sizing, typed = layout.sizing, layout.holdings
    if worth is not None and worth.is_entered:
        holdings = worth.beside(typed)
        return holdings, held_value(holdings, sold) or 0.0, _typed_words(typed)
    held = held_value(typed, sold)
    if held is not None:
        return typed, held, ""
    cash = (worth.cash if worth is not None else None) or 0.0
    held = max(sizing.account - math.fsum((*(holding.value for holding in typed), cash)), 0.0)
    said = tr("Assumes that all of the account not entered as a holding is in {symbol}.", symbol=sold)
    return (*typed, Holding(sold, held)), held, said


def _rotation_assumption(sold: Symbol, assumption: str, worth: Worth | None, rotation: Position | str) -> str:
    """Return what a rotation beside the pair takes for granted, empty if nothing, or if there is no rotation."""
    if not assumption or _is_entered(worth) or isinstance(rotation, str):
        return ""
    return tr(
        "Rotate assumes that all of the account not entered as a holding is in {symbol}; the pair’s weights do not.",
        symbol=sold,
    )


def _typed_words(typed: Sequence[Holding]) -> str:
    """Return which holdings of the portfolio count for nothing on this pair, empty if all count."""
    if not typed:
        return ""
    names = tr(" and ").join(f"{holding.symbol} ({holding.value:,.2f})" for holding in typed)
    return tr("What was typed on this pair goes before the portfolio: {holdings}.", holdings=names)


Found = TypeVar("Found")


def _or_reason(find: Callable[[], Found]) -> Found | str:
    """Return what is found, or the sentence of why it is not."""
    try:
        return find()
    except RatioDeskError as error:
        return str(error)


def try_size(
    series: RatioSeries, layout: Layout, dependence: Dependence | None = None, worth: Worth | None = None
) -> Sized | str:
    """Return what :func:`size_plan` returns, or the sentence of its error."""
    return _or_reason(lambda: size_plan(series, layout, dependence, worth))
