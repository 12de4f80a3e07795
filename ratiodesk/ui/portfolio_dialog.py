"""The window in which the user says once what the account holds."""

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ratiodesk.analysis.reading import excess_of
from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.desk.kept_portfolio import Edit
from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Lot, Portfolio
from ratiodesk.domain.portfolio_port import LotImport
from ratiodesk.lot_text import left_out_text, taken_text
from ratiodesk.plain_text import plain
from ratiodesk.ui.check_box import CheckBox
from ratiodesk.ui.dialog_buttons import DialogButtons
from ratiodesk.ui.lot_table import LotTable, Told
from ratiodesk.ui.message_bar import MessageBar
from ratiodesk.ui.number_field import NumberField
from ratiodesk.ui.number_text import parse_money, parse_percent, plain_money, plain_percent
from ratiodesk.ui.problem_label import ProblemLabel
from ratiodesk.ui.refusal import Refusal
from ratiodesk.ui.sector_editor import SectorEditor, source_text
from ratiodesk.ui.text_label import TextLabel
from ratiodesk.ui.version_text import RESTORE, SET_ASIDE, damage_text
from ratiodesk.words import tr

_FIELD_PX, _RATE_PX = 170, 80
_REPORT_PX = 110


@dataclass(frozen=True, slots=True)
class _Lost:
    """What was taken out of the portfolio: what a button says of bringing it back, and the edit that does."""

    words: str
    bring_back: Edit


class PortfolioDialog(QDialog):
    """Holdings, cash, tax and sectors, edited in place; the desk behind it follows at once."""

    def __init__(self, desk: DeskParts, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("portfolioDialog")
        self.setWindowTitle(tr("Portfolio"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(780, 560)
        portfolio = desk.portfolio
        self._portfolio, self._open_pair, self._prices = portfolio, desk.open_pair, desk.holding_prices
        self._now = desk.updater.now
        self._lost: list[_Lost] = []
        self.message = MessageBar("portfolioMessage", tr(SET_ASIDE))
        self.lots = LotTable(portfolio, self._told)
        self.lot_problem = ProblemLabel("lotProblem")
        self.cash = NumberField(
            "cashEdit",
            tr("Cash"),
            lambda text: parse_money(text) if text.strip() else None,
            lambda cash: self._change(lambda now: replace(now, cash=cash)),
            tr("An amount; empty if all of the account that is in no holding is cash."),
        )
        self.cash.setPlaceholderText(tr("rest of the account"))
        self.taxable = CheckBox(
            "taxableCheck", tr("Realised gains are taxed at"), tr("As in an account that is not sheltered.")
        )
        self.rate = NumberField(
            "taxRateEdit",
            tr("Tax rate on realised gains"),
            lambda text: parse_percent(text) if text.strip() else None,
            lambda rate: self._change(lambda now: replace(now, tax_rate=rate)),
        )
        self.rate.setPlaceholderText(tr("rate"))
        self.field_problem = Refusal("cashProblem", (self.cash, self.rate), named=False)
        self.sectors = SectorEditor(portfolio, lambda: desk.updater.now().date())
        self.report = QPlainTextEdit()
        self.report.setObjectName("portfolioReport")
        self.report.setAccessibleName(tr("What was taken in, and rows left out"))
        self.report.setReadOnly(True)
        self.report.setMaximumHeight(_REPORT_PX)
        self.report.hide()
        self._import = self._button(tr("Import…"), "importHoldings", tr("Take holdings from a broker’s CSV file"))
        self._remove = self._button(tr("Remove"), "removeHolding", tr("Take the chosen holding out (Ctrl+Delete)"))
        self._refresh = self._button(tr("Refresh prices"), "refreshHoldings", tr("Fetch what is new of every holding"))
        self._bring_back = self._button(tr("Bring back"), "bringBackHolding", tr("Undo the last removal or import"))
        self._bring_back.hide()
        self._arrange()
        self._connect()
        portfolio.reread()
        self._show()

    def _button(self, words: str, name: str, tip: str) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setToolTip(plain(tip))
        # Return in a field takes the field's value and presses nothing.
        button.setAutoDefault(False)
        return button

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        for button in (self._import, self._refresh, self._remove, self._bring_back):
            buttons.addWidget(button)
        buttons.addStretch(1)
        money = QHBoxLayout()
        cash = TextLabel(tr("Cash"))
        cash.setBuddy(self.cash)
        for field in (cash, self.cash, self.taxable, self.rate):
            money.addWidget(field)
        money.insertSpacing(2, 24)
        money.addStretch(1)
        self.cash.setFixedWidth(_FIELD_PX)
        self.rate.setFixedWidth(_RATE_PX)
        hint = TextLabel(
            tr(
                "Shares count at the last price at hand, a value where there are no prices. "
                "What is typed on the Size card of a pair goes before this, for that pair alone."
            )
        )
        hint.setObjectName("portfolioHint")
        hint.setWordWrap(True)
        hint.setEnabled(False)
        close = DialogButtons(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        close.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        for part in (self.message, hint, self.lots, self.lot_problem):
            column.addWidget(part, 1 if part is self.lots else 0)
        column.addLayout(buttons)
        column.addWidget(self.report)
        column.addLayout(money)
        column.addWidget(self.field_problem)
        column.addWidget(self.sectors)
        column.addWidget(close)

    def _connect(self) -> None:
        portfolio = self._portfolio
        self.message.accepted.connect(portfolio.set_aside)
        self.lots.refused.connect(self.lot_problem.show_problem)
        self.lots.removed.connect(self._on_lots_removed)
        self.lots.currentCellChanged.connect(self._on_lots_current_cell_changed)
        self.taxable.toggled.connect(self._on_taxable_toggled)
        self._import.clicked.connect(self._on_import_clicked)
        self._remove.clicked.connect(self.lots.remove_chosen)
        self._refresh.clicked.connect(self._prices.refresh)
        self._prices.busy_changed.connect(self._show_busy)
        self._prices.finished.connect(self._show_report)
        self._bring_back.clicked.connect(self._on_bring_back_clicked)
        portfolio.changed.connect(self._show)
        portfolio.imported.connect(self._on_portfolio_imported)
        portfolio.import_failed.connect(self._show_report)
        self._open_pair.opened.connect(self._show)
        self._open_pair.prices_changed.connect(self._show)
        self._open_pair.layout_changed.connect(self._show_excess)

    @Slot()
    def _show(self) -> None:
        """Show what is entered now."""
        now, writable = self._portfolio.now, not self._portfolio.problem
        problem, kept = self._portfolio.problem, self._portfolio.kept
        damage = damage_text(problem, kept, self._now(), is_empty=now == Portfolio())
        self.message.show_message(
            damage or self._portfolio.note,
            with_action=self._portfolio.can_set_aside,
            action=tr(RESTORE if kept is not None else SET_ASIDE),
        )
        self.lots.show_portfolio()
        cash = plain_money(now.cash) if now.cash is not None else ""
        self.cash.show_value(cash, cash)
        rate = plain_percent(now.tax_rate) if now.tax_rate is not None else ""
        self.rate.show_value(rate, rate)
        self.taxable.blockSignals(True)
        self.taxable.setChecked(now.taxable)
        self.taxable.blockSignals(False)
        self.rate.setEnabled(now.taxable and writable)
        for part in (self.cash, self.taxable, self._import, self._remove):
            part.setEnabled(writable)
        self._show_busy()
        symbols = (*self._open_pair.pair.symbols, *(lot.symbol for lot in now.lots))
        self.sectors.show_symbols(list(dict.fromkeys(symbols)))
        self._show_excess()

    @Slot()
    def _show_excess(self) -> None:
        """Say where it was typed that the holdings, or cash with them, are worth more than the account."""
        worth = self._open_pair.worth
        if worth is None or self._open_pair.is_dragging:
            return
        account = self._open_pair.layout.sizing.account
        holdings = excess_of(worth.holdings, account, None)
        self.lot_problem.show_lasting(holdings)
        self.field_problem.show_lasting("" if holdings else excess_of(worth.holdings, account, worth))

    @Slot()
    def _show_busy(self) -> None:
        self._refresh.setEnabled(self._prices.is_online and not self._prices.busy and bool(self._portfolio.now.lots))

    def _told(self, symbol: Symbol) -> Told:
        worth = self._open_pair.worth
        held = {holding.symbol: holding.value for holding in worth.holdings} if worth else {}
        value = held.get(symbol)
        return Told(
            plain_money(round(value, 2)) if value is not None else tr("not known"),
            source_text(self._portfolio.sectors(symbol)),
        )

    def _change(self, edit: Edit) -> None:
        refusal = self._portfolio.change(edit)
        if refusal:
            raise BadInput(refusal)

    @Slot(str)
    def _show_report(self, text: str) -> None:
        self.report.setPlainText(text)
        self.report.setVisible(bool(text))

    @Slot(object, object)
    def _on_portfolio_imported(self, found: LotImport, before: Portfolio) -> None:
        without = [lot.symbol for lot in found.lots if not self._portfolio.has_prices(lot.symbol)]
        left_out = left_out_text(found)
        self._show_report("\n".join(filter(None, (taken_text(found, without), left_out))))
        words = tr("Bring back what was there before the file")
        self._lost.append(_Lost(words, lambda now: found.out_of(now, before)))
        self._show_bring_back()

    @Slot(bool)
    def _on_taxable_toggled(self, taxable: bool) -> None:
        refusal = self._portfolio.change(lambda now: replace(now, taxable=taxable))
        self.field_problem.show_problem(refusal)
        self._show()

    @Slot()
    def _on_import_clicked(self) -> None:
        kinds = ";;".join((tr("Tables (*.csv *.tsv *.txt)"), tr("All files (*)")))
        name, _ = QFileDialog.getOpenFileName(self, tr("Import holdings"), "", kinds)
        if name:
            self._portfolio.import_file(Path(name))

    @Slot(object)
    def _on_lots_removed(self, lot: Lot) -> None:
        self._lost.append(_Lost(tr("Bring back {symbol}", symbol=lot.symbol), lambda now: now.with_new_lot(lot)))
        self._show_bring_back()

    @Slot()
    def _on_bring_back_clicked(self) -> None:
        lost = self._lost.pop()
        refusal = self._portfolio.change(lost.bring_back)
        if refusal:
            # What is below it can be had first.
            self._lost.insert(0, lost)
        self.lot_problem.show_problem(refusal)
        self._show_bring_back()

    def _show_bring_back(self) -> None:
        self._bring_back.setVisible(bool(self._lost))
        if self._lost:
            self._bring_back.setText(self._lost[-1].words)

    @Slot()
    def _on_lots_current_cell_changed(self) -> None:
        if self.lots.chosen is not None:
            self.sectors.choose(self.lots.chosen)
