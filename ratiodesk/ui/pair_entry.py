"""The field that shows the open pair and takes another."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QMouseEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QListView, QToolTip

from ratiodesk.domain.pair import Pair
from ratiodesk.domain.quotes import Listing
from ratiodesk.plain_text import plain
from ratiodesk.ui.typed_field import TypedField
from ratiodesk.words import tr

_COMPLETION_ROLE = int(Qt.ItemDataRole.UserRole)
# Width of the list, and what its frame takes above and below the rows.
_POPUP_PX, _POPUP_EDGE_PX = 420, 6


class PairEntry(TypedField):
    """Return opens what was typed; Esc, or going elsewhere, brings the open pair back."""

    pair_entered = Signal(str)
    query_changed = Signal(str)

    def __init__(self) -> None:
        super().__init__("pairEntry", tr("Pair"), tr("Type a pair such as SPY/IWM (Ctrl+L)"))
        self.setPlaceholderText("SPY/IWM")
        self._pair = ""
        self._fresh = False
        self._found = QStandardItemModel(self)
        self._completer = completer = QCompleter(self._found, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        # What fits is decided by whoever answers the query.
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCompletionRole(_COMPLETION_ROLE)
        self._popup = popup = QListView()
        popup.setObjectName("completions")
        popup.setAccessibleName(tr("Instruments that fit"))
        completer.setPopup(popup)
        # The completer makes it an orphan, which the theme of the window does not reach.
        popup.setParent(self, popup.windowFlags())
        # Not setCompleter: the field would choose a row by itself, and Return then open another pair than was typed.
        completer.setWidget(self)
        completer.activated.connect(self._on_completer_activated)
        self.textEdited.connect(self._on_text_edited)
        self.returnPressed.connect(self._on_return_pressed)

    def show_pair(self, pair: Pair) -> None:
        """Show the open pair."""
        self._pair = str(pair)
        self.revert()

    def show_found(self, query: str, listings: Sequence[Listing]) -> None:
        """Offer instruments for the symbol that is being typed."""
        before, symbol = split_entry(self.text())
        if not self.hasFocus() or symbol != query:
            return
        self._found.clear()
        for listing in listings:
            item = QStandardItem(f"{listing.symbol}    {listing.description}".rstrip())
            item.setData(before + listing.symbol, _COMPLETION_ROLE)
            self._found.appendRow(item)
        if listings:
            rows = min(len(listings), self._completer.maxVisibleItems())
            self._popup.setMinimumSize(_POPUP_PX, rows * self._popup.sizeHintForRow(0) + 2 * _POPUP_EDGE_PX)
            self._completer.complete(self.rect().translated(0, 2))
            self._popup.setCurrentIndex(QModelIndex())
        else:
            self._popup.hide()

    def start_typing(self, text: str) -> None:
        """Begin another pair with its first letter."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.setText(text)
        self._on_text_edited(text)

    def refuse(self, sentence: str) -> None:
        """Keep what was typed and say below it why it does not open."""
        self.mark(sentence)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()
        QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), plain(sentence), self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self._fresh or self.is_refused:
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

    @Slot(str)
    def _on_text_edited(self, text: str) -> None:
        self.query_changed.emit(split_entry(text)[1])

    @Slot(str)
    def _on_completer_activated(self, text: str) -> None:
        """Open a pair that is complete; after its first symbol, wait for the second."""
        if split_entry(text)[0]:
            self.setText(text)
            self.pair_entered.emit(text)
        else:
            self.setText(f"{text}/")

    @Slot()
    def _on_return_pressed(self) -> None:
        if self._popup.isVisible() and self._popup.currentIndex().isValid():
            return  # The completer takes the row.
        self._popup.hide()
        self.pair_entered.emit(self.text())

    def revert(self) -> None:
        self.setText(self._pair)
        self.mark("")

    def mark(self, sentence: str) -> None:
        super().mark(sentence)
        if not sentence:
            QToolTip.hideText()


def split_entry(text: str) -> tuple[str, str]:
    """Return what stands before the symbol that is being typed, and that symbol.

    >>> split_entry("SPY/iw"), split_entry("sp"), split_entry("SPY ")
    (('SPY/', 'iw'), ('', 'sp'), ('SPY/', ''))
    """
    found = re.fullmatch(r"\s*([^\s/:]+)(?:\s*[/:]\s*|\s+)(.*)", text)
    return (f"{found[1]}/", found[2].strip()) if found else ("", text.strip())
