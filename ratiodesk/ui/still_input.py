"""Inputs that the wheel scrolls past: it must not change what is decided."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox, QTabBar

from ratiodesk.plain_text import plain
from ratiodesk.ui.chevron import CHEVRON_PX, draw_chevron


class StillTabs(QTabBar):
    """Tabs that the wheel scrolls past."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class StillCombo(QComboBox):
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

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        # The style sheet that rounds the field takes the style's own arrow away.
        draw_chevron(self, CHEVRON_PX + 3, self.palette().color(QPalette.ColorRole.PlaceholderText), is_open=True)
