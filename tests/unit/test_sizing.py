"""How many shares one risk number allows, checked to the cent."""

import math
import re
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ratiodesk.domain.errors import BadInput, NoPosition
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.pair_prices import PairPrices
from ratiodesk.domain.plan import Plan
from ratiodesk.domain.position import Execution, Leg, Position, Side
from ratiodesk.domain.ratio import reciprocal
from ratiodesk.domain.sizing import Sizing, check_account, check_risk, size

PAIR = Pair("SPY", "IWM")
PLAN = Plan(entry=2.13, stop=2.35, target=1.95)
SPY, IWM = 476.87, 222.75
CENT = 0.005


def worked(sizing: Sizing | None = None, held: float = 0.0, plan: Plan = PLAN) -> Position:
    return size(plan, PairPrices(PAIR, SPY, IWM, SPY / IWM), sizing or Sizing(), held)


def rotated(held: float, **decided: float) -> Position:
    return worked(Sizing(execution=Execution.ROTATE, **decided), held)


def test_the_worked_example_has_its_notional() -> None:
    position = worked()
    # The larger of stop and ratio over the smaller, less one: 2.35 × 222.75 ÷ 476.87 − 1 = 523.4625 ÷ 476.87 − 1
    assert position.loss_per_unit == pytest.approx(0.097705, abs=5e-7)
    assert position.budget == 1000.0  # 1 % of 100,000
    assert position.notional == pytest.approx(10_234.91, abs=CENT)  # 1000 × 476.87 ÷ 46.5925
    assert position.uncapped == position.notional
    assert not position.capped


def test_the_worked_example_has_its_legs() -> None:
    position = worked()
    assert position.bought == Leg("IWM", Side.BUY, 45, IWM)  # 10,234.91 ÷ 222.75 = 45.9
    assert position.sold == Leg("SPY", Side.SELL_SHORT, 21, SPY)  # 10,234.91 ÷ 476.87 = 21.5
    assert position.legs == (position.bought, position.sold)
    assert position.bought.value == pytest.approx(10_023.75, abs=CENT)  # 45 × 222.75
    assert position.sold.value == pytest.approx(10_014.27, abs=CENT)  # 21 × 476.87
    assert position.residual == pytest.approx(9.48, abs=CENT)
    assert position.gross == pytest.approx(20_038.02, abs=CENT)


def test_the_worked_example_has_its_outcome_at_the_stop() -> None:
    outcome = worked().at_stop
    assert outcome.ratio == 2.35
    # IWM still: SPY is at 2.35 × 222.75 = 523.4625, 46.5925 dearer, on 21 shares sold.
    assert outcome.denominator_still == pytest.approx(-978.44, abs=CENT)
    # SPY still: IWM is at 476.87 ÷ 2.35 = 202.923404, 19.826596 cheaper, on 45 shares bought.
    assert outcome.numerator_still == pytest.approx(-892.20, abs=CENT)
    assert (outcome.low, outcome.high) == (outcome.denominator_still, outcome.numerator_still)


def test_the_worked_example_has_its_outcome_at_the_target() -> None:
    outcome = worked().at_target
    assert outcome.ratio == 1.95
    # IWM still: SPY is at 1.95 × 222.75 = 434.3625, 42.5075 cheaper, on 21 shares sold.
    assert outcome.denominator_still == pytest.approx(892.66, abs=CENT)
    # SPY still: IWM is at 476.87 ÷ 1.95 = 244.548718, 21.798718 dearer, on 45 shares bought.
    assert outcome.numerator_still == pytest.approx(980.94, abs=CENT)
    assert (outcome.low, outcome.high) == (outcome.denominator_still, outcome.numerator_still)


def test_a_long_plan_buys_the_numerator_and_shorts_the_denominator() -> None:
    # R = 100 ÷ 50 = 2, S = 1.6: 2 ÷ 1.6 − 1 = 0.25, N = 100 ÷ 0.25 = 400.
    plan = Plan(entry=2.1, stop=1.6, target=3.0)
    position = size(plan, PairPrices(Pair("A", "B"), 100.0, 50.0, 2.0), Sizing(account=10_000), 0.0)
    assert position.notional == pytest.approx(400)
    assert position.legs == (Leg("A", Side.BUY, 4, 100.0), Leg("B", Side.SELL_SHORT, 8, 50.0))
    # At 1.6 with A still B is at 62.50: 8 × −12.50. With B still A is at 80: 4 × −20.
    assert (position.at_stop.numerator_still, position.at_stop.denominator_still) == pytest.approx((-100, -80))
    # At 3 with A still B is at 33.33: 8 × 16.67. With B still A is at 150: 4 × 50.
    assert (position.at_target.numerator_still, position.at_target.denominator_still) == pytest.approx((400 / 3, 200))


def test_a_rotation_buys_from_the_proceeds() -> None:
    position = rotated(held=50_000)
    assert position.notional == pytest.approx(10_234.91, abs=CENT)
    assert position.sold == Leg("SPY", Side.SELL, 21, SPY)  # 10,014.27
    assert position.bought == Leg("IWM", Side.BUY, 44, IWM)  # 10,014.27 ÷ 222.75 = 44.96
    assert position.residual == pytest.approx(-213.27, abs=CENT)  # 44 × 222.75 − 10,014.27 = 9,801.00 − 10,014.27
    assert position.at_stop.denominator_still == pytest.approx(-978.44, abs=CENT)
    assert position.at_stop.numerator_still == pytest.approx(-872.37, abs=CENT)  # 44 × −19.826596


@pytest.mark.parametrize(
    ("budget", "entry_to_stop", "shares"),
    [
        (1000, (2.0, 2.2), (50, 100)),  # N = 1000 ÷ 0.1 = 10,000
        (1000, (2.0, 2.4), (25, 50)),  # N = 1000 ÷ 0.2 = 5,000
        (700, (2.0, 2.2), (35, 70)),  # N = 700 ÷ 0.1 = 7,000
    ],
)
def test_no_share_is_lost_to_rounding_when_the_notional_is_a_whole_number_of_them(
    budget: float, entry_to_stop: tuple[float, float], shares: tuple[int, int]
) -> None:
    ratio, stop = entry_to_stop
    plan = Plan(entry=ratio, stop=stop, target=1.5)
    position = size(plan, PairPrices(Pair("A", "B"), 200.0, 100.0, ratio), Sizing(risk_fraction=budget / 100_000), 0.0)
    assert (position.sold.shares, position.bought.shares) == shares


def test_a_pair_is_capped_by_the_gross_limit() -> None:
    position = worked(Sizing(gross_limit=0.1))
    assert position.capped
    assert position.notional == pytest.approx(5000)  # 0.1 × 100,000 ÷ 2 legs
    assert position.uncapped == pytest.approx(10_234.91, abs=CENT)
    assert (position.sold.shares, position.bought.shares) == (10, 22)  # 5000 ÷ 476.87 = 10.5, ÷ 222.75 = 22.4


def test_a_pair_is_not_larger_than_the_account_unless_asked() -> None:
    position = worked(Sizing(risk_fraction=1.0))  # 100,000 ÷ 0.097705 would be 1,023,490
    assert position.notional == 100_000.0
    assert position.gross <= 2 * 100_000.0


def test_a_rotation_is_capped_by_what_is_held_and_not_by_the_gross_limit() -> None:
    position = rotated(held=3000, gross_limit=0.01)
    assert position.capped
    assert position.notional == 3000
    assert (position.sold.shares, position.bought.shares) == (6, 12)  # 6 × 476.87 = 2861.22, ÷ 222.75 = 12.8


def test_a_pair_does_not_read_what_is_held() -> None:
    assert worked(held=1.0) == worked(held=1e9)


@pytest.mark.parametrize(
    ("plan", "sizing", "held", "said"),
    [
        # N = 10 ÷ 0.097705 = 102.35; 476.87 − 102.35 = 374.52
        (PLAN, Sizing(account=1000), 0, "SPY: 102.35 is available for this leg, one share costs 476.87, 374.52 is"),
        # N = 0.5 × 600 ÷ 2 = 150
        (
            PLAN,
            Sizing(600, 1.0, gross_limit=0.5),
            0,
            "SPY: 150.00 is available for this leg, one share costs 476.87, 3",
        ),
        (
            PLAN,
            Sizing(execution=Execution.ROTATE),
            400,
            "SPY: 400.00 is available for this leg, one share costs 476.87",
        ),
        # A long plan sells IWM first: one share fits in 300, but SPY then lacks 176.87.
        (
            Plan(2.15, 1.95, 2.35),
            Sizing(300, 1.0, gross_limit=2),
            0,
            "SPY: 300.00 is available for this leg, one share costs 476.87, 176.87 is missing",
        ),
        # 500 sells two shares of IWM for 445.50; 476.87 − 445.50 = 31.37
        (
            Plan(2.15, 1.95, 2.35),
            Sizing(execution=Execution.ROTATE),
            500,
            "SPY: 445.50 is available for this leg, one share costs 476.87, 31.37 is missing",
        ),
    ],
    ids=["budget", "gross limit", "holding", "bought leg", "proceeds"],
)
def test_too_small_for_one_share_names_the_leg_and_what_is_missing(
    plan: Plan, sizing: Sizing, held: float, said: str
) -> None:
    with pytest.raises(NoPosition, match=re.escape(f"Too small for one share of {said}")):
        worked(sizing, held, plan)


@pytest.mark.parametrize(("plan", "symbol"), [(PLAN, "SPY"), (Plan(2.15, 1.95, 2.35), "IWM")])
def test_a_rotation_without_a_holding_names_what_is_not_held(plan: Plan, symbol: str) -> None:
    with pytest.raises(NoPosition, match=f"Nothing to rotate: the account holds no {symbol}"):
        worked(Sizing(execution=Execution.ROTATE), held=0.0, plan=plan)


@pytest.mark.parametrize(
    ("numerator", "denominator", "plan"),
    [
        (195.0, 100.0, Plan(entry=1.80, stop=1.95, target=1.60)),
        (210.0, 100.0, Plan(entry=2.00, stop=2.10, target=1.60)),
        (110.0, 100.0, Plan(entry=1.00, stop=1.10, target=0.90)),
        (260.0, 100.0, Plan(entry=2.40, stop=2.60, target=2.00)),
    ],
)
def test_there_is_no_position_on_the_stop_either_way_up(numerator: float, denominator: float, plan: Plan) -> None:
    upside_down = Plan(reciprocal(plan.entry), reciprocal(plan.stop), reciprocal(plan.target))
    with pytest.raises(NoPosition, match="has reached the stop"):
        size(plan, PairPrices(Pair("A", "B"), numerator, denominator, numerator / denominator), Sizing(), 0.0)
    with pytest.raises(NoPosition, match="has reached the stop"):
        size(upside_down, PairPrices(Pair("B", "A"), denominator, numerator, denominator / numerator), Sizing(), 0.0)


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (Plan(entry=2.0, stop=2.1, target=1.95), "has reached the stop .*, the trade is wrong"),
        (Plan(entry=2.3, stop=2.2, target=2.5), "has reached the stop .*, the trade is wrong"),
        (Plan(entry=2.0, stop=SPY / IWM, target=1.95), "has reached the stop"),
        (Plan(entry=2.3, stop=SPY / IWM, target=2.5), "has reached the stop"),
        (Plan(entry=2.3, stop=2.5, target=2.2), "has reached the target"),
        (Plan(entry=2.0, stop=1.9, target=2.1), "has reached the target"),
        (Plan(entry=2.3, stop=2.5, target=SPY / IWM), "has reached the target"),
    ],
)
def test_there_is_no_position_at_or_beyond_stop_and_target(plan: Plan, said: str) -> None:
    with pytest.raises(NoPosition, match=f"ratio 2.141 {said}"):
        worked(plan=plan)


@pytest.mark.parametrize("account", [0.0, -1.0, math.nan, math.inf, -math.inf])
def test_an_account_must_be_a_number_above_zero(account: float) -> None:
    with pytest.raises(BadInput, match="account must be a number above zero"):
        check_account(account)
    with pytest.raises(BadInput, match="account must be a number above zero"):
        Sizing(account=account)


def test_an_account_has_an_upper_end_and_may_be_small() -> None:
    assert check_account(0.01) == 0.01
    assert check_account(1e12) == 1e12
    with pytest.raises(BadInput, match="too large"):
        check_account(1.000001e12)


@pytest.mark.parametrize("risk", [0.0, -0.01, math.nan, math.inf, -math.inf, 1.0001, 100.0])
def test_a_risk_must_be_a_part_of_the_account(risk: float) -> None:
    with pytest.raises(BadInput, match="above 0 % and at most 100 %"):
        check_risk(risk)
    with pytest.raises(BadInput, match="above 0 % and at most 100 %"):
        Sizing(risk_fraction=risk)


def test_the_whole_account_may_be_risked() -> None:
    assert check_risk(1.0) == 1.0


@pytest.mark.parametrize("limit", [0.0, -1.0, math.nan, math.inf])
def test_a_gross_limit_must_be_above_zero(limit: float) -> None:
    with pytest.raises(BadInput, match="gross limit must be above zero"):
        Sizing(gross_limit=limit)


def test_the_sides_are_called_as_the_command_line_prints_them() -> None:
    assert [str(side) for side in Side] == ["buy", "sell_short", "sell"]


@st.composite
def trades(draw: st.DrawFn) -> tuple[Plan, float, float, float, Sizing, float]:
    """Draw a plan, two prices, their ratio between target and stop, a sizing and a holding."""
    numerator, denominator = (draw(st.integers(100, 100_000)) / 100 for _ in range(2))
    ratio = numerator / denominator
    low, high = ratio / draw(st.floats(1.001, 3)), ratio * draw(st.floats(1.001, 3))
    entry = low + draw(st.floats(0.01, 0.99)) * (high - low)
    plan = Plan(entry, high, low) if draw(st.booleans()) else Plan(entry, low, high)
    execution = draw(st.sampled_from(Execution))
    account = draw(st.floats(1000, 1e7))
    sizing = Sizing(account, draw(st.floats(0.0001, 1)), execution, draw(st.floats(0.1, 10)))
    return plan, numerator, denominator, ratio, sizing, draw(st.floats(0, account))


def sized_or_skipped(trade: tuple[Plan, float, float, float, Sizing, float]) -> Position:
    try:
        return size(trade[0], PairPrices(PAIR, *trade[1:4]), *trade[4:])
    except NoPosition:
        assume(False)
        raise


@given(trades())
def test_no_leg_standing_still_loses_more_than_the_budget_at_the_stop(trade) -> None:
    position = sized_or_skipped(trade)
    assert position.at_stop.high < 0 < position.at_target.low
    assert -position.at_stop.low <= position.budget * (1 + 1e-9)


@given(trades())
def test_no_leg_is_larger_than_the_notional_or_what_caps_it(trade) -> None:
    position, sizing, held = sized_or_skipped(trade), trade[4], trade[5]
    rotating = sizing.execution is Execution.ROTATE
    cap = held if rotating else sizing.gross_limit * sizing.account / 2
    room = min(cap, sizing.budget / position.loss_per_unit)
    assert position.sold.value <= room * (1 + 1e-9)
    assert position.bought.value <= (position.sold.value if rotating else room) * (1 + 1e-9)
    assert position.capped == (cap < position.uncapped)


@given(trades())
def test_one_more_share_of_either_leg_would_not_fit(trade) -> None:
    position = sized_or_skipped(trade)
    room = position.sold.value if position.execution is Execution.ROTATE else position.notional
    assert position.sold.value + position.sold.price > position.notional * (1 - 1e-9)
    assert position.bought.value + position.bought.price > room * (1 - 1e-9)


@given(trades())
def test_the_outcome_with_one_leg_still_is_that_of_the_formula(trade) -> None:
    position, ratio = sized_or_skipped(trade), trade[3]
    for outcome in (position.at_stop, position.at_target):
        # q = R1 ÷ R0. A still: b = 1 ÷ q; B still: b = 1. A leg of value V earns V × (its price change).
        q = outcome.ratio / ratio
        numerator_sold = position.sold.symbol == "SPY"
        a_value, b_value = (position.sold.value, position.bought.value)[:: 1 if numerator_sold else -1]
        sign = 1 if numerator_sold else -1
        assert outcome.numerator_still == pytest.approx(sign * b_value * (1 / q - 1), rel=1e-9)
        assert outcome.denominator_still == pytest.approx(sign * a_value * (1 - q), rel=1e-9)


@given(trades())
def test_a_rotation_risks_what_the_pair_risks(trade) -> None:
    plan, numerator, denominator, ratio, sizing, _ = trade
    held = 1e15
    try:
        paired, rotation = (
            size(
                plan,
                PairPrices(PAIR, numerator, denominator, ratio),
                replace(sizing, execution=way, gross_limit=1e9),
                held,
            )
            for way in (Execution.PAIR, Execution.ROTATE)
        )
    except NoPosition:
        return
    assert rotation.notional == paired.notional
    assert rotation.sold.shares == paired.sold.shares
    assert paired.bought.shares - rotation.bought.shares in range(2 + int(paired.sold.price / paired.bought.price))
