"""Prices of what is held, fetched when the user asks for it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fake_ports import NOW, SPY_IWM, Ear, of_yahoo
from fake_world import World, settle
from person import User
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.domain.errors import NotFound, RateLimited
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Lot, Portfolio

QQQ, TLT, GLD = map(Symbol, ("QQQ", "TLT", "GLD"))


@pytest.fixture
def held(parts: DeskParts, world: World) -> DeskParts:
    """QQQ and TLT in shares, GLD by its value; the source knows TLT, which is not at hand."""
    parts.open_pair.open(SPY_IWM)
    parts.portfolio.change(lambda _: Portfolio((Lot(TLT, 10.0), Lot(QQQ, 5.0), Lot(GLD, None, 700.0))))
    settle(parts.loader)
    world.feed.give(of_yahoo("TLT", (90.0, 91.0, 92.0, 93.0, 94.0)))
    world.feed.asked.clear()
    return parts


def test_what_is_held_in_shares_is_fetched_and_counts_at_once(held: DeskParts, world: World) -> None:
    ear = Ear.on(held.holding_prices.finished)
    assert held.open_pair.worth is not None
    assert [holding.symbol for holding in held.open_pair.worth.holdings] == [QQQ, GLD]
    held.holding_prices.refresh()
    assert held.holding_prices.busy
    held.holding_prices.refresh()  # One at a time.
    settle(held.loader)
    assert world.feed.asked == [(TLT, Interval.DAILY), (QQQ, Interval.DAILY)]
    assert ear.heard == ["Prices of 2 holdings are up to date."]
    assert not held.holding_prices.busy
    settle(held.loader)
    worth = {holding.symbol: holding.value for holding in held.open_pair.worth.holdings}
    # 10 × 94
    assert worth[TLT] == 940.0


def test_a_leg_that_is_held_is_shown_and_counted_at_one_price(held: DeskParts, world: World) -> None:
    spy = held.open_pair.pair.numerator
    held.portfolio.change(lambda now: now.with_lot(Lot(spy, 10.0)))
    world.feed.give(of_yahoo("SPY", (405.0, 404.0, 403.0, 402.0, 800.0)))
    refreshed = Ear.on(held.holding_prices.refreshed)
    held.holding_prices.refreshed.connect(held.open_pair.reread)
    held.holding_prices.refresh()
    for _ in range(2):
        settle(held.loader)
    assert set(refreshed.heard[0]) == {TLT, QQQ, spy}
    assert held.open_pair.series is not None
    assert held.open_pair.series.numerator_price == 800.0
    worth = {holding.symbol: holding.value for holding in held.open_pair.worth.holdings}  # type: ignore[union-attr]
    assert worth[spy] == 8_000.0


def test_chart_and_journal_follow_a_refresh_of_the_holdings(open_faked: Callable[..., User], world: World) -> None:
    user = open_faked()
    parts = user.desk.parts
    parts.portfolio.change(lambda _: Portfolio((Lot(parts.open_pair.pair.numerator, 10.0),)))
    parts.journal.read()
    settle(parts.loader)
    world.feed.give(of_yahoo("SPY", (405.0, 404.0, 403.0, 402.0, 800.0)))
    renewed, scored = Ear.on(parts.open_pair.prices_changed), Ear.on(parts.journal.changed)
    parts.holding_prices.refresh()
    user.qtbot.waitUntil(lambda: len(renewed) > 0 and len(scored) > 0)
    assert parts.open_pair.series is not None
    assert parts.open_pair.series.numerator_price == 800.0


def test_a_symbol_nobody_knows_is_told_and_the_others_are_fetched(held: DeskParts, world: World) -> None:
    world.feed.fail(NotFound("Yahoo knows no TLT."), "TLT")
    ear = Ear.on(held.holding_prices.finished)
    held.holding_prices.refresh()
    settle(held.loader)
    assert ear.heard == ["Prices of 1 holding are up to date.\nTLT: Yahoo knows no TLT."]


def test_a_source_that_wants_rest_gets_it(held: DeskParts, world: World) -> None:
    limited = RateLimited("Yahoo asks for a pause.", NOW + timedelta(minutes=1))
    world.feed.fail(limited, "TLT")
    ear, paused = Ear.on(held.holding_prices.finished), Ear.on(held.holding_prices.paused)
    held.holding_prices.refresh()
    settle(held.loader)
    assert world.feed.asked == [(TLT, Interval.DAILY)]
    assert ear.heard == ["Yahoo asks for a pause."]
    assert paused.heard == [limited]


def test_what_nobody_expected_ends_the_waiting(held: DeskParts, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(held.holding_prices._feed, "refresh", broken)
    ear = Ear.on(held.holding_prices.finished)
    with qtbot.captureExceptions() as errors:
        held.holding_prices.refresh()
        settle(held.loader)
    assert [type(error[1]) for error in errors] == [ZeroDivisionError]
    assert ear.heard == ["Something went wrong: by zero."]
    assert not held.holding_prices.busy


def test_offline_or_without_holdings_there_is_nothing_to_ask(world: World, qapp: Any) -> None:
    world.is_online = False
    parts = world.desk()
    assert not parts.holding_prices.is_online
    parts.portfolio.change(lambda _: Portfolio((Lot(QQQ, 5.0),)))
    parts.holding_prices.refresh()
    assert not parts.holding_prices.busy
    parts.loader.close()


def test_the_button_says_what_became_of_it(open_faked: Callable[..., User], world: World) -> None:
    user = open_faked()
    user.command("Portfolio…").trigger()
    assert not user.find("refreshHoldings").isEnabled()
    user.desk.parts.portfolio.change(lambda _: Portfolio((Lot(QQQ, 5.0),)))
    QTest.mouseClick(user.find("refreshHoldings"), Qt.MouseButton.LeftButton)
    assert not user.find("refreshHoldings").isEnabled()
    user.qtbot.waitUntil(user.find("portfolioReport").isVisible)
    assert user.find("portfolioReport").toPlainText() == "Prices of 1 holding are up to date."
    assert user.find("refreshHoldings").isEnabled()
