"""From the card and the menu to the window of the portfolio."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.ui.portfolio_card import PortfolioCard


class PortfolioBinding(QObject):
    """Opens the window when it is asked for, one at a time."""

    def __init__(self, desk: DeskParts, edit: QAction, card: PortfolioCard, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        edit.triggered.connect(self.show_portfolio)
        card.edit_requested.connect(self.show_portfolio)
        desk.open_pair.opened.connect(self._on_open_pair_opened)
        self._told = False

    @Slot()
    def show_portfolio(self) -> None:
        """Open the window of the portfolio, or bring the open one to the front."""
        from ratiodesk.ui.portfolio_dialog import PortfolioDialog

        dialog = self._window.findChild(PortfolioDialog)
        if dialog is None:
            desk = self._desk
            dialog = PortfolioDialog(desk, self._window)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    @Slot()
    def _on_open_pair_opened(self) -> None:
        """Say once that the portfolio cannot be read: nothing else shows it before its window is open."""
        if not self._told and self._desk.portfolio.problem:
            self._told = True
            self._desk.portfolio.noticed.emit(self._desk.portfolio.problem)
