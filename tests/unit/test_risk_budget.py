"""One risk number: no balance, cost or rounding makes the planned loss exceed it; pair and rotation share it."""

import math
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from worked_trade import PLAN, PRICES, Trade, trades

from ratiodesk.domain.balance import Balance
from ratiodesk.domain.cost import CostRates
from ratiodesk.domain.errors import NoPosition
from ratiodesk.domain.outcome_grid import outcome_grid
from ratiodesk.domain.plan import Direction
from ratiodesk.domain.position import Execution, Position
from ratiodesk.domain.sizing import Sizing, shares_for, size


def sized_or_skipped(trade: Trade) -> Position:
    try:
        return size(trade.plan, trade.prices, trade.sizing, trade.held)
    except NoPosition:
        assume(False)
        raise


@given(trades())
def test_the_planned_loss_never_exceeds_the_budget(trade: Trade) -> None:
    position = sized_or_skipped(trade)
    assert 0 < position.planned_loss <= position.budget * (1 + 1e-9)


@given(trades())
def test_the_planned_loss_is_that_of_the_shares_with_one_leg_still(trade: Trade) -> None:
    position = sized_or_skipped(trade)
    stop = trade.plan.stop
    falling = trade.plan.direction is Direction.SHORT_RATIO
    if trade.sizing.overshoot:
        assert trade.prices.dependence.ratio_volatility is not None
        overshoot = 0.5825971579390106 * trade.prices.dependence.ratio_volatility
        stop *= math.exp(overshoot if falling else -overshoot)
    change = stop / trade.prices.ratio if falling else trade.prices.ratio / stop
    sold_still = position.bought.shares * (trade.bought - trade.bought / change)
    bought_still = position.sold.shares * (trade.sold * change - trade.sold)
    expected = max(sold_still, bought_still) + position.costs.total
    assert position.planned_loss == pytest.approx(expected, rel=1e-9, abs=1e-9 * position.gross)
    larger = -min(position.at_stop.low, position.beyond_stop.low if position.beyond_stop else 0)
    assert position.planned_loss == pytest.approx(larger + position.costs.total)
    assert position.overshoot_loss >= 0


@given(trades())
def test_fractions_use_up_the_budget_where_nothing_caps_it(trade: Trade) -> None:
    position = sized_or_skipped(replace(trade, sizing=replace(trade.sizing, fractional=True)))
    assume(not position.capped)
    # Each leg lacks less than a ten-thousandth of a share, and a rotation buys from what it sold for. What is lacking
    # would lose at most 2.4 times its price at the stop and cost as much again, and 0.20 a share.
    fractions = 0.0001 * (position.bought.price + 2 * position.sold.price)
    assert position.planned_loss >= position.budget - 5 * fractions - 0.0001 - 1e-9 * position.budget


@given(trades())
def test_both_executions_are_sized_by_one_number(trade: Trade) -> None:
    # Without what only a short pays, N is the same, whatever is held: x is then N over V.
    free = replace(trade.sizing.costs, borrow=0.0, short_dividend=0.0)
    sizing = replace(trade.sizing, costs=free, balance=Balance.DOLLAR_NEUTRAL, gross_limit=1e9)
    held = 1e12
    paired, rotation = (
        sized_or_skipped(replace(trade, sizing=replace(sizing, execution=execution), held=held))
        for execution in (Execution.PAIR, Execution.ROTATE)
    )
    assert rotation.notional == paired.notional
    assert rotation.loss_per_unit == paired.loss_per_unit
    share_of_holding = rotation.notional / held
    assert share_of_holding * held == pytest.approx(paired.notional, rel=1e-12)


def both_at_one_notional(trade: Trade, x: float) -> tuple[Position, Position, float]:
    """Return pair and rotation at N = xV in fractions of shares, free of costs, and V."""
    sizing = replace(trade.sizing, costs=CostRates(), balance=Balance.DOLLAR_NEUTRAL, gross_limit=1e9, fractional=True)
    paired = sized_or_skipped(replace(trade, sizing=replace(sizing, execution=Execution.PAIR)))
    held = paired.notional / x
    rotation = sized_or_skipped(replace(trade, sizing=replace(sizing, execution=Execution.ROTATE), held=held))
    return paired, rotation, held


def lacking(paired: Position) -> float:
    """Return how many shares less a rotation may buy.

    It buys from what it sold for, which is less by up to a fraction of that leg, and floors once more.
    """
    return 1.001 * (0.0001 * (1 + paired.sold.price / paired.bought.price) + 1e-11 * paired.bought.shares)


X = st.floats(0.01, 0.99)


@given(trades(), X, st.floats(0.3, 3), st.floats(0.3, 3))
def test_a_rotation_earns_what_the_pair_earns(trade: Trade, x: float, bought_change: float, q: float) -> None:
    paired, rotation, held = both_at_one_notional(trade, x)
    assert rotation.notional == pytest.approx(x * held)
    assert rotation.sold.shares == paired.sold.shares
    assert paired.bought.shares - rotation.bought.shares == pytest.approx(0, abs=lacking(paired))
    # b and bq are the prices later over the prices now.
    sold_change = bought_change * q
    earned = rotation.profit(bought_change - 1, sold_change - 1)
    digits = 1e-9 * (held + paired.gross) * (1 + bought_change + sold_change)
    room = lacking(paired) * paired.bought.price * abs(bought_change - 1) + digits
    assert earned == pytest.approx(paired.profit(bought_change - 1, sold_change - 1), abs=room)
    # What the account is worth later, against doing nothing: the rest of V, what was bought, and the cash left over.
    bought, sold = rotation.bought, rotation.sold
    kept = (held / sold.price - sold.shares) * sold.price * sold_change
    later = kept + bought.shares * bought.price * bought_change + (sold.value - bought.value)
    assert later - held * sold_change == pytest.approx(earned, abs=digits)
    # N·b·(1 − q), but for the fractions that both legs lack of N.
    floors = 0.0001 * (paired.bought.price * abs(bought_change - 1) + paired.sold.price * abs(sold_change - 1))
    expected = paired.notional * bought_change * (1 - q)
    assert earned == pytest.approx(expected, abs=room + floors * 1.001)


@given(trades(), X)
def test_both_executions_have_the_same_outcomes(trade: Trade, x: float) -> None:
    paired, rotation, _ = both_at_one_notional(trade, x)
    grids = (outcome_grid(position, trade.plan) for position in (paired, rotation))
    for one, other in zip(*(grid.rows for grid in grids), strict=True):
        assert (one.name, one.ratio) == (other.name, other.ratio)
        room = lacking(paired) * paired.bought.price * 0.3 + 1e-8 * paired.gross
        assert one.profits == pytest.approx(other.profits, abs=room)


def test_a_quarter_rotated_to_the_target_by_hand() -> None:
    # V = 40,939.64 of SPY, a quarter of which is N = 10,234.91; with IWM still 1 − 1.95 ÷ 2.1408305 of it is earned.
    held = 40_939.636
    position = size(PLAN, PRICES, Sizing(execution=Execution.ROTATE), held)
    assert position.notional / held == pytest.approx(0.25)
    assert position.notional * (1 - 1.95 / PRICES.ratio) == pytest.approx(912.32, abs=0.005)  # 10,234.91 × 0.0891385
    assert size(PLAN, PRICES, Sizing(), 0.0).notional == position.notional


def test_the_worked_example_in_fractions() -> None:
    position = size(PLAN, PRICES, Sizing(fractional=True), 0.0)
    # 10,234.9091 ÷ 222.75 = 45.94796 and ÷ 476.87 = 21.46268
    assert (position.bought.shares, position.sold.shares) == (45.9479, 21.4626)
    assert position.planned_loss == pytest.approx(999.996, abs=5e-4)  # 21.4626 × 46.5925


@pytest.mark.parametrize(
    ("value", "price", "shares"),
    [(300.0, 100.0, 3.0), (0.03, 100.0, 0.0003), (0.0299, 100.0, 0.0002), (123.456789, 1.0, 123.4567), (0.3, 0.1, 3.0)],
)
def test_a_fraction_is_never_more_than_is_paid_for(value: float, price: float, shares: float) -> None:
    assert shares_for(value, price, Sizing(fractional=True)) == shares


def test_whole_shares_are_whole_numbers() -> None:
    position = size(PLAN, PRICES, Sizing(), 0.0)
    assert [type(leg.shares) for leg in position.legs] == [int, int]


def test_too_small_for_a_fraction_names_the_leg() -> None:
    # 0.4 ÷ 0.0977048 × 0.01 = 0.04 for a leg; a ten-thousandth of an SPY costs 0.047687.
    with pytest.raises(
        NoPosition, match=r"^Too small for a fraction of SPY: 0\.04 is available for this leg, one share"
    ):
        size(PLAN, PRICES, Sizing(account=0.4, fractional=True), 0.0)


@given(trades())
def test_every_amount_of_money_is_the_same_upside_down(trade: Trade) -> None:
    # Fractions, because whole shares differ where the last bit decides; test_sizing has those cases.
    here = sized_or_skipped(replace(trade, sizing=replace(trade.sizing, fractional=True)))
    plan, prices, legs = trade.plan, trade.prices, trade.prices.dependence
    turned = replace(
        trade,
        sizing=replace(trade.sizing, fractional=True),
        plan=replace(plan, entry=1 / plan.entry, stop=1 / plan.stop, target=1 / plan.target),
        prices=replace(
            prices,
            pair=prices.pair.inverted(),
            numerator=prices.denominator,
            denominator=prices.numerator,
            ratio=1 / prices.ratio,
            dependence=replace(
                legs,
                numerator_beta=legs.denominator_beta,
                denominator_beta=legs.numerator_beta,
                numerator_volatility=legs.denominator_volatility,
                denominator_volatility=legs.numerator_volatility,
            ),
        ),
    )
    there = sized_or_skipped(turned)
    assert [leg.symbol for leg in there.legs] == [leg.symbol for leg in here.legs]
    step = 0.00011 * (here.bought.price + here.sold.price) * 4
    for found, expected in (
        (there.notional, here.notional),
        (there.uncapped, here.uncapped),
        (there.planned_loss, here.planned_loss),
        (there.overshoot_loss, here.overshoot_loss),
        (there.costs.total, here.costs.total),
        (there.residual, here.residual),
        (there.at_stop.low, here.at_stop.low),
        (there.at_target.high, here.at_target.high),
    ):
        assert found == pytest.approx(expected, rel=1e-9, abs=step)
