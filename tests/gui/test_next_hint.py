"""The first minutes: one hint at a time, gone when it is followed or sent away, and never back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fake_ports import QQQ_IWM, SPY_IWM
from fake_world import World, settle
from person import User, close
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.desk.next_hint import Hint
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, Role
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.sizing import Sizing

DONE = tuple(map(str, Hint))


@pytest.fixture
def newcomer(open_user: Callable[..., User]) -> User:
    """Somebody at a desk that was never opened before, once it knows that."""
    user = open_user()
    user.qtbot.waitUntil(lambda: user.desk.parts.hint.due is not None)
    return user


def hint(user: User) -> str:
    """Return the hint that is to be read, empty if there is none."""
    return str(user.text("hintText")) if user.find("hintCard").isVisible() else ""


def right_click_role(user: User, ratio: float, text: str) -> None:
    user.desk.view.menus.show_level_menu(next(iter(user.levels.values())).id, user.chart.mapToGlobal(user.at(ratio)))
    menu = QApplication.activePopupWidget()
    entry = next(entry for entry in menu.actions() if entry.text() == text)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(entry).center())


def test_a_new_user_is_led_from_a_line_over_the_stop_to_the_account(newcomer: User) -> None:
    assert "press H and click" in hint(newcomer)
    before = newcomer.chart.size()
    newcomer.place(2.7)
    assert "choose Stop" in hint(newcomer)
    right_click_role(newcomer, 2.7, "Stop")
    assert "Type your account" in hint(newcomer)
    newcomer.type_into("accountEdit", "25000")
    assert hint(newcomer) == ""
    assert newcomer.desk.parts.settings.now.hints_over == DONE
    assert newcomer.chart.size() == before, "the chart moved under the hand"


def test_the_other_way_that_is_named_works_too(newcomer: User) -> None:
    assert "double-click the ratio axis" in hint(newcomer)
    newcomer.double_click(newcomer.axis(newcomer.row(2.6)))
    assert len(newcomer.levels) == 1
    assert "choose Stop" in hint(newcomer)


def test_three_lines_are_a_plan_with_a_stop(newcomer: User) -> None:
    newcomer.place(2.7, 2.5, 2.3)
    assert set(newcomer.levels) == {"stop", "entry", "target"}
    assert "Type your account" in hint(newcomer)


def test_an_account_that_is_typed_as_it_was_is_set(newcomer: User) -> None:
    newcomer.place(2.7, 2.5, 2.3)
    newcomer.type_into("accountEdit", "100000")
    assert hint(newcomer) == ""


def test_a_hint_that_was_sent_away_does_not_come_back(newcomer: User, open_user: Callable[..., User]) -> None:
    button = newcomer.find("dismissHint")
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert hint(newcomer) == "", "the next one is about a line that is not there"
    newcomer.open("QQQ/IWM")
    assert hint(newcomer) == ""
    newcomer.place(2.0)
    assert "choose Stop" in hint(newcomer)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert "Type your account" in hint(newcomer)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert hint(newcomer) == ""
    close(newcomer.desk)
    again = open_user("SPY/IWM")
    again.qtbot.waitUntil(lambda: again.desk.watchlist.rowCount() == 2)
    again.desk.parts.hint.look()
    assert hint(again) == ""


def test_what_was_followed_stays_so_when_it_is_undone(newcomer: User) -> None:
    newcomer.place(2.7)
    newcomer.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not newcomer.levels
    assert hint(newcomer) == ""
    newcomer.key(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert "choose Stop" in hint(newcomer)


def test_the_next_start_goes_on_where_it_was_left(newcomer: User, open_user: Callable[..., User]) -> None:
    newcomer.place(2.7)
    close(newcomer.desk)
    again = open_user()
    again.qtbot.waitUntil(lambda: "choose Stop" in hint(again))


def test_nothing_is_hinted_over_a_pair_that_is_not_there(open_user: Callable[..., User]) -> None:
    user = open_user("SPY/NOPE")
    user.qtbot.waitUntil(lambda: user.find("noPairs").isVisible())
    assert hint(user) == ""
    assert "Ctrl+L" in user.text("noPairs")
    user.open("SPY/IWM")
    assert not user.find("noPairs").isVisible()
    assert "press H" in hint(user)


def test_who_drew_on_another_pair_is_not_new(parts: DeskParts, world: World) -> None:
    roles = {9e3: Role.STOP, 8e3: Role.ENTRY, 7e3: Role.TARGET}
    world.layouts.keep(Layout(QQQ_IWM, tuple(Level.new(Ratio(ratio), role) for ratio, role in roles.items())))
    parts.settings.change(sizing=Sizing(account=5_000.0))
    parts.open_pair.open(SPY_IWM)
    parts.watchlist.refresh()
    settle(parts.loader)
    parts.hint.start()
    assert parts.hint.due is None
    assert parts.settings.now.hints_over == DONE


def test_hints_of_a_newer_version_are_kept(parts: DeskParts) -> None:
    parts.settings.change(hints_over=("scan", "line"))
    parts.open_pair.open(SPY_IWM)
    parts.hint.start()
    parts.open_pair.add_level(2.5)
    parts.hint.dismiss()
    assert parts.settings.now.hints_over == ("scan", "line", "stop")


def test_a_drag_writes_no_settings(parts: DeskParts, world: World) -> None:
    parts.open_pair.open(SPY_IWM)
    parts.hint.start()
    line = parts.open_pair.add_level(2.5)
    assert line is not None
    written = len(world.store.saved)
    parts.open_pair.drag_level(line, 2.6)
    assert parts.open_pair.is_dragging
    parts.hint.dismiss()
    assert len(world.store.saved) == written + 1
    parts.open_pair.drag_level(line, 2.61)
    assert len(world.store.saved) == written + 1


def test_a_damaged_document_comes_before_any_hint(home: Path, open_user: Callable[..., User]) -> None:
    first = open_user()
    close(first.desk)
    (home / "layouts").mkdir(exist_ok=True)
    (home / "layouts" / "IWM_SPY.ratiodesk").write_bytes(b"damaged")
    user = open_user()
    user.qtbot.waitUntil(lambda: user.desk.watchlist.rowCount() == 1)
    user.desk.parts.hint.look()
    assert hint(user) == ""
