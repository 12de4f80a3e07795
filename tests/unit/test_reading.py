"""What a layout says about a series, from real prices to whole shares."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from ratiodesk.analysis.reading import size_plan, standing_of, try_size
from ratiodesk.domain.errors import BadInput, BadPlan, NoPosition
from ratiodesk.domain.layout import Layout, View
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.plan import Direction, Plan
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.position import Execution
from ratiodesk.domain.series import Basis, RatioSeries
from ratiodesk.domain.sizing import Sizing
from ratiodesk.domain.worth import Worth
from ratiodesk.domain.zone import Zone

ROTATE = Sizing(execution=Execution.ROTATE)


def test_the_worked_example_is_read_from_the_sample_prices(december: RatioSeries, worked: Layout) -> None:
    standing = standing_of(december, worked)
    assert (standing.pair, standing.session) == (worked.pair, date(2021, 12, 28))
    assert standing.ratio == pytest.approx(2.14083, abs=5e-6)  # 476.87 ÷ 222.75
    assert standing.zone is Zone.ENTRY
    assert standing.plan == Plan(entry=2.13, stop=2.35, target=1.95)
    assert standing.levels == worked.levels
    assert standing.problem == ""
    assert standing.odds is not None
    assert standing.odds.reward_risk == pytest.approx(0.912, abs=0.0005)  # 0.190831 ÷ 0.209169


def test_the_stay_in_the_zone_is_counted_over_the_sample(december: RatioSeries, worked: Layout) -> None:
    inside = pd.Series(december.values).between(2.13, 2.35)
    assert standing_of(december, worked).sessions_in_zone == int(inside[::-1].cumprod().sum())


@pytest.mark.parametrize(
    ("ratios", "zone"), [((), Zone.NONE), ((2.0,), Zone.ABOVE), ((2.2,), Zone.BELOW), ((2.0, 2.2), Zone.BETWEEN)]
)
def test_without_a_plan_the_ratio_has_a_place_among_the_lines(
    december: RatioSeries, worked: Layout, ratios: tuple[float, ...], zone: Zone
) -> None:
    lines = tuple(Level(LevelId(str(ratio)), ratio) for ratio in ratios)
    standing = standing_of(december, replace(worked, levels=lines))
    assert standing.zone is zone
    assert standing.plan is standing.odds is standing.sessions_in_zone is None
    assert standing.problem == ""


def test_lines_in_the_wrong_order_are_told_and_still_place_the_ratio(december: RatioSeries, worked: Layout) -> None:
    standing = standing_of(december, worked.move(LevelId("entry"), 2.40))
    assert standing.zone is Zone.BETWEEN
    assert standing.plan is None
    assert "must lie between stop 2.350 and target 1.950" in standing.problem


def test_two_lines_with_one_role_are_told(december: RatioSeries, worked: Layout) -> None:
    doubled = replace(worked, levels=(*worked.levels, Level(LevelId("d"), 2.4, Role.STOP)))
    assert "Two lines are marked as stop" in standing_of(december, doubled).problem


def test_lines_of_the_other_basis_say_nothing(sample_series, worked: Layout) -> None:
    series = sample_series("SPY/IWM", "2021-12-28", Basis.TOTAL_RETURN)
    standing = standing_of(series, replace(worked, view=View(basis=Basis.TOTAL_RETURN)))
    assert (standing.zone, standing.levels, standing.plan) == (Zone.NONE, (), None)


def test_the_worked_example_is_sized_from_the_sample_prices(december: RatioSeries, worked: Layout) -> None:
    sized = size_plan(december, worked)
    assert [(leg.symbol, leg.shares) for leg in sized.position.legs] == [("IWM", 45), ("SPY", 21)]
    assert sized.position.at_stop.low == pytest.approx(-978.44, abs=0.005)  # 21 × (476.87 − 2.35 × 222.75)
    assert sized.position.at_stop.high == pytest.approx(-892.20, abs=0.005)  # 45 × (476.87 ÷ 2.35 − 222.75)
    assert sized.assumption == ""
    assert [row.name for row in sized.weights] == ["SPY", "IWM", "Other"]


def test_a_rotation_assumes_that_the_rest_of_the_account_is_in_what_it_sells(
    december: RatioSeries, worked: Layout
) -> None:
    layout = replace(worked, sizing=ROTATE).with_holding(Holding("QQQ", 30_000.0))
    sized = size_plan(december, layout)
    assert sized.assumption == "Assumes that all of the account not entered as a holding is in SPY."
    spy = next(row for row in sized.weights if row.name == "SPY")
    assert (spy.before, spy.after) == pytest.approx((0.7, 0.5998573), abs=5e-8)  # 70,000 − 21 × 476.87 = 59,985.73


def test_a_rotation_beside_the_pair_says_that_it_assumes_what_the_weights_do_not(
    december: RatioSeries, worked: Layout
) -> None:
    sized = size_plan(december, worked)
    assert sized.assumption == ""
    assert sized.rotation_assumption == (
        "Rotate assumes that all of the account not entered as a holding is in SPY; the pair’s weights do not."
    )
    assert (sized.held, sized.weights[0].before) == (100_000.0, 0.0)


def test_nothing_is_assumed_of_a_rotation_whose_holding_is_entered_or_that_there_is_none_of(
    december: RatioSeries, worked: Layout
) -> None:
    assert size_plan(december, worked.with_holding(Holding("SPY", 3000.0))).rotation_assumption == ""
    nothing_left = size_plan(december, worked.with_holding(Holding("QQQ", 100_000.0)))
    assert nothing_left.carried_out(Execution.ROTATE) == "Nothing to rotate: the account holds no SPY."
    assert nothing_left.rotation_assumption == ""
    # The rotation in force says it among what its own weights assume.
    assert size_plan(december, replace(worked, sizing=ROTATE)).rotation_assumption == ""
    entered = Worth(holdings=(Holding("SPY", 50_000.0),), is_entered=True)
    assert size_plan(december, worked, worth=entered).rotation_assumption == ""


def test_a_rotation_of_a_long_plan_sells_the_denominator(december: RatioSeries, worked: Layout) -> None:
    mirrored = replace(worked, sizing=ROTATE)
    for role, ratio in ((Role.STOP, 1.95), (Role.ENTRY, 2.15), (Role.TARGET, 2.35)):
        mirrored = mirrored.move(LevelId(role), ratio)
    assert mirrored.direction is Direction.LONG_RATIO
    sized = size_plan(december, mirrored)
    assert sized.position.sold.symbol == "IWM"
    assert "is in IWM" in sized.assumption


def test_a_rotation_sells_no_more_than_the_holding_entered(december: RatioSeries, worked: Layout) -> None:
    layout = replace(worked, sizing=ROTATE).with_holding(Holding("SPY", 3000.0))
    sized = size_plan(december, layout)
    assert sized.position.sold.shares == 6  # 3000 ÷ 476.87 = 6.3
    assert sized.position.capped
    assert sized.assumption == ""


def test_a_rotation_of_nothing_held_has_nothing_to_sell(december: RatioSeries, worked: Layout) -> None:
    layout = replace(worked, sizing=ROTATE).with_holding(Holding("SPY", 0.0))
    with pytest.raises(NoPosition, match="Nothing to rotate: the account holds no SPY"):
        size_plan(december, layout)


@pytest.mark.parametrize(
    "others",
    [(7_703.89, 17_060.63, 3_895.16), (33_333.33, 33_333.33), (100_000.0 / 3, 100_000.0 / 7, 0.1)],
)
def test_the_rest_of_the_account_never_makes_the_holdings_exceed_it(
    december: RatioSeries, worked: Layout, others: tuple[float, ...]
) -> None:
    held = tuple(Holding(symbol, value) for symbol, value in zip(("GLD", "QQQ", "TLT"), others, strict=False))
    sized = size_plan(december, replace(worked, sizing=ROTATE, holdings=held))
    assert sized.position.sold.shares == 21


def test_a_rotation_from_holdings_worth_more_than_the_account_is_refused(december: RatioSeries, worked: Layout) -> None:
    layout = replace(worked, sizing=ROTATE, holdings=(Holding("QQQ", 100_000.01),))
    with pytest.raises(BadInput, match=r"worth 100,000\.01, more than the account of 100,000\.00"):
        size_plan(december, layout)


def test_a_layout_without_a_plan_is_told_what_a_plan_takes(december: RatioSeries, worked: Layout) -> None:
    with pytest.raises(BadPlan, match="SPY/IWM has no plan yet: it takes a stop, an entry and a target"):
        size_plan(december, worked.remove(LevelId("stop")))


def test_there_is_no_position_once_the_stop_is_reached(sample_series, worked: Layout) -> None:
    series = sample_series("SPY/IWM")
    assert series.ratio > 2.35  # on 2026-08-21
    with pytest.raises(NoPosition, match="has reached the stop"):
        size_plan(series, worked)


def test_total_return_lines_are_sized_at_the_prices_a_share_is_traded_at(sample_series, worked: Layout) -> None:
    series = sample_series("SPY/IWM", "2021-12-28", Basis.TOTAL_RETURN)
    lines = tuple(replace(level, basis=Basis.TOTAL_RETURN) for level in worked.levels)
    sized = size_plan(series, replace(worked, levels=lines, view=View(basis=Basis.TOTAL_RETURN)))
    # R = 448.6961 ÷ 210.5811 = 2.130752; 2.35 ÷ 2.130752 − 1 = 0.102897; N = 9,718.47
    assert sized.position.notional == pytest.approx(9718.47, abs=0.1)
    assert sized.position.sold.value == pytest.approx(9537.40)  # 20 × 476.87
    assert sized.position.bought.value == pytest.approx(9578.25)  # 43 × 222.75
    # Dividends aside the legs move by the same part: SPY up 10.2897 % on 9,537.40.
    assert sized.position.at_stop.denominator_still == pytest.approx(-981.37, abs=0.05)


def test_the_way_back_is_that_of_the_rotation_whichever_is_in_force(december: RatioSeries, worked: Layout) -> None:
    pair, rotation = size_plan(december, worked), size_plan(december, replace(worked, sizing=ROTATE))
    assert (pair.position.execution, rotation.position.execution) == (Execution.PAIR, Execution.ROTATE)
    assert pair.way_back == rotation.way_back
    assert rotation.way_back is not None
    assert rotation.way_back.given_up == rotation.position.sold.shares
    nothing_to_sell = size_plan(december, worked.with_holding(Holding("SPY", 0.0)))
    assert isinstance(nothing_to_sell.other, str)
    assert nothing_to_sell.way_back is None


def test_trying_to_size_gives_the_sentence_in_place_of_the_error(december: RatioSeries, worked: Layout) -> None:
    assert try_size(december, worked) == size_plan(december, worked)
    said = try_size(december, replace(worked, sizing=Sizing(account=1000)))
    assert isinstance(said, str)
    assert said.startswith("Too small for one share of SPY")
