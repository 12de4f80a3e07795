"""What it costs to open, hold and close a position."""

import math
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worked_trade import PLAN, PRICES, cost_rates

from ratiodesk.domain.cost import CostRates, Costs, costs_of
from ratiodesk.domain.errors import BadInput, NoPosition
from ratiodesk.domain.position import Execution
from ratiodesk.domain.sizing import Sizing, size

# A dollar an order and a cent a share, 1 basis point of half spread, 2 % and 1.3 % a year over half a year.
RATES = CostRates(1.0, 0.01, 0.0001, 0.02, 0.013, 126)


def test_nothing_costs_anything_until_it_is_filled_in() -> None:
    assert costs_of(CostRates(), 66, 10_000, 10_000, short=True) == Costs()
    assert Costs().total == 0.0
    assert CostRates().per_unit(1.0, 222.75, 476.87, short=True) == 0.0


def test_every_line_by_hand() -> None:
    costs = costs_of(RATES, 66, 10_023.75, 10_014.27, short=True)
    assert costs.commission == pytest.approx(5.32)  # 4 × 1 + 2 × 0.01 × 66
    assert costs.spread == pytest.approx(4.007604)  # 2 × 0.0001 × 20,038.02
    assert costs.borrow == pytest.approx(100.1427)  # 10,014.27 × 2 % × 126 ÷ 252
    assert costs.short_dividend == pytest.approx(65.092755)  # 10,014.27 × 1.3 % × 126 ÷ 252
    assert costs.total == pytest.approx(174.563059)


def test_a_rotation_borrows_nothing() -> None:
    costs = costs_of(RATES, 65, 9801.0, 10_014.27, short=False)
    assert (costs.borrow, costs.short_dividend) == (0.0, 0.0)
    assert costs.total == pytest.approx(5.30 + 2 * 0.0001 * 19_815.27)


def test_more_orders_cost_more_commission_and_nothing_else() -> None:
    four, six = (costs_of(RATES, 66, 10_000, 10_000, short=True, orders=orders) for orders in (4, 6))
    assert six == replace(four, commission=four.commission + 2.0)


@given(cost_rates(), st.floats(0.1, 4), st.floats(1, 1e6), st.booleans())
def test_the_cost_per_unit_is_what_an_unrounded_position_costs(
    rates: CostRates, hedge: float, notional: float, short: bool
) -> None:
    shares = notional / 222.75 + hedge * notional / 476.87
    costs = costs_of(rates, shares, notional, hedge * notional, short=short)
    unit = rates.per_unit(hedge, 222.75, 476.87, short=short)
    assert costs.total == pytest.approx(4 * rates.order + notional * unit, rel=1e-9)


def test_the_worked_example_with_costs() -> None:
    position = size(PLAN, PRICES, Sizing(costs=RATES), 0.0)
    # Per unit bought, beside the four orders: 2 × 0.0001 × 2 = 0.0004; 2 × 0.01 × (1 ÷ 222.75 + 1 ÷ 476.87) =
    # 0.00013173; 3.3 % ÷ 2 = 0.0165. N = 996 ÷ (0.09770483 + 0.01703173) = 996 ÷ 0.11473655 = 8,680.76.
    assert position.notional == pytest.approx(8680.76, abs=0.005)
    assert (position.bought.shares, position.sold.shares) == (38, 18)
    assert position.costs.total == pytest.approx(150.160022)  # 5.12 + 3.409632 + 85.8366 + 55.79379
    # 18 × 46.5925 = 838.665
    assert position.planned_loss == pytest.approx(838.665 + 150.160022)
    assert position.at_stop.low == pytest.approx(-838.665), "an outcome leaves costs out"


def test_a_rotation_pays_for_its_trades_alone() -> None:
    position = size(PLAN, PRICES, Sizing(costs=RATES, execution=Execution.ROTATE), 50_000.0)
    # N = 996 ÷ (0.09770483 + 0.00053173) = 10,138.79: 21 SPY, whose 10,014.27 buys 44 IWM.
    assert position.notional == pytest.approx(10_138.79, abs=0.005)
    assert position.costs == Costs(commission=pytest.approx(5.30), spread=pytest.approx(3.963054))


def test_orders_that_take_the_whole_risk_leave_no_position() -> None:
    with pytest.raises(NoPosition) as refused:
        size(PLAN, PRICES, Sizing(costs=CostRates(order=250.0)), 0.0)
    assert str(refused.value) == "4 orders cost 1,000.00: nothing is left of the risk of 1,000.00."


FIELDS = {
    "order": "The commission for an order must be a number from zero up.",
    "share": "The commission for a share must be a number from zero up.",
    "half_spread": "The half spread must be a number from zero up.",
    "borrow": "The borrow fee must be a number from zero up.",
    "short_dividend": "The dividend of the short leg must be a number from zero up.",
}


@pytest.mark.parametrize("value", [-0.01, 1e13, math.nan, math.inf, -math.inf])
@pytest.mark.parametrize(("field", "sentence"), FIELDS.items())
def test_a_cost_is_a_number_from_zero_up(field: str, sentence: str, value: float) -> None:
    with pytest.raises(BadInput, match=f"^{re.escape(sentence)}$"):
        CostRates(**{field: value})


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"half_spread": 0.5}, "The half spread must be below 50 % of the price."),
        ({"borrow": 10.01}, "A yearly rate must be at most 1,000 %."),
        ({"short_dividend": 10.01}, "A yearly rate must be at most 1,000 %."),
        ({"holding_sessions": -1}, "The holding time must be 0 to 25,200 sessions."),
        ({"holding_sessions": 25_201}, "The holding time must be 0 to 25,200 sessions."),
    ],
)
def test_an_absurd_cost_is_refused_in_a_sentence(fields: dict[str, float], sentence: str) -> None:
    with pytest.raises(BadInput, match=f"^{re.escape(sentence)}$"):
        CostRates(**fields)


def test_the_ends_of_what_is_admitted() -> None:
    assert CostRates(half_spread=0.4999, borrow=10.0, short_dividend=10.0, holding_sessions=25_200).years == 100.0


@pytest.mark.parametrize(
    ("rates", "named"),
    [
        (CostRates(borrow=0.02), "borrow fee a year costs"),
        (CostRates(short_dividend=0.013), "dividends paid a year costs"),
        (CostRates(borrow=0.02, short_dividend=0.013), "borrow fee and dividends paid a year cost"),
    ],
)
def test_a_rate_over_no_time_is_said_to_cost_nothing(rates: CostRates, named: str) -> None:
    assert rates.uncounted(short=True) == f"No holding time is entered: {named} nothing over 0 sessions."
    assert rates.uncounted(short=False) == ""
    assert replace(rates, holding_sessions=1).uncounted(short=True) == ""


def test_costs_without_a_yearly_rate_are_counted_whatever_the_time() -> None:
    assert CostRates(order=1.0).uncounted(short=True) == ""
