"""Panes below the ratio: both legs rebased, the z-score; they share the dates and the crosshair."""

from collections.abc import Callable

import numpy as np
import pytest
from fake_ports import FIRST_SESSION, make_quotes, sessions_from
from fake_world import World
from person import User, close
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from ratiodesk.chart.frame import AXIS_HEIGHT_PX, AXIS_WIDTH_PX
from ratiodesk.chart.pane import RATIO_SHARE, own_axis
from ratiodesk.chart.pane_part import TITLE_PX, plot_height, title_words
from ratiodesk.chart.tick import even_ticks

ALT = Qt.KeyboardModifier.AltModifier
LEGS, Z_SCORE = Qt.Key.Key_B, Qt.Key.Key_Z


@pytest.fixture
def both(user: User) -> User:
    user.key(LEGS, ALT)
    user.key(Z_SCORE, ALT)
    assert len(user.chart.frame.panes) == 2
    return user


def title(user: User, place: int, bar: int) -> list[str]:
    frame = user.chart.frame
    return [text for text, _ in title_words(frame.panes[place], frame, bar)]


def drawn(image: QImage, colour: str, ground: str, area: tuple[int, int, int, int]) -> int:
    """Return how many pixels of an area (left, top, right, bottom) have at least half of a colour over the ground."""
    (aim, start), (left, top, right, bottom) = (np.array(QColor(each).getRgb()[:3]) for each in (colour, ground)), area
    way = aim - start
    return sum(
        bool((np.array(image.pixelColor(x, y).getRgb()[:3]) - start) @ way >= 0.45 * (way @ way))
        for x in range(left, right)
        for y in range(top, bottom)
    )


def test_each_key_shows_a_pane_and_takes_it_away(user: User) -> None:
    height = user.chart.frame.viewport.height
    user.key(LEGS, ALT)
    assert [pane.rebased for pane in user.chart.frame.panes] == [True]
    assert user.chart.frame.viewport.height < height
    user.key(Z_SCORE, ALT)
    assert [pane.rebased for pane in user.chart.frame.panes] == [True, False]
    user.key(LEGS, ALT)
    assert [pane.rebased for pane in user.chart.frame.panes] == [False]
    user.key(Z_SCORE, ALT)
    assert user.chart.frame.panes == ()
    assert user.chart.frame.viewport.height == height


def test_the_panes_are_there_again_at_the_next_start(open_user: Callable[..., User]) -> None:
    first = open_user()
    first.key(Z_SCORE, ALT)
    first.command("63 bars").trigger()
    close(first.desk)
    second = open_user()
    assert len(second.chart.frame.panes) == 1
    assert "63 sessions" in second.chart.frame.panes[0].title
    assert second.command("z-score").isChecked()
    assert second.command("63 bars").isChecked()


def test_both_legs_are_100_at_the_left_edge_and_keep_their_growth(both: User) -> None:
    port, series = both.chart.frame.viewport, both.series
    first, last = int(np.ceil(port.left)), len(series) - 1
    for place, name in ((first, "100.0"), (last, None)):
        values = both.chart.frame.panes[0].values_at(place, port)
        legs = (series.numerator_closes, series.denominator_closes)
        assert values == [pytest.approx(100 * leg[place] / leg[first]) for leg in legs]
        if name:
            assert title(both, 0, place)[1:] == [f"SPY {name}", f"IWM {name}"]


def test_a_pan_rebases_the_legs_at_the_new_edge(both: User) -> None:
    before = both.chart.frame.panes[0].values_at(len(both.series) - 1, both.chart.frame.viewport)
    both.drag(QPoint(300, 40), QPoint(500, 40))
    port = both.chart.frame.viewport
    first = int(np.ceil(port.left))
    assert both.chart.frame.panes[0].values_at(first, port) == [pytest.approx(100), pytest.approx(100)]
    assert both.chart.frame.panes[0].values_at(len(both.series) - 1, port) != before


@pytest.mark.parametrize("window", [21, 252])
def test_the_z_score_is_that_of_ln_r_in_the_window_chosen(both: User, window: int) -> None:
    both.command(f"{window} bars").trigger()
    logs = np.log(both.series.values)
    for bar in (len(logs) - 1, len(logs) - 300):
        taken = logs[bar - window + 1 : bar + 1]
        z = (taken[-1] - taken.mean()) / taken.std(ddof=1)
        shown = f"{z:.2f}".replace("-", "\N{MINUS SIGN}")
        assert title(both, 1, bar) == [f"z-score of ln R, {window} sessions", shown]


def test_the_window_chosen_again_stays_checked(both: User) -> None:
    both.command("21 bars").trigger()
    both.command("21 bars").trigger()
    checked = [text for text in ("21 bars", "63 bars", "252 bars") if both.command(text).isChecked()]
    assert checked == ["21 bars"]


def test_in_weeks_the_window_is_of_weeks(both: User) -> None:
    both.command("W").trigger()
    assert title(both, 1, len(both.series) - 1)[0] == "z-score of ln R, 252 weeks"
    assert len(both.chart.frame.panes[1].lines[0].line) == len(both.series)


def test_every_bar_of_a_pane_stands_below_the_same_bar_of_the_ratio(both: User) -> None:
    both.chart.set_range("6M")
    frame, image = both.chart.frame, both.picture()
    port, pane, top = frame.viewport, frame.panes[1], frame.pane_top(1) + TITLE_PX
    axis = own_axis(pane, port, plot_height(frame))
    assert axis is not None
    for bar in range(len(both.series) - 100, len(both.series), 9):
        value = float(pane.lines[0].line.values[bar])
        x, y = round(port.x_of(bar)), round(top + axis.viewport.y_of(value))
        assert drawn(image, frame.palette.curve, frame.palette.background, (x - 2, y - 2, x + 3, y + 3)), (
            f"bar {bar} is not drawn at {x}, {y}"
        )


def test_the_crosshair_runs_through_all_panes_and_reads_every_one(both: User) -> None:
    plain, port = both.picture(), both.chart.frame.viewport
    both.move(QPoint(400, 100))
    image, bar = both.picture(), both.chart.frame.cursor_bar
    assert bar is not None
    x = round(port.x_of(bar))
    for place in (0, 1):
        top = round(both.chart.frame.pane_top(place) + TITLE_PX)
        rows = range(top, top + round(plot_height(both.chart.frame)))
        assert sum(image.pixelColor(x, y) != plain.pixelColor(x, y) for y in rows) > len(rows) / 3
    assert title(both, 0, bar) != title(both, 0, len(both.series) - 1)
    titles = (0, round(both.chart.frame.pane_top(0)), 500, round(both.chart.frame.pane_top(0) + TITLE_PX))
    differs = any(
        image.pixelColor(x, y) != plain.pixelColor(x, y) for x in range(titles[2]) for y in range(*titles[1::2])
    )
    assert differs


def test_in_a_pane_the_crosshair_reads_the_panes_own_axis(both: User) -> None:
    frame = both.chart.frame
    y = round(frame.pane_top(1) + frame.pane_px / 2)
    plain = both.picture()
    both.move(QPoint(400, y))
    assert both.chart.frame.cursor == (400.0, float(y))
    image, x = both.picture(), both.chart.plot.width() + 6
    assert image.pixelColor(x, y) != plain.pixelColor(x, y)
    assert image.pixelColor(x, y) == QColor(frame.palette.field)
    both.qtbot.waitUntil(lambda: both.text("statusReading") != "")
    # A row of a pane is no ratio, so nothing is said of the distance to lines.
    assert "cursor" not in both.text("statusReading")


def test_wheel_and_drag_in_a_pane_move_the_dates_of_all(both: User) -> None:
    port = both.chart.frame.viewport
    y = round(both.chart.frame.pane_top(0) + 40)
    both.drag(QPoint(400, y), QPoint(300, y - 25))
    after = both.chart.frame.viewport
    assert after.left == pytest.approx(port.left + 100 / port.bar_px)
    assert both.chart.follows


def test_a_click_in_a_pane_places_no_line(both: User) -> None:
    both.key(Qt.Key.Key_H)
    both.click(QPoint(300, round(both.chart.frame.pane_top(1) + 30)))
    assert both.desk.open_pair.layout.levels == ()
    assert both.chart.tool


@pytest.mark.parametrize("size", [(1600, 950), (1024, 700), (1000, 560)])
def test_the_ratio_keeps_its_share_and_everything_its_place(
    open_user: Callable[..., User], size: tuple[int, int]
) -> None:
    user = open_user(size=size)
    user.key(LEGS, ALT)
    user.key(Z_SCORE, ALT)
    frame, chart = user.chart.frame, user.chart
    room = chart.viewport().height() - AXIS_HEIGHT_PX
    assert frame.viewport.height >= room * RATIO_SHARE - 1
    assert frame.size == (chart.viewport().width(), chart.viewport().height())
    assert frame.size[0] - frame.viewport.width == AXIS_WIDTH_PX
    assert plot_height(frame) >= 20


def test_a_history_shorter_than_the_window_says_so(open_faked: Callable[..., User], world: World) -> None:
    user = open_faked("SPY/IWM")
    user.key(Z_SCORE, ALT)
    frame = user.chart.frame
    assert own_axis(frame.panes[0], frame.viewport, plot_height(frame)) is None
    assert title(user, 0, len(user.series) - 1)[1] == "–"
    top = round(frame.pane_top(0) + TITLE_PX)
    area = (0, top, round(frame.viewport.width), round(top + plot_height(frame)))
    assert drawn(user.picture(), frame.palette.muted, frame.palette.background, area)


def test_other_prices_are_in_the_panes_too(open_faked: Callable[..., User], world: World) -> None:
    world.is_online = False
    for symbol, last in (("SPY", 420.0), ("IWM", 200.0)):
        world.prices.keep(
            make_quotes(symbol, np.linspace(last / 2, last, 60), sessions=sessions_from(FIRST_SESSION, 60))
        )
    user = open_faked("SPY/IWM")
    user.key(LEGS, ALT)
    before = user.chart.frame.panes[0].lines[0].line.values[-1]
    world.prices.keep(make_quotes("SPY", np.linspace(200, 500, 61), sessions=sessions_from(FIRST_SESSION, 61)))
    world.prices.keep(make_quotes("IWM", np.linspace(100, 200, 61), sessions=sessions_from(FIRST_SESSION, 61)))
    user.desk.open_pair.reread()
    (pane,) = user.chart.frame.panes
    assert before == 420.0
    assert pane.lines[0].line.values[-1] == 500.0
    assert len(pane.lines[0].line) == len(user.series) == 61


def test_a_value_below_zero_has_a_minus_sign_on_the_axis_too(both: User) -> None:
    both.chart.set_range("1Y")
    both.chart.point_at(None, None)
    frame, image = both.chart.frame, both.picture()
    axis = own_axis(frame.panes[1], frame.viewport, plot_height(frame))
    assert axis is not None
    metrics, x, found = QFontMetricsF(frame.letters.font), frame.viewport.width + 12, 0
    for tick in even_ticks(axis.viewport.low, axis.viewport.high, plot_height(frame) / 30):
        row = frame.pane_top(1) + TITLE_PX + round(axis.viewport.y_of(tick.at)) + 0.5
        if tick.at < 0 and row < frame.size[1] - 12:
            at = QPointF(x, row + metrics.capHeight() / 2)
            label = QRect(round(x), round(row) - 7, 50, 14)
            written = QImage(image.size(), image.format())
            written.fill(QColor(frame.palette.background))
            with QPainter(written) as painter:
                painter.setFont(frame.letters.font)
                painter.setPen(QColor(frame.palette.muted))
                painter.drawText(at, tick.label.replace("-", "\N{MINUS SIGN}"))
            assert image.copy(label) == written.copy(label), tick.label
            found += 1
    assert found
