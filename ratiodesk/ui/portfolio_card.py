"""What the position changes in the portfolio."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton

from ratiodesk.analysis.reading import Sized
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.sector import NOT_KNOWN
from ratiodesk.ui.card import FlatTable, kind_of
from ratiodesk.ui.fold_card import FoldCard
from ratiodesk.ui.portfolio_text import change_headings, figure_rows, kept_names, result_rows, shortened, weight_rows
from ratiodesk.ui.prose import Prose
from ratiodesk.ui.theme import Theme
from ratiodesk.ui.weight_bars import WeightBars
from ratiodesk.words import tr

_CHANGE = 3


class PortfolioCard(FoldCard):
    """Weights, sectors and figures of the account before and after.

    Signals
    -------
    edit_requested
        The user wants to say what the account holds.
    """

    edit_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__("portfolio", tr("What changes in the portfolio"))
        self._theme = theme
        self.table = FlatTable("portfolioTable", tr("Weights before and after"), change_headings())
        self.bars = WeightBars(theme)
        self.sectors = FlatTable("sectorTable", tr("Sectors before and after"), change_headings(tr("Sectors")))
        for table in (self.table, self.sectors):
            # A name gives up its end, and not its last word.
            table.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.figures = FlatTable(
            "figureTable", tr("Figures of the account before and after"), change_headings(tr("Account"))
        )
        self.figures.setToolTip(tr("Means by value over the account; cash has neither beta nor dividends."))
        self.results = FlatTable("portfolioResults", tr("Tracking error, gain and tax"), ("", ""), strong=1)
        self.results.setToolTip(
            tr(
                "How far the account strays from doing nothing; "
                "what selling part of the holding realises, at average cost."
            )
        )
        self._notes = Prose("portfolioNotes")
        self.edit = QPushButton(tr("Portfolio…"))
        self.edit.setObjectName("editPortfolio")
        self.edit.setToolTip(tr("Say once what the account holds, or import it"))
        self.edit.clicked.connect(self.edit_requested)
        tables = (self.table, self.sectors, self.figures)
        for table in tables:
            table.align(tables)
        self.table.colour_by(self._colour_of_weight)
        self.results.colour_by(self._colour_of_result)
        for plain in (self.sectors, self.figures):
            plain.colour_by(self._colour_of_share)
        for part in (self.table, self.sectors, self.bars, self.figures, self.results, self._notes):
            self.body.addWidget(part)
        self.body.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignLeft)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.bars.set_theme(theme)
        for table in (self.table, self.sectors, self.figures, self.results):
            table.recolour()

    def show_size(self, sized: Sized | str, pair: Pair | None = None, currency: str = "") -> None:
        """Show the change; hide the card while there is no position.

        Parameters
        ----------
        pair, currency
            Whose numerator betas are told of, and what money is in.
        """
        self.setVisible(not isinstance(sized, str))
        if isinstance(sized, str) or not self.is_open:
            return
        found = sized.portfolio
        weights = shortened(found.weights, "holdings", kept_names(pair))
        sectors = shortened(found.sectors, "sectors", {NOT_KNOWN})
        self.table.fill(weight_rows(weights))
        self.sectors.fill(weight_rows(sectors))
        self.bars.show_weights(sectors or weights)
        self.figures.fill(figure_rows(found, pair))
        results = result_rows(found, currency)
        self.results.fill(results)
        for part, is_shown in ((self.sectors, bool(sectors)), (self.results, bool(results))):
            if part.isVisibleTo(self) is not is_shown:
                part.setVisible(is_shown)
        self._notes.show_text("\n".join(found.notes))

    def _colour_of_weight(self, _row: int, column: int, text: str) -> str:
        if column < _CHANGE:
            return self._theme.text
        return {"loss": self._theme.loss, "gain": self._theme.gain}.get(kind_of(text), self._theme.muted)

    def _colour_of_share(self, _row: int, column: int, text: str) -> str:
        """More of a sector is no gain, and less of it no loss."""
        return self._theme.text if column < _CHANGE or kind_of(text) != "value" else self._theme.muted

    def _colour_of_result(self, _row: int, column: int, text: str) -> str:
        if not column:
            return self._theme.muted
        return {"loss": self._theme.loss, "gain": self._theme.gain}.get(kind_of(text), self._theme.text)
