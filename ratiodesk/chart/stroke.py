"""Lines of many bars, drawn fast."""

import math

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ratiodesk.chart.detail import Points, Runs, is_dense, points, runs
from ratiodesk.chart.polygon import draw_rects, polygon
from ratiodesk.chart.pyramid import Pyramid
from ratiodesk.chart.viewport import Viewport

# Qt's rasteriser keeps coordinates in 16 bits of whole pixels.
_FARTHEST_PX = 4000.0
_POINT_RADIUS_PX = 2.5
# What has no pixels takes a line a little wider than theirs, through so many columns in each of them at most.
_OUTLINE_PX, _OUTLINE_COLUMNS = 1.2, 4
# Qt strokes a pen of one device pixel ten times as fast as a wider one: a wide line is some thin ones side by side.
_WIDE_FROM = 1.75
_WIDE_OFFSETS = ((-0.25, -0.25), (0.25, -0.25), (-0.25, 0.25), (0.25, 0.25))


def stroke(painter: QPainter, line: Pyramid, viewport: Viewport, colour: str, device_ratio: float = 1.0) -> None:
    """Draw a line through the bars in sight, about one pixel wide.

    Parameters
    ----------
    painter
        Draws in pixels of the chart, from the top left corner of *viewport*.
    device_ratio
        Device pixels in one of them, infinite where there are none.
    """
    if math.isinf(device_ratio):
        _stroke_outline(painter, line, viewport, colour)
    elif is_dense(viewport, 1 / device_ratio):
        stroke_runs(painter, runs(line, viewport, 1 / device_ratio), colour, device_ratio)
    else:
        stroke_points(painter, points(line, viewport), colour, device_ratio)


def _stroke_outline(painter: QPainter, line: Pyramid, viewport: Viewport, colour: str) -> None:
    """Draw a line that can be magnified."""
    column_px = 1 / _OUTLINE_COLUMNS
    drawn = points(line, viewport) if not is_dense(viewport, column_px) else _zigzag(line, viewport, column_px)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(colour), _OUTLINE_PX)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    for first, last in _stretches(drawn):
        x, y = drawn.x[first:last], drawn.y[first:last].clip(-_FARTHEST_PX, _FARTHEST_PX)
        if last - first == 1:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawEllipse(QPointF(x[0], y[0]), _POINT_RADIUS_PX, _POINT_RADIUS_PX)
        else:
            painter.setPen(pen)
            painter.drawPolyline(polygon(x, y))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _zigzag(line: Pyramid, viewport: Viewport, column_px: float) -> Points:
    """Return the top and the bottom of every column, one after the other."""
    found = runs(line, viewport, column_px)
    gaps = np.flatnonzero(np.diff(found.column) > 1) + 1
    x = np.repeat((found.column + 0.5) * column_px, 2)
    y = np.column_stack((found.top, found.bottom)).ravel() * column_px
    return Points(np.insert(x, 2 * gaps, np.nan), np.insert(y, 2 * gaps, np.nan), gapless=not len(gaps))


def stroke_points(painter: QPainter, line: Points, colour: str, device_ratio: float) -> None:
    """Draw an antialiased line; a bar between two gaps is a dot."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(colour), 1.0)
    pen.setCosmetic(True)
    painter.setPen(pen)
    offsets = _WIDE_OFFSETS if device_ratio >= _WIDE_FROM else ((0.0, 0.0),)
    for first, last in _stretches(line):
        x, y = line.x[first:last], line.y[first:last].clip(-_FARTHEST_PX, _FARTHEST_PX)
        if last - first == 1:
            painter.setBrush(QColor(colour))
            painter.drawEllipse(QPointF(x[0], y[0]), _POINT_RADIUS_PX, _POINT_RADIUS_PX)
            continue
        for across, down in offsets:
            painter.drawPolyline(polygon(x + across, y + down))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def stroke_runs(painter: QPainter, line: Runs, colour: str, device_ratio: float) -> None:
    """Fill runs of pixels."""
    if not len(line.column):
        return
    width = 2 if device_ratio >= _WIDE_FROM else 1
    rects = np.empty((len(line.column), 4), np.int32)
    rects[:, 0], rects[:, 1] = line.column, line.top.clip(-_FARTHEST_PX, _FARTHEST_PX)
    rects[:, 2], rects[:, 3] = line.column + (width - 1), line.bottom.clip(-_FARTHEST_PX, _FARTHEST_PX) + (width - 1)
    painter.save()
    painter.scale(1 / device_ratio, 1 / device_ratio)
    painter.setBrush(QColor(colour))
    draw_rects(painter, rects)
    painter.restore()


def _stretches(line: Points) -> list[tuple[int, int]]:
    """Return the stretches of bars without a gap."""
    if line.gapless:
        return [(0, len(line.y))] if len(line.y) else []
    known = np.concatenate(([False], np.isfinite(line.y), [False])).astype(np.int8)
    edges = np.flatnonzero(np.diff(known)).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))
