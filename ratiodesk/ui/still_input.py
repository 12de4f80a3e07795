"""Inputs that the wheel scrolls past: it must not change what is decided."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QTabBar

from ratiodesk.plain_text import plain
from ratiodesk.ui.combo import Combo


class StillTabs(QTabBar):
    """Tabs that the wheel scrolls past."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class StillCombo(Combo):
    """A choice that the wheel scrolls past; a click on it leaves the keys where they are.

    Parameters
    ----------
    name, accessible_name
        What tests and assistive programs call it.
    entries
        What there is to choose from.
    help_text
        The tooltip.
    """

    def __init__(self, name: str, accessible_name: str, entries: tuple[str, ...], help_text: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.addItems(entries)
        self.setToolTip(plain(help_text))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
