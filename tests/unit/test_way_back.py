"""The way back of a rotation: the same share count, whatever the market did."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from worked_trade import PLAN, PRICES, Trade, trades

from ratiodesk.domain.errors import NoPosition
from ratiodesk.domain.pair_prices import PairPrices
from ratiodesk.domain.plan import Direction, Plan
from ratiodesk.domain.position import Execution
from ratiodesk.domain.sizing import Sizing, size
from ratiodesk.domain.way_back import way_back

ROTATE = Sizing(execution=Execution.ROTATE)


def test_the_way_back_of_the_worked_example() -> None:
    back = way_back(size(PLAN, PRICES, ROTATE, 50_000.0), PLAN)
    assert (back.sells, back.shares, back.buys, back.given_up) == ("IWM", 44, "SPY", 21)
    assert back.back_at_target == pytest.approx(22.5641, abs=5e-5)  # 44 ÷ 1.95
    assert back.back_at_stop == pytest.approx(18.7234, abs=5e-5)  # 44 ÷ 2.35


def test_a_long_plan_buys_back_the_denominator() -> None:
    plan = Plan(entry=2.15, stop=1.95, target=2.35)
    back = way_back(size(plan, PRICES, ROTATE, 50_000.0), plan)
    # S = 1.95: 2.1408305 ÷ 1.95 − 1 = 0.0978618, N = 10,218.49: 45 IWM for 10,023.75, which buys 21 SPY.
    assert (back.sells, back.shares, back.buys, back.given_up) == ("SPY", 21, "IWM", 45)
    assert back.back_at_target == pytest.approx(49.35)  # 21 × 2.35
    assert back.back_at_stop == pytest.approx(40.95)  # 21 × 1.95


def test_lines_of_another_basis_bring_back_shares_at_the_prices_of_shares() -> None:
    # On total return the same ratio reads half as much; a share of each leg still costs what it costs.
    halved = Plan(entry=PLAN.entry / 2, stop=PLAN.stop / 2, target=PLAN.target / 2)
    prices = PairPrices(PRICES.pair, PRICES.numerator, PRICES.denominator, PRICES.ratio / 2)
    back = way_back(size(halved, prices, ROTATE, 50_000.0), halved)
    assert (back.back_at_target, back.back_at_stop) == pytest.approx((44 / 1.95, 44 / 2.35))


@given(trades(), st.floats(-0.9, 2))
def test_what_comes_back_is_what_the_proceeds_pay_for(trade: Trade, move: float) -> None:
    try:
        position = size(trade.plan, trade.prices, trade.sizing, trade.held)
    except NoPosition:
        assume(False)
        raise
    back = way_back(position, trade.plan)
    for ratio, found in ((trade.plan.target, back.back_at_target), (trade.plan.stop, back.back_at_stop)):
        change = ratio / trade.prices.ratio
        bought = trade.bought * (1 + move)
        sold = trade.sold * (1 + move) * (change if trade.plan.direction is Direction.SHORT_RATIO else 1 / change)
        assert found == pytest.approx(back.shares * bought / sold)
    assert back.back_at_stop < back.back_at_target


@given(trades())
def test_the_gain_in_shares_is_the_gain_in_money(trade: Trade) -> None:
    # While the first leg stands still, shares brought back beyond those given up are worth what the position earned,
    # beside the cash that whole shares left over.
    try:
        position = size(trade.plan, trade.prices, trade.sizing, trade.held)
    except NoPosition:
        assume(False)
        raise
    back = way_back(position, trade.plan)
    falling = trade.plan.direction is Direction.SHORT_RATIO
    earned = position.at_target.numerator_still if falling else position.at_target.denominator_still
    worth = (back.back_at_target - back.given_up) * position.sold.price
    assert worth == pytest.approx(earned + position.residual, abs=1e-9 * position.gross, rel=1e-9)
