"""What a position changes in the weights of the account."""

import math
from functools import partial

import pytest

from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.pair_prices import PairPrices
from ratiodesk.domain.plan import Plan
from ratiodesk.domain.portfolio import Holding, Weight, check_holdings, held_value, weights
from ratiodesk.domain.position import Execution, Position
from ratiodesk.domain.sizing import Sizing, size

PAIR = Pair("SPY", "IWM")
close = partial(pytest.approx, abs=5e-8)


def worked(execution: Execution, held: float = 0.0) -> Position:
    plan = Plan(entry=2.13, stop=2.35, target=1.95)
    return size(plan, PairPrices(PAIR, 476.87, 222.75, 476.87 / 222.75), Sizing(execution=execution), held)


def rows(found: tuple[Weight, ...]) -> dict[str, tuple[float, float]]:
    return {row.name: (row.before, row.after) for row in found}


@pytest.mark.parametrize("value", [-0.01, -1e9, math.nan, math.inf, -math.inf])
def test_a_holding_is_a_number_of_at_least_zero(value: float) -> None:
    with pytest.raises(BadInput, match="holding of SPY must be a number from zero"):
        Holding("SPY", value)


def test_nothing_may_be_held() -> None:
    assert Holding("SPY", 0.0).value == 0.0


def test_a_holding_not_named_is_unknown_rather_than_zero() -> None:
    holdings = [Holding("QQQ", 10.0), Holding("SPY", 0.0)]
    assert held_value(holdings, "SPY") == 0.0
    assert held_value(holdings, "IWM") is None


def test_holdings_worth_more_than_the_account_are_refused() -> None:
    with pytest.raises(BadInput, match=r"worth 100,000\.01, more than the account of 100,000\.00"):
        check_holdings([Holding("SPY", 60_000.0), Holding("QQQ", 40_000.01)], 100_000.0)


@pytest.mark.parametrize(
    ("values", "account"), [((60_000.0, 40_000.0), 100_000.0), ((1.1, 2.2), 3.3), ((0.1, 0.2), 0.3), ((), 1.0)]
)
def test_holdings_that_add_up_to_the_account_are_accepted(values: tuple[float, ...], account: float) -> None:
    check_holdings([Holding(f"X{index}", value) for index, value in enumerate(values)], account)


def test_a_pair_adds_a_long_and_a_short_weight() -> None:
    found = rows(weights(worked(Execution.PAIR), PAIR, 100_000.0, []))
    assert found["SPY"] == close((0.0, -0.1001427))  # 21 × 476.87 ÷ 100,000, short
    assert found["IWM"] == close((0.0, 0.1002375))  # 45 × 222.75 ÷ 100,000
    assert found["Other"] == close((1.0, 1.0))
    assert list(found) == ["SPY", "IWM", "Other"]


def test_a_rotation_moves_weight_and_leaves_the_change_in_cash() -> None:
    holdings = [Holding("SPY", 50_000.0), Holding("QQQ", 10_000.0), Holding("IWM", 5_000.0)]
    found = rows(weights(worked(Execution.ROTATE, 50_000.0), PAIR, 100_000.0, holdings))
    assert found["SPY"] == close((0.5, 0.3998573))  # 50,000 − 21 × 476.87 = 39,985.73
    assert found["IWM"] == close((0.05, 0.1480100))  # 5,000 + 44 × 222.75 = 14,801.00
    assert found["Other"] == close((0.45, 0.45))
    assert found["Cash"] == close((0.0, 0.0021327))  # 10,014.27 − 9,801.00 = 213.27
    assert math.fsum(after for _, after in found.values()) == pytest.approx(1.0)


def test_there_is_no_row_for_other_when_the_legs_are_the_account() -> None:
    holdings = [Holding("SPY", 70_000.0), Holding("IWM", 30_000.0)]
    found = weights(worked(Execution.ROTATE, 70_000.0), PAIR, 100_000.0, holdings)
    assert [row.name for row in found] == ["SPY", "IWM", "Cash"]


def test_there_is_no_row_for_cash_when_the_proceeds_are_spent() -> None:
    # R = 2, S = 2.5: N = 100 ÷ 0.25 = 400, which is 4 shares of A at 100 and 8 of B at 50.
    plan, pair = Plan(entry=1.9, stop=2.5, target=1.5), Pair("A", "B")
    position = size(plan, PairPrices(pair, 100.0, 50.0, 2.0), Sizing(10_000.0, execution=Execution.ROTATE), 1000.0)
    found = rows(weights(position, pair, 10_000.0, [Holding("A", 1000.0)]))
    assert found == {"A": close((0.1, 0.06)), "B": close((0.0, 0.04)), "Other": close((0.9, 0.9))}


def test_a_change_is_after_less_before() -> None:
    assert Weight("SPY", before=0.5, after=0.375).change == -0.125
