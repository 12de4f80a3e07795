"""The field for an exact value stays with its line, whatever moves under it."""

from collections.abc import Callable

import pytest
from person import User
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from ratiodesk.chart.axis_tag import axis_tags

NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


def field(user: User) -> QLineEdit:
    found = user.chart.findChild(QLineEdit, "tagEditor")
    assert isinstance(found, QLineEdit)
    return found


@pytest.fixture
def editing(user: User) -> User:
    """A person who has opened the field of the entry."""
    user.place(2.7, 2.5, 2.3)
    user.double_click(user.axis(user.row(user.levels["entry"].ratio)))
    assert field(user).hasFocus()
    return user


def wheel(user: User, modifier: Qt.KeyboardModifier = NONE) -> None:
    at = QPointF(300, 500)
    event = QWheelEvent(
        at, user.chart.mapToGlobal(at), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton, modifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(user.chart.viewport(), event)


@pytest.mark.parametrize(
    "move",
    [
        wheel,
        lambda user: wheel(user, CONTROL),
        lambda user: user.desk.view.actions_.panes["legs"].trigger(),
        lambda user: user.chart.set_range("5Y"),
    ],
    ids=["wheel", "ctrl and wheel", "pane", "range"],
)
def test_it_stays_on_the_tag_of_its_line(editing: User, move: Callable[[User], None]) -> None:
    QTest.keyClicks(field(editing), "2.6")
    before = editing.chart.frame.viewport
    move(editing)
    assert editing.chart.frame.viewport != before
    tag = next(tag for tag in axis_tags(editing.chart.frame) if tag.level_id == editing.levels["entry"].id)
    assert field(editing).isVisible()
    assert field(editing).text() == "2.6"
    assert field(editing).geometry().center().y() == pytest.approx(tag.centre, abs=1.5)


def test_in_a_narrower_window_it_is_in_the_chart_still(editing: User) -> None:
    editing.desk.window.resize(1100, 800)
    QApplication.processEvents()
    assert field(editing).isVisible()
    assert field(editing).geometry().left() == editing.chart.plot.width()
    assert editing.chart.viewport().rect().contains(field(editing).geometry())


def test_it_goes_with_lines_that_are_hidden(editing: User) -> None:
    editing.desk.view.actions_.hide_levels.trigger()
    assert not field(editing).isVisible()
    assert QApplication.focusWidget() is editing.chart


def test_it_goes_with_its_line(editing: User) -> None:
    editing.desk.open_pair.remove_level(editing.levels["target"].id)
    assert field(editing).isVisible()
    editing.desk.open_pair.remove_level(editing.levels["entry"].id)
    assert not field(editing).isVisible()
    assert QApplication.focusWidget() is editing.chart


@pytest.mark.parametrize("modifier", [NONE, Qt.KeyboardModifier.ShiftModifier])
def test_tab_takes_the_value_and_leaves_the_line_selected(editing: User, modifier: Qt.KeyboardModifier) -> None:
    entry = editing.levels["entry"].id
    QTest.keyClicks(field(editing), "2.52")
    QTest.keyClick(field(editing), Qt.Key.Key_Tab, modifier)
    assert editing.levels["entry"].ratio == 2.52
    assert not field(editing).isVisible()
    assert editing.chart.frame.selected == entry
    assert QApplication.focusWidget() is editing.chart


def test_tab_on_a_value_that_is_refused_says_why(editing: User) -> None:
    QTest.keyClicks(field(editing), "none")
    QTest.keyClick(field(editing), Qt.Key.Key_Tab)
    assert field(editing).isVisible()
    assert "not a number" in field(editing).toolTip()
    QTest.keyClick(field(editing), Qt.Key.Key_Escape)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_value_that_was_left_alone_keeps_its_digits(user: User, key: Qt.Key) -> None:
    line = user.desk.open_pair.add_level(2.9039088674585667)
    assert line is not None
    user.chart.edit_level(line)
    QTest.keyClick(field(user), key)
    assert not field(user).isVisible()
    assert user.level(line).ratio == 2.9039088674585667
