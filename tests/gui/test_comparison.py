"""A second ratio over the first: at hand or fetched, refused in one sentence, and never a value it does not have."""

import math
from typing import Any

import numpy as np
import pytest
from comparable import GLD_IWM, QQQ_VALUES, TLT, TLT_IWM, TLT_VALUES, prepared, remembered, shown
from fake_ports import NOW, QQQ_IWM, SPY_IWM, Ear, make_quotes
from fake_world import World, settle

from ratiodesk.desk.comparison import values_at
from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.domain.errors import NotFound, Offline, RateLimited, RatioDeskError, TimedOut
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Pair


@pytest.fixture
def parts(parts: DeskParts, world: World) -> DeskParts:
    return prepared(parts, world)


# Asked for


def test_what_is_at_hand_is_compared_at_once(parts: DeskParts, world: World) -> None:
    changed, refused = Ear.on(parts.comparison.changed), Ear.on(parts.comparison.refused)
    parts.comparison.compare_text("qqq iwm")
    assert (parts.comparison.pair, shown(parts), parts.comparison.waiting) == (QQQ_IWM, QQQ_VALUES, "")
    assert (len(changed), len(refused), world.feed.asked) == (1, 0, [])
    assert remembered(parts, world) == QQQ_IWM


def test_what_is_missing_is_fetched_first(parts: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.hold("TLT")
    parts.comparison.compare_text("TLT/IWM")
    assert (parts.comparison.waiting, shown(parts)) == ("TLT/IWM", None)
    assert remembered(parts, world) is None, "nobody knows yet whether it can be had"
    with qtbot.waitSignal(parts.comparison.changed):
        world.feed.let_go("TLT")
    assert (parts.comparison.waiting, parts.comparison.pair, shown(parts)) == ("", TLT_IWM, TLT_VALUES)
    assert world.feed.asked == [("TLT", Interval.DAILY)]
    assert remembered(parts, world) == TLT_IWM


@pytest.mark.parametrize("text", ["QQQ", "QQQ/", "QQQ/QQQ", "../x", "", "x" * 200, "SPY/IWM", "spy:iwm"])
def test_what_is_no_other_pair_is_refused_in_one_sentence(parts: DeskParts, world: World, text: str) -> None:
    parts.comparison.compare_text("QQQ/IWM")
    refused, changed = Ear.on(parts.comparison.refused), Ear.on(parts.comparison.changed)
    parts.comparison.compare_text(text)
    (sentence,) = refused.heard
    assert sentence.endswith(".")
    assert (parts.comparison.pair, shown(parts), len(changed), world.feed.asked) == (QQQ_IWM, QQQ_VALUES, 0, [])


def test_the_pair_itself_is_refused_with_a_sentence_of_its_own(parts: DeskParts) -> None:
    refused = Ear.on(parts.comparison.refused)
    parts.comparison.compare_text("SPY/IWM")
    assert refused.heard == ["SPY/IWM is what is shown: type another pair to compare it with."]


def test_the_pair_upside_down_is_another_ratio(parts: DeskParts) -> None:
    parts.comparison.compare_text("IWM/SPY")
    assert shown(parts) == pytest.approx([200 / 400, 200 / 404, 200 / 410, 200 / 416, 200 / 420])


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (TimedOut("Yahoo did not answer in 8 s."), "There are no prices for TLT. Yahoo did not answer in 8 s."),
        (NotFound("Yahoo knows no TLT."), "Yahoo knows no TLT."),
        (RateLimited("Yahoo asks for a pause.", NOW), "Yahoo asks for a pause."),
    ],
)
def test_what_the_source_does_not_give_is_refused_and_what_was_compared_is_again(
    parts: DeskParts, world: World, qtbot: Any, error: RatioDeskError, sentence: str
) -> None:
    parts.comparison.compare_text("QQQ/IWM")
    world.feed.fail(error, "TLT")
    refused, paused = Ear.on(parts.comparison.refused), Ear.on(parts.comparison.paused)
    parts.comparison.compare_text("TLT/IWM")
    assert (parts.comparison.pair, shown(parts)) == (TLT_IWM, None)
    qtbot.waitUntil(lambda: len(refused) == 1)
    settle(parts.loader)
    assert refused.heard == [sentence]
    assert (parts.comparison.pair, shown(parts), parts.comparison.waiting) == (QQQ_IWM, QQQ_VALUES, "")
    assert paused.heard == ([error] if isinstance(error, RateLimited) else [])
    assert remembered(parts, world) == QQQ_IWM


def test_legs_that_share_no_session_are_refused_after_fetching_too(parts: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.give(make_quotes("NEW", (1, 1), sessions=TLT.bars.sessions[:2] + np.timedelta64(4_000, "D")))
    with qtbot.waitSignal(parts.comparison.refused) as refused:
        parts.comparison.compare_text("SPY/NEW")
    assert refused.args == ["SPY and NEW have no session in common."]
    assert (parts.comparison.pair, shown(parts)) == (None, None)


def test_offline_what_is_missing_is_refused_at_once(world: World, qapp: Any) -> None:
    world.is_online = False
    parts = world.desk()
    parts.open_pair.open(SPY_IWM)
    refused = Ear.on(parts.comparison.refused)
    parts.comparison.compare_text("TLT/IWM")
    assert refused.heard == ["There are no prices for TLT."]
    assert (parts.comparison.pair, parts.comparison.waiting) == (None, "")


def test_nothing_is_compared_while_nothing_is_open(world: World, qapp: Any) -> None:
    parts = world.desk()
    refused = Ear.on(parts.comparison.refused)
    parts.comparison.compare_text("QQQ/IWM")
    assert refused.heard == ["No pair is open that another could be compared with."]
    assert parts.comparison.pair is None


def test_the_newest_wish_wins(parts: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.hold("TLT", "GLD")
    parts.comparison.compare_text("TLT/IWM")
    qtbot.waitUntil(lambda: len(world.feed.asked) == 1)
    parts.comparison.compare_text("GLD/IWM")
    assert parts.comparison.waiting == "GLD/IWM"
    world.feed.let_go("GLD")
    qtbot.waitUntil(lambda: parts.comparison.series is not None)
    world.feed.let_go("TLT")
    settle(parts.loader)
    assert (parts.comparison.pair, shown(parts)) == (GLD_IWM, [0.25, 0.25, 0.25, 0.25, 0.3])
    assert remembered(parts, world) == GLD_IWM


def test_what_is_at_hand_wins_over_what_is_being_fetched(parts: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.hold("TLT")
    parts.comparison.compare_text("TLT/IWM")
    qtbot.waitUntil(lambda: len(world.feed.asked) == 1)
    parts.comparison.compare_text("QQQ/IWM")
    assert parts.comparison.waiting == ""
    world.feed.let_go("TLT")
    settle(parts.loader)
    assert (parts.comparison.pair, shown(parts)) == (QQQ_IWM, QQQ_VALUES)


def test_a_comparison_ends_when_it_is_cleared(parts: DeskParts, world: World) -> None:
    parts.comparison.compare_text("QQQ/IWM")
    changed = Ear.on(parts.comparison.changed)
    parts.comparison.clear()
    assert (parts.comparison.pair, shown(parts), len(changed)) == (None, None, 1)
    assert remembered(parts, world) is None
    parts.comparison.clear()
    assert len(changed) == 1


def test_prices_that_still_cannot_be_read_are_fetched_once(parts: DeskParts, world: World, qtbot: Any) -> None:
    world.prices.missing.add("TLT")
    with qtbot.waitSignal(parts.comparison.refused) as refused:
        parts.comparison.compare_text("TLT/IWM")
    settle(parts.loader)
    assert refused.args == ["There are no prices for TLT."]
    assert world.feed.asked == [("TLT", Interval.DAILY)]


def test_a_failure_that_comes_late_says_nothing(parts: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.fail(Offline("Yahoo cannot be reached."), "TLT")
    world.feed.hold("TLT")
    parts.comparison.compare_text("TLT/IWM")
    qtbot.waitUntil(lambda: len(world.feed.asked) == 1)
    parts.comparison.compare_text("QQQ/IWM")
    noticed, refused = Ear.on(parts.open_pair.noticed), Ear.on(parts.comparison.refused)
    world.feed.let_go("TLT")
    settle(parts.loader)
    assert (shown(parts), len(noticed), len(refused)) == (QQQ_VALUES, 0, 0)


@pytest.mark.parametrize(("end", "left"), [("clear", None), ("cancel", QQQ_IWM)])
def test_what_is_awaited_is_given_up(parts: DeskParts, world: World, qtbot: Any, end: str, left: Pair | None) -> None:
    parts.comparison.compare_text("QQQ/IWM")
    world.feed.hold("TLT")
    parts.comparison.compare_text("TLT/IWM")
    qtbot.waitUntil(lambda: len(world.feed.asked) == 1)
    getattr(parts.comparison, end)()
    assert parts.comparison.waiting == ""
    world.feed.let_go("TLT")
    settle(parts.loader)
    assert parts.comparison.pair == left
    assert shown(parts) == (QQQ_VALUES if left else None)


def test_closing_while_it_is_fetched_ends_without_a_word(parts: DeskParts, world: World, qtbot: Any) -> None:
    world.feed.hold("TLT")
    parts.comparison.compare_text("TLT/IWM")
    qtbot.waitUntil(lambda: len(world.feed.asked) == 1)
    changed, refused = Ear.on(parts.comparison.changed), Ear.on(parts.comparison.refused)
    world.feed.close()
    parts.open_pair.flush()
    parts.loader.close()
    settle(parts.loader)
    assert (len(changed), len(refused)) == (0, 0)
    assert world.layouts.documents[SPY_IWM.key].view.compare is None


# Values on sessions


def test_without_a_comparison_no_session_has_a_value(parts: DeskParts) -> None:
    assert parts.open_pair.shown is not None
    values = parts.comparison.values_on(parts.open_pair.shown.sessions)
    assert (len(values), bool(np.isnan(values).all())) == (5, True)


def test_days_and_bars_of_a_day_never_meet() -> None:
    days = np.array(["2022-01-03"], "datetime64[D]")
    midnight = np.array(["2022-01-03T00:00"], "datetime64[m]")
    assert math.isnan(values_at(days, midnight, np.array([2.0]))[0])
    assert math.isnan(values_at(midnight, days, np.array([2.0]))[0])


def test_the_hour_that_comes_twice_in_autumn_has_no_value() -> None:
    hours = np.array(["2021-11-07T00:30", "2021-11-07T01:30", "2021-11-07T01:30", "2021-11-07T02:30"], "datetime64[m]")
    values = values_at(hours, hours, np.array([1.0, 2.0, 3.0, 4.0]))
    np.testing.assert_array_equal(values, [1.0, np.nan, np.nan, 4.0])


def test_no_session_is_looked_up_in_nothing_and_nothing_in_sessions() -> None:
    days, none = np.array(["2022-01-03"], "datetime64[D]"), np.array([], "datetime64[D]")
    assert len(values_at(none, days, np.array([2.0]))) == 0
    assert math.isnan(values_at(days, none, np.array([]))[0])
