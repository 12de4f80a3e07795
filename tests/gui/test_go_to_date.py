"""Going to a date with Alt+G, from the key to the bars in sight."""

from datetime import date

import numpy as np
import pytest
from person import User
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from ratiodesk.ui.date_dialog import DateDialog

ALT = Qt.KeyboardModifier.AltModifier


def asked(user: User) -> DateDialog:
    user.key(Qt.Key.Key_G, ALT)
    user.qtbot.waitUntil(lambda: user.desk.window.findChild(DateDialog) is not None)
    dialog = user.desk.window.findChild(DateDialog)
    assert isinstance(dialog, DateDialog)
    user.qtbot.waitUntil(dialog.field.hasFocus)
    return dialog


def wait_gone(user: User) -> None:
    """Wait until the dialog is gone, and give the window the keys: without a window manager nobody else does."""
    user.qtbot.waitUntil(lambda: user.desk.window.findChild(DateDialog) is None)
    with user.qtbot.waitActive(user.desk.window):
        user.desk.window.activateWindow()


def go(user: User, text: str) -> None:
    dialog = asked(user)
    QTest.keyClicks(dialog.field, text)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    wait_gone(user)


def middle(user: User) -> float:
    port = user.chart.frame.viewport
    return (port.left + port.right) / 2


@pytest.mark.parametrize(
    ("text", "session"),
    [("2021-12-28", "2021-12-28"), ("28 Dec 2021", "2021-12-28"), ("2021-12-25", "2021-12-27")],
)
def test_the_session_or_the_one_after_it_is_in_the_middle(user: User, text: str, session: str) -> None:
    bars = user.chart.frame.viewport.bars
    go(user, text)
    bar = int(np.searchsorted(user.series.sessions, np.datetime64(session)))
    assert user.series.sessions[bar] == np.datetime64(session)
    assert middle(user) == pytest.approx(bar)
    assert user.chart.frame.viewport.bars == pytest.approx(bars)
    assert user.chart.view().range == "custom"
    assert QApplication.focusWidget() is user.chart


def test_the_ratio_axis_follows_to_what_is_there(user: User) -> None:
    go(user, "2011-06-01")
    port = user.chart.frame.viewport
    first, last = port.visible(len(user.series))
    values = user.series.values[first:last]
    assert port.low < values.min()
    assert port.high > values.max()
    assert (port.high - port.low) < 1.5 * np.ptp(values)


def test_a_ratio_axis_the_user_took_stays(user: User) -> None:
    axis = QPoint(user.chart.plot.width() + 30, 200)
    user.drag(axis, axis + QPoint(0, 60))
    before = user.chart.frame.viewport
    go(user, "2011-06-01")
    after = user.chart.frame.viewport
    assert (after.low, after.high) == (before.low, before.high)


@pytest.mark.parametrize(("text", "edge"), [("26 May 2000", 0), ("21 Aug 2026", -1)])
def test_the_ends_of_the_history_can_be_gone_to(user: User, text: str, edge: int) -> None:
    go(user, text)
    bar = len(user.series) - 1 if edge else 0
    assert user.chart.frame.viewport.left < bar < user.chart.frame.viewport.right


@pytest.mark.parametrize("text", ["soon", "1990-01-01", "2031-01-01"])
def test_a_refusal_stays_and_moves_nothing(user: User, text: str) -> None:
    before = user.chart.frame.viewport
    dialog = asked(user)
    QTest.keyClicks(dialog.field, text)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    problem = dialog.findChild(QLabel, "dateProblem")
    assert isinstance(problem, QLabel)
    assert problem.isVisible()
    assert problem.text()
    QTest.keyClick(dialog.field, Qt.Key.Key_Escape)
    wait_gone(user)
    assert user.chart.frame.viewport == before


@pytest.mark.parametrize(("button", "period"), [("W", 7), ("M", 31)])
def test_in_weeks_and_months_the_bar_of_that_time_is_in_the_middle(user: User, button: str, period: int) -> None:
    user.command(button).trigger()
    go(user, "2015-03-11")
    session = user.series.sessions[round(middle(user))]
    assert np.timedelta64(0, "D") <= session - np.datetime64("2015-03-11") < np.timedelta64(period, "D")


def test_the_place_gone_to_is_there_again(user: User) -> None:
    user.place(2.5)
    go(user, "2015-03-11")
    before = user.chart.frame.viewport
    user.open("QQQ/IWM")
    user.open("SPY/IWM")
    after = user.chart.frame.viewport
    assert (after.left, after.right) == (pytest.approx(before.left, abs=1), pytest.approx(before.right, abs=1))


def test_esc_and_home_afterwards_belong_to_the_chart(user: User) -> None:
    go(user, "2015-03-11")
    user.key(Qt.Key.Key_Home)
    assert user.chart.frame.viewport.left == pytest.approx(0)


def test_the_first_session_after_a_date_is_what_the_axis_shows(user: User) -> None:
    go(user, "2021-12-28")
    at = user.chart.point_of(date(2021, 12, 28), 2.1408)
    assert abs(at.x() - user.chart.plot.width() / 2) <= 1
