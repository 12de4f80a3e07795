"""Columns of numbers as Qt's points and rectangles, without an object for each of them."""

from typing import Any, cast

import numpy as np
import numpy.typing as npt
import shiboken6
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPolygonF

from ratiodesk.domain.series import Floats

Whole = npt.NDArray[np.int64]


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


def draw_rects(painter: QPainter, rects: Whole) -> None:
    """Fill rectangles with the painter's brush: left, top, width and height in rows, shape (n, 4) [px].

    Qt fills whole pixels several times as fast as rectangles that might begin between two.
    """
    if len(rects):
        corners = rects.astype(np.int32)
        # Qt keeps the last pixel of a rectangle, and not its size.
        corners[:, 2:] += corners[:, :2] - 1
        painter.setPen(Qt.PenStyle.NoPen)
        address = corners.__array_interface__["data"][0]
        # Qt takes the first of an array of rectangles for all of them.
        painter.drawRects(cast("QRect", shiboken6.wrapInstance(address, cast("Any", QRect))), len(corners))
