"""A number edited in place."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from ratiodesk.domain.errors import RatioDeskError


class NumberField(QLineEdit):
    """Return or leaving the field takes the value, Esc brings the last one back; both leave the field.

    What cannot be taken stays in the field, marked, and its sentence goes out as ``refused``; an empty sentence means
    that all is well again.

    Parameters
    ----------
    read
        Turns the text into a value, or raises a stated failure.
    take
        Puts the value to use, or raises a stated failure.
    """

    refused = Signal(str)
    left = Signal()

    def __init__(
        self, name: str, accessible_name: str, read: Callable[[str], Any], take: Callable[[Any], None]
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._read, self._take = read, take
        self._shown = ""
        self._plain = ""
        self.editingFinished.connect(self._on_editing_finished)

    def show_value(self, shown: str, plain: str) -> None:
        """Show a value: *shown* at rest, *plain* while it is edited. A refused or half-typed text stays."""
        if (shown, plain) == (self._shown, self._plain) and self.property("state") != "bad":
            return
        self._shown, self._plain = shown, plain
        if not (self.hasFocus() and self.isModified()) and self.property("state") != "bad":
            self.setText(plain if self.hasFocus() else shown)

    def reset(self) -> None:
        """Show the value in force again, whatever was typed."""
        if self.property("state") == "bad":
            self._mark("")
        self.setText(self._shown)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.property("state") != "bad":
            self.setText(self._plain)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.property("state") != "bad":
            self.setText(self._shown)

    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if event.type() == QEvent.Type.ShortcutOverride and escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._mark("")
            self.setText(self._plain)
            self.left.emit()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.property("state") != "bad":
            self.left.emit()

    @Slot()
    def _on_editing_finished(self) -> None:
        if not self.isModified():
            return
        try:
            self._take(self._read(self.text()))
        except RatioDeskError as error:
            self._mark(str(error))
            return
        self.setModified(False)
        self._mark("")
        self.setText(self._plain if self.hasFocus() else self._shown)

    def _mark(self, sentence: str) -> None:
        self.setProperty("state", "bad" if sentence else "")
        self.setToolTip(sentence)
        self.style().unpolish(self)
        self.style().polish(self)
        self.refused.emit(sentence)
