"""The orders of the open pair's position, to copy or to save."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ratiodesk.domain.order_ticket import OrderTicket
from ratiodesk.domain.ticket_form import TicketForm, condition, limit_words, written
from ratiodesk.ui.dialog_buttons import DialogButtons
from ratiodesk.ui.number_text import level_text
from ratiodesk.ui.text_label import TextLabel
from ratiodesk.ui.written_file import named_file, write_file
from ratiodesk.words import mark, tr

_FORMS = {
    TicketForm.TEXT: mark("Words"),
    TicketForm.BASKET: mark("CSV for BasketTrader of Interactive Brokers"),
    TicketForm.GENERIC: mark("CSV with symbol, side, quantity, limit, notional"),
}


class TicketDialog(QDialog):
    """Stands beside the desk and follows it: what is shown, copied and saved is the position as it is now."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("ticketDialog")
        self.setWindowTitle(tr("Order ticket"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 320)
        self._tickets: Sequence[OrderTicket] = ()
        self._form, self._tranche = QComboBox(), QComboBox()
        for combo, name, words in (
            (self._form, "ticketForm", tr("Form of the ticket")),
            (self._tranche, "ticketTranche", tr("Tranche")),
        ):
            combo.setObjectName(name)
            combo.setAccessibleName(words)
        for form, words in _FORMS.items():
            self._form.addItem(tr(words), form)
        self._condition, self._note = TextLabel(), TextLabel()
        for label, name in ((self._condition, "ticketCondition"), (self._note, "ticketNote")):
            label.setObjectName(name)
            label.setWordWrap(True)
        self._preview = QPlainTextEdit()
        self._preview.setObjectName("ticketPreview")
        self._preview.setAccessibleName(tr("The ticket"))
        self._preview.setReadOnly(True)
        self._preview.setTabChangesFocus(True)
        self._preview.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._preview.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._copy, self._save = QPushButton(tr("Copy")), QPushButton(tr("Save…"))
        self._copy.setObjectName("ticketCopy")
        self._save.setObjectName("ticketSave")
        self._arrange()
        for combo in (self._form, self._tranche):
            combo.currentIndexChanged.connect(self._on_choice_changed)
        self._copy.clicked.connect(self._on_copy_clicked)
        self._save.clicked.connect(self._on_save_clicked)

    def _arrange(self) -> None:
        choices = QHBoxLayout()
        choices.addWidget(self._form)
        choices.addWidget(self._tranche)
        choices.addStretch(1)
        buttons = DialogButtons(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self._save, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addLayout(choices)
        for part in (self._condition, self._preview, self._note, buttons):
            column.addWidget(part)

    @property
    def ticket(self) -> OrderTicket | None:
        """The ticket in view, None while there is no position."""
        at = max(self._tranche.currentIndex(), 0)
        return self._tickets[at] if at < len(self._tickets) else None

    @property
    def form(self) -> TicketForm:
        """The form it is shown in."""
        return TicketForm(self._form.currentData())

    def show_tickets(self, tickets: Sequence[OrderTicket], problem: str = "") -> None:
        """Show the tickets of a position, or why there is none."""
        if tickets == self._tickets and not problem:
            return
        self._tickets = tickets
        at = max(self._tranche.currentIndex(), 0)
        with QSignalBlocker(self._tranche):
            self._tranche.clear()
            for ticket in tickets:
                words = tr(
                    "Tranche {place} of {count} at {ratio}",
                    place=ticket.place,
                    count=ticket.count,
                    ratio=level_text(ticket.limit_ratio),
                )
                self._tranche.addItem(words)
            self._tranche.setCurrentIndex(min(at, len(tickets) - 1))
        self._tranche.setVisible(len(tickets) > 1)
        for button in (self._copy, self._save):
            button.setEnabled(bool(tickets))
        self._on_choice_changed()
        self._say(problem, wrong=True)

    @Slot()
    def _on_choice_changed(self) -> None:
        """Show the ticket that is chosen, in the form that is chosen."""
        ticket = self.ticket
        self._say("")
        self._condition.setText(condition(ticket) if ticket is not None else "")
        # The words begin with it; a table has no column for it.
        self._condition.setVisible(ticket is not None and self.form is not TicketForm.TEXT)
        self._preview.setPlainText(written(ticket, self.form) if ticket is not None else "")

    @Slot()
    def _on_copy_clicked(self) -> None:
        if self.ticket is not None:
            QGuiApplication.clipboard().setText(written(self.ticket, self.form))
            self._say(tr("The ticket is on the clipboard."))

    @Slot()
    def _on_save_clicked(self) -> None:
        ticket, form = self.ticket, self.form
        if ticket is None:
            return
        kinds = tr("Text (*.txt)") if form is TicketForm.TEXT else tr("Tables (*.csv)")
        name, _ = QFileDialog.getSaveFileName(self, tr("Save the order ticket"), _file_name(ticket, form), kinds)
        if name:
            path = named_file(name, form.suffix)
            refusal = write_file(path, written(ticket, form).encode())
            self._say(refusal or tr("Saved as {path}.", path=path), wrong=bool(refusal))

    def _say(self, sentence: str, *, wrong: bool = False) -> None:
        # The theme's colour of loss; the palette keeps it right when the colour scheme changes.
        self._note.setForegroundRole(QPalette.ColorRole.BrightText if wrong else QPalette.ColorRole.WindowText)
        self._note.setText(sentence)


def _file_name(ticket: OrderTicket, form: TicketForm) -> str:
    """Return a name for the file of a ticket."""
    pair = ticket.terms.pair
    # Not the pair first: Windows takes CON.DE for a device.
    words = ["Orders", f"{pair.numerator}-{pair.denominator}", str(ticket.terms.session)]
    if ticket.count > 1:
        words += [str(ticket.place), "of", str(ticket.count)]
    if form is TicketForm.BASKET:
        # A basket has no column for the ratio at which it may be sent.
        words += ["at", limit_words(ticket)]
    return " ".join(words) + form.suffix
