"""Plans frozen on made-up histories of A/B, for the tests of their scores."""

from datetime import UTC, datetime

import numpy as np

from ratiodesk.analysis.reading import size_plan
from ratiodesk.domain.frozen_plan import FrozenPlan, freeze
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.plan import Plan
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import Bars, RatioSeries, align
from ratiodesk.domain.sizing import Sizing

MOMENT = datetime(2021, 12, 28, 22, 0, tzinfo=UTC)
# B stands at 100 in the made-up histories below, so a ratio of 2.00 is A at 200.
PLAN = Plan(entry=Ratio(2.0), stop=Ratio(2.2), target=Ratio(1.8))


USUAL = Sizing()


def layout_of(plan: Plan, sizing: Sizing = USUAL) -> Layout:
    roles = ((Role.ENTRY, plan.entry), (Role.STOP, plan.stop), (Role.TARGET, plan.target))
    return Layout(Pair("A", "B"), tuple(Level(LevelId(role), ratio, role) for role, ratio in roles), sizing)


def frozen_on(series: RatioSeries, layout: Layout) -> FrozenPlan:
    lines = {level.role: level.ratio for level in layout.levels}
    plan = Plan(lines[Role.ENTRY], lines[Role.STOP], lines[Role.TARGET])
    return freeze(series, plan, layout.sizing, size_plan(series, layout).position, MOMENT)


def cut(series: RatioSeries, count: int) -> RatioSeries:
    """Return the first sessions of a series."""
    bars = [
        Bars(Symbol(symbol), series.sessions[:count], *(closes[:count].copy() for _ in range(5)), np.zeros(count))
        for symbol, closes in (("A", series.numerator_closes), ("B", series.denominator_closes))
    ]
    return align(*bars, series.basis)
