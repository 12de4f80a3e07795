"""Outcomes while the market moves: by hand, by revaluing the shares, and by the formula."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from worked_trade import PAIR, PLAN, PRICES, Trade, trades

from ratiodesk.domain.balance import Balance
from ratiodesk.domain.errors import NoPosition
from ratiodesk.domain.outcome_grid import MARKET_MOVES, OutcomeGrid, outcome_grid
from ratiodesk.domain.pair_prices import PairPrices
from ratiodesk.domain.plan import Direction, Plan
from ratiodesk.domain.position import Position
from ratiodesk.domain.sizing import Sizing, size

CENT = 0.005


def sized_or_skipped(trade: Trade) -> Position:
    try:
        return size(trade.plan, trade.prices, trade.sizing, trade.held)
    except NoPosition:
        assume(False)
        raise


def test_the_worked_example_has_its_grid() -> None:
    grid = outcome_grid(size(PLAN, PRICES, Sizing(), 0.0), PLAN)
    assert grid.moves == (-0.30, -0.15, 0.0, 0.15, 0.30)
    assert [(row.name, row.ratio) for row in grid.rows] == [("stop", 2.35), ("now", PRICES.ratio), ("target", 1.95)]
    stop, now, target = (row.profits for row in grid.rows)
    # 45 IWM bought at 222.75, 21 SPY sold at 476.87. IWM down 30 % is 155.925: 45 × −66.825 = −3,007.125; SPY at the
    # stop then is 2.35 × 155.925 = 366.42375: 21 × 110.44625 = +2,319.37.
    assert stop[0] == pytest.approx(-3007.125 + 2319.37125)
    # IWM up 30 % is 289.575: +3,007.125; SPY at the stop is 680.50125: 21 × −203.63125 = −4,276.26.
    assert stop[4] == pytest.approx(3007.125 - 4276.25625)
    assert stop[2] == pytest.approx(-978.44, abs=CENT)  # as with IWM standing still
    # Where the ratio stays, both legs move alike: ±30 % of the 9.48 by which they differ.
    assert now == pytest.approx((-2.844, -1.422, 0.0, 1.422, 2.844))
    # SPY at the target is 1.95 × 155.925 = 304.05375: −3,007.125 + 21 × 172.81625
    assert target[0] == pytest.approx(622.02, abs=CENT)
    assert grid.worst == stop[4]


def test_beta_neutral_makes_money_from_the_market_and_loses_it() -> None:
    grid = outcome_grid(size(PLAN, PRICES, Sizing(balance=Balance.BETA_NEUTRAL), 0.0), PLAN)
    # 36 IWM bought, 21 SPY sold. Up 30 % at the stop: 36 × 66.825 − 21 × 203.63125 = 2,405.70 − 4,276.26.
    assert grid.worst == pytest.approx(-1870.56, abs=CENT)
    # Nothing happens to the ratio, and a market 30 % up costs 30 % of 10,014.27 − 8,019.00.
    assert grid.rows[1].profits[4] == pytest.approx(-598.58, abs=CENT)


def test_a_long_plan_has_its_grid_from_the_mirror() -> None:
    # R = 100 ÷ 50 = 2, S = 1.6: 4 of A bought, 8 of B sold. A down 15 % is 85; at the stop B is 85 ÷ 1.6 = 53.125:
    # 4 × −15 − 8 × 3.125 = −85. At the target of 3 and A up 15 %, B is 115 ÷ 3: 4 × 15 + 8 × 11.6667 = 153.33.
    plan = Plan(entry=2.1, stop=1.6, target=3.0)
    position = size(plan, PairPrices(PAIR, 100.0, 50.0, 2.0), Sizing(account=10_000), 0.0)
    grid = outcome_grid(position, plan)
    assert grid.rows[0].profits[1] == pytest.approx(-85)
    assert grid.rows[2].profits[3] == pytest.approx(153.33, abs=CENT)


@given(trades())
def test_every_cell_is_what_the_shares_are_worth_then(trade: Trade) -> None:
    position = sized_or_skipped(trade)
    grid = outcome_grid(position, trade.plan)
    opened = position.bought.shares * trade.bought - position.sold.shares * trade.sold
    for row in grid.rows:
        # How much the numerator costs in shares of the denominator then.
        swap = trade.prices.numerator / trade.prices.denominator * row.ratio / trade.prices.ratio
        for move, profit in zip(grid.moves, row.profits, strict=True):
            bought = trade.bought * (1 + move)
            sold = bought * (swap if trade.plan.direction is Direction.SHORT_RATIO else 1 / swap)
            worth = position.bought.shares * bought - position.sold.shares * sold
            assert profit == pytest.approx(worth - opened, rel=1e-6, abs=1e-9 * position.gross)


@given(trades(), st.floats(-0.9, 2))
def test_a_cell_is_that_of_the_formula(trade: Trade, move: float) -> None:
    position = sized_or_skipped(trade)
    money = position.bought.value
    hedge = position.sold.value / money
    b = 1 + move
    for row in outcome_grid(position, trade.plan, (move,)).rows:
        change = row.ratio / trade.prices.ratio
        q = change if trade.plan.direction is Direction.SHORT_RATIO else 1 / change
        # P = N_B [b(1 − hq) − (1 − h)]
        assert row.profits[0] == pytest.approx(money * (b * (1 - hedge * q) - (1 - hedge)), abs=1e-9 * position.gross)


@given(trades())
def test_the_market_standing_still_is_the_outcome_with_the_long_leg_still(trade: Trade) -> None:
    position = sized_or_skipped(trade)
    rows = outcome_grid(position, trade.plan, (0.0,)).rows
    falling = trade.plan.direction is Direction.SHORT_RATIO
    for row, outcome in ((rows[0], position.at_stop), (rows[2], position.at_target)):
        still = outcome.denominator_still if falling else outcome.numerator_still
        assert row.profits[0] == pytest.approx(still, rel=1e-9, abs=1e-9 * position.gross)
    assert rows[1].profits[0] == pytest.approx(0, abs=1e-9 * position.gross)


@given(trades())
def test_equal_money_loses_at_the_stop_and_gains_at_the_target_wherever_the_market_goes(trade: Trade) -> None:
    position = sized_or_skipped(trade)
    # As many shares as the notional asks for to the last digit, so that both legs are worth the same.
    bought = replace(position.bought, shares=1000 / position.bought.price)
    sold = replace(position.sold, shares=1000 / position.sold.price)
    grid = outcome_grid(replace(position, bought=bought, sold=sold), trade.plan)
    assert all(profit < 0 for profit in grid.rows[0].profits)
    assert all(profit > 0 for profit in grid.rows[2].profits)
    assert all(abs(profit) < 1e-9 for profit in grid.rows[1].profits)


@given(trades())
def test_the_worst_is_the_least_of_all_cells(trade: Trade) -> None:
    grid: OutcomeGrid = outcome_grid(sized_or_skipped(trade), trade.plan)
    assert grid.worst == sorted(profit for row in grid.rows for profit in row.profits)[0]
    assert len(grid.rows[0].profits) == len(MARKET_MOVES)
