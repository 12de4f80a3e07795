"""What the position changes in the portfolio."""

from ratiodesk.analysis.reading import Sized
from ratiodesk.ui.card import FlatTable, kind_of
from ratiodesk.ui.fold_card import FoldCard
from ratiodesk.ui.number_text import percent, signed
from ratiodesk.ui.theme import Theme

_CHANGE = 3


class PortfolioCard(FoldCard):
    """Weights before and after, in percent of the account."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("portfolio", "What changes in the portfolio")
        self._theme = theme
        self.table = FlatTable("portfolioTable", "Weights before and after", ("", "Before", "After", "Change"))
        self.table.colour_by(self._colour_of)
        self.body.addWidget(self.table)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.table.recolour()

    def show_size(self, sized: Sized | str) -> None:
        """Show the weights; hide the card while there is no position."""
        self.setVisible(not isinstance(sized, str))
        if isinstance(sized, str) or not self.is_open:
            return
        self.table.fill(
            [(row.name, percent(row.before), percent(row.after), signed(row.change * 100, 1)) for row in sized.weights]
        )

    def _colour_of(self, _row: int, column: int, text: str) -> str:
        if column < _CHANGE:
            return self._theme.text
        return {"loss": self._theme.loss, "gain": self._theme.gain}.get(kind_of(text), self._theme.muted)
