"""A session that is still on: its point is hollow, and the zone says that it may change."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from fake_ports import CLOSES, of_yahoo
from fake_world import World, wait_idle
from person import User
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage

from ratiodesk.chart.chart import Chart
from ratiodesk.chart.curve_part import FORMING_RADIUS_PX
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.layout import View
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.series import Basis, RatioSeries
from ratiodesk.ui.theme import DARK, LIGHT, Theme

DAYS = np.datetime64("2022-01-03", "D") + np.arange(40, dtype="timedelta64[D]")
# It rises to the last bar but three and is level from there, so the last point lies on its own line.
VALUES = np.minimum(2.0 + 0.01 * np.arange(40), 2.36)
FORMING = RatioSeries(Pair.parse("SPY/IWM"), Basis.PRICE, DAYS, VALUES, VALUES, VALUES, 400.0, 200.0, forming=True)


@pytest.fixture(params=[DARK, LIGHT], ids=["dark", "light"])
def themed(request: pytest.FixtureRequest, qtbot: Any) -> Iterator[tuple[Chart, Theme]]:
    chart = Chart(request.param.chart_palette())
    qtbot.addWidget(chart)
    chart.resize(900, 500)
    yield chart, request.param
    chart.close()


def paint(chart: Chart, series: RatioSeries) -> tuple[QImage, QPoint]:
    """Show all of a series; return the picture and where its last point is."""
    chart.set_series(series, View(range="Max"))
    return chart.grab().toImage(), chart.point_of(series.session, series.ratio)


def is_curve(image: QImage, at: QPoint, theme: Theme) -> bool:
    """Return whether a pixel is nearer to the curve's colour than to the background's."""
    pixel, curve, ground = image.pixelColor(at), QColor(theme.chart_palette().curve), QColor(theme.card)
    return _apart(pixel, curve) < _apart(pixel, ground)


def _apart(one: QColor, other: QColor) -> int:
    return sum(abs(a - b) for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True))


# Rows counted from the last point, wherever in its pixel that lies. The ring has a radius of 3.5 px and a pen of
# 1.6 px, so it covers 2.7 to 4.3 px; the middles of rows −4 and 3 are 3 to 4 px away, those of −2, −1 and 1 at most
# 2 px. Row 0 has the dotted line of the last ratio.
RING, INSIDE = (-4, 3), (-2, -1, 1)


def rows_painted(image: QImage, last: QPoint, rows: tuple[int, ...], theme: Theme) -> list[bool]:
    return [is_curve(image, last + QPoint(0, row), theme) for row in rows]


def test_the_forming_bar_is_a_hollow_point(themed: tuple[Chart, Theme]) -> None:
    chart, theme = themed
    assert FORMING_RADIUS_PX == 3.5
    image, last = paint(chart, FORMING)
    assert rows_painted(image, last, RING, theme) == [True, True]
    assert rows_painted(image, last, INSIDE, theme) == [False, False, False]


def test_a_final_bar_has_no_ring(themed: tuple[Chart, Theme]) -> None:
    chart, theme = themed
    image, last = paint(chart, replace(FORMING, forming=False))
    assert rows_painted(image, last, RING, theme) == [False, False]


def test_a_forming_bar_that_is_panned_out_of_sight_is_not_painted(themed: tuple[Chart, Theme]) -> None:
    chart, _ = themed
    pictures = []
    for series in (FORMING, replace(FORMING, forming=False)):
        chart.set_series(series, View(range="Max"))
        chart.move_to(chart.frame.viewport.panned(-8, len(series)))
        pictures.append(chart.grab().toImage())
    assert pictures[0] == pictures[1]


@pytest.fixture
def forming(open_faked: Callable[..., User], world: World) -> User:
    world.feed.give(of_yahoo("SPY", CLOSES["SPY"], forming=True))
    return open_faked("SPY/IWM")


def test_the_zone_says_forming_and_why(forming: User) -> None:
    forming.desk.open_pair.add_level(2.0)
    assert forming.text("zoneName") == "Above, forming"
    assert "still on" in forming.find("zoneName").toolTip()


def test_a_final_session_takes_that_back(forming: User, world: World) -> None:
    world.feed.give(of_yahoo("SPY", CLOSES["SPY"]))
    forming.key(Qt.Key.Key_F5)
    wait_idle(forming.desk.parts, forming.qtbot)
    assert forming.text("zoneName") == "No levels"
    assert forming.find("zoneName").toolTip() == ""


@pytest.mark.parametrize("interval", [Interval.WEEKLY, Interval.MONTHLY])
def test_a_week_and_a_month_form_with_their_last_session(forming: User, interval: Interval) -> None:
    forming.desk.view.actions_.intervals[interval].trigger()
    assert forming.chart.frame.series is not None
    assert forming.chart.frame.series.forming


def test_a_leg_that_forms_a_session_the_other_lacks_forms_nothing(
    open_faked: Callable[..., User], world: World
) -> None:
    world.feed.give(of_yahoo("SPY", (*CLOSES["SPY"], 430.0), forming=True))
    user = open_faked("SPY/IWM")
    # The last common session is 7 January; only SPY has one on 8 January.
    assert user.desk.open_pair.series is not None
    assert not user.desk.open_pair.series.forming
    assert "forming" not in user.text("zoneName")
