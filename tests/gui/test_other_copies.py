"""What two places changed is offered, thing by thing, and nothing of it goes away before the user has settled it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fake_ports import QQQ_IWM, SPY_IWM, Ear
from fake_world import World
from person import User
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox

from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.domain.difference import LineDifference
from ratiodesk.domain.errors import DamagedDocument
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.shared_port import OtherCopy
from ratiodesk.domain.sizing import Sizing
from ratiodesk.storage.document import encode_layout
from ratiodesk.storage.home import Home
from ratiodesk.storage.layout_files import LayoutFiles
from ratiodesk.ui.difference_dialog import DifferenceDialog

A, B, T = LevelId("a"), LevelId("b"), LevelId("t")
LINES = (Level(A, Ratio(2.35), Role.STOP), Level(B, Ratio(2.0), Role.ENTRY))
MOVED = replace(LINES[0], ratio=Ratio(2.4))
DRAWN = Level(T, Ratio(1.9), label="<b>low</b> & more")
HELD = Holding(SPY_IWM.numerator, 5_000.0)
THERE = Layout(SPY_IWM, (MOVED, LINES[1], DRAWN), Sizing(50_000.0), (HELD,))
COPY = OtherCopy("IWM_SPY (conflicted copy).ratiodesk", THERE)
BAR = "SPY/IWM was changed in two places: 2 lines and 2 other entries differ, and what is on the screen stands."


@pytest.fixture
def told(world: World) -> World:
    world.layouts.keep(Layout(SPY_IWM, LINES))
    world.copies.kept.append(COPY)
    return world


@pytest.fixture
def user(told: World, open_faked: Callable[..., User]) -> User:
    user = open_faked()
    user.qtbot.waitUntil(lambda: user.find("copyBar").isVisible())
    return user


def show(user: User) -> DifferenceDialog:
    QTest.mouseClick(user.find("copyAction"), Qt.MouseButton.LeftButton)
    dialog: DifferenceDialog = user.find("differenceDialog")
    return dialog


def press(dialog: DifferenceDialog, button: QDialogButtonBox.StandardButton) -> None:
    found = dialog.findChild(QDialogButtonBox).button(button)  # type: ignore[attr-defined]
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def choose(dialog: DifferenceDialog, name: str) -> None:
    choice = next(found for found in dialog.findChildren(object) if getattr(found, "objectName", str)() == name)
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Space)


def lines(user: User) -> dict[str, float]:
    return {line.id: line.ratio for line in user.desk.open_pair.layout.levels}


def test_a_copy_is_told_above_the_chart(user: User) -> None:
    assert user.text("copyText") == BAR


def test_every_difference_is_shown_as_it_is_here_and_there(user: User) -> None:
    dialog = show(user)
    shown = [
        (choice.objectName(), choice.text(), choice.isChecked())
        for choice in dialog._theirs[0].parent().findChildren(type(dialog._theirs[0]))
    ]
    assert shown == [
        ("here0", "Stop 2.350", True), ("there0", "Stop 2.400", False),
        ("here1", "Not there", True), ("there1", "<b>low</b> && more 1.900", False),
        ("here2", "100,000.00", True), ("there2", "50,000.00", False),
        ("here3", "Not there", True), ("there3", "5,000.00", False),
    ]  # fmt: skip
    assert COPY.name in dialog.about.text()
    press(dialog, QDialogButtonBox.StandardButton.Cancel)


def test_later_leaves_everything_as_it_is(user: User, told: World) -> None:
    press(show(user), QDialogButtonBox.StandardButton.Cancel)
    assert (told.copies.settled, lines(user)) == ([], {A: 2.35, B: 2.0})
    assert user.find("copyBar").isVisible()


def test_what_is_chosen_is_taken_in_one_step_and_the_copy_is_put_away(user: User, told: World) -> None:
    dialog = show(user)
    choose(dialog, "there0")
    choose(dialog, "there3")
    press(dialog, QDialogButtonBox.StandardButton.Ok)
    assert lines(user) == {A: 2.4, B: 2.0}
    assert user.desk.open_pair.layout.holdings == (HELD,)
    assert user.desk.open_pair.layout.sizing.account == 100_000.0
    assert told.layouts.documents[SPY_IWM.key].levels == user.desk.open_pair.layout.levels
    assert told.copies.settled == [COPY]
    assert not user.find("copyBar").isVisible()
    user.desk.open_pair.undo()
    assert (lines(user), user.desk.open_pair.layout.holdings) == ({A: 2.35, B: 2.0}, ())


def test_all_of_the_copy_can_be_chosen_at_once(user: User, told: World) -> None:
    dialog = show(user)
    QTest.mouseClick(dialog.findChild(object, "takeAll"), Qt.MouseButton.LeftButton)
    press(dialog, QDialogButtonBox.StandardButton.Ok)
    layout = user.desk.open_pair.layout
    assert (set(layout.levels), layout.sizing, layout.holdings) == (
        {MOVED, LINES[1], DRAWN}, Sizing(50_000.0), (HELD,),
    )  # fmt: skip
    assert told.copies.kept == []


def test_keeping_all_as_it_is_here_settles_as_well(user: User, told: World) -> None:
    before = user.desk.open_pair.layout
    press(show(user), QDialogButtonBox.StandardButton.Ok)
    assert user.desk.open_pair.layout == before
    assert told.copies.settled == [COPY]
    assert not user.desk.open_pair.can_undo


def test_copies_are_offered_one_after_another(user: User, told: World) -> None:
    told.copies.kept.append(OtherCopy("z", Layout(SPY_IWM, (*LINES, DRAWN))))
    press(show(user), QDialogButtonBox.StandardButton.Ok)
    assert user.text("copyText").endswith("in two places: 1 line differs, and what is on the screen stands.")


def test_a_copy_in_which_nothing_differs_is_not_offered_and_not_removed(user: User, told: World) -> None:
    user.desk.open_pair.take_over(lambda layout: COPY.layout)
    assert not user.find("copyBar").isVisible()
    assert told.copies.kept == [COPY]
    user.desk.open_pair.undo()
    assert user.text("copyText") == BAR


def test_the_bar_goes_and_comes_with_its_pair(user: User) -> None:
    user.open("QQQ/IWM")
    assert not user.find("copyBar").isVisible()
    user.open("IWM/SPY")
    assert user.find("copyBar").isVisible()
    assert user.desk.parts.copies.differences[1].texts == ("Stop 0.42553", "Stop 0.41667")


def test_long_names_leave_the_window_its_size(user: User, told: World) -> None:
    told.copies.kept[0] = OtherCopy("x", Layout(SPY_IWM, (replace(LINES[0], label="wide " * 40), LINES[1])))
    user.desk.parts.copies.read()
    dialog = show(user)
    assert dialog.width() < user.desk.window.width()
    assert dialog._theirs[0].text().endswith("…")
    assert dialog._theirs[0].toolTip().count("wide") == 40
    press(dialog, QDialogButtonBox.StandardButton.Cancel)


# The part behind it


@pytest.fixture
def offered(told: World, started: DeskParts) -> DeskParts:
    started.copies.read()
    return started


def test_what_could_not_be_written_keeps_the_copy(offered: DeskParts, told: World) -> None:
    told.layouts.failure = "Not saved: the disk is full."
    offered.copies.settle(COPY, [LineDifference(LINES[0], MOVED)])
    assert told.copies.settled == []
    assert offered.open_pair.layout.level(A).ratio == 2.4


def test_a_copy_that_cannot_be_put_away_is_told_and_offered_still(offered: DeskParts, told: World) -> None:
    noticed = Ear.on(offered.open_pair.noticed)
    told.copies.failure = "IWM_SPY was changed meanwhile: look at it again."
    offered.copies.settle(COPY, ())
    assert noticed.heard == [told.copies.failure]
    assert offered.copies.copy == COPY


def test_a_pair_that_is_read_only_takes_nothing_over(offered: DeskParts, told: World, world: World) -> None:
    world.layouts.problems[SPY_IWM.key] = DamagedDocument("It is half of one.")
    offered.open_pair.reread_document()
    assert offered.copies.copy is None
    offered.copies.settle(COPY, [LineDifference(LINES[0], MOVED)])
    assert told.copies.settled == []


def test_a_copy_of_a_pair_that_is_not_open_any_more_is_left_alone(offered: DeskParts, told: World) -> None:
    noticed = Ear.on(offered.open_pair.noticed)
    offered.open_pair.open(QQQ_IWM)
    offered.copies.settle(COPY, [LineDifference(LINES[0], MOVED)])
    assert (told.copies.settled, noticed.heard) == ([], ["Nothing was settled: SPY/IWM is not open any more."])
    assert offered.open_pair.layout.levels == ()


def test_before_the_first_frame_no_copy_is_looked_for(told: World, started: DeskParts) -> None:
    started.open_pair.open(QQQ_IWM)
    started.open_pair.open(SPY_IWM)
    assert started.copies.sentence == ""


# With files


def test_a_clash_is_offered_at_once_and_settled_by_hand(open_user: Callable[..., User], home: Path) -> None:
    user = open_user()
    watch = user.desk.parts.disk_watch
    watch.start()
    user.place(2.5)
    (line,) = user.desk.open_pair.layout.levels
    others = LayoutFiles(Home(home))
    others.save(Layout(SPY_IWM, (replace(others.open(SPY_IWM).layout.levels[0], ratio=Ratio(2.2)),)))
    # Before the desk hears of it.
    watch._calm.stop()
    user.desk.open_pair.drop_level(line.id, 2.4)
    user.qtbot.waitUntil(lambda: user.find("copyBar").isVisible())
    assert user.text("copyText").endswith("1 line differs, and what is on the screen stands.")
    (kept,) = (home / "layouts").glob("*.conflict-*")
    content = kept.read_bytes()
    dialog = show(user)
    choose(dialog, "there0")
    press(dialog, QDialogButtonBox.StandardButton.Ok)
    assert user.level(line.id).ratio == 2.2
    assert not kept.exists()
    assert content in [path.read_bytes() for path in home.rglob("*") if path.is_file()]
    assert not user.find("copyBar").isVisible()


def test_a_copy_that_a_synchronising_program_leaves_is_offered(open_user: Callable[..., User], home: Path) -> None:
    user = open_user()
    user.desk.parts.disk_watch.start()
    user.place(2.5)
    copy = home / "layouts" / "IWM_SPY (Anna's conflicted copy 2026-11-27).ratiodesk"
    copy.write_bytes(encode_layout(replace(user.desk.open_pair.layout, levels=())))
    user.qtbot.waitUntil(lambda: user.find("copyBar").isVisible())
    user.desk.watchlist.refresh_now()
    assert user.desk.watchlist.rowCount() == 1
