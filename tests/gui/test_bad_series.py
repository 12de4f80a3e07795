"""Prices of every bad kind: a readable chart or a sentence in its place, never a traceback or an endless axis."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from fake_ports import FIRST_SESSION, make_quotes
from fake_world import World
from person import User
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from ratiodesk.chart.axis_tag import axis_tags
from ratiodesk.chart.chart import Chart
from ratiodesk.chart.crosshair_part import value_tag
from ratiodesk.chart.frame import AXIS_WIDTH_PX, Frame
from ratiodesk.chart.tick import ratio_ticks, tag_text
from ratiodesk.domain.layout import Scale, View
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.ratio import HIGHEST, format_level, format_ratio
from ratiodesk.domain.series import Basis, Floats, RatioSeries
from ratiodesk.ui.theme import DARK

# Many histories, each in a window.
pytestmark = pytest.mark.slow

ALT = Qt.KeyboardModifier.AltModifier
COUNT = 300
WAVE = 2 + 0.4 * np.sin(np.arange(COUNT) / 20)
JUMPS = np.where(np.arange(COUNT) % 60 < 30, WAVE, WAVE * 10_000)
SERIES: dict[str, Floats] = {
    "constant": np.full(COUNT, 2.0),
    "jumps": JUMPS,
    "one jump up": np.where(np.arange(COUNT) < COUNT - 1, WAVE, WAVE * 10_000),
    "one jump down": np.where(np.arange(COUNT) != 150, WAVE, WAVE / 10_000),
    "tiny": WAVE * 1e-9,
    "huge": WAVE * 1e9,
    "constant and tiny": np.full(COUNT, 1e-9),
    "constant and huge": np.full(COUNT, 1e9),
    "one bar": np.array([2.0]),
    "one tiny bar": np.array([1e-9]),
    "two bars": np.array([2.0, 1e4]),
}

# Ratios whose tags are written with all their decimals, or all their digits.
FAR = ("tiny", "huge", "constant and tiny", "constant and huge", "one tiny bar")
CUT_OFF = "A number wider than the axis is centred and cut off at both ends, so that another number is read"


def checked(chart: Chart) -> QImage:
    """Paint the chart; an error would fail the test. Return the picture of an axis that can be read."""
    image, port = chart.grab().toImage(), chart.frame.viewport
    assert np.isfinite([port.left, port.right, port.low, port.high]).all()
    assert port.low < port.high
    ticks = ratio_ticks(port)
    assert len(ticks) <= 40
    assert len({tick.label for tick in ticks}) == len(ticks), "two divisions have one label"
    assert all(len(tag.text) <= 16 for tag in axis_tags(chart.frame))
    return image


def has(image: QImage, colour: str, right: int) -> bool:
    aim = QColor(colour)
    return any(image.pixelColor(x, y) == aim for x in range(right) for y in range(image.height()))


@pytest.fixture
def opened(open_faked: Callable[..., User], world: World) -> Callable[[Floats], User]:
    """Open AAA/BBB with these ratios."""
    world.is_online = False

    def open_one(ratios: Floats) -> User:
        days = FIRST_SESSION + np.arange(len(ratios), dtype="timedelta64[D]")
        root = np.sqrt(ratios)
        world.prices.keep(make_quotes("AAA", list(100 * root), sessions=days))
        world.prices.keep(make_quotes("BBB", list(100 / root), sessions=days))
        return open_faked("AAA/BBB")

    return open_one


@pytest.mark.parametrize("name", SERIES)
def test_every_series_is_readable_in_every_way_it_can_be_shown(opened: Callable[[Floats], User], name: str) -> None:
    user = opened(SERIES[name])
    palette = user.chart.frame.palette
    assert user.series.ratio == pytest.approx(SERIES[name][-1])
    assert has(checked(user.chart), palette.curve, user.chart.plot.width())
    for keys in (Qt.Key.Key_L, Qt.Key.Key_C, Qt.Key.Key_B, Qt.Key.Key_Z):
        user.key(keys, ALT)
        assert has(checked(user.chart), palette.curve, user.chart.plot.width())
    for key in (Qt.Key.Key_1, Qt.Key.Key_9, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_X):
        user.key(key)
        checked(user.chart)
    user.key(Qt.Key.Key_L, ALT)
    checked(user.chart)


@pytest.mark.parametrize("name", SERIES)
def test_a_line_can_be_drawn_dragged_and_measured_on_it(opened: Callable[[Floats], User], name: str) -> None:
    user = opened(SERIES[name])
    user.place(user.chart.frame.viewport.ratio_at(200))
    for level in user.desk.open_pair.layout.levels:
        user.drag(user.at(level.ratio), QPoint(300, 260))
        checked(user.chart)
    user.drag(QPoint(100, 300), QPoint(500, 100), modifier=Qt.KeyboardModifier.ShiftModifier)
    checked(user.chart)
    assert user.chart.frame.measure is not None


@pytest.mark.parametrize("name", ["jumps", "tiny", "huge", "constant", "one bar"])
def test_wheels_without_end_leave_an_axis_that_can_be_drawn(opened: Callable[[Floats], User], name: str) -> None:
    user = opened(SERIES[name])
    for notches in (60, -120):
        for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
            for _ in range(40):
                at = QPointF(300, 200)
                event = QWheelEvent(
                    at, user.chart.mapToGlobal(at), QPoint(), QPoint(0, notches), Qt.MouseButton.NoButton, modifier,
                    Qt.ScrollPhase.NoScrollPhase, False,
                )  # fmt: skip
                QApplication.sendEvent(user.chart.viewport(), event)
            checked(user.chart)


def cursor_text(frame: Frame) -> str:
    ratio = frame.viewport.ratio_at(200)
    return tag_text(format_ratio(ratio), ratio, frame.viewport)


@pytest.mark.parametrize("name", list(SERIES))
def test_no_number_on_the_ratio_axis_is_cut_off(opened: Callable[[Floats], User], name: str) -> None:
    user = opened(SERIES[name])
    if SERIES[name].max() < HIGHEST:
        user.draw(150, 250)
    frame = user.chart.frame
    plain, heavy = QFontMetricsF(frame.letters.font), QFontMetricsF(frame.letters.bold)
    tags = [heavy.horizontalAdvance(tag.text) for tag in axis_tags(frame)]
    labels = [plain.horizontalAdvance(tick.label) for tick in ratio_ticks(frame.viewport)]
    cursor = plain.horizontalAdvance(cursor_text(frame))
    # A tag leaves 6 px of the axis free, a label begins 12 px beside the plot.
    assert max(*tags, cursor) <= AXIS_WIDTH_PX - 6
    assert max(labels) <= AXIS_WIDTH_PX - 12


# A few ten-thousandths around a ratio: its labels have five digits and more beside a power of ten.
NARROW = 1 + np.linspace(-1, 1, COUNT) * 1e-4


@pytest.mark.parametrize("size", [1.0005e-12, 1.0005e-10])
def test_labels_wider_than_the_axis_are_written_in_narrower_letters(
    opened: Callable[[Floats], User], size: float
) -> None:
    user = opened(NARROW * size)
    frame = user.chart.frame
    plain, view = QFontMetricsF(frame.letters.font), frame.viewport
    labels = [tick for tick in ratio_ticks(view) if 20 < view.y_of(tick.at) < view.height - 20]
    assert max(plain.horizontalAdvance(tick.label) for tick in labels) > AXIS_WIDTH_PX - 12
    image, ground = checked(user.chart), QColor(frame.palette.background)

    def is_inked(x: float) -> bool:
        rows = [round(view.y_of(tick.at)) + beside for tick in labels for beside in range(-5, 6)]
        return any(image.pixelColor(round(x), row) != ground for row in rows)

    # From beside the plot, before where labels begin elsewhere, to right before the edge.
    assert any(is_inked(view.width + column) for column in range(5, 10))
    assert not is_inked(image.width() - 1)


def test_tags_of_a_large_ratio_have_the_digits_of_the_axis(opened: Callable[[Floats], User]) -> None:
    user = opened(NARROW * 1_234_567.0)
    user.move(QPoint(300, 120))
    user.draw(150, 250)
    tags = [tag.text for tag in axis_tags(user.chart.frame)]
    tag = value_tag(user.chart.frame)
    assert tag is not None
    assert len({*tags, tag.text}) == 4
    assert all(len(text) == 7 for text in (*tags, tag.text))


def test_a_click_beyond_all_levels_draws_none_and_says_why(opened: Callable[[Floats], User]) -> None:
    user = opened(SERIES["huge"])
    user.chart.setFocus()
    user.key(Qt.Key.Key_H)
    user.click(QPoint(300, 200))
    assert user.chart.frame.viewport.ratio_at(200) > HIGHEST
    assert user.desk.open_pair.layout.levels == ()
    assert "is out of range: levels lie between 1e-09 and 1e+09" in user.text("statusReading")


def test_a_constant_ratio_runs_through_the_middle(opened: Callable[[Floats], User]) -> None:
    user = opened(SERIES["constant"])
    assert user.row(2.0) == pytest.approx(user.chart.plot.height() / 2, abs=2)


def test_after_a_jump_in_the_last_bar_both_parts_are_in_sight(opened: Callable[[Floats], User]) -> None:
    user = opened(SERIES["one jump up"])
    for log in (False, True):
        user.chart.set_log(log)
        port = user.chart.frame.viewport
        assert port.low < WAVE.min()
        assert port.high > WAVE[-1] * 10_000


def test_without_prices_there_is_a_sentence(open_faked: Callable[..., User], world: World) -> None:
    world.is_online = False
    world.prices.missing.update(("SPY", "IWM"))
    user = open_faked("SPY/IWM", judged=False)
    assert user.chart.frame.series is None
    assert "There are no prices for" in user.chart.frame.sentence
    assert has(user.picture(), user.chart.frame.palette.muted, user.chart.width())
    for key in (Qt.Key.Key_H, Qt.Key.Key_A, Qt.Key.Key_9, Qt.Key.Key_Home, Qt.Key.Key_Up, Qt.Key.Key_Delete):
        user.key(key)
    for key in (Qt.Key.Key_H, Qt.Key.Key_L, Qt.Key.Key_C, Qt.Key.Key_B, Qt.Key.Key_G, Qt.Key.Key_S):
        user.key(key, ALT)
    user.click(QPoint(200, 200))
    user.double_click(QPoint(user.chart.plot.width() + 30, 200))
    user.drag(QPoint(200, 200), QPoint(300, 100))
    user.picture()
    assert user.desk.open_pair.layout.levels == ()


def test_days_one_leg_did_not_trade_leave_no_gap_and_are_counted(open_faked: Callable[..., User], world: World) -> None:
    world.is_online = False
    days = FIRST_SESSION + np.arange(COUNT, dtype="timedelta64[D]")
    traded = np.ones(COUNT, bool)
    traded[100:140] = False
    world.prices.keep(make_quotes("AAA", list(WAVE * 100), sessions=days))
    world.prices.keep(make_quotes("BBB", list(np.full(260, 100.0)), sessions=days[traded]))
    user = open_faked("AAA/BBB")
    assert len(user.series) == 260
    assert len(user.series.dropped) == 40
    assert "40" in user.text("statusSource")
    before, after = (user.chart.point_of(days[bar].item(), 2.0).x() for bar in (99, 140))
    assert abs(after - before - user.chart.frame.viewport.bar_px) <= 1
    checked(user.chart)


# What no source should give, and the chart still has to bear


@pytest.fixture
def chart(qtbot: Any) -> Iterator[Chart]:
    chart = Chart(DARK.chart_palette())
    qtbot.addWidget(chart)
    chart.resize(800, 500)
    chart.show()
    yield chart
    chart.close()


def of(values: Floats) -> RatioSeries:
    days = FIRST_SESSION + np.arange(len(values), dtype="timedelta64[D]")
    return RatioSeries(Pair.parse("AAA/BBB"), Basis.PRICE, days, values, values, np.ones(len(values)), 1.0, 1.0)


@pytest.mark.parametrize("log", [False, True])
def test_nan_in_between_is_a_gap(chart: Chart, log: bool) -> None:
    values = WAVE.copy()
    values[100:140] = np.nan
    chart.set_series(of(values), View(range="Max", scale=Scale.LOG if log else Scale.LINEAR))
    image, port = checked(chart), chart.frame.viewport
    blank = QColor(chart.frame.palette.background)
    # The last ratio's dots run across the whole plot, and so does the grid.
    lines = [round(port.y_of(ratio)) for ratio in (float(values[-1]), *(tick.at for tick in ratio_ticks(port)))]
    rows = [y for y in range(round(port.height)) if min(abs(y - line) for line in lines) > 2]

    def inked(first: int, last: int) -> int:
        columns = range(round(port.x_of(first)), round(port.x_of(last)))
        dates = {
            round(port.x_of(tick.at)) + shift for tick in chart.frame.trace.date_ticks(port) for shift in (-1, 0, 1)
        }
        return sum(image.pixelColor(x, y) != blank for x in columns if x not in dates for y in rows)

    assert chart.frame.trace is not None
    assert inked(101, 138) == 0
    assert inked(60, 97) > 40


@pytest.mark.parametrize("values", [np.full(COUNT, np.nan), np.empty(0)], ids=["all NaN", "none"])
def test_no_value_at_all_is_a_sentence(chart: Chart, values: Floats) -> None:
    chart.set_series(of(values), View(range="Max"))
    assert chart.frame.trace is None
    assert chart.frame.sentence == "These prices make no ratio that could be drawn."
    chart.grab()


@pytest.mark.parametrize("last", [np.nan, np.inf], ids=["NaN", "infinite"])
@pytest.mark.qt_log_ignore("Painter ended with")
def test_a_last_value_that_is_no_number_is_survived(chart: Chart, last: float, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[type] = []
    monkeypatch.setattr(sys, "excepthook", lambda *error: caught.append(error[0]))
    values = WAVE.copy()
    values[-1] = last
    chart.set_series(of(values), View(range="Max"))
    chart.grab()
    chart.set_series(None, View())
    assert caught == []


def test_a_ratio_beyond_all_axes_is_said_rather_than_left_blank(chart: Chart) -> None:
    chart.set_series(of(WAVE * 1e16), View(range="Max"))
    port = chart.frame.viewport
    assert chart.frame.sentence or port.low < WAVE[-1] * 1e16 < port.high


def test_a_saved_view_that_makes_no_sense_is_let_go(chart: Chart) -> None:
    for low, high in ((np.nan, 1.0), (3.0, 2.0), (-2.0, 1.0), (1.0, np.inf)):
        chart.set_series(of(WAVE), replace(View(range="Max"), low=low, high=high))
        checked(chart)
        port = chart.frame.viewport
        assert port.low < WAVE.min()
        assert port.high > WAVE.max()


# The plan card


def test_far_ratios_leave_the_columns_of_the_plan_card_their_room(opened: Callable[[Floats], User]) -> None:
    user = opened(SERIES["tiny"])
    for ratio in (1.8e-9, 2.0123456e-9, 2.35e-9):
        user.desk.open_pair.add_level(ratio)
    assert [cells[1] for cells in user.cells("planTable")] == ["2.35e-9", "2.012346e-9", "1.8e-9"]
    table = user.find("planTable")
    assert all(table.sizeHintForColumn(column) <= table.columnWidth(column) for column in range(3))


def test_a_shortened_ratio_is_edited_with_its_digits(opened: Callable[[Floats], User]) -> None:
    user = opened(SERIES["tiny"])
    user.desk.open_pair.add_level(2.3456789e-9)
    table = user.find("planTable")
    table.edit(table.model().index(0, 1))
    assert table.findChild(QLineEdit).text() == format_level(2.3456789e-9) == "0.0000000023457"
