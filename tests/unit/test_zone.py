"""The band a ratio is in: exactly one, on every boundary, in both directions."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.analysis.time_in_zone import sessions_in_zone
from ratiodesk.domain.plan import Plan
from ratiodesk.domain.ratio import reciprocal
from ratiodesk.domain.zone import Zone, neighbours, place_among, zone_of

SHORT = Plan(entry=2.13, stop=2.35, target=1.95)
LONG = Plan(entry=1.80, stop=1.60, target=2.10)
STOPPED, ENTRY, HOLD, TARGET = Zone.STOPPED, Zone.ENTRY, Zone.HOLD, Zone.TARGET


# Far less than any digit on the screen, far more than the rounding of one division.
A_HAIR = 1e-9


def above(level: float) -> float:
    return level * (1 + A_HAIR)


def below(level: float) -> float:
    return level * (1 - A_HAIR)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    thousandths = draw(st.lists(st.integers(1, 10_000_000), min_size=3, max_size=3, unique=True))
    low, entry, high = (n / 1000 for n in sorted(thousandths))
    stop, target = (high, low) if draw(st.booleans()) else (low, high)
    return Plan(entry, stop, target)


def ratios_around(plan: Plan) -> st.SearchStrategy[float]:
    edges = [edge(level) for level in (plan.entry, plan.stop, plan.target) for edge in (float, above, below)]
    return st.sampled_from(edges) | st.integers(1, 100_000_000).map(lambda n: n / 10_000)


@pytest.mark.parametrize(
    ("ratio", "zone"),
    [
        (100.0, STOPPED),
        (above(2.35), STOPPED),
        (2.35, ENTRY),
        (2.14083, ENTRY),
        (2.13, ENTRY),
        (below(2.13), HOLD),
        (2.0, HOLD),
        (above(1.95), HOLD),
        (1.95, TARGET),
        (below(1.95), TARGET),
        (0.01, TARGET),
    ],
)
def test_every_boundary_of_a_short_ratio_plan(ratio: float, zone: Zone) -> None:
    assert zone_of(ratio, SHORT) is zone


@pytest.mark.parametrize(
    ("ratio", "zone"),
    [
        (0.01, STOPPED),
        (below(1.60), STOPPED),
        (1.60, ENTRY),
        (1.70, ENTRY),
        (1.80, ENTRY),
        (above(1.80), HOLD),
        (2.0, HOLD),
        (below(2.10), HOLD),
        (2.10, TARGET),
        (above(2.10), TARGET),
        (100.0, TARGET),
    ],
)
def test_every_boundary_of_a_long_ratio_plan(ratio: float, zone: Zone) -> None:
    assert zone_of(ratio, LONG) is zone


@given(st.data(), plans())
def test_every_ratio_is_in_exactly_the_zone_that_the_rules_name(data: st.DataObject, plan: Plan) -> None:
    r, e, s, t = data.draw(ratios_around(plan)), plan.entry, plan.stop, plan.target
    if t < s:
        rules = {STOPPED: r > s, ENTRY: e <= r <= s, HOLD: t < r < e, TARGET: r <= t}
    else:
        rules = {STOPPED: r < s, ENTRY: s <= r <= e, HOLD: e < r < t, TARGET: r >= t}
    assert [zone for zone, holds in rules.items() if holds] == [zone_of(r, plan)]


@given(st.data(), plans())
def test_zones_follow_the_ratio_in_one_order(data: st.DataObject, plan: Plan) -> None:
    ratios = sorted(data.draw(st.lists(ratios_around(plan), min_size=2, max_size=12)))
    from_target_to_stop = [TARGET, HOLD, ENTRY, STOPPED]
    places = [from_target_to_stop.index(zone_of(ratio, plan)) for ratio in ratios]
    rising = places if plan.target < plan.stop else [-place for place in places]
    assert all(first <= second for first, second in pairwise(rising))


@pytest.mark.parametrize(
    ("numerator", "denominator", "plan", "zone"),
    [
        (110.0, 100.0, Plan(entry=1.10, stop=1.20, target=0.90), ENTRY),  # on the entry
        (260.0, 100.0, Plan(entry=2.60, stop=3.00, target=2.00), ENTRY),
        (195.0, 100.0, Plan(entry=1.80, stop=1.95, target=1.60), ENTRY),  # on the stop
        (210.0, 100.0, Plan(entry=2.00, stop=2.10, target=1.60), ENTRY),
        (195.0, 100.0, Plan(entry=2.13, stop=2.35, target=1.95), TARGET),  # on the target
        (210.0, 100.0, Plan(entry=2.20, stop=2.35, target=2.10), TARGET),
    ],
)
def test_a_close_exactly_on_a_line_is_in_one_zone_either_way_up(
    numerator: float, denominator: float, plan: Plan, zone: Zone
) -> None:
    upside_down = Plan(reciprocal(plan.entry), reciprocal(plan.stop), reciprocal(plan.target))
    assert zone_of(numerator / denominator, plan) is zone
    assert zone_of(denominator / numerator, upside_down) is zone


@pytest.mark.parametrize(
    ("ratio", "levels", "zone"),
    [
        (2.0, [], Zone.NONE),
        (2.0, [1.9], Zone.ABOVE),
        (2.0, [2.0], Zone.ABOVE),
        (2.0, [2.1], Zone.BELOW),
        (2.0, [2.1, 1.9], Zone.BETWEEN),
        (2.1, [2.1, 1.9], Zone.ABOVE),
        (1.9, [2.1, 1.9], Zone.BETWEEN),
        (below(1.9), [2.1, 1.9], Zone.BELOW),
        (2.0, [2.3, 1.9, 2.1], Zone.BETWEEN),
    ],
)
def test_lines_without_a_plan_place_the_ratio_among_them(ratio: float, levels: list[float], zone: Zone) -> None:
    assert place_among(ratio, levels) is zone


def test_zones_are_called_as_the_command_line_prints_them() -> None:
    plan_zones, places = ["stopped", "entry", "hold", "target"], ["above", "between", "below", "no_levels"]
    assert [str(zone) for zone in Zone] == plan_zones + places


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        (STOPPED, "Stopped"),
        (ENTRY, "Entry zone"),
        (HOLD, "Hold"),
        (TARGET, "Target"),
        (Zone.ABOVE, "Above"),
        (Zone.BETWEEN, "Between"),
        (Zone.BELOW, "Below"),
        (Zone.NONE, "No levels"),
    ],
)
def test_every_zone_has_a_name_to_be_read(zone: Zone, shown: str) -> None:
    assert zone.display_name == shown


@pytest.mark.parametrize(
    ("ratio", "around"), [(2.0, (1.9, 2.1)), (1.9, (1.9, 2.1)), (2.2, (2.1, 2.3)), (2.1, (2.1, 2.3))]
)
def test_a_ratio_between_lines_has_one_below_or_at_it_and_one_above(ratio: float, around: tuple[float, float]) -> None:
    assert neighbours(ratio, [2.3, 1.9, 2.1]) == around


@pytest.mark.parametrize(
    ("values", "plan", "count"),
    [
        ([2.14], SHORT, 1),
        ([2.14, 2.35, 2.13], SHORT, 3),
        ([2.36, 2.35, 2.36], SHORT, 1),
        ([2.00, 2.36, 2.40], SHORT, 2),
        ([2.13, 2.12, 1.96], SHORT, 2),
        ([1.96, 1.95, 1.00], SHORT, 2),
        ([1.60, 1.59, 1.50], LONG, 2),
        ([1.59, 1.60, 1.80], LONG, 2),
        ([1.80, 1.81, 2.09], LONG, 2),
        ([2.09, 2.10, 2.50], LONG, 2),
    ],
)
def test_the_stay_in_a_zone_is_counted_back_to_its_beginning(values: list[float], plan: Plan, count: int) -> None:
    assert sessions_in_zone(np.array(values), plan) == count


@given(st.data(), plans())
def test_the_stay_in_a_zone_agrees_with_a_walk_back(data: st.DataObject, plan: Plan) -> None:
    values = data.draw(st.lists(ratios_around(plan), min_size=1, max_size=15))
    count = 0
    while count < len(values) and zone_of(values[-1 - count], plan) is zone_of(values[-1], plan):
        count += 1
    assert sessions_in_zone(np.array(values), plan) == count
