"""How much of the sold leg stands against the bought one."""

from dataclasses import replace

import pytest
from hypothesis import given
from worked_trade import LEGS, PAIR, PLAN, PRICES, dependences

from ratiodesk.domain.balance import Balance, Dependence, hedge_ratio
from ratiodesk.domain.errors import NoPosition
from ratiodesk.domain.pair_prices import UNKNOWN, PairPrices
from ratiodesk.domain.plan import Plan
from ratiodesk.domain.position import Execution
from ratiodesk.domain.sizing import Sizing, size


@pytest.mark.parametrize(
    ("balance", "short_ratio", "long_ratio"),
    [
        (Balance.DOLLAR_NEUTRAL, 1.0, 1.0),
        # A falling ratio buys the denominator, so its beta on the numerator counts; a rising one the other beta.
        (Balance.BETA_NEUTRAL, 1.25, 0.44),
        (Balance.VOLATILITY_PARITY, 1.75, 4 / 7),  # 0.014 ÷ 0.008 and 0.008 ÷ 0.014
    ],
)
def test_the_hedge_is_that_of_the_bought_leg_on_the_sold_one(
    balance: Balance, short_ratio: float, long_ratio: float
) -> None:
    assert hedge_ratio(balance, LEGS, buys_denominator=True) == pytest.approx(short_ratio)
    assert hedge_ratio(balance, LEGS, buys_denominator=False) == pytest.approx(long_ratio)


@given(dependences())
def test_the_hedge_is_the_same_upside_down(legs: Dependence) -> None:
    turned = Dependence(
        numerator_beta=legs.denominator_beta,
        denominator_beta=legs.numerator_beta,
        numerator_volatility=legs.denominator_volatility,
        denominator_volatility=legs.numerator_volatility,
    )
    for balance in Balance:
        for buys in (True, False):
            upright = hedge_ratio(balance, legs, buys_denominator=buys)
            assert hedge_ratio(balance, turned, buys_denominator=not buys) == upright


@pytest.mark.parametrize(
    ("balance", "legs", "sentence"),
    [
        (
            Balance.BETA_NEUTRAL,
            UNKNOWN,
            "Beta neutral needs at least four common sessions, and a sold leg that has moved.",
        ),
        (
            Balance.BETA_NEUTRAL,
            replace(LEGS, denominator_beta=-0.304),
            "Beta neutral is not possible: the bought leg’s beta on the sold one is -0.30.",
        ),
        (
            Balance.BETA_NEUTRAL,
            replace(LEGS, denominator_beta=0.0),
            "Beta neutral is not possible: the bought leg’s beta on the sold one is 0.00.",
        ),
        *(
            (Balance.VOLATILITY_PARITY, legs, "Volatility parity needs a history in which both legs have moved.")
            for legs in (
                UNKNOWN,
                replace(LEGS, numerator_volatility=0.0),
                replace(LEGS, denominator_volatility=None),
                replace(LEGS, denominator_volatility=0.0),
            )
        ),
    ],
)
def test_a_history_that_does_not_tell_the_hedge_is_told(balance: Balance, legs: Dependence, sentence: str) -> None:
    with pytest.raises(NoPosition) as refused:
        hedge_ratio(balance, legs, buys_denominator=True)
    assert str(refused.value) == sentence
    assert hedge_ratio(Balance.DOLLAR_NEUTRAL, legs, buys_denominator=True) == 1.0


def test_a_beta_neutral_position_sells_h_for_each_unit_bought() -> None:
    position = size(PLAN, PRICES, Sizing(balance=Balance.BETA_NEUTRAL), 0.0)
    # 1.25 × 0.0977048 = 0.1221310 is the larger loss, so N = 1,000 ÷ 0.1221310 = 8,187.93 and 1.25 N = 10,234.91.
    assert position.loss_per_unit == pytest.approx(0.1221310, abs=5e-8)
    assert position.notional == pytest.approx(8187.93, abs=0.005)
    assert (position.bought.shares, position.sold.shares) == (36, 21)  # 8,187.93 ÷ 222.75 = 36.8; 10,234.91 ÷ 476.87
    assert (position.balance, position.hedge_ratio) == (Balance.BETA_NEUTRAL, 1.25)
    assert position.planned_loss == pytest.approx(978.44, abs=0.005)  # 21 × (523.4625 − 476.87)


def test_where_little_is_sold_the_leg_bought_loses_more() -> None:
    position = size(PLAN, replace(PRICES, dependence=replace(LEGS, denominator_beta=0.5)), BETA, 0.0)
    # While SPY stands still IWM loses 1 − 2.1408305 ÷ 2.35 = 0.0890083; while IWM does, 0.5 × 0.0977048.
    assert position.loss_per_unit == pytest.approx(0.0890083, abs=5e-8)
    assert (position.bought.shares, position.sold.shares) == (
        50,
        11,
    )  # N = 11,234.91: 50.4 and 5,617.46 ÷ 476.87 = 11.8
    assert position.planned_loss == pytest.approx(991.33, abs=0.005)  # 50 × 19.826596


BETA = Sizing(balance=Balance.BETA_NEUTRAL)


def test_the_gross_limit_bounds_both_legs_together() -> None:
    position = size(PLAN, PRICES, replace(BETA, gross_limit=0.09), 0.0)
    assert position.capped
    assert position.notional == pytest.approx(4000)  # 0.09 × 100,000 ÷ (1 + 1.25)
    assert (position.bought.shares, position.sold.shares) == (17, 10)  # 4,000 ÷ 222.75 = 17.96; 5,000 ÷ 476.87 = 10.5


def test_a_rotation_is_dollar_neutral_whatever_the_pair_is() -> None:
    position = size(PLAN, PRICES, replace(BETA, execution=Execution.ROTATE), 50_000.0)
    assert (position.balance, position.hedge_ratio) == (Balance.DOLLAR_NEUTRAL, 1.0)
    assert position.notional == pytest.approx(10_234.91, abs=0.005)


def test_only_equal_money_bounds_the_loss_at_the_stop() -> None:
    assert [balance for balance in Balance if balance.bounds_loss] == [Balance.DOLLAR_NEUTRAL]


def test_balances_are_called_as_documents_and_the_desk_call_them() -> None:
    assert [str(balance) for balance in Balance] == ["dollar_neutral", "beta_neutral", "volatility_parity"]
    assert [balance.display_name for balance in Balance] == ["Dollar neutral", "Beta neutral", "Volatility parity"]


def test_a_price_is_that_of_its_leg() -> None:
    assert [PRICES.price(symbol) for symbol in PAIR.symbols] == [476.87, 222.75]
    assert PairPrices(PAIR, 2.0, 1.0, 2.0).dependence == UNKNOWN


def test_a_plan_without_a_history_can_be_sized_dollar_neutral_alone() -> None:
    known = replace(PRICES, dependence=UNKNOWN)
    assert size(Plan(2.13, 2.35, 1.95), known, Sizing(), 0.0).bought.shares == 45
    with pytest.raises(NoPosition, match="Beta neutral needs"):
        size(PLAN, known, BETA, 0.0)
    with pytest.raises(NoPosition, match="expected overshoot needs at least three sessions of history"):
        size(PLAN, known, Sizing(overshoot=True), 0.0)
