"""How a frozen plan has done since, on closes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np

from ratiodesk.domain.cost import ORDERS, costs_of
from ratiodesk.domain.errors import NoSession
from ratiodesk.domain.frozen_plan import FrozenPlan
from ratiodesk.domain.level import Role
from ratiodesk.domain.plan import Direction, Plan
from ratiodesk.domain.position import Execution, Fill
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import Floats, RatioSeries, as_date
from ratiodesk.domain.tranche import is_reached, tranche_ratio
from ratiodesk.domain.zone import Zone, zone_of
from ratiodesk.words import mark, tr

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
    MISSED = "missed"

    @property
    def display_name(self) -> str:
        """The state in the words of the desk."""
        return tr(_NAMES[self])


_NAMES = {
    State.WAITING: mark("Waiting"),
    State.OPEN: mark("Open"),
    State.STOPPED: mark("Stopped"),
    State.TARGET: mark("Target reached"),
    State.MISSED: mark("Missed"),
}


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
        The first close in the entry zone, or at the first tranche; None where there was none.
    ended
        The close that ended it, before its entry where it was missed, or the last one while it is open; None while it
        waits.
    line
        Which line ended it, stop or target, None while none has.
    sessions
        From entry to end.
    filled
        How many of its tranches were opened; one where it is opened at once.
    money
        What the shares that were opened earned from then to the end, costs taken off [money].
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
    line: Role | None = None
    sessions: int = 0
    filled: int = 0
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
    target; where such a close comes before the entry, it was missed. A tranche is opened at the first close at its
    ratio or beyond, and one that was not reached by the end never is. The shares stay as they were frozen: with V the
    value of a leg then, C0 its close then and C its close now, both as today's prices have them, they earn
    V_B·(B1 − Be)/B0 − V_A·(A1 − Ae)/A0 from the entry e for a plan that buys B and sells A. A split, which changes C
    and C0 alike, drops out. On closes that are adjusted for dividends, those are counted as if they were reinvested;
    otherwise they are left out.

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
        pair, day = frozen.pair, seen.anchor.session
        sentence = tr("{pair} has no close of {day}, to which the frozen plan is tied.", pair=pair, day=day)
        raise NoSession(sentence)
    above, below = series.numerator_closes, series.denominator_closes
    least = _LEAST_DIVIDEND if seen.basis.adjusted else _LEAST_SPLIT
    scales = (
        _scale(float(above[tied]), seen.anchor.numerator, least),
        _scale(float(below[tied]), seen.anchor.denominator, least),
    )
    plan = _scaled(seen.plan, scales[0] / scales[1])
    last = as_date(sessions[-1])
    course = _course(seen, plan, series.values, begin, final)
    line = None if course.end is None else _LINES[zone_of(float(series.values[course.end]), plan)]
    if not course.entries:
        state = State.WAITING if course.end is None else State.MISSED
        ended = None if course.end is None else _mark(series, course.end)
        return Score(state, plan, last, ended=ended, line=line, risk=seen.planned_loss)
    entry, stop = course.entries[0], final - 1 if course.end is None else course.end
    # A close now is worth what the leg was worth then, times how far it has come since.
    changes = above / (seen.at.numerator * scales[0]), below / (seen.at.denominator * scales[1])
    profits = _profits(seen, course.entries, stop, changes)
    return Score(
        state=State.OPEN if line is None else _STATES[line],
        plan=plan,
        last=last,
        entered=_mark(series, entry),
        ended=_mark(series, stop),
        line=line,
        sessions=stop - entry,
        filled=len(course.entries),
        money=float(profits[-1]) - _costs(seen, [stop - row for row in course.entries]),
        best=float(profits.max()),
        worst=float(profits.min()),
        risk=seen.planned_loss,
    )


_LINES = {Zone.STOPPED: Role.STOP, Zone.TARGET: Role.TARGET}
_STATES = {Role.STOP: State.STOPPED, Role.TARGET: State.TARGET}


@dataclass(frozen=True, slots=True)
class _Course:
    """The rows at which tranches were opened, from entry to stop, and the one that ended it all, None if none has."""

    entries: tuple[int, ...]
    end: int | None


def _course(frozen: FrozenPlan, plan: Plan, values: Floats, begin: int, end: int) -> _Course:
    """Return what happened to a plan from row *begin* up to *end*; *plan* has its lines as they stand today."""
    places = frozen.sizing.tranches if frozen.fills else (0.0,)
    waiting = [tranche_ratio(plan, place) for place in places]
    entries: list[int] = []
    for row in range(begin, end):
        ratio = float(values[row])
        zone = zone_of(ratio, plan)
        if zone in _LINES:
            return _Course(tuple(entries), row)
        while waiting and is_reached(plan, ratio, waiting[0]):
            del waiting[0]
            entries.append(row)
    return _Course(tuple(entries), None)


def _profits(frozen: FrozenPlan, entries: Sequence[int], stop: int, changes: tuple[Floats, Floats]) -> Floats:
    """Return what the tranches that were opened have earned at each close from the first entry on [money].

    Parameters
    ----------
    entries, stop
        Rows at which they were opened, and the last one that counts.
    changes
        Closes of numerator and denominator over those the shares were sized at.
    """
    bought, sold = changes if frozen.direction is Direction.LONG_RATIO else changes[::-1]
    profits = np.zeros(stop + 1 - entries[0])
    for row, fill in zip(entries, _fills(frozen), strict=False):
        since = profits[row - entries[0] :]
        since += fill.bought_shares * frozen.bought.price * _earned(bought[row : stop + 1])
        since -= fill.sold_shares * frozen.sold.price * _earned(sold[row : stop + 1])
    return profits


def _fills(frozen: FrozenPlan) -> tuple[Fill, ...]:
    return frozen.fills or (Fill(frozen.bought.shares, frozen.sold.shares),)


def _scale(now: float, then: float, least: float) -> float:
    """Return how many times as high a close that is known now is as it was, one where it is the same but for *least*.

    Lines that the user drew move for a split or a dividend, and not because a service corrects a close.
    """
    return 1.0 if abs(now / then - 1) <= least else now / then


def _scaled(plan: Plan, factor: float) -> Plan:
    return Plan(*(Ratio(line * factor) for line in (plan.entry, plan.stop, plan.target)))


def _earned(closes: Floats) -> Floats:
    """Return the change of closes since the first of them."""
    earned: Floats = closes - closes[0]
    return earned


def _mark(series: RatioSeries, row: int) -> Mark:
    return Mark(as_date(series.sessions[row]), Ratio(float(series.values[row])))


def _costs(frozen: FrozenPlan, held: Sequence[int]) -> float:
    """Return what opening, holding and closing costs at the prices of the freezing [money].

    Parameters
    ----------
    held
        How long each tranche that was opened was held [sessions]; all of them are closed together.
    """
    rates, total = frozen.sizing.costs, 0.0
    for number, (sessions, fill) in enumerate(zip(held, _fills(frozen), strict=False)):
        total += costs_of(
            replace(rates, holding_sessions=sessions),
            fill.bought_shares + fill.sold_shares,
            fill.bought_shares * frozen.bought.price,
            fill.sold_shares * frozen.sold.price,
            short=frozen.execution is Execution.PAIR,
            orders=2 if number else ORDERS,
        ).total
    return total
