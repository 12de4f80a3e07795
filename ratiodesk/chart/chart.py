"""The chart widget: the ratio of a pair, the user's lines, the crosshair."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QToolTip, QWidget

from ratiodesk.chart import date_range
from ratiodesk.chart.crosshair_layer import CrosshairLayer
from ratiodesk.chart.frame import AXIS_HEIGHT_PX, AXIS_WIDTH_PX, Frame
from ratiodesk.chart.hand import Hand
from ratiodesk.chart.layer import CurveLayer, GridLayer, ZoneLayer
from ratiodesk.chart.level_layer import LevelLayer, axis_tags
from ratiodesk.chart.mark import Marks
from ratiodesk.chart.mark_layer import MarkLayer, text_at
from ratiodesk.chart.palette import Palette
from ratiodesk.chart.tag_editor import TagEditor
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.layout import Scale, View
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.plan import Plan
from ratiodesk.domain.ratio import HIGHEST, LOWEST, Ratio, format_level, snap_to_step
from ratiodesk.domain.series import RatioSeries, as_date

# Rounding to a step moves a line by half of it at most.
_STEP_PX = 1.8
_MOUSE = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.ContextMenu,
)


class Chart(pg.GraphicsView):  # type: ignore[misc]
    """Shows what it is given and tells what the user's hand wants; it changes no line by itself."""

    level_requested = Signal(float)
    level_drag_moved = Signal(str, float)
    level_drag_finished = Signal(str, float)
    level_drag_cancelled = Signal(str)
    level_value_entered = Signal(str, str)
    level_nudge_requested = Signal(str, int)
    level_delete_requested = Signal(str)
    level_menu_requested = Signal(str, QPoint)
    chart_menu_requested = Signal(float, QPoint)
    selection_changed = Signal(object)
    tool_changed = Signal(bool)
    view_changed = Signal()
    cursor_moved = Signal(object, object)

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent, useOpenGL=False, background=None)
        self.setObjectName("chart")
        self.setAccessibleName("Ratio chart")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(QSize(260, 180))
        self.setAntialiasing(False)
        self._frame = Frame(Viewport(), palette, QFont(self.font()))
        self._layers = (ZoneLayer(0), GridLayer(1), CurveLayer(2), LevelLayer(3), MarkLayer(4), CrosshairLayer(5))
        for layer in self._layers:
            self.scene().addItem(layer)
        self._range = "3Y"
        self._follows = True
        self._tool = False
        self._hand = Hand(self)
        self._editor = TagEditor(self)
        self._editor.value_entered.connect(self.level_value_entered)
        self._show()

    # What is shown

    @property
    def frame(self) -> Frame:
        """The frame on the screen."""
        return self._frame

    @property
    def plot(self) -> QRect:
        """The part of the widget without the axes."""
        return QRect(0, 0, round(self._frame.viewport.width), round(self._frame.viewport.height))

    def set_series(self, series: RatioSeries | None, view: View, sentence: str = "") -> None:
        """Show a series as *view* says, or *sentence* in its place."""
        self._hand.cancel()
        self._editor.hide()
        self._frame = replace(self._frame, series=series, sentence=sentence, basis=view.basis, cursor=None)
        self.set_view(view)

    def renew_series(self, series: RatioSeries) -> None:
        """Show newer prices of the same bars; the part in sight, and what the hand does, stay."""
        before = self._frame.series
        if before is None:
            return
        port = self._frame.viewport
        left, right = date_range.edges_after(before.sessions, series.sessions, port.left, port.right)
        port = replace(port, left=left, right=right)
        moved = left - self._frame.viewport.left
        self._show(series=series, viewport=port.fitted(series.values) if self._follows else port)
        self._hand.shift(moved)

    def set_marks(self, marks: Sequence[Marks]) -> None:
        """Show these marks on the date axis."""
        self._show(marks=tuple(marks))

    def set_view(self, view: View) -> None:
        """Show the part of the history that *view* names."""
        series = self._frame.series
        port = replace(self._frame.viewport, log=view.scale is Scale.LOG)
        self._range, self._follows = view.range, True
        if series is not None:
            left, right = self._edges(series, view)
            port = replace(port, left=left, right=right).fitted(series.values)
            if view.low is not None and view.high is not None and LOWEST <= view.low < view.high <= HIGHEST:
                port, self._follows = replace(port, low=view.low, high=view.high), False
        self._show(viewport=port, basis=view.basis)

    def view(self) -> View:
        """Return what is in sight, in the form :meth:`set_view` takes."""
        port, series = self._frame.viewport, self._frame.series
        scale = Scale.LOG if port.log else Scale.LINEAR
        view = View(range=self._range, scale=scale, basis=self._frame.basis)
        if not self._follows:
            view = replace(view, low=port.low, high=port.high)
        if self._range == date_range.CUSTOM and series is not None:
            end = len(series) - 1
            first, last = (min(max(round(bar), 0), end) for bar in (port.left + 0.5, port.right - 0.5))
            blank = max(round(port.right - 0.5) - end, 0)
            dates = (as_date(series.sessions[bar]) for bar in (first, last))
            view = replace(view, start=next(dates), end=next(dates), blank=blank)
        return view

    def set_levels(self, levels: Sequence[Level], plan: Plan | None) -> None:
        """Show these lines, and the zones of the plan they make."""
        ids = {level.id for level in levels}
        selected = self._frame.selected if self._frame.selected in ids else None
        hovered = self._frame.hovered if self._frame.hovered in ids else None
        lost = selected != self._frame.selected
        self._show(levels=tuple(levels), plan=plan, selected=selected, hovered=hovered)
        if lost:
            self.selection_changed.emit(None)

    def set_palette(self, palette: Palette) -> None:
        self._show(palette=palette, font=QFont(self.font()))

    @Slot(object)
    def select(self, level_id: LevelId | None) -> None:
        """Emphasise one line, or none."""
        if level_id != self._frame.selected:
            self._show(selected=level_id)
            self.selection_changed.emit(level_id)

    @Slot(bool)
    def set_tool(self, active: bool) -> None:
        """Let the next click place a line, or stop that."""
        if active != self._tool:
            self._tool = active
            self.viewport().setCursor(Qt.CursorShape.CrossCursor if active else Qt.CursorShape.ArrowCursor)
            self.tool_changed.emit(active)

    @property
    def tool(self) -> bool:
        """Whether the next click places a line."""
        return self._tool

    # Where things are

    def point_of(self, session: date, ratio: float) -> QPoint:
        """Return the point of a session and a ratio in the widget's coordinates.

        Raises
        ------
        ValueError
            If nothing is shown.
        """
        series = self._frame.series
        if series is None:
            raise ValueError("the chart is empty")
        bar = int(np.searchsorted(series.sessions, np.datetime64(session, "D")))
        port = self._frame.viewport
        return QPoint(round(port.x_of(bar)), round(port.y_of(ratio)))

    def ratio_at(self, y_px: float) -> float:
        """Return the ratio at a row of the widget."""
        return self._frame.viewport.ratio_at(y_px)

    def level_ratio_at(self, y_px: float) -> Ratio:
        """Return the ratio a line gets at a row: as round as staying within a pixel of it allows."""
        port = self._frame.viewport
        ratio = port.ratio_at(y_px)
        step = 10.0 ** np.floor(np.log10(max(_STEP_PX * port.ratio_px(y_px), 1e-12)))
        return Ratio(min(max(snap_to_step(ratio, step), LOWEST), HIGHEST))

    # What the user asks for

    @Slot()
    def place_at_cursor(self) -> None:
        """Ask for a line where the crosshair is, or at the middle while the mouse is elsewhere."""
        if self._frame.series is not None:
            row = self._frame.cursor[1] if self._frame.cursor else self._frame.viewport.height / 2
            self.level_requested.emit(self.level_ratio_at(row))

    def edit_level(self, level_id: LevelId) -> None:
        """Open the field on a line's tag for an exact value."""
        tag = next((tag for tag in axis_tags(self._frame) if tag.level_id == level_id), None)
        level = next((level for level in self._frame.levels if level.id == level_id), None)
        if tag is not None and level is not None:
            self.select(level_id)
            top = min(max(round(tag.centre) - 12, 0), self.plot.height() - 24)
            rect = QRect(self.plot.width(), top, AXIS_WIDTH_PX, 24)
            self._editor.open(level_id, format_level(level.ratio), rect)

    def refuse_value(self, sentence: str) -> None:
        """Keep the field on the tag open and say why its value was not taken."""
        self._editor.refuse(sentence)

    def set_range(self, name: str) -> None:
        """Show one of :data:`ratiodesk.chart.date_range.NAMES`."""
        self.set_view(replace(self.view(), range=name, low=None, high=None))
        self.view_changed.emit()

    @Slot(bool)
    def set_log(self, log: bool) -> None:
        """Divide the ratio axis logarithmically, or evenly."""
        scale = Scale.LOG if log else Scale.LINEAR
        if scale is not self.view().scale:
            self.set_view(replace(self.view(), scale=scale))
            self.view_changed.emit()

    @Slot()
    def fit(self) -> None:
        """Let the ratio axis follow the visible bars again."""
        self._follows = True
        self.move_to(self._frame.viewport, name=None)

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
        series = self._frame.series
        if series is None:
            return
        self._range = self._range if name is None else name
        self._follows = self._follows if follows is None else follows
        self._show(viewport=viewport.fitted(series.values) if self._follows else viewport)
        self.view_changed.emit()

    @property
    def range_name(self) -> str:
        """The named range in sight, or ``custom``."""
        return self._range

    @property
    def follows(self) -> bool:
        """Whether the ratio axis follows the visible bars."""
        return self._follows

    def point_at(self, cursor: tuple[float, float] | None, hovered: LevelId | None) -> None:
        """Move the crosshair and the emphasis under it."""
        series, port = self._frame.series, self._frame.viewport
        self._show(cursor=cursor, hovered=hovered)
        if cursor is None or series is None:
            self.cursor_moved.emit(None, None)
        else:
            bar = min(max(round(port.bar_at(cursor[0])), 0), len(series) - 1)
            self.cursor_moved.emit(bar, port.ratio_at(cursor[1]))

    # Qt

    def event(self, event: QEvent) -> bool:
        # A scroll area drops mouse events sent to itself and not to its viewport; here both mean the chart.
        if event.type() in _MOUSE:
            return bool(self.viewportEvent(event))
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), text_at(self._frame, event.pos().x(), event.pos().y()), self)
            return True
        return bool(super().event(event))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if not hasattr(self, "_frame"):  # Qt resizes the view while it is being made.
            return
        width = max(self.viewport().width() - AXIS_WIDTH_PX, 40)
        height = max(self.viewport().height() - AXIS_HEIGHT_PX, 40)
        self._show(viewport=replace(self._frame.viewport, width=float(width), height=float(height)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_frame"):
            self._show(font=QFont(self.font()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hand.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._hand.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._hand.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._hand.wheel(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.pos()
        row = self._frame.rows().get(self._frame.selected) if self._frame.selected else None
        if event.reason() == QContextMenuEvent.Reason.Keyboard and row is not None:
            # The menu key means the selected line, wherever the mouse is.
            at = QPoint(self.plot.width() // 2, round(min(max(row, 0.0), self._frame.viewport.height - 1)))
        self._hand.menu(QPointF(at), self.viewport().mapToGlobal(at))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.point_at(None, None)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the lines from top to bottom, then on to the next widget."""
        return self._hand.tab(forward=forward) or bool(super().focusNextPrevChild(forward))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._hand.cancel()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._hand.key(event):
            event.ignore()

    def sizeHint(self) -> QSize:
        return QSize(900, 600)

    @Slot()
    def cancel(self) -> bool:
        """Stop a drag, else the tool, else the selection; return whether there was one."""
        if self._hand.cancel():
            return True
        if self._tool:
            self.set_tool(False)
            return True
        had = self._frame.selected is not None
        self.select(None)
        return had

    def _edges(self, series: RatioSeries, view: View) -> tuple[float, float]:
        if view.range == date_range.CUSTOM and view.start and view.end:
            start, end = np.datetime64(view.start, "D"), np.datetime64(view.end, "D")
            left, right = date_range.edges_of_dates(series.sessions, start, end)
            return left, len(series) - 0.5 + view.blank if view.blank else right
        name = view.range if view.range in date_range.NAMES else "3Y"
        return date_range.edges(series.sessions, name)

    def _show(self, **changes: Any) -> None:
        """Replace parts of the frame and hand it to the layers; Qt paints once, however often this is called."""
        frame = replace(self._frame, **changes)
        series = frame.series
        resized = frame.viewport.height != self._frame.viewport.height
        if resized and self._follows and series is not None:
            frame = replace(frame, viewport=frame.viewport.fitted(series.values))
        self._frame = frame
        for layer in self._layers:
            layer.show_frame(frame)
