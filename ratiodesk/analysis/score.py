"""How a frozen plan has done since, on closes."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np

from ratiodesk.domain.cost import costs_of
from ratiodesk.domain.errors import NoSession
from ratiodesk.domain.frozen_plan import FrozenPlan
from ratiodesk.domain.plan import Direction, Plan
from ratiodesk.domain.position import Execution
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import Floats, RatioSeries, as_date
from ratiodesk.domain.zone import Zone, zone_of

# A close that a service corrects by less is still the same; the least split or spin-off moves it by more.
_LEAST_SPLIT = 5e-3
# A dividend changes all adjusted closes before it by as little as this; services round closes to four decimals.
_LEAST_DIVIDEND = 1e-5


class State(StrEnum):
    """What has become of a frozen plan."""

    WAITING = "waiting"
    OPEN = "open"
    STOPPED = "stopped"
    TARGET = "target"

    @property
    def display_name(self) -> str:
        """The state in the words of the desk."""
        return {
            State.WAITING: "Waiting",
            State.OPEN: "Open",
            State.STOPPED: "Stopped",
            State.TARGET: "Target reached",
        }[self]


@dataclass(frozen=True, slots=True)
class Mark:
    """A close that counts: the entry, the end, or the last one of a plan that is still open."""

    session: date
    ratio: Ratio


@dataclass(frozen=True, slots=True)
class Score:
    """What a frozen plan has earned.

    Parameters
    ----------
    state
        What has become of it.
    plan
        Its lines as they stand among today's closes: a split moves them with the ratio.
    last
        The last final session it was scored on.
    entered
        The first close in the entry zone, None while it waits for one.
    ended
        The close that ended it, or the last one while it is open; None while it waits.
    sessions
        From entry to end.
    money
        What the shares earned from entry to end, costs taken off [money].
    best, worst
        The largest gain and loss at a close on the way, costs left out [money]; zero at the entry.
    risk
        The planned loss [money].
    """

    state: State
    plan: Plan
    last: date
    entered: Mark | None = None
    ended: Mark | None = None
    sessions: int = 0
    money: float = 0.0
    best: float = 0.0
    worst: float = 0.0
    risk: float = 1.0

    @property
    def r_multiple(self) -> float:
        """Money over the planned loss."""
        return self.money / self.risk

    @property
    def best_r(self) -> float:
        """The best close over the planned loss."""
        return self.best / self.risk

    @property
    def worst_r(self) -> float:
        """The worst close over the planned loss."""
        return self.worst / self.risk


def score(frozen: FrozenPlan, series: RatioSeries) -> Score:
    """Score a plan on the closes after the session it was frozen on; that session itself may be the entry.

    Entered at the first close in the entry zone, it ends at the first later one beyond the stop, or at or beyond the
    target. The shares stay as they were frozen: with V the value of a leg then, C0 its close then and C its close now,
    both as today's prices have them, they earn V_B·(B1 − Be)/B0 − V_A·(A1 − Ae)/A0 from the entry e for a plan that
    buys B and sells A. A split, which changes C and C0 alike, drops out. On closes that are adjusted for dividends,
    those are counted as if they were reinvested; otherwise they are left out.

    Parameters
    ----------
    frozen
        The plan.
    series
        Daily closes of its pair, in any orientation, on its basis. A last one that is still forming does not count.

    Raises
    ------
    NoSession
        If *series* has no close of the session that the plan is tied to.
    """
    seen = frozen.seen_as(series.pair)
    final = len(series) - int(series.forming)
    sessions = series.sessions[:final]
    tied, begin = (
        int(np.searchsorted(sessions, np.datetime64(day, "D"))) for day in (seen.anchor.session, seen.session)
    )
    if tied == final or as_date(sessions[tied]) != seen.anchor.session:
        raise NoSession(f"{frozen.pair} has no close of {seen.anchor.session}, to which the frozen plan is tied.")
    above, below = series.numerator_closes, series.denominator_closes
    least = _LEAST_DIVIDEND if seen.basis.adjusted else _LEAST_SPLIT
    scales = (
        _scale(float(above[tied]), seen.anchor.numerator, least),
        _scale(float(below[tied]), seen.anchor.denominator, least),
    )
    plan = _scaled(seen.plan, scales[0] / scales[1])
    last = as_date(sessions[-1])
    entry = _first(series.values, begin, final, plan, (Zone.ENTRY,))
    if entry is None:
        return Score(State.WAITING, plan, last, risk=seen.planned_loss)
    end = _first(series.values, entry + 1, final, plan, (Zone.STOPPED, Zone.TARGET))
    state = State.OPEN
    if end is not None:
        state = State.STOPPED if zone_of(float(series.values[end]), plan) is Zone.STOPPED else State.TARGET
    stop = final - 1 if end is None else end
    # A close now is worth what the leg was worth then, times how far it has come since.
    numerator = _earned(above[entry : stop + 1], seen.at.numerator * scales[0])
    denominator = _earned(below[entry : stop + 1], seen.at.denominator * scales[1])
    bought, sold = numerator, denominator
    if seen.direction is Direction.SHORT_RATIO:
        bought, sold = denominator, numerator
    profits = seen.bought.value * bought - seen.sold.value * sold
    return Score(
        state=state,
        plan=plan,
        last=last,
        entered=_mark(series, entry),
        ended=_mark(series, stop),
        sessions=stop - entry,
        money=float(profits[-1]) - _costs(seen, stop - entry),
        best=float(profits.max()),
        worst=float(profits.min()),
        risk=seen.planned_loss,
    )


def _first(values: Floats, begin: int, end: int, plan: Plan, zones: tuple[Zone, ...]) -> int | None:
    """Return the first row of some whose ratio is in one of the zones."""
    return next((row for row in range(begin, end) if zone_of(float(values[row]), plan) in zones), None)


def _scale(now: float, then: float, least: float) -> float:
    """Return how many times as high a close that is known now is as it was, one where it is the same but for *least*.

    Lines that the user drew move for a split or a dividend, and not because a service corrects a close.
    """
    return 1.0 if abs(now / then - 1) <= least else now / then


def _scaled(plan: Plan, factor: float) -> Plan:
    return Plan(*(Ratio(line * factor) for line in (plan.entry, plan.stop, plan.target)))


def _earned(closes: Floats, then: float) -> Floats:
    """Return the change of closes since the first of them, over the close the leg was sized at [fraction]."""
    earned: Floats = (closes - closes[0]) / then
    return earned


def _mark(series: RatioSeries, row: int) -> Mark:
    return Mark(as_date(series.sessions[row]), Ratio(float(series.values[row])))


def _costs(frozen: FrozenPlan, sessions: int) -> float:
    """Return what opening, holding so long and closing costs at the prices of the freezing [money]."""
    shares = frozen.bought.shares + frozen.sold.shares
    return costs_of(
        replace(frozen.sizing.costs, holding_sessions=sessions),
        shares,
        frozen.bought.value,
        frozen.sold.value,
        short=frozen.execution is Execution.PAIR,
    ).total
