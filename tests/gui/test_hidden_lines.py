"""All lines hidden and shown again with Ctrl+Alt+H; what is hidden stays as it is."""

from collections.abc import Callable

import pytest
from person import User, close
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from ratiodesk.chart.axis_tag import axis_tags

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
NONE, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton


def toggle(user: User) -> None:
    user.chart.setFocus()
    user.key(Qt.Key.Key_H, CONTROL | ALT)


@pytest.fixture
def hidden(user: User) -> User:
    user.place(2.7, 2.5, 2.3)
    user.desk.open_pair.add_level(4.0)
    toggle(user)
    assert user.chart.frame.hides_levels
    return user


def coloured(user: User) -> int:
    """Return how many pixels of a column of the plot and one of the axis have the colour of the lines."""
    image, level, width = user.picture(), QColor(user.chart.frame.palette.level), user.chart.plot.width()
    return sum(
        image.pixelColor(x, y) == level for x in (width // 2, width + 5) for y in range(user.chart.plot.height())
    )


def test_lines_tags_arrows_and_zones_go_and_come_back(user: User) -> None:
    blank = user.picture()
    user.place(2.7, 2.5, 2.3)
    user.desk.open_pair.add_level(4.0)
    user.chart.select(None)
    user.chart.point_at(None, None)
    assert coloured(user)
    toggle(user)
    assert not coloured(user)
    assert [tag.level_id for tag in axis_tags(user.chart.frame)] == [None]
    column = user.chart.plot.width() // 2
    shades = [user.picture().pixelColor(column, y) for y in range(5, user.chart.plot.height(), 37)]
    assert shades == [blank.pixelColor(column, y) for y in range(5, user.chart.plot.height(), 37)]
    toggle(user)
    assert coloured(user)


def test_the_layout_and_the_sidebar_know_the_lines_all_the_same(hidden: User) -> None:
    assert set(hidden.levels) == {"stop", "entry", "target", "4"}
    assert hidden.text("zoneName") == "Entry zone"
    assert len(hidden.cells("planTable")) == 4
    assert not hidden.desk.open_pair.layout.level(hidden.levels["stop"].id).locked


def test_what_cannot_be_seen_cannot_be_hit(hidden: User) -> None:
    before = hidden.desk.open_pair.layout.levels
    at = hidden.at(hidden.levels["entry"].ratio)
    hidden.click(at)
    assert hidden.chart.frame.selected is None
    hidden.drag(at, at + QPoint(0, 50))
    assert hidden.desk.open_pair.layout.levels == before
    tag = QPoint(hidden.chart.plot.width() + 30, hidden.row(hidden.levels["stop"].ratio))
    hidden.drag(tag, tag + QPoint(0, 30))
    assert hidden.desk.open_pair.layout.levels == before
    hidden.key(Qt.Key.Key_Tab)
    assert hidden.chart.frame.selected is None


def test_hiding_lets_go_of_the_selection_and_of_a_drag(user: User) -> None:
    user.place(2.5)
    (level,) = user.desk.open_pair.layout.levels
    user.drag(user.at(level.ratio), user.at(level.ratio) + QPoint(0, 40), release=False)
    toggle(user)
    assert user.chart.frame.selected is None
    user.release(user.at(2.4))
    toggle(user)
    assert user.desk.open_pair.layout.levels == (level,)
    assert not user.desk.open_pair.is_dragging


@pytest.mark.parametrize("way", ["tool", "key", "axis"])
def test_a_line_that_is_drawn_brings_all_of_them_back(hidden: User, way: str) -> None:
    hidden.move(hidden.at(2.42))
    if way == "tool":
        hidden.key(Qt.Key.Key_H)
        hidden.click(hidden.at(2.42))
    elif way == "key":
        hidden.key(Qt.Key.Key_H, ALT)
    else:
        hidden.double_click(QPoint(hidden.chart.plot.width() + 30, hidden.row(2.42)))
    assert len(hidden.desk.open_pair.layout.levels) == 5
    assert not hidden.chart.frame.hides_levels
    assert not hidden.command("Hide all lines").isChecked()


def test_a_line_that_is_drawn_while_others_are_hidden_is_selected(hidden: User) -> None:
    hidden.move(hidden.at(2.42))
    hidden.key(Qt.Key.Key_H, ALT)
    assert hidden.chart.frame.selected == hidden.desk.open_pair.layout.levels[-1].id


def test_a_line_from_the_menu_brings_all_of_them_back(hidden: User) -> None:
    hidden.chart.chart_menu_requested.emit(2.42, QPoint(10, 10))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.mouseClick(menu, LEFT, NONE, menu.actionGeometry(menu.actions()[0]).center())
    assert len(hidden.desk.open_pair.layout.levels) == 5
    assert not hidden.chart.frame.hides_levels


def test_arrow_keys_do_not_move_a_hidden_line(hidden: User) -> None:
    before = hidden.desk.open_pair.layout.levels
    hidden.find("planTable").selectRow(1)
    hidden.chart.setFocus()
    hidden.key(Qt.Key.Key_Up)
    assert hidden.desk.open_pair.layout.levels == before or not hidden.chart.frame.hides_levels


def test_undo_works_while_lines_are_hidden(hidden: User) -> None:
    hidden.key(Qt.Key.Key_Z, CONTROL)
    assert set(hidden.levels) == {"stop", "entry", "target"}
    toggle(hidden)
    assert len(axis_tags(hidden.chart.frame)) == 4


def test_they_stay_hidden_over_another_pair_and_other_bars(hidden: User) -> None:
    hidden.command("W").trigger()
    assert hidden.chart.frame.hides_levels
    hidden.open("QQQ/IWM")
    assert hidden.chart.frame.hides_levels
    assert hidden.command("Hide all lines").isChecked()


def test_the_next_start_shows_them(open_user: Callable[..., User]) -> None:
    first = open_user()
    first.place(2.5)
    toggle(first)
    close(first.desk)
    second = open_user()
    assert not second.chart.frame.hides_levels
    assert len(axis_tags(second.chart.frame)) == 2
