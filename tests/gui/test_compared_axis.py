"""The axis and the title of a second ratio stand inside the plot, on a veil over the curves."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from damage_walk import BARS, history, series_of
from PySide6.QtGui import QColor, QImage

from ratiodesk.chart.chart import Chart
from ratiodesk.chart.level_part import _names
from ratiodesk.chart.pane import OwnLine, Pane, own_axis
from ratiodesk.chart.pyramid import Pyramid
from ratiodesk.chart.tick import even_ticks
from ratiodesk.chart.title_part import title_rects
from ratiodesk.domain.layout import View
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.ratio import Ratio
from ratiodesk.ui.theme import DARK, LIGHT, Theme

OTHER = Pane("", (OwnLine("QQQ/IWM", Pyramid(history(9)), second=True),), decimals=3)


@pytest.fixture(params=[DARK, LIGHT], ids=["dark", "light"])
def flat(request: pytest.FixtureRequest, qapp: Any) -> Iterator[tuple[Chart, Theme]]:
    """A ratio that is 2 on every session, with another one over it."""
    chart = Chart(request.param.chart_palette())
    chart.resize(900, 560)
    chart.set_series(series_of(np.full(BARS, 2.0)), View(range="1Y"))
    chart.set_panes((), OTHER)
    chart.show()
    yield chart, request.param
    chart.close()
    chart.deleteLater()


def with_curve_at(chart: Chart, row: float) -> QImage:
    """Return the picture with the flat curve at a row."""
    height = chart.frame.viewport.height
    low, high = 2 - (height - row) / 1000, 2 + row / 1000
    chart.move_to(replace(chart.frame.viewport, low=low, high=high), follows=False)
    assert chart.frame.viewport.y_of(2.0) == pytest.approx(row)
    return chart.grab().toImage()


def curve_share(image: QImage, x: int, row: int, palette: Any) -> float:
    """Return how much of the curve's colour is left at its row, or the row beside that."""
    (start, end) = (np.array(QColor(name).getRgb()[:3], float) for name in (palette.background, palette.curve))
    seen = [np.array(image.pixelColor(x, y).getRgb()[:3], float) for y in (row - 1, row, row + 1)]
    return max(float((each - start) @ (end - start) / ((end - start) @ (end - start))) for each in seen)


def label_rows(chart: Chart) -> list[float]:
    view = chart.frame.viewport
    axis = own_axis(OTHER, view, view.height)
    assert axis is not None
    own = axis.viewport
    rows = [own.y_of(tick.at) for tick in even_ticks(own.low, own.high, max(2.0, own.height / 92))]
    return [row for row in rows if 60 < row < view.height - 60]


def test_the_curve_does_not_strike_the_labels(flat: tuple[Chart, Theme]) -> None:
    chart, theme = flat
    palette = theme.chart_palette()
    rows = label_rows(chart)
    assert rows
    for row in rows:
        middle = round(row)
        image = with_curve_at(chart, middle + 0.5)
        # Beside the first letter, and well behind the last.
        assert curve_share(image, 4, middle, palette) < 0.5
        assert curve_share(image, 120, middle, palette) > 0.8


def test_nor_the_title(flat: tuple[Chart, Theme]) -> None:
    chart, theme = flat
    (rect,) = title_rects(chart.frame)
    middle = round(rect.center().y())
    image = with_curve_at(chart, middle + 0.5)
    assert curve_share(image, round(rect.left()) + 1, middle, theme.chart_palette()) < 0.5
    assert curve_share(image, round(rect.right()) + 20, middle, theme.chart_palette()) > 0.8


@pytest.mark.parametrize("row", [0.0, 5.0, 12.0, 20.0, 30.0])
def test_names_of_lines_keep_off_the_title(flat: tuple[Chart, Theme], row: float) -> None:
    chart, _ = flat
    chart.set_levels([Level(LevelId("one"), Ratio(chart.ratio_at(row)))], None)
    (name,) = _names(chart.frame)
    assert not name.rect.intersects(title_rects(chart.frame)[0])
