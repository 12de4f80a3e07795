"""A field that keeps what it cannot take, marked, until it is corrected or taken back."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from ratiodesk.plain_text import plain
from ratiodesk.ui.styled import set_look


class TypedField(QLineEdit):
    """Esc brings the value in force back and leaves the field.

    Parameters
    ----------
    name, accessible_name
        What tests and assistive programs call it.
    help_text
        The tooltip while nothing is wrong.
    """

    left = Signal()

    def __init__(self, name: str, accessible_name: str, help_text: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setToolTip(plain(help_text))
        self._help_text = help_text
        # Why the text could not be taken, empty if it could.
        self.problem = ""

    @property
    def is_refused(self) -> bool:
        """Whether the text stands there although it could not be taken."""
        return bool(self.property("state") == "bad")

    def mark(self, sentence: str) -> None:
        """Mark the text as refused because of *sentence*, or as well when that is empty."""
        self.problem = sentence
        set_look(self, "state", "bad" if sentence else "")
        self.setToolTip(plain(sentence or self._help_text))

    def revert(self) -> None:
        """Show the value in force."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        # Esc is a shortcut of the window; while the field has the keys it belongs to the field.
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if event.type() == QEvent.Type.ShortcutOverride and escape:
            event.accept()
            return True
        return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.ignore()  # A file that is dropped here is for the window to open, not to be read as text.
        else:
            super().dragEnterEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.revert()
            self.left.emit()
        else:
            super().keyPressEvent(event)
