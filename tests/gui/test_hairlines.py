"""Lines of one pixel where a pixel is no whole number of the device's."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from ratiodesk.chart.polygon import draw_hairlines

pytestmark = pytest.mark.usefixtures("qapp")

_ROWS = (2, 5, 9, 14, 20)


def drawn(device_ratio: float) -> np.ndarray:
    """Return where an image has the ink of lines from its left edge to its right one."""
    side = round(32 * device_ratio)
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(device_ratio)
    image.fill(QColor("white"))
    corners = np.array([(0, row, 31, row) for row in _ROWS], np.int32)
    with QPainter(image) as painter:
        painter.setBrush(QColor("black"))
        draw_hairlines(painter, corners, device_ratio)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(side, side)
    return (pixels & 0xFFFFFF) == 0


@pytest.mark.parametrize(("device_ratio", "thickness"), [(1.0, 1), (1.25, 1), (1.5, 1), (1.75, 1), (2.0, 2), (2.5, 2)])
def test_all_are_as_thin_as_each_other_and_reach_the_edge(device_ratio: float, thickness: int) -> None:
    ink = drawn(device_ratio)
    assert ink[:, 0].tolist() == ink[:, -1].tolist()
    rows = np.flatnonzero(ink.all(axis=1))
    assert len(rows) == thickness * len(_ROWS)
    assert rows[::thickness].tolist() == pytest.approx([row * device_ratio for row in _ROWS], abs=0.5)
