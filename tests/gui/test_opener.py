"""Opening what is at hand at once and the rest as soon as it arrives; what is open stays open until then."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from fake_ports import CLOSES, NOW, QQQ_IWM, SPY_IWM, Ear, make_bars_of_a_day, make_quotes, of_yahoo
from fake_world import World, settle

from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.domain.errors import NotFound, Offline, RateLimited, RatioDeskError, TimedOut
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.layout import Layout, View
from ratiodesk.domain.level import Level
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.series import Basis

SPY_TLT = Pair.parse("SPY/TLT")
SAP_SPY = Pair.parse("SAP/SPY")
TLT = of_yahoo("TLT", (100, 101, 102, 104, 105))
SAP = of_yahoo("SAP", (100, 100, 100, 100, 120), currency="EUR")
SPY_IN_USD = make_quotes("SPY", (400, 404, 410, 416, 420), currency="USD")
RATE = of_yahoo("EURUSD=X", (1.1, 1.1, 1.2, 1.2, 1.25))


@pytest.fixture
def parts(parts: DeskParts, world: World) -> DeskParts:
    """The parts with SPY/IWM open, and a source that knows TLT, the rate of the euro, and hours of Friday."""
    parts.open_pair.open(SPY_IWM)
    world.feed.give(TLT, RATE, make_bars_of_a_day("SPY", (418, 420)), make_bars_of_a_day("IWM", (200, 200)))
    return parts


@pytest.fixture
def mixed(parts: DeskParts, world: World) -> DeskParts:
    """SAP/SPY is open, 120 EUR over 420 USD, without a rate at hand."""
    world.prices.keep(SAP, SPY_IN_USD)
    parts.open_pair.open(SAP_SPY)
    return parts


# A pair


def test_a_pair_at_hand_opens_at_once_in_any_spelling(parts: DeskParts, world: World) -> None:
    finished = Ear.on(parts.opener.finished)
    parts.opener.open_text("qqq:iwm")
    assert parts.open_pair.pair == QQQ_IWM
    assert (len(finished), parts.opener.waiting, world.feed.asked) == (1, "", [])


@pytest.mark.parametrize("text", ["SPY", "SPY/", "SPY/SPY", "x" * 200, "../x", "\N{MONEY BAG}/SPY", ""])
def test_a_text_that_names_no_pair_is_refused_in_a_sentence(parts: DeskParts, world: World, text: str) -> None:
    refused, opened = Ear.on(parts.opener.refused), Ear.on(parts.open_pair.opened)
    parts.opener.open_text(text)
    (sentence,) = refused.heard
    assert sentence.endswith(".")
    assert (len(opened), parts.open_pair.pair, world.feed.asked) == (0, SPY_IWM, [])


def test_the_open_pair_again_is_finished_and_stays_as_it_is(parts: DeskParts) -> None:
    opened, finished = Ear.on(parts.open_pair.opened), Ear.on(parts.opener.finished)
    parts.opener.open(SPY_IWM)
    assert (len(opened), len(finished)) == (0, 1)


def test_what_is_missing_is_fetched_and_then_shown(parts: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.hold("TLT")
    finished = Ear.on(parts.opener.finished)
    parts.opener.open(SPY_TLT)
    qtbot.waitUntil(lambda: world.feed.asked == [("TLT", Interval.DAILY)])
    assert parts.opener.waiting == "SPY/TLT"
    assert (parts.open_pair.pair, len(finished)) == (SPY_IWM, 0)
    with qtbot.waitSignal(parts.opener.finished):
        world.feed.let_go("TLT")
    assert parts.opener.waiting == ""
    assert parts.open_pair.pair == SPY_TLT
    assert parts.open_pair.series is not None
    assert parts.open_pair.series.ratio == 420 / 105


def test_lines_can_be_drawn_while_another_pair_is_fetched(parts: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.hold("TLT")
    parts.opener.open(SPY_TLT)
    assert parts.open_pair.add_level(2.2) is not None
    world.feed.let_go("TLT")
    qtbot.waitUntil(lambda: parts.open_pair.pair == SPY_TLT)
    assert [level.ratio for level in world.layouts.documents[SPY_IWM.key].levels] == [2.2]
    assert parts.open_pair.layout.levels == ()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (TimedOut("Yahoo did not answer in 8 s."), "There are no prices for TLT. Yahoo did not answer in 8 s."),
        (NotFound("Yahoo knows no TLT."), "Yahoo knows no TLT."),
        (RateLimited("Yahoo asks for a pause.", NOW), "Yahoo asks for a pause."),
    ],
)
def test_a_pair_the_source_does_not_give_is_refused_in_its_words(
    parts: DeskParts, world: World, qtbot: Any, error: RatioDeskError, sentence: str
) -> None:
    world.feed.fail(error, "TLT")
    paused = Ear.on(parts.opener.paused)
    with qtbot.waitSignal(parts.opener.refused) as refused:
        parts.opener.open(SPY_TLT)
    assert refused.args == [sentence]
    assert (parts.open_pair.pair, parts.opener.waiting) == (SPY_IWM, "")
    assert paused.heard == ([error] if isinstance(error, RateLimited) else [])


def test_legs_that_share_no_session_are_refused_after_fetching_too(parts: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.give(make_quotes("NEW", (1, 1), sessions=TLT.bars.sessions[:2] + np.timedelta64(4_000, "D")))
    with qtbot.waitSignal(parts.opener.refused) as refused:
        parts.opener.open(Pair.parse("SPY/NEW"))
    assert "no session in common" in refused.args[0]
    assert parts.open_pair.pair == SPY_IWM


def test_cancelling_leaves_the_open_pair_whatever_arrives_later(parts: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.hold("TLT")
    parts.opener.open(SPY_TLT)
    qtbot.waitUntil(lambda: len(world.feed.asked) == 1)
    opened, finished, refused = (
        Ear.on(signal) for signal in (parts.open_pair.opened, parts.opener.finished, parts.opener.refused)
    )
    parts.opener.cancel()
    assert parts.opener.waiting == ""
    world.feed.let_go("TLT")
    settle(parts.loader)
    assert (len(opened), len(finished), len(refused)) == (0, 0, 0)
    assert parts.open_pair.pair == SPY_IWM
    assert (Symbol("TLT"), Interval.DAILY) in world.prices.kept, "what was fetched is kept all the same"


def test_cancelling_nothing_says_nothing(parts: DeskParts) -> None:
    changed = Ear.on(parts.opener.waiting_changed)
    parts.opener.cancel()
    assert len(changed) == 0


def test_the_newest_wish_wins(parts: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.give(make_quotes("GLD", (1, 2, 3, 4, 5)))
    world.feed.hold("TLT", "GLD")
    opened = Ear.on(parts.open_pair.opened)
    parts.opener.open(SPY_TLT)
    qtbot.waitUntil(lambda: len(world.feed.asked) == 1)
    parts.opener.open(Pair.parse("SPY/GLD"))
    assert parts.opener.waiting == "SPY/GLD"
    world.feed.let_go("GLD")
    qtbot.waitUntil(lambda: parts.open_pair.pair == Pair.parse("SPY/GLD"))
    world.feed.let_go("TLT")
    settle(parts.loader)
    assert (parts.open_pair.pair, len(opened)) == (Pair.parse("SPY/GLD"), 1)


def test_a_pair_at_hand_wins_over_one_that_is_being_fetched(parts: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.hold("TLT")
    parts.opener.open(SPY_TLT)
    qtbot.waitUntil(lambda: len(world.feed.asked) == 1)
    parts.opener.open(QQQ_IWM)
    assert (parts.open_pair.pair, parts.opener.waiting) == (QQQ_IWM, "")
    world.feed.let_go("TLT")
    settle(parts.loader)
    assert parts.open_pair.pair == QQQ_IWM


def test_offline_a_missing_pair_is_refused_at_once(world: World, qapp: Any) -> None:
    world.is_online = False
    parts = world.desk()
    refused = Ear.on(parts.opener.refused)
    parts.opener.open(SPY_TLT)
    assert refused.heard == ["There are no prices for TLT."]
    assert parts.opener.waiting == ""


def test_swapping_turns_the_pair_over_at_once(parts: DeskParts, world: World) -> None:
    parts.opener.swap()
    assert parts.open_pair.pair == SPY_IWM.inverted()
    parts.opener.swap()
    assert (parts.open_pair.pair, world.feed.asked) == (SPY_IWM, [])


# A basis that needs a rate


def test_total_return_needs_nothing_fetched(parts: DeskParts, world: World) -> None:
    parts.opener.show_basis(Basis.TOTAL_RETURN)
    assert parts.open_pair.series is not None
    assert parts.open_pair.series.ratio == 420 / 160
    assert world.feed.asked == []


def test_the_rate_is_fetched_and_both_legs_are_brought_to_dollars(mixed: DeskParts, world: World, qtbot: Any) -> None:
    with qtbot.waitSignal(mixed.opener.finished):
        mixed.opener.show_basis(Basis.PRICE_CONVERTED)
        assert mixed.opener.waiting == "SAP/SPY in one currency"
    assert world.feed.asked == [("EURUSD=X", Interval.DAILY)]
    series = mixed.open_pair.series
    assert series is not None
    # 120 EUR at 1.25 are 150 USD; 100 EUR at 1.1 are 110 USD.
    assert series.ratio == pytest.approx(150 / 420)
    assert series.values[0] == pytest.approx(110 / 400)
    assert series.currencies == ("USD", "USD")


def test_without_its_rate_a_basis_is_refused_and_nothing_changes(mixed: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.fail(Offline("Yahoo cannot be reached."), "EURUSD=X")
    with qtbot.waitSignal(mixed.opener.refused) as refused:
        mixed.opener.show_basis(Basis.PRICE_CONVERTED)
    assert refused.args == ["There are no prices for EURUSD=X. Yahoo cannot be reached."]
    assert mixed.open_pair.layout.view.basis is Basis.PRICE
    assert mixed.open_pair.series is not None
    assert mixed.open_pair.series.ratio == pytest.approx(120 / 420)


def test_a_pair_left_in_one_currency_opens_with_its_rate(parts: DeskParts, world: World, qtbot: Any) -> None:
    world.layouts.keep(Layout(SAP_SPY, (Level.new(0.4),), view=View(basis=Basis.PRICE_CONVERTED)))
    world.feed.give(SAP)
    world.prices.keep(SPY_IN_USD)
    with qtbot.waitSignal(parts.opener.finished):
        parts.opener.open(SAP_SPY)
    assert world.feed.asked == [("SAP", Interval.DAILY), ("EURUSD=X", Interval.DAILY)]
    assert parts.open_pair.series is not None
    assert parts.open_pair.series.ratio == pytest.approx(150 / 420)


# Bars


def test_weekly_bars_are_there_at_once(parts: DeskParts, world: World) -> None:
    parts.opener.show_interval(Interval.WEEKLY)
    assert parts.open_pair.shown is not None
    assert (len(parts.open_pair.shown), world.feed.asked) == (1, [])


def test_intraday_bars_appear_once_they_are_fetched(parts: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.hold("SPY")
    parts.opener.show_interval(Interval.HOURLY)
    assert parts.opener.waiting == "1h bars of SPY/IWM"
    assert parts.open_pair.interval is Interval.DAILY
    with qtbot.waitSignal(parts.opener.finished):
        world.feed.let_go("SPY")
    assert world.feed.asked == [("SPY", Interval.HOURLY), ("IWM", Interval.HOURLY)]
    shown = parts.open_pair.shown
    assert shown is not None
    assert shown.values.tolist() == [418 / 200, 420 / 200]
    # 14:30 UTC is 9:30 in New York.
    assert [str(start) for start in shown.sessions] == ["2022-01-07T09:30", "2022-01-07T10:30"]
    assert parts.open_pair.series is not None
    assert parts.open_pair.series.session == date(2022, 1, 7)


def test_intraday_bars_the_source_lacks_are_refused_in_its_words(parts: DeskParts, world: World, qtbot: Any) -> None:
    with qtbot.waitSignal(parts.opener.refused) as refused:
        parts.opener.show_interval(Interval.FIVE_MINUTES)
    assert refused.args == ["Yahoo knows no SPY."]
    assert parts.open_pair.interval is Interval.DAILY


def test_intraday_bars_that_never_start_together_are_refused(parts: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.give(make_bars_of_a_day("IWM", (200, 200), first="2022-01-07T14:45"))
    with qtbot.waitSignal(parts.opener.refused) as refused:
        parts.opener.show_interval(Interval.HOURLY)
    assert refused.args == ["SPY/IWM has no 1h bars that start together."]
    assert parts.open_pair.interval is Interval.DAILY


@pytest.mark.parametrize("interval", [Interval.HOURLY, Interval.FIVE_MINUTES])
def test_offline_intraday_bars_are_refused_at_once(world: World, qapp: Any, interval: Interval) -> None:
    world.is_online = False
    parts = world.desk()
    parts.open_pair.open(SPY_IWM)
    refused = Ear.on(parts.opener.refused)
    parts.opener.show_interval(interval)
    assert len(refused) == 1
    assert parts.open_pair.interval is Interval.DAILY


def test_a_pair_left_in_intraday_bars_shows_them_as_soon_as_they_are_fetched(
    parts: DeskParts, world: World, qtbot: Any
) -> None:
    world.layouts.keep(Layout(SPY_TLT, (Level.new(4.0),), view=View(interval=str(Interval.HOURLY))))
    world.feed.give(make_bars_of_a_day("TLT", (104, 105)))
    parts.updater.start()
    qtbot.waitUntil(lambda: parts.updater.trust is not None)
    with qtbot.waitSignal(parts.opener.finished):
        parts.opener.open(SPY_TLT)
    qtbot.waitUntil(lambda: parts.updater.trust is not None)
    assert parts.open_pair.shown is not None
    assert parts.open_pair.shown.interval is Interval.HOURLY


def test_offline_a_converted_pair_without_its_rate_is_shown_unconverted(qtbot: Any, world: World) -> None:
    world.is_online = False
    world.prices.keep(of_yahoo("SAP", CLOSES["IWM"], currency="EUR"), of_yahoo("SPY", CLOSES["SPY"], currency="USD"))
    pair = Pair.parse("SAP/SPY")
    world.layouts.keep(Layout(pair, (Level.new(0.5),), view=View(basis=Basis.PRICE_CONVERTED)))
    parts = world.desk()
    said = Ear.on(parts.opener.noticed)
    parts.opener.open(pair)
    assert parts.open_pair.pair == pair
    assert parts.open_pair.series is not None
    assert parts.open_pair.series.basis is Basis.PRICE
    assert said.heard == ["SAP/SPY is shown unconverted: the exchange rate is not at hand."]


def test_other_bars_do_not_cancel_a_pair_that_is_awaited(parts: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.give(of_yahoo("NEW", CLOSES["IWM"]))
    world.feed.hold("NEW")
    parts.opener.open(Pair.parse("SPY/NEW"))
    assert parts.opener.waiting == "SPY/NEW"
    parts.opener.show_interval(Interval.WEEKLY)
    assert parts.opener.waiting == "SPY/NEW"
    world.feed.let_go("NEW")
    qtbot.waitUntil(lambda: parts.open_pair.pair == Pair.parse("SPY/NEW"))


def test_a_pair_that_is_turned_over_is_shown_as_it_was(parts: DeskParts) -> None:
    parts.opener.open(SPY_IWM)
    parts.opener.show_interval(Interval.WEEKLY)
    parts.opener.show_basis(Basis.TOTAL_RETURN)
    parts.opener.swap()
    assert str(parts.open_pair.pair) == "IWM/SPY"
    assert parts.open_pair.shown is not None
    assert parts.open_pair.shown.interval is Interval.WEEKLY
    assert parts.open_pair.shown.basis is Basis.TOTAL_RETURN
