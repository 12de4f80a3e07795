"""The history as it is painted: level of detail is pixel for pixel the picture of every bar."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from ratiodesk.chart.detail import BARS_PER_COLUMN, column_of, is_dense, runs
from ratiodesk.chart.pyramid import Pyramid
from ratiodesk.chart.stroke import stroke, stroke_runs
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.series import Floats

WIDTH, HEIGHT = 1_250, 800
CURVE, GROUND = "#60a0f0", 0xFF000000
# Of less steep steps Qt's rounding cannot be seen.
STEEP_ROWS = 200
DEVICE_RATIOS = (1.0, 1.25, 1.5)
Pixels = npt.NDArray[np.uint32]

pytestmark = pytest.mark.usefixtures("qapp")


def walk(count: int, seed: int = 1) -> Floats:
    return np.exp(np.cumsum(np.random.default_rng(seed).normal(0, 0.01, count)))


def plateaus(count: int) -> Floats:
    """Hundreds of bars at one ratio, then a step."""
    return np.repeat(walk(-(-count // 700), seed=2) ** 9, 700)[:count]


def spikes(count: int) -> Floats:
    """A walk that is ten thousand times as high, or a ten thousandth, for a bar now and then."""
    generator, values = np.random.default_rng(3), walk(count, seed=3)
    values[generator.integers(0, count, 40)] *= 1e4
    values[generator.integers(0, count, 40)] /= 1e4
    return values


def gaps(count: int) -> Floats:
    """A walk with stretches without values, each wider than some columns."""
    values = walk(count, seed=4)
    for start in np.random.default_rng(4).integers(0, count, 5):
        values[start : start + count // 30] = np.nan
    return values


HISTORIES: dict[str, Callable[[], Floats]] = {
    "walk of 12,000": lambda: walk(12_000),
    "walk of 100,000": lambda: walk(100_000),
    "plateaus": lambda: plateaus(60_000),
    "spikes": lambda: spikes(60_000),
    "gaps": lambda: gaps(60_000),
}


def paint(draw: Callable[[QPainter], None], device_ratio: float) -> Pixels:
    """Return the picture that *draw* paints, in pixels of the device."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(device_ratio)
    image.fill(GROUND)
    painter = QPainter(image)
    draw(painter)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint32).reshape(HEIGHT, WIDTH).copy()


def views(values: Floats, device_ratio: float, *, log: bool) -> list[Viewport]:
    """Return all of a history, a part of it between two bars, one with room at its sides, and one far too low."""
    count, low, high = len(values), float(np.nanmin(values)), float(np.nanmax(values))
    whole = Viewport(0, count - 1, low * 0.9, high * 1.1, log, WIDTH / device_ratio, HEIGHT / device_ratio)
    middle = float(np.nanmedian(values))
    return [
        whole,
        replace(whole, left=0.03 * count + 0.3, right=0.97 * count + 0.3),
        replace(whole, left=-0.04 * count, right=1.07 * count),
        replace(whole, low=middle * 0.8, high=middle * 1.1),
    ]


def line_of_every_bar(x: Floats, y: Floats, device_ratio: float) -> Callable[[QPainter], None]:
    """Return what draws a line of one pixel from each bar to the next, in pixels of the device."""
    # Beyond this Qt's rasteriser has no coordinates.
    y = y.clip(-4_000, 4_000)
    drawn = np.isfinite(y[:-1]) & np.isfinite(y[1:])
    ends = np.column_stack((x[:-1], y[:-1], x[1:], y[1:]))[drawn] / device_ratio

    def draw(painter: QPainter) -> None:
        lines = pg.Qt.internals.PrimitiveArray(QLineF, 4)
        lines.resize(len(ends))
        lines.ndarray()[:] = ends
        pen = QPen(QColor(CURVE), 1)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawLines(*lines.drawargs())

    return draw


def whole_pixels(values: Floats, view: Viewport, device_ratio: float) -> tuple[Floats, Floats]:
    """Return column and row of the pixel that each bar in sight lies in."""
    first, last = view.visible(len(values))
    rows: Floats = np.floor(view.ys_of(values[first:last]) / (1 / device_ratio))
    return column_of(np.arange(first, last), view, 1 / device_ratio).astype(float), rows


def differing(values: Floats, view: Viewport, device_ratio: float) -> int:
    """Return how many pixels of the runs are not those of every bar drawn.

    Left out are corners of very steep steps: Qt keeps the slope of a line in 16 bits, so that of a step of hundreds of
    rows to the next column it puts the last pixel beside the one where the next line begins.
    """
    found = runs(Pyramid(values), view, 1 / device_ratio)
    columns, rows = whole_pixels(values, view, device_ratio)
    every = paint(line_of_every_bar(columns, rows, device_ratio), device_ratio)
    few = paint(lambda painter: stroke_runs(painter, found, CURVE, device_ratio), device_ratio)
    assert (every != GROUND).sum() > WIDTH / 2, "hardly anything is drawn"
    steep = np.flatnonzero((np.diff(columns) > 0) & (np.abs(np.diff(rows)) >= STEEP_ROWS))
    corners = set(zip(rows[steep + 1].tolist(), columns[steep].tolist(), strict=True))
    return len({(row, column) for row, column in np.argwhere(every != few).tolist()} - corners)


@pytest.mark.parametrize("device_ratio", DEVICE_RATIOS)
@pytest.mark.parametrize("log", [False, True], ids=["linear", "log"])
@pytest.mark.parametrize("history", HISTORIES)
def test_runs_are_the_picture_of_every_bar(history: str, log: bool, device_ratio: float) -> None:
    values = HISTORIES[history]()
    for view in views(values, device_ratio, log=log):
        assert is_dense(view, 1 / device_ratio)
        assert differing(values, view, device_ratio) == 0


@pytest.mark.parametrize("device_ratio", [1.0, 1.5])
def test_runs_are_the_picture_of_a_million_bars(device_ratio: float) -> None:
    values = walk(1_000_000)
    for view in views(values, device_ratio, log=True)[:2]:
        assert differing(values, view, device_ratio) == 0


@pytest.mark.parametrize("device_ratio", DEVICE_RATIOS)
@pytest.mark.parametrize("history", ["walk of 12,000", "walk of 100,000", "plateaus"])
def test_whole_pixels_move_few_pixels_of_the_line(history: str, device_ratio: float) -> None:
    values = HISTORIES[history]()
    for view in views(values, device_ratio, log=False)[:3]:
        first, last = view.visible(len(values))
        x, y = (np.arange(first, last) - view.left) * view.bar_px, view.ys_of(values[first:last])
        exact = paint(line_of_every_bar(x * device_ratio, y * device_ratio, device_ratio), device_ratio)
        found = runs(Pyramid(values), view, 1 / device_ratio)
        few = paint(lambda painter, found=found: stroke_runs(painter, found, CURVE, device_ratio), device_ratio)
        # 4 to 5.2 % of the walks' pixels, 2 % at most of the plateaus'.
        assert (exact != few).sum() < 0.06 * drawn(exact).sum()
        # None is further than a pixel from where it belongs.
        assert not (drawn(few) & ~grown(drawn(exact))).any()
        assert not (drawn(exact) & ~grown(drawn(few))).any()


def drawn(picture: Pixels) -> npt.NDArray[np.bool_]:
    return picture != GROUND


def grown(pixels: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return the pixels with those around each."""
    padded = np.pad(pixels, 1)
    views = [padded[down : down + HEIGHT, across : across + WIDTH] for down in range(3) for across in range(3)]
    return np.logical_or.reduce(views)


# Few bars to a column


class Noting(QPainter):
    """Notes the lines and dots instead of drawing them."""

    def __init__(self, image: QImage) -> None:
        super().__init__(image)
        self.lines: list[list[tuple[float, float]]] = []
        self.dots: list[tuple[float, float]] = []

    def drawPolyline(self, polygon: QPolygonF) -> None:  # type: ignore[override]
        self.lines.append([(point.x(), point.y()) for point in polygon])

    def drawEllipse(self, centre: QPointF, *radii: float) -> None:  # type: ignore[override]
        self.dots.append((centre.x(), centre.y()))


def note(values: Floats, view: Viewport, device_ratio: float = 1.0) -> Noting:
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = Noting(image)
    stroke(painter, Pyramid(values), view, CURVE, device_ratio)
    painter.end()
    return painter


def sparse_view(values: Floats, bars: float) -> Viewport:
    return Viewport(100.3, 100.3 + bars, float(np.nanmin(values)), float(np.nanmax(values)), False, WIDTH, HEIGHT)


@pytest.mark.parametrize("bars", [5.0, 300.0, BARS_PER_COLUMN * WIDTH])
def test_up_to_some_bars_a_column_all_are_drawn(bars: float) -> None:
    values = walk(12_000)
    view = sparse_view(values, bars)
    (line,) = note(values, view).lines
    first, last = view.visible(len(values))
    wanted = [(view.x_of(bar), view.y_of(float(values[bar]))) for bar in range(first, last)]
    assert line == [pytest.approx(point, abs=1e-6) for point in wanted]


def test_one_more_bar_and_there_are_runs() -> None:
    values = walk(12_000)
    assert note(values, sparse_view(values, BARS_PER_COLUMN * WIDTH + 1)).lines == []


def test_a_gap_parts_the_line_and_a_bar_between_two_is_a_dot() -> None:
    values = np.array([1.0, 2.0, np.nan, 3.0, np.nan, np.nan, 2.0, 1.0, 2.0])
    view = Viewport(left=0, right=8, low=0, high=4, width=80, height=40)
    noted = note(values, view)
    assert noted.lines == [[(0.0, 30.0), (10.0, 20.0)], [(60.0, 20.0), (70.0, 30.0), (80.0, 20.0)]]
    assert noted.dots == [(30.0, 10.0)]


def test_a_line_without_a_value_is_not_drawn() -> None:
    noted = note(np.full(9, np.nan), Viewport(left=0, right=8, low=0, high=4, width=80, height=40))
    assert (noted.lines, noted.dots) == ([], [])


def test_a_spike_stays_within_the_rasteriser() -> None:
    values = np.array([1.0, 1e12, 1.0, 1.0, 1.0, 1.0])
    (line,) = note(values, Viewport(left=0, right=5, low=0, high=2, width=100, height=100)).lines
    assert line[:3] == [(0.0, 50.0), (20.0, -4_000.0), (40.0, 50.0)]


def test_on_a_fine_screen_the_line_is_as_wide_as_on_a_plain_one() -> None:
    values = np.full(200, 1.0)
    view = Viewport(left=0, right=100, low=0, high=2, width=WIDTH / 2, height=HEIGHT / 2)
    painted = paint(lambda painter: stroke(painter, Pyramid(values), view, CURVE, 2.0), 2.0)
    brightness = (painted & 0xFF).sum(axis=0)
    # Two pixels of the device, whatever part of each: 2 · 240.
    assert brightness[10:-10].min() == pytest.approx(480, abs=12)
    assert brightness[10:-10].max() == pytest.approx(480, abs=12)
    dense = Viewport(left=0, right=20_000, low=0, high=2, width=WIDTH / 2, height=HEIGHT / 2)
    painted = paint(lambda painter: stroke(painter, Pyramid(np.full(30_000, 1.0)), dense, CURVE, 2.0), 2.0)
    assert (painted != GROUND).sum(axis=0).tolist() == [2] * WIDTH
