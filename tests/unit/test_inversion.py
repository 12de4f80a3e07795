"""IWM/SPY is SPY/IWM seen upside down: the lines turn over, the money does not change."""

from dataclasses import replace

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from ratiodesk.analysis.reading import size_plan, standing_of
from ratiodesk.domain.errors import NoPosition
from ratiodesk.domain.layout import Layout, Scale, View
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.plan import Direction
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.position import Execution, Position
from ratiodesk.domain.series import Basis, RatioSeries, align
from ratiodesk.domain.sizing import Sizing

UPRIGHT, UPSIDE_DOWN = Pair("SPY", "IWM"), Pair("IWM", "SPY")


@st.composite
def decimals(draw: st.DrawFn) -> float:
    digits = draw(st.integers(1, 10**12 - 1))
    leading_place = draw(st.integers(-9, 8))
    return float(f"{digits}e{leading_place - len(str(digits)) + 1}")


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    ratios = draw(st.lists(decimals(), max_size=5))
    levels = tuple(
        Level(LevelId(str(at)), ratio, draw(st.sampled_from(Role)), basis=draw(st.sampled_from(Basis)))
        for at, ratio in enumerate(ratios)
    )
    sizing = Sizing(draw(st.floats(1, 1e9)), draw(st.floats(0.001, 1)), draw(st.sampled_from(Execution)))
    return Layout(UPRIGHT, levels, sizing, (Holding("QQQ", 5.0),), View(scale=Scale.LOG, basis=Basis.TOTAL_RETURN))


@given(layouts())
@example(Layout(UPRIGHT, (Level(LevelId("a"), 2.13),)))
@example(Layout(UPRIGHT, (Level(LevelId("a"), 936078791.292),)))
def test_a_layout_turned_over_twice_is_what_it_was(layout: Layout) -> None:
    assert layout.inverted().inverted() == layout


@given(layouts())
def test_turning_over_changes_pair_and_ratios_and_nothing_else(layout: Layout) -> None:
    turned = layout.inverted()
    assert turned.pair == UPSIDE_DOWN
    for level, twin in zip(layout.levels, turned.levels, strict=True):
        assert twin.ratio * level.ratio == pytest.approx(1, rel=1e-12)
        assert replace(twin, ratio=level.ratio) == level
    assert replace(turned, pair=layout.pair, levels=layout.levels) == layout


def test_the_direction_of_a_plan_turns_over(worked: Layout) -> None:
    assert worked.direction is Direction.SHORT_RATIO
    assert worked.inverted().direction is Direction.LONG_RATIO


def test_an_axis_taken_by_the_user_turns_over() -> None:
    assert View(low=1.6, high=2.5).inverted() == View(low=0.4, high=0.625)  # 1 ÷ 2.5 and 1 ÷ 1.6
    assert View().inverted() == View()


@pytest.mark.parametrize("axis", [{}, {"low": 1.6, "high": 2.5}, {"low": -1.0, "high": 2.5}])
def test_the_compared_pair_turns_over_with_the_first(axis: dict[str, float]) -> None:
    view = View(compare=Pair("QQQ", "IWM"), **axis)
    assert view.inverted().compare == Pair("IWM", "QQQ")
    assert view.inverted().inverted().compare == view.compare


@given(decimals(), decimals())
def test_an_axis_turned_over_twice_is_where_it_was(first: float, second: float) -> None:
    view = View(low=min(first, second), high=max(first, second))
    twice = view.inverted().inverted()
    assert (twice.low, twice.high) == pytest.approx((view.low, view.high), rel=1e-12)


@pytest.mark.parametrize(("low", "high"), [(0.0, 2.0), (-1.0, 2.0), (1.0, None), (None, 2.0), (1.0, 0.0), (1.0, -1.0)])
def test_an_axis_without_a_reciprocal_follows_the_bars_again(low: float | None, high: float | None) -> None:
    assert View(low=low, high=high).inverted() == View()


@st.composite
def trades(draw: st.DrawFn) -> tuple[float, float, Layout]:
    """Draw two prices in cents and a layout with a plan around their ratio, in levels of a thousandth."""
    numerator, denominator = (draw(st.integers(1_000, 100_000)) / 100 for _ in range(2))
    ratio = numerator / denominator
    low, high = round(ratio / draw(st.floats(1.01, 2)), 3), round(ratio * draw(st.floats(1.01, 2)), 3)
    entry = round(low + draw(st.floats(0.1, 0.9)) * (high - low), 3)
    assume(0 < low < entry < high and low < ratio < high and abs(ratio - entry) > 1e-9)
    names = (Role.TARGET, Role.ENTRY, Role.STOP) if draw(st.booleans()) else (Role.STOP, Role.ENTRY, Role.TARGET)
    levels = tuple(Level(LevelId(role), at, role) for role, at in zip(names, (low, entry, high), strict=True))
    account = draw(st.integers(10_000, 10_000_000))
    sizing = Sizing(account, draw(st.sampled_from([0.003, 0.01, 0.07])), draw(st.sampled_from(Execution)))
    holdings = (Holding("SPY", account * 0.37), Holding("IWM", account * 0.21))
    return numerator, denominator, Layout(UPRIGHT, levels, sizing, holdings)


def both_ways_up(make_bars, numerator: float, denominator: float) -> tuple[RatioSeries, RatioSeries]:
    spy, iwm = make_bars("SPY", {"2021-12-28": numerator}), make_bars("IWM", {"2021-12-28": denominator})
    return align(spy, iwm, Basis.PRICE), align(iwm, spy, Basis.PRICE)


@given(trades())
def test_the_zone_and_the_chance_do_not_depend_on_the_way_up(make_bars, trade) -> None:
    numerator, denominator, layout = trade
    upright, turned = both_ways_up(make_bars, numerator, denominator)
    here, there = standing_of(upright, layout), standing_of(turned, layout.inverted())
    assert here.zone is there.zone
    assert here.odds is not None
    assert there.odds is not None
    assert there.odds.random_walk_win_rate == pytest.approx(here.odds.random_walk_win_rate, rel=1e-9)


def assert_same_money(here: Position, there: Position) -> None:
    assert there.legs == here.legs
    assert there.notional == pytest.approx(here.notional, rel=1e-9)
    for outcome, twin in ((here.at_stop, there.at_stop), (here.at_target, there.at_target)):
        # The numerator of one is the denominator of the other.
        assert twin.numerator_still == pytest.approx(outcome.denominator_still, rel=1e-9)
        assert twin.denominator_still == pytest.approx(outcome.numerator_still, rel=1e-9)


def test_the_worked_example_costs_the_same_upside_down(make_bars, worked: Layout) -> None:
    upright, turned = both_ways_up(make_bars, 476.87, 222.75)
    there = size_plan(turned, worked.inverted()).position
    assert [(leg.symbol, leg.shares) for leg in there.legs] == [("IWM", 45), ("SPY", 21)]
    assert_same_money(size_plan(upright, worked).position, there)


@given(trades())
def test_the_money_does_not_depend_on_the_way_up(make_bars, trade) -> None:
    numerator, denominator, layout = trade
    upright, turned = both_ways_up(make_bars, numerator, denominator)
    try:
        here = size_plan(upright, layout).position
    except NoPosition:
        with pytest.raises(NoPosition):
            size_plan(turned, layout.inverted())
        return
    # Where the notional is a whole number of shares its last bit decides; test_sizing has those cases.
    from_notional = here.legs if layout.sizing.execution is Execution.PAIR else (here.sold,)
    shares = [here.notional / leg.price for leg in from_notional]
    assume(here.capped or all(abs(number - round(number)) > 1e-6 for number in shares))
    assert_same_money(here, size_plan(turned, layout.inverted()).position)
