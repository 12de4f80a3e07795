"""The menu key, and Shift+F10: without a selected line they mean the place the mouse is at."""

from collections.abc import Callable

import pytest
from person import User
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu


def menu_key(user: User) -> None:
    # Qt takes the middle or the corner of the widget for its place.
    view, at = user.chart.viewport(), QPoint(3, 3)
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(view, QContextMenuEvent(reason, at, view.mapToGlobal(at)))


def shift_f10(user: User) -> None:
    user.key(Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)


KEYS = pytest.mark.parametrize("key", [menu_key, shift_f10])


@pytest.fixture
def asked(user: User) -> list[tuple[object, QPoint]]:
    """What menus of the chart are asked for, and where; none opens."""
    found: list[tuple[object, QPoint]] = []
    user.chart.chart_menu_requested.disconnect(user.desk.view.menus.show_chart_menu)
    user.chart.chart_menu_requested.connect(lambda ratio, at: found.append((ratio, at)))
    return found


@KEYS
def test_the_menu_is_that_of_the_place_under_the_mouse(
    user: User, asked: list[tuple[object, QPoint]], key: Callable[[User], None]
) -> None:
    user.move(QPoint(210, 320))
    user.move(QPoint(200, 300))
    key(user)
    assert asked == [(user.chart.level_ratio_at(300), user.chart.viewport().mapToGlobal(QPoint(200, 300)))]


@KEYS
def test_while_the_mouse_is_elsewhere_it_is_that_of_the_middle(
    user: User, asked: list[tuple[object, QPoint]], key: Callable[[User], None]
) -> None:
    user.chart.point_at(None, None)
    key(user)
    port = user.chart.frame.viewport
    ((ratio, at),) = asked
    assert ratio == user.chart.level_ratio_at(port.height / 2)
    middle = user.chart.viewport().mapToGlobal(QPoint(round(port.width / 2), round(port.height / 2)))
    assert (at - middle).manhattanLength() <= 2


@KEYS
def test_over_a_pane_there_is_no_ratio_to_put_a_line_at(
    user: User, asked: list[tuple[object, QPoint]], key: Callable[[User], None]
) -> None:
    user.key(Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    below = round(user.chart.frame.pane_top(0)) + 20
    user.move(QPoint(210, below))
    user.move(QPoint(200, below))
    key(user)
    assert [ratio for ratio, _ in asked] == [None]


def test_shift_f10_means_the_selected_line_and_leaves_the_sidebar(user: User) -> None:
    (line,) = user.draw(200)
    user.chart.select(line)
    shift_f10(user)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.objectName() == "levelMenu"
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert user.desk.view.sidebar.isVisible()


def test_both_menus_of_the_chart_are_no_higher_than_a_small_screen(user: User) -> None:
    offered = user.find("chartMenu").menu()
    user.desk.view.menus.show_chart_menu(2.0, user.chart.rect().center())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    heights = menu.sizeHint().height(), offered.sizeHint().height()
    menu.close()
    assert max(heights) <= 700
