"""Nudges of one line that follow each other soon: one step and few writes, and none of them is lost."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_ports import QQQ_IWM, SPY_IWM, Ear, Layouts, Prices, SettingsStore
from person import User
from PySide6.QtCore import Qt

from ratiodesk.desk.kept_settings import KeptSettings
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.domain.basis import Basis
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.sizing import Sizing

A, B = LevelId("a"), LevelId("b")
LINES = (Level(A, Ratio(2.35), Role.STOP), Level(B, Ratio(2.0), Role.ENTRY))
FULL = "Not saved: the disk is full."


class SharedLayouts(Layouts):
    """Documents that another program adds a line to at the next write, or takes one from."""

    def __init__(self) -> None:
        super().__init__()
        self.added: Level | None = None
        self.removed: LevelId | None = None

    def save(self, layout: Layout) -> Layout:
        levels = layout.levels if self.added is None else (*layout.levels, self.added)
        levels = tuple(line for line in levels if line.id != self.removed)
        self.added = None if not self.failure else self.added
        return super().save(replace(layout, levels=levels))


@pytest.fixture
def layouts() -> SharedLayouts:
    layouts = SharedLayouts()
    layouts.keep(Layout(SPY_IWM, LINES))
    return layouts


@pytest.fixture
def desk(qapp: Any, layouts: SharedLayouts) -> OpenPair:
    desk = OpenPair(Prices(), layouts, KeptSettings(SettingsStore()))
    desk.open(SPY_IWM)
    return desk


def nudge(desk: OpenPair, *steps: int, line: LevelId = A) -> None:
    for step in steps:
        desk.nudge(line, step)


def pause(desk: OpenPair) -> None:
    """Let a second pass, without waiting for it."""
    desk._nudge_timer.timeout.emit()


def ratios(layout: Layout) -> list[float]:
    return [line.ratio for line in layout.levels]


def kept(layouts: Layouts) -> list[float]:
    return ratios(layouts.documents[SPY_IWM.key])


# One step


def test_nudges_soon_after_each_other_are_one_step(desk: OpenPair) -> None:
    nudge(desk, 1, 1, 10)
    assert ratios(desk.layout) == [2.362, 2.0]
    desk.undo()
    assert desk.layout.levels == LINES
    assert not desk.can_undo
    desk.redo()
    assert ratios(desk.layout) == [2.362, 2.0]


def test_a_nudge_after_a_pause_is_a_step_of_its_own(desk: OpenPair) -> None:
    nudge(desk, 1, 1)
    pause(desk)
    nudge(desk, 1)
    desk.undo()
    assert ratios(desk.layout) == [2.352, 2.0]


def test_a_nudge_of_another_line_is_a_step_of_its_own(desk: OpenPair) -> None:
    nudge(desk, 1)
    nudge(desk, 1, line=B)
    nudge(desk, 1)
    steps = []
    while desk.can_undo:
        desk.undo()
        steps.append(ratios(desk.layout))
    assert steps == [[2.351, 2.001], [2.351, 2.0], [2.35, 2.0]]


def test_a_nudge_after_another_edit_is_a_step_of_its_own(desk: OpenPair) -> None:
    nudge(desk, 1)
    desk.set_sizing(Sizing(account=7_000.0))
    nudge(desk, 1)
    desk.undo()
    assert (ratios(desk.layout), desk.layout.sizing.account) == ([2.351, 2.0], 7_000.0)


def test_a_nudge_after_an_undo_is_a_step_of_its_own(desk: OpenPair) -> None:
    nudge(desk, 1)
    pause(desk)
    nudge(desk, 1)
    desk.undo()
    nudge(desk, 5)
    desk.undo()
    assert ratios(desk.layout) == [2.351, 2.0]


def test_a_line_nudged_back_to_where_it_was_has_made_no_step(desk: OpenPair, layouts: SharedLayouts) -> None:
    nudge(desk, 1, -1)
    assert not desk.can_undo
    nudge(desk, 1)
    desk.undo()
    assert (desk.layout.levels, desk.can_undo) == (LINES, False)
    desk.flush()
    assert kept(layouts) == [2.35, 2.0]


@pytest.mark.slow
def test_a_second_passes_by_itself(qtbot: Any, desk: OpenPair) -> None:
    nudge(desk, 1)
    with qtbot.waitSignal(desk._nudge_timer.timeout, timeout=5_000):
        pass
    nudge(desk, 1)
    desk.undo()
    assert ratios(desk.layout) == [2.351, 2.0]


# Few writes


def test_a_nudge_is_written_at_once(desk: OpenPair, layouts: SharedLayouts) -> None:
    saved = Ear.on(desk.saved)
    nudge(desk, 1)
    assert kept(layouts) == [2.351, 2.0]
    assert (len(saved), desk.is_save_delayed) == (1, False)


def test_those_of_a_held_key_follow_together_a_moment_later(qtbot: Any, desk: OpenPair, layouts: SharedLayouts) -> None:
    nudge(desk, 1)
    delayed, saved = Ear.on(desk.save_delayed), Ear.on(desk.saved)
    with qtbot.waitSignal(desk.saved, timeout=5_000):
        nudge(desk, 1, 1)
        assert (len(layouts.saved), desk.is_save_delayed, len(delayed), len(saved)) == (1, True, 1, 0)
    assert [ratios(layout) for layout in layouts.saved] == [[2.351, 2.0], [2.353, 2.0]]
    assert not desk.is_save_delayed


def test_a_key_held_on_is_written_again_and_again(desk: OpenPair, layouts: SharedLayouts) -> None:
    for _ in range(3):
        nudge(desk, 1, 1, 1)
        desk._save_timer.timeout.emit()
    assert len(layouts.saved) == 1 + 3
    desk._save_timer.timeout.emit()
    assert len(layouts.saved) == 1 + 3


def test_a_held_key_does_not_put_the_write_off(desk: OpenPair) -> None:
    nudge(desk, 1, 1)
    left = desk._save_timer.remainingTime()
    started = Ear.on(desk.save_delayed)
    nudge(desk, 1, 1)
    assert desk._save_timer.remainingTime() <= left
    assert len(started) == 0


def test_a_write_between_nudges_does_not_part_their_step(desk: OpenPair, layouts: SharedLayouts) -> None:
    nudge(desk, 1, 1)
    desk._save_timer.timeout.emit()
    assert kept(layouts) == [2.352, 2.0]
    nudge(desk, 1)
    desk.undo()
    assert desk.layout.levels == LINES


@pytest.mark.parametrize(
    "leave",
    [
        lambda desk: desk.flush(),
        lambda desk: desk.open(QQQ_IWM),
        lambda desk: desk.open(SPY_IWM.inverted()),
        lambda desk: desk.nudge(B, 1),
        lambda desk: desk.set_label(B, "range low"),
        lambda desk: desk.set_sizing(Sizing(account=7_000.0)),
        lambda desk: desk.undo(),
    ],
    ids=["close", "another pair", "turn over", "another line", "label", "account", "undo"],
)
def test_whatever_follows_writes_the_nudges_first(desk: OpenPair, layouts: SharedLayouts, leave: Any) -> None:
    nudge(desk, 1, 1)
    leave(desk)
    assert ratios(layouts.saved[1]) == [2.352, 2.0]
    assert (layouts.saved[1].sizing, layouts.saved[1].levels[1].label) == (Sizing(), "")


def test_nudges_that_cannot_be_written_wait(desk: OpenPair, layouts: SharedLayouts) -> None:
    layouts.failure = FULL
    nudge(desk, 1)
    assert desk.flush() == [SPY_IWM]
    layouts.failure = ""
    assert desk.flush() == []
    assert kept(layouts) == [2.351, 2.0]


def test_lines_of_another_program_come_in_with_the_write_and_stay(desk: OpenPair, layouts: SharedLayouts) -> None:
    theirs = Level(LevelId("t"), Ratio(1.9))
    nudge(desk, 1, 1)
    layouts.added = theirs
    desk.undo()  # Writes first, which takes in their line, and goes back then.
    assert desk.layout.levels == (*LINES, theirs)
    assert layouts.documents[SPY_IWM.key].levels == (*LINES, theirs)


def test_a_line_that_comes_in_a_moment_later_is_shown(desk: OpenPair, layouts: SharedLayouts) -> None:
    nudge(desk, 1, 1)
    layouts.added = Level(LevelId("t"), Ratio(1.9))
    changed = Ear.on(desk.layout_changed)
    desk._save_timer.timeout.emit()
    assert (ratios(desk.layout), len(changed)) == ([2.352, 2.0, 1.9], 1)
    assert desk.standing is not None
    assert [line.ratio for line in desk.standing.levels] == [2.352, 2.0, 1.9]


def test_a_line_that_was_removed_elsewhere_meanwhile_is_left_alone(desk: OpenPair, layouts: SharedLayouts) -> None:
    nudge(desk, 1, 1)
    layouts.removed = B
    desk.set_label(B, "range low")  # Writes the nudges first, and learns that the line is gone.
    assert ratios(desk.layout) == [2.352]
    assert kept(layouts) == [2.352]


def test_a_late_write_of_older_lines_leaves_a_nudge_since(desk: OpenPair, layouts: SharedLayouts) -> None:
    theirs = Level(LevelId("t"), Ratio(1.9))
    layouts.failure = FULL
    desk.set_label(B, "range low")
    nudge(desk, 1)
    layouts.failure, layouts.added = "", theirs
    desk._keeper.retry()
    assert ratios(desk.layout) == [2.351, 2.0, 1.9]
    desk.flush()
    assert kept(layouts) == [2.351, 2.0, 1.9]


# In the window


def test_the_status_bar_says_saved_only_when_it_is(user: User) -> None:
    (line,) = user.draw(300)
    user.chart.select(line)
    user.chart.setFocus()
    assert user.text("statusSaved") == "Saved"
    user.key(Qt.Key.Key_Up)
    assert user.text("statusSaved") == "Saved"
    user.key(Qt.Key.Key_Up)
    assert user.text("statusSaved") == "Saving …"
    user.desk.open_pair.set_basis(Basis.TOTAL_RETURN)
    assert user.text("statusSaved") == "Saving …"
    user.desk.open_pair.flush()
    assert user.text("statusSaved") == "Saved"


def test_a_nudge_does_not_hide_that_the_last_write_failed(user: User, home: Path) -> None:
    (line,) = user.draw(300)
    user.chart.select(line)
    user.chart.setFocus()
    (home / "layouts").rename(home / "elsewhere")
    user.key(Qt.Key.Key_Up)
    assert user.text("statusSaved").startswith("Not saved")
    user.key(Qt.Key.Key_Up)
    assert user.desk.open_pair.is_save_delayed
    assert user.text("statusSaved").startswith("Not saved")
    (home / "elsewhere").rename(home / "layouts")
    user.desk.open_pair.flush()
    assert user.text("statusSaved") == "Saved"


def test_closing_writes_the_nudges(user: User) -> None:
    (line,) = user.draw(300)
    user.chart.select(line)
    user.chart.setFocus()
    user.key(Qt.Key.Key_Up)
    moved = user.level(line).ratio
    user.desk.window.close()
    again = user.desk.open_pair._keeper.open(user.desk.open_pair.pair)
    assert again.layout.level(line).ratio == moved
    assert not user.desk.open_pair.is_save_delayed
