"""Scaling in: shares, break-even and loss of a position opened in parts."""

import math
import re
from dataclasses import replace

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from worked_trade import NOW, PLAN, PRICES, Trade, trades

from ratiodesk.domain.balance import Balance, Dependence
from ratiodesk.domain.cost import CostRates
from ratiodesk.domain.errors import BadInput, NoPosition
from ratiodesk.domain.outcome_grid import outcome_grid
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.pair_prices import PairPrices
from ratiodesk.domain.plan import Direction, Plan
from ratiodesk.domain.position import Execution
from ratiodesk.domain.ratio import Ratio, reciprocal
from ratiodesk.domain.sizing import Sizing, check_tranches
from ratiodesk.domain.tranche import ScaleIn, Tranche, scale_in, tranche_place, tranche_ratio
from ratiodesk.domain.way_back import way_back

IN_TWO = (0.0, tranche_place(PLAN, 2.24))
ROUND = PairPrices(Pair("A", "B"), 200.0, 100.0, 2.0)
WIDE = Plan(entry=2.0, stop=3.0, target=1.0)


def worked(sizing: Sizing, held: float = 0.0) -> ScaleIn:
    found = scale_in(PLAN, PRICES, replace(sizing, tranches=sizing.tranches or IN_TWO), held)
    assert found is not None
    return found


def scaled_or_skipped(trade: Trade) -> ScaleIn:
    try:
        found = scale_in(trade.plan, trade.prices, trade.sizing, trade.held)
    except NoPosition:
        assume(False)
        raise
    assert found is not None
    return found


def test_the_worked_example_in_two_tranches() -> None:
    found = worked(Sizing())
    # The ratio has passed 2.13, so the first is opened now; SPY still, the second buys IWM at 476.87 ÷ 2.24.
    # IWM still, a unit loses (2.35 − (2.1408305 + 2.24) ÷ 2) ÷ 2.1408305 = 0.1595848 ÷ 2.1408305 = 0.0745434.
    assert found.notional == pytest.approx(13_415.01, abs=0.005)  # 1,000 ÷ 0.0745434
    # 6,707.50 each: ÷ 476.87 = 14.07 and 28.13 in all. 14 SPY are 6,676.18: ÷ 222.75 = 29.97, and ÷ 212.888393 = 31.36
    # more makes 61.33, of which 29 are there already.
    assert found.tranches == (
        Tranche(NOW, True, 29, 14, 222.75, 476.87),
        Tranche(pytest.approx(2.24), False, 32, 14, pytest.approx(212.888393), 476.87),
    )
    assert found.break_even == pytest.approx(61 / 28)
    # IWM still at 222.75: SPY sold at 476.87 and at 2.24 × 222.75 = 498.96, bought back at 523.4625.
    assert found.planned_loss == pytest.approx(14 * 46.5925 + 14 * 24.5025)  # 995.33
    assert found.costs.total == 0.0


def test_tranches_before_the_entry_all_wait() -> None:
    hold = PairPrices(PRICES.pair, 445.5, 222.75, 2.0)
    found = scale_in(PLAN, hold, Sizing(tranches=(0.0, 0.5)), 0.0)
    assert found is not None
    assert [tranche.is_now for tranche in found.tranches] == [False, False]
    # 2.13 and √(2.13 × 2.35)
    assert [tranche.ratio for tranche in found.tranches] == pytest.approx([2.13, 2.2373], abs=5e-5)
    # Per unit (2.35 − (2.13 + 2.2373) ÷ 2) ÷ 2 = 0.0831745: N = 12,022.92, 6,011.46 each.
    assert [tranche.sold_shares for tranche in found.tranches] == [13, 13]  # ÷ 445.50 = 13.5
    # 13 × 445.50 = 5,791.50: ÷ 209.154930 = 27.69, and ÷ 199.124 = 29.09 more makes 56.78.
    assert [tranche.bought_shares for tranche in found.tranches] == [27, 29]


def test_tranches_the_ratio_has_passed_are_opened_now_at_its_price() -> None:
    found = worked(Sizing(tranches=(0.0, 0.01, 0.5)))  # 2.13 and 2.1321 lie below 2.1408
    assert [(tranche.ratio, tranche.is_now) for tranche in found.tranches[:2]] == [(NOW, True)] * 2
    assert found.tranches[0] == found.tranches[1]
    assert not found.tranches[2].is_now


def test_a_tranche_on_the_ratio_is_opened_now() -> None:
    found = scale_in(WIDE, ROUND, Sizing(tranches=(0.0, 0.5)), 0.0)
    assert found is not None
    assert [tranche.is_now for tranche in found.tranches] == [True, False]


def test_a_break_even_of_equal_money_earns_nothing() -> None:
    # At 2.0 B costs 100, at 2.5 it costs 80; per unit (3 − 2.25) ÷ 2 = 0.375, so N = 1,500 ÷ 0.375 = 4,000 and both
    # tranches sell 10 of A for 2,000, which buys 20 and 25 of B.
    sizing = Sizing(risk_fraction=0.015, tranches=(0.0, tranche_place(WIDE, 2.5)))
    found = scale_in(WIDE, ROUND, sizing, 0.0)
    assert found is not None
    assert [(one.bought_shares, one.sold_shares) for one in found.tranches] == [(20, 10), (25, 10)]
    assert found.break_even == pytest.approx(2.25)  # 45 ÷ 20
    assert found.residual == pytest.approx(0)
    # With A still B is at 200 ÷ 2.25: 45 of them are worth the 4,000 they cost, and A cost what it was sold for.
    assert 45 * 200 / found.break_even == pytest.approx(4000)
    assert found.planned_loss == pytest.approx(1500)  # B still: 10 × (300 − 200) + 10 × (300 − 250)


@given(trades(), st.floats(-0.9, 2))
def test_at_the_break_even_the_residual_is_lost_and_nothing_else(trade: Trade, move: float) -> None:
    found = scaled_or_skipped(replace(trade, sizing=replace(trade.sizing, balance=Balance.DOLLAR_NEUTRAL)))
    assert found.break_even is not None
    change = found.break_even / trade.prices.ratio
    bought = trade.bought * (1 + move)
    sold = trade.sold * (1 + move) * (change if trade.plan.direction is Direction.SHORT_RATIO else 1 / change)
    worth = paid = gross = 0.0
    for one in found.tranches:
        worth += one.bought_shares * bought - one.sold_shares * sold
        paid += one.bought_shares * one.bought_price - one.sold_shares * one.sold_price
        gross += one.bought_shares * bought + one.sold_shares * sold
    assert worth - paid == pytest.approx(-found.residual, abs=1e-9 * gross)
    assert paid == pytest.approx(found.residual, abs=1e-9 * gross)


def test_the_residual_of_whole_shares_is_told() -> None:
    # 29 × 222.75 + 32 × 212.888393 − 28 × 476.87 = 13,272.18 − 13,352.36
    assert worked(Sizing()).residual == pytest.approx(-80.18, abs=0.005)
    assert worked(Sizing(fractional=True)).residual == pytest.approx(0, abs=0.1)


def left_at(trade: Trade) -> float:
    """Return where the stop is expected to be left."""
    if not trade.sizing.overshoot:
        return trade.plan.stop
    assert trade.prices.dependence.ratio_volatility is not None
    sign = 1 if trade.plan.direction is Direction.SHORT_RATIO else -1
    return trade.plan.stop * math.exp(sign * 0.5825971579390106 * trade.prices.dependence.ratio_volatility)


@given(trades())
def test_the_planned_loss_is_that_of_the_shares_with_one_leg_still_from_now_on(trade: Trade) -> None:
    found = scaled_or_skipped(trade)

    def swap(ratio: float) -> float:
        """Return how many bought shares a sold one costs at a ratio."""
        change = ratio / trade.prices.ratio
        return trade.sold / trade.bought * (change if trade.plan.direction is Direction.SHORT_RATIO else 1 / change)

    end = swap(left_at(trade))
    sold_still = bought_still = 0.0
    for one in found.tranches:
        sold_still += one.bought_shares * (trade.sold / swap(one.ratio) - trade.sold / end)
        bought_still += one.sold_shares * trade.bought * (end - swap(one.ratio))
    gross = math.fsum(one.sold_shares * one.sold_price for one in found.tranches)
    expected = max(sold_still, bought_still) + found.costs.total
    assert found.planned_loss == pytest.approx(expected, rel=1e-9, abs=1e-9 * gross)


@given(trades(), st.floats(-0.5, 0.5))
def test_the_position_earns_what_its_tranches_earn(trade: Trade, move: float) -> None:
    found = scaled_or_skipped(trade)
    position, grid = found.position, outcome_grid(found.position, trade.plan, (move,))
    bought = trade.bought * (1 + move)
    for row in grid.rows:
        change = row.ratio / trade.prices.ratio
        sold = trade.sold * (1 + move) * (change if trade.plan.direction is Direction.SHORT_RATIO else 1 / change)
        earned = math.fsum(
            one.bought_shares * (bought - one.bought_price) - one.sold_shares * (sold - one.sold_price)
            for one in found.tranches
        )
        assert row.profits == (pytest.approx(earned, abs=1e-9 * position.gross * (1 + change + 1 / change)),)
    # The shares bought bring back as many of the other leg, whatever the fills were.
    change = trade.plan.target / trade.prices.ratio
    price = trade.sold * (change if trade.plan.direction is Direction.SHORT_RATIO else 1 / change)
    expected = position.bought.shares * trade.bought / price
    assert way_back(position, trade.plan).back_at_target == pytest.approx(expected)


def test_grid_and_outcome_differ_by_what_later_tranches_leave_between_the_legs() -> None:
    found = worked(Sizing())
    stop, _, target = outcome_grid(found.position, PLAN, (0.0,)).rows
    # IWM still all along: 14 × 46.5925 + 14 × 24.5025 = 995.33 is lost at the stop, 28 SPY bought back at 523.4625.
    assert found.position.at_stop.denominator_still == pytest.approx(-995.33, abs=0.005)
    # SPY still until 32 IWM are bought at 212.888393, and IWM back at 222.75: 315.57 − 28 × 46.5925 = −989.02.
    assert stop.profits[0] == pytest.approx(-989.02, abs=0.005)
    # (2.24 ÷ 2.1408305 − 1) × (32 × 212.888393 − 14 × 476.87) = 0.0463229 × 136.25 = 6.31, whatever the ratio.
    assert found.path_difference == pytest.approx(6.31, abs=0.005)
    assert target.profits[0] - found.position.at_target.denominator_still == pytest.approx(found.path_difference)


@given(trades())
def test_the_difference_of_grid_and_outcome_is_told_for_every_trade(trade: Trade) -> None:
    found = scaled_or_skipped(trade)
    position = found.position
    stop, _, target = outcome_grid(position, trade.plan, (0.0,)).rows
    for row, outcome in ((stop, position.at_stop), (target, position.at_target)):
        falling = trade.plan.direction is Direction.SHORT_RATIO
        still = outcome.denominator_still if falling else outcome.numerator_still
        assert row.profits[0] - still == pytest.approx(found.path_difference, abs=1e-8 * position.gross)


@given(trades())
def test_the_whole_never_loses_more_than_the_budget(trade: Trade) -> None:
    found = scaled_or_skipped(trade)
    assert 0 < found.planned_loss <= trade.sizing.budget * (1 + 1e-9)


# The bought leg is the dearer one at the first tranche and the cheaper one at the second.
CROSSING = Trade(
    Plan(Ratio(0.9961017820424949), Ratio(1.2126456477039067), Ratio(0.34647018505825905)),
    PairPrices(Pair.parse("SPY/IWM"), 20.22, 29.18, Ratio(20.22 / 29.18), Dependence(1.0, 1.0, 0.0625, 0.015625, 0.06)),
    Sizing(account=1000.0, risk_fraction=1.0, balance=Balance.VOLATILITY_PARITY, tranches=(0.0, 0.02)),
    0.0,
)


@given(trades())
@example(CROSSING)
def test_no_tranche_takes_more_than_its_part(trade: Trade) -> None:
    found = scaled_or_skipped(trade)
    part = found.notional / len(found.tranches)
    cap = trade.held if trade.sizing.execution is Execution.ROTATE else trade.sizing.gross_limit * trade.sizing.account
    assert found.notional <= cap
    bought = sold = 0.0
    for number, one in enumerate(found.tranches, start=1):
        bought += one.bought_shares * one.bought_price
        sold += one.sold_shares * one.sold_price
        # What one tranche rounds away may come with the next, at a price that is no higher.
        assert bought <= number * part * (1 + 1e-9)
        if trade.sizing.execution is Execution.ROTATE:
            assert bought <= sold * (1 + 1e-9)


@given(trades())
def test_rounding_leaves_less_than_a_share_of_the_dearer_leg(trade: Trade) -> None:
    """Nothing adds up over the tranches: the break-even stays near the ratios they are opened at."""
    found = scaled_or_skipped(replace(trade, sizing=replace(trade.sizing, balance=Balance.DOLLAR_NEUTRAL)))
    prices = [(one.bought_price, one.sold_price) for one in found.tranches]
    assume(len({bought > sold for bought, sold in prices}) == 1)
    dearest = max(max(pair) for pair in prices) * (1e-4 if trade.sizing.fractional else 1)
    assert abs(found.residual) <= dearest * (1 + 1e-9)


def test_the_budget_is_used_up_to_a_fraction_of_a_share() -> None:
    found = worked(Sizing(fractional=True, costs=CostRates(1.0, 0.01, 0.0001, 0.02, 0.013, 126), overshoot=True))
    assert found.planned_loss == pytest.approx(1000, abs=0.1)  # a ten-thousandth of each of four legs
    assert found.planned_loss <= 1000


def test_costs_are_those_of_all_orders_and_shares() -> None:
    found = worked(Sizing(costs=CostRates(order=1.0, share=0.01)))
    shares = sum(one.bought_shares + one.sold_shares for one in found.tranches)
    # Two tranches of two legs, and both legs closed at once: 6 orders.
    assert found.costs.total == pytest.approx(6 + 2 * 0.01 * shares)
    assert found.planned_loss <= 1000


def test_a_share_bought_cheaper_pays_its_commission_too() -> None:
    # Ten dollars a share: more of them fit into a tranche near the stop, where IWM costs less.
    rates = CostRates(share=10.0)
    found = worked(Sizing(account=1e6, costs=rates, fractional=True, tranches=(0.9, 0.99)))
    assert found.planned_loss == pytest.approx(10_000, abs=0.1)
    assert found.planned_loss <= 10_000


def test_a_rotation_in_tranches_buys_from_its_proceeds() -> None:
    found = worked(Sizing(execution=Execution.ROTATE), held=50_000.0)
    # 14 SPY for 6,676.18 each: ÷ 222.75 = 29.97, and ÷ 212.888393 = 31.36 more makes 61.33
    assert [(one.bought_shares, one.sold_shares) for one in found.tranches] == [(29, 14), (32, 14)]
    assert worked(Sizing(execution=Execution.ROTATE), held=5000.0).notional == 5000.0


def test_other_balances_sell_h_for_each_unit_bought() -> None:
    found = worked(Sizing(balance=Balance.BETA_NEUTRAL))
    assert found.notional == pytest.approx(10_732.01, abs=0.005)  # 1,000 ÷ (1.25 × 0.0745434)
    # 6,707.50 sold: ÷ 476.87 = 14.1. 6,676.18 ÷ 1.25 = 5,340.94: ÷ 222.75 = 23.98, and ÷ 212.888 = 25.09 more = 49.07
    assert [(one.bought_shares, one.sold_shares) for one in found.tranches] == [(23, 14), (26, 14)]
    # At 49 ÷ 28 = 1.75 both legs would be worth the same, but they were not when they were opened.
    assert found.break_even is None


def test_lines_of_another_basis_are_traded_at_the_prices_of_shares() -> None:
    # The same lines on a basis whose ratios are half as large.
    halved = Plan(entry=PLAN.entry / 2, stop=PLAN.stop / 2, target=PLAN.target / 2)
    prices = replace(PRICES, ratio=NOW / 2)
    found = scale_in(halved, prices, Sizing(tranches=IN_TWO), 0.0)
    assert found is not None
    assert [(one.bought_shares, one.sold_shares) for one in found.tranches] == [(29, 14), (32, 14)]
    assert found.tranches[1].bought_price == pytest.approx(212.888393)
    assert found.break_even == pytest.approx(61 / 28 / 2)


@given(trades())
def test_tranches_are_the_same_upside_down(trade: Trade) -> None:
    plan, prices = trade.plan, trade.prices
    turned = Plan(*(reciprocal(line) for line in (plan.entry, plan.stop, plan.target)))
    legs = prices.dependence
    there = PairPrices(
        prices.pair.inverted(),
        prices.denominator,
        prices.numerator,
        reciprocal(prices.ratio),
        replace(
            legs,
            numerator_beta=legs.denominator_beta,
            denominator_beta=legs.numerator_beta,
            numerator_volatility=legs.denominator_volatility,
            denominator_volatility=legs.numerator_volatility,
        ),
    )
    # Whole shares would differ where the last bit decides; fractions differ by one in the fourth decimal then.
    sizing = replace(trade.sizing, fractional=True)
    here = scaled_or_skipped(replace(trade, sizing=sizing))
    try:
        found = scale_in(turned, there, sizing, trade.held)
    except NoPosition:
        assume(False)
        raise
    assert found is not None
    assert found.notional == pytest.approx(here.notional, rel=1e-9)
    for one, twin in zip(here.tranches, found.tranches, strict=True):
        assert twin.is_now == one.is_now
        assert twin.ratio * one.ratio == pytest.approx(1)
        assert twin.bought_price == pytest.approx(one.bought_price)
        assert twin.bought_shares == pytest.approx(one.bought_shares, abs=0.00011, rel=1e-9)
        assert twin.sold_shares == pytest.approx(one.sold_shares, abs=0.00011, rel=1e-9)


def test_without_tranches_there_is_nothing_to_scale() -> None:
    assert scale_in(PLAN, PRICES, Sizing(), 0.0) is None


@pytest.mark.parametrize("ratio", [2.35, 2.4, 1.95, 1.9])
def test_there_is_nothing_to_open_at_stop_or_target(ratio: float) -> None:
    with pytest.raises(NoPosition, match="has reached the"):
        scale_in(PLAN, replace(PRICES, ratio=ratio), Sizing(tranches=IN_TWO), 0.0)


@pytest.mark.parametrize("tranches", [IN_TWO, (0.0, 0.3, 0.6)])
def test_tranches_too_small_for_a_share_are_told(tranches: tuple[float, ...]) -> None:
    sizing = Sizing(account=6000, tranches=tranches)  # 60 ÷ 0.0745434 = 804.90, less than an SPY for each
    with pytest.raises(NoPosition, match=rf"^Too small for {len(tranches)} tranches: [0-9,.]+ does not pay for a sh"):
        scale_in(PLAN, PRICES, sizing, 0.0)


def test_tranches_are_told_when_proceeds_buy_no_share() -> None:
    # The dear leg is bought: one IWM is sold for each tranche, whose 222.75 does not pay for an SPY.
    plan = Plan(entry=2.15, stop=1.95, target=2.35)
    with pytest.raises(NoPosition, match="Too small for 2 tranches"):
        scale_in(plan, PRICES, Sizing(execution=Execution.ROTATE, tranches=(0.0, 0.5)), 700.0)


@given(trades(), st.floats(0, 0.999))
def test_a_place_and_its_ratio_belong_together(trade: Trade, place: float) -> None:
    ratio = tranche_ratio(trade.plan, place)
    low, high = sorted((trade.plan.entry, trade.plan.stop))
    assert low * (1 - 1e-12) <= ratio <= high * (1 + 1e-12)
    width = abs(math.log(trade.plan.stop / trade.plan.entry))
    assert tranche_place(trade.plan, ratio) == pytest.approx(place, abs=1e-12 / width)


def test_the_ends_of_the_zone_are_the_ends_of_the_places() -> None:
    assert (tranche_ratio(PLAN, 0.0), tranche_ratio(PLAN, 1.0)) == pytest.approx((2.13, 2.35))
    assert (tranche_place(PLAN, 2.13), tranche_place(PLAN, 2.35)) == (0.0, 1.0)
    # Outside the zone: ln(2.00 ÷ 2.13) ÷ ln(2.35 ÷ 2.13) is below zero, so the sizing refuses it.
    assert tranche_place(PLAN, 2.0) < 0
    assert tranche_place(PLAN, 2.4) > 1


@pytest.mark.parametrize("places", [(), (0.0, 0.5), (0.1, 0.2, 0.3), (0.0, 0.25, 0.5, 0.999)])
def test_none_or_two_to_four_tranches_may_be_asked_for(places: tuple[float, ...]) -> None:
    assert check_tranches(places) == Sizing(tranches=places).tranches == places


COUNT = "Scale in with 2 to 4 tranches, or with none."
ORDER = "Tranches must lie between entry and stop, each nearer to the stop than the one before."


@pytest.mark.parametrize(
    ("places", "sentence"),
    [
        ((0.5,), COUNT),
        ((0.0, 0.1, 0.2, 0.3, 0.4), COUNT),
        ((0.5, 0.2), ORDER),
        ((0.5, 0.5), ORDER),
        ((-0.1, 0.5), ORDER),
        ((0.0, 1.0), ORDER),
        ((0.0, math.nan), ORDER),
        ((0.0, math.inf), ORDER),
    ],
)
def test_tranches_outside_the_zone_or_out_of_order_are_refused(places: tuple[float, ...], sentence: str) -> None:
    with pytest.raises(BadInput, match=f"^{re.escape(sentence)}$"):
        Sizing(tranches=places)
