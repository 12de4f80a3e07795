"""Hands that work on the window of a desk without a pause, and tell what they see."""

import json
import os
import random
from collections.abc import Callable
from typing import Any

from person import User
from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from shown import Shown, shown_pair

from ratiodesk.app import Desk
from ratiodesk.domain.level import Level
from ratiodesk.domain.pair import Pair

PAIRS = ("SPY/IWM", "QQQ/IWM", "SPY/TLT")
_HOLDINGS = ("SPY", "IWM", "QQQ", "TLT")
_MOST_LINES = 9
_PLOT_PX = (40, 360)


class Diary:
    """Lines to whoever watches, each of which is there as a whole or not at all."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def tell(self, kind: str, **what: Any) -> None:
        rest = json.dumps({"kind": kind, **what}).encode() + b"\n"
        while rest:
            rest = rest[os.write(self._handle, rest) :]


class Driver(QObject):
    """Looks at everything first, then adds, moves, names and deletes lines on several pairs by mouse and keys."""

    def __init__(self, desk: Desk, diary: Diary, chance: random.Random) -> None:
        super().__init__(desk.window)
        self._desk, self._diary, self._chance = desk, diary, chance
        self._user = User(desk, None)
        self._told: Shown = {}
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self._answering = QTimer(self, interval=1)
        self._answering.timeout.connect(self._answer)
        self._actions: list[tuple[Callable[[], None], str, int]] = [
            (self._add, "add", 22),
            (self._drag, "move", 22),
            (self._nudge, "move", 14),
            (self._delete, "delete", 14),
            (self._give_role, "keep", 8),
            (self._name, "keep", 6),
            (self._lock, "keep", 3),
            (self._step, "any", 8),
            (self._type_account, "keep", 4),
            (self._switch, "any", 8),
            (self._turn_over, "any", 2),
            (self._hold, "any", 3),
        ]

    # What is seen

    def seen(self) -> Shown:
        """Return what the window shows of the open pair."""
        account = float(self._user.text("accountEdit").replace("$", "").replace(",", ""))
        pair = Pair.parse(self._user.text("pairEntry"))
        return shown_pair(pair, self._user.chart.frame.levels, account)

    def holdings(self) -> Shown:
        """Return what the window of the portfolio shows, which is open."""
        rows = self._user.cells("lotTable")
        shares = {row[0]: row[1].replace(",", "") for row in rows if row[0]}
        return {"holdings": {symbol: float(number) if number else None for symbol, number in shares.items()}}

    @Slot()
    def _look(self) -> None:
        """Tell all there is in the window, then begin."""
        for pair in PAIRS:
            self._user.open(pair)
            self._diary.tell("shown", what=self.seen())
        self._user.command("Portfolio…").trigger()
        self._diary.tell("shown", what=self.holdings())
        self._leave_portfolio()
        self._user.open(self._chance.choice(PAIRS))
        self._diary.tell("ready")
        self._timer.timeout.disconnect(self._look)
        self._timer.timeout.connect(self._act)
        self._timer.start()

    @Slot()
    def _act(self) -> None:
        """Do one thing, see that it did that and nothing else, and tell what is saved."""
        QApplication.processEvents()
        if not self._desk.window.isActiveWindow():
            # A menu or a dialog that has just gone leaves no window that shortcuts would reach.
            self._desk.window.activateWindow()
            self._timer.start(1)
            return
        self._user.chart.setFocus()
        # Where no line could be placed, the tool still waits for a click.
        self._user.key(Qt.Key.Key_Escape)
        before = self.seen()
        ((action, what, _),) = self._chance.choices(self._actions, [weight for *_, weight in self._actions])
        action()
        self._check(what, before, self.seen())
        self._tell_saved()
        self._timer.start(self._chance.choice((0, 0, 0, 5, 20, 60)))

    def _tell_saved(self) -> None:
        seen = self.seen()
        if self._user.text("statusSaved") == "Saved" and seen != self._told:
            self._told = seen
            self._diary.tell("saved", what=seen)

    def _check(self, what: str, before: Shown, after: Shown) -> None:
        """Say so if an action did to the lines what nobody meant it to."""
        if what == "any":
            return
        old, new = before["lines"], after["lines"]
        gone, come = old.keys() - new.keys(), new.keys() - old.keys()
        moved = [line for line in old.keys() & new.keys() if old[line][0] != new[line][0]]
        allowed = {"add": (0, 1, 0), "move": (0, 0, 1), "delete": (1, 0, 0), "keep": (0, 0, 0)}[what]
        if any(len(found) > most for found, most in zip((gone, come, moved), allowed, strict=True)):
            self._diary.tell("wrong", sentence=f"{what} made {after} of {before}")

    # What is done

    def _line(self) -> Level | None:
        """Return a line that is in sight."""
        user = self._user
        seen = [line for line in user.chart.frame.levels if 5 < user.row(line.ratio) < user.chart.plot.height() - 5]
        return self._chance.choice(seen) if seen else None

    def _point(self) -> QPoint:
        return QPoint(self._chance.randint(200, 500), self._chance.randint(*_PLOT_PX))

    def _add(self) -> None:
        if len(self._user.chart.frame.levels) >= _MOST_LINES:
            return
        point = self._point()
        self._user.move(point)
        if self._chance.random() < 0.5:
            self._user.key(Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
        else:
            self._user.key(Qt.Key.Key_H)
            self._user.click(point)

    def _drag(self) -> None:
        line = self._line()
        if line is not None:
            self._user.drag(self._user.at(line.ratio), self._point(), steps=3)

    def _nudge(self) -> None:
        line = self._line()
        if line is None:
            return
        self._user.click(self._user.at(line.ratio))
        key = self._chance.choice((Qt.Key.Key_Up, Qt.Key.Key_Down))
        for _ in range(self._chance.randint(1, 6)):
            self._user.key(key)

    def _delete(self) -> None:
        line = self._line()
        if line is not None:
            self._user.click(self._user.at(line.ratio))
            self._user.key(Qt.Key.Key_Delete)

    def _give_role(self) -> None:
        self._choose(self._chance.choice(("Stop", "Entry", "Target", "No role")))

    def _lock(self) -> None:
        self._choose("Locked")

    def _name(self) -> None:
        # The dialog has an event loop of its own, which lasts as long as nobody answers.
        self._answering.start()
        self._choose("Label…")
        self._answering.stop()

    @Slot()
    def _answer(self) -> None:
        """Type into the dialog that asks for a label, if one does."""
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            field = dialog.findChild(QLineEdit)
            assert field is not None
            field.selectAll()
            QTest.keyClicks(field, f"line {self._chance.randint(1, 999)}")
            QTest.keyClick(field, Qt.Key.Key_Return)

    def _choose(self, words: str) -> None:
        """Click on an entry of the menu that a right click on a line opens."""
        line, chart, series = self._line(), self._user.chart, self._user.chart.frame.series
        if line is None or series is None:
            return
        point = chart.point_of(series.session, line.ratio)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, chart.mapToGlobal(point))
        QApplication.sendEvent(chart, event)
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            return
        entry = next((entry for entry in menu.actions() if entry.text() == words), None)
        if entry is None:
            menu.close()
            return
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(entry).center())

    def _step(self) -> None:
        self._user.key(self._chance.choice((Qt.Key.Key_Z, Qt.Key.Key_Y)), Qt.KeyboardModifier.ControlModifier)

    def _type_account(self) -> None:
        self._user.type_into("accountEdit", str(self._chance.randint(10_000, 900_000)))

    def _switch(self) -> None:
        self._user.open(self._chance.choice(PAIRS))

    def _turn_over(self) -> None:
        self._user.key(Qt.Key.Key_X)

    def _hold(self) -> None:
        """Enter shares of an instrument in the window of the portfolio."""
        self._user.command("Portfolio…").trigger()
        symbol = self._chance.choice(_HOLDINGS)
        held = [row[0] for row in self._user.cells("lotTable")]
        row = held.index(symbol) if symbol in held else len(held) - 1
        self._type(row, 0, symbol)
        self._type(row, 1, str(self._chance.randint(1, 999)))
        if not self._user.find("lotProblem").isVisible():
            self._diary.tell("saved", what=self.holdings())
        self._leave_portfolio()

    def _type(self, row: int, column: int, text: str) -> None:
        table = self._user.find("lotTable")
        item = table.item(row, column)
        if item is None or item.text() == text:
            return
        table.setCurrentItem(item)
        table.editItem(item)
        editors = table.viewport().findChildren(QLineEdit)
        if editors:
            editors[-1].selectAll()
            QTest.keyClicks(editors[-1], text)
            QTest.keyClick(editors[-1], Qt.Key.Key_Return)
        QApplication.processEvents()

    def _leave_portfolio(self) -> None:
        QTest.keyClick(self._user.find("lotTable").window(), Qt.Key.Key_Escape)
