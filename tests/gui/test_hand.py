"""The hand on the chart: wheel, pans, axes, menus, shortcuts, and drags that end in odd ways."""

import pytest
from person import User
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from ratiodesk.domain.level import Role

NONE = Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


def wheel(user: User, notches: int, modifier: Qt.KeyboardModifier = NONE, x: int = 300, y: int = 300) -> None:
    at = QPointF(x, y)
    event = QWheelEvent(
        at, user.chart.mapToGlobal(at), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton, modifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(user.chart.viewport(), event)


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


# View


def test_wheel_up_shows_fewer_bars_around_the_one_under_the_mouse(user: User) -> None:
    before = user.chart.frame.viewport
    wheel(user, 1)
    after = user.chart.frame.viewport
    assert after.bars == pytest.approx(before.bars * 0.85)
    assert after.bar_at(300) == pytest.approx(before.bar_at(300))
    wheel(user, -1)
    assert user.chart.frame.viewport.bars == pytest.approx(before.bars)


def test_ctrl_wheel_scales_the_ratio_axis_and_a_lets_it_follow_again(user: User) -> None:
    before = user.chart.frame.viewport
    wheel(user, 1, CONTROL)
    after = user.chart.frame.viewport
    assert (after.left, after.right) == (before.left, before.right)
    assert after.high - after.low == pytest.approx((before.high - before.low) * 0.85)
    user.key(Qt.Key.Key_A)
    assert (user.chart.frame.viewport.low, user.chart.frame.viewport.high) == (before.low, before.high)


def test_a_wheel_without_end_leaves_an_axis_that_can_be_drawn(user: User) -> None:
    for _ in range(300):
        wheel(user, -20, CONTROL)
    user.chart.grab()
    assert 0 < user.chart.frame.viewport.high <= 1e10


def test_shift_wheel_and_drag_pan_the_way_they_point(user: User) -> None:
    before = user.chart.frame.viewport
    wheel(user, 1, SHIFT)
    assert user.chart.frame.viewport.left < before.left
    panned = user.chart.frame.viewport
    user.drag(QPoint(400, 40), QPoint(300, 40))
    assert user.chart.frame.viewport.left == pytest.approx(panned.left + 100 / panned.bar_px)


def test_keys_pan_by_a_bar_a_screen_and_to_the_ends(user: User) -> None:
    before = user.chart.frame.viewport
    user.key(Qt.Key.Key_Left)
    assert user.chart.frame.viewport.left == pytest.approx(before.left - 1)
    user.key(Qt.Key.Key_Left, CONTROL)
    assert user.chart.frame.viewport.left == pytest.approx(before.left - 1 - before.bars * 0.9)
    user.key(Qt.Key.Key_Right, CONTROL)
    assert user.chart.frame.viewport.left == pytest.approx(before.left - 1)
    user.key(Qt.Key.Key_Home)
    assert user.chart.frame.viewport.left == pytest.approx(0)
    user.key(Qt.Key.Key_End)
    assert user.chart.frame.viewport.right == pytest.approx(6597.5)


def test_with_the_tool_held_a_quick_second_click_places_a_second_line(user: User) -> None:
    user.key(Qt.Key.Key_H)
    point = QPoint(300, 200)
    QTest.mouseClick(user.chart.viewport(), LEFT, SHIFT, point)
    QTest.mouseDClick(user.chart.viewport(), LEFT, SHIFT, point)
    assert len(user.desk.open_pair.layout.levels) == 2
    assert not user.find("tagEditor").isVisible()
    assert user.chart.tool
    user.key(Qt.Key.Key_Escape)


def test_dragging_an_axis_scales_it(user: User) -> None:
    before, plot = user.chart.frame.viewport, user.chart.plot
    user.drag(QPoint(300, plot.height() + 15), QPoint(400, plot.height() + 15))
    assert user.chart.frame.viewport.bars < before.bars
    before = user.chart.frame.viewport
    user.drag(QPoint(plot.width() + 30, 60), QPoint(plot.width() + 30, 160))
    after = user.chart.frame.viewport
    assert after.high - after.low > before.high - before.low
    dates = QPoint(300, plot.height() + 15)
    QTest.mouseDClick(user.chart.viewport(), LEFT, NONE, dates)
    assert user.chart.view().range == "3Y"


def test_esc_takes_a_pan_back_with_the_name_of_its_range(user: User) -> None:
    user.key(Qt.Key.Key_8)
    before = user.chart.view()
    assert before.range == "10Y"
    user.drag(QPoint(400, 40), QPoint(300, 40), release=False)
    assert user.chart.view().range == "custom"
    user.key(Qt.Key.Key_Escape)
    assert user.chart.view() == before
    QTest.mouseRelease(user.chart.viewport(), LEFT, NONE, QPoint(300, 40))


def test_a_panel_hidden_during_a_pan_leaves_the_chart_its_new_width(user: User) -> None:
    user.drag(QPoint(400, 40), QPoint(380, 40), release=False)
    user.desk.view.pairs.hide()
    QApplication.processEvents()
    width = user.chart.frame.viewport.width
    QTest.mouseMove(user.chart.viewport(), QPoint(360, 40))
    assert user.chart.frame.viewport.width == width
    QTest.mouseRelease(user.chart.viewport(), LEFT, NONE, QPoint(360, 40))


def test_blank_space_on_the_right_is_there_again(user: User) -> None:
    user.place(2.5)
    user.chart.set_range("1Y")
    user.drag(QPoint(500, 40), QPoint(250, 40))
    before = user.chart.frame.viewport
    user.open("QQQ/IWM")
    user.open("SPY/IWM")
    after = user.chart.frame.viewport
    assert (after.left, after.right) == (pytest.approx(before.left, abs=1), pytest.approx(before.right, abs=1))


@pytest.mark.parametrize(("key", "name"), [(Qt.Key.Key_1, "1M"), (Qt.Key.Key_5, "1Y"), (Qt.Key.Key_9, "Max")])
def test_digits_and_buttons_choose_the_range(user: User, key: Qt.Key, name: str) -> None:
    user.key(key)
    assert user.chart.view().range == name
    buttons = {button.text(): button for button in user.find("rangeButtons").children() if hasattr(button, "text")}
    assert [text for text, button in buttons.items() if button.isChecked()] == [name]
    QTest.mouseClick(buttons["6M"], LEFT)
    assert user.chart.view().range == "6M"


def test_log_button_and_key_turn_the_axis(user: User) -> None:
    QTest.mouseClick(user.find("logScale"), LEFT)
    assert user.chart.frame.viewport.log
    user.chart.setFocus()
    user.key(Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    assert not user.chart.frame.viewport.log


def test_a_basis_button_stays_down_however_often_it_is_clicked(user: User) -> None:
    price = next(button for button in user.find("basis").children() if getattr(button, "text", str)() == "Price")
    for _ in range(2):
        QTest.mouseClick(price, LEFT)
        assert price.isChecked()


# Drags that end in odd ways


def test_another_button_does_not_end_a_drag(planned: User) -> None:
    start, entry = planned.at(planned.levels["entry"].ratio), planned.levels["entry"]
    planned.drag(start, start + QPoint(0, 30), release=False)
    QTest.mousePress(planned.chart.viewport(), RIGHT, NONE, start + QPoint(0, 30))
    QTest.mouseRelease(planned.chart.viewport(), RIGHT, NONE, start + QPoint(0, 30))
    QTest.mouseRelease(planned.chart.viewport(), LEFT, NONE, start + QPoint(0, 30))
    moved = planned.desk.open_pair.layout.level(entry.id)
    assert abs(planned.row(moved.ratio) - start.y() - 30) <= 1
    assert planned.desk.open_pair.can_undo
    planned.desk.open_pair.undo()
    assert planned.desk.open_pair.layout.level(entry.id) == entry


def test_a_release_that_went_elsewhere_puts_the_line_back(planned: User) -> None:
    entry = planned.levels["entry"]
    start = planned.at(entry.ratio)
    planned.drag(start, start + QPoint(0, 30), release=False)
    at = QPointF(start + QPoint(0, 60))
    free = QMouseEvent(
        QMouseEvent.Type.MouseMove, at, planned.chart.mapToGlobal(at), Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton, NONE,
    )  # fmt: skip
    QApplication.sendEvent(planned.chart.viewport(), free)
    assert planned.desk.open_pair.layout.level(entry.id) == entry
    QTest.mouseRelease(planned.chart.viewport(), LEFT, NONE, start)


def test_esc_during_a_drag_puts_the_line_back(planned: User) -> None:
    entry = planned.levels["entry"]
    start = planned.at(entry.ratio)
    planned.drag(start, start + QPoint(0, 30), release=False)
    planned.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(planned.chart.viewport(), LEFT, NONE, start + QPoint(0, 30))
    assert planned.levels["entry"] == entry


def test_a_tag_beside_its_line_keeps_its_distance_while_it_is_dragged(user: User) -> None:
    open_pair = user.desk.open_pair
    lines = [open_pair.add_level(ratio) for ratio in (2.400, 2.401, 2.402, 2.403)]
    before = {line: open_pair.layout.level(line).ratio for line in lines if line}
    tag = QPoint(user.chart.plot.width() + 30, user.row(2.4015) - 28)  # The uppermost of the four.
    user.drag(tag, tag + QPoint(0, 4))
    moved = [line for line in before if open_pair.layout.level(line).ratio != before[line]]
    assert len(moved) == 1
    assert abs(user.row(open_pair.layout.level(moved[0]).ratio) - user.row(before[moved[0]]) - 4) <= 1


def test_the_arrow_of_a_line_out_of_sight_selects_and_does_not_drag(user: User) -> None:
    level_id = user.desk.open_pair.add_level(9.5)
    tag = QPoint(user.chart.plot.width() + 30, 9)
    user.drag(tag, tag + QPoint(0, 40))
    (level,) = user.desk.open_pair.layout.levels
    assert level.ratio == 9.5
    assert user.chart.frame.selected == level_id


def test_the_nearest_line_wins_and_tab_chooses_between_two_in_one_place(user: User) -> None:
    port, open_pair = user.chart.frame.viewport, user.desk.open_pair
    upper = open_pair.add_level(round(port.ratio_at(300), 4))
    near = open_pair.add_level(round(port.ratio_at(305), 4))
    twin = open_pair.add_level(round(port.ratio_at(301.5), 4))
    for line in (upper, near, twin):
        open_pair.set_role(line, Role.PLAIN)
    user.click(QPoint(300, 300))
    assert user.chart.frame.selected == upper
    user.click(QPoint(300, 305))
    assert user.chart.frame.selected == near
    user.click(QPoint(300, 300))
    user.move(QPoint(300, 300))
    seen = set()
    for _ in range(3):
        user.key(Qt.Key.Key_Tab)
        seen.add(user.chart.frame.selected)
    assert {upper, near, twin} == seen
    assert QApplication.focusWidget() is user.chart


def test_keys_after_an_exact_value_mean_the_line_that_was_edited(planned: User) -> None:
    tag = QPoint(planned.chart.plot.width() + 30, planned.row(planned.levels["entry"].ratio))
    QTest.mouseDClick(planned.chart.viewport(), LEFT, NONE, tag)
    editor = planned.chart.findChild(QLineEdit, "tagEditor")
    QTest.keyClicks(editor, "2.52")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    planned.key(Qt.Key.Key_Up)
    assert planned.levels["entry"].ratio == 2.521
    planned.key(Qt.Key.Key_Delete)
    assert {"stop", "target"} == set(planned.levels)
    assert planned.find("planTable").selectionModel().selectedRows() == []


def test_over_a_pane_the_wheel_zooms_the_dates_with_ctrl_too(user: User) -> None:
    user.key(Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    frame = user.chart.frame
    below = [round(frame.viewport.height) + 8, round(frame.pane_top(0)) + 5, round(frame.size[1]) - 5]
    for y in below:
        before = user.chart.frame.viewport
        wheel(user, 1, CONTROL, y=y)
        after = user.chart.frame.viewport
        assert user.chart.follows
        assert after.bars == pytest.approx(before.bars * 0.85)
        assert after.bar_at(300) == pytest.approx(before.bar_at(300))
    before = user.chart.frame.viewport
    wheel(user, 1, CONTROL, y=round(before.height) - 5)
    assert not user.chart.follows
    assert (user.chart.frame.viewport.left, user.chart.frame.viewport.right) == (before.left, before.right)
