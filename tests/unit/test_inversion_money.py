"""Every amount of money a sized plan tells is the same upside down: grid, costs, tranches, way back, executions."""

from dataclasses import asdict, replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from worked_trade import PAIR, sizings

from ratiodesk.analysis.reading import Sized, size_plan
from ratiodesk.domain.errors import NoPosition
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.position import Execution, Position
from ratiodesk.domain.series import Basis, RatioSeries, align
from ratiodesk.domain.tranche import ScaleIn

DAYS = [f"2021-12-{day}" for day in (20, 21, 22, 23, 27, 28)]
# Fractions of a share that the last bit decides about, of at most four tranches of two legs at 1,000 each.
FRACTIONS = 0.0001 * 8 * 1000


@st.composite
def plans(draw: st.DrawFn) -> tuple[dict[str, float], dict[str, float], Layout]:
    """Draw six closes of both legs in cents, and a layout with a plan around the last ratio and a full sizing."""
    legs = []
    for _ in range(2):
        last = draw(st.integers(1_000, 100_000)) / 100
        moves = draw(st.lists(st.floats(-0.05, 0.05), min_size=5, max_size=5))
        legs.append(dict(zip(DAYS, [*(round(last * (1 + move), 2) for move in moves), last], strict=True)))
    ratio = legs[0][DAYS[-1]] / legs[1][DAYS[-1]]
    low, high = round(ratio / draw(st.floats(1.01, 2)), 3), round(ratio * draw(st.floats(1.01, 2)), 3)
    entry = round(low + draw(st.floats(0.1, 0.9)) * (high - low), 3)
    assume(0 < low < entry < high and low < ratio < high)
    names = (Role.TARGET, Role.ENTRY, Role.STOP) if draw(st.booleans()) else (Role.STOP, Role.ENTRY, Role.TARGET)
    levels = tuple(Level(LevelId(role), at, role) for role, at in zip(names, (low, entry, high), strict=True))
    sizing = replace(draw(sizings()), fractional=True, account=draw(st.integers(10_000, 10_000_000)))
    holdings = (Holding("SPY", sizing.account * 0.37), Holding("IWM", sizing.account * 0.21))
    return legs[0], legs[1], Layout(PAIR, levels, sizing, holdings)


def both_ways_up(make_bars, plan) -> tuple[Sized, Sized]:
    spy, iwm = make_bars("SPY", plan[0]), make_bars("IWM", plan[1])
    series: list[RatioSeries] = [align(spy, iwm, Basis.PRICE), align(iwm, spy, Basis.PRICE)]
    try:
        return size_plan(series[0], plan[2]), size_plan(series[1], plan[2].inverted())
    except NoPosition:
        assume(False)
        raise


def close(expected: float) -> object:
    return pytest.approx(expected, rel=1e-6, abs=FRACTIONS)


def assert_same_money(here: Position, there: Position) -> None:
    assert [(leg.symbol, leg.side) for leg in there.legs] == [(leg.symbol, leg.side) for leg in here.legs]
    assert there.balance is here.balance
    assert there.hedge_ratio == pytest.approx(here.hedge_ratio)
    for name in ("notional", "uncapped", "planned_loss", "overshoot_loss", "residual", "gross"):
        assert getattr(there, name) == close(getattr(here, name)), name
    assert asdict(there.costs) == {name: close(money) for name, money in asdict(here.costs).items()}
    for outcome, twin in ((here.at_stop, there.at_stop), (here.at_target, there.at_target)):
        assert (twin.low, twin.high) == (close(outcome.low), close(outcome.high))


@given(plans())
def test_both_executions_are_worth_the_same_upside_down(make_bars, plan) -> None:
    here, there = both_ways_up(make_bars, plan)
    for execution in Execution:
        one, twin = here.carried_out(execution), there.carried_out(execution)
        if isinstance(one, str) or isinstance(twin, str):
            assume(isinstance(one, str) == isinstance(twin, str))
            continue
        assert_same_money(one, twin)
    assert there.held == here.held


@given(plans())
def test_the_grid_is_the_same_upside_down(make_bars, plan) -> None:
    here, there = both_ways_up(make_bars, plan)
    assert there.grid.moves == here.grid.moves
    for row, twin in zip(here.grid.rows, there.grid.rows, strict=True):
        assert twin.ratio * row.ratio == pytest.approx(1, rel=1e-9)
        assert twin.profits == tuple(close(profit) for profit in row.profits)
    assert there.grid.worst == close(here.grid.worst)


@given(plans())
def test_tranches_are_the_same_upside_down(make_bars, plan) -> None:
    here, there = (found.scale_in for found in both_ways_up(make_bars, plan))
    assume(isinstance(here, ScaleIn) and isinstance(there, ScaleIn))
    assert isinstance(here, ScaleIn)
    assert isinstance(there, ScaleIn)
    for name in ("notional", "planned_loss", "residual"):
        assert getattr(there, name) == close(getattr(here, name)), name
    assert there.costs.total == close(here.costs.total)
    assert [one.is_now for one in there.tranches] == [one.is_now for one in here.tranches]
    if here.break_even is not None:
        assert there.break_even is not None
        # A fraction of a share more or less is much of a tranche that has few of them.
        few = min(min(one.bought_shares, one.sold_shares) for one in here.tranches)
        assert there.break_even * here.break_even == pytest.approx(1, rel=1e-9 + 0.001 / few)


@given(plans())
def test_the_way_back_is_the_same_upside_down(make_bars, plan) -> None:
    prices, others, layout = plan
    rotating = replace(layout, sizing=replace(layout.sizing, execution=Execution.ROTATE))
    here, there = (found.way_back for found in both_ways_up(make_bars, (prices, others, rotating)))
    assert here is not None
    assert there is not None
    assert (there.sells, there.buys) == (here.sells, here.buys)
    few = 1e-9 + 0.001 / here.shares
    assert there.back_at_target == pytest.approx(here.back_at_target, rel=few)
    assert there.back_at_stop == pytest.approx(here.back_at_stop, rel=few)


@given(plans())
def test_the_weights_are_the_same_upside_down(make_bars, plan) -> None:
    here, there = both_ways_up(make_bars, plan)
    account = plan[2].sizing.account
    before = {weight.name: weight for weight in here.weights}
    after = {weight.name: weight for weight in there.weights}
    for name in before.keys() & after.keys():
        assert after[name].before == pytest.approx(before[name].before)
        assert after[name].after * account == close(before[name].after * account)
    # What fractions leave of the proceeds may be nothing at all on one side.
    assert before.keys() ^ after.keys() <= {"Cash"}
