"""The lines of the size card for the worked example: SPY 476.87 over IWM 222.75 on 28 December 2021.

R0 = 2.140831; T 1.95, E 2.13, S 2.35; S/R0 = 1.097705 and T/R0 = 0.910861; account 100,000 with 1 % at risk.
"""

from dataclasses import replace
from typing import Any

import pytest

from ratiodesk.domain.balance import Balance, Dependence
from ratiodesk.domain.cost import CostRates
from ratiodesk.domain.outcome_grid import outcome_grid
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.pair_prices import PairPrices
from ratiodesk.domain.plan import Plan
from ratiodesk.domain.position import Execution, Position
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.sizing import Sizing, size
from ratiodesk.ui.outcome_card import worst_sentence
from ratiodesk.ui.size_text import leg_rows, outcome_lines

PAIR = Pair("SPY", "IWM")
PLAN = Plan(entry=Ratio(2.13), stop=Ratio(2.35), target=Ratio(1.95))
LEGS = Dependence(
    denominator_beta=1.249, numerator_volatility=0.01, denominator_volatility=0.012, ratio_volatility=0.01
)
PRICES = PairPrices(PAIR, 476.87, 222.75, Ratio(476.87 / 222.75), LEGS)


def sized(**fields: Any) -> Position:
    return size(PLAN, PRICES, Sizing(**fields), held=100_000.0)


def lines(**fields: Any) -> dict[str, str]:
    sizing = Sizing(**fields)
    return {line.name: line.text for line in outcome_lines(sized(**fields), sizing, PAIR, "USD")}


def test_a_pair_at_no_cost_has_its_outcomes_and_exposure() -> None:
    assert leg_rows(sized(), "USD") == [
        ("Buy IWM", "45", "222.75", "$10,024"),
        ("Sell short SPY", "21", "476.87", "$10,014"),
    ]
    # 10,014.27·0.097705 = 978.44, 10,023.75·0.089008 = 892.21; 10,014.27·0.089139 = 892.66, 10,023.75·0.097862 =
    # 980.94; 10,023.75 − 10,014.27 = 9.48; 20,038.02 is 20.0 % of the account.
    assert lines() == {
        "At stop": "−$892 … −$978",
        "At target": "+$893 … +$981",
        "Net exposure": "+$9 (0.0 %)",
        "Gross exposure": "$20,038 (20.0 %)",
    }


def test_the_overshoot_is_a_line_of_its_own_and_part_of_the_planned_loss() -> None:
    # The stop is left at 2.35·exp(0.005826) = 2.363731, 1.104119 times R0: N = 1,000/0.104119 = 9,604.4 buys 43 IWM for
    # 9,578.25 and shorts 20 SPY for 9,537.40. 9,537.40·0.097705 = 931.85 at the stop, ·0.104119 = 993.03 beyond it.
    found = lines(overshoot=True)
    assert found["At stop"] == "−$853 … −$932"
    assert found["Expected overshoot"] == "−$61"
    assert found["Planned loss"] == "−$993"
    assert list(found)[:4] == ["At stop", "Expected overshoot", "Planned loss", "At target"]


def test_costs_are_a_line_of_their_own_and_part_of_the_planned_loss() -> None:
    # Four orders at 25: N = 900/0.097705 = 9,211.4 buys 41 IWM for 9,132.75 and shorts 19 SPY for 9,060.53, which may
    # lose 9,060.53·0.097705 = 885.26 at the stop and 100 on the way.
    found = lines(costs=CostRates(order=25.0))
    assert (found["Costs"], found["Planned loss"]) == ("−$100", "−$985")
    assert found["At stop"].endswith("−$885")


def test_another_balance_says_how_much_is_sold_for_what_is_bought() -> None:
    assert lines(balance=Balance.BETA_NEUTRAL)["Sold for each 1 bought"] == "1.25"
    assert lines(balance=Balance.VOLATILITY_PARITY)["Sold for each 1 bought"] == "1.20"


def test_a_rotation_has_cash_left_over_and_a_turnover() -> None:
    # 21 SPY sold for 10,014.27 buy 44 IWM for 9,801.00: 213.27 left, 19,815.27 turned over.
    found = lines(execution=Execution.ROTATE)
    assert (found["Cash left over"], found["Turnover"]) == ("$213", "$19,815")


@pytest.mark.parametrize("balance", list(Balance))
def test_the_worst_of_the_grid_is_where_it_is_said_to_be(balance: Balance) -> None:
    position = sized(balance=balance)
    grid = outcome_grid(position, PLAN)
    # Both legs grow with the market, and what is lost at the stop grows with them.
    row, move = grid.rows[0], grid.moves[-1]
    assert grid.worst == row.profits[-1]
    loss = position.profit(move, (1 + move) * PLAN.stop / PRICES.ratio - 1)
    assert worst_sentence(grid, "IWM", "USD") == f"−${-loss:,.0f} at the stop with IWM at +30 %"


def test_a_grid_that_is_worst_where_the_market_stands_says_so() -> None:
    grid = outcome_grid(sized(), PLAN)
    still = replace(grid, moves=(0.0,), rows=tuple(replace(row, profits=(row.profits[2],)) for row in grid.rows))
    assert worst_sentence(still, "IWM", "USD") == "−$978 at the stop with IWM at its price now"
