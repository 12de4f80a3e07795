"""What ``size`` found, as plain dictionaries ready for JSON; see :mod:`ratiodesk.verb.report`."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from ratiodesk.analysis.reading import Sized, Standing
from ratiodesk.domain.contour import Contour, contours
from ratiodesk.domain.cost import Costs
from ratiodesk.domain.order_ticket import OrderTicket
from ratiodesk.domain.outcome_grid import OutcomeGrid
from ratiodesk.domain.position import Execution, Leg, Outcome, Position
from ratiodesk.domain.sizing import Sizing
from ratiodesk.domain.tranche import ScaleIn, Tranche
from ratiodesk.domain.way_back import WayBack
from ratiodesk.verb.report import Fields, cents, portfolio_fields, weight_list


def size_fields(standing: Standing, sized: Sized, sizing: Sizing) -> Fields:
    """Return everything ``size`` tells; null where something is not asked for or not possible."""
    position, plan = sized.position, standing.plan
    return {
        "pair": str(standing.pair),
        "session": standing.session.isoformat(),
        "ratio": standing.ratio,
        "zone": str(standing.zone),
        "direction": str(plan.direction) if plan else None,
        "execution": str(position.execution),
        "account": cents(sizing.account),
        "risk_fraction": sizing.risk_fraction,
        "budget": cents(position.budget),
        "balance": str(position.balance),
        "hedge_ratio": position.hedge_ratio,
        "stop_bounds_loss": position.balance.bounds_loss,
        "notional": cents(position.notional),
        "capped": position.capped,
        "uncapped_notional": cents(position.uncapped),
        "loss_per_unit": position.loss_per_unit,
        "planned_loss": cents(position.planned_loss),
        "overshoot": _overshoot(position),
        "costs": _costs(position.costs),
        "legs": [_leg(leg) for leg in position.legs],
        "residual": cents(position.residual),
        "gross": cents(position.gross),
        "gross_fraction": position.gross / sizing.account,
        "outcomes": {"stop": _outcome(position.at_stop), "target": _outcome(position.at_target)},
        "grid": _grid(sized.grid) | {"premise": sized.grid_premise or None},
        "wanted": asdict(sized.wanted),
        "contours": [_contour(found) for found in contours(plan)] if plan else [],
        "tranches": _scale_in(sized.scale_in),
        "executions": _executions(sized),
        "way_back": _way_back(sized.way_back),
        "weights": weight_list(sized.weights),
        "portfolio": portfolio_fields(sized.portfolio),
        "assumption": sized.assumption or None,
        "premise": sized.premise or None,
        "uncounted_costs": sizing.costs.uncounted(short=position.execution is Execution.PAIR) or None,
    }


def ticket_list(written: Mapping[Path, OrderTicket]) -> list[Fields]:
    """Return the files that tickets were written to, and the ratio at which their orders may be sent."""
    return [
        {"file": str(file), "limit_ratio": ticket.limit_ratio, "open": ticket.is_open}
        for file, ticket in written.items()
    ]


def whole(shares: float) -> float:
    """Return a number of shares, a whole one as an integer.

    >>> whole(45.0), whole(45.9479)
    (45, 45.9479)
    """
    return int(shares) if shares == int(shares) else shares


def _leg(leg: Leg) -> Fields:
    return {
        "symbol": leg.symbol,
        "side": str(leg.side),
        "shares": whole(leg.shares),
        "price": _price(leg.price),
        "value": cents(leg.value),
    }


def _price(price: float) -> float:
    # Currencies and coins trade at fractions of a cent.
    return cents(price) if price >= 1 else price


def _outcome(outcome: Outcome) -> Fields:
    return {
        "ratio": outcome.ratio,
        "low": cents(outcome.low),
        "high": cents(outcome.high),
        "numerator_still": cents(outcome.numerator_still),
        "denominator_still": cents(outcome.denominator_still),
    }


def _overshoot(position: Position) -> Fields | None:
    if position.beyond_stop is None:
        return None
    return {"ratio": position.beyond_stop.ratio, "loss": cents(position.overshoot_loss)}


def _costs(costs: Costs) -> Fields:
    lines = {name: cents(money) for name, money in asdict(costs).items()}
    return lines | {"total": cents(costs.total)}


def _grid(grid: OutcomeGrid) -> Fields:
    return {
        "moves": list(grid.moves),
        "rows": [
            {"name": row.name, "ratio": row.ratio, "profits": [cents(profit) for profit in row.profits]}
            for row in grid.rows
        ],
        "worst": cents(grid.worst),
    }


def _contour(contour: Contour) -> Fields:
    fields = asdict(contour)
    del fields["in_zone"]  # All of them are.
    return fields


def _scale_in(found: ScaleIn | str | None) -> Fields | None:
    if found is None:
        return None
    if isinstance(found, str):
        return {"problem": found}
    return {
        "parts": [_tranche(tranche) for tranche in found.tranches],
        "break_even": found.break_even,
        "residual": cents(found.residual),
        "notional": cents(found.notional),
        "planned_loss": cents(found.planned_loss),
        "costs": _costs(found.costs),
        "problem": None,
    }


def _tranche(tranche: Tranche) -> Fields:
    return {
        "ratio": tranche.ratio,
        "now": tranche.is_now,
        "bought_shares": whole(tranche.bought_shares),
        "sold_shares": whole(tranche.sold_shares),
        "bought_price": _price(tranche.bought_price),
        "sold_price": _price(tranche.sold_price),
    }


def _executions(sized: Sized) -> Fields:
    """Return both executions of one risk number; a rotation with V, and with x in N = xV."""
    found: Fields = {}
    for execution in Execution:
        position = sized.carried_out(execution)
        if isinstance(position, str):
            found[str(execution)] = {"problem": position}
            continue
        found[str(execution)] = {
            "notional": cents(position.notional),
            "capped": position.capped,
            "balance": str(position.balance),
            "legs": [_leg(leg) for leg in position.legs],
            "residual": cents(position.residual),
            "stop": _outcome(position.at_stop),
            "target": _outcome(position.at_target),
            "costs": cents(position.costs.total),
            "planned_loss": cents(position.planned_loss),
            "problem": None,
        }
        if execution is Execution.ROTATE:
            found[str(execution)] |= {
                "holding": cents(sized.held),
                "share_of_holding": position.notional / sized.held,
                "assumption": sized.rotation_assumption or sized.assumption or None,
            }
    return found


def _way_back(back: WayBack | None) -> Fields | None:
    if back is None:
        return None
    return {
        "sells": back.sells,
        "shares": whole(back.shares),
        "buys": back.buys,
        "given_up": whole(back.given_up),
        "back_at_target": round(back.back_at_target, 4),
        "back_at_stop": round(back.back_at_stop, 4),
    }
