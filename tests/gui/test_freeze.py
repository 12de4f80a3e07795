"""Plans are frozen at the desk, or refused with the reason."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from fake_ports import SPY_IWM, Ear
from fake_world import World, settle
from journal_desk import keep_plan, lines
from person import User
from PySide6.QtCore import Qt

from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.domain.errors import NotSaved
from ratiodesk.domain.frozen_plan import FrozenId


@pytest.fixture
def planned(open_faked: Callable[..., User], world: World) -> User:
    return keep_plan(open_faked, world)


# At the desk


def test_the_button_of_the_plan_card_freezes_what_is_seen(planned: User, world: World) -> None:
    button = planned.find("freezePlan")
    assert (button.text(), button.isEnabled()) == ("Freeze plan", True)
    planned.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    (frozen,) = world.journal.plans.values()
    assert (frozen.pair, frozen.ratio, frozen.session) == (SPY_IWM, 2.1, date(2022, 1, 7))
    assert (frozen.plan.entry, frozen.plan.stop, frozen.plan.target) == (2.0, 2.3, 1.8)
    # 1,000 / (2.3 / 2.1 − 1) = 10,500 a leg: 52 IWM at 200 and 25 SPY at 420.
    assert (frozen.bought.shares, frozen.sold.shares, frozen.frozen) == (52, 25, world.clock())
    assert planned.text("statusReading").startswith("Frozen: SPY/IWM at 2.100, buy 52 IWM and sell short 25 SPY.")


def test_a_key_freezes_too_and_the_plan_keeps_its_lines_when_they_move(planned: User, world: World) -> None:
    planned.chart.setFocus()
    planned.key(Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    planned.drag(planned.at(2.3), planned.at(2.2))
    assert planned.levels["stop"].ratio == pytest.approx(2.2, abs=0.01)
    (frozen,) = world.journal.plans.values()
    assert frozen.plan.stop == 2.3


def test_the_same_plan_is_not_frozen_twice(planned: User, world: World) -> None:
    for _ in range(2):
        planned.find("freezePlan").click()
    assert len(world.journal.plans) == 1
    sentence = "Nothing was frozen: the journal has this very plan of SPY/IWM already."
    assert planned.text("statusReading") == sentence
    planned.drag(planned.at(2.3), planned.at(2.2))
    planned.find("freezePlan").click()
    assert len(world.journal.plans) == 2


def test_what_is_written_while_the_journal_is_read_is_in_it(parts: DeskParts, world: World) -> None:
    world.layouts.keep(lines(2.0, 2.3, 1.8))
    parts.open_pair.open(SPY_IWM)
    parts.journal.read()
    assert parts.journal.freeze() is not None
    settle(parts.loader)
    assert len(parts.journal.scored) == 1


def test_what_is_frozen_without_a_close_to_score_it_on_says_so(parts: DeskParts, world: World) -> None:
    """The first session of a pair may still be on."""
    world.layouts.keep(lines(2.0, 2.3, 1.8))
    parts.open_pair.open(SPY_IWM)
    series = parts.open_pair.series
    assert series is not None
    first = replace(
        series, sessions=series.sessions[-1:], values=series.values[-1:], numerator_closes=series.numerator_closes[-1:],
        denominator_closes=series.denominator_closes[-1:], forming=True,
    )  # fmt: skip
    parts.open_pair.series = first
    assert parts.journal.freeze() is not None
    (scored,) = parts.journal.scored
    assert scored.score is None
    assert scored.problem == f"SPY/IWM has no close of {first.session}, to which the frozen plan is tied."


def test_without_a_plan_there_is_nothing_to_press(open_faked: Callable[..., User], world: World) -> None:
    user = open_faked("SPY/IWM")
    assert not user.find("freezePlan").isVisible()
    user.chart.setFocus()
    user.key(Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    assert world.journal.plans == {}


def test_a_plan_without_a_position_says_why_on_the_button(planned: User, world: World) -> None:
    button = planned.find("freezePlan")
    planned.drag(planned.at(2.3), planned.at(2.05))
    assert not button.isEnabled()
    assert button.toolTip().startswith("No position: the ratio 2.100 has reached the stop")
    planned.desk.open_pair.undo()
    assert button.isEnabled()
    assert button.toolTip() == "Keep the plan as it stands, to be scored from now on"


def test_a_full_disk_is_told(planned: User, world: World) -> None:
    world.journal.failure = "Not saved: the disk is full."
    planned.find("freezePlan").click()
    assert planned.text("statusReading") == "Not saved: the disk is full."


# Without a window


def test_nothing_is_frozen_while_nothing_is_open(parts: DeskParts, world: World) -> None:
    heard = Ear.on(parts.journal.noticed)
    assert parts.journal.freeze() is None
    assert heard.heard == ["There is no plan to freeze yet: it takes a stop, an entry and a target."]


def test_a_note_that_was_changed_elsewhere_too_is_kept(planned: User, world: World) -> None:
    parts = planned.desk.parts
    plan = parts.journal.freeze()
    assert plan is not None
    noticed = Ear.on(parts.journal.noticed)
    for ours, theirs, both in (("here", "there", "here · there"), ("", "again", "again"), ("last", "", "last")):
        world.journal.plans[plan.id] = world.journal.plans[plan.id].with_note(theirs)
        assert parts.journal.set_note(plan.id, ours) == ""
        settle(parts.loader)
        assert world.journal.plans[plan.id].note == both
    assert noticed.heard == ["The note was changed elsewhere too: both are kept."] * 2


def test_a_plan_that_is_gone_can_be_neither_noted_nor_deleted(parts: DeskParts) -> None:
    assert parts.journal.set_note(FrozenId("gone"), "x") == "Nothing was changed: the frozen plan is gone."
    parts.journal.remove(FrozenId("gone"))
    parts.journal.bring_back()
    assert parts.journal.removed is None


def test_a_journal_that_cannot_be_read_is_told(parts: DeskParts, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise NotSaved("The folder is gone.")

    monkeypatch.setattr(world.journal, "entries", fail)
    heard = Ear.on(parts.journal.noticed)
    parts.journal.score_again()  # Nobody has looked at it yet.
    settle(parts.loader)
    assert heard.heard == []
    parts.journal.read()
    settle(parts.loader)
    assert heard.heard == ["The folder is gone."]
