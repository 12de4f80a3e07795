"""The table in which holdings are edited in place."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from ratiodesk.desk.kept_portfolio import KeptPortfolio
from ratiodesk.domain.errors import BadInput, BadPair, RatioDeskError
from ratiodesk.domain.pair import Symbol, parse_symbol
from ratiodesk.domain.portfolio import Lot, Portfolio
from ratiodesk.local_text import local
from ratiodesk.plain_text import plain
from ratiodesk.ui.number_text import parse_money, plain_money
from ratiodesk.words import mark, tr

_COLUMNS = (mark("Symbol"), mark("Shares"), mark("Value"), mark("Cost of all"), mark("Worth now"), mark("Sectors"))
_TYPED = 4
_NUMBERS = 5
_LEAST_ROWS = 6
_COLUMN_PX, _SYMBOL_PX = 104, 130
_HINT = mark("Type a symbol …")

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to say of a holding beside what was entered."""

    worth: str
    sectors: str


class LotTable(QTableWidget):
    """A row a holding, and an empty one for the next; what cannot be taken stays, marked, until it is corrected.

    Signals
    -------
    refused(sentence)
        Why a row could not be taken; empty when all is well again.
    removed(lot)
        A holding was taken out.
    """

    refused = Signal(str)
    removed = Signal(object)

    def __init__(self, portfolio: KeptPortfolio, told: Callable[[Symbol], Told]) -> None:
        super().__init__(0, len(_COLUMNS))
        self._portfolio, self._told = portfolio, told
        # What was typed and could not be taken, by the symbol of its row; the empty one is the row of the next holding.
        self._waiting: dict[str, tuple[Texts, str]] = {}
        self.setObjectName("lotTable")
        self.setAccessibleName(tr("Holdings"))
        self.setHorizontalHeaderLabels([tr(heading) for heading in _COLUMNS])
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(26)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultSectionSize(_COLUMN_PX)
        header.resizeSection(0, _SYMBOL_PX)
        header.setStretchLastSection(True)
        for column in range(len(_COLUMNS)):
            heading = self.horizontalHeaderItem(column)
            if heading is not None:
                heading.setTextAlignment(_alignment(column))
        self.setItemDelegateForColumn(0, _SymbolDelegate(self))
        self.itemChanged.connect(self._on_item_changed)

    @property
    def chosen(self) -> Symbol | None:
        """The holding of the current row, None on the empty one."""
        lots = self._portfolio.now.lots
        return lots[self.currentRow()].symbol if 0 <= self.currentRow() < len(lots) else None

    def show_portfolio(self) -> None:
        """Show what is entered now; what waits to be corrected stays."""
        lots = self._portfolio.now.lots
        held = {str(lot.symbol) for lot in lots}
        self._waiting = {key: waits for key, waits in self._waiting.items() if not key or key in held}
        with QSignalBlocker(self):
            self.setRowCount(len(lots) + 1)
            for row, lot in enumerate(lots):
                typed, problem = self._waiting.get(lot.symbol, (_texts(lot), ""))
                told = self._told(lot.symbol)
                self._show_row(row, (*typed, told.worth, told.sectors), problem)
            typed, problem = self._waiting.get("", (("",) * _TYPED, ""))
            self._show_row(len(lots), (*typed, "", ""), problem)
        height = self.verticalHeader().defaultSectionSize() * (_LEAST_ROWS + 1)
        self.setMinimumHeight(height)
        self._tell()

    @Slot()
    def remove_chosen(self) -> None:
        """Take the holding of the current row out of the portfolio."""
        symbol = self.chosen
        if symbol is None:
            self._waiting.pop("", None)
            self.show_portfolio()
            return
        lot = self._portfolio.now.lot(symbol)
        refusal = self._portfolio.change(lambda portfolio: portfolio.without_lot(symbol))
        self.refused.emit(refusal)
        if not refusal:
            self.removed.emit(lot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.remove_chosen()
        else:
            self._empty_cell()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from cell to cell, and from the last one on to the next widget."""
        end = (self.rowCount() - 1, _TYPED - 1) if forward else (0, 0)
        if (self.currentRow(), self.currentColumn()) != end:
            return super().focusNextPrevChild(forward)
        self.setTabKeyNavigation(False)
        moved = super().focusNextPrevChild(forward)
        self.setTabKeyNavigation(True)
        return moved

    def _empty_cell(self) -> None:
        item = self.currentItem()
        if item is not None and item.flags() & Qt.ItemFlag.ItemIsEditable and item.text():
            item.setText("")

    def _show_row(self, row: int, texts: Texts, problem: str) -> None:
        wrong = QBrush(self.palette().color(QPalette.ColorRole.BrightText))
        for column, text in enumerate(texts):
            item = self.item(row, column)
            if item is None:
                item = QTableWidgetItem()
                item.setTextAlignment(_alignment(column))
                self.setItem(row, column, item)
            flags = self._flags(column)
            # Qt reads the cell anew into a field that is open on it, over what is being typed.
            if item.flags() != flags:
                item.setFlags(flags)
            item.setText(text)
            item.setToolTip(plain(problem or text))
            item.setData(Qt.ItemDataRole.ForegroundRole, wrong if problem and column < _TYPED else None)

    def _flags(self, column: int) -> Qt.ItemFlag:
        if column >= _TYPED:
            return Qt.ItemFlag.ItemIsEnabled
        chosen = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return chosen if self._portfolio.problem else chosen | Qt.ItemFlag.ItemIsEditable

    def _tell(self) -> None:
        self.refused.emit(next((problem for _, problem in self._waiting.values()), ""))

    @Slot(QTableWidgetItem)
    def _on_item_changed(self, changed: QTableWidgetItem) -> None:
        row = changed.row()
        lots = self._portfolio.now.lots
        before = lots[row] if row < len(lots) else None
        key = str(before.symbol) if before else ""
        texts = tuple(self._text(row, column) for column in range(_TYPED))
        self._waiting.pop(key, None)
        if not any(texts) and before is None:
            self.show_portfolio()
            return
        try:
            lot = read_lot(texts)
            refusal = self._portfolio.change(lambda portfolio: _with_row(portfolio, before, lot))
        except RatioDeskError as error:
            refusal = str(error)
        if refusal:
            self._waiting[key] = texts, refusal
        self.show_portfolio()

    def _text(self, row: int, column: int) -> str:
        item = self.item(row, column)
        return item.text().strip() if item is not None else ""


class _SymbolDelegate(QStyledItemDelegate):
    """Says in the empty row what goes there: an empty table alone does not look as if one could type into it."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if index.row() == index.model().rowCount() - 1 and not index.data():
            shown: Any = option  # The types of PySide know no fields of an option.
            shown.text = tr(_HINT)
            muted = shown.palette.color(QPalette.ColorRole.PlaceholderText)
            shown.palette.setColor(QPalette.ColorRole.Text, muted)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if 0 < column < _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def read_lot(texts: Texts) -> Lot:
    """Return the holding that a row says.

    >>> read_lot(("spy", "1,500.5", "", "$30,000"))
    Lot(symbol='SPY', shares=1500.5, value=None, cost=30000.0)

    Raises
    ------
    BadInput
        If the symbol or a number cannot be read, or makes no sense.
    """
    symbol, *numbers = texts
    if not symbol:
        raise BadInput(tr("A symbol is missing: type one such as SPY."))
    try:
        named = parse_symbol(symbol)
    except BadPair as error:
        raise BadInput(tr("“{symbol}” is not a symbol: type one such as SPY.", symbol=symbol[:24])) from error
    shares, value, cost = (parse_money(text) if text else None for text in numbers)
    return Lot(named, shares, value, cost)


def _with_row(portfolio: Portfolio, before: Lot | None, lot: Lot) -> Portfolio:
    """Return the portfolio with *lot* in the place of the row's holding before."""
    if before is None or before.symbol != lot.symbol:
        if portfolio.lot(lot.symbol) is not None:
            raise BadInput(tr("{symbol} has a row already: change that one.", symbol=lot.symbol))
        if before is not None and portfolio.lot(before.symbol) is not None:
            lots = (lot if old.symbol == before.symbol else old for old in portfolio.lots)
            return replace(portfolio, lots=tuple(lots))
    return portfolio.with_lot(lot)


def _texts(lot: Lot) -> Texts:
    shares = local(_editable(f"{lot.shares:,.12g}")) if lot.shares is not None else ""
    value, cost = (plain_money(number) if number is not None else "" for number in (lot.value, lot.cost))
    return lot.symbol, shares, value, cost


def _editable(number: str) -> str:
    """Return a number that has one reading where a comma is the decimal point: thousands have three digits too."""
    return f"{number}0" if len(number.partition(".")[2]) == 3 else number
