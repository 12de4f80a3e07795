"""What the journal holds, as plain dictionaries ready for JSON and as short aligned text."""

from collections.abc import Sequence
from dataclasses import asdict

from ratiodesk.analysis.score import Mark, Score, State
from ratiodesk.analysis.scored import Scored
from ratiodesk.domain.frozen_plan import FrozenPlan
from ratiodesk.domain.level import Role
from ratiodesk.domain.plan import Plan
from ratiodesk.domain.position import Leg
from ratiodesk.domain.ratio import format_level, format_ratio
from ratiodesk.domain.tranche import tranche_ratio
from ratiodesk.verb.printout import Row, aligned, printable
from ratiodesk.verb.report import Fields, cents


def journal_fields(scored: Scored) -> Fields:
    """Return everything the journal tells of one plan; null where nothing is known."""
    plan, sizing = scored.plan, scored.plan.sizing
    return {
        "id": plan.id,
        "frozen": plan.frozen.isoformat(),
        "pair": str(plan.pair),
        "basis": str(plan.basis),
        "session": plan.session.isoformat(),
        "ratio": plan.ratio,
        "direction": str(plan.direction),
        "lines": _lines(plan.plan),
        "execution": str(plan.execution),
        "balance": str(plan.balance),
        "legs": [_leg(leg) for leg in (plan.bought, plan.sold)],
        "fills": [{name: _count(shares) for name, shares in asdict(fill).items()} for fill in plan.fills],
        "currency": plan.currency or None,
        "planned_loss": cents(plan.planned_loss),
        "assumptions": {
            "account": cents(sizing.account),
            "risk_fraction": sizing.risk_fraction,
            "budget": cents(sizing.budget),
            "gross_limit": sizing.gross_limit,
            "fractional": sizing.fractional,
            "overshoot": sizing.overshoot,
            "costs": asdict(sizing.costs),
            "close_only": True,
            "tranches": [tranche_ratio(plan.plan, place) for place in sizing.tranches],
            "opened_at_once": not plan.fills,
        },
        "note": plan.note,
        "score": _score(scored.score) if scored.score else None,
        "problem": scored.problem or None,
    }


def journal_list(journal: Sequence[Scored]) -> str:
    """Return the plans, a line each."""
    rows: list[Row] = [
        ("Id", "Pair", "Frozen on", "State", "Entered", "Ended", "Sessions", "Best", "Worst", "R", "Money")
    ]
    remarks = []
    for scored in journal:
        plan, found = scored.plan, scored.score
        start = (plan.id, str(plan.pair), str(plan.session))
        if found is None:
            rows.append((*start, "no score", *("-",) * 7))
            remarks.append(f"{plan.id}: {printable(scored.problem)}")
        else:
            marks = (_day(found.entered), _day(found.ended) if found.state is not State.OPEN else "-")
            figures = (_r(found.best_r), _r(found.worst_r), _r(found.r_multiple), f"{cents(found.money):+,.2f}")
            known = (f"{found.sessions:,}", *figures) if found.entered else ("-",) * 5
            rows.append((*start, found.state.display_name.lower(), *marks, *known))
            if plan.fills and found.entered:
                remarks.append(f"{plan.id}: {found.filled} of {len(plan.fills)} tranches opened")
            if found.state is State.MISSED:
                remarks.append(f"{plan.id}: {_sentence(found)}")
    return "\n".join([aligned(rows, left=4), *remarks])


def journal_text(scored: Scored) -> str:
    """Return what was decided and what has become of it."""
    plan = scored.plan
    entry, stop, target = map(format_level, (plan.plan.entry, plan.plan.stop, plan.plan.target))
    legs = f"{_words(plan.bought)}, {_words(plan.sold)}"
    lines = [
        f"{plan.id}  {plan.pair}  frozen on {plan.session} at {format_ratio(plan.ratio)}",
        f"Entry {entry}  stop {stop}  target {target}",
        f"{plan.execution.capitalize()}: {legs}; planned loss {cents(plan.planned_loss):,.2f}",
        *([_tranches(scored)] if plan.sizing.tranches else []),
        _sentence(scored.score) if scored.score else printable(scored.problem),
    ]
    if scored.score and scored.score.entered:
        found = scored.score
        rows: list[Row] = [("", "R", "Money")]
        for name, multiple, money in (
            ("Best close", found.best_r, found.best),
            ("Worst close", found.worst_r, found.worst),
            ("Result", found.r_multiple, found.money),
        ):
            rows.append((name, _r(multiple), f"{cents(money):+,.2f}"))
        lines.append(aligned(rows))
    return "\n".join([*lines, f"Note: {printable(plan.note)}"] if plan.note else lines)


def _tranches(scored: Scored) -> str:
    plan, found = scored.plan, scored.score
    if not plan.fills:
        return "Meant to be opened in tranches; scored as if opened at once"
    opened = f"; {found.filled} opened" if found else ""
    ratios = ", ".join(format_ratio(tranche_ratio(plan.plan, place)) for place in plan.sizing.tranches)
    return f"In {len(plan.fills)} tranches, at {ratios}{opened}"


def _sentence(found: Score) -> str:
    if found.state is State.MISSED and found.ended is not None:
        passed = "beyond the stop" if found.line is Role.STOP else "at the target"
        end = f"{found.ended.session} at {format_ratio(found.ended.ratio)}"
        return f"Missed: {passed} on {end}, before it was entered."
    if found.entered is None or found.ended is None:
        return f"Waiting up to {found.last} for a close in the entry zone."
    start = f"Entered on {found.entered.session} at {format_ratio(found.entered.ratio)}"
    end = f"{found.ended.session} at {format_ratio(found.ended.ratio)}"
    held = f"{found.sessions:,} session{'s' * (found.sessions != 1)}"
    if found.state is State.OPEN:
        return f"{start}; open after {held}, marked to {end}."
    way = "stopped" if found.state is State.STOPPED else "at the target"
    return f"{start}; {way} after {held}, on {end}."


def _lines(plan: Plan) -> Fields:
    return {"entry": plan.entry, "stop": plan.stop, "target": plan.target}


def _leg(leg: Leg) -> Fields:
    return {
        "symbol": leg.symbol,
        "side": str(leg.side),
        "shares": _count(leg.shares),
        "price": leg.price,
        "value": cents(leg.value),
    }


def _count(shares: float) -> float:
    return int(shares) if float(shares).is_integer() else shares


def _score(found: Score) -> Fields:
    return {
        "state": str(found.state),
        "last": found.last.isoformat(),
        "lines": _lines(found.plan),
        "entered": _mark(found.entered),
        "ended": _mark(found.ended),
        "line": str(found.line) if found.line else None,
        "filled": found.filled,
        "sessions": found.sessions,
        "best": {"r": found.best_r, "money": cents(found.best)},
        "worst": {"r": found.worst_r, "money": cents(found.worst)},
        "result": {"r": found.r_multiple, "money": cents(found.money)},
    }


def _mark(mark: Mark | None) -> Fields | None:
    return {"session": mark.session.isoformat(), "ratio": mark.ratio} if mark else None


def _day(mark: Mark | None) -> str:
    return mark.session.isoformat() if mark else "-"


def _r(multiple: float) -> str:
    shown = round(multiple, 2) + 0.0
    return f"{shown:+.2f} R" if shown else "0.00 R"


def _words(leg: Leg) -> str:
    return f"{str(leg.side).replace('_', ' ')} {leg.shares:,g} {leg.symbol} at {leg.price:,.6g}"


def frozen_sentence(plan: FrozenPlan) -> str:
    """Return that a plan was frozen."""
    return f"Frozen as {plan.id}: {plan.pair} at {format_ratio(plan.ratio)} on {plan.session}."
