"""The hand meets something else: another pair, the wheel, a key, a pane, the menu key."""

import pytest
from person import User
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu

from ratiodesk.domain.basis import Basis
from ratiodesk.domain.pair import Pair

START, THERE, FARTHER = QPoint(300, 300), QPoint(400, 330), QPoint(450, 360)
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def take_the_axis(user: User) -> None:
    user.drag(user.axis(100), user.axis(140))
    assert not user.chart.follows


def roll(user: User, at: QPoint, notches: int) -> None:
    view, where = user.chart.viewport(), QPointF(at)
    buttons, phase = Qt.MouseButton.LeftButton, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(
        where, view.mapToGlobal(where), QPoint(), QPoint(0, 120 * notches), buttons, Qt.KeyboardModifier.NoModifier,
        phase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def menu_of_the_key(user: User) -> list[str]:
    """Press the menu key over a point far from all lines, and return what the menu offers."""
    menus: list[QMenu] = []
    user.desk.view.menus.shown.connect(menus.append)
    at = QPoint(200, 20)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, user.chart.viewport().mapToGlobal(at))
    QApplication.sendEvent(user.chart.viewport(), event)
    (menu,) = menus
    words = [menu.objectName(), *(action.text() for action in menu.actions())]
    menu.close()
    return words


def test_a_pan_that_another_pair_ends_leaves_the_view_kept_for_that_pair(user: User) -> None:
    open_pair = user.desk.open_pair
    user.open("QQQ/SPY")
    user.draw(300)
    open_pair.set_basis(Basis.TOTAL_RETURN)
    open_pair.flush()
    kept = open_pair.layout.view
    user.open("SPY/IWM")
    take_the_axis(user)
    user.drag(START, THERE, release=False)
    open_pair.open(Pair.parse("QQQ/SPY"))
    user.carry(FARTHER)
    user.release(FARTHER)
    open_pair.flush()
    assert open_pair.layout.view == kept
    assert user.chart.follows


def test_a_pan_that_a_swap_ends_turns_the_axis_over_with_the_pair(user: User) -> None:
    user.draw(300)
    take_the_axis(user)
    user.drag(START, THERE, release=False)
    panned = user.chart.frame.viewport
    user.desk.parts.opener.swap()
    user.release(THERE)
    turned = user.desk.open_pair.layout.view
    assert (turned.low, turned.high) == pytest.approx((1 / panned.high, 1 / panned.low))
    port = user.chart.frame.viewport
    assert (port.low, port.high) == pytest.approx((turned.low, turned.high))


@pytest.mark.parametrize("by_key", [False, True])
def test_wheel_and_keys_within_a_pan_are_gone_on_from(user: User, by_key: bool) -> None:
    user.drag(START, THERE, release=False)
    if by_key:
        user.key(Qt.Key.Key_Left, CONTROL)
    else:
        roll(user, THERE, 2)
    zoomed = user.chart.frame.viewport
    user.carry(THERE + QPoint(10, 0))
    port = user.chart.frame.viewport
    assert port.bars == pytest.approx(zoomed.bars)
    assert port.left == pytest.approx(zoomed.left - 10 / zoomed.bar_px)
    user.release(THERE + QPoint(10, 0))


def test_esc_takes_a_pan_back_with_the_wheel_in_it(user: User) -> None:
    before = user.chart.frame.viewport
    user.drag(START, THERE, release=False)
    roll(user, THERE, 2)
    user.carry(FARTHER)
    user.key(Qt.Key.Key_Escape)
    user.release(FARTHER)
    assert user.chart.frame.viewport == before


def test_a_pane_offers_and_takes_no_line(user: User) -> None:
    user.command("Legs rebased").trigger()
    frame = user.chart.frame
    offered = []
    user.chart.chart_menu_requested.connect(lambda ratio, _at: offered.append(ratio))
    beside = [QPoint(300, int(frame.pane_top(0)) + 30), QPoint(300, int(frame.viewport.height) + 8)]
    for at in (*beside, START):
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, user.chart.viewport().mapToGlobal(at))
        QApplication.sendEvent(user.chart.viewport(), event)
        QApplication.activePopupWidget().close()
    assert offered == [None, None, pytest.approx(frame.viewport.ratio_at(START.y()), abs=0.01)]
    user.move(beside[0])
    user.chart.setFocus()
    user.key(Qt.Key.Key_H, ALT)
    assert user.desk.open_pair.layout.levels == ()


def test_the_axis_of_a_pane_is_no_handle(user: User) -> None:
    user.command("Legs rebased").trigger()
    frame = user.chart.frame
    at = QPoint(int(frame.viewport.width) + 20, int(frame.pane_top(0)) + 30)
    user.move(at)
    assert user.chart.viewport().cursor().shape() is Qt.CursorShape.ArrowCursor
    user.drag(at, at - QPoint(100, 0))
    assert user.chart.frame.viewport == frame.viewport


def test_the_menu_key_means_the_selected_line_wherever_it_is(user: User) -> None:
    (line,) = user.draw(300)
    user.desk.open_pair.set_value(line, "9")
    user.chart.select(line)
    assert menu_of_the_key(user)[:2] == ["levelMenu", "Stop"]
    user.chart.select(None)
    assert menu_of_the_key(user)[0] == "chartMenu"


def test_after_a_nudge_a_line_is_drawn_at_the_mouse(user: User) -> None:
    (line,) = user.draw(300)
    user.chart.select(line)
    user.chart.setFocus()
    user.move(QPoint(500, 120))
    user.key(Qt.Key.Key_Up)
    assert user.chart.frame.cursor is None
    user.key(Qt.Key.Key_H, ALT)
    (drawn,) = [level for level in user.desk.open_pair.layout.levels if level.id != line]
    assert user.row(drawn.ratio) == pytest.approx(120, abs=1)


def test_another_scale_leaves_the_dates_where_they_are(user: User) -> None:
    user.chart.setFocus()
    for _ in range(8):
        roll(user, START, 3)
    user.drag(START, START + QPoint(33, 0))
    before = user.chart.frame.viewport
    user.command("Logarithmic axis").trigger()
    port = user.chart.frame.viewport
    assert (port.left, port.right, port.log) == (before.left, before.right, True)
    user.command("Logarithmic axis").trigger()
    assert user.chart.frame.viewport == before


def test_a_logarithmic_axis_lets_go_of_what_lies_below_zero(user: User) -> None:
    user.chart.move_to(user.chart.frame.viewport.stretched(12.0, 300.0), name=None, follows=False)
    assert user.chart.frame.viewport.low < 0
    user.command("Logarithmic axis").trigger()
    assert user.chart.follows
    assert user.chart.frame.viewport.low > 0
