"""The second ratio follows the open pair: its basis, its bars, its prices, and what is remembered of it."""

from typing import Any

import numpy as np
import pytest
from comparable import QQQ_VALUES, TLT, TLT_IWM, TLT_VALUES, prepared, remembered, shown
from fake_ports import FIRST_SESSION, QQQ_IWM, SPY_IWM, Ear, make_bars_of_a_day, make_quotes, of_yahoo
from fake_world import World, settle, wait_idle

from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.domain.errors import NotFound, Offline
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.layout import Layout, View
from ratiodesk.domain.level import Level
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.series import Basis

SAP_SPY = Pair.parse("SAP/SPY")


@pytest.fixture
def parts(parts: DeskParts, world: World) -> DeskParts:
    return prepared(parts, world)


# Basis, bars and prices


def test_another_basis_divides_other_closes_of_both(parts: DeskParts) -> None:
    parts.comparison.compare_text("QQQ/IWM")
    parts.opener.show_basis(Basis.TOTAL_RETURN)
    assert shown(parts) == pytest.approx([310 / 150, 308 / 152, 306 / 155, 303 / 158, 300 / 160])
    assert parts.comparison.series is not None
    assert parts.comparison.series.basis is Basis.TOTAL_RETURN
    parts.opener.show_basis(Basis.PRICE)
    assert shown(parts) == QQQ_VALUES


def test_a_rate_that_only_the_second_ratio_needs_is_fetched(parts: DeskParts, world: World, qtbot: Any) -> None:
    world.prices.keep(
        of_yahoo("SAP", (100, 100, 100, 100, 120), currency="EUR"),
        *(make_quotes(name, (400, 404, 410, 416, 420), currency="USD") for name in ("SPY", "IWM")),
    )
    world.feed.give(of_yahoo("EURUSD=X", (1.1, 1.1, 1.2, 1.2, 1.25)))
    world.feed.hold("EURUSD=X")
    parts.open_pair.reread()
    parts.comparison.compare_text("SAP/SPY")
    assert shown(parts) == pytest.approx([100 / 400, 100 / 404, 100 / 410, 100 / 416, 120 / 420])
    parts.opener.show_basis(Basis.PRICE_CONVERTED)
    assert (shown(parts), parts.comparison.waiting) == (None, "SAP/SPY"), "euros over dollars would be wrong now"
    with qtbot.waitSignal(parts.comparison.changed):
        world.feed.let_go()
    # 120 EUR at 1.25 are 150 USD.
    assert shown(parts) == pytest.approx([110 / 400, 110 / 404, 120 / 410, 120 / 416, 150 / 420])
    assert parts.comparison.series is not None
    assert parts.comparison.series.currencies == ("USD", "USD")


def test_a_basis_the_second_ratio_cannot_be_had_on_is_told_once(parts: DeskParts, world: World, qtbot: Any) -> None:
    world.prices.keep(
        of_yahoo("SAP", (100, 100, 100, 100, 120), currency="EUR"),
        *(make_quotes(name, (400, 404, 410, 416, 420), currency="USD") for name in ("SPY", "IWM")),
    )
    world.feed.fail(Offline("Yahoo cannot be reached."), "EURUSD=X")
    parts.open_pair.reread()
    parts.comparison.compare_text("SAP/SPY")
    noticed, refused = Ear.on(parts.open_pair.noticed), Ear.on(parts.comparison.refused)
    parts.opener.show_basis(Basis.PRICE_CONVERTED)
    qtbot.waitUntil(lambda: len(noticed) == 1)
    sentence = "SAP/SPY is not compared: There are no prices for EURUSD=X. Yahoo cannot be reached."
    for _ in range(3):
        parts.open_pair.reread()
        settle(parts.loader)
    assert (noticed.heard, len(refused), parts.comparison.waiting) == ([sentence], 0, "")
    assert (parts.comparison.pair, shown(parts)) == (SAP_SPY, None)
    assert remembered(parts, world) == SAP_SPY
    parts.opener.show_basis(Basis.PRICE)
    assert shown(parts) is not None
    assert len(noticed) == 1


def test_what_could_not_be_had_is_shown_as_soon_as_it_can(parts: DeskParts, world: World, qtbot: Any) -> None:
    world.layouts.keep(Layout(SPY_IWM, view=View(compare=TLT_IWM)))
    world.feed.fail(Offline("Yahoo cannot be reached."), "TLT")
    noticed = Ear.on(parts.open_pair.noticed)
    parts.open_pair.open(QQQ_IWM)
    parts.open_pair.open(SPY_IWM)
    qtbot.waitUntil(lambda: len(noticed) == 1)
    world.feed.give(TLT)
    with qtbot.waitSignal(parts.comparison.changed):
        parts.open_pair.reread()
    assert (shown(parts), len(noticed)) == (TLT_VALUES, 1)


def test_prices_read_again_meanwhile_do_not_fetch_twice(parts: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.hold("TLT")
    parts.comparison.compare_text("TLT/IWM")
    for _ in range(3):
        parts.open_pair.reread()
    world.feed.let_go("TLT")
    settle(parts.loader)
    assert world.feed.asked == [("TLT", Interval.DAILY)]
    assert shown(parts) == TLT_VALUES


def test_weekly_bars_are_kept_by_both_and_values_stand_on_the_sessions_of_the_first(
    parts: DeskParts, world: World
) -> None:
    # The first traded from Monday 3 to Friday 7 January and on Monday 10 and Tuesday 11; the second not on the Friday,
    # but on the Wednesday after, which the first lacks.
    days = FIRST_SESSION + np.array([0, 1, 2, 3, 4, 7, 8], dtype="timedelta64[D]")
    world.prices.keep(*(make_quotes(name, range(100, 107), sessions=days) for name in ("SPY", "IWM")))
    days = FIRST_SESSION + np.array([0, 1, 2, 3, 7, 8, 9], dtype="timedelta64[D]")
    world.prices.keep(*(make_quotes(n, c, sessions=days) for n, c in (("QQQ", range(10, 17)), ("TLT", (1.0,) * 7))))
    parts.open_pair.reread()
    parts.comparison.compare_text("QQQ/TLT")
    parts.opener.show_interval(Interval.WEEKLY)
    assert shown(parts) == [13.0, 16.0]
    assert parts.open_pair.shown is not None
    # Friday 7 January is not filled from the Thursday; Tuesday 11 has a value although that week went on.
    values = parts.comparison.values_on(parts.open_pair.shown.sessions)
    np.testing.assert_array_equal(values, [np.nan, 15.0])
    parts.opener.show_interval(Interval.DAILY)
    values = parts.comparison.values_on(parts.open_pair.shown.sessions)
    np.testing.assert_array_equal(values, [10.0, 11.0, 12.0, 13.0, np.nan, 14.0, 15.0])


def test_intraday_bars_of_the_second_ratio_are_fetched_after_those_of_the_first(
    parts: DeskParts, world: World, qtbot: Any
) -> None:
    # Dividends since that Friday make its adjusted closes those of the daily bar: 160 for 200.
    world.feed.give(*(make_bars_of_a_day(n, c) for n, c in (("SPY", (418, 420)), ("IWM", (200, 200)))))
    world.feed.give(make_bars_of_a_day("QQQ", (302, 300)))
    world.feed.hold("QQQ")
    parts.comparison.compare_text("QQQ/IWM")
    parts.opener.show_interval(Interval.HOURLY)
    qtbot.waitUntil(lambda: ("QQQ", Interval.HOURLY) in world.feed.asked)
    assert (shown(parts), parts.comparison.waiting) == (None, "QQQ/IWM"), "days among hours would be wrong"
    with qtbot.waitSignal(parts.comparison.changed):
        world.feed.let_go()
    assert shown(parts) == [1.51, 1.5]
    assert parts.open_pair.shown is not None
    assert parts.comparison.values_on(parts.open_pair.shown.sessions).tolist() == [1.51, 1.5]
    parts.opener.show_basis(Basis.TOTAL_RETURN)
    assert shown(parts) == pytest.approx([302 / 160, 300 / 160])
    parts.opener.show_interval(Interval.DAILY)
    assert len(shown(parts) or ()) == 5


def test_hours_of_another_exchange_meet_those_of_the_first_at_the_same_moment(parts: DeskParts, world: World) -> None:
    # Three hours from 14:30 UTC in New York, two from 13:30 UTC in Frankfurt: only 14:30 UTC is common.
    for name, closes in (("SPY", (418, 419, 420)), ("IWM", (200, 200, 200))):
        world.prices.keep(make_bars_of_a_day(name, closes))
    for name, closes in (("SAP", (100, 110)), ("SIE", (50, 50))):
        bars = make_bars_of_a_day(name, closes, first="2022-01-07T13:30")
        world.prices.keep(of_yahoo(name, closes * 2), of_yahoo(
            name, closes, sessions=bars.bars.sessions, interval=Interval.HOURLY, zone="Europe/Berlin"
        ))  # fmt: skip
    parts.opener.show_interval(Interval.HOURLY)
    parts.comparison.compare_text("SAP/SIE")
    assert parts.open_pair.shown is not None
    values = parts.comparison.values_on(parts.open_pair.shown.sessions)
    np.testing.assert_array_equal(values, [2.2, np.nan, np.nan])
    assert parts.comparison.series is not None
    assert [str(start) for start in parts.comparison.series.sessions] == ["2022-01-07T08:30", "2022-01-07T09:30"]


def test_bars_the_second_ratio_lacks_are_told_and_days_bring_it_back(
    parts: DeskParts, world: World, qtbot: Any
) -> None:
    world.feed.give(make_bars_of_a_day("SPY", (418, 420)), make_bars_of_a_day("IWM", (200, 200)))
    parts.comparison.compare_text("QQQ/IWM")
    noticed = Ear.on(parts.open_pair.noticed)
    parts.opener.show_interval(Interval.HOURLY)
    qtbot.waitUntil(lambda: "QQQ/IWM is not compared: Yahoo knows no QQQ." in noticed.heard)
    assert (parts.comparison.pair, shown(parts)) == (QQQ_IWM, None)
    parts.opener.show_interval(Interval.DAILY)
    assert shown(parts) == QQQ_VALUES


def test_other_prices_are_taken_in(parts: DeskParts, world: World) -> None:
    parts.comparison.compare_text("QQQ/IWM")
    changed = Ear.on(parts.comparison.changed)
    world.prices.keep(make_quotes("QQQ", (310, 308, 306, 303, 330)))
    parts.open_pair.reread()
    assert shown(parts) == [*QQQ_VALUES[:4], 1.65]
    assert len(changed) == 1


def test_both_are_refreshed_together(parts: DeskParts, world: World, qtbot: Any) -> None:
    parts.comparison.compare_text("QQQ/IWM")
    parts.updater.start()
    wait_idle(parts, qtbot)
    assert [symbol for symbol, _ in world.feed.asked] == ["SPY", "IWM", "QQQ"]
    world.feed.give(of_yahoo("QQQ", (310, 308, 306, 303, 330)))
    parts.opener.show_interval(Interval.WEEKLY)
    world.feed.asked.clear()
    parts.updater.refresh()
    wait_idle(parts, qtbot)
    assert shown(parts) == [1.65]
    assert world.feed.asked == [(name, Interval.DAILY) for name in ("SPY", "IWM", "QQQ")], "weeks are never asked for"


def test_hours_of_both_are_refreshed_together(parts: DeskParts, world: World, qtbot: Any) -> None:
    hours = [make_bars_of_a_day(name, (300, 310)) for name in ("SPY", "IWM", "QQQ")]
    world.feed.give(*hours)
    world.prices.keep(*hours)
    parts.opener.show_interval(Interval.HOURLY)
    parts.comparison.compare_text("QQQ/IWM")
    parts.updater.start()
    wait_idle(parts, qtbot)
    expected = {(name, each) for name in ("SPY", "IWM", "QQQ") for each in (Interval.DAILY, Interval.HOURLY)}
    assert (set(world.feed.asked), len(world.feed.asked)) == (expected, 6)


def test_what_is_wrong_with_the_second_ratio_is_no_problem_of_the_first(
    parts: DeskParts, world: World, qtbot: Any
) -> None:
    parts.comparison.compare_text("QQQ/IWM")
    world.feed.fail(NotFound("Yahoo knows no QQQ."), "QQQ")
    failed = Ear.on(parts.updater.failed)
    parts.updater.start()
    wait_idle(parts, qtbot)
    parts.updater.refresh()
    wait_idle(parts, qtbot)
    assert (parts.updater.state.problem, len(failed), shown(parts)) == ("", 0, QQQ_VALUES)


# Another pair, and the next start


def test_every_pair_has_its_own_comparison(parts: DeskParts, world: World) -> None:
    world.layouts.keep(Layout(QQQ_IWM, view=View(compare=Pair.parse("SPY/QQQ"))))
    parts.comparison.compare_text("QQQ/IWM")
    parts.opener.open(Pair.parse("SPY/QQQ"))
    assert (parts.comparison.pair, shown(parts)) == (None, None)
    parts.opener.open(QQQ_IWM)
    assert parts.comparison.pair == Pair.parse("SPY/QQQ")
    assert shown(parts) == pytest.approx([400 / 310, 404 / 308, 410 / 306, 416 / 303, 420 / 300])
    parts.opener.open(SPY_IWM)
    assert (parts.comparison.pair, shown(parts)) == (QQQ_IWM, QQQ_VALUES)


def test_a_wish_for_the_pair_before_does_not_reach_the_next(parts: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.hold("TLT")
    parts.comparison.compare_text("TLT/IWM")
    qtbot.waitUntil(lambda: len(world.feed.asked) == 1)
    parts.opener.open(QQQ_IWM)
    assert (parts.comparison.pair, parts.comparison.waiting) == (None, "")
    world.feed.let_go("TLT")
    settle(parts.loader)
    assert (parts.comparison.pair, shown(parts)) == (None, None)
    parts.opener.open(SPY_IWM)
    assert parts.comparison.pair is None


@pytest.mark.parametrize("saved", [True, False])
def test_upside_down_both_are_turned_over(parts: DeskParts, world: World, saved: bool) -> None:
    if not saved:
        world.layouts.documents.clear()
        parts.open_pair.open(QQQ_IWM)
        parts.open_pair.open(SPY_IWM)
    parts.comparison.compare_text("QQQ/IWM")
    parts.opener.swap()
    assert parts.comparison.pair == QQQ_IWM.inverted()
    assert shown(parts) == pytest.approx([1 / value for value in QQQ_VALUES])
    parts.opener.swap()
    assert (parts.comparison.pair, shown(parts)) == (QQQ_IWM, QQQ_VALUES)


def test_a_wish_is_turned_over_with_the_pair_and_taken_to_another_basis(
    parts: DeskParts, world: World, qtbot: Any
) -> None:
    world.feed.hold("TLT")
    parts.comparison.compare_text("TLT/IWM")
    qtbot.waitUntil(lambda: len(world.feed.asked) == 1)
    parts.opener.swap()
    assert parts.comparison.waiting == "IWM/TLT"
    parts.opener.show_basis(Basis.TOTAL_RETURN)
    with qtbot.waitSignal(parts.comparison.changed):
        world.feed.let_go("TLT")
    assert shown(parts) == pytest.approx([150 / 100, 152 / 101, 155 / 102, 158 / 104, 160 / 105])
    parts.open_pair.flush()
    assert world.layouts.documents[SPY_IWM.key].seen_as(SPY_IWM).view.compare == TLT_IWM


def test_a_saved_comparison_is_there_again_at_the_next_start(parts: DeskParts, world: World) -> None:
    parts.comparison.compare_text("QQQ/IWM")
    parts.open_pair.flush()
    again = world.desk()
    noticed = Ear.on(again.open_pair.noticed)
    again.opener.open(again.open_pair.last_pair)
    assert (again.comparison.pair, shown(again), noticed.heard) == (QQQ_IWM, QQQ_VALUES, [])


def test_a_saved_comparison_whose_prices_are_gone_is_fetched_again(world: World, qtbot: Any) -> None:
    world.layouts.keep(Layout(SPY_IWM, view=View(compare=TLT_IWM)))
    world.feed.give(TLT)
    parts = world.desk()
    parts.opener.open(SPY_IWM)
    assert (parts.comparison.waiting, shown(parts)) == ("TLT/IWM", None)
    qtbot.waitUntil(lambda: shown(parts) == TLT_VALUES)
    parts.loader.close()


def test_offline_a_saved_comparison_without_prices_is_a_notice_and_stays(world: World, qapp: Any) -> None:
    world.is_online = False
    world.layouts.keep(Layout(SPY_IWM, (Level.new(2.2),), view=View(compare=TLT_IWM)))
    parts = world.desk()
    noticed, refused = Ear.on(parts.open_pair.noticed), Ear.on(parts.comparison.refused)
    parts.opener.open(SPY_IWM)
    parts.open_pair.reread()
    assert noticed.heard == ["TLT/IWM is not compared: There are no prices for TLT."]
    assert (len(refused), parts.open_pair.pair, parts.comparison.pair, shown(parts)) == (0, SPY_IWM, TLT_IWM, None)
    parts.open_pair.keep_view(View(range="5Y"))
    assert remembered(parts, world) == TLT_IWM
    parts.opener.open(QQQ_IWM)
    parts.opener.open(SPY_IWM)
    assert len(noticed) == 2, "whoever comes back to the pair is told again"


def test_a_document_that_compares_a_pair_with_itself_is_shown_without(world: World, qapp: Any) -> None:
    world.layouts.keep(Layout(SPY_IWM, view=View(compare=SPY_IWM)))
    parts = world.desk()
    noticed = Ear.on(parts.open_pair.noticed)
    parts.opener.open(SPY_IWM)
    assert (len(noticed), shown(parts), parts.open_pair.pair) == (1, None, SPY_IWM)
