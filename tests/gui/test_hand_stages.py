"""Esc at every stage, undo of everything, and who has the ratio axis."""

from collections.abc import Callable

import numpy as np
import pytest
from person import User
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Role

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

# Esc


def test_esc_goes_back_one_stage_at_a_time(user: User) -> None:
    (line,) = user.draw(300)
    user.click(QPoint(300, 300))
    user.drag(QPoint(100, 80), QPoint(200, 160), modifier=SHIFT)
    user.key(Qt.Key.Key_H)
    stages = []
    for _ in range(4):
        frame = user.chart.frame
        stages.append((user.chart.tool, frame.measure is not None, frame.selected == line))
        user.key(Qt.Key.Key_Escape)
    assert stages == [(True, True, True), (False, True, True), (False, False, True), (False, False, False)]


def test_esc_after_the_press_and_before_the_first_move_lets_go(user: User) -> None:
    (line,) = user.draw(300)
    before, view = user.level(line), user.chart.frame.viewport
    user.press(QPoint(300, 300))
    user.key(Qt.Key.Key_Escape)
    user.carry(QPoint(300, 200))
    user.release(QPoint(300, 200))
    assert user.level(line) == before
    assert user.chart.frame.viewport == view


def test_esc_within_a_drag_of_an_axis_takes_it_back(user: User) -> None:
    before = user.chart.view(), user.chart.frame.viewport
    user.drag(user.axis(300), user.axis(380), release=False)
    assert user.chart.frame.viewport != before[1]
    user.key(Qt.Key.Key_Escape)
    user.release(user.axis(380))
    assert (user.chart.view(), user.chart.frame.viewport) == before
    assert user.chart.follows


def test_esc_in_the_field_on_a_tag_closes_the_field_alone(user: User) -> None:
    (line,) = user.draw(300)
    user.double_click(QPoint(300, 300))
    editor = user.chart.findChild(QLineEdit, "tagEditor")
    assert editor.isVisible()
    QTest.keyClicks(editor, "9")
    before = user.level(line)
    user.key(Qt.Key.Key_Escape)
    assert not editor.isVisible()
    assert user.level(line) == before
    assert user.chart.frame.selected == line


def test_esc_in_a_menu_closes_the_menu_alone(user: User) -> None:
    (line,) = user.draw(300)
    user.click(QPoint(300, 300))
    user.chart._hand.menu(QPoint(300, 300).toPointF(), user.chart.mapToGlobal(QPoint(300, 300)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert user.chart.frame.selected == line


# Undo


def test_everything_done_to_lines_is_undone_and_done_again(user: User) -> None:
    open_pair = user.desk.open_pair
    (line,) = user.draw(300)
    states: list[Layout] = [open_pair.layout]
    steps: list[Callable[[], object]] = [
        lambda: user.drag(QPoint(300, 300), QPoint(300, 200)),
        lambda: (user.click(QPoint(300, 200)), user.key(Qt.Key.Key_Up)),
        lambda: open_pair.set_value(line, "2.4321"),
        lambda: open_pair.set_role(line, Role.STOP),
        lambda: open_pair.set_label(line, "March high"),
        lambda: open_pair.set_colour(line, "#aa3377"),
        lambda: open_pair.set_locked(line, True),
        lambda: open_pair.set_locked(line, False),
        lambda: (user.chart.select(line), user.key(Qt.Key.Key_Delete)),
    ]
    for step in steps:
        step()
        assert open_pair.layout.levels != states[-1].levels
        states.append(open_pair.layout)
    user.chart.setFocus()
    for state in reversed(states[:-1]):
        user.key(Qt.Key.Key_Z, CONTROL)
        assert open_pair.layout.levels == state.levels
    for state in states[1:]:
        user.key(Qt.Key.Key_Z, CONTROL | SHIFT)
        assert open_pair.layout.levels == state.levels


def test_every_pair_undoes_its_own(user: User) -> None:
    user.draw(300)
    user.open("QQQ/IWM")
    user.draw(200)
    user.key(Qt.Key.Key_Z, CONTROL)
    user.key(Qt.Key.Key_Z, CONTROL)
    assert user.desk.open_pair.layout.levels == ()
    assert not user.find("undo").isEnabled()
    user.open("SPY/IWM")
    assert len(user.desk.open_pair.layout.levels) == 1
    assert user.find("undo").isEnabled()
    user.key(Qt.Key.Key_Z, CONTROL)
    assert user.desk.open_pair.layout.levels == ()


# The ratio axis


def surrounds(user: User) -> bool:
    """Return whether the ratio axis reaches just around the visible bars."""
    port = user.chart.frame.viewport
    first, last = port.visible(len(user.series))
    values = user.series.values[first:last]
    room = np.ptp(values)
    return 0 < values.min() - port.low < 0.12 * room and 0 < port.high - values.max() < 0.12 * room


def test_the_axis_follows_the_bars_in_sight_whatever_moves_them(user: User) -> None:
    for step in (
        lambda: user.key(Qt.Key.Key_5),
        lambda: user.drag(QPoint(300, 40), QPoint(560, 90)),
        lambda: user.key(Qt.Key.Key_Left, CONTROL),
        lambda: user.key(Qt.Key.Key_Home),
        lambda: user.drag(QPoint(300, user.chart.plot.height() + 15), QPoint(150, user.chart.plot.height() + 15)),
        lambda: user.open("QQQ/IWM"),
    ):
        step()
        assert surrounds(user)


def test_an_axis_the_user_took_stays_while_bars_move(user: User) -> None:
    user.drag(user.axis(300), user.axis(380))
    taken = user.chart.frame.viewport
    assert not user.chart.follows
    user.key(Qt.Key.Key_Left, CONTROL)
    assert (user.chart.frame.viewport.low, user.chart.frame.viewport.high) == (taken.low, taken.high)
    user.drag(QPoint(300, 40), QPoint(300, 90))
    moved = user.chart.frame.viewport
    assert moved.ratio_at(90) == pytest.approx(taken.ratio_at(40))
    assert moved.high - moved.low == pytest.approx(taken.high - taken.low)


@pytest.mark.parametrize("way", ["double click", "A", "menu"])
def test_an_axis_that_was_taken_is_given_back(user: User, way: str) -> None:
    user.drag(user.axis(300), user.axis(380))
    assert not surrounds(user)
    if way == "double click":
        user.double_click(user.axis(300))
    elif way == "A":
        user.key(Qt.Key.Key_A)
    else:
        user.command("Fit the visible bars").trigger()
    assert user.desk.open_pair.layout.levels == ()
    assert surrounds(user)


def test_a_range_gives_the_axis_back_too(user: User) -> None:
    user.drag(user.axis(300), user.axis(380))
    user.key(Qt.Key.Key_5)
    assert surrounds(user)
