"""Bars of a day, a week, a month or an hour; newer ones take their place without moving what is in sight."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from fake_ports import Ear, make_bars_of_a_day
from fake_world import World, wait_idle
from hypothesis import given
from hypothesis import strategies as st
from person import User
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest

from ratiodesk.chart import crosshair_part
from ratiodesk.chart.chart import Chart
from ratiodesk.chart.date_range import edges_after
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.layout import View
from ratiodesk.domain.level import Level
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import Basis, RatioSeries, as_date
from ratiodesk.ui.theme import DARK

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
HOURS = {"SPY": (410, 416, 420), "IWM": (200, 200, 200)}


def buttons(user: User) -> dict[str, Any]:
    return {button.text(): button for button in user.find("intervalButtons").children() if hasattr(button, "text")}


def pressed(user: User) -> list[str]:
    return [text for text, button in buttons(user).items() if button.isChecked()]


@pytest.fixture
def hourly(open_faked: Callable[..., User], world: World) -> User:
    """SPY/IWM with three hours of Friday at hand."""
    hours = [make_bars_of_a_day(symbol, closes) for symbol, closes in HOURS.items()]
    world.prices.keep(*hours)
    world.feed.give(*hours)
    return open_faked("SPY/IWM")


# Buttons


@pytest.mark.parametrize(
    ("name", "interval", "period"),
    [
        ("W", Interval.WEEKLY, lambda day: day.isocalendar()[:2]),
        ("M", Interval.MONTHLY, lambda day: (day.year, day.month)),
    ],
)
def test_weeks_and_months_show_the_last_session_of_each(
    user: User, name: str, interval: Interval, period: Callable[[Any], tuple[int, int]]
) -> None:
    daily = user.desk.open_pair.series
    assert daily is not None
    QTest.mouseClick(buttons(user)[name], LEFT)
    shown = user.chart.frame.series
    assert shown is not None
    assert shown.interval is interval
    assert pressed(user) == [name]
    days = [as_date(session) for session in daily.sessions]
    last = {period(day): (day, ratio) for day, ratio in zip(days, daily.values.tolist(), strict=True)}
    assert [as_date(session) for session in shown.sessions] == [day for day, _ in last.values()]
    assert shown.values.tolist() == [ratio for _, ratio in last.values()]
    QTest.mouseClick(buttons(user)["D"], LEFT)
    assert user.chart.frame.series is daily


def test_the_zone_and_the_size_stay_those_of_the_daily_session(user: User) -> None:
    user.place(2.7, 2.5, 2.3)
    before = user.text("zoneName"), user.text("zoneDetail"), user.cells("legsTable"), user.cells("outcomeTable")
    for name in "WMD":
        QTest.mouseClick(buttons(user)[name], LEFT)
        now = user.text("zoneName"), user.text("zoneDetail"), user.cells("legsTable"), user.cells("outcomeTable")
        assert now == before


def test_the_range_in_sight_keeps_its_name_in_other_bars(user: User) -> None:
    user.chart.set_range("1Y")
    QTest.mouseClick(buttons(user)["W"], LEFT)
    assert user.chart.view().range == "1Y"
    # 21 August 2025 to 21 August 2026, in weeks: 53 Fridays or so, and a margin.
    assert 52 <= user.chart.frame.viewport.bars <= 55


def test_the_bars_are_remembered_with_the_pair(user: User) -> None:
    user.place(2.5)
    QTest.mouseClick(buttons(user)["W"], LEFT)
    user.open("QQQ/IWM")
    assert pressed(user) == ["D"]
    user.open("SPY/IWM")
    assert pressed(user) == ["W"]
    assert user.chart.frame.series is not None
    assert user.chart.frame.series.interval is Interval.WEEKLY


def test_hours_that_are_not_at_hand_are_refused_offline_and_the_button_springs_back(user: User) -> None:
    QTest.mouseClick(buttons(user)["1h"], LEFT)
    assert "1h bars" in user.text("statusReading")
    assert pressed(user) == ["D"]


# Bars of a day


def test_the_crosshair_tells_the_time_of_an_intraday_bar(hourly: User, monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []

    def note(_painter: QPainter, _rect: QRectF, text: str, *_words: Any, **_style: Any) -> None:
        texts.append(text)

    monkeypatch.setattr(crosshair_part, "draw_tag", note)
    QTest.mouseClick(buttons(hourly)["1h"], LEFT)
    hourly.desk.view.status.clear_notice()  # How far hours reach back stands there for a moment.
    port = hourly.chart.frame.viewport
    hourly.move(QPoint(round(port.x_of(1)), 200))
    hourly.chart.grab()
    # 15:30 UTC is 10:30 in New York; 416/200 = 2.08.
    assert "7 Jan 2022 10:30" in texts
    hourly.qtbot.waitUntil(lambda: hourly.text("statusReading").startswith("7 Jan 2022 10:30: 2.080"))
    QTest.mouseClick(buttons(hourly)["D"], LEFT)
    texts.clear()
    hourly.move(QPoint(round(hourly.chart.frame.viewport.x_of(4)), 200))
    hourly.chart.grab()
    assert "7 Jan 2022" in texts


def test_the_zone_in_hours_is_that_of_the_daily_close(hourly: User) -> None:
    # Daily 420/200 = 2.1 lies above 2.09, the hour before the last, 2.08, below.
    hourly.desk.open_pair.add_level(2.09)
    QTest.mouseClick(buttons(hourly)["1h"], LEFT)
    assert hourly.text("zoneName") == "Above"
    assert hourly.desk.open_pair.series is not None
    assert hourly.desk.open_pair.series.interval is Interval.DAILY


def test_how_far_hours_reach_back_is_said(hourly: User) -> None:
    QTest.mouseClick(buttons(hourly)["1h"], LEFT)
    assert hourly.text("statusReading") == "1h bars go back to 7 Jan 2022: there are no older ones."


def test_newer_hours_arrive_behind_the_chart(hourly: User, world: World) -> None:
    QTest.mouseClick(buttons(hourly)["1h"], LEFT)
    wait_idle(hourly.desk.parts, hourly.qtbot)  # Hours of unknown age are refreshed as soon as they are shown.
    world.feed.give(make_bars_of_a_day("SPY", (*HOURS["SPY"], 430)), make_bars_of_a_day("IWM", (*HOURS["IWM"], 200)))
    hourly.key(Qt.Key.Key_F5)
    wait_idle(hourly.desk.parts, hourly.qtbot)
    assert hourly.chart.frame.series is not None
    assert hourly.chart.frame.series.values.tolist() == [2.05, 2.08, 2.10, 2.15]


# Newer prices


DAYS = np.datetime64("2018-01-01", "D") + np.arange(1_500, dtype="timedelta64[D]")
VALUES = 2.0 + 0.5 * np.sin(np.arange(1_500) / 1_500 * 4 * np.pi)


def part(first: int, last: int) -> RatioSeries:
    """Return bars *first* to *last* of a wave between 1.5 and 2.5."""
    values = VALUES[first:last]
    return RatioSeries(Pair.parse("SPY/IWM"), Basis.PRICE, DAYS[first:last], values, values, values, 400.0, 200.0)


@pytest.fixture
def chart(qtbot: Any) -> Iterator[Chart]:
    chart = Chart(DARK.chart_palette())
    qtbot.addWidget(chart)
    chart.resize(1_000, 600)
    chart.set_series(part(200, 1_200), View(range="1Y"))
    yield chart
    chart.close()


def pan(chart: Chart, bars: float) -> None:
    port = chart.frame.viewport
    assert chart.frame.series is not None
    chart.move_to(port.panned(bars, len(chart.frame.series)))


@pytest.mark.parametrize("newer", [part(200, 1_201), part(0, 1_200), part(0, 1_500), part(300, 1_200)])
def test_the_part_in_sight_stays_to_the_pixel(chart: Chart, newer: RatioSeries) -> None:
    pan(chart, -300)
    place, before = chart.point_of(as_date(DAYS[800]), VALUES[800]), chart.frame.viewport
    chart.renew_series(newer)
    assert chart.point_of(as_date(DAYS[800]), VALUES[800]) == place
    after = chart.frame.viewport
    assert (after.bars, after.low, after.high) == (before.bars, before.low, before.high)


def test_at_the_right_edge_newer_sessions_come_into_sight(chart: Chart) -> None:
    before, right = chart.frame.viewport, chart.point_of(as_date(DAYS[1_199]), 2.0).x()
    chart.renew_series(part(200, 1_203))
    assert chart.point_of(as_date(DAYS[1_202]), 2.0).x() == right
    assert chart.frame.viewport.bars == pytest.approx(before.bars)
    assert chart.view().range == "1Y"


def test_the_ratio_axis_follows_newer_prices_only_where_it_follows(chart: Chart) -> None:
    higher = part(200, 1_201)
    higher = replace(higher, values=np.append(higher.values[:-1], 9.0))
    chart.renew_series(higher)
    assert chart.frame.viewport.high > 9.0
    chart.set_series(part(200, 1_200), View(range="1Y"))
    chart.move_to(replace(chart.frame.viewport, low=1.0, high=3.0), name=None, follows=False)
    chart.renew_series(higher)
    assert (chart.frame.viewport.low, chart.frame.viewport.high) == (1.0, 3.0)


def test_the_crosshair_the_tool_and_the_selection_stay(chart: Chart) -> None:
    line = Level.new(Ratio(2.0))
    chart.set_levels([line], None)
    chart.select(line.id)
    chart.set_tool(True)
    chart.point_at((300.0, 200.0), None)
    chart.renew_series(part(200, 1_201))
    assert (chart.frame.selected, chart.tool, chart.frame.cursor) == (line.id, True, (300.0, 200.0))


def test_a_line_is_dragged_on_over_newer_prices(chart: Chart) -> None:
    pan(chart, -300)
    line = Level.new(Ratio(2.0))
    chart.set_levels([line], None)
    moved, finished, cancelled = (
        Ear.on(signal) for signal in (chart.level_drag_moved, chart.level_drag_finished, chart.level_drag_cancelled)
    )
    start = QPoint(300, round(chart.frame.viewport.y_of(2.0)))
    QTest.mousePress(chart.viewport(), LEFT, NONE, start)
    QTest.mouseMove(chart.viewport(), start + QPoint(0, 20))
    chart.renew_series(part(0, 1_201))
    QTest.mouseMove(chart.viewport(), start + QPoint(0, 40))
    QTest.mouseRelease(chart.viewport(), LEFT, NONE, start + QPoint(0, 40))
    assert (len(moved), len(finished), len(cancelled)) == (2, 1, 0)
    assert abs(chart.frame.viewport.y_of(finished.heard[0][1]) - start.y() - 40) <= 1


@pytest.mark.parametrize(
    "newer",
    [
        pytest.param(part(200, 1_201), id="a later session"),
        pytest.param(part(0, 1_201), id="earlier ones"),
    ],
)
def test_a_pan_goes_on_over_newer_prices(chart: Chart, newer: RatioSeries) -> None:
    pan(chart, -300)
    QTest.mousePress(chart.viewport(), LEFT, NONE, QPoint(400, 40))
    QTest.mouseMove(chart.viewport(), QPoint(380, 40))
    seen = DAYS[200 + round(chart.frame.viewport.bar_at(300))]
    chart.renew_series(newer)
    QTest.mouseMove(chart.viewport(), QPoint(379, 40))
    first = newer.sessions[0]
    now = DAYS[(first - DAYS[0]).astype(int) + round(chart.frame.viewport.bar_at(300))]
    QTest.mouseRelease(chart.viewport(), LEFT, NONE, QPoint(379, 40))
    # A session is about two pixels wide here.
    assert abs((now - seen).astype(int)) <= 1


def test_without_prices_there_is_nothing_to_renew(chart: Chart) -> None:
    chart.set_series(None, View(), "No prices.")
    chart.renew_series(part(0, 10))
    assert (chart.frame.series, chart.frame.sentence) == (None, "No prices.")


@given(
    first=st.integers(0, 40), count=st.integers(1, 60), new_first=st.integers(0, 40), new_count=st.integers(1, 60),
    left=st.floats(-30, 60), width=st.floats(5, 80),
)  # fmt: skip
def test_renewing_never_changes_how_much_is_in_sight(
    first: int, count: int, new_first: int, new_count: int, left: float, width: float
) -> None:
    before, after = DAYS[first : first + count], DAYS[new_first : new_first + new_count]
    new_left, new_right = edges_after(before, after, left, left + width)
    assert new_right - new_left == pytest.approx(width)
