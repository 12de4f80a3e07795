"""Prices brought up to date behind the chart: on opening, on demand, and again when the source lets."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from fake_ports import CLOSES, NOW, QQQ_IWM, SPY_IWM, Ear, make_bars_of_a_day, make_quotes, of_yahoo
from fake_world import World, settle, tick, wait_idle
from person import User
from PySide6.QtCore import Qt

from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.desk.updater import UpdateState
from ratiodesk.domain.errors import Down, NotFound, RateLimited, SourceError
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.quotes import Origin
from ratiodesk.domain.series import Basis

DOWN = Down("Yahoo is out of order; it says 503.")
LIMITED = RateLimited("Yahoo asks for a pause.", NOW + timedelta(seconds=90))
DAILY = [("SPY", Interval.DAILY), ("IWM", Interval.DAILY)]


# On opening


def test_before_the_first_frame_nothing_is_fetched(parts: DeskParts, world: World) -> None:
    parts.open_pair.open(SPY_IWM)
    settle(parts.loader)
    assert (world.feed.asked, parts.updater.state) == ([], UpdateState())


def test_an_opened_pair_is_refreshed_behind_the_chart(parts: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.give(of_yahoo("SPY", (*CLOSES["SPY"], 440.0)), of_yahoo("IWM", (*CLOSES["IWM"], 200.0)))
    parts.open_pair.open(SPY_IWM)
    changed, refreshed = Ear.on(parts.open_pair.prices_changed), Ear.on(parts.updater.refreshed)
    parts.updater.start()
    assert parts.updater.state == UpdateState(busy=True)
    assert parts.open_pair.series is not None
    assert parts.open_pair.series.ratio == 2.1, "the prices at hand are shown meanwhile"
    wait_idle(parts, qtbot)
    assert world.feed.asked == DAILY
    # 440/200 on the sixth session, 8 January.
    assert (parts.open_pair.series.ratio, parts.open_pair.series.session) == (2.2, date(2022, 1, 8))
    assert (len(changed), len(refreshed)) == (1, 1)


def test_a_pair_opened_again_within_a_minute_is_not_fetched_again(started: DeskParts, world: World, qtbot: Any) -> None:
    world.clock.pass_by(seconds=59)
    started.opener.swap()
    wait_idle(started, qtbot)
    assert world.feed.asked == []
    world.clock.pass_by(seconds=2)
    started.opener.swap()
    wait_idle(started, qtbot)
    assert world.feed.asked == DAILY


def test_another_pair_makes_the_refresh_of_the_first_pointless(started: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.hold("IWM")
    world.feed.give(of_yahoo("SPY", (1.0, 1.0)), of_yahoo("IWM", (1.0, 1.0)))
    started.updater.refresh()
    qtbot.waitUntil(lambda: ("IWM", Interval.DAILY) in world.feed.asked)
    started.open_pair.open(Pair.parse("QQQ/SPY"))
    world.feed.let_go()
    settle(started.loader)
    wait_idle(started, qtbot)
    assert started.open_pair.pair == Pair.parse("QQQ/SPY")
    assert started.updater.state == UpdateState()


def test_the_rate_and_the_bars_on_the_screen_are_refreshed_too(parts: DeskParts, world: World, qtbot: Any) -> None:
    sap, spy = of_yahoo("SAP", CLOSES["IWM"], currency="EUR"), of_yahoo("SPY", CLOSES["SPY"], currency="USD")
    rate = of_yahoo("EURUSD=X", (1.1, 1.1, 1.2, 1.2, 1.25))
    hours = make_bars_of_a_day("SAP", (200, 200)), make_bars_of_a_day("SPY", (418, 420))
    world.prices.keep(sap, spy, rate, *hours)
    world.feed.give(sap, spy, rate, *hours)
    parts.open_pair.open(Pair.parse("SAP/SPY"))
    parts.open_pair.set_basis(Basis.PRICE_CONVERTED)
    parts.open_pair.set_interval(Interval.HOURLY)
    parts.updater.start()
    wait_idle(parts, qtbot)
    daily = [("SAP", Interval.DAILY), ("SPY", Interval.DAILY), ("EURUSD=X", Interval.DAILY)]
    assert world.feed.asked == [*daily, ("SAP", Interval.HOURLY), ("SPY", Interval.HOURLY)]
    assert parts.open_pair.shown is not None
    assert parts.open_pair.shown.interval is Interval.HOURLY


# On demand


def test_f5_refreshes_although_the_prices_are_fresh(open_faked: Callable[..., User], world: World, qtbot: Any) -> None:
    user = open_faked("SPY/IWM")
    world.feed.asked.clear()
    world.feed.give(of_yahoo("SPY", (*CLOSES["SPY"][:-1], 430.0)))
    user.key(Qt.Key.Key_F5)
    assert user.text("statusSource").startswith("Refreshing …")
    wait_idle(user.desk.parts, qtbot)
    assert world.feed.asked == DAILY
    assert user.desk.open_pair.series is not None
    assert user.desk.open_pair.series.ratio == 430 / 200
    assert "Refreshing" not in user.text("statusSource")


def test_offline_f5_says_that_it_is_offline(open_faked: Callable[..., User], world: World) -> None:
    world.is_online = False
    user = open_faked("SPY/IWM")
    user.key(Qt.Key.Key_F5)
    assert "--offline" in user.text("statusReading")
    assert world.feed.asked == []


def test_a_failure_keeps_the_prices_and_says_so_to_whoever_asked(started: DeskParts, world: World, qtbot: Any) -> None:
    before = started.open_pair.series
    assert before is not None
    world.feed.fail(DOWN)
    failed = Ear.on(started.updater.failed)
    started.updater.refresh()
    wait_idle(started, qtbot)
    assert started.updater.state == UpdateState(problem=str(DOWN))
    assert failed.heard == [str(DOWN)]
    assert started.open_pair.series is not None
    assert started.open_pair.series.values.tolist() == before.values.tolist()


def test_a_failure_nobody_asked_for_is_told_in_the_status_alone(parts: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.fail(DOWN)
    failed = Ear.on(parts.updater.failed)
    parts.open_pair.open(SPY_IWM)
    parts.updater.start()
    wait_idle(parts, qtbot)
    assert (parts.updater.state.problem, failed.heard) == (str(DOWN), [])


def test_one_leg_that_arrived_is_kept_where_the_other_failed(started: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.give(of_yahoo("SPY", (*CLOSES["SPY"][:-1], 430.0)))
    world.feed.fail(SourceError("Not now."), "IWM")
    started.updater.refresh()
    wait_idle(started, qtbot)
    assert started.open_pair.series is not None
    assert started.open_pair.series.ratio == 430 / 200


def test_the_next_success_takes_a_failure_back(started: DeskParts, world: World, qtbot: Any) -> None:
    answers = dict(world.feed.answers)
    world.feed.fail(DOWN)
    started.updater.refresh()
    wait_idle(started, qtbot)
    world.feed.answers = answers
    started.updater.refresh()
    wait_idle(started, qtbot)
    assert started.updater.state == UpdateState()


def test_new_prices_that_make_no_ratio_leave_what_is_shown(started: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.give(of_yahoo("SPY", (1.0, 1.0), sessions=world.prices.kept["OLD", Interval.DAILY].bars.sessions[:2]))
    noticed = Ear.on(started.open_pair.noticed)
    started.updater.refresh()
    wait_idle(started, qtbot)
    assert started.open_pair.series is not None
    assert started.open_pair.series.ratio == 2.1
    assert ["no session in common" in sentence for sentence in noticed.heard] == [True]


# Prices from a file


def test_prices_from_a_file_are_not_refreshed_and_that_is_said(started: DeskParts, world: World, qtbot: Any) -> None:
    file = make_quotes("SPY", (800.0,) * 5, source="spy.csv", origin=Origin.FILE)
    world.prices.keep(file)
    started.open_pair.reread()
    failed = Ear.on(started.updater.failed)
    started.updater.refresh()
    wait_idle(started, qtbot)
    (sentence,) = failed.heard
    assert sentence.startswith("Not refreshed: SPY from spy.csv.")
    assert "ratiodesk prices refresh SYMBOL" in sentence
    assert world.prices.kept["SPY", Interval.DAILY] is file
    assert started.open_pair.series is not None
    assert started.open_pair.series.ratio == 800 / 200


def test_a_pair_of_files_is_as_fresh_as_it_gets(parts: DeskParts, world: World, qtbot: Any) -> None:
    for symbol in ("SPY", "IWM"):
        world.prices.keep(make_quotes(symbol, CLOSES[symbol], source=f"{symbol}.csv", origin=Origin.FILE))
    parts.open_pair.open(SPY_IWM)
    parts.updater.start()
    wait_idle(parts, qtbot)
    assert world.feed.asked == []


# A pause the source asks for


@pytest.fixture
def paused(started: DeskParts, world: World, qtbot: Any) -> DeskParts:
    """The source answered 429 and wants to be left alone for 90 seconds; then it will answer again."""
    answers = dict(world.feed.answers)
    world.feed.fail(LIMITED)
    started.updater.refresh()
    wait_idle(started, qtbot)
    world.feed.answers = answers
    world.feed.asked.clear()
    return started


@pytest.mark.slow
def test_a_pause_is_counted_down_and_ends_by_itself(paused: DeskParts, world: World, qtbot: Any) -> None:
    assert paused.updater.state == UpdateState(problem=str(LIMITED), until=LIMITED.until)
    world.clock.pass_by(seconds=89)
    tick(paused)
    assert (world.feed.asked, paused.updater.state.until) == ([], LIMITED.until)
    world.clock.pass_by(seconds=1)
    # Its own timer has to see this: every second while a pause lasts.
    with qtbot.waitSignal(paused.updater.refreshed, timeout=5_000):
        pass
    assert world.feed.asked == DAILY
    assert paused.updater.state == UpdateState()


def test_a_second_pause_begins_another_countdown(paused: DeskParts, world: World, qtbot: Any) -> None:
    later = RateLimited("Yahoo asks for a pause.", LIMITED.until + timedelta(minutes=3))
    world.feed.fail(later)
    world.clock.now = LIMITED.until
    tick(paused)
    wait_idle(paused, qtbot)
    assert paused.updater.state.until == later.until


def test_during_a_pause_another_pair_opens_from_the_cache_and_asks_nothing(
    paused: DeskParts, world: World, qtbot: Any
) -> None:
    paused.opener.open(QQQ_IWM)
    settle(paused.loader)
    assert paused.open_pair.pair == QQQ_IWM
    assert paused.updater.state.until == LIMITED.until
    assert world.feed.asked == []


def test_during_a_pause_another_pair_is_judged_all_the_same(paused: DeskParts, world: World, qtbot: Any) -> None:
    world.calendars.behind["QQQ"] = 4
    paused.opener.open(QQQ_IWM)
    settle(paused.loader)
    assert paused.updater.trust is not None
    assert paused.updater.trust.behind == 4


def test_the_countdown_stands_in_the_status_bar(open_faked: Callable[..., User], world: World, qtbot: Any) -> None:
    world.feed.fail(LIMITED)
    user = open_faked("SPY/IWM")
    assert user.text("statusSource").startswith("Yahoo asks for a pause. Again in 1:30.")
    world.clock.pass_by(seconds=18)
    tick(user.desk.parts)
    assert user.text("statusSource").startswith("Yahoo asks for a pause. Again in 1:12.")


def test_a_pause_met_while_opening_is_counted_down_too(open_faked: Callable[..., User], world: World) -> None:
    user = open_faked("SPY/IWM")
    world.feed.fail(LIMITED, "TLT")
    user.open("SPY/TLT")
    user.qtbot.waitUntil(lambda: user.desk.parts.updater.state.until == LIMITED.until)
    assert "Again in 1:30." in user.text("statusSource")


def test_a_leg_that_is_gone_does_not_keep_the_other_from_being_fetched(
    parts: DeskParts, world: World, qtbot: Any
) -> None:
    world.feed.give(of_yahoo("IWM", CLOSES["IWM"]))
    world.feed.fail(NotFound("Yahoo knows no SPY."), "SPY")
    parts.open_pair.open(SPY_IWM)
    parts.updater.start()
    wait_idle(parts, qtbot)
    assert [symbol for symbol, _ in world.feed.asked] == ["SPY", "IWM"]
    assert parts.updater.state.problem == "Yahoo knows no SPY."
    assert parts.open_pair.quotes is not None
    assert parts.open_pair.quotes.denominator.origin is Origin.YAHOO


def test_an_error_nobody_expected_ends_the_refresh_too(
    parts: DeskParts, world: World, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slip(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a slip")

    monkeypatch.setattr(world.feed, "refresh", slip)
    with qtbot.capture_exceptions() as caught:
        parts.open_pair.open(SPY_IWM)
        parts.updater.start()
        wait_idle(parts, qtbot)
    assert [type(error) for _, error, _ in caught] == [ZeroDivisionError]
    assert not parts.updater.state.busy
    assert parts.updater.state.problem == "Something went wrong: a slip."


def test_bars_that_are_older_than_the_daily_ones_are_refreshed_when_they_are_shown(
    started: DeskParts, world: World, qtbot: Any
) -> None:
    old = make_bars_of_a_day("SPY", (410, 416)), make_bars_of_a_day("IWM", (200, 200))
    new = make_bars_of_a_day("SPY", (410, 416, 420)), make_bars_of_a_day("IWM", (200, 200, 200))
    started.opener.open(SPY_IWM)
    wait_idle(started, qtbot)
    world.prices.keep(*(replace(bars, fetched=NOW - timedelta(days=3)) for bars in old))
    world.feed.give(*new)
    world.feed.asked.clear()
    started.opener.show_interval(Interval.HOURLY)
    started.updater.refresh_if_stale()
    wait_idle(started, qtbot)
    assert ("SPY", Interval.HOURLY) in world.feed.asked
    assert started.open_pair.shown is not None
    assert len(started.open_pair.shown) == 3
