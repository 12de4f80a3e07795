"""The yardstick measures the same thing: chart and painter show the same picture in every turn."""

from collections.abc import Iterator

import numpy as np
import pytest
from measure_frames import load_rivals, measure
from PySide6.QtGui import QImage
from rival import TUNED, YARDSTICK, Rival
from scene import FRAME_MOVES, Scene, make_scene

OURS, COUNT = "ratiodesk", 5_400
# A channel of 255 steps; the painter writes one more digit on its tags, and draws many bars to a pixel as a line.
NOTICED, MOST_OTHER = 48, 0.02

pytestmark = pytest.mark.slow

Charts = tuple[Scene, dict[str, Rival]]


@pytest.fixture(scope="module")
def charts(qapp: object) -> Iterator[Charts]:
    scene = make_scene(COUNT)
    charts = load_rivals((OURS, YARDSTICK, TUNED), scene)
    yield scene, charts
    for chart in charts.values():
        chart.window.close()
        chart.window.deleteLater()


@pytest.mark.parametrize("move", FRAME_MOVES)
def test_the_painter_shows_what_the_chart_shows(charts: Charts, move: str) -> None:
    scene, rivals = charts
    measure(scene, rivals, 1, (move,))
    ours, theirs = (pixels(rivals[name]).astype(int) for name in (OURS, YARDSTICK))
    assert (np.abs(ours - theirs).max(axis=2) > NOTICED).mean() < MOST_OTHER


@pytest.mark.parametrize("name", [OURS, YARDSTICK, TUNED])
def test_the_crosshair_of_one_turn_is_not_in_the_pictures_of_the_next(charts: Charts, name: str) -> None:
    scene, rivals = charts
    measure(scene, rivals, 1, ("pan",))
    before = pixels(rivals[name])
    measure(scene, rivals, 1, ("crosshair",))
    assert (pixels(rivals[name]) != before).any()
    measure(scene, rivals, 1, ("pan",))
    assert (pixels(rivals[name]) == before).all()


def pixels(chart: Rival) -> np.ndarray:
    """Return what a chart shows, shape (rows, columns, 3)."""
    image = chart.painted.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    # A copy: the memory ends with the image.
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine()).copy()
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)
