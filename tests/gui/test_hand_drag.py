"""Hits and drags: the first one, out of the chart, on every axis, and while prices change."""

import math
from collections.abc import Callable

import pytest
from fake_ports import CLOSES, make_quotes
from fake_world import World
from person import User
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


# Hits


@pytest.mark.parametrize("side", [-1, 1])
def test_a_line_is_hit_up_to_seven_pixels_away(user: User, side: int) -> None:
    (line,) = user.draw(300)
    farthest = user.row_of(line) + side * 7
    within = math.floor(farthest) if side > 0 else math.ceil(farthest)
    user.click(QPoint(300, within))
    assert user.chart.frame.selected == line
    user.click(QPoint(300, within + side))
    assert user.chart.frame.selected is None


@pytest.mark.parametrize("apart", [-2, 2])
def test_of_two_lines_two_pixels_apart_the_selected_one_is_dragged(user: User, apart: int) -> None:
    lines = user.draw(300, 300 + apart)
    user.click(QPoint(300, 300))
    first = user.chart.frame.selected
    user.move(QPoint(300, 300))
    user.key(Qt.Key.Key_Tab)
    second = user.chart.frame.selected
    assert {first, second} == set(lines)
    assert first is not None
    assert second is not None
    rest = user.level(first)
    user.drag(QPoint(300, 300), QPoint(300, 360))
    assert user.row_of(second) == pytest.approx(360, abs=1)
    assert user.level(first) == rest


def test_the_first_thing_a_hand_does_may_be_a_drag(open_user: Callable[..., User]) -> None:
    user = open_user()
    (line,) = user.draw(300)
    before = user.chart.frame.viewport
    user.drag(QPoint(300, 300), QPoint(310, 220))
    assert user.row_of(line) == pytest.approx(220, abs=1)
    assert user.chart.frame.viewport == before


def test_of_a_fast_drag_with_one_move_nothing_is_lost(user: User) -> None:
    (line,) = user.draw(300)
    user.drag(QPoint(300, 300), QPoint(300, 100), steps=1)
    assert user.row_of(line) == pytest.approx(100, abs=1)


def test_on_a_log_axis_a_line_stays_under_the_mouse(user: User) -> None:
    user.key(Qt.Key.Key_L, ALT)
    (line,) = user.draw(400)
    for y in (100, 399, 250):
        user.drag(QPoint(300, round(user.row_of(line))), QPoint(300, y))
        assert user.row_of(line) == pytest.approx(y, abs=1)


def test_upside_down_a_line_goes_where_the_mouse_goes(user: User) -> None:
    (line,) = user.draw(300)
    user.key(Qt.Key.Key_I, ALT)
    assert str(user.desk.open_pair.pair) == "IWM/SPY"
    user.drag(QPoint(300, round(user.row_of(line))), QPoint(300, 180))
    assert user.row_of(line) == pytest.approx(180, abs=1)


# Leaving


@pytest.mark.parametrize("end", [(300, -500), (300, 5000), (-800, 200), (5000, 200)])
def test_a_line_dragged_out_of_the_chart_stays_in_sight(user: User, end: tuple[int, int]) -> None:
    (line,) = user.draw(300)
    height = user.chart.frame.viewport.height
    user.drag(QPoint(300, 300), QPoint(*end))
    assert user.row_of(line) == pytest.approx(min(max(end[1], 0), height), abs=1)


def test_the_cursor_leaves_with_its_crosshair_and_the_drag_goes_on(user: User) -> None:
    (line,) = user.draw(300)
    user.drag(QPoint(300, 300), QPoint(300, 280), release=False)
    QApplication.sendEvent(user.chart.viewport(), QEvent(QEvent.Type.Leave))
    assert user.chart.frame.cursor is None
    user.carry(QPoint(300, 200))
    user.release(QPoint(300, 200))
    assert user.row_of(line) == pytest.approx(200, abs=1)


def test_a_mouse_that_leaves_takes_crosshair_and_reading_along(user: User) -> None:
    user.move(QPoint(300, 200))
    user.qtbot.waitUntil(lambda: "cursor" in user.text("statusReading"))
    QApplication.sendEvent(user.chart, QEvent(QEvent.Type.Leave))
    assert user.chart.frame.cursor is None
    user.qtbot.waitUntil(lambda: user.text("statusReading") == "")


# Prices that change meanwhile


@pytest.fixture
def started(open_faked: Callable[..., User]) -> User:
    """SPY/IWM with five sessions."""
    return open_faked("SPY/IWM")


def add_session(user: User, world: World) -> None:
    for symbol in ("SPY", "IWM"):
        world.prices.keep(make_quotes(symbol, [*CLOSES[symbol], CLOSES[symbol][-1] * 1.001]))
    user.desk.open_pair.reread()
    assert len(user.series) == 6


def test_a_line_in_motion_goes_on_while_prices_change(started: User, world: World) -> None:
    (line,) = started.draw(300)
    before = started.level(line).ratio
    started.drag(QPoint(300, 300), QPoint(300, 260), release=False)
    add_session(started, world)
    assert started.row_of(line) == pytest.approx(started.row(started.level(line).ratio), abs=1)
    started.carry(QPoint(300, 200))
    started.release(QPoint(300, 200))
    assert started.row_of(line) == pytest.approx(200, abs=1)
    started.key(Qt.Key.Key_Z, CONTROL)
    assert started.level(line).ratio == before


def test_esc_takes_a_drag_back_although_prices_changed(started: User, world: World) -> None:
    (line,) = started.draw(300)
    before = started.level(line)
    started.drag(QPoint(300, 300), QPoint(300, 260), release=False)
    add_session(started, world)
    started.key(Qt.Key.Key_Escape)
    started.release(QPoint(300, 260))
    assert started.level(line) == before


def test_a_measurement_under_way_goes_on_while_prices_change(started: User, world: World) -> None:
    started.drag(QPoint(100, 300), QPoint(200, 200), release=False, modifier=SHIFT)
    add_session(started, world)
    started.carry(QPoint(300, 150), SHIFT)
    started.release(QPoint(300, 150), SHIFT)
    assert started.chart.frame.measure is not None


def test_what_was_measured_stays_when_a_session_is_added(started: User, world: World) -> None:
    started.drag(QPoint(100, 300), QPoint(200, 200), modifier=SHIFT)
    before = started.chart.frame.measure
    add_session(started, world)
    assert started.chart.frame.measure == before
