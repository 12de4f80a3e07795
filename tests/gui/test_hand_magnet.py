"""The magnet: lines snap to turns, closes and round numbers within 8 px; Ctrl inverts it while it is held."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from person import User, close
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from ratiodesk.chart.magnet import REACH_PX, SWING_REACH_PX
from ratiodesk.chart.tick import ratio_ticks
from ratiodesk.domain.level import Level

ALT, CONTROL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def magnetic(user: User) -> User:
    """The last six months, with the magnet on."""
    user.chart.set_range("6M")
    user.key(Qt.Key.Key_M, ALT)
    assert user.chart.magnet
    return user


def turns(user: User) -> list[int]:
    """Return the bars in sight, well within the plot, at which the ratio turned."""
    port, trace = user.chart.frame.viewport, user.chart.frame.trace
    assert trace is not None
    return [int(bar) for bar in trace.swings if port.left + 10 < bar < port.right - 10]


def spot(user: User, bar: int, rows: int = 0) -> QPoint:
    """Return the point some rows below the close of a bar."""
    port = user.chart.frame.viewport
    return QPoint(round(port.x_of(bar)), round(port.y_of(float(user.series.values[bar]))) + rows)


def away(user: User) -> QPoint:
    """Return a point with no close, no turn and no round number of the axis within the magnet's reach."""
    port, series = user.chart.frame.viewport, user.series
    rounds = [port.y_of(tick.at) for tick in ratio_ticks(port)]
    for x in range(100, int(port.width) - 100, 7):
        bars = range(round(port.bar_at(x - SWING_REACH_PX)), round(port.bar_at(x + SWING_REACH_PX)) + 1)
        closes = [port.y_of(float(series.values[bar])) for bar in bars]
        for y in range(20, int(port.height) - 20):
            if min(abs(row - y) for row in [*rounds, *closes]) > REACH_PX + 2:
                return QPoint(x, y)
    raise AssertionError("the whole plot is within reach")


def round_spot(user: User) -> tuple[QPoint, float]:
    """Return a point near a round number and nothing else, and that number."""
    port, series = user.chart.frame.viewport, user.series
    for tick in ratio_ticks(port)[1:-1]:
        y = round(port.y_of(tick.at)) + 5
        for x in range(100, int(port.width) - 100, 7):
            bars = range(round(port.bar_at(x - SWING_REACH_PX)), round(port.bar_at(x + SWING_REACH_PX)) + 1)
            if all(abs(port.y_of(float(series.values[bar])) - y) > REACH_PX + 2 for bar in bars):
                return QPoint(x, y), tick.at
    raise AssertionError("there is no round number in the clear")


def only(user: User) -> Level:
    (level,) = user.desk.open_pair.layout.levels
    return level


def place(user: User, point: QPoint, modifier: Qt.KeyboardModifier = NONE) -> Level:
    user.key(Qt.Key.Key_H)
    user.click(point, modifier=modifier)
    return only(user)


def test_a_click_near_a_turn_takes_its_close(magnetic: User) -> None:
    bar = turns(magnetic)[0]
    assert place(magnetic, spot(magnetic, bar, 6)).ratio == float(magnetic.series.values[bar])


def test_a_turn_at_the_side_goes_before_the_close_under_the_mouse(magnetic: User) -> None:
    port, trace = magnetic.chart.frame.viewport, magnetic.chart.frame.trace
    assert trace is not None
    values, reach = magnetic.series.values, SWING_REACH_PX / port.bar_px
    rows = port.ys_of(values)
    for bar in range(int(port.left) + 12, len(values) - 12):
        around = [int(turn) for turn in trace.swings if abs(turn - bar) <= reach + 1]
        pulling = [turn for turn in around if abs(rows[turn] - rows[bar]) < REACH_PX + 1]
        if len(pulling) == 1 and 2 < abs(rows[pulling[0]] - rows[bar]) < REACH_PX - 1 and bar not in trace.swings:
            assert place(magnetic, spot(magnetic, bar)).ratio == float(values[pulling[0]])
            return
    pytest.fail("no close in sight is nearly as high as one turn beside it")


def test_a_click_on_a_close_takes_it_to_the_last_digit(magnetic: User) -> None:
    values, port = magnetic.series.values, magnetic.chart.frame.viewport
    near = int(SWING_REACH_PX / port.bar_px) + 1
    rows = [port.y_of(float(value)) for value in values]
    plain = next(
        bar
        for bar in range(int(port.left) + 10, int(port.right) - 10)
        if all(abs(rows[turn] - rows[bar]) > REACH_PX + 3 for turn in turns(magnetic) if abs(turn - bar) <= near)
    )
    assert place(magnetic, spot(magnetic, plain)).ratio == float(values[plain])


def test_a_click_near_a_round_number_of_the_axis_takes_it(magnetic: User) -> None:
    point, ratio = round_spot(magnetic)
    assert place(magnetic, point).ratio == pytest.approx(ratio, abs=1e-12)


@pytest.mark.parametrize(("rows", "snaps"), [(7, True), (10, False)])
def test_the_magnet_reaches_eight_pixels(magnetic: User, rows: int, snaps: bool) -> None:
    port, bar = (
        magnetic.chart.frame.viewport,
        int(np.argmax(magnetic.series.values[-100:])) + len(magnetic.series) - 100,
    )
    # Nothing but round numbers lies above the highest close in sight.
    point = spot(magnetic, bar, -rows)
    assert all(abs(port.y_of(tick.at) - point.y()) > REACH_PX for tick in ratio_ticks(port))
    ratio = place(magnetic, point).ratio
    assert (ratio == float(magnetic.series.values[bar])) is snaps
    if not snaps:
        assert abs(port.y_of(ratio) - point.y()) <= 1


def test_away_from_everything_a_line_stays_under_the_mouse(magnetic: User) -> None:
    point = away(magnetic)
    assert abs(magnetic.row(place(magnetic, point).ratio) - point.y()) <= 1


def test_ctrl_held_while_clicking_means_no_magnet(magnetic: User) -> None:
    bar = turns(magnetic)[0]
    level = place(magnetic, spot(magnetic, bar, 6), CONTROL)
    assert level.ratio != float(magnetic.series.values[bar])
    assert abs(magnetic.row(level.ratio) - spot(magnetic, bar, 6).y()) <= 1


def test_without_the_magnet_ctrl_means_the_magnet(user: User) -> None:
    user.chart.set_range("6M")
    assert not user.chart.magnet
    bar = turns(user)[0]
    assert place(user, spot(user, bar, 6), CONTROL).ratio == float(user.series.values[bar])


def test_ctrl_pressed_and_let_go_within_a_drag_switches_the_magnet_back_and_forth(magnetic: User) -> None:
    start, bar = away(magnetic), turns(magnetic)[0]
    level, near = place(magnetic, start), spot(magnetic, bar, 6)
    turn = float(magnetic.series.values[bar])
    magnetic.press(start)
    seen = []
    for keys in (NONE, CONTROL, NONE):
        magnetic.carry(near, keys)
        seen.append(magnetic.desk.open_pair.layout.level(level.id).ratio == turn)
    magnetic.release(near)
    assert seen == [True, False, True]
    assert only(magnetic).ratio == turn


def test_a_drag_released_with_ctrl_ends_where_the_mouse_is(magnetic: User) -> None:
    start, near = away(magnetic), spot(magnetic, turns(magnetic)[0], 6)
    place(magnetic, start)
    magnetic.drag(start, near, modifier=CONTROL)
    assert abs(magnetic.row(only(magnetic).ratio) - near.y()) <= 1
    assert only(magnetic).ratio not in magnetic.series.values


def test_alt_h_takes_what_is_near_the_crosshair(magnetic: User) -> None:
    bar = turns(magnetic)[0]
    magnetic.move(spot(magnetic, bar, 6))
    magnetic.key(Qt.Key.Key_H, ALT)
    assert only(magnetic).ratio == float(magnetic.series.values[bar])


def test_the_magnet_pulls_on_a_log_axis_too(magnetic: User) -> None:
    magnetic.key(Qt.Key.Key_L, ALT)
    bar = turns(magnetic)[0]
    assert place(magnetic, spot(magnetic, bar, 6)).ratio == float(magnetic.series.values[bar])


def test_a_wide_bar_is_near_wherever_the_mouse_is_in_it(magnetic: User) -> None:
    magnetic.chart.set_range("1M")
    port, bar = magnetic.chart.frame.viewport, len(magnetic.series) - 3
    assert port.bar_px > 2 * REACH_PX
    point = spot(magnetic, bar, 2) + QPoint(round(port.bar_px * 0.4), 0)
    near_turns = [turn for turn in turns(magnetic) if abs(port.x_of(turn) - point.x()) <= SWING_REACH_PX]
    assert not any(abs(magnetic.row(float(magnetic.series.values[turn])) - point.y()) <= 9 for turn in near_turns)
    assert place(magnetic, point).ratio == float(magnetic.series.values[bar])


def test_a_line_on_a_close_is_one_undo_step(magnetic: User) -> None:
    start, near = away(magnetic), spot(magnetic, turns(magnetic)[0], 6)
    before = place(magnetic, start)
    magnetic.drag(start, near)
    magnetic.key(Qt.Key.Key_Z, CONTROL)
    assert only(magnetic) == before


def test_the_magnet_is_on_again_at_the_next_start(open_user: Callable[..., User]) -> None:
    first = open_user()
    first.key(Qt.Key.Key_M, ALT)
    close(first.desk)
    second = open_user()
    assert second.chart.magnet
    assert second.command("Magnet").isChecked()
    second.key(Qt.Key.Key_M, ALT)
    assert not second.chart.magnet


def test_ctrl_switches_the_magnet_at_once_though_the_mouse_rests(magnetic: User) -> None:
    start, bar = away(magnetic), turns(magnetic)[0]
    level, near = place(magnetic, start), spot(magnetic, bar, 6)
    turn = float(magnetic.series.values[bar])
    magnetic.press(start)
    magnetic.carry(near)
    seen = []
    for turned in (QTest.keyPress, QTest.keyRelease, QTest.keyPress):
        turned(magnetic.chart, Qt.Key.Key_Control)
        seen.append(magnetic.desk.open_pair.layout.level(level.id).ratio == turn)
    magnetic.release(near, CONTROL)
    assert seen == [False, True, False]
    assert abs(magnetic.row(only(magnetic).ratio) - near.y()) <= 1


def test_ctrl_alone_moves_nothing(magnetic: User) -> None:
    start = away(magnetic)
    before = place(magnetic, start)
    magnetic.press(start)
    QTest.keyClick(magnetic.chart, Qt.Key.Key_Control)
    assert only(magnetic) == before
    magnetic.release(start)
    QTest.keyClick(magnetic.chart, Qt.Key.Key_Control)
    assert only(magnetic) == before


def test_a_line_dragged_by_its_tag_is_pulled_by_round_numbers_only(magnetic: User) -> None:
    port, series = magnetic.chart.frame.viewport, magnetic.series
    # The last bar stands where the axis begins; its close is what a bar would pull to.
    magnetic.chart.move_to(replace(port, left=port.left, right=float(len(series)) - 1))
    port, last = magnetic.chart.frame.viewport, magnetic.row(float(series.values[-1]))
    rounds = [port.y_of(tick.at) for tick in ratio_ticks(port)]
    (line,) = magnetic.draw(port.height / 3)
    free = next(row for row in range(last - 7, last + 8) if min(abs(row - each) for each in rounds) > REACH_PX)
    start = magnetic.axis(round(magnetic.row_of(line)))
    for end, drift in ((free, 0), (free, -60)):
        magnetic.drag(start, QPoint(start.x() + drift, end))
        assert magnetic.level(line).ratio not in series.values
        assert abs(magnetic.row_of(line) - end) <= 2
        start = magnetic.axis(round(magnetic.row_of(line)))
    magnetic.drag(start, QPoint(start.x(), round(rounds[1]) + 5))
    assert magnetic.level(line).ratio == pytest.approx(ratio_ticks(port)[1].at, abs=1e-12)
