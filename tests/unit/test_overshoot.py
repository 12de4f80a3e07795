"""How far beyond a stop a ratio closes: against the series of zeta, and against simulated walks."""

import math
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worked_trade import PLAN, PRICES, Trade, trades

from ratiodesk.domain.odds import odds_of
from ratiodesk.domain.overshoot import MEAN_OVERSHOOT, expected_overshoot, overshot_stop
from ratiodesk.domain.plan import Direction, Plan
from ratiodesk.domain.sizing import Sizing, size

# A session's standard deviation of ln R in the simulated walks.
SIGMA = 0.01


def test_the_constant_is_that_of_the_series_of_zeta() -> None:
    # Euler–Maclaurin: ζ(s) = Σ k^−s for k < n, + n^(1−s)/(s−1) + n^−s/2 + s·n^(−s−1)/12 − …; here s = 1/2.
    n = 10_000
    zeta = math.fsum(1 / math.sqrt(k) for k in range(1, n)) - 2 * math.sqrt(n) + 0.5 / math.sqrt(n) + n**-1.5 / 24
    assert zeta == pytest.approx(-1.4603545088, abs=1e-10)
    assert pytest.approx(-zeta / math.sqrt(2 * math.pi), abs=1e-11) == MEAN_OVERSHOOT


@dataclass(frozen=True)
class Walked:
    """How many walks reached the target first, and how far beyond the stop the others closed, in ln R."""

    walks: int
    wins: int
    overshoots: np.ndarray

    @property
    def win_rate(self) -> float:
        return self.wins / self.walks

    @property
    def win_rate_error(self) -> float:
        """Standard error of the win rate."""
        return math.sqrt(self.win_rate * (1 - self.win_rate) / self.walks)


def walk(ratio: float, walks: int, *, watched: bool) -> Walked:
    """Let ln R walk in normal steps from *ratio* to stop or target; *watched* between closes too, or at closes alone.

    Between two closes at distances c and d from a line a Brownian path touches it with probability exp(−2cd/σ²).
    """
    random = np.random.default_rng(20211228)
    stop, target = math.log(PLAN.stop / ratio), math.log(PLAN.target / ratio)
    at, wins, overshoots = np.zeros(walks), 0, []
    while at.size:
        after = at + random.normal(0, SIGMA, at.size)
        stopped, won = after >= stop, after <= target
        if watched:
            touch_stop, touch_target = (
                np.exp(-2 * np.maximum((at - line) * (after - line), 0) / SIGMA**2) for line in (stop, target)
            )
            stopped |= random.random(at.size) < touch_stop
            won |= random.random(at.size) < touch_target
            # Lines 19 standard deviations apart are not both touched within one step.
            assert not np.any(stopped & won)
        wins += int(np.count_nonzero(won))
        overshoots.append(after[stopped] - stop)
        at = after[~stopped & ~won]
    return Walked(walks, wins, np.concatenate(overshoots))


def test_simulated_closes_end_beyond_the_stop_by_the_stated_mean() -> None:
    # 100,000 walks from 2.14, half of which reach the stop. The standard error of the mean is near
    # 0.50 σ ÷ √50,000 = 0.0022 σ, so that four of them tell 0.5826 σ from 0.574 σ.
    found = walk(2.14, 100_000, watched=False).overshoots
    error = float(np.std(found, ddof=1)) / math.sqrt(len(found))
    assert 0.002 * SIGMA < error < 0.0025 * SIGMA
    assert float(np.mean(found)) == pytest.approx(expected_overshoot(SIGMA), abs=4 * error)
    assert overshot_stop(PLAN, SIGMA) / PLAN.stop == pytest.approx(math.exp(np.mean(found)), abs=4 * error)


def test_a_path_watched_all_the_time_wins_as_often_as_stated() -> None:
    # From 2.24: ln(2.35 ÷ 2.24) ÷ ln(2.35 ÷ 1.95) = 0.047940 ÷ 0.186586 = 0.2569, with a standard error of
    # √(0.257 × 0.743 ÷ 40,000) = 0.0022.
    found = walk(2.24, 40_000, watched=True)
    stated = odds_of(PLAN, 2.24).random_walk_win_rate
    assert stated == pytest.approx(0.2569, abs=5e-5)
    assert found.win_rate_error == pytest.approx(0.0022, abs=5e-5)
    assert found.win_rate == pytest.approx(stated, abs=4 * found.win_rate_error)


def test_closes_alone_win_as_if_both_lines_were_farther_by_the_overshoot() -> None:
    # (0.047940 + 0.005826) ÷ (0.186586 + 2 × 0.005826) = 0.2712; 0.2569 is more than four standard errors away.
    found = walk(2.24, 40_000, watched=False)
    farther = Plan(PLAN.entry, overshot_stop(PLAN, SIGMA), PLAN.target * math.exp(-expected_overshoot(SIGMA)))
    stated = odds_of(farther, 2.24).random_walk_win_rate
    assert stated == pytest.approx(0.2712, abs=5e-5)
    assert found.win_rate == pytest.approx(stated, abs=4 * found.win_rate_error)
    assert abs(found.win_rate - 0.2569) > 4 * found.win_rate_error


def test_the_stop_of_the_worked_example_with_its_overshoot() -> None:
    # 2.35 × exp(±0.00582597): above the stop of a falling ratio, below that of a rising one.
    assert overshot_stop(PLAN, 0.01) == pytest.approx(2.363731, abs=5e-7)
    assert overshot_stop(Plan(entry=1.80, stop=1.60, target=2.10), 0.01) == pytest.approx(1.590706, abs=5e-7)


def test_the_overshoot_is_a_line_of_its_own_in_the_loss() -> None:
    position = size(PLAN, PRICES, Sizing(overshoot=True), 0.0)
    # 2.363731 × 222.75 ÷ 476.87 − 1 = 0.1041187, N = 9,604.42: 43 IWM and 20 SPY.
    assert position.loss_per_unit == pytest.approx(0.1041187, abs=5e-8)
    assert (position.bought.shares, position.sold.shares) == (43, 20)
    assert position.at_stop.low == pytest.approx(-931.85)  # 20 × 46.5925
    assert position.beyond_stop is not None
    assert position.beyond_stop.ratio == pytest.approx(2.363731, abs=5e-7)
    # 20 × 222.75 × (2.363731 − 2.35) = 20 × 3.058580
    assert position.overshoot_loss == pytest.approx(61.17, abs=0.005)
    assert position.planned_loss == pytest.approx(931.85 + 61.17, abs=0.005)


def test_without_it_nothing_is_added() -> None:
    position = size(PLAN, PRICES, Sizing(), 0.0)
    assert (position.beyond_stop, position.overshoot_loss) == (None, 0.0)
    assert position.planned_loss == -position.at_stop.low


@given(trades(), st.floats(1e-6, 0.1))
def test_the_stop_is_left_on_its_far_side(trade: Trade, volatility: float) -> None:
    left_at = overshot_stop(trade.plan, volatility)
    falling = trade.plan.direction is Direction.SHORT_RATIO
    assert left_at > trade.plan.stop if falling else left_at < trade.plan.stop
    assert abs(math.log(left_at / trade.plan.stop)) == pytest.approx(0.5825971579 * volatility)
