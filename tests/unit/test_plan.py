"""Levels with roles as a plan: its direction, its order, what it pays."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.domain.errors import BadPlan
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.plan import Direction, Plan, missing_role, plan_of, propose_roles
from ratiodesk.domain.series import Basis

SHORT = Plan(entry=2.13, stop=2.35, target=1.95)
LONG = Plan(entry=1.80, stop=1.60, target=2.10)


def line(ratio: float, role: Role = Role.PLAIN, basis: Basis = Basis.PRICE) -> Level:
    return Level(LevelId(f"{ratio}-{basis}"), ratio, role, basis=basis)


def full_plan(basis: Basis = Basis.PRICE) -> list[Level]:
    return [line(1.95, Role.TARGET, basis), line(2.13, Role.ENTRY, basis), line(2.35, Role.STOP, basis)]


def test_a_target_below_the_stop_shorts_the_ratio() -> None:
    assert SHORT.direction is Direction.SHORT_RATIO


def test_a_target_above_the_stop_goes_long_the_ratio() -> None:
    assert LONG.direction is Direction.LONG_RATIO


def test_a_direction_turns_over_and_back() -> None:
    assert Direction.SHORT_RATIO.inverted() is Direction.LONG_RATIO
    assert Direction.LONG_RATIO.inverted() is Direction.SHORT_RATIO


@pytest.mark.parametrize(
    ("entry", "stop", "target", "said"),
    [
        (2.35, 2.35, 1.95, "it is above or on the stop"),
        (2.40, 2.35, 1.95, "it is above or on the stop"),
        (1.95, 2.35, 1.95, "it is below or on the target"),
        (1.90, 2.35, 1.95, "it is below or on the target"),
        (1.60, 1.60, 2.10, "it is below or on the stop"),
        (1.50, 1.60, 2.10, "it is below or on the stop"),
        (2.10, 1.60, 2.10, "it is above or on the target"),
        (2.20, 1.60, 2.10, "it is above or on the target"),
        (2.00, 2.35, 2.35, "Stop and target are both at 2.350"),
    ],
)
def test_a_plan_in_the_wrong_order_is_refused(entry: float, stop: float, target: float, said: str) -> None:
    with pytest.raises(BadPlan, match=re.escape(said)):
        Plan(entry, stop, target)


def test_the_refusal_names_all_three_levels() -> None:
    with pytest.raises(BadPlan, match=r"entry 2\.400 must lie between stop 2\.350 and target 1\.950"):
        Plan(entry=2.40, stop=2.35, target=1.95)


@pytest.mark.parametrize(
    ("plan", "ratio", "reward_risk"),
    [
        (SHORT, 2.15, 1.0),  # (2.15 − 1.95) ÷ (2.35 − 2.15)
        (SHORT, 2.25, 3.0),  # 0.30 ÷ 0.10
        (SHORT, 2.05, 1 / 3),  # 0.10 ÷ 0.30
        (LONG, 1.70, 4.0),  # (2.10 − 1.70) ÷ (1.70 − 1.60)
        (LONG, 1.85, 1.0),  # 0.25 ÷ 0.25
    ],
)
def test_reward_to_risk_compares_the_distances(plan: Plan, ratio: float, reward_risk: float) -> None:
    assert plan.reward_risk(ratio) == pytest.approx(reward_risk)


@pytest.mark.parametrize(
    ("plan", "ratio"), [(SHORT, 2.35), (SHORT, 2.40), (SHORT, 1.95), (SHORT, 1.9), (LONG, 1.6), (LONG, 2.1), (LONG, 3)]
)
def test_reward_to_risk_is_absent_at_and_beyond_the_ends(plan: Plan, ratio: float) -> None:
    assert plan.reward_risk(ratio) is None


@pytest.mark.parametrize(
    ("plan", "reward_risk", "ratio"),
    [
        (SHORT, 2.0, 2.216667),  # (1.95 + 2 × 2.35) ÷ 3
        (SHORT, 0.5, 2.083333),  # (1.95 + 0.5 × 2.35) ÷ 1.5
        (LONG, 3.0, 1.725),  # (2.10 + 3 × 1.60) ÷ 4
    ],
)
def test_a_fill_is_found_for_a_wanted_reward_to_risk(plan: Plan, reward_risk: float, ratio: float) -> None:
    assert plan.ratio_at(reward_risk) == pytest.approx(ratio, abs=1e-6)


@given(st.sampled_from([SHORT, LONG]), st.floats(0.01, 100))
def test_the_fill_for_a_reward_to_risk_pays_just_that(plan: Plan, wanted: float) -> None:
    assert plan.reward_risk(plan.ratio_at(wanted)) == pytest.approx(wanted, rel=1e-9)


def test_levels_with_all_three_roles_make_a_plan() -> None:
    assert plan_of(full_plan(), Basis.PRICE) == SHORT


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_there_is_no_plan_while_a_role_is_missing(missing: int) -> None:
    levels = full_plan()
    levels[missing] = line(levels[missing].ratio)
    assert plan_of(levels, Basis.PRICE) is None


def test_lines_of_the_other_basis_do_not_count() -> None:
    both = [*full_plan(), *full_plan(Basis.TOTAL_RETURN)]
    assert plan_of(both, Basis.PRICE) == SHORT
    assert plan_of(full_plan(Basis.TOTAL_RETURN), Basis.PRICE) is None


@pytest.mark.parametrize("role", [Role.STOP, Role.ENTRY, Role.TARGET])
def test_two_lines_with_one_role_make_no_plan(role: Role) -> None:
    with pytest.raises(BadPlan, match=f"Two lines are marked as {role}"):
        plan_of([*full_plan(), line(2.2, role)], Basis.PRICE)


def test_levels_in_the_wrong_order_make_no_plan() -> None:
    levels = [line(2.40, Role.ENTRY), line(2.35, Role.STOP), line(1.95, Role.TARGET)]
    with pytest.raises(BadPlan, match="must lie between"):
        plan_of(levels, Basis.PRICE)


@pytest.mark.parametrize(
    ("ratio", "roles"),
    [
        (2.14, (Role.TARGET, Role.ENTRY, Role.STOP)),  # above the middle line, so the top line is the stop
        (2.50, (Role.TARGET, Role.ENTRY, Role.STOP)),
        (2.13, (Role.TARGET, Role.ENTRY, Role.STOP)),
        (2.12, (Role.STOP, Role.ENTRY, Role.TARGET)),
        (1.00, (Role.STOP, Role.ENTRY, Role.TARGET)),
    ],
)
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_three_plain_lines_propose_a_plan(ratio: float, roles: tuple[Role, ...], order: tuple[int, ...]) -> None:
    lines = [line(1.95), line(2.13), line(2.35)]
    proposed = propose_roles([lines[index] for index in order], ratio)
    assert proposed == {level.id: role for level, role in zip(lines, roles, strict=True)}


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [line(1.95), line(2.13)],
        [line(1.95), line(2.13), line(2.35), line(2.5)],
        [line(1.95, Role.TARGET), line(2.13), line(2.35)],
        [line(1.95), line(1.95), line(2.35)],
        [line(1.95), line(2.35), line(2.35)],
    ],
    ids=["none", "two", "four", "one has a role", "lower two on one ratio", "upper two on one ratio"],
)
def test_other_lines_propose_nothing(lines: list[Level]) -> None:
    assert propose_roles(lines, 2.14) == {}


# The third line of a plan


LONG_RATIO = [line(1.95, Role.STOP), line(2.13, Role.ENTRY), line(2.35, Role.TARGET)]


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize("lines", [full_plan(), LONG_RATIO], ids=["short", "long"])
def test_a_line_where_one_is_missing_takes_its_role(lines: list[Level], at: int) -> None:
    others = [level for level in lines if level is not lines[at]]
    assert missing_role([*others, line(5.0)], line(lines[at].ratio)) is lines[at].role


@pytest.mark.parametrize(
    ("missing", "ratio"),
    [
        (Role.STOP, 2.0),  # Below the entry 2.13, between it and the target 1.95.
        (Role.STOP, 1.9),
        (Role.ENTRY, 1.9),
        (Role.ENTRY, 2.4),
        (Role.ENTRY, 2.35),  # On the stop.
        (Role.TARGET, 2.2),
        (Role.TARGET, 2.4),
        (Role.TARGET, 2.13),  # On the entry.
    ],
)
def test_a_line_where_the_missing_one_cannot_be_stays_plain(missing: Role, ratio: float) -> None:
    others = [level for level in full_plan() if level.role is not missing]
    assert missing_role(others, line(ratio)) is None


def test_lines_of_another_basis_miss_nothing() -> None:
    others = [level for level in full_plan(Basis.TOTAL_RETURN) if level.role is not Role.TARGET]
    assert missing_role(others, line(1.9)) is None


@pytest.mark.parametrize("count", [0, 1, 3])
def test_only_one_missing_role_is_taken(count: int) -> None:
    assert missing_role(full_plan()[:count], line(2.0)) is None
    assert missing_role([*full_plan()[:1], line(3.0)], line(2.0)) is None


def test_two_lines_with_one_role_miss_nothing() -> None:
    doubled = [line(2.35, Role.STOP), line(2.4, Role.STOP), line(2.13, Role.ENTRY)]
    assert missing_role(doubled, line(1.95)) is None
