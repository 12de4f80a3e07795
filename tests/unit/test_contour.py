"""The fills that earn round multiples of the risk."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worked_trade import PLAN, Trade, trades

from ratiodesk.domain.contour import Contour, check_reward_risk, contour_of, contours
from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.odds import odds_of
from ratiodesk.domain.plan import Plan


@pytest.mark.parametrize(
    ("k", "ratio", "needed", "chance"),
    [
        # (1.95 + 2.35) ÷ 2; 1 ÷ 2; ln(2.35 ÷ 2.15) ÷ ln(2.35 ÷ 1.95) = 0.0889475 ÷ 0.1865860
        (1.0, 2.15, 1 / 2, 0.476711),
        # (1.95 + 4.70) ÷ 3; 1 ÷ 3; ln(2.35 ÷ 2.2166667) = 0.0584108
        (2.0, 6.65 / 3, 1 / 3, 0.313050),
        # (1.95 + 7.05) ÷ 4; 1 ÷ 4; ln(2.35 ÷ 2.25) = 0.0434851
        (3.0, 2.25, 1 / 4, 0.233057),
    ],
)
def test_the_contours_of_the_worked_example(k: float, ratio: float, needed: float, chance: float) -> None:
    found = next(found for found in contours(PLAN) if found.reward_risk == k)
    assert found == Contour(k, pytest.approx(ratio), pytest.approx(needed), pytest.approx(chance, abs=1e-6), True)


def test_contours_outside_the_entry_zone_are_left_out() -> None:
    # With the entry at 2.20, 1 : 1 at 2.15 lies in the hold zone.
    late = Plan(entry=2.20, stop=2.35, target=1.95)
    assert [found.reward_risk for found in contours(late)] == [2.0, 3.0]
    assert not contour_of(late, 1.0).in_zone
    assert contours(Plan(entry=2.30, stop=2.35, target=1.95)) == ()


def test_an_entry_drawn_on_a_contour_has_it_in_its_zone() -> None:
    # (1.50 + 3 × 2.30) ÷ 4 is 2.10, and 2.0999999999999996 to the machine.
    assert contour_of(Plan(entry=2.10, stop=2.30, target=1.50), 3.0).ratio < 2.10
    assert [found.reward_risk for found in contours(Plan(entry=2.10, stop=2.30, target=1.50))] == [3.0]


def test_the_contours_of_a_long_plan_lie_above_its_stop() -> None:
    found = contours(Plan(entry=1.80, stop=1.60, target=2.00))
    # (2.00 + 1.60 k) ÷ (1 + k)
    assert [(one.reward_risk, one.ratio) for one in found] == [
        (1.0, pytest.approx(1.80)),
        (2.0, pytest.approx(5.2 / 3)),
        (3.0, pytest.approx(1.70)),
    ]


@given(trades(), st.floats(0.1, 100))
def test_a_contour_earns_what_it_says(trade: Trade, k: float) -> None:
    found = contour_of(trade.plan, k)
    assert trade.plan.reward_risk(found.ratio) == pytest.approx(k, rel=1e-6)
    odds = odds_of(trade.plan, found.ratio)
    assert odds.needed_win_rate == pytest.approx(found.needed_win_rate, rel=1e-6)
    assert odds.random_walk_win_rate == pytest.approx(found.random_walk_win_rate, rel=1e-9)


@given(trades(), st.floats(0.1, 100))
def test_the_needed_win_rate_of_a_contour_breaks_even(trade: Trade, k: float) -> None:
    needed = contour_of(trade.plan, k).needed_win_rate
    assert needed * k == pytest.approx(1 - needed)


@given(trades(), st.floats(0.1, 50))
def test_more_reward_is_nearer_to_the_stop(trade: Trade, k: float) -> None:
    here, there = (abs(contour_of(trade.plan, reward).ratio - trade.plan.stop) for reward in (k, 2 * k))
    assert there < here


@pytest.mark.parametrize("k", [0.0, -1.0, 0.0999, 100.1, math.nan, math.inf, -math.inf])
def test_a_reward_out_of_range_is_refused_in_a_sentence(k: float) -> None:
    with pytest.raises(BadInput, match=f"^{re.escape('Reward : risk must be from 0.1 to 100.')}$"):
        contour_of(PLAN, k)


def test_the_ends_of_the_range_are_admitted() -> None:
    assert [check_reward_risk(k) for k in (0.1, 100.0)] == [0.1, 100.0]
