"""Old prices of a second ratio are refreshed as it is opened, by the rules of the first."""

from datetime import timedelta
from typing import Any

import pytest
from fake_ports import CLOSES, NOW, QQQ_IWM, SPY_IWM, Ear, make_quotes, of_yahoo
from fake_world import World, settle, tick, wait_idle

from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.desk.updater import UpdateState
from ratiodesk.domain.errors import NotFound, RateLimited
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.layout import Layout, View
from ratiodesk.domain.quotes import Origin
from ratiodesk.domain.series import Basis

QQQ = ("QQQ", Interval.DAILY)
ALL = [("SPY", Interval.DAILY), ("IWM", Interval.DAILY), QQQ]
NEW_QQQ = of_yahoo("QQQ", (*CLOSES["QQQ"][:4], 330.0))


def last(parts: DeskParts) -> float | None:
    series = parts.comparison.series
    return None if series is None else float(series.values[-1])


def compare(parts: DeskParts, qtbot: Any, text: str = "QQQ/IWM") -> None:
    parts.comparison.compare_text(text)
    wait_idle(parts, qtbot)


def test_old_prices_are_shown_at_once_and_refreshed(started: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.give(NEW_QQQ)
    world.feed.hold("QQQ")
    started.comparison.compare_text("QQQ/IWM")
    assert (last(started), started.updater.state.busy) == (1.5, True)
    world.feed.let_go()
    wait_idle(started, qtbot)
    # 330/200; the legs of SPY/IWM were fetched a moment ago.
    assert (last(started), world.feed.asked) == (1.65, [QQQ])


def test_with_a_pair_as_old_both_are_refreshed(started: DeskParts, world: World, qtbot: Any) -> None:
    world.clock.pass_by(minutes=5)
    compare(started, qtbot)
    assert world.feed.asked == ALL


def test_prices_fetched_just_now_are_not_fetched_again(started: DeskParts, world: World, qtbot: Any) -> None:
    compare(started, qtbot)
    world.clock.pass_by(seconds=30)
    world.feed.asked.clear()
    started.comparison.clear()
    compare(started, qtbot)
    assert world.feed.asked == []


def test_comparing_no_more_fetches_nothing(started: DeskParts, world: World, qtbot: Any) -> None:
    compare(started, qtbot)
    world.clock.pass_by(minutes=5)
    world.feed.asked.clear()
    started.comparison.clear()
    settle(started.loader)
    assert world.feed.asked == []


def test_a_remembered_comparison_is_refreshed_with_its_pair(started: DeskParts, world: World, qtbot: Any) -> None:
    world.layouts.keep(Layout(SPY_IWM.inverted(), view=View(compare=QQQ_IWM.inverted())))
    started.opener.swap()
    wait_idle(started, qtbot)
    assert world.feed.asked == [QQQ]


def test_a_refresh_that_is_under_way_is_not_lost(started: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.give(of_yahoo("SPY", (*CLOSES["SPY"][:4], 440.0)))
    world.feed.hold("IWM")
    started.updater.refresh()
    qtbot.waitUntil(lambda: ("IWM", Interval.DAILY) in world.feed.asked)
    started.comparison.compare_text("QQQ/IWM")
    world.feed.let_go()
    settle(started.loader)
    wait_idle(started, qtbot)
    assert started.open_pair.series is not None
    assert (started.open_pair.series.ratio, QQQ in world.feed.asked) == (2.2, True)


def test_f5_during_the_refresh_of_the_second_brings_the_first_too(started: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.hold("QQQ")
    started.comparison.compare_text("QQQ/IWM")
    qtbot.waitUntil(lambda: world.feed.asked == [QQQ])
    world.feed.give(of_yahoo("SPY", (*CLOSES["SPY"][:4], 440.0)))
    started.updater.refresh()
    world.feed.let_go()
    settle(started.loader)
    wait_idle(started, qtbot)
    assert started.open_pair.series is not None
    assert started.open_pair.series.ratio == 2.2


def test_live_refreshes_the_first_when_it_is_due(started: DeskParts, world: World, qtbot: Any) -> None:
    world.clock.pass_by(seconds=50)
    compare(started, qtbot)
    assert world.feed.asked == [QQQ]
    world.clock.pass_by(days=2, hours=18)
    started.updater.set_live(True)
    tick(started)
    wait_idle(started, qtbot)
    assert world.feed.asked[1:] == ALL


def test_prices_from_a_file_stay(started: DeskParts, world: World, qtbot: Any) -> None:
    world.prices.keep(make_quotes("QQQ", CLOSES["QQQ"], origin=Origin.FILE, source="qqq.csv"))
    compare(started, qtbot)
    assert world.feed.asked == []


def test_the_rate_of_the_second_ratio_is_refreshed_too(started: DeskParts, world: World, qtbot: Any) -> None:
    dollars = [of_yahoo(name, CLOSES[name], currency="USD", fetched=NOW) for name in ("SPY", "IWM")]
    sap = of_yahoo("SAP", CLOSES["IWM"], currency="EUR")
    rate = of_yahoo("EURUSD=X", (1.1, 1.1, 1.2, 1.2, 1.25))
    world.prices.keep(*dollars, sap, rate)
    world.feed.give(*dollars, sap, rate)
    started.open_pair.reread()
    started.opener.show_basis(Basis.PRICE_CONVERTED)
    wait_idle(started, qtbot)
    world.feed.asked.clear()
    compare(started, qtbot, "SAP/SPY")
    assert world.feed.asked == [("SAP", Interval.DAILY), ("EURUSD=X", Interval.DAILY)]


# Where the source gives nothing


def test_offline_old_prices_are_shown_as_they_are(world: World, qtbot: Any) -> None:
    world.is_online = False
    parts = world.desk()
    parts.open_pair.open(SPY_IWM)
    parts.updater.start()
    compare(parts, qtbot)
    assert (last(parts), world.feed.asked, parts.updater.state) == (1.5, [], UpdateState())
    parts.loader.close()


def test_what_the_source_does_not_know_is_no_problem_of_the_first(started: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.fail(NotFound("Yahoo knows no QQQ."), "QQQ")
    failed = Ear.on(started.updater.failed)
    compare(started, qtbot)
    assert (last(started), started.updater.state, len(failed)) == (1.5, UpdateState(), 0)


@pytest.mark.parametrize("seconds", [0, 89])
def test_while_the_source_asks_for_a_pause_it_gets_it(
    started: DeskParts, world: World, qtbot: Any, seconds: int
) -> None:
    world.feed.fail(RateLimited("Yahoo asks for a pause.", NOW + timedelta(seconds=90)))
    started.updater.refresh()
    wait_idle(started, qtbot)
    world.clock.pass_by(seconds=seconds)
    world.feed.asked.clear()
    started.comparison.compare_text("QQQ/IWM")
    settle(started.loader)
    assert (last(started), world.feed.asked) == (1.5, [])
