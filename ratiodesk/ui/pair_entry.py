"""The field that shows the open pair and takes another."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QToolTip

from ratiodesk.domain.pair import Pair

_TIP = "Type a pair such as SPY/IWM (Ctrl+L)"


class PairEntry(QLineEdit):
    """Return opens what was typed; Esc, or going elsewhere, brings the open pair back."""

    pair_entered = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("pairEntry")
        self.setAccessibleName("Pair")
        self.setPlaceholderText("SPY/IWM")
        self.setToolTip(_TIP)
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
        self._restore()

    def offer(self, pairs: Sequence[str]) -> None:
        """Complete what is typed with these pairs."""
        self._known.setStringList(list(pairs))

    def start_typing(self, text: str) -> None:
        """Begin another pair with its first letter."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.setText(text)

    def refuse(self, sentence: str) -> None:
        """Keep what was typed and say below it why it does not open."""
        self._mark(sentence)
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

    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if event.type() == QEvent.Type.ShortcutOverride and escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._restore()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._restore()

    @Slot()
    def _on_return_pressed(self) -> None:
        self._popup.hide()
        self.pair_entered.emit(self.text())

    def _restore(self) -> None:
        self.setText(self._pair)
        self._mark("")

    def _mark(self, sentence: str) -> None:
        self.setProperty("state", "bad" if sentence else "")
        self.setToolTip(sentence or _TIP)
        self.style().unpolish(self)
        self.style().polish(self)
        if not sentence:
            QToolTip.hideText()
