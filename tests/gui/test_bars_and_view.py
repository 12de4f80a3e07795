"""Days, weeks and months show the same part of the history, however often they are changed."""

from datetime import date

import numpy as np
import pytest
from person import User
from PySide6.QtCore import Qt

from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.series import as_date


def look(user: User) -> tuple[date, date]:
    """Return the dates of the first and the last bar in sight."""
    port, sessions = user.chart.frame.viewport, user.series.sessions
    first, last = max(round(port.left + 0.5), 0), min(round(port.right - 0.5), len(sessions) - 1)
    return as_date(sessions[first]), as_date(sessions[last])


def sight(user: User) -> tuple[float, float]:
    port: Viewport = user.chart.frame.viewport
    return port.left, port.right


@pytest.fixture
def panned(user: User) -> User:
    user.chart.set_range("1M")
    user.key(Qt.Key.Key_Left)
    return user


def test_months_keep_the_last_date_in_sight_and_days_come_back(panned: User) -> None:
    (_, end), before = look(panned), sight(panned)
    panned.command("M").trigger()
    assert look(panned)[1] >= end
    panned.command("D").trigger()
    assert sight(panned) == pytest.approx(before, abs=0.5)


def test_rounds_of_weeks_months_and_days_leave_the_view(user: User) -> None:
    user.chart.go_to(date(2015, 6, 15))
    before = sight(user)
    for _ in range(3):
        for bars in ("W", "M", "D"):
            user.command(bars).trigger()
    assert sight(user) == pytest.approx(before, abs=0.5)
    assert user.desk.open_pair.layout.view.interval == "1d"


def test_room_right_of_the_last_bar_stays_room_of_as_much_time(user: User) -> None:
    user.chart.set_range("1Y")
    for _ in range(11):
        user.key(Qt.Key.Key_Right)
    before = sight(user)
    user.command("M").trigger()
    assert user.chart.frame.viewport.right - len(user.series) < 2
    user.command("D").trigger()
    assert sight(user) == pytest.approx(before, abs=0.5)


def test_a_view_that_was_moved_in_months_is_taken_over_by_days(panned: User) -> None:
    panned.command("M").trigger()
    panned.key(Qt.Key.Key_Left)
    panned.key(Qt.Key.Key_Left)
    months = look(panned)
    panned.command("D").trigger()
    days = look(panned)
    # From the first session of the first month to the last one of the last.
    assert np.datetime64(days[0], "M") == np.datetime64(months[0], "M")
    assert days[0].day < 5
    assert days[1] == months[1]


def test_another_scale_in_months_leaves_the_days_that_were_asked_for(panned: User) -> None:
    before = sight(panned)
    panned.command("M").trigger()
    panned.key(Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    panned.command("D").trigger()
    assert panned.chart.frame.viewport.log
    assert sight(panned) == pytest.approx(before, abs=0.5)


def test_the_days_that_were_asked_for_outlive_the_pair(panned: User) -> None:
    panned.draw(200)
    before = sight(panned)
    panned.command("M").trigger()
    panned.key(Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    panned.open("QQQ/IWM")
    panned.open("SPY/IWM")
    assert panned.desk.open_pair.layout.view.interval == "1mo"
    panned.command("D").trigger()
    assert sight(panned) == pytest.approx(before, abs=0.5)
