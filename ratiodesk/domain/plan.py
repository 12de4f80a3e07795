"""A plan: direction, entry, stop and target, read from the levels that carry roles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ratiodesk.domain.basis import Basis
from ratiodesk.domain.errors import BadPlan
from ratiodesk.domain.level import PLAN_ROLES, Level, LevelId, Role
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.ratio import Ratio, format_level, on_line
from ratiodesk.words import mark, tr

# Where an entry is that does not lie in between, by whether that is below and whether it is beyond the stop.
_BEYOND = {
    (True, True): mark("below or on the stop"),
    (True, False): mark("below or on the target"),
    (False, True): mark("above or on the stop"),
    (False, False): mark("above or on the target"),
}


class Direction(StrEnum):
    """Which way the plan wants the ratio to go."""

    SHORT_RATIO = "short_ratio"
    LONG_RATIO = "long_ratio"

    def inverted(self) -> "Direction":
        return Direction.LONG_RATIO if self is Direction.SHORT_RATIO else Direction.SHORT_RATIO


@dataclass(frozen=True, slots=True)
class Plan:
    """Entry, stop and target in an order that makes sense: T < E < S or S < E < T.

    Raises
    ------
    BadPlan
        If the entry is not strictly between stop and target.
    """

    entry: Ratio
    stop: Ratio
    target: Ratio

    def __post_init__(self) -> None:
        if self.stop == self.target:
            both = format_level(self.stop)
            raise BadPlan(tr("Stop and target are both at {ratio}: move one of them.", ratio=both))
        low, high = sorted((self.stop, self.target))
        if not low < self.entry < high:
            is_below = self.entry <= low
            is_at_stop = is_below == (self.stop < self.target)
            entry, stop, target = map(format_level, (self.entry, self.stop, self.target))
            sentence = tr(
                "The entry {entry} must lie between stop {stop} and target {target}; it is {where}.",
                entry=entry,
                stop=stop,
                target=target,
                where=tr(_BEYOND[is_below, is_at_stop]),
            )
            raise BadPlan(sentence)

    @property
    def direction(self) -> Direction:
        return Direction.SHORT_RATIO if self.target < self.stop else Direction.LONG_RATIO

    def bought_and_sold(self, pair: Pair) -> tuple[Symbol, Symbol]:
        """Return which leg the plan buys and which it sells: a falling ratio wants the denominator.

        >>> plan = Plan(entry=Ratio(2.13), stop=Ratio(2.35), target=Ratio(1.95))
        >>> plan.bought_and_sold(Pair.parse("SPY/IWM"))
        ('IWM', 'SPY')
        """
        if self.direction is Direction.SHORT_RATIO:
            return pair.denominator, pair.numerator
        return pair.symbols

    def reward_risk(self, ratio: float) -> float | None:
        """Return (R − T)/(S − R), None where the ratio is at or beyond stop or target.

        >>> plan = Plan(entry=Ratio(2.13), stop=Ratio(2.35), target=Ratio(1.95))
        >>> round(plan.reward_risk(2.15), 6)  # (2.15 − 1.95) / (2.35 − 2.15)
        1.0
        """
        between = min(self.stop, self.target) < ratio < max(self.stop, self.target)
        if not between or on_line(ratio, self.stop) or on_line(ratio, self.target):
            return None
        return (ratio - self.target) / (self.stop - ratio)

    def ratio_at(self, reward_risk: float) -> Ratio:
        """Return the fill that earns *reward_risk*: (T + kS)/(1 + k).

        >>> plan = Plan(entry=Ratio(2.13), stop=Ratio(2.35), target=Ratio(1.95))
        >>> round(plan.ratio_at(1.0), 6)
        2.15
        """
        return Ratio((self.target + reward_risk * self.stop) / (1 + reward_risk))


def plan_of(levels: Iterable[Level], basis: Basis) -> Plan | None:
    """Return the plan the levels of one basis make, None while a role is missing.

    Raises
    ------
    BadPlan
        If two levels carry one role, or the levels are in the wrong order.
    """
    by_role: dict[Role, Level] = {}
    for level in levels:
        if level.basis is not basis or level.role is Role.PLAIN:
            continue
        if level.role in by_role:
            raise BadPlan(tr("Two lines are marked as {role}: change the role of one.", role=level.role.noun))
        by_role[level.role] = level
    if len(by_role) < len(PLAN_ROLES):
        return None
    return Plan(by_role[Role.ENTRY].ratio, by_role[Role.STOP].ratio, by_role[Role.TARGET].ratio)


def propose_roles(levels: Sequence[Level], ratio: Ratio) -> dict[LevelId, Role]:
    """Return the roles three plain lines suggest, empty when there are not exactly three of them.

    The middle line is the entry, the outer line on the ratio's side of it the stop, the other one the target.
    """
    if len(levels) != 3 or any(level.role is not Role.PLAIN for level in levels):
        return {}
    low, middle, high = sorted(levels, key=lambda level: level.ratio)
    if not low.ratio < middle.ratio < high.ratio:
        return {}
    stop, target = (high, low) if ratio >= middle.ratio else (low, high)
    return {middle.id: Role.ENTRY, stop.id: Role.STOP, target.id: Role.TARGET}


def missing_role(levels: Iterable[Level], added: Level) -> Role | None:
    """Return the role that makes a sound plan of a plain line and two others, None if there is no such role.

    >>> entry, stop = Level(LevelId("e"), Ratio(2.13), Role.ENTRY), Level(LevelId("s"), Ratio(2.35), Role.STOP)
    >>> missing_role([entry, stop], Level(LevelId("n"), Ratio(1.95)))
    <Role.TARGET: 'target'>
    >>> missing_role([entry, stop], Level(LevelId("n"), Ratio(2.5))) is None
    True
    """
    others = [level for level in levels if level.id != added.id and level.basis is added.basis]
    missing = set(PLAN_ROLES) - {level.role for level in others}
    if added.role is not Role.PLAIN or len(missing) != 1:
        return None
    (role,) = missing
    try:
        plan_of([*others, replace(added, role=role)], added.basis)
    except BadPlan:
        return None
    return role
