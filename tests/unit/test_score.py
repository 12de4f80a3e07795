"""A frozen plan scored on closes: entered when, which line first, how far on the way, what it earned."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from conftest import MakeBars, MakeHistory, MakeSeries
from frozen_history import PLAN, cut, frozen_on, layout_of
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.analysis.score import Mark, Score, State, score
from ratiodesk.domain.basis import Basis
from ratiodesk.domain.cost import CostRates
from ratiodesk.domain.errors import NoPosition, NoSession
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Role
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.plan import Plan
from ratiodesk.domain.position import Execution
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import Bars, RatioSeries, align
from ratiodesk.domain.sizing import Sizing
from ratiodesk.resource import resource_path

# The note's own plan


def test_the_plan_of_the_note_was_stopped_on_6_april_2023(
    december: RatioSeries, sample_series: MakeSeries, worked: Layout
) -> None:
    """Opened on 2021-12-28 at 2.141, it lasted 320 sessions and lost 0.79 R at a close of 2.353."""
    found = score(frozen_on(december, worked), sample_series())
    assert found.state is State.STOPPED
    assert found.entered == Mark(date(2021, 12, 28), Ratio(476.87 / 222.75))
    assert found.ended is not None
    assert found.ended.session == date(2023, 4, 6)
    assert found.ended.ratio == pytest.approx(409.19 / 173.89)
    assert found.sessions == 320
    # 45 × (173.89 − 222.75) − 21 × (409.19 − 476.87) = −2,198.70 + 1,421.28, over a planned 978.44
    assert found.money == pytest.approx(-777.42)
    assert found.r_multiple == pytest.approx(-0.7945, abs=5e-5)
    assert found.risk == pytest.approx(978.4425)
    assert found.last == date(2026, 8, 21)


def test_pandas_agrees_about_the_plan_of_the_note(
    december: RatioSeries, sample_series: MakeSeries, worked: Layout
) -> None:
    found = score(frozen_on(december, worked), sample_series())
    tables = (pd.read_csv(resource_path("sample") / f"{symbol}.csv", index_col=0) for symbol in ("SPY", "IWM"))
    closes = pd.concat([table["Close"] for table in tables], axis=1, keys=["SPY", "IWM"], join="inner")
    since = closes[closes.index >= "2021-12-28"]
    ratio = since.SPY / since.IWM
    later = ratio.iloc[1:]
    beyond, reached = later[later > 2.35].index[0], later[later <= 1.95].index
    assert not (len(reached) and reached[0] < beyond)
    assert found.ended is not None
    assert str(found.ended.session) == beyond
    held = since.loc[:beyond]
    # Long 45 IWM, short 21 SPY.
    profits = 45 * (held.IWM - held.IWM.iloc[0]) - 21 * (held.SPY - held.SPY.iloc[0])
    assert found.sessions == len(held) - 1
    assert found.money == pytest.approx(profits.iloc[-1], abs=0.005)
    assert (found.best, found.worst) == pytest.approx((profits.max(), profits.min()), abs=0.005)


def test_as_of_the_day_it_was_frozen_it_is_open_and_has_earned_nothing(december: RatioSeries, worked: Layout) -> None:
    found = score(frozen_on(december, worked), december)
    assert (found.state, found.sessions, found.money, found.r_multiple) == (State.OPEN, 0, 0.0, 0.0)
    assert found.entered == found.ended


# Which line first


def test_a_close_at_the_target_ends_it(history: MakeHistory) -> None:
    full = history(2.0, 1.9, 2.1, 1.8, 2.5)
    found = score(frozen_on(cut(full, 1), layout_of(PLAN)), full)
    # N = 1,000 / (2.2 / 2.0 − 1) = 10,000: 100 B at 100, 50 A at 200. At 180, 50 × 20 = 1,000 earned.
    assert (found.state, found.sessions, found.money) == (State.TARGET, 3, pytest.approx(1000))
    assert found.ended == Mark(date(2024, 1, 5), Ratio(1.8))
    # One R is 50 × 20 = 1,000, the loss at 220.
    assert (found.risk, found.r_multiple) == (pytest.approx(1000), pytest.approx(1.0))
    # At 210 on the way, 50 × 10 = 500 lost.
    assert (found.worst, found.best) == (pytest.approx(-500), pytest.approx(1000))
    assert (found.worst_r, found.best_r) == (pytest.approx(-0.5), pytest.approx(1.0))


def test_a_close_on_the_stop_holds_and_one_beyond_it_ends(history: MakeHistory) -> None:
    full = history(2.0, 2.2, 2.3)
    frozen = frozen_on(cut(full, 1), layout_of(PLAN))
    assert score(frozen, cut(full, 2)).state is State.OPEN
    found = score(frozen, full)
    # 50 × (230 − 200)
    assert (found.state, found.money, found.r_multiple) == (State.STOPPED, pytest.approx(-1500), pytest.approx(-1.5))


def test_what_happens_after_its_end_does_not_count(history: MakeHistory) -> None:
    full = history(2.0, 1.8, 2.5, 1.0)
    frozen = frozen_on(cut(full, 1), layout_of(PLAN))
    assert replace(score(frozen, full), last=date(2024, 1, 3)) == score(frozen, cut(full, 2))


def test_an_open_one_is_marked_to_the_last_session(history: MakeHistory) -> None:
    full = history(2.0, 1.9, 1.95)
    found = score(frozen_on(cut(full, 1), layout_of(PLAN)), full)
    assert found.state is State.OPEN
    assert (found.ended, found.last) == (Mark(date(2024, 1, 4), Ratio(1.95)), date(2024, 1, 4))
    assert (found.money, found.best) == (pytest.approx(250), pytest.approx(500))  # 50 × 5, 50 × 10


# Entered when


def test_it_waits_for_a_close_in_the_entry_zone(history: MakeHistory) -> None:
    full = history(1.9, 1.95, 1.81, 2.1, 1.8)
    frozen = frozen_on(cut(full, 1), layout_of(PLAN))
    waiting = score(frozen, cut(full, 3))
    assert (waiting.state, waiting.entered, waiting.ended, waiting.sessions) == (State.WAITING, None, None, 0)
    assert (waiting.money, waiting.r_multiple, waiting.last) == (0.0, 0.0, date(2024, 1, 4))
    found = score(frozen, full)
    assert found.entered == Mark(date(2024, 1, 5), Ratio(2.1))
    # Frozen at 1.9: N = 1,000 / (2.2 / 1.9 − 1) = 6,333.33, so 33 A at 190. 33 × (210 − 180) = 990.
    assert (found.state, found.sessions, found.money) == (State.TARGET, 1, pytest.approx(990))


@pytest.mark.parametrize(("close", "line"), [(2.5, Role.STOP), (1.8, Role.TARGET)])
def test_it_is_missed_where_stop_or_target_is_passed_before_the_entry(
    history: MakeHistory, close: float, line: Role
) -> None:
    full = history(1.9, close, 2.1, 2.0, 1.7)
    turned = replace(
        full, pair=full.pair.inverted(), values=1 / full.values, numerator_closes=full.denominator_closes,
        denominator_closes=full.numerator_closes,
    )  # fmt: skip
    frozen = frozen_on(cut(full, 1), layout_of(PLAN))
    for series, ratio in ((full, close), (turned, 1 / close)):
        found = score(frozen, series)
        assert (found.state, found.line, found.entered, found.filled) == (State.MISSED, line, None, 0)
        assert found.ended == Mark(date(2024, 1, 3), Ratio(pytest.approx(ratio)))
        assert (found.money, found.r_multiple, found.sessions) == (0.0, 0.0, 0)


def test_a_session_that_is_on_counts_neither_for_entry_nor_for_end(history: MakeHistory) -> None:
    full = history(2.0, 1.9, 1.8)
    found = score(frozen_on(cut(full, 1), layout_of(PLAN)), replace(full, forming=True))
    assert (found.state, found.last) == (State.OPEN, date(2024, 1, 3))


def test_frozen_while_the_session_was_on_it_is_entered_at_that_session_s_close(history: MakeHistory) -> None:
    on = replace(history(1.95, 2.05), forming=True)
    frozen = frozen_on(on, layout_of(PLAN))
    assert (frozen.session, frozen.anchor.session) == (date(2024, 1, 3), date(2024, 1, 2))
    # While the session is still on there is no close to enter at.
    waiting = score(frozen, on)
    assert (waiting.state, waiting.last) == (State.WAITING, date(2024, 1, 2))
    found = score(frozen, history(1.95, 2.1, 1.9))
    assert found.entered == Mark(date(2024, 1, 3), Ratio(2.1))
    # Frozen at 2.05: N = 1,000 / (2.2 / 2.05 − 1) = 13,666.67, so 66 A at 205. 66 × (210 − 190) = 1,320.
    assert found.money == pytest.approx(1320)


def test_without_the_session_it_is_tied_to_there_is_no_score(history: MakeHistory, make_bars: MakeBars) -> None:
    frozen = frozen_on(history(2.0, 2.0), layout_of(PLAN))
    sentence = r"^A/B has no close of 2024-01-03, to which the frozen plan is tied\.$"
    with pytest.raises(NoSession, match=sentence):
        score(frozen, history(2.0))
    gap = {"2024-01-02": 200.0, "2024-01-04": 200.0}
    with pytest.raises(NoSession, match=sentence):
        score(frozen, align(make_bars("A", gap), make_bars("B", gap), Basis.PRICE))


# Money


def test_a_split_changes_nothing_but_the_scale_of_the_lines(history: MakeHistory) -> None:
    full = history(2.0, 1.9, 1.95)
    frozen = frozen_on(cut(full, 1), layout_of(PLAN))
    # Two for one of A: all its closes are half of what they were.
    halved = replace(full, values=full.values / 2, numerator_closes=full.numerator_closes / 2)
    before, after = score(frozen, full), score(frozen, halved)
    assert after.plan == Plan(Ratio(1.0), Ratio(1.1), Ratio(0.9))
    assert (after.state, after.sessions) == (before.state, before.sessions)
    assert (after.money, after.best, after.worst) == pytest.approx((before.money, before.best, before.worst))
    # Three for one of B: the ratio is three times as high.
    thirds = replace(full, values=full.values * 3, denominator_closes=full.denominator_closes / 3)
    assert score(frozen, thirds).money == pytest.approx(before.money)
    assert score(frozen, thirds).plan.stop == pytest.approx(6.6)


@pytest.mark.parametrize("factor", [1 + 1e-7, 0.996, 1.004])
def test_a_close_that_a_service_corrects_moves_no_line(history: MakeHistory, factor: float) -> None:
    full = history(2.0, 1.9)
    frozen = frozen_on(cut(full, 1), layout_of(PLAN))
    nearly = replace(full, numerator_closes=full.numerator_closes * factor, values=full.values * factor)
    assert score(frozen, nearly).plan == PLAN


def test_a_balance_that_is_not_dollar_neutral_may_lose_at_the_target(history: MakeHistory) -> None:
    """The legs tell the money, and not the ratio: half as much is sold, and both legs halve."""
    frozen = frozen_on(history(2.0), layout_of(PLAN))
    half = replace(frozen, sold=replace(frozen.sold, shares=25))
    closes = np.array([200.0, 90.0]), np.array([100.0, 50.0])
    falling = replace(history(2.0, 1.8), numerator_closes=closes[0], denominator_closes=closes[1])
    found = score(half, falling)
    # 100 × (50 − 100) − 25 × (90 − 200) = −5,000 + 2,750
    assert (found.state, found.money) == (State.TARGET, pytest.approx(-2250))


def test_costs_of_the_time_held_are_taken_off_the_result(history: MakeHistory) -> None:
    full = history(2.0, 1.9, 1.9, 1.8)
    costs = CostRates(order=1.0, half_spread=0.0001, borrow=0.0252, holding_sessions=20)
    frozen = frozen_on(cut(full, 1), layout_of(PLAN, Sizing(costs=costs)))
    shares, sold = frozen.sold.shares, frozen.sold.value
    found = score(frozen, full)
    # Four orders; two trades of both legs; a ten-thousandth a session of what is borrowed, for the three that it took.
    paid = 4 + 2 * 0.0001 * (sold + frozen.bought.value) + 3 * 0.0001 * sold
    assert found.money == pytest.approx(shares * 20 - paid)
    assert found.best == pytest.approx(shares * 20)


def test_a_rotation_borrows_nothing(history: MakeHistory) -> None:
    full = history(2.0, 1.8)
    sizing = Sizing(costs=CostRates(borrow=1.0), execution=Execution.ROTATE)
    frozen = frozen_on(cut(full, 1), layout_of(PLAN, sizing))
    assert score(frozen, full).money == pytest.approx(frozen.sold.shares * 20)


def test_dividends_count_on_adjusted_closes(make_bars: MakeBars) -> None:
    """B pays 1 on a close of 100 on the second session: its closes before are adjusted to 99 of 100."""
    a = make_bars("A", {"2024-01-02": 200.0, "2024-01-03": 200.0, "2024-01-04": 200.0})
    b = make_bars("B", {"2024-01-02": 100.0, "2024-01-03": 99.0, "2024-01-04": 99.0})
    then = align(a, b, Basis.TOTAL_RETURN, date(2024, 1, 2))
    layout = replace(layout_of(PLAN), levels=tuple(
        replace(level, basis=Basis.TOTAL_RETURN) for level in layout_of(PLAN).levels
    ))  # fmt: skip
    frozen = frozen_on(then, layout)
    paid = replace(b, adjusted_close=np.array([99.0, 99.0, 99.0]))
    found = score(frozen, align(a, paid, Basis.TOTAL_RETURN))
    # What fell with the dividend is not lost; the lines follow the ratio from 200/100 to 200/99.
    assert (found.state, found.money) == (State.OPEN, pytest.approx(0.0))
    assert found.plan.stop == pytest.approx(2.2 * 100 / 99)


RATIOS = st.lists(st.floats(1.5, 2.6), min_size=2, max_size=30)


@given(
    RATIOS,
    st.floats(0.7, 1.4),
    st.sampled_from(Execution),
    st.booleans(),
    st.sampled_from([(), (0.0, 0.3), (0.2, 0.5)]),
)
def test_turned_over_dates_money_and_r_are_the_same(
    ratios: list[float], drift: float, execution: Execution, fractional: bool, tranches: tuple[float, ...]
) -> None:
    days = np.datetime64("2024-01-02") + np.arange(len(ratios), dtype="timedelta64[D]")
    below = 100.0 * drift ** (np.arange(len(ratios)) / len(ratios))
    legs = [
        Bars(Symbol(symbol), days.copy(), *(closes.copy() for _ in range(5)), np.zeros(len(days)))
        for symbol, closes in (("A", np.array(ratios) * below), ("B", below))
    ]
    upright, turned = align(*legs, Basis.PRICE), align(*legs[::-1], Basis.PRICE)
    first = align(*legs, Basis.PRICE, date(2024, 1, 2))
    try:
        frozen = frozen_on(
            first, layout_of(PLAN, Sizing(execution=execution, fractional=fractional, tranches=tranches))
        )
    except NoPosition:
        return
    one, other = score(frozen, upright), score(frozen, turned)
    twin = score(frozen.inverted(), turned)
    for found in (other, twin):
        assert (found.state, found.last, found.sessions) == (one.state, one.last, one.sessions)
        assert (found.filled, found.line) == (one.filled, one.line)
        assert _dates(found) == _dates(one)
        figures = [(each.money, each.best, each.worst, each.r_multiple) for each in (found, one)]
        assert figures[0] == pytest.approx(figures[1], abs=1e-6)
        assert found.plan.stop * one.plan.stop == pytest.approx(1)


def _dates(found: Score) -> tuple[date | None, date | None]:
    entered, ended = (mark.session if mark else None for mark in (found.entered, found.ended))
    return entered, ended


@given(RATIOS)
def test_the_result_lies_between_best_and_worst(ratios: list[float]) -> None:
    days = np.datetime64("2024-01-02") + np.arange(len(ratios), dtype="timedelta64[D]")
    legs = [
        Bars(Symbol(symbol), days.copy(), *(closes.copy() for _ in range(5)), np.zeros(len(days)))
        for symbol, closes in (("A", np.array([2.0, *ratios[1:]]) * 100), ("B", np.full(len(ratios), 100.0)))
    ]
    frozen = frozen_on(align(*legs, Basis.PRICE, date(2024, 1, 2)), layout_of(PLAN))
    found = score(frozen, align(*legs, Basis.PRICE))
    assert found.worst <= found.money <= found.best
    assert found.worst <= 0.0 <= found.best
    assert found.ended is not None
    # The ratio fixes the sign where both legs hold the same money, as they do at 2.00 here.
    assert (found.money > 0) == (found.ended.ratio < 2.0)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("waiting", "Waiting"),
        ("open", "Open"),
        ("stopped", "Stopped"),
        ("target", "Target reached"),
        ("missed", "Missed"),
    ],
)
def test_states_in_words(state: str, words: str) -> None:
    assert State(state).display_name == words
