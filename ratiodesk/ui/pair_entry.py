"""The field that shows the open pair and takes another."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QCompleter, QListView, QToolTip

from ratiodesk.domain.pair import Pair
from ratiodesk.ui.typed_field import TypedField


class PairEntry(TypedField):
    """Return opens what was typed; Esc, or going elsewhere, brings the open pair back."""

    pair_entered = Signal(str)

    def __init__(self) -> None:
        super().__init__("pairEntry", "Pair", "Type a pair such as SPY/IWM (Ctrl+L)")
        self.setPlaceholderText("SPY/IWM")
        self._pair = ""
        self._fresh = False
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._popup = popup = QListView()
        popup.setObjectName("completions")
        completer.setPopup(popup)
        self.setCompleter(completer)
        completer.activated.connect(self.pair_entered)
        self.returnPressed.connect(self._on_return_pressed)

    def show_pair(self, pair: Pair) -> None:
        """Show the open pair."""
        self._pair = str(pair)
        self.revert()

    def offer(self, pairs: Sequence[str]) -> None:
        """Complete what is typed with these pairs."""
        self._known.setStringList(list(pairs))

    def start_typing(self, text: str) -> None:
        """Begin another pair with its first letter."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.setText(text)

    def refuse(self, sentence: str) -> None:
        """Keep what was typed and say below it why it does not open."""
        self.mark(sentence)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()
        QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), sentence, self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self._fresh:
            self.selectAll()
        self._fresh = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # The click that brings the focus selects all, so that typing replaces the pair; the next places the cursor.
        self._fresh = event.reason() == Qt.FocusReason.MouseFocusReason

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.revert()

    @Slot()
    def _on_return_pressed(self) -> None:
        self._popup.hide()
        self.pair_entered.emit(self.text())

    def revert(self) -> None:
        self.setText(self._pair)
        self.mark("")

    def mark(self, sentence: str) -> None:
        super().mark(sentence)
        if not sentence:
            QToolTip.hideText()
