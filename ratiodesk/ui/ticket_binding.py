"""Between the open pair's position and the dialog with its orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from ratiodesk.analysis.ticket import tickets_of
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.domain.errors import NoPosition, RatioDeskError
from ratiodesk.plain_text import plain
from ratiodesk.ui.card import Card
from ratiodesk.words import tr

if TYPE_CHECKING:
    from ratiodesk.domain.order_ticket import OrderTicket
    from ratiodesk.ui.ticket_dialog import TicketDialog


class TicketBinding(QObject):
    """Opens the dialog from the menu or a button at the foot of a card, and keeps what it shows true while it is open.

    Signals
    -------
    left
        The button that had the keys can be pressed no more.
    """

    left = Signal()

    def __init__(self, open_pair: OpenPair, show: QAction, card: Card, window: QWidget) -> None:
        super().__init__(window)
        self._open_pair, self._window = open_pair, window
        self._dialog: TicketDialog | None = None
        self._button = QPushButton(tr("Order ticket…"))
        self._button.setObjectName("orderTicket")
        self._button.clicked.connect(self.show_dialog)
        self._show = show
        show.triggered.connect(self.show_dialog)
        for command in (self._button, show):
            command.setEnabled(False)
        card.body.addWidget(self._button)
        for changed in (open_pair.opened, open_pair.layout_changed, open_pair.prices_changed):
            changed.connect(self._on_open_pair_changed)

    @Slot()
    def show_dialog(self) -> None:
        """Open the dialog, or bring the open one to the front."""
        from ratiodesk.ui.ticket_dialog import TicketDialog

        if self._dialog is None:
            self._dialog = TicketDialog(self._window)
            self._dialog.finished.connect(self._on_dialog_finished)
            self._show_tickets()
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    @Slot()
    def _on_open_pair_changed(self) -> None:
        sized = self._open_pair.sized
        problem = sized if isinstance(sized, str) else ""
        tip = plain(problem or tr("The orders of this position, to copy or to save."))
        if tip != self._button.toolTip():
            # A press on the button takes what was typed before it; Qt would hand the keys to the first field there is.
            if problem and self._button.hasFocus():
                self.left.emit()
            for command in (self._button, self._show):
                command.setEnabled(not problem)
            self._button.setToolTip(tip)
            self._button.setAccessibleDescription(problem or tip)
        # A line in the hand is no order yet.
        if not self._open_pair.is_dragging:
            self._show_tickets()

    def _show_tickets(self) -> None:
        if self._dialog is None:
            return
        try:
            self._dialog.show_tickets(self._tickets())
        except RatioDeskError as error:
            self._dialog.show_tickets((), str(error))

    def _tickets(self) -> tuple[OrderTicket, ...]:
        open_pair = self._open_pair
        quotes, series, sized = open_pair.quotes, open_pair.series, open_pair.sized
        if isinstance(sized, str) or quotes is None or series is None:
            raise NoPosition(sized if isinstance(sized, str) else "")
        return tickets_of(quotes, series, open_pair.layout, sized)

    @Slot()
    def _on_dialog_finished(self) -> None:
        self._dialog = None
