"""Candles: what is certain drawn plainly, what is only possible drawn faintly, and the rule told."""

from collections.abc import Callable

import numpy as np
import pytest
from fake_ports import FIRST_SESSION
from fake_world import World
from person import User, close
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QToolTip

from ratiodesk.domain.candle import Candles
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.quotes import Origin, Quotes
from ratiodesk.domain.series import Bars

ALT = Qt.KeyboardModifier.AltModifier
# Open, high, low and close of five sessions; the denominator stands still at 2 and moves between 1.9 and 2.1.
OPENS, CLOSES = (4.0, 4.2, 4.6, 4.4, 4.1), (4.2, 4.6, 4.4, 4.4, 4.5)
LOWS, HIGHS = (3.9, 4.1, 4.3, 4.3, 4.0), (4.3, 4.7, 4.7, 4.5, 4.6)


def ohlc(symbol: str, opens: object, highs: object, lows: object, closes: object) -> Quotes:
    columns = [np.broadcast_to(np.array(column, float), 5).copy() for column in (opens, highs, lows, closes, closes)]
    bars = Bars(Symbol(symbol), FIRST_SESSION + np.arange(5, dtype="timedelta64[D]"), *columns, np.zeros(5))
    return Quotes(bars, source="Fake prices", origin=Origin.SAMPLE)


@pytest.fixture
def candled(open_faked: Callable[..., User], world: World) -> User:
    """AAA/BBB in candles: closes 2.1, 2.3, 2.2, 2.2, 2.25 after opens 2, 2.1, 2.3, 2.2, 2.05."""
    world.is_online = False
    world.prices.keep(ohlc("AAA", OPENS, HIGHS, LOWS, CLOSES), ohlc("BBB", 2.0, 2.1, 1.9, 2.0))
    user = open_faked("AAA/BBB")
    user.key(Qt.Key.Key_C, ALT)
    return user


def candles(user: User) -> Candles:
    trace = user.chart.frame.trace
    assert trace is not None
    assert trace.candles is not None
    assert trace.draws_candles(user.chart.frame.viewport)
    return trace.candles


def spot(user: User, bar: int, ratio: float) -> QPoint:
    port = user.chart.frame.viewport
    return QPoint(round(port.x_of(bar)), round(port.y_of(ratio)))


def tip(user: User, at: QPoint) -> str:
    """Rest the mouse on the chart; return the tooltip, empty where there is none."""
    QToolTip.hideText()
    user.qtbot.waitUntil(lambda: QToolTip.text() == "")
    view = user.chart.viewport()
    QApplication.sendEvent(view, QHelpEvent(QHelpEvent.Type.ToolTip, at, view.mapToGlobal(at)))
    return QToolTip.text()


def share(image: QImage, at: QPoint, colour: str, ground: str) -> float:
    """Return how much of a colour a pixel has over the ground."""
    aim, start, pixel = (np.array(QColor(each).getRgb()[:3]) for each in (colour, ground, image.pixelColor(at)))
    return float((pixel - start) @ (aim - start) / ((aim - start) @ (aim - start)))


def test_alt_c_draws_candles_and_the_line_again(user: User) -> None:
    user.chart.set_range("3M")
    line = user.picture()
    user.key(Qt.Key.Key_C, ALT)
    assert len(candles(user)) == len(user.series)
    assert user.picture() != line
    user.key(Qt.Key.Key_C, ALT)
    assert user.picture() == line


def test_a_ratio_that_rose_is_hollow_and_one_that_fell_is_full(candled: User) -> None:
    image, palette = candled.picture(), candled.chart.frame.palette
    rose, fell = spot(candled, 1, 2.2), spot(candled, 2, 2.25)
    assert share(image, rose, palette.curve, palette.background) < 0.2
    assert share(image, fell, palette.curve, palette.background) > 0.9
    edges = range(rose.x() - 12, rose.x())
    assert any(share(image, QPoint(x, rose.y()), palette.curve, palette.background) > 0.9 for x in edges)


def test_an_open_at_the_close_is_still_to_be_seen(candled: User) -> None:
    image, palette, at = candled.picture(), candled.chart.frame.palette, spot(candled, 3, 2.2)
    around = [at + QPoint(4, row) for row in (-2, -1, 0, 1, 2)]
    assert any(share(image, point, palette.curve, palette.background) > 0.9 for point in around)


def test_the_ends_nobody_knows_are_faint(candled: User) -> None:
    image, palette, found = candled.picture(), candled.chart.frame.palette, candles(candled)
    # High 4.7 over low 1.9 and low 4.3 over high 2.1; open and close reach from 2.2 to 2.3.
    assert found.possible_high[2] == pytest.approx(4.7 / 1.9)
    assert found.possible_low[2] == pytest.approx(4.3 / 2.1)
    for ratio in ((2.3 + 4.7 / 1.9) / 2, (2.2 + 4.3 / 2.1) / 2):
        at = spot(candled, 2, ratio)
        seen = [share(image, at + QPoint(x, 0), palette.curve, palette.background) for x in (-1, 0, 1)]
        assert 0.25 < max(seen) < 0.6


def test_the_axis_has_room_for_all_that_is_possible(candled: User) -> None:
    port, found = candled.chart.frame.viewport, candles(candled)
    assert port.low < found.possible_low.min()
    assert port.high > found.possible_high.max()
    candled.key(Qt.Key.Key_C, ALT)
    narrow = candled.chart.frame.viewport
    assert narrow.high - narrow.low < port.high - port.low


def test_the_tooltip_tells_the_numbers_and_names_the_rule(candled: User) -> None:
    said = tip(candled, spot(candled, 2, 2.25))
    # 4.3/2.1 = 2.0476 and 4.7/1.9 = 2.4737
    assert "5 Jan 2022: open 2.300, close 2.200" in said
    assert "Certain: 2.200 to 2.300" in said
    assert "Possible: 2.048 to 2.474" in said
    assert "low of AAA over high of BBB to high of AAA over low of BBB" in said
    assert "faint" in said


def test_beside_the_candle_there_is_no_tooltip(candled: User) -> None:
    assert tip(candled, spot(candled, 3, 2.2)) != ""
    top = spot(candled, 3, float(candles(candled).possible_high[3]))
    assert tip(candled, top + QPoint(0, 2)) != ""
    assert tip(candled, top - QPoint(0, 6)) == ""
    assert tip(candled, QPoint(candled.chart.plot.width() + 20, 200)) == ""
    candled.key(Qt.Key.Key_C, ALT)
    assert tip(candled, spot(candled, 3, 2.2)) == ""


def test_too_many_bars_are_drawn_as_the_line(user: User) -> None:
    user.chart.set_range("Max")
    line = user.picture()
    user.key(Qt.Key.Key_C, ALT)
    trace = user.chart.frame.trace
    assert trace is not None
    assert not trace.draws_candles(user.chart.frame.viewport)
    assert user.picture() == line
    assert tip(user, spot(user, len(user.series) - 1, user.series.ratio)) == ""


def test_weeks_have_candles_of_all_their_days(user: User) -> None:
    user.chart.set_range("6M")
    user.key(Qt.Key.Key_C, ALT)
    days = candles(user)
    user.command("W").trigger()
    weeks = candles(user)
    assert len(weeks) == len(user.series)
    last = weeks.sessions[-2], weeks.sessions[-1]
    within = (days.sessions > last[0]) & (days.sessions <= last[1])
    assert weeks.open[-1] == days.open[within][0]
    assert weeks.close[-1] == days.close[within][-1]
    # A week surely reached what each of its days surely reached.
    assert weeks.known_high[-1] == days.known_high[within].max()
    assert weeks.known_low[-1] == days.known_low[within].min()


def test_another_pair_another_basis_and_the_swap_have_their_own(user: User) -> None:
    user.chart.set_range("3M")
    user.key(Qt.Key.Key_C, ALT)
    first = candles(user)
    user.command("Total return").trigger()
    assert candles(user).close[0] == user.series.values[0] != first.close[0]
    user.command("Price").trigger()
    user.key(Qt.Key.Key_X)
    assert candles(user).possible_high == pytest.approx(1 / first.possible_low)
    user.open("QQQ/IWM")
    user.chart.set_range("3M")
    assert candles(user).close == pytest.approx(user.series.values)


def test_candles_are_there_again_at_the_next_start(open_user: Callable[..., User]) -> None:
    first = open_user()
    first.key(Qt.Key.Key_C, ALT)
    first.chart.set_range("3M")
    first.place(2.5)
    close(first.desk)
    second = open_user()
    assert second.command("Candles").isChecked()
    assert len(candles(second)) == len(second.series)
