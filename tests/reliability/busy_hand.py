"""Somebody who never rests: random operations on the window of a desk, by mouse, keys and commands."""

import random
from collections.abc import Callable
from typing import Any

from person import User
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu

from ratiodesk.app import Desk
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.level import Role
from ratiodesk.ui.theme import DARK, LIGHT, apply_theme

HOME_PAIR = "SPY/IWM"
PAIRS = (HOME_PAIR, "QQQ/SPY", "QQQ/IWM", "SPY/TLT", "TLT/IWM", "IWM/SPY", "QQQ/TLT")
_SIZES = ((1280, 800), (1000, 700), (1600, 950), (1280, 800))
_FEWEST, _MOST_LINES = 3, 12
_NONE = Qt.KeyboardModifier.NoModifier

Operation = Callable[[], None]


class BusyHand:
    """Chooses an operation and carries it out.

    Parameters
    ----------
    desk
        The desk, its window shown.
    seed
        The same seed makes the same choices.
    online
        Whether there is somebody to fetch prices from.
    """

    def __init__(self, desk: Desk, seed: int, *, online: bool = True) -> None:
        self.desk = desk
        self._user = User(desk, None)
        self._random = random.Random(seed)
        self._theme = DARK
        self._weights: dict[str, tuple[int, Operation]] = {
            "switch pair": (26, self._switch),
            "drag a line": (14, self._drag),
            "add a line": (8, self._add),
            "delete a line": (7, self._delete),
            "undo or redo": (7, self._undo),
            "nudge a line": (5, self._nudge),
            "role of a line": (3, self._role),
            "crosshair": (6, self._point),
            "zoom and pan": (6, self._zoom),
            "range": (3, lambda: self._trigger(*self._actions.ranges.values())),
            "theme": (3, self._change_theme),
            "panes": (2, lambda: self._trigger(*self._actions.panes.values())),
            "candles": (2, lambda: self._trigger(self._actions.candles)),
            "logarithmic": (1, lambda: self._trigger(self._actions.log)),
            "bars": (2, lambda: self._trigger(*(self._actions.intervals[each] for each in _BARS))),
            "total return": (2, lambda: self._trigger(*self._actions.adjusted.values())),
            "marks": (1, lambda: self._trigger(self._actions.mark_dividends)),
            "compare": (2, self._compare),
            "dialog": (4, self._dialog),
            "menu": (2, self._menu),
            "resize": (2, self._resize),
            "panels": (1, lambda: self._trigger(self._actions.show_pairs, self._actions.show_sidebar)),
            "search": (1, self._search),
            "copy the chart": (1, lambda: self._trigger(self._actions.copy_picture)),
        }
        if online:
            self._weights["refresh"] = (4, lambda: self._trigger(self._actions.refresh))

    def choose(self) -> tuple[str, Operation]:
        """Return the next operation and its name."""
        names = list(self._weights)
        name = self._random.choices(names, [self._weights[each][0] for each in names])[0]
        return name, self._weights[name][1]

    def rest(self) -> None:
        """Leave the desk as it was at the start, but for its lines."""
        self._close_dialogs()
        actions, view = self._actions, self.desk.view
        for action in (actions.candles, actions.log, actions.mark_dividends, *actions.panes.values()):
            if action.isChecked():
                action.trigger()
        for action in (actions.show_pairs, actions.show_sidebar):
            if not action.isChecked():
                action.trigger()
        self.desk.parts.comparison.clear()
        view.open_text(HOME_PAIR)
        actions.intervals[Interval.DAILY].trigger()
        actions.adjusted[False].trigger()
        actions.ranges["3Y"].trigger()
        self.desk.parts.comparison.clear()
        self._take_theme(DARK)
        self.desk.window.resize(*_SIZES[0])
        view.chart.select(None)
        # The palette keeps the menu of its line until it opens again, and what a census looked at stays in memory.
        actions.find_command.trigger()
        self._close_dialogs()
        view.chart.point_at(None, None)
        view.chart.setFocus()
        # A picture of the chart is larger than all that thousands of operations may leave.
        QApplication.clipboard().clear()

    @property
    def _actions(self) -> Any:
        return self.desk.view.actions_

    @property
    def _lines(self) -> list[Any]:
        basis = self.desk.open_pair.layout.view.basis
        port = self._user.chart.frame.viewport
        return [
            level
            for level in self.desk.open_pair.layout.levels
            if level.basis is basis and 5 < port.y_of(level.ratio) < port.height - 5
        ]

    def _trigger(self, *actions: QAction) -> None:
        self._random.choice(actions).trigger()

    def _switch(self) -> None:
        text = self._random.choice([pair for pair in PAIRS if pair != str(self.desk.open_pair.pair)])
        if self._random.random() < 0.5:
            self._user.open(text)
            return
        listed = self._user.find("pairsList")
        row = self.desk.watchlist.row_of(self.desk.open_pair.pair.parse(text))
        index = self.desk.watchlist.index(row)
        if row < 0 or not listed.isVisible():
            self.desk.view.open_text(text)
        else:
            QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, _NONE, listed.visualRect(index).center())

    def _drag(self) -> None:
        if not self._lines:
            self._actions.fit.trigger()
            return
        line = self._random.choice(self._lines)
        port = self._user.chart.frame.viewport
        start = QPoint(int(port.width * 0.4), round(port.y_of(line.ratio)))
        end = QPoint(start.x() + 20, self._random.randrange(20, max(int(port.height) - 20, 21)))
        self._user.drag(start, end, steps=6)

    def _add(self) -> None:
        if len(self.desk.open_pair.layout.levels) >= _MOST_LINES:
            self._delete()
            return
        port = self._user.chart.frame.viewport
        self._user.chart.setFocus()
        self._user.key(Qt.Key.Key_H)
        self._user.click(QPoint(int(port.width * 0.3), self._random.randrange(10, max(int(port.height) - 10, 11))))

    def _delete(self) -> None:
        if len(self.desk.open_pair.layout.levels) <= _FEWEST:
            self._add()
            return
        self._user.chart.select(self._random.choice(self.desk.open_pair.layout.levels).id)
        self._user.chart.setFocus()
        self._user.key(Qt.Key.Key_Delete)

    def _undo(self) -> None:
        self._trigger(self._actions.undo, self._actions.undo, self._actions.redo)

    def _nudge(self) -> None:
        lines = self.desk.open_pair.layout.levels
        if lines:
            self._user.chart.select(self._random.choice(lines).id)
            self._user.chart.setFocus()
            for _ in range(3):
                self._user.key(self._random.choice((Qt.Key.Key_Up, Qt.Key.Key_Down)))

    def _role(self) -> None:
        lines = self.desk.open_pair.layout.levels
        if lines:
            self.desk.open_pair.set_role(self._random.choice(lines).id, self._random.choice(list(Role)))

    def _point(self) -> None:
        port = self._user.chart.frame.viewport
        for step in range(8):
            self._user.move(QPoint(int(port.width * (0.1 + 0.1 * step)), int(port.height * self._random.random())))

    def _zoom(self) -> None:
        view = self._user.chart.viewport()
        at = QPointF(view.width() * 0.5, view.height() * 0.4)
        notches = self._random.choice((-120, 120, 240))
        keys = self._random.choice((_NONE, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier))
        none = Qt.MouseButton.NoButton
        phase = Qt.ScrollPhase.NoScrollPhase
        for _ in range(3):
            event = QWheelEvent(at, view.mapToGlobal(at), QPoint(), QPoint(0, notches), none, keys, phase, False)
            QApplication.sendEvent(view, event)
            QCoreApplication.processEvents()
        self._actions.fit.trigger()

    def _change_theme(self) -> None:
        self._take_theme(LIGHT if self._theme is DARK else DARK)

    def _take_theme(self, theme: Any) -> None:
        """Change the colours as the desk does when the system's colour scheme changes."""
        if theme is not self._theme:
            self._theme = theme
            apply_theme(self.desk.application, theme, self.desk.window)
            self.desk.view.set_theme(theme)

    def _compare(self) -> None:
        if self.desk.parts.comparison.pair is not None:
            self._actions.stop_comparing.trigger()
            return
        self._actions.compare.trigger()
        self._type_and_return("compareEdit", self._random.choice(("QQQ/IWM", "TLT/SPY", "QQQ/SPY")))
        self._close_dialogs()

    def _dialog(self) -> None:
        actions = self._actions
        chosen = self._random.choice(
            (
                actions.shortcuts, actions.find_command, actions.go_to_date, actions.compare, actions.journal,
                actions.portfolio, None,
            )
        )  # fmt: skip
        if chosen is None:
            ticket = self._user.find("orderTicket")
            if ticket.isEnabled() and ticket.isVisible():
                ticket.click()
        else:
            chosen.trigger()
        for _ in range(3):
            QCoreApplication.processEvents()
        self._close_dialogs()

    def _menu(self) -> None:
        port = self._user.chart.frame.viewport
        lines = self._lines
        row = port.y_of(self._random.choice(lines).ratio) if lines and self._random.random() < 0.5 else 20
        view, at = self._user.chart.viewport(), QPoint(int(port.width * 0.5), round(row))
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(view, QContextMenuEvent(reason, at, view.mapToGlobal(at)))
        QCoreApplication.processEvents()
        for menu in self.desk.window.findChildren(QMenu):
            if menu.isVisible():
                QTest.keyClick(menu, Qt.Key.Key_Escape)

    def _resize(self) -> None:
        self.desk.window.resize(*self._random.choice(_SIZES))

    def _search(self) -> None:
        entry = self._user.find("pairEntry")
        entry.setFocus()
        entry.selectAll()
        QTest.keyClicks(entry, self._random.choice(("q", "sp", "tl", "iw")))
        QCoreApplication.processEvents()
        QTest.keyClick(entry, Qt.Key.Key_Escape)
        QTest.keyClick(entry, Qt.Key.Key_Escape)
        self._user.chart.setFocus()

    def _type_and_return(self, name: str, text: str) -> None:
        field = self.desk.window.findChild(QLineEdit, name)
        if field is not None:
            field.selectAll()
            QTest.keyClicks(field, text)
            QTest.keyClick(field, Qt.Key.Key_Return)

    def _close_dialogs(self) -> None:
        for popup in QApplication.topLevelWidgets():
            if isinstance(popup, QMenu) and popup.isVisible():
                popup.close()
        for dialog in self.desk.window.findChildren(QDialog):
            if dialog.isVisible():
                dialog.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


_BARS = (Interval.DAILY, Interval.WEEKLY, Interval.MONTHLY)
