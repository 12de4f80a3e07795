"""What is on the screen: pixels at data points, in both themes."""

from collections.abc import Callable

import numpy as np
import pytest
from person import User
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ratiodesk.chart.axis_tag import axis_tags
from ratiodesk.chart.chart import Chart
from ratiodesk.chart.frame import AXIS_WIDTH_PX
from ratiodesk.domain.series import as_date
from ratiodesk.ui.theme import DARK, LIGHT, Theme, apply_theme


def picture(chart: Chart) -> QImage:
    return chart.grab().toImage()


def near(pixel: QColor, wanted: str, tolerance: int = 12) -> bool:
    aim = QColor(wanted)
    return all(abs(a - b) <= tolerance for a, b in zip(pixel.getRgb()[:3], aim.getRgb()[:3], strict=True))


def has_colour(image: QImage, at: QPoint, wanted: str, reach: int = 1) -> bool:
    around = range(-reach, reach + 1)
    return any(near(image.pixelColor(at + QPoint(x, y)), wanted) for x in around for y in around)


def share(pixel: QColor, wanted: str, ground: str) -> float:
    """Return how far a pixel is on the way from one colour to another."""
    (end, start), at = (QColor(colour).getRgb()[:3] for colour in (wanted, ground)), pixel.getRgb()[:3]
    way = np.subtract(end, start)
    return float(np.subtract(at, start) @ way / (way @ way))


@pytest.fixture(params=[DARK, LIGHT], ids=["dark", "light"])
def themed(request: pytest.FixtureRequest, user: User) -> tuple[User, Theme]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, request.param, user.desk.window)
    user.desk.view.set_theme(request.param)
    return user, request.param


def test_lines_tags_zones_and_curve_have_their_colours(themed: tuple[User, Theme]) -> None:
    user, theme = themed
    user.place(2.7, 2.5, 2.3)
    user.chart.select(None)
    chart, image = user.chart, picture(user.chart)
    background = QColor(theme.card)
    series = chart.frame.series
    assert series is not None
    for level in user.levels.values():
        row = round(chart.frame.viewport.y_of(level.ratio))
        assert near(image.pixelColor(QPoint(chart.plot.width() // 2 + 40, row)), theme.level)
        assert has_colour(image, QPoint(chart.plot.width() + 8, row), theme.level)
    assert has_colour(image, chart.point_of(series.session, series.ratio), theme.accent)
    assert has_colour(image, QPoint(chart.plot.width() + 8, user.row(series.ratio)), theme.accent)
    # The plot is shaded above the stop, in the entry zone and below the target, and plain between.
    column = chart.plot.width() - 8
    shaded = {name: image.pixelColor(QPoint(column, user.row(ratio))) for name, ratio in
              {"stop": 2.74, "entry": 2.61, "hold": 2.41}.items()}  # fmt: skip
    assert near(shaded["hold"], theme.card, 1)
    assert shaded["stop"] != background
    assert shaded["entry"] not in (background, shaded["stop"])


def test_crosshair_tags_both_axes_and_the_status_reads_distances(user: User) -> None:
    user.place(2.7, 2.5, 2.3)
    plain = picture(user.chart)
    row = user.row(2.4)
    user.move(QPoint(400, row))
    image, field = picture(user.chart), user.chart.frame.palette.field
    dashes = range(690, 710)
    assert any(image.pixelColor(x, row) != plain.pixelColor(x, row) for x in dashes)
    assert near(image.pixelColor(user.chart.plot.width() + 6, row), field)
    assert has_colour(image, QPoint(400, user.chart.plot.height() + 10), field)
    user.qtbot.waitUntil(lambda: "cursor" in user.text("statusReading"))
    reading = user.text("statusReading")
    assert "stop +" in reading
    assert "target −" in reading
    QTest.mouseMove(user.find("pairsList"), QPoint(5, 5))


def test_the_curve_is_where_the_data_says(user: User) -> None:
    user.chart.set_range("1M")
    image, series = picture(user.chart), user.chart.frame.series
    assert series is not None
    palette, near_by = user.chart.frame.palette, range(-2, 3)
    for bar in range(len(series) - 15, len(series)):
        point = user.chart.point_of(as_date(series.sessions[bar]), float(series.values[bar]))
        pixels = [image.pixelColor(point + QPoint(x, y)) for x in near_by for y in near_by]
        # A line between two rows of pixels has half of its colour in each.
        drawn = max(share(pixel, palette.curve, palette.background) for pixel in pixels)
        assert drawn > 0.45, f"bar {bar} is not drawn at {point}"


def test_a_line_beyond_the_view_leaves_an_arrow_at_the_edge(user: User) -> None:
    user.place(2.5)
    (level,) = user.desk.open_pair.layout.levels
    assert user.desk.open_pair.set_value(level.id, "9.5") == ""
    image = picture(user.chart)
    edge = QPoint(user.chart.plot.width() + 4, 4)
    assert near(image.pixelColor(edge), user.chart.frame.palette.level)
    user.desk.open_pair.set_value(level.id, "2.5")
    assert not near(picture(user.chart).pixelColor(edge), user.chart.frame.palette.level)


def test_no_weekend_gaps_every_session_is_one_bar_wide(user: User) -> None:
    user.chart.set_range("1M")
    series = user.chart.frame.series
    assert series is not None
    steps = [user.chart.point_of(as_date(day), 2.5).x() for day in series.sessions[-15:]]
    assert np.ptp(np.diff(steps)) <= 1


def test_system_colour_scheme_is_followed_live(user: User, qtbot: object) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    hints = application.styleHints()
    seen = []
    for scheme, theme in ((Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Light, LIGHT)):
        hints.colorSchemeChanged.emit(scheme)
        seen.append(user.chart.frame.palette == theme.chart_palette())
    assert seen == [True, True]


@pytest.mark.parametrize("size", [(1024, 700), (1240, 800), (1280, 800), (1300, 800), (1600, 950)])
def test_nothing_is_cut_off(open_user: Callable[..., User], size: tuple[int, int]) -> None:
    user = open_user(size=size)
    user.place(2.7, 2.5, 2.3)
    QApplication.processEvents()
    window = user.desk.window
    for name in ("pairEntry", "swapPair", "rangeButtons", "basis", "logScale", "levelTool", "undo", "redo"):
        widget = user.find(name)
        assert widget.isVisible(), f"{name} does not fit the toolbar"
        right = widget.mapTo(window, widget.rect().topRight()).x()
        assert right <= window.width(), f"{name} ends at {right}"
    sidebar = user.desk.view.sidebar
    assert sidebar.widget().width() <= sidebar.viewport().width()
    for name in ("planTable", "legsTable", "outcomeTable", "portfolioTable"):
        table = user.find(name)
        assert table.horizontalHeader().length() <= table.viewport().width(), f"{name} is too narrow"


def test_every_tag_fits_the_axis(user: User) -> None:
    user.desk.parts.opener.swap()
    for ratio in (0.51282051, 0.42553191, 0.3917):
        user.desk.open_pair.add_level(ratio)
    metrics = QFontMetricsF(user.chart.frame.letters.bold)
    for tag in axis_tags(user.chart.frame):
        assert metrics.horizontalAdvance(tag.text) <= AXIS_WIDTH_PX - 6, tag.text
