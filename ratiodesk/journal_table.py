"""The journal as a table, for files and for whoever filters it."""

from collections.abc import Iterable, Sequence

from ratiodesk.analysis.scored import Scored
from ratiodesk.domain.csv_text import csv_text
from ratiodesk.domain.position import Leg

COLUMNS = (
    *("id", "frozen", "pair", "basis", "session", "ratio", "direction", "entry", "stop", "target"),
    *("execution", "balance", "bought", "bought_shares", "bought_price", "sold", "sold_shares", "sold_price"),
    *("currency", "account", "risk_fraction", "budget", "planned_loss"),
    *("state", "entered", "entered_ratio", "ended", "ended_ratio", "sessions"),
    *("best", "worst", "money", "best_r", "worst_r", "r", "note", "problem"),
    *("line", "tranches", "filled"),
)
_SCORED = 12


def journal_csv(journal: Iterable[Scored]) -> bytes:
    """Return a header and a row for each plan, as CSV in which no cell is a formula."""
    return csv_text([COLUMNS, *map(_row, journal)]).encode()


def _row(scored: Scored) -> Sequence[str | int | float | None]:
    plan = scored.plan
    return (
        *(plan.id, plan.frozen.isoformat(), str(plan.pair), str(plan.basis), str(plan.session), plan.ratio),
        *(str(plan.direction), plan.plan.entry, plan.plan.stop, plan.plan.target),
        *(str(plan.execution), str(plan.balance)),
        *_leg_cells(plan.bought),
        *_leg_cells(plan.sold),
        *(plan.currency, plan.sizing.account, plan.sizing.risk_fraction),
        *(round(plan.sizing.budget, 2), round(plan.planned_loss, 2)),
        *_score_cells(scored),
        *(_seen(plan.note), _seen(scored.problem)),
        *_course_cells(scored),
    )


def _seen(text: str) -> str:
    """Return *text* with a question mark for every sign that is not seen, or steers a terminal."""
    return "".join(char if char.isprintable() else "?" for char in text)


def _leg_cells(leg: Leg) -> Sequence[str | int | float | None]:
    return leg.symbol, int(leg.shares) if float(leg.shares).is_integer() else leg.shares, leg.price


def _score_cells(scored: Scored) -> Sequence[str | int | float | None]:
    found = scored.score
    if found is None:
        return (None,) * _SCORED
    if found.ended is not None and found.entered is None:
        return str(found.state), None, None, str(found.ended.session), found.ended.ratio, *(None,) * (_SCORED - 5)
    if found.entered is None or found.ended is None:
        return str(found.state), *(None,) * (_SCORED - 1)
    return (
        *(str(found.state), str(found.entered.session), found.entered.ratio),
        *(str(found.ended.session), found.ended.ratio, found.sessions),
        *(round(found.best, 2), round(found.worst, 2), round(found.money, 2)),
        *(round(found.best_r, 4), round(found.worst_r, 4), round(found.r_multiple, 4)),
    )


def _course_cells(scored: Scored) -> Sequence[str | int | None]:
    """Return the line that ended it, in how many tranches it was meant to be opened, and how many were."""
    found, count = scored.score, len(scored.plan.fills) or 1
    return (None, count, None) if found is None else (str(found.line) if found.line else None, count, found.filled)
