"""Columns of numbers as Qt's points and rectangles, without an object for each of them."""

import math
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import shiboken6
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPolygonF

from ratiodesk.domain.series import Floats

# Whole pixels, as Qt keeps rectangles.
Corners = npt.NDArray[np.int32]


def polygon(x: Floats, y: Floats) -> QPolygonF:
    """Return points, given by columns of shape (n,)."""
    made = QPolygonF()
    made.resize(len(x))
    if len(x):
        # The points lie one after the other: x and y of the first, x and y of the second …
        # The types of shiboken6 know neither this constructor nor that its value is a buffer.
        address: Any = shiboken6.VoidPtr(cast("Any", made.data()), *cast("Any", (2 * x.itemsize * len(x), True)))
        memory = np.frombuffer(address, np.float64)
        memory[0::2], memory[1::2] = x, y
    return made


def draw_rects(painter: QPainter, corners: Corners) -> None:
    """Fill rectangles of whole pixels with the painter's brush, without an outline.

    Parameters
    ----------
    corners
        First column, first row, last column and last row of each [px], shape (n, 4), contiguous.
    """
    if len(corners):
        painter.setPen(Qt.PenStyle.NoPen)
        # Qt takes the first of an array of rectangles for all of them; whole ones it fills several times as fast.
        address = corners.__array_interface__["data"][0]
        painter.drawRects(cast("QRect", shiboken6.wrapInstance(address, cast("Any", QRect))), len(corners))


def draw_hairlines(painter: QPainter, corners: Corners, device_ratio: float) -> None:
    """Fill rectangles one pixel wide, all as thin as each other: at 125 % one in four would be twice as wide.

    Parameters
    ----------
    corners
        As of :func:`draw_rects`.
    device_ratio
        Device pixels in a pixel, infinite where there are none.
    """
    if math.isinf(device_ratio) or not device_ratio % 1:
        draw_rects(painter, corners)
        return
    first, last = np.rint(corners[:, :2] * device_ratio), np.rint((corners[:, 2:] + 1) * device_ratio) - 1
    last = np.where(corners[:, :2] == corners[:, 2:], first + max(math.floor(device_ratio), 1) - 1, last)
    painter.save()
    painter.scale(1 / device_ratio, 1 / device_ratio)
    draw_rects(painter, np.hstack((first, last)).astype(np.int32))
    painter.restore()
