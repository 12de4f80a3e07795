"""A number edited in place."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from ratiodesk.domain.errors import RatioDeskError
from ratiodesk.local_text import local
from ratiodesk.ui.typed_field import TypedField


class NumberField(TypedField):
    """Return or leaving the field takes the value, Esc brings the last one back; both leave the field.

    Not every click takes the keys away: what was typed is taken before a button or a shortcut acts on it.

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

    def __init__(
        self,
        name: str,
        accessible_name: str,
        read: Callable[[str], Any],
        take: Callable[[Any], None],
        help_text: str = "",
    ) -> None:
        super().__init__(name, accessible_name, help_text)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._read, self._take = read, take
        self._shown = ""
        self._plain = ""
        self.editingFinished.connect(self._on_editing_finished)

    def show_value(self, shown: str, plain: str) -> None:
        """Show a value: *shown* at rest, *plain* while it is edited. A refused or half-typed text stays."""
        if (shown, plain) == (self._shown, self._plain) and not self.is_refused:
            return
        self._shown, self._plain = shown, plain
        if not (self.hasFocus() and self.isModified()) and not self.is_refused:
            self.setText(plain if self.hasFocus() else shown)

    def reset(self) -> None:
        """Show the value in force again, whatever was typed."""
        if self.is_refused:
            self.mark("")
        self.setText(self._shown)

    def event(self, event: QEvent) -> bool:
        # With nothing typed that the field itself could take back, undo and redo are the desk's.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo, redo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
            if (event.matches(undo) or event.matches(redo)) and not (self.isUndoAvailable() or self.isRedoAvailable()):
                event.ignore()
                return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what was typed before a click elsewhere, or a command of the keyboard, acts on what is in force."""
        if self.isModified() and self._acts_elsewhere(watched, event):
            self._on_editing_finished()
        return super().eventFilter(watched, event)

    def _acts_elsewhere(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Shortcut:
            return True
        # Qt tells the window of a click too, before the widget that is clicked.
        clicked = event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget)
        return clicked and watched is not self and not self.isAncestorOf(watched)  # type: ignore[arg-type]

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        QCoreApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        if not self.is_refused:
            self.setText(self._plain)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        QCoreApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        if not self.is_refused:
            self.setText(self._shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.is_refused:
            self.left.emit()

    def revert(self) -> None:
        self.mark("")
        self.setText(self._plain)

    @Slot()
    def _on_editing_finished(self) -> None:
        if not self.isModified():
            return
        try:
            self._take(self._read(self.text()))
        except RatioDeskError as error:
            self.mark(local(str(error)))
            return
        self.setModified(False)
        self.mark("")
        self.setText(self._plain if self.hasFocus() else self._shown)

    def mark(self, sentence: str) -> None:
        super().mark(sentence)
        self.refused.emit(sentence)
