"""The user's hand on the chart: drags, clicks, wheel and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

from ratiodesk.chart.axis_tag import axis_tags
from ratiodesk.chart.drag import Area, Drag, fixed_drag, measure_drag, view_drag
from ratiodesk.chart.frame import AXIS_HEIGHT_PX
from ratiodesk.chart.hit import lines_near, next_line
from ratiodesk.chart.sight import USUAL_RANGE
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.series import Dates

if TYPE_CHECKING:
    from ratiodesk.chart.chart import Chart

# A press and release closer together than this is a click.
DRAG_START_PX = 3.0
# Lines this close are one place to the mouse.
_ONE_PLACE_PX = 2.5
_ZOOM_PER_NOTCH = 0.85
_NOTCH = 120.0
_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_KEY_PAN = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Hand:
    """Turns Qt's events into wishes of the chart."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart
        self._drag: Drag | None = None
        # The line whose arrow was clicked last: a second click means the line and not what is there now.
        self._revealed: LevelId | None = None

    def press(self, event: QMouseEvent) -> None:
        """Begin a click or a drag."""
        event.accept()
        if event.button() is not Qt.MouseButton.LeftButton or self._chart.frame.series is None:
            return
        self.cancel()
        self._revealed = None
        at = event.position()
        chart = self._chart
        if chart.tool and self._in_plot(at):
            chart.level_requested.emit(self._ratio_at(at, event.modifiers()))
            if not (chart.keeps_tool or event.modifiers() & _SHIFT):
                chart.set_tool(False)
            return
        chart.measure(None)
        if event.modifiers() & _SHIFT and self._in_plot(at):
            self._drag = measure_drag(chart, at)
        elif not self._reveal(at):
            level = self._level_at(at)
            if level is not None:
                chart.select(level.id)
                if self._can_drag(level):
                    self._drag = self._level_drag(at, level)
                elif chart.frame.is_fixed(level):
                    self._drag = fixed_drag(at, lambda: chart.fixed_level_touched.emit(level.id))
            elif not self._on_pane_axis(at):
                self._drag = view_drag(chart, at, self._area(at))

    def move(self, event: QMouseEvent) -> None:
        """Go on with a drag, or show what is under the mouse."""
        at = event.position()
        if self._drag is not None and not event.buttons() & Qt.MouseButton.LeftButton:
            self.cancel()  # A menu or another window took the release.
        drag = self._drag
        if drag is not None:
            moved = max(abs(at.x() - drag.start.x()), abs(at.y() - drag.start.y()))
            drag.moving = drag.moving or moved >= DRAG_START_PX
            drag.at = at
            if drag.moving:
                drag.follow(at, event.modifiers())
        self.point(at)

    def shift(self, bars: float, before: Dates, after: Dates) -> None:
        """Go on with a drag after other sessions took the place of *before* and moved what is in sight by some bars."""
        if self._drag is not None and self._drag.shift is not None:
            self._drag.shift(bars, before, after)

    def rebase(self) -> None:
        """Let a drag go on from where wheel, keys or a command have brought it."""
        drag = self._drag
        if drag is not None and drag.rebase is not None:
            drag.rebase(drag.at)

    def drop(self) -> None:
        """Forget a drag: other prices stand where it began, and there is no view to go back to."""
        if self._drag is not None and self._drag.shift is None:
            self.cancel()
        self._drag = None

    def release(self, event: QMouseEvent) -> None:
        """End a click or a drag."""
        event.accept()
        if self._drag is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        drag, self._drag = self._drag, None
        if drag.moving and drag.finish is not None:
            drag.finish(event.position(), event.modifiers())
        elif not drag.moving and drag.finish is None:
            self._chart.select(None)

    def double_click(self, event: QMouseEvent) -> None:
        """Edit a tag's value, or reset an axis; on a ratio axis that needs no reset, or with the tool, place a line."""
        event.accept()
        at, chart = event.position(), self._chart
        self._drag = None
        if event.button() is not Qt.MouseButton.LeftButton or chart.frame.series is None:
            return
        if chart.tool and self._in_plot(at):
            self.press(event)
            return
        level = self._level_at(at)
        if self._revealed is not None:
            chart.edit_level(self._revealed)
        elif level is not None:
            chart.edit_level(level.id)
        elif self._on_ratio_axis(at) and not chart.follows:
            chart.fit()
        elif self._on_ratio_axis(at):
            chart.level_requested.emit(chart.level_ratio_at(at.y()))
        elif self._on_date_axis(at):
            chart.set_range(USUAL_RANGE)

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom at the cursor; with Ctrl the ratio axis where the cursor is beside or on its plot, with Shift pan."""
        event.accept()
        chart, at = self._chart, event.position()
        series = chart.frame.series
        if series is None:
            return
        view, count = chart.frame.viewport, len(series)
        across, along = event.angleDelta().x() / _NOTCH, event.angleDelta().y() / _NOTCH
        if event.modifiers() & _CONTROL and at.y() < view.height:
            chart.move_to(view.stretched(_ZOOM_PER_NOTCH**along, at.y()), name=None, follows=False)
        elif event.modifiers() & _SHIFT or abs(across) > abs(along):
            notches = across if abs(across) > abs(along) else along
            chart.move_to(view.panned(-notches * view.bars / 12, count))
        elif along:
            chart.move_to(view.zoomed(_ZOOM_PER_NOTCH**along, view.bar_at(at.x()), count))
        self.rebase()
        self.point(at)

    def tab(self, *, forward: bool) -> bool:
        """Select the next line, of those under the mouse if there are several; return whether there is one."""
        chart = self._chart
        rows, cursor, selected = chart.frame.rows(), chart.frame.cursor, chart.frame.selected
        near = {line: rows[line] for line in lines_near(cursor[1], rows)} if cursor else {}
        if len(near) > 1 and selected in near:
            chart.select(next_line(selected, near, backward=not forward))
            return True
        following = next_line(selected, rows, backward=not forward)
        edge = next_line(None, rows, backward=not forward)
        if following is None or (selected is not None and following == edge):
            chart.select(None)
            return False
        chart.select(following)
        return True

    def menu(self, at: QPointF, global_at: QPoint) -> None:
        """Ask for the menu of a line or of the chart."""
        chart = self._chart
        if chart.frame.series is None:
            return
        self.cancel()
        level = self._level_at(at)
        if level is not None:
            chart.select(level.id)
            chart.level_menu_requested.emit(level.id, global_at)
        else:
            # Beside the ratio plot there is no ratio to put a line at.
            on_plot = self._in_plot(at) or self._on_ratio_axis(at)
            chart.chart_menu_requested.emit(chart.level_ratio_at(at.y()) if on_plot else None, global_at)

    def menu_by_key(self) -> None:
        """Ask for the menu of the selected line, wherever mouse and line are, else for that of where the mouse is."""
        chart = self._chart
        port, selected = chart.frame.viewport, chart.frame.selected
        level = next((each for each in chart.frame.levels if each.id == selected), None)
        if level is None:
            self.menu(chart.pointed, chart.viewport().mapToGlobal(chart.pointed.toPoint()))
            return
        self.cancel()
        at = QPoint(round(port.width / 2), round(min(max(port.y_of(level.ratio), 0.0), port.height - 1)))
        chart.level_menu_requested.emit(level.id, chart.viewport().mapToGlobal(at))

    def key(self, event: QKeyEvent) -> bool:
        """Nudge, delete, pan or cancel; return whether the key meant something here."""
        chart = self._chart
        if event.key() == Qt.Key.Key_Escape:
            return chart.cancel()
        if event.key() == Qt.Key.Key_Control:
            self.turn_key(event)
            return False
        if event.key() == Qt.Key.Key_F10 and event.modifiers() == _SHIFT:
            # Not every window system makes the menu key of it.
            self.menu_by_key()
            return True
        series, selected = chart.frame.series, chart.frame.selected
        if series is None:
            return False
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and selected is not None:
            steps = 10 if event.modifiers() & _SHIFT else 1
            chart.hide_cursor()  # The crosshair's tag would stand on the value that changes.
            chart.level_nudge_requested.emit(selected, steps if event.key() == Qt.Key.Key_Up else -steps)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and selected is not None:
            chart.level_delete_requested.emit(selected)
        elif event.key() in _KEY_PAN or event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._pan_by_key(event, len(series))
        else:
            return False
        return True

    def turn_key(self, event: QKeyEvent) -> None:
        """Let a drag go on at once with Ctrl held or let go, though the mouse rests; the key means no more here."""
        event.ignore()
        drag = self._drag
        if event.key() == Qt.Key.Key_Control and drag is not None and drag.moving and not event.isAutoRepeat():
            # Window systems differ in whether the modifiers of Ctrl's own event have it already.
            others = event.modifiers() & ~_CONTROL
            drag.follow(drag.at, others | _CONTROL if event.type() == QEvent.Type.KeyPress else others)

    def cancel(self) -> bool:
        """Undo a drag in progress; return whether there was one."""
        drag, self._drag = self._drag, None
        if drag is None or not drag.moving:
            return False
        drag.cancel()
        return True

    def _pan_by_key(self, event: QKeyEvent, count: int) -> None:
        view = self._chart.frame.viewport
        if event.key() == Qt.Key.Key_Home:
            bars = -view.left
        elif event.key() == Qt.Key.Key_End:
            bars = count - 0.5 - view.right
        else:
            step = view.bars * 0.9 if event.modifiers() & _CONTROL else 1.0
            bars = _KEY_PAN[Qt.Key(event.key())] * step
        self._chart.move_to(view.panned(bars, count))
        self.rebase()

    def _level_drag(self, start: QPointF, level: Level) -> Drag:
        chart = self._chart
        # On the plot the line comes to the mouse; a tag may stand beside its line, and keeps its distance.
        by_tag = self._on_ratio_axis(start)
        offset = start.y() - chart.frame.viewport.y_of(level.ratio) if by_tag else 0.0

        def ratio_of(at: QPointF, keys: Qt.KeyboardModifier) -> float:
            row = min(max(at.y() - offset, 0.0), chart.frame.viewport.height)
            # A tag is in no column of the plot, wherever the mouse drifts to: no bar is meant.
            return self._ratio_at(QPointF(start.x() if by_tag else at.x(), row), keys)

        def follow(at: QPointF, keys: Qt.KeyboardModifier) -> None:
            chart.level_drag_moved.emit(level.id, ratio_of(at, keys))

        def finish(at: QPointF, keys: Qt.KeyboardModifier) -> None:
            chart.level_drag_finished.emit(level.id, ratio_of(at, keys))

        return Drag(start, follow, lambda: chart.level_drag_cancelled.emit(level.id), finish, moves_level=True)

    def _can_drag(self, level: Level) -> bool:
        """Return whether the mouse may move a line: one in sight, of the basis in view, not locked."""
        frame = self._chart.frame
        in_sight = 0 <= frame.viewport.y_of(level.ratio) <= frame.viewport.height
        return in_sight and not frame.is_fixed(level)

    def _level_at(self, at: QPointF) -> Level | None:
        """Return the line under the mouse, on the plot or by its tag."""
        frame = self._chart.frame
        levels = {level.id: level for level in frame.shown_levels}
        if self._on_ratio_axis(at):
            for tag in axis_tags(frame):
                if tag.level_id is not None and tag.rect_y[0] <= at.y() <= tag.rect_y[1]:
                    return levels[tag.level_id]
            return None
        if not self._in_plot(at):
            return None
        near = lines_near(at.y(), frame.rows())
        # Of lines too close to tell apart with the mouse, the one that is selected keeps it: Tab chooses.
        rows = frame.rows()
        if frame.selected in near and abs(rows[near[0]] - rows[frame.selected]) <= _ONE_PLACE_PX:
            return levels[frame.selected]
        if near:
            return levels[near[0]]
        dimmed = {
            level.id: frame.viewport.y_of(level.ratio) for level in frame.shown_levels if level.basis is not frame.basis
        }
        return next((levels[level_id] for level_id in lines_near(at.y(), dimmed)), None)

    def point(self, at: QPointF) -> None:
        """Show what is under the mouse."""
        chart = self._chart
        if not self._in_plot(at) and not self._in_pane(at):
            by_row = Qt.CursorShape.ArrowCursor if self._on_pane_axis(at) else Qt.CursorShape.SizeHorCursor
            self._take_shape(Qt.CursorShape.SizeVerCursor if self._on_ratio_axis(at) else by_row)
            chart.point_at(None, None)
            return
        if self._drag is not None and self._drag.moves_level and self._drag.moving:
            # The line in motion says all that the crosshair would.
            chart.point_at((at.x(), at.y()), chart.frame.hovered, shown=False)
            return
        level = self._level_at(at) if self._drag is None and not chart.tool else None
        grips = level is not None and not level.locked
        arrow = Qt.CursorShape.CrossCursor if chart.tool else Qt.CursorShape.ArrowCursor
        self._take_shape(Qt.CursorShape.SizeVerCursor if grips else arrow)
        chart.point_at((at.x(), at.y()), level.id if level is not None else None)

    def _take_shape(self, shape: Qt.CursorShape) -> None:
        """Show another cursor; the window system need not hear of the same one at every step."""
        view = self._chart.viewport()
        if view.cursor().shape() is not shape:
            view.setCursor(shape)

    def _ratio_at(self, at: QPointF, keys: Qt.KeyboardModifier) -> float:
        """Return the ratio a line gets at a point; Ctrl means the magnet where it is off, and none where it is on."""
        pulls = self._chart.magnet is not bool(keys & _CONTROL)
        return self._chart.level_ratio_at(at.y(), at.x() if pulls else None)

    def _reveal(self, at: QPointF) -> bool:
        """Bring the lines of an arrow at the edge into sight; return whether there is one under the mouse."""
        frame = self._chart.frame
        if not self._on_ratio_axis(at):
            return False
        for tag in axis_tags(frame):
            if tag.lines and tag.is_beyond(frame.viewport.height) and tag.rect_y[0] <= at.y() <= tag.rect_y[1]:
                self._revealed = tag.level_id
                self._chart.select(tag.level_id)
                self._chart.show_level(tag.lines)
                return True
        return False

    def _area(self, at: QPointF) -> Area:
        """Return what part of the chart a point is on."""
        if self._on_ratio_axis(at):
            return Area.RATIO_AXIS
        if self._on_date_axis(at):
            return Area.DATE_AXIS
        return Area.PLOT if self._in_plot(at) else Area.PANE

    def _in_pane(self, at: QPointF) -> bool:
        frame = self._chart.frame
        return bool(frame.panes) and 0 <= at.x() < frame.viewport.width and frame.pane_top(0) <= at.y() < frame.size[1]

    def _in_plot(self, at: QPointF) -> bool:
        view = self._chart.frame.viewport
        return 0 <= at.x() < view.width and 0 <= at.y() < view.height

    def _on_ratio_axis(self, at: QPointF) -> bool:
        view = self._chart.frame.viewport
        return at.x() >= view.width and 0 <= at.y() < view.height

    def _on_pane_axis(self, at: QPointF) -> bool:
        """Return whether a point is right of dates and panes, where there is nothing to scale."""
        view = self._chart.frame.viewport
        return at.x() >= view.width and at.y() >= view.height

    def _on_date_axis(self, at: QPointF) -> bool:
        view = self._chart.frame.viewport
        return view.height <= at.y() < view.height + AXIS_HEIGHT_PX and 0 <= at.x() < view.width
