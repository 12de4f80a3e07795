"""All that is saved for a pair: lines, sizing, holdings, view."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from ratiodesk.domain.basis import Basis
from ratiodesk.domain.errors import BadLevel, BadPlan
from ratiodesk.domain.interval import Interval, interval_named
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.plan import Direction, missing_role, plan_of, propose_roles
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.sizing import Sizing
from ratiodesk.words import tr

# A document holds no more.
MOST_BLANK = 1_000_000


class Scale(StrEnum):
    """How the ratio axis is divided."""

    LINEAR = "linear"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class View:
    """What part of the history is shown, and how.

    Parameters
    ----------
    range
        Name of a range button (``3Y``), or ``custom`` for the dates below.
    interval
        Bar interval, ``1d``.
    scale, basis
        How the ratio axis is divided; which closes are divided.
    start, end
        First and last date in sight of a custom range.
    blank
        Empty bars right of the last session of a custom range.
    low, high
        The ratio axis where the user took it, None where it follows the visible bars.
    compare
        The second ratio that is drawn over the first, None if there is none.
    """

    range: str = "3Y"
    interval: str = "1d"
    scale: Scale = Scale.LINEAR
    basis: Basis = Basis.PRICE
    start: date | None = None
    end: date | None = None
    blank: int = 0
    low: float | None = None
    high: float | None = None
    compare: Pair | None = None

    def in_bars(self, interval: Interval) -> "View":
        """Return the view in other bars: the same dates, and about as much room right of them."""
        blank = round(self.blank * interval_named(self.interval).sessions / interval.sessions)
        return replace(self, interval=str(interval), blank=min(blank, MOST_BLANK))

    def inverted(self) -> "View":
        # Two ratios that moved together do so upside down only if both are turned over.
        turned = replace(self, compare=self.compare.inverted() if self.compare else None)
        if self.low is None or self.high is None or not 0 < self.low <= self.high:
            return replace(turned, low=None, high=None)
        return replace(turned, low=1 / self.high, high=1 / self.low)


@dataclass(frozen=True, slots=True)
class Layout:
    """The user's work on one pair. Every change returns a new layout."""

    pair: Pair
    levels: tuple[Level, ...] = ()
    sizing: Sizing = field(default_factory=Sizing)
    holdings: tuple[Holding, ...] = ()
    view: View = field(default_factory=View)

    @property
    def direction(self) -> Direction | None:
        """The direction of the plan on the basis in view, None without a sound plan."""
        try:
            plan = plan_of(self.levels, self.view.basis)
        except BadPlan:
            return None
        return plan.direction if plan else None

    def level(self, level_id: LevelId) -> Level:
        """Return one line.

        Raises
        ------
        BadLevel
            If there is no such line.
        """
        for level in self.levels:
            if level.id == level_id:
                return level
        raise BadLevel(tr("There is no level “{level}” on {pair}.", level=level_id, pair=self.pair))

    def in_basis(self) -> tuple[Level, ...]:
        """Return the lines of the basis in view."""
        return tuple(level for level in self.levels if level.basis is self.view.basis)

    def add(self, level: Level, ratio: Ratio | None = None) -> "Layout":
        """Return the layout with one more line; the third plain one makes a plan by itself, as does a missing one.

        Parameters
        ----------
        level
            The line; a role that another line of its basis carries passes to it.
        ratio
            The ratio now, needed for what :func:`~ratiodesk.domain.plan.propose_roles` and
            :func:`~ratiodesk.domain.plan.missing_role` propose; nothing is proposed without it.
        """
        added = replace(self, levels=(*self.levels, level)).with_role(level.id, level.role)
        if ratio is None:
            return added
        role = missing_role(self.levels, level)
        if role is not None:
            return added.with_role(level.id, role)
        return added.with_roles(propose_roles([line for line in added.levels if line.basis is level.basis], ratio))

    def remove(self, level_id: LevelId) -> "Layout":
        gone = self.level(level_id)
        return replace(self, levels=tuple(level for level in self.levels if level is not gone))

    def with_level(self, level: Level) -> "Layout":
        """Return the layout with the line of the same id replaced by *level*."""
        old = self.level(level.id)
        return self._map(lambda line: level if line is old else line)

    def move(self, level_id: LevelId, ratio: Ratio) -> "Layout":
        return self.with_level(replace(self.level(level_id), ratio=ratio))

    def with_role(self, level_id: LevelId, role: Role) -> "Layout":
        """Return the layout with the role given to one line and taken from any other of its basis."""
        chosen = self.level(level_id)

        def assign(line: Level) -> Level:
            if line is chosen:
                return replace(line, role=role)
            rival = role is not Role.PLAIN and line.role is role and line.basis is chosen.basis
            return replace(line, role=Role.PLAIN) if rival else line

        return self._map(assign)

    def with_roles(self, roles: Mapping[LevelId, Role]) -> "Layout":
        """Return the layout with several roles given at once; lines not named keep theirs."""
        return self._map(lambda line: replace(line, role=roles.get(line.id, line.role)))

    def with_holding(self, holding: Holding) -> "Layout":
        others = (old for old in self.holdings if old.symbol != holding.symbol)
        return replace(self, holdings=tuple(sorted((*others, holding), key=lambda held: held.symbol)))

    def without_holding(self, symbol: Symbol) -> "Layout":
        return replace(self, holdings=tuple(held for held in self.holdings if held.symbol != symbol))

    def inverted(self) -> "Layout":
        """Return the same work seen upside down: L becomes 1/L, roles and money stay."""
        inverted = self._map(Level.inverted)
        return replace(inverted, pair=self.pair.inverted(), view=self.view.inverted())

    def seen_as(self, pair: Pair) -> "Layout":
        """Return the layout in the orientation of *pair*, which is this one or its inverse."""
        if pair.key != self.pair.key:
            raise ValueError(f"{self.pair} cannot be seen as {pair}")
        return self if pair == self.pair else self.inverted()

    def has_work_of(self, other: "Layout") -> bool:
        """Return whether lines and money are the same; how the pair is looked at is no part of the work.

        Either orientation may come, up to the last digits that turning a pair over may change.
        """
        there = other.seen_as(self.pair)
        lines, others = self.levels, there.levels
        is_same = len(lines) == len(others) and all(map(Level.same_as, lines, others))
        return is_same and self.sizing == there.sizing and self.holdings == there.holdings

    def _map(self, change: Callable[[Level], Level]) -> "Layout":
        return replace(self, levels=tuple(change(level) for level in self.levels))
