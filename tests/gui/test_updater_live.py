"""Prices that are refreshed by themselves while the market is open, and how far all prices can be trusted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fake_ports import CLOSES, SPY_IWM, make_quotes, of_yahoo
from fake_world import World, settle, tick, wait_idle
from person import User

from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.desk.updater import LIVE_EVERY
from ratiodesk.domain.errors import SourceError
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.quotes import ExchangeClock, Origin

DAILY = [("SPY", Interval.DAILY), ("IWM", Interval.DAILY)]
OPEN = ExchangeClock(date(2022, 1, 6), is_open=True, changes=datetime(2022, 1, 7, 21, 45, tzinfo=UTC))


@pytest.fixture
def trading(started: DeskParts, world: World, qtbot: Any) -> DeskParts:
    """The market is open, and that is known."""
    world.calendars.now = OPEN
    started.updater.refresh()
    wait_idle(started, qtbot)
    assert started.updater.trust is not None
    assert started.updater.trust.is_open
    world.feed.asked.clear()
    return started


def test_without_the_switch_nothing_is_refreshed_by_itself(trading: DeskParts, world: World) -> None:
    world.clock.pass_by(minutes=10)
    tick(trading)
    settle(trading.loader)
    assert world.feed.asked == []


def test_live_refreshes_every_minute_while_the_market_is_open(trading: DeskParts, world: World, qtbot: Any) -> None:
    trading.updater.set_live(True)
    assert trading.updater.live
    assert world.feed.asked == [], "the prices are younger than a minute"
    for count in (1, 2):
        world.clock.pass_by(seconds=LIVE_EVERY.total_seconds())
        tick(trading)
        wait_idle(trading, qtbot)
        assert world.feed.asked == DAILY * count
    trading.updater.set_live(False)
    world.clock.pass_by(minutes=10)
    tick(trading)
    settle(trading.loader)
    assert world.feed.asked == DAILY * 2


def test_live_waits_for_the_market_to_open(started: DeskParts, world: World, qtbot: Any) -> None:
    started.updater.set_live(True)
    world.clock.now = datetime(2022, 1, 10, 14, 29, tzinfo=UTC)
    tick(started)
    settle(started.loader)
    assert world.feed.asked == []
    world.clock.pass_by(minutes=1)
    tick(started)
    wait_idle(started, qtbot)
    assert world.feed.asked == DAILY


def test_live_asks_nothing_while_an_answer_is_awaited(trading: DeskParts, world: World, qtbot: Any) -> None:
    trading.updater.set_live(True)
    world.feed.hold("SPY")
    world.clock.pass_by(minutes=1)
    tick(trading)
    world.clock.pass_by(minutes=1)
    tick(trading)
    world.feed.let_go()
    wait_idle(trading, qtbot)
    assert world.feed.asked == DAILY


def test_the_live_switch_is_in_sight_only_with_a_source(open_faked: Callable[..., User], world: World) -> None:
    user = open_faked("SPY/IWM")
    switch = user.find("liveSwitch")
    assert switch.isVisible()
    switch.click()
    assert user.desk.parts.updater.live
    world.is_online = False
    assert not open_faked("SPY/IWM").find("liveSwitch").isVisible()


def test_the_live_switch_is_remembered(open_faked: Callable[..., User], world: World) -> None:
    open_faked("SPY/IWM").find("liveSwitch").click()
    assert world.store.saved[-1].live
    again = open_faked("SPY/IWM")
    assert again.find("liveSwitch").isChecked()
    assert again.desk.parts.updater.live


# Trust


def test_what_the_calendars_say_is_told_after_every_refresh(started: DeskParts, world: World, qtbot: Any) -> None:
    world.calendars.behind["IWM"] = 3
    world.calendars.lacking["SPY"] = (date(2022, 1, 4), date(2022, 1, 5))
    # 410 to 300 is −26.8 %, 300 to 420 is +40.0 %: two jumps.
    world.feed.give(of_yahoo("SPY", (400.0, 404.0, 410.0, 300.0, 420.0)))
    started.updater.refresh()
    qtbot.waitUntil(lambda: started.updater.trust is not None and started.updater.trust.behind == 3)
    trust = started.updater.trust
    assert trust is not None
    assert (trust.missing_count, trust.jump_count, trust.is_open) == (2, 2, False)


def test_gaps_the_source_told_of_are_missing_sessions(started: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.give(of_yahoo("SPY", CLOSES["SPY"], gaps=(date(2022, 1, 2),)))
    started.updater.refresh()
    qtbot.waitUntil(lambda: started.updater.trust is not None and started.updater.trust.missing_count == 1)


def test_a_calendar_that_cannot_answer_leaves_no_trust_and_says_so(
    started: DeskParts, world: World, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_exchange: str) -> ExchangeClock:
        raise SourceError("No calendar.")

    monkeypatch.setattr(world.calendars, "clock", refuse)
    with qtbot.waitSignal(started.updater.failed) as failed:
        started.updater.refresh()
    assert failed.args == ["No calendar."]
    assert started.updater.trust is None


def test_judging_now_waits_for_the_answer(parts: DeskParts, world: World) -> None:
    world.calendars.behind["SPY"] = 1
    parts.updater.judge_now()
    assert parts.updater.trust is None, "nothing is open"
    parts.open_pair.open(SPY_IWM)
    parts.updater.judge_now()
    assert parts.updater.trust is not None
    assert parts.updater.trust.behind == 1


def test_prices_that_come_from_elsewhere_are_judged_too(started: DeskParts, world: World) -> None:
    spy = world.prices.kept["SPY", Interval.DAILY]
    odd = make_quotes("SPY", (400.0, 404.0, 410.0, 300.0, 420.0))
    world.prices.keep(replace(spy, bars=odd.bars, origin=Origin.FILE))
    started.open_pair.reread()
    settle(started.loader)
    assert started.updater.trust is not None
    assert started.updater.trust.jump_count == 2
