"""The chart's ground: background, the bands of the plan, grid lines."""

import math
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QRegion

from ratiodesk.chart.frame import Frame
from ratiodesk.chart.part import Exposed, Part, colour, differs, strip, touches
from ratiodesk.chart.polygon import draw_hairlines
from ratiodesk.chart.tick import ratio_ticks

# First and last row, and colour.
_Band = tuple[int, int, str]


class GroundPart(Part):
    """Fills everything, so that what lies above may be transparent.

    All its colours are opaque, mixed beforehand: blending a line that runs down takes thirty times as long.
    """

    reads = ("viewport", "palette", "plan", "trace", "hides_levels", "panes")

    def __init__(self) -> None:
        self._rows: list[int] = []
        self._columns: list[int] = []

    def take(self, before: Frame | None, frame: Frame) -> QRegion | None:
        if before is None or differs(before, frame, ("viewport", "trace")):
            self._rows, self._columns = _grid(frame)
        return super().take(before, frame)

    def damage(self, before: Frame, frame: Frame) -> QRegion:
        if differs(before, frame, ("viewport", "palette", "trace", "panes")):
            return super().damage(before, frame)
        bands = _bands(before), _bands(frame)
        if len(bands[0]) != len(bands[1]):
            return super().damage(before, frame)
        region = QRegion()
        for old, new in zip(*bands, strict=True):
            if old[2] != new[2]:
                region += strip(min(old[0], new[0]), max(old[1], new[1]), frame)
            for then, now in zip(old[:2], new[:2], strict=True):
                if then != now:
                    region += strip(then, now, frame)
        return region

    def draw(self, painter: QPainter, frame: Frame, exposed: Exposed) -> None:
        view, palette = frame.viewport, frame.palette
        width, height = frame.size
        ground, right = colour(palette.background), math.ceil(view.width)
        painter.fillRect(QRectF(view.width, 0, width - view.width, view.height), ground)
        painter.fillRect(QRectF(0, view.height, width, height - view.height), ground)
        # Columns first, then rows: Qt fills an array of rectangles faster than as many one by one.
        lines = np.empty((len(self._columns) + len(self._rows), 4), np.int32)
        down, across = lines[: len(self._columns)], lines[len(self._columns) :]
        down[:, 0] = down[:, 2] = self._columns
        across[:, 0], across[:, 2] = 0, right - 1
        # The grid of a band lies over it, in the band's own shade.
        for top, bottom, tint in _ground(frame):
            if touches(exposed, top, bottom, right=view.width):
                painter.fillRect(0, top, right, bottom - top, _mixed(tint, palette.background))
                painter.setBrush(_mixed(palette.grid, tint, palette.background))
                rows = [row for row in self._rows if top <= row < bottom]
                down[:, 1], down[:, 3] = top, bottom - 1
                across[: len(rows), 1] = across[: len(rows), 3] = rows
                draw_hairlines(painter, lines[: len(down) + len(rows)], frame.device_ratio)
        if frame.panes:
            painter.setBrush(_mixed(palette.grid, palette.background))
            down[:, 1], down[:, 3] = frame.pane_top(0), height
            draw_hairlines(painter, down, frame.device_ratio)


def _grid(frame: Frame) -> tuple[list[int], list[int]]:
    """Return the rows and columns of the grid's lines."""
    view = frame.viewport
    if frame.trace is None:
        return [], []
    rows = [round(view.y_of(tick.at)) for tick in ratio_ticks(view)]
    columns = [round(view.x_of(tick.at)) for tick in frame.trace.date_ticks(view) if tick.label]
    return rows, [column for column in columns if 0 <= column <= view.width]


@lru_cache(maxsize=64)
def _mixed(*colours: str) -> QColor:
    """Return what translucent colours look like one over the other, the lowest, an opaque one, last."""
    mixed = QColor(colours[-1])
    for name in reversed(colours[:-1]):
        over = QColor(name)
        share = over.alphaF()
        channels = ((over.red(), mixed.red()), (over.green(), mixed.green()), (over.blue(), mixed.blue()))
        mixed = QColor(*(round(top * share + below * (1 - share)) for top, below in channels))
    return mixed


def _ground(frame: Frame) -> list[_Band]:
    """Return the bands, and the rest of the plot between them."""
    height, background = frame.viewport.height, frame.palette.background
    parts: list[_Band] = []
    row = 0
    for top, bottom, tint in sorted(_bands(frame)):
        parts += [(row, top, background), (top, bottom, tint)]
        row = bottom
    return [part for part in (*parts, (row, math.ceil(height), background)) if part[0] < part[1]]


def _bands(frame: Frame) -> list[_Band]:
    view, palette, plan = frame.viewport, frame.palette, frame.plan
    if plan is None or frame.trace is None or frame.hides_levels:
        return []
    stop, entry, target = (
        min(max(view.y_of(ratio), 0.0), view.height) for ratio in (plan.stop, plan.entry, plan.target)
    )
    upright = plan.stop > plan.target
    beyond_stop, beyond_target = (0.0, view.height) if upright else (view.height, 0.0)
    bands = (
        (beyond_stop, stop, palette.loss_zone), (stop, entry, palette.entry_zone),
        (target, beyond_target, palette.gain_zone),
    )  # fmt: skip
    return [(*(round(row) for row in sorted((first, last))), colour) for first, last, colour in bands]  # type: ignore[misc]
