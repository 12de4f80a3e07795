"""Measuring with Shift and a drag: percent, ratio points, sessions, standard deviations."""

import math
import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from person import User
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ratiodesk.chart.measure import Measure
from ratiodesk.chart.measure_part import _area, _box, measure_text
from ratiodesk.domain.interval import Interval

SHIFT, NONE = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
START, END = QPoint(150, 300), QPoint(350, 180)


@pytest.fixture
def half_year(user: User) -> User:
    user.chart.set_range("6M")
    return user


def words(user: User) -> str:
    """Return what the measurement says, empty while there is none."""
    measure = user.chart.frame.measure
    return measure_text(measure) if measure is not None else ""


def numbers(user: User) -> list[float]:
    plain = words(user).replace("\N{MINUS SIGN}", "-").replace(",", "")
    return [float(found) for found in re.findall(r"[+-][\d.]+", plain)]


def box(user: User) -> QRectF:
    frame = user.chart.frame
    assert frame.measure is not None
    return _box(frame, frame.measure)


def test_the_words_are_those_of_the_two_points(half_year: User) -> None:
    port = half_year.chart.frame.viewport
    half_year.drag(START, END, modifier=SHIFT)
    first, last = port.ratio_at(START.y()), port.ratio_at(END.y())
    bars = round(port.bar_at(END.x())) - round(port.bar_at(START.x()))
    # σ of the 252 daily log returns that end at the first point, times √bars: independent steps.
    end = round(port.bar_at(START.x())) + 1
    sigma = np.std(np.diff(np.log(half_year.series.values[end - 253 : end])), ddof=1)
    percent, points, sessions, sigmas = numbers(half_year)
    assert percent == pytest.approx((last / first - 1) * 100, abs=0.006)
    assert points == pytest.approx(last - first, abs=0.0006)
    assert sessions == bars
    assert sigmas == pytest.approx(math.log(last / first) / (sigma * math.sqrt(bars)), abs=0.06)
    assert words(half_year).startswith("+")
    assert "sessions" in words(half_year)
    assert words(half_year).endswith("σ")


def test_measured_backwards_and_down_every_sign_turns_over(half_year: User) -> None:
    half_year.drag(START, END, modifier=SHIFT)
    forth = numbers(half_year)
    half_year.drag(END, START, modifier=SHIFT)
    back = numbers(half_year)
    assert "-" not in words(half_year)
    assert words(half_year).count("\N{MINUS SIGN}") == 4
    assert back[1:3] == [-forth[1], -forth[2]]
    # 1 + p there and 1 + q back make 1.
    assert (1 + forth[0] / 100) * (1 + back[0] / 100) == pytest.approx(1, abs=2e-4)


@pytest.mark.parametrize(("button", "unit"), [("D", "sessions"), ("W", "weeks"), ("M", "months")])
def test_the_unit_is_that_of_the_bars(user: User, button: str, unit: str) -> None:
    action = next(each for each in user.desk.window.actions() if each.text() == button)
    action.trigger()
    user.drag(START, END, modifier=SHIFT)
    assert unit in words(user)


def test_one_session_has_no_plural(half_year: User) -> None:
    port = half_year.chart.frame.viewport
    bar = round(port.bar_at(200))
    start, end = (QPoint(round(port.x_of(each)), 200) for each in (bar, bar + 1))
    half_year.drag(start, end, modifier=SHIFT)
    assert "+1 session " in words(half_year) + " "


def test_it_follows_the_mouse_and_stays_after_the_release(half_year: User) -> None:
    half_year.press(START, SHIFT)
    assert words(half_year) == ""
    half_year.carry(QPoint(250, 240), SHIFT)
    first = words(half_year)
    half_year.carry(END, SHIFT)
    second = words(half_year)
    assert first not in ("", second)
    half_year.release(END, SHIFT)
    half_year.move(QPoint(400, 100))
    assert words(half_year) == second


def test_shift_let_go_within_the_drag_still_measures(half_year: User) -> None:
    before = half_year.chart.frame.viewport
    half_year.press(START, SHIFT)
    half_year.carry(QPoint(250, 240), SHIFT)
    half_year.carry(END)
    half_year.release(END)
    assert half_year.chart.frame.viewport == before
    assert words(half_year) != ""


def test_a_measurement_moves_no_line_and_no_view(user: User) -> None:
    user.place(2.6)
    (level,) = user.desk.open_pair.layout.levels
    before, start = user.chart.frame.viewport, user.at(level.ratio)
    user.drag(start, start + QPoint(80, -60), modifier=SHIFT)
    assert words(user) != ""
    assert user.desk.open_pair.layout.levels == (level,)
    assert user.chart.frame.viewport == before


def test_a_click_with_shift_measures_nothing(half_year: User) -> None:
    half_year.click(START, modifier=SHIFT)
    assert words(half_year) == ""


def test_esc_within_the_drag_and_after_it_takes_it_away(half_year: User) -> None:
    half_year.drag(START, END, release=False, modifier=SHIFT)
    half_year.key(Qt.Key.Key_Escape)
    assert words(half_year) == ""
    half_year.carry(END + QPoint(20, 20), SHIFT)
    half_year.release(END, SHIFT)
    assert words(half_year) == ""
    half_year.drag(START, END, modifier=SHIFT)
    assert words(half_year) != ""
    half_year.key(Qt.Key.Key_Escape)
    assert words(half_year) == ""


def test_the_next_click_or_another_pair_takes_it_away(half_year: User) -> None:
    half_year.drag(START, END, modifier=SHIFT)
    half_year.click(QPoint(420, 60))
    assert words(half_year) == ""
    half_year.drag(START, END, modifier=SHIFT)
    half_year.open("QQQ/IWM")
    assert words(half_year) == ""


def test_it_stays_with_its_bars_when_the_view_moves(half_year: User) -> None:
    half_year.drag(START, END, modifier=SHIFT)
    before, said = half_year.chart.frame.measure, words(half_year)
    half_year.key(Qt.Key.Key_Left)
    half_year.key(Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    assert half_year.chart.frame.measure == before
    assert words(half_year) == said


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ((5, 5), (60, 40)),
        ((5, 400), (40, 5)),
        ((600, 300), (3, 2)),
        ((200, 300), (-80, -90)),
        ((200, 100), (4000, 4000)),
    ],
)
def test_the_words_stay_within_the_plot(half_year: User, start: tuple[int, int], end: tuple[int, int]) -> None:
    half_year.drag(QPoint(*start), QPoint(*end), modifier=SHIFT)
    found, plot = box(half_year), QRectF(half_year.chart.plot)
    assert plot.contains(found)
    needed = QFontMetricsF(half_year.chart.frame.letters.font).horizontalAdvance(words(half_year))
    assert needed <= found.width()


def test_beside_the_history_it_stops_at_the_last_and_the_first_bar(half_year: User) -> None:
    port, end = half_year.chart.frame.viewport, len(half_year.series) - 1
    half_year.chart.move_to(port.panned(40, end + 1))
    port = half_year.chart.frame.viewport
    start = QPoint(round(port.x_of(end - 20)), 300)
    for blank in (QPoint(round(port.x_of(end + 5)), 200), QPoint(round(port.width) - 5, 200), QPoint(4_000, 200)):
        half_year.drag(start, blank, modifier=SHIFT)
        measure = half_year.chart.frame.measure
        assert measure is not None
        assert (measure.first_bar, measure.last_bar) == (end - 20, end)
        assert numbers(half_year)[2] == 20
        assert _area(half_year.chart.frame, measure).right() == pytest.approx(port.x_of(end))
    half_year.key(Qt.Key.Key_Home)
    port = half_year.chart.frame.viewport
    half_year.chart.move_to(port.panned(-40, end + 1))
    port = half_year.chart.frame.viewport
    half_year.drag(QPoint(3, 300), QPoint(round(port.x_of(7)), 200), modifier=SHIFT)
    measure = half_year.chart.frame.measure
    assert measure is not None
    assert (measure.first_bar, measure.last_bar, measure.move.bars) == (0, 7, 7)


def test_beyond_the_plot_the_ratio_is_that_of_its_edge(half_year: User) -> None:
    port = half_year.chart.frame.viewport
    half_year.drag(START, QPoint(350, -200), modifier=SHIFT)
    measure = half_year.chart.frame.measure
    assert measure is not None
    assert measure.last_ratio == pytest.approx(port.high)


def test_it_is_painted_and_leaves_nothing_behind(half_year: User) -> None:
    half_year.move(QPoint(500, 20))
    QTest.mouseMove(half_year.find("pairsList"), QPoint(5, 5))
    half_year.chart.point_at(None, None)
    before = half_year.picture()
    half_year.drag(START, END, modifier=SHIFT)
    half_year.chart.point_at(None, None)
    shown, area = half_year.picture(), box(half_year).toRect()
    palette = half_year.chart.frame.palette
    assert shown.pixelColor(area.left() + 4, area.center().y()) == QColor(palette.field)
    assert shown.pixelColor(START.x() + 20, 250) != before.pixelColor(START.x() + 20, 250)
    half_year.key(Qt.Key.Key_Escape)
    half_year.chart.point_at(None, None)
    assert half_year.picture() == before


def test_without_a_month_of_returns_there_are_no_sigmas(user: User) -> None:
    user.command("M").trigger()
    user.chart.set_range("Max")
    assert user.series.interval is Interval.MONTHLY
    user.key(Qt.Key.Key_Home)
    port = user.chart.frame.viewport
    start = QPoint(round(port.x_of(5)), 200)
    user.drag(start, QPoint(round(port.x_of(40)), 150), modifier=SHIFT)
    assert "months" in words(user)
    assert "σ" not in words(user)


def wheel(user: User, at: QPoint) -> None:
    point, view = QPointF(at), user.chart.viewport()
    event = QWheelEvent(
        point, view.mapToGlobal(point), QPoint(), QPoint(0, 120), Qt.MouseButton.LeftButton, NONE,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


@pytest.mark.parametrize(
    "move",
    [
        lambda user: wheel(user, END),
        lambda user: user.key(Qt.Key.Key_Left),
        lambda user: user.key(Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier),
        lambda user: user.key(Qt.Key.Key_6),
    ],
    ids=["wheel", "pan", "log", "range"],
)
def test_the_start_stays_where_it_was_put_when_the_view_changes(half_year: User, move: Callable[[User], None]) -> None:
    half_year.drag(START, END, release=False, modifier=SHIFT)
    before, sight = half_year.chart.frame.measure, half_year.chart.frame.viewport
    assert before is not None
    move(half_year)
    port = half_year.chart.frame.viewport
    assert port != sight
    for after in (half_year.chart.frame.measure, carried(half_year, END + QPoint(1, 0))):
        assert after is not None
        assert (after.first_bar, after.first_ratio) == (before.first_bar, before.first_ratio)
    # The other end is where the mouse is.
    assert after.last_bar == min(round(port.bar_at(END.x() + 1)), len(half_year.series) - 1)
    half_year.release(END, SHIFT)


def carried(user: User, point: QPoint) -> Measure | None:
    user.carry(point, SHIFT)
    return user.chart.frame.measure


def test_the_start_keeps_its_session_when_the_history_grows_to_the_left(half_year: User) -> None:
    series = half_year.series
    cut = slice(50, None)
    shorter = replace(
        series, sessions=series.sessions[cut], values=series.values[cut],
        numerator_closes=series.numerator_closes[cut], denominator_closes=series.denominator_closes[cut],
    )  # fmt: skip
    half_year.chart.renew_series(shorter)
    half_year.drag(START, END, release=False, modifier=SHIFT)
    before = half_year.chart.frame.measure
    assert before is not None
    half_year.chart.renew_series(series)
    after = carried(half_year, END + QPoint(1, 0))
    assert after is not None
    assert series.sessions[after.first_bar] == shorter.sessions[before.first_bar]
    assert after.first_ratio == before.first_ratio
    half_year.release(END, SHIFT)
