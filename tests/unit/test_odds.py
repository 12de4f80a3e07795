"""Distances and chances, by hand, by gambler's ruin and by simulation."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.domain.odds import odds_of
from ratiodesk.domain.plan import Plan
from ratiodesk.domain.ratio import reciprocal

SHORT = Plan(entry=2.13, stop=2.35, target=1.95)
LONG = Plan(entry=1.80, stop=1.60, target=2.10)


def test_the_worked_example_to_the_last_figure_given() -> None:
    ratio = 476.87 / 222.75  # 2.140831
    odds = odds_of(SHORT, ratio)
    assert odds.reward_risk == pytest.approx(0.912, abs=0.0005)  # (2.140831 − 1.95) ÷ (2.35 − 2.140831)
    assert odds.needed_win_rate == pytest.approx(0.523, abs=0.0005)  # 0.209169 ÷ 0.40
    assert odds.random_walk_win_rate == pytest.approx(0.500, abs=0.0005)  # 0.093221 ÷ 0.186586
    assert odds.to_stop == pytest.approx(0.097705, abs=5e-7)  # 2.35 × 222.75 ÷ 476.87 − 1 = 523.4625 ÷ 476.87 − 1
    assert odds.to_entry == pytest.approx(-0.005059, abs=5e-7)  # 474.4575 ÷ 476.87 − 1
    assert odds.to_target == pytest.approx(-0.089139, abs=5e-7)  # 434.3625 ÷ 476.87 − 1


def test_a_long_plan_has_its_odds_from_the_mirror() -> None:
    odds = odds_of(LONG, 1.70)
    assert odds.reward_risk == pytest.approx(4.0)  # 0.40 ÷ 0.10
    assert odds.needed_win_rate == pytest.approx(0.2)  # 0.10 ÷ 0.50
    assert odds.random_walk_win_rate == pytest.approx(math.log2(1.70 / 1.60) / math.log2(2.10 / 1.60))


@pytest.mark.parametrize(
    ("plan", "ratio"), [(SHORT, 2.35), (SHORT, 2.5), (SHORT, 1.95), (SHORT, 1.5), (LONG, 1.6), (LONG, 1.0), (LONG, 2.1)]
)
def test_at_and_beyond_the_ends_only_distances_remain(plan: Plan, ratio: float) -> None:
    odds = odds_of(plan, ratio)
    assert odds.reward_risk is odds.needed_win_rate is odds.random_walk_win_rate is None
    assert odds.to_stop == pytest.approx((plan.stop - ratio) / ratio)


@pytest.mark.parametrize(("numerator", "denominator"), [(195.0, 100.0), (110.0, 100.0), (260.0, 100.0)])
@pytest.mark.parametrize("end", ["stop", "target"])
def test_a_close_on_an_end_has_no_odds_either_way_up(numerator: float, denominator: float, end: str) -> None:
    level = round(numerator / denominator, 2)
    plan = Plan(level - 0.1, **{end: level, "target" if end == "stop" else "stop": level - 0.3})
    upside_down = Plan(reciprocal(plan.entry), reciprocal(plan.stop), reciprocal(plan.target))
    assert odds_of(plan, numerator / denominator).reward_risk is None
    assert odds_of(upside_down, denominator / numerator).reward_risk is None


@given(st.sampled_from([SHORT, LONG]), st.floats(0.001, 0.999))
def test_the_needed_win_rate_breaks_even(plan: Plan, part: float) -> None:
    ratio = plan.target + part * (plan.stop - plan.target)
    chance = odds_of(plan, ratio).needed_win_rate
    assert chance is not None
    gain, loss = abs(ratio - plan.target), abs(plan.stop - ratio)
    assert chance * gain == pytest.approx((1 - chance) * loss, rel=1e-9)


@pytest.mark.parametrize("up", [True, False], ids=["long", "short"])
def test_a_random_walk_wins_as_often_as_gamblers_ruin_says(up: bool) -> None:
    # In steps of a factor two: the target is 4 steps away, the stop 2. Fair coin: 2 ÷ (2 + 4).
    plan = Plan(entry=1.5, stop=0.25, target=16.0) if up else Plan(entry=0.5, stop=4.0, target=1 / 16)
    assert odds_of(plan, 1.0).random_walk_win_rate == pytest.approx(1 / 3)


@pytest.mark.parametrize("plan", [SHORT, LONG], ids=["short", "long"])
def test_a_simulated_random_walk_wins_as_often_as_stated(plan: Plan) -> None:
    # 40,000 walks of equal steps up or down in ln R, 30 from stop to target, starting 11 from the stop: the chance
    # is near 11 ÷ 30 with a standard error of √(0.367 × 0.633 ÷ 40,000) = 0.0024; four of them are allowed.
    walks, steps, start = 40_000, 30, 11
    ratio = plan.stop * (plan.target / plan.stop) ** (start / steps)
    random = np.random.default_rng(20211228)
    at = np.full(walks, start)
    wins = 0
    while at.size:
        at = at + random.choice((-1, 1), at.size)
        wins += int(np.count_nonzero(at == steps))
        at = at[(at > 0) & (at < steps)]
    assert odds_of(plan, ratio).random_walk_win_rate == pytest.approx(wins / walks, abs=4 * 0.0024)


@given(st.floats(1.951, 2.349))
def test_a_plan_upside_down_has_the_same_random_walk(ratio: float) -> None:
    upside_down = Plan(entry=1 / SHORT.entry, stop=1 / SHORT.stop, target=1 / SHORT.target)
    chance = odds_of(upside_down, 1 / ratio).random_walk_win_rate
    assert chance == pytest.approx(odds_of(SHORT, ratio).random_walk_win_rate, rel=1e-9)
