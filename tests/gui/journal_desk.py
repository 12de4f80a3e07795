"""A desk with a plan, and its journal, as their tests reach them."""

from collections.abc import Callable
from typing import Any

from fake_ports import SPY_IWM
from fake_world import World, settle
from person import User
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView

from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.ratio import Ratio
from ratiodesk.ui.journal_model import COLUMNS
from ratiodesk.ui.journal_window import JournalWindow

TITLES = [column.title for column in COLUMNS]


def keep_plan(open_faked: Callable[..., User], world: World) -> User:
    """Return a desk with SPY/IWM at 2.1 in the entry zone of a plan."""
    world.layouts.keep(lines(2.0, 2.3, 1.8))
    user = open_faked("SPY/IWM")
    user.chart.show_level([LevelId("stop"), LevelId("target")])
    return user


def lines(entry: float, stop: float, target: float) -> Layout:
    roles = ((Role.ENTRY, entry), (Role.STOP, stop), (Role.TARGET, target))
    return Layout(SPY_IWM, tuple(Level(LevelId(role), Ratio(ratio), role) for role, ratio in roles))


def journal(user: User) -> JournalWindow:
    """Open the journal and wait until it is read."""
    user.key(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    window = user.desk.window.findChild(JournalWindow, "journalWindow")
    assert window is not None
    settle(user.desk.loader)
    return window


def find(window: JournalWindow, name: str) -> Any:
    found = window.findChild(object, name)
    assert found is not None, f"there is no {name}"
    return found


def rows(window: JournalWindow) -> list[dict[str, str]]:
    model = find(window, "journalTable").model()
    return [
        {title: model.index(row, place).data() for place, title in enumerate(TITLES)} for row in range(model.rowCount())
    ]


def choose(window: JournalWindow, row: int, column: int = 0) -> None:
    table: QTableView = find(window, "journalTable")
    at = table.visualRect(table.model().index(row, column)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)


def press(window: JournalWindow, name: str) -> None:
    QTest.mouseClick(find(window, name), Qt.MouseButton.LeftButton)
