"""The surface of the chart, with what part of the history it shows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from ratiodesk.chart import date_range
from ratiodesk.chart.canvas import Canvas
from ratiodesk.chart.palette import Palette
from ratiodesk.chart.sight import USUAL_RANGE, sight_of, view_of
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.layout import View
from ratiodesk.domain.level import LevelId


class MovingCanvas(Canvas):
    """Shows another part of the data, and tells when the user asked for that."""

    view_changed = Signal()

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(palette, parent)
        self._range = USUAL_RANGE

    @property
    def range_name(self) -> str:
        """The named range in sight, or ``custom``."""
        return self._range

    def set_view(self, view: View) -> None:
        """Show the part of the history that *view* names."""
        port, self._follows = sight_of(view, self._frame.trace, self._frame.viewport)
        self._range = view.range
        self._show(viewport=port, basis=view.basis)

    def view(self) -> View:
        """Return what is in sight, in the form :meth:`set_view` takes."""
        frame = self._frame
        return view_of(frame.viewport, frame.series, frame.basis, self._range, follows=self._follows)

    def show_level(self, level_ids: Sequence[LevelId]) -> None:
        """Extend the ratio axis until some lines are in sight."""
        port = self._frame.viewport
        for level in self._frame.shown_levels:
            if level.id in level_ids:
                port = port.reaching(level.ratio)
        self.move_to(port, name=None, follows=False)
        self._rebase()

    def set_range(self, name: str) -> None:
        """Show one of :data:`ratiodesk.chart.date_range.NAMES`."""
        self.set_view(replace(self.view(), range=name, low=None, high=None))
        self.view_changed.emit()
        self._rebase()

    def go_to(self, day: date) -> None:
        """Show as many bars as now around a date, or around the first session after it."""
        series, port = self._frame.series, self._frame.viewport
        if series is not None:
            bar = int(np.searchsorted(series.sessions, np.datetime64(day, "D")))
            self.move_to(port.panned(min(bar, len(series) - 1) - (port.left + port.right) / 2, len(series)))
            self._rebase()

    @Slot(bool)
    def set_log(self, log: bool) -> None:
        """Divide the ratio axis logarithmically, or evenly."""
        port = self._frame.viewport
        if log is not port.log:
            # A logarithm has no place for an axis that reaches below zero.
            self._follows = self._follows or (log and port.low <= 0)
            self._show(viewport=replace(port, log=log))
            self.view_changed.emit()
            self._rebase()

    @Slot()
    def fit(self) -> None:
        """Let the ratio axis follow the visible bars again."""
        self._follows = True
        self.move_to(self._frame.viewport, name=None)
        self._rebase()

    def move_to(self, viewport: Viewport, *, name: str | None = date_range.CUSTOM, follows: bool | None = None) -> None:
        """Show another part of the data, as the user's hand asked.

        Parameters
        ----------
        viewport
            The part.
        name
            What the range is called from here on; None leaves it.
        follows
            Whether the ratio axis follows the visible bars from here on; None leaves it.
        """
        if self._frame.trace is None:
            return
        self._range = self._range if name is None else name
        self._follows = self._follows if follows is None else follows
        self._show(viewport=viewport)
        self.view_changed.emit()

    def _rebase(self) -> None:
        """Let what the hand does go on from what is in sight now; the next step of the mouse would undo it."""
