"""What the position changes in the portfolio."""

from ratiodesk.analysis.reading import Sized
from ratiodesk.ui.card import FlatTable, kind_of
from ratiodesk.ui.fold_card import FoldCard
from ratiodesk.ui.number_text import percent, signed
from ratiodesk.ui.theme import Theme


class PortfolioCard(FoldCard):
    """Weights before and after, in percent of the account."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("portfolio", "What changes in the portfolio")
        self._theme = theme
        self.table = FlatTable("portfolioTable", "Weights before and after", ("", "Before", "After", "Change"))
        self.body.addWidget(self.table)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self._colour()

    def show_size(self, sized: Sized | str) -> None:
        """Show the weights; hide the card while there is no position."""
        self.setVisible(not isinstance(sized, str))
        if isinstance(sized, str) or not self.is_open:
            return
        self.table.fill(
            [(row.name, percent(row.before), percent(row.after), signed(row.change * 100, 1)) for row in sized.weights]
        )
        self._colour()

    def _colour(self) -> None:
        for row in range(self.table.rowCount()):
            item = self.table.item(row, 3)
            if item is not None:
                colours = {"loss": self._theme.loss, "gain": self._theme.gain}
                self.table.tint(row, 3, colours.get(kind_of(item.text()), self._theme.muted))
