"""The dialog that asks for a second ratio to draw over the first."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCompleter, QDialogButtonBox, QListView, QWidget

from ratiodesk.ui.entry_dialog import EntryDialog
from ratiodesk.words import tr

# What the frame of the list takes above and below its rows; Qt leaves too little for it.
_POPUP_EDGE_PX = 6


class CompareDialog(EntryDialog):
    """Takes a pair as it is typed; its owner closes it with ``accept()`` or says with ``refuse()`` what is wrong.

    Parameters
    ----------
    pairs
        The pairs to offer.
    current
        The pair that is compared now, empty if none is.

    Signals
    -------
    pair_chosen
        The text of the field, or of the row that was chosen.
    cleared
        Nothing is to be compared any more; the dialog is closed by then.
    """

    pair_chosen = Signal(str)
    cleared = Signal()

    def __init__(self, pairs: Sequence[str], current: str, parent: QWidget) -> None:
        super().__init__("compare", tr("Compare with another ratio"), tr("Pair to compare"), tr("Compare"), parent)
        self.field.setPlaceholderText("QQQ/IWM")
        self.field.setText(current)
        self.field.selectAll()
        self.hint.setText(
            tr("Compared now: {pair}", pair=current) if current else tr("Its ratio is drawn over the one in view.")
        )
        self._completer = completer = QCompleter(list(pairs), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.field.setCompleter(completer)
        self._popup = QListView()
        self._popup.setObjectName("completions")
        self._popup.setAccessibleName(tr("Pairs that fit"))
        completer.setPopup(self._popup)
        # The completer makes it an orphan, which the theme of the window does not reach.
        self._popup.setParent(self, self._popup.windowFlags())
        # Queued: the field puts the row into its text on the same signal, which must not undo what a refusal selects.
        completer.activated.connect(self._on_completer_activated, Qt.ConnectionType.QueuedConnection)
        self.field.textEdited.connect(self._on_text_edited)
        self.field.returnPressed.connect(self._on_field_return_pressed)
        self.entered.connect(self.pair_chosen)
        if current:
            stop = self.buttons.addButton(tr("Stop comparing"), QDialogButtonBox.ButtonRole.ResetRole)
            stop.setObjectName("stopComparing")
            stop.clicked.connect(self._on_stop_clicked)

    @Slot(str)
    def _on_text_edited(self, text: str) -> None:
        """Give the list that is about to open the height of its rows."""
        self._completer.setCompletionPrefix(text)
        rows = min(self._completer.completionCount(), self._completer.maxVisibleItems())
        self._popup.setMinimumHeight(rows * self._popup.sizeHintForRow(0) + 2 * _POPUP_EDGE_PX)

    @Slot(str)
    def _on_completer_activated(self, text: str) -> None:
        self.entered.emit(text)

    @Slot()
    def _on_field_return_pressed(self) -> None:
        """Take the text while the list is open, which keeps Return from the button; a chosen row takes itself."""
        if self._popup.isVisible() and not self._popup.currentIndex().isValid():
            self._popup.hide()
            self.entered.emit(self.field.text())

    @Slot()
    def _on_stop_clicked(self) -> None:
        self.accept()
        self.cleared.emit()
