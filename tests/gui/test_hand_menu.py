"""The hand on the chart: menus, shortcuts, and what stands beside the plot."""

import gc
from collections.abc import Callable

import pytest
from person import User
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from ratiodesk.domain.level import Level
from ratiodesk.domain.ratio import Ratio

NONE = Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


def right_click(user: User, point: QPoint) -> None:
    QTest.mousePress(user.chart.viewport(), RIGHT, NONE, point)
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(
        user.chart.viewport(), QContextMenuEvent(reason, point, user.chart.viewport().mapToGlobal(point))
    )
    QTest.mouseRelease(user.chart.viewport(), RIGHT, NONE, point)


def choose(user: User, point: QPoint, text: str) -> None:
    """Right-click and choose an entry by its text."""
    right_click(user, point)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    entry = next(action for action in menu.actions() if action.text() == text)
    QTest.mouseClick(menu, LEFT, NONE, menu.actionGeometry(entry).center())
    QApplication.processEvents()


@pytest.fixture
def planned(user: User) -> User:
    user.place(2.7, 2.5, 2.3)
    return user


def test_the_menu_of_a_line_gives_roles_locks_and_deletes(planned: User) -> None:
    entry = planned.levels["entry"]
    choose(planned, planned.at(entry.ratio), "No role")
    assert planned.desk.open_pair.layout.level(entry.id).role == "plain"
    choose(planned, planned.at(entry.ratio), "Entry")
    assert planned.levels["entry"].id == entry.id
    choose(planned, planned.at(entry.ratio), "Locked")
    assert planned.levels["entry"].locked
    planned.drag(planned.at(entry.ratio), planned.at(entry.ratio) + QPoint(0, 30))
    planned.chart.select(entry.id)
    planned.chart.setFocus()
    QTest.keyClick(planned.chart, Qt.Key.Key_Delete)
    assert planned.levels["entry"].ratio == entry.ratio
    assert "locked" in planned.text("statusReading")
    choose(planned, planned.at(entry.ratio), "Locked")
    choose(planned, planned.at(entry.ratio), "Delete")
    assert "entry" not in planned.levels


def test_the_menu_key_means_the_selected_line(planned: User) -> None:
    asked: list[str] = []
    planned.chart.level_menu_requested.disconnect(planned.desk.view.menus.show_level_menu)
    planned.chart.level_menu_requested.connect(lambda level_id, _at: asked.append(level_id))
    planned.chart.select(planned.levels["target"].id)
    reason, at = QContextMenuEvent.Reason.Keyboard, QPoint(3, 3)
    QApplication.sendEvent(planned.chart.viewport(), QContextMenuEvent(reason, at, planned.chart.mapToGlobal(at)))
    assert asked == [planned.levels["target"].id]


def test_the_menu_of_the_chart_adds_a_line_there_and_speaks_in_words(user: User) -> None:
    ratio = user.chart.level_ratio_at(300)
    right_click(user, QPoint(200, 300))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = [action.text() for action in menu.actions()]
    assert {"Undo", "Redo", "Swap the pair"} <= set(words)
    menu.close()
    choose(user, QPoint(200, 300), words[0])
    assert [level.ratio for level in user.desk.open_pair.layout.levels] == [ratio]


def test_ctrl_l_and_a_click_select_the_pair_so_that_typing_replaces_it(user: User) -> None:
    entry = user.find("pairEntry")
    user.key(Qt.Key.Key_L, CONTROL)
    assert entry.selectedText() == "SPY/IWM"
    user.key(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is user.chart
    QTest.mouseClick(entry, LEFT, NONE, QPoint(30, 10))
    QTest.keyClicks(entry, "QQQ/IWM")
    QTest.keyClick(entry, Qt.Key.Key_Return)
    assert str(user.desk.open_pair.pair) == "QQQ/IWM"


def test_what_was_typed_and_left_gives_way_to_the_open_pair(user: User) -> None:
    user.open("SPY/")
    assert user.find("pairEntry").property("state") == "bad"
    user.chart.setFocus()
    assert user.text("pairEntry") == "SPY/IWM"
    assert user.find("pairEntry").property("state") == ""


def test_letters_begin_another_pair(user: User) -> None:
    user.key(Qt.Key.Key_Q)
    assert QApplication.focusWidget() is user.find("pairEntry")
    QTest.keyClicks(user.find("pairEntry"), "QQ/SPY")
    QTest.keyClick(user.find("pairEntry"), Qt.Key.Key_Return)
    assert str(user.desk.open_pair.pair) == "QQQ/SPY"


def test_f9_and_f10_hide_the_panels(user: User) -> None:
    user.key(Qt.Key.Key_F9)
    user.key(Qt.Key.Key_F10)
    assert not user.find("pairsPanel").isVisible()
    assert not user.desk.view.sidebar.isVisible()


def test_a_row_of_the_plan_selects_its_line_and_delete_there_removes_it(planned: User) -> None:
    table = planned.find("planTable")
    table.setFocus()
    table.selectRow(0)
    assert planned.chart.frame.selected == planned.levels["stop"].id
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert "stop" not in planned.levels


def test_the_target_zone_is_shaded_down_to_the_edge(planned: User) -> None:
    planned.desk.open_pair.set_value(planned.levels["target"].id, "2.45")
    image = planned.chart.grab().toImage()
    column = planned.chart.plot.width() - 8
    palette = planned.chart.frame.palette
    hold, target = (image.pixelColor(column, planned.row(ratio)) for ratio in (2.47, 2.35))
    assert hold == QColor(palette.background)
    assert target != hold


def test_hundreds_of_lines_keep_their_tags_inside(open_user: Callable[..., User]) -> None:
    user = open_user()
    lines = [Level.new(Ratio(2.3 + index / 1000)) for index in range(300)]
    user.chart.set_levels(lines, None)
    user.chart.grab()
    user.chart.edit_level(lines[-1].id)
    editor = user.chart.findChild(QLineEdit, "tagEditor")
    assert user.chart.rect().contains(editor.geometry())
    QTest.keyClick(editor, Qt.Key.Key_Escape)


def kept_menus() -> int:
    gc.collect()
    return sum(type(each) is QMenu for each in gc.get_objects())


@pytest.mark.slow
def test_a_menu_that_was_closed_leaves_nothing_in_memory(user: User) -> None:
    def open_and_close() -> None:
        right_click(user, QPoint(300, 20))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert len(user.desk.window.findChildren(QMenu)) > 1
        QTest.keyClick(menu, Qt.Key.Key_Escape)
        del menu
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    open_and_close()
    before = kept_menus()
    for _ in range(4):
        open_and_close()
    assert kept_menus() == before
