"""A second ratio over the first: asked for with Alt+K, refused in the dialog, and taken away again."""

from collections.abc import Callable

import numpy as np
import pytest
from fake_ports import QQQ_IWM
from fake_world import World
from person import User, close
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from ratiodesk.chart.pane import own_axis
from ratiodesk.ui.compare_dialog import CompareDialog

ALT, LEFT = Qt.KeyboardModifier.AltModifier, Qt.MouseButton.LeftButton


def asked(user: User) -> CompareDialog:
    """Press Alt+K and wait for the dialog."""
    user.key(Qt.Key.Key_K, ALT)
    user.qtbot.waitUntil(lambda: user.desk.window.findChild(CompareDialog) is not None)
    dialog = user.desk.window.findChild(CompareDialog)
    assert isinstance(dialog, CompareDialog)
    user.qtbot.waitUntil(dialog.field.hasFocus)
    return dialog


def answer(dialog: CompareDialog, text: str) -> None:
    dialog.field.selectAll()
    QTest.keyClicks(dialog.field, text)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)


def wait_gone(user: User) -> None:
    """Wait until the dialog is gone, and give the window the keys: without a window manager nobody else does."""
    user.qtbot.waitUntil(lambda: user.desk.window.findChild(CompareDialog) is None)
    with user.qtbot.waitActive(user.desk.window):
        user.desk.window.activateWindow()


def compare(user: User, text: str) -> None:
    answer(asked(user), text)
    wait_gone(user)


@pytest.fixture
def compared(user: User) -> User:
    compare(user, "qqq iwm")
    assert user.chart.frame.compared is not None
    return user


def test_alt_k_asks_and_return_draws_the_second_ratio(user: User) -> None:
    dialog = asked(user)
    answer(dialog, "QQQ/IWM")
    wait_gone(user)
    pane = user.chart.frame.compared
    assert pane is not None
    (line,) = pane.lines
    assert line.name == "QQQ/IWM"
    assert QApplication.focusWidget() is user.chart


def test_it_is_rebased_at_the_left_edge_on_an_axis_of_its_own(compared: User) -> None:
    frame = compared.chart.frame
    port, pane = frame.viewport, frame.compared
    assert pane is not None
    first, last = int(np.ceil(port.left)), len(compared.series) - 1
    values = compared.desk.parts.comparison.values_on(compared.series.sessions)
    assert pane.values_at(first, port) == [pytest.approx(100)]
    assert pane.values_at(last, port) == [pytest.approx(100 * values[last] / values[first])]
    axis = own_axis(pane, port, port.height)
    assert axis is not None
    assert axis.viewport.low < 100 < axis.viewport.high


def test_it_is_painted_in_its_own_colour_where_its_axis_says(compared: User) -> None:
    compared.chart.set_range("6M")
    frame, image = compared.chart.frame, compared.picture()
    assert frame.compared is not None
    axis = own_axis(frame.compared, frame.viewport, frame.viewport.height)
    assert axis is not None
    assert axis.lines[0] is not None
    second, ground = (np.array(QColor(each).getRgb()[:3]) for each in (frame.palette.second, frame.palette.background))
    values, found = frame.compared.lines[0].line.values, 0
    bars = range(len(values) - 110, len(values) - 10, 10)
    for bar in bars:
        at = QPoint(round(frame.viewport.x_of(bar)), round(axis.lines[0].y_of(float(values[bar]))))
        near = [
            np.array(image.pixelColor(at + QPoint(x, y)).getRgb()[:3]) for x in (-1, 0, 1) for y in (-2, -1, 0, 1, 2)
        ]
        found += any(np.abs(pixel - second).sum() < np.abs(pixel - ground).sum() for pixel in near)
    # The first ratio is painted over the second where they cross.
    assert found >= len(bars) - 2


def test_it_leaves_the_axis_of_the_first_ratio_alone(user: User) -> None:
    before = user.chart.frame.viewport
    compare(user, "SPY/TLT")
    assert user.chart.frame.viewport == before


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SPY/IWM", "is what is shown"),
        ("SPY", "is not a pair"),
        ("QQQ/QQQ", "one instrument against itself"),
        ("SPY/NOPE", "NOPE"),
        ("", "is not a pair"),
    ],
)
def test_a_refusal_stands_in_the_dialog_and_changes_nothing(compared: User, text: str, says: str) -> None:
    before = compared.chart.frame.compared
    dialog = asked(compared)
    if text:
        answer(dialog, text)
    else:
        dialog.field.clear()
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    problem = dialog.findChild(QLabel, "compareProblem")
    assert isinstance(problem, QLabel)
    assert says in problem.text()
    assert dialog.isVisible()
    after = compared.chart.frame.compared
    assert (before is None) is (after is None)
    assert after is not None
    assert after.lines[0].name == "QQQ/IWM"
    QTest.keyClick(dialog.field, Qt.Key.Key_Escape)
    wait_gone(compared)


def test_a_refused_text_can_be_mended(user: User) -> None:
    dialog = asked(user)
    answer(dialog, "SPY/NOPE")
    assert dialog.isVisible()
    answer(dialog, "QQQ/IWM")
    wait_gone(user)
    assert user.chart.frame.compared is not None


def test_esc_asks_for_nothing(user: User) -> None:
    dialog = asked(user)
    QTest.keyClicks(dialog.field, "QQQ/IWM")
    dialog.field.completer().popup().hide()
    QTest.keyClick(dialog.field, Qt.Key.Key_Escape)
    wait_gone(user)
    assert user.chart.frame.compared is None


def test_the_command_stops_comparing_and_is_off_without_a_second_ratio(user: User) -> None:
    stop = user.command("Stop comparing")
    assert not stop.isEnabled()
    compare(user, "QQQ/IWM")
    assert stop.isEnabled()
    stop.trigger()
    assert user.chart.frame.compared is None
    assert not stop.isEnabled()


def test_the_button_in_the_dialog_stops_comparing(compared: User) -> None:
    dialog = asked(compared)
    assert dialog.field.text() == "QQQ/IWM"
    QTest.mouseClick(dialog.findChild(object, "stopComparing"), LEFT)
    wait_gone(compared)
    assert compared.chart.frame.compared is None
    assert compared.desk.open_pair.layout.view.compare is None


def test_every_pair_has_its_own_and_the_next_start_too(open_user: Callable[..., User]) -> None:
    first = open_user()
    first.place(2.5)
    compare(first, "QQQ/IWM")
    first.open("QQQ/SPY")
    assert first.chart.frame.compared is None
    first.open("SPY/IWM")
    assert first.chart.frame.compared is not None
    close(first.desk)
    second = open_user()
    pane = second.chart.frame.compared
    assert pane is not None
    assert pane.lines[0].name == "QQQ/IWM"


def test_the_crosshair_reads_the_second_ratio(compared: User) -> None:
    plain = compared.picture()
    compared.move(QPoint(250, 300))
    image = compared.picture()
    title = [(x, y) for x in range(8, 130) for y in range(18)]
    assert any(image.pixelColor(x, y) != plain.pixelColor(x, y) for x, y in title)


def test_in_weeks_it_is_compared_on_the_sessions_of_the_first(compared: User) -> None:
    compared.command("W").trigger()
    pane = compared.chart.frame.compared
    assert pane is not None
    assert len(pane.lines[0].line) == len(compared.series)
    assert not np.isnan(pane.lines[0].line.values[-1])


def test_what_is_not_at_hand_is_fetched_and_then_drawn(open_faked: Callable[..., User], world: World) -> None:
    user = open_faked("SPY/IWM")
    world.prices.missing.add("QQQ")
    world.feed.hold("QQQ")
    compare(user, "QQQ/IWM")
    assert user.chart.frame.compared is None
    assert "Fetching QQQ/IWM" in user.text("statusReading")
    assert user.command("Stop comparing").isEnabled()
    world.prices.missing.clear()
    world.feed.let_go("QQQ")
    user.qtbot.waitUntil(lambda: user.chart.frame.compared is not None)
    assert user.desk.open_pair.layout.view.compare == QQQ_IWM


def test_what_the_source_does_not_know_is_told_in_the_status(open_faked: Callable[..., User], world: World) -> None:
    user = open_faked("SPY/IWM")
    compare(user, "XYZ/IWM")
    user.qtbot.waitUntil(lambda: "XYZ" in user.text("statusReading") and "Fetching" not in user.text("statusReading"))
    assert user.chart.frame.compared is None
    assert not user.command("Stop comparing").isEnabled()
