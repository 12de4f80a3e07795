"""What a hand does to the dialog of versions, and the versions it finds there."""

from pathlib import Path
from typing import Any

from fake_world import settle
from person import User
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair
from ratiodesk.storage.home import open_home
from ratiodesk.storage.layout_files import LayoutFiles
from ratiodesk.ui.versions_dialog import VersionsDialog

PAIR = Pair.parse("SPY/IWM")
LINES = (
    Level(LevelId("t"), 1.95, Role.TARGET),
    Level(LevelId("e"), 2.13, Role.ENTRY),
    Level(LevelId("s"), 2.35, Role.STOP),
)
DOCUMENT = "IWM_SPY.ratiodesk"


def save_versions(home: Path) -> Path:
    """Save a document with three lines, of which there are versions with one, two and three; return where it is."""
    files = LayoutFiles(open_home(str(home)))
    for count in (1, 2, 3):
        files.save(Layout(PAIR, LINES[:count]))
    return files.path(PAIR)


def ratios(user: User) -> list[float]:
    return [line.ratio for line in user.desk.open_pair.layout.levels]


def back(user: User) -> None:
    """Return to the desk from a dialog, as the system does when that closes."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    user.desk.window.activateWindow()
    user.chart.setFocus()
    QApplication.processEvents()


def show(user: User) -> VersionsDialog:
    """Open the dialog with its key."""
    back(user)
    user.key(Qt.Key.Key_V, Qt.KeyboardModifier.AltModifier)
    dialog = user.desk.window.findChild(VersionsDialog)
    assert dialog is not None
    dialog.activateWindow()
    settle(user.desk.loader)
    return dialog


def part(dialog: VersionsDialog, name: str) -> Any:
    found = dialog.findChild(QWidget, name)
    assert found is not None, f"there is no {name}"
    return found


def listed(dialog: VersionsDialog, column: int = 2) -> list[str]:
    table = part(dialog, "versionsTable")
    return [table.item(row, column).text() for row in range(table.rowCount())]


def press(dialog: VersionsDialog, key: Qt.Key, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(part(dialog, "versionsTable"), key)


def choose(user: User, dialog: VersionsDialog, name: str) -> None:
    """Choose a document with the keyboard, as its list is searched by what is typed."""
    box = part(dialog, "versionsDocument")
    box.setFocus()
    QTest.keyClicks(box, name)
    assert box.currentText() == name
    settle(user.desk.loader)
