"""The part of the history in sight: named, saved and shown again as it was."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from ratiodesk.chart.chart import Chart
from ratiodesk.chart.date_range import NAMES
from ratiodesk.domain.layout import Scale, View
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.series import Basis, RatioSeries
from ratiodesk.ui.theme import DARK

DAYS = np.datetime64("2018-01-01", "D") + np.arange(1_500, dtype="timedelta64[D]")
# Two gentle waves between 1.5 and 2.5.
VALUES = 2.0 + 0.5 * np.sin(np.arange(1_500) / 1_500 * 4 * np.pi)
SERIES = RatioSeries(Pair.parse("SPY/IWM"), Basis.PRICE, DAYS, VALUES, VALUES, VALUES, 400.0, 200.0)


@pytest.fixture
def chart(qtbot: Any) -> Iterator[Chart]:
    chart = Chart(DARK.chart_palette())
    qtbot.addWidget(chart)
    chart.resize(1_000, 600)
    chart.set_series(SERIES, View())
    yield chart
    chart.close()


def shown_again(chart: Chart, view: View) -> View:
    chart.set_series(SERIES, view)
    return chart.view()


@pytest.mark.parametrize("scale", Scale)
@pytest.mark.parametrize("name", NAMES)
def test_a_named_range_is_shown_again_as_it_was(chart: Chart, name: str, scale: Scale) -> None:
    view = View(range=name, scale=scale)
    assert shown_again(chart, view) == view


@pytest.mark.parametrize(("start", "end"), [(date(2020, 6, 1), date(2021, 6, 1)), (date(2018, 3, 1), date(2018, 4, 1))])
def test_a_range_of_dates_is_shown_again_as_it_was(chart: Chart, start: date, end: date) -> None:
    view = View(range="custom", start=start, end=end)
    for _ in range(5):
        assert shown_again(chart, view) == view


def test_a_panned_view_is_shown_again_as_it_was(chart: Chart) -> None:
    port = chart.frame.viewport
    chart.move_to(port.panned(-300, len(SERIES)))
    view, before = chart.view(), chart.frame.viewport
    chart.set_series(SERIES, View(range="Max"))
    assert shown_again(chart, view) == view
    # A session is 0.85 px wide here; the day is kept, the part of it is not.
    assert chart.frame.viewport.left == pytest.approx(before.left, abs=1.5)
    assert chart.frame.viewport.right == pytest.approx(before.right, abs=1.5)


def test_a_ratio_axis_the_user_took_is_kept_and_can_be_let_go(chart: Chart) -> None:
    port = chart.frame.viewport
    chart.move_to(replace(port, low=1.0, high=3.0), name=None, follows=False)
    view = chart.view()
    assert (view.low, view.high) == (1.0, 3.0)
    assert shown_again(chart, view) == view
    assert (chart.frame.viewport.low, chart.frame.viewport.high) == (1.0, 3.0)
    chart.fit()
    assert (chart.view().low, chart.view().high) == (None, None)


def test_a_saved_ratio_axis_that_no_log_scale_can_show_is_let_go(chart: Chart) -> None:
    view = shown_again(chart, View(scale=Scale.LOG, low=-1.0, high=3.0))
    assert (view.low, view.high) == (None, None)
    assert 0 < chart.frame.viewport.low < 1.6


@pytest.mark.parametrize("name", ["2Y", "", "custom"])
def test_an_unknown_range_shows_three_years(chart: Chart, name: str) -> None:
    chart.set_series(SERIES, View(range="3Y"))
    usual = chart.frame.viewport
    chart.set_series(SERIES, View(range=name))
    assert chart.frame.viewport == usual
