"""What the position changes in the portfolio."""

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton

from ratiodesk.analysis.reading import Sized
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.portfolio_change import Measure, PortfolioChange
from ratiodesk.domain.sector import NOT_KNOWN
from ratiodesk.domain.worth import Weight
from ratiodesk.ui.card import FlatTable, kind_of
from ratiodesk.ui.fold_card import FoldCard
from ratiodesk.ui.number_text import percent, signed, signed_money
from ratiodesk.ui.text_label import TextLabel
from ratiodesk.ui.theme import Theme
from ratiodesk.ui.weight_bars import WeightBars

# More rows than this are added up.
_MOST_ROWS = 8
_COLUMNS = ("", "Before", "After", "Change")
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
        super().__init__("portfolio", "What changes in the portfolio")
        self._theme = theme
        self.table = FlatTable("portfolioTable", "Weights before and after", _COLUMNS)
        self.bars = WeightBars(theme)
        self.sectors = FlatTable("sectorTable", "Sectors before and after", ("Sectors", *_COLUMNS[1:]))
        for table in (self.table, self.sectors):
            # A name gives up its end, and not its last word.
            table.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.figures = FlatTable("figureTable", "Figures of the account before and after", ("Account", *_COLUMNS[1:]))
        self.figures.setToolTip("Means by value over the account; cash has neither beta nor dividends.")
        self.results = FlatTable("portfolioResults", "Tracking error, gain and tax", ("", ""), strong=1)
        self.results.setToolTip(
            "How far the account strays from doing nothing; what selling part of the holding realises, at average cost."
        )
        self._notes = TextLabel()
        self._notes.setObjectName("portfolioNotes")
        self._notes.setAccessibleName("What is not known of the portfolio")
        self._notes.setWordWrap(True)
        self.edit = QPushButton("Portfolio…")
        self.edit.setObjectName("editPortfolio")
        self.edit.setToolTip("Say once what the account holds, or import it")
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
        weights = _shortened(found.weights, "holdings", {*(pair.symbols if pair else ()), "Other", "Cash"})
        sectors = _shortened(found.sectors, "sectors", {NOT_KNOWN})
        self.table.fill(_weight_rows(weights))
        self.sectors.fill(_weight_rows(sectors))
        self.bars.show_weights(sectors or weights)
        self.figures.fill(_figure_rows(found, pair))
        results = _result_rows(found, currency)
        self.results.fill(results)
        for part, is_shown in ((self.sectors, bool(sectors)), (self.results, bool(results))):
            if part.isVisibleTo(self) is not is_shown:
                part.setVisible(is_shown)
        notes = "\n".join(found.notes)
        if notes != self._notes.text():
            self._notes.setText(notes)
        self._notes.setVisible(bool(notes))

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


def _weight_rows(weights: Sequence[Weight]) -> list[tuple[str, ...]]:
    return [(row.name, percent(row.before), percent(row.after), signed(row.change * 100, 1)) for row in weights]


def _shortened(weights: Sequence[Weight], noun: str, kept: set[str]) -> list[Weight]:
    """Return at most so many rows: the last ones but those *kept* are added up."""
    over = len(weights) - _MOST_ROWS
    if over <= 0:
        return list(weights)
    places = [place for place, row in enumerate(weights) if row.name not in kept][-over - 1 :]
    spare = set(places)
    before, after = (math.fsum(getattr(weights[place], name) for place in places) for name in ("before", "after"))
    rows = [row for place, row in enumerate(weights) if place not in spare]
    return [*rows[: places[0]], Weight(f"{len(places)} other {noun}", before, after), *rows[places[0] :]]


def _figure_rows(found: PortfolioChange, pair: Pair | None) -> list[tuple[str, ...]]:
    beta, paid = found.beta, found.dividend_yield
    return [
        (
            f"Beta to {pair.numerator}" if pair else "Beta",
            *(_decimal(value) for value in (beta.before, beta.after)),
            _change(beta, 1.0, 3),
        ),
        ("Dividend yield", *(_percent(value) for value in (paid.before, paid.after)), _change(paid, 100.0, 2)),
    ]


def _result_rows(found: PortfolioChange, currency: str) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    if found.tracking_error is not None:
        rows.append(("Tracking error", f"{percent(found.tracking_error, 2)} a year"))
    if found.realised_gain is not None:
        rows.append(("Realised gain", signed_money(found.realised_gain, currency)))
    if found.realised_gain is not None and found.is_taxed:
        rows.append(("Tax on it", "–" if found.tax is None else signed_money(-found.tax, currency)))
    return rows


def _decimal(value: float | None) -> str:
    return "–" if value is None else signed(value, 3).removeprefix("+")


def _percent(value: float | None) -> str:
    return "–" if value is None else percent(value, 2)


def _change(measure: Measure, factor: float, decimals: int) -> str:
    return "–" if measure.change is None else signed(measure.change * factor, decimals)
