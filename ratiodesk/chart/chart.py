"""The chart widget: the ratio of a pair, the user's lines, the crosshair."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from ratiodesk.chart import date_range
from ratiodesk.chart.hand import Hand
from ratiodesk.chart.magnet import attracted, round_ratio
from ratiodesk.chart.mark import Marks
from ratiodesk.chart.measure import Spot, measured, spot_of
from ratiodesk.chart.moving_canvas import MovingCanvas
from ratiodesk.chart.palette import Palette
from ratiodesk.chart.pane import Pane
from ratiodesk.chart.tag_editor import TagEditor
from ratiodesk.chart.tip import tip_at
from ratiodesk.chart.trace import Trace
from ratiodesk.domain.candle import Candles
from ratiodesk.domain.layout import View
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.plan import Plan
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import RatioSeries
from ratiodesk.plain_text import plain
from ratiodesk.words import mark, tr

_NOTHING_TO_DRAW = mark("These prices make no ratio that could be drawn.")
_MOUSE = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.ContextMenu,
)


class Chart(MovingCanvas):
    """Shows what it is given and tells what the user's hand wants; it changes no line by itself."""

    level_requested = Signal(float)
    level_drag_moved = Signal(str, float)
    level_drag_finished = Signal(str, float)
    level_drag_cancelled = Signal(str)
    level_value_entered = Signal(str, str)
    fixed_level_touched = Signal(str)
    level_nudge_requested = Signal(str, int)
    level_delete_requested = Signal(str)
    level_menu_requested = Signal(str, QPoint)
    chart_menu_requested = Signal(object, QPoint)
    selection_changed = Signal(object)
    tool_changed = Signal(bool)
    cursor_moved = Signal(object, object)

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(palette, parent)
        self.setObjectName("chart")
        self.setAccessibleName(tr("Ratio chart"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(QSize(260, 180))
        self._marks: tuple[Marks, ...] = ()
        self._tool = self.keeps_tool = False  # The second: a placed line does not put the tool away.
        # Where the mouse is, whether or not the crosshair shows it.
        self._pointed: tuple[float, float] | None = None
        # Where it was when it left.
        self._left_at: tuple[float, float] | None = None
        # What is read without a crosshair: it would hide the line that the mouse moves.
        self._read_at: tuple[float, float] | None = None
        # Bar and ratio as they were told last.
        self._reading: tuple[int | None, float | None] = None, None
        self.magnet = False
        self._hand = Hand(self)
        self._editor = TagEditor(self)
        self._editor.value_entered.connect(self.level_value_entered)
        self._show()

    # What is shown

    @property
    def plot(self) -> QRect:
        """The part of the widget that the ratio has, without axes and panes."""
        return QRect(0, 0, round(self._frame.viewport.width), round(self._frame.viewport.height))

    def set_series(self, series: RatioSeries | None, view: View, sentence: str = "") -> None:
        """Show a series as *view* says, or *sentence* in its place."""
        self._hand.drop()
        self._editor.hide()
        self._read_at = None
        trace = Trace(series) if series is not None else None
        if trace is not None and not trace.is_drawable:
            trace, sentence = None, sentence or tr(_NOTHING_TO_DRAW)
        self._frame = replace(
            self._frame, trace=trace, sentence=sentence, basis=view.basis, cursor=None, measure=None, marks=(),
            panes=(), compared=None, frozen=None,
        )  # fmt: skip
        self._marks = ()
        self.set_view(view)
        if trace is not None:
            # The mouse has not moved: what it points at now is read as before.
            self.point_at(self._pointed, None)

    def renew_series(self, series: RatioSeries) -> None:
        """Show newer prices of the same bars; the part in sight, and what the hand does, stay."""
        before = self._frame.series
        if before is None:
            return
        port = self._frame.viewport
        left, right = date_range.edges_after(before.sessions, series.sessions, port.left, port.right)
        moved = left - port.left
        placed = tuple(marks.placed(series.sessions) for marks in self._marks)
        measure = self._frame.measure
        # What was worked out for the old bars does not fit the new ones.
        self._show(
            trace=Trace(series), viewport=replace(port, left=left, right=right), marks=placed, panes=(), compared=None,
            frozen=None, measure=measure.among(before.sessions, series.sessions) if measure is not None else None,
        )  # fmt: skip
        self._hand.shift(moved, before.sessions, series.sessions)

    def set_candles(self, candles: Candles | None) -> None:
        """Draw the bars of the series as candles, or as the line on closes."""
        trace = self._frame.trace
        if trace is not None and trace.candles is not candles:
            self._show(trace=trace.with_candles(candles))

    def set_panes(self, panes: Sequence[Pane], compared: Pane | None) -> None:
        """Show these panes below the ratio, and a second ratio over it; all have a value for every bar."""
        self._show(panes=tuple(panes), compared=compared)

    def set_marks(self, marks: Sequence[Marks]) -> None:
        """Show these marks on the date axis."""
        self._marks = tuple(marks)
        series = self._frame.series
        self._show(marks=tuple(each.placed(series.sessions) for each in marks) if series is not None else ())

    def set_levels(self, levels: Sequence[Level], plan: Plan | None) -> None:
        """Show these lines, and the zones of the plan they make."""
        ids = {level.id for level in levels}
        selected = self._frame.selected if self._frame.selected in ids else None
        hovered = self._frame.hovered if self._frame.hovered in ids else None
        lost = selected != self._frame.selected
        self._show(levels=tuple(levels), plan=plan, selected=selected, hovered=hovered)
        if lost:
            self.selection_changed.emit(None)

    @Slot(bool)
    def hide_levels(self, hidden: bool) -> None:
        """Take lines and zones out of sight, or bring them back."""
        self._hand.cancel()
        if hidden:
            self.select(None)
        self._show(hides_levels=hidden, hovered=None)

    @Slot(object)
    def select(self, level_id: LevelId | None) -> None:
        """Emphasise one line, or none; a line that is not to be seen cannot be worked on."""
        level_id = None if self._frame.hides_levels else level_id
        if level_id != self._frame.selected:
            self._show(selected=level_id)
            self.selection_changed.emit(level_id)

    @Slot(bool)
    def set_tool(self, active: bool) -> None:
        """Let the next click place a line, or stop that."""
        if active != self._tool:
            self._tool = active
            self.keeps_tool = self.keeps_tool and active
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

    def level_ratio_at(self, y_px: float, x_px: float | None = None) -> Ratio:
        """Return the ratio a line gets at a row; with a column, the magnet pulls it to what is near."""
        port, trace = self._frame.viewport, self._frame.trace
        pulled = attracted(x_px, y_px, trace, port) if x_px is not None and trace is not None else None
        return round_ratio(y_px, port) if pulled is None else pulled

    @property
    def pointed(self) -> QPointF:
        """Where the mouse is, the middle of the plot while it is elsewhere."""
        port = self._frame.viewport
        return QPointF(*(self._pointed or (port.width / 2, port.height / 2)))

    # What the user asks for

    @Slot()
    def place_at_cursor(self) -> None:
        """Ask for a line where the mouse is, in the middle while it is elsewhere; a pane has no ratio to put it at."""
        port = self._frame.viewport
        x, y = self._pointed if self._pointed is not None else (None, port.height / 2)
        if self._frame.series is not None and y < port.height:
            self.level_requested.emit(self.level_ratio_at(y, x if self.magnet else None))

    def edit_level(self, level_id: LevelId) -> None:
        """Open the field on a line's tag for an exact value; say why there is none for a line that cannot be moved."""
        level = self._frame.shown_level(level_id)
        if level is None:
            return
        self.select(level_id)
        if self._frame.is_fixed(level):
            self.fixed_level_touched.emit(level_id)
        else:
            self._editor.open(level, self._frame)

    def refuse_value(self, sentence: str) -> None:
        """Keep the field on the tag open and say why its value was not taken."""
        self._editor.refuse(sentence)

    def point_at(self, cursor: tuple[float, float] | None, hovered: LevelId | None, *, shown: bool = True) -> None:
        """Move the crosshair and the emphasis under it; or only read what is there, if the crosshair is not *shown*."""
        self._pointed = cursor
        before, self._read_at = self._read_at, None if shown else cursor
        drawn = cursor if shown else None
        if drawn != self._frame.cursor or hovered != self._frame.hovered:
            self._show(cursor=drawn, hovered=hovered)
        if before != self._read_at:
            self._tell_reading()

    def hide_cursor(self) -> None:
        """Take the crosshair away until the mouse moves."""
        at = self._pointed
        self.point_at(None, None)
        self._pointed = at

    def measure(self, start: Spot | None, end: Spot | None = None) -> None:
        """Measure from one spot to another, or stop."""
        series = self._frame.series
        self._show(measure=measured(series, start, end) if start and end and series is not None else None)

    def spot_at(self, at: QPointF) -> Spot | None:
        """Return bar and ratio at a point of the widget, None if nothing is shown."""
        series = self._frame.series
        return spot_of(series, self._frame.viewport, at.x(), at.y()) if series is not None else None

    @Slot()
    def cancel(self) -> bool:
        """Stop a drag, else the tool, else a measurement, else the selection; return whether there was one."""
        if self._hand.cancel():
            return True
        if self._tool:
            self.set_tool(False)
            return True
        if self._frame.measure is not None:
            self.measure(None)
            return True
        had = self._frame.selected is not None
        self.select(None)
        return had

    # Inside

    def _rebase(self) -> None:
        self._hand.rebase()

    def _show(self, **changes: Any) -> None:
        before = self._frame
        super()._show(**changes)
        now = self._frame
        if now.viewport is not before.viewport or now.trace is not before.trace or now.cursor != before.cursor:
            self._tell_reading(anew=now.trace is not before.trace)
        self._editor.follow(before, now)

    def _tell_reading(self, *, anew: bool = False) -> None:
        """Tell what the crosshair reads, if that differs or the ratios it reads are others."""
        reading = self._frame.reading_at(self._frame.cursor or self._read_at)
        if reading != self._reading or (anew and reading[0] is not None):
            self._reading = reading
            self.cursor_moved.emit(*reading)

    # Qt

    def event(self, event: QEvent) -> bool:
        # A scroll area drops mouse events sent to itself and not to its viewport; here both mean the chart.
        if event.type() in _MOUSE:
            return bool(self.viewportEvent(event))
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), plain(tip_at(self._frame, event.pos().x(), event.pos().y())), self)
            return True
        return bool(super().event(event))

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
        event.accept()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._hand.menu_by_key()
        else:
            self._hand.menu(QPointF(event.pos()), event.globalPos())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        # A list or a menu that opened took the mouse, which has not moved, and gives it back.
        if self._left_at == event.position().toTuple():
            self._hand.point(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._left_at = self._pointed
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

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._hand.turn_key(event)

    def sizeHint(self) -> QSize:
        return QSize(900, 600)
