"""The status line reads what the crosshair shows, though the mouse rests and only the view or the lines move."""

import pytest
from person import User
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ratiodesk.chart.date_tick import moment_label
from ratiodesk.domain.ratio import format_ratio

NONE, CONTROL, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
AT = QPoint(400, 200)


@pytest.fixture
def resting(user: User) -> User:
    """A person whose mouse rests on the chart, with no notice in the way."""
    user.desk.view.status.clear_notice()
    user.move(AT + QPoint(9, 9))
    user.move(AT)
    return user


def shown(user: User) -> str:
    """Return what the crosshair shows, in the words of the status line, without the lines of the plan."""
    frame = user.chart.frame
    bar = frame.cursor_bar
    if frame.cursor is None or bar is None:
        return ""
    ratio = format_ratio(frame.viewport.ratio_at(frame.cursor[1]))
    series = user.series
    return f"{moment_label(series.sessions[bar])}: {format_ratio(float(series.values[bar]))}  ·  cursor {ratio}"


def reads(user: User) -> None:
    """Wait until the status line reads what the crosshair shows."""
    assert shown(user)
    user.desk.view.status.clear_notice()
    user.qtbot.waitUntil(lambda: user.text("statusReading").partition("  ·  stop")[0] == shown(user))


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_Left, NONE),
        (Qt.Key.Key_Left, CONTROL),
        (Qt.Key.Key_Home, NONE),
        (Qt.Key.Key_5, NONE),
        (Qt.Key.Key_9, NONE),
        (Qt.Key.Key_L, ALT),
        (Qt.Key.Key_B, ALT),
    ],
)
def test_keys_that_move_the_view_move_the_reading(resting: User, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    reads(resting)
    before = resting.text("statusReading")
    resting.key(key, modifier)
    assert shown(resting) not in ("", before)
    reads(resting)


def test_a_date_a_size_and_other_bars_move_the_reading(resting: User) -> None:
    resting.key(Qt.Key.Key_Home)
    resting.chart.go_to(resting.series.sessions[3000].item())
    reads(resting)
    resting.desk.window.resize(1500, 900)
    QApplication.processEvents()
    reads(resting)
    resting.command("W").trigger()
    reads(resting)


def test_another_pair_and_the_pair_turned_over_are_read_as_they_are(resting: User) -> None:
    resting.open("QQQ/IWM")
    # The list of the entry took the mouse for a moment.
    resting.qtbot.waitUntil(lambda: bool(shown(resting)))
    reads(resting)
    resting.desk.parts.opener.swap()
    reads(resting)


def test_no_crosshair_comes_back_to_a_mouse_that_left(user: User) -> None:
    user.chart.point_at(None, None)
    for act in (user.command("W").trigger, user.desk.parts.opener.swap):
        act()
        assert user.chart.frame.cursor is None
        assert user.text("statusReading") == ""


def test_a_line_that_is_gone_has_no_distance(user: User) -> None:
    user.place(2.7, 2.5, 2.3)
    user.move(AT + QPoint(9, 9))
    user.move(AT)
    user.desk.view.status.clear_notice()
    user.qtbot.waitUntil(lambda: "target" in user.text("statusReading"))
    user.key(Qt.Key.Key_Z, CONTROL)
    user.qtbot.waitUntil(lambda: "target" not in user.text("statusReading"))


def test_nothing_is_read_once_the_mouse_is_elsewhere(resting: User) -> None:
    reads(resting)
    QTest.mouseMove(resting.chart.viewport(), resting.axis(200))
    QApplication.processEvents()
    resting.qtbot.waitUntil(lambda: resting.text("statusReading") == "")
    resting.key(Qt.Key.Key_Home)
    assert resting.text("statusReading") == ""


def test_while_a_line_is_dragged_its_place_is_read_and_moves_with_the_view(user: User) -> None:
    user.draw(200)
    user.drag(QPoint(300, 200), QPoint(300, 240), release=False)
    assert user.chart.frame.cursor is None
    user.desk.view.status.clear_notice()
    user.qtbot.waitUntil(lambda: "cursor" in user.text("statusReading"))
    before = user.text("statusReading")
    user.key(Qt.Key.Key_Home)
    user.qtbot.waitUntil(lambda: user.text("statusReading") != before)
    bar = user.chart.frame.bar_at(300)
    assert bar is not None
    assert user.text("statusReading").startswith(moment_label(user.series.sessions[bar]))
    user.key(Qt.Key.Key_Escape)


def test_the_reading_comes_back_when_a_notice_goes(resting: User) -> None:
    reads(resting)
    resting.desk.view.status.show_notice("A sentence.")
    assert resting.text("statusReading") == "A sentence."
    resting.desk.view.status.clear_notice()
    assert resting.text("statusReading") == shown(resting) != ""


def test_the_chart_tells_no_reading_twice(resting: User) -> None:
    told: list[tuple[int | None, float | None]] = []
    resting.chart.cursor_moved.connect(lambda *reading: told.append(reading))
    resting.chart.point_at((AT.x(), AT.y()), None)
    resting.chart.point_at(None, None)
    resting.chart.point_at(None, None)
    assert told == [(None, None)]
