"""The sectors of one instrument, typed by hand where no source tells them."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from ratiodesk.desk.kept_portfolio import KeptPortfolio
from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.sector import TYPED, SectorWeights, format_sectors, parse_sectors
from ratiodesk.ui.number_field import NumberField
from ratiodesk.ui.number_text import percent
from ratiodesk.ui.problem_label import ProblemLabel
from ratiodesk.ui.text_label import TextLabel
from ratiodesk.words import mark, tr

_EXAMPLE = mark("Financials 13.62 %, Energy 4 %")


class SectorEditor(QWidget):
    """A choice of the instrument, a field for its sectors, and below it where they are from or what is wrong."""

    def __init__(self, portfolio: KeptPortfolio, today: Callable[[], date]) -> None:
        super().__init__()
        self._portfolio, self._today = portfolio, today
        self.choice = QComboBox()
        self.choice.setObjectName("sectorSymbol")
        self.choice.setAccessibleName(tr("Instrument whose sectors are shown"))
        self.field = NumberField(
            "sectorEdit",
            tr("Sectors and their weights"),
            self._read,
            self._take,
            tr("Sectors with their weights; one without a number is all of it. Empty for what a source tells."),
        )
        self.field.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.field.setPlaceholderText(tr(_EXAMPLE))
        self.hint = TextLabel()
        self.hint.setObjectName("sectorHint")
        self.hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.hint.setWordWrap(True)
        self.problem = ProblemLabel("sectorProblem")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(2, 1)
        caption = TextLabel(tr("Sectors of"))
        caption.setBuddy(self.choice)
        grid.addWidget(caption, 0, 0)
        grid.addWidget(self.choice, 0, 1)
        grid.addWidget(self.field, 0, 2)
        grid.addWidget(self.hint, 1, 2)
        grid.addWidget(self.problem, 2, 2)
        self.choice.currentTextChanged.connect(self._on_choice_current_text_changed)
        self.field.refused.connect(self.problem.show_problem)

    @property
    def symbol(self) -> Symbol | None:
        """The instrument that is chosen."""
        return Symbol(self.choice.currentText()) if self.choice.currentText() else None

    def show_symbols(self, symbols: Sequence[Symbol]) -> None:
        """Offer these instruments; the chosen one stays where it is among them."""
        offered = [self.choice.itemText(place) for place in range(self.choice.count())]
        if offered != list(symbols):
            chosen = self.choice.currentText()
            with QSignalBlocker(self.choice):
                self.choice.clear()
                self.choice.addItems(list(symbols))
                self.choice.setCurrentIndex(max(self.choice.findText(chosen), 0))
            if self.choice.currentText() != chosen:
                self.field.reset()
        self._show()

    def choose(self, symbol: Symbol) -> None:
        """Show the sectors of *symbol* if it is offered."""
        place = self.choice.findText(symbol)
        if place >= 0:
            self.choice.setCurrentIndex(place)

    def _show(self) -> None:
        symbol = self.symbol
        known = self._portfolio.sectors(symbol) if symbol is not None else None
        text = format_sectors(known) if known is not None else ""
        self.field.show_value(text, text)
        if not self.field.hasFocus():
            self.field.setCursorPosition(0)  # The largest sectors are the first.
        self.field.setEnabled(symbol is not None and not self._portfolio.problem)
        hint = _hint(known) if symbol is not None else ""
        self.hint.setText(hint)
        self.field.setAccessibleDescription(hint)

    def _read(self, text: str) -> SectorWeights | None:
        if self.symbol is None:
            raise BadInput(tr("Choose an instrument first."))
        return parse_sectors(self.symbol, text, self._today())

    def _take(self, weights: SectorWeights | None) -> None:
        symbol = self.symbol
        if symbol is None:
            return
        refusal = self._portfolio.change(
            lambda portfolio: portfolio.without_sectors(symbol) if weights is None else portfolio.with_sectors(weights)
        )
        if refusal:
            raise BadInput(refusal)

    @Slot(str)
    def _on_choice_current_text_changed(self, text: str) -> None:
        self.field.reset()
        self._show()
        self.field.reset()


def source_text(known: SectorWeights | None) -> str:
    """Return where sectors are from, in few words."""
    if known is None:
        return tr("not known")
    source = tr("typed by hand") if known.source == TYPED else known.source
    return f"{source}, {known.as_of}"


def _hint(known: SectorWeights | None) -> str:
    if known is None:
        return tr(
            "Not known: type them as {example}; a single stock is all in one, such as Technology.", example=tr(_EXAMPLE)
        )
    said = source_text(known)
    told = f"{said[:1].upper()}{said[1:]}."
    if not known.not_known:
        return told
    rest = tr("{part} of it is in no known sector.", part=percent(known.not_known, 2))
    return f"{told} {rest}"
