"""Columns of numbers as Qt's points and rectangles, without an object for each of them."""

from typing import Any, cast

import numpy as np
import shiboken6
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPolygonF

from ratiodesk.domain.series import Floats


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


def draw_rects(painter: QPainter, rects: Floats) -> None:
    """Draw rectangles: left, top, width, height in rows, shape (n, 4)."""
    if len(rects):
        memory = np.ascontiguousarray(rects)
        # Qt takes the first of an array of rectangles for all of them.
        first = cast("QRectF", shiboken6.wrapInstance(memory.ctypes.data, cast("Any", QRectF)))
        painter.drawRects(first, len(memory))
