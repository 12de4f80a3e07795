"""The legs of a position: what is done with which symbol, how many shares, at what price, for how much."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ratiodesk.domain.position import Position
from ratiodesk.ui.card import FlatTable
from ratiodesk.ui.size_text import leg_rows, shorter_legs
from ratiodesk.words import tr


class LegTable(FlatTable):
    """Says the side in fewer letters where the symbol would lose some of its own."""

    def __init__(self) -> None:
        headings = (tr("Leg"), tr("Shares"), tr("Price"), tr("Value"))
        super().__init__("legsTable", tr("Legs and their shares"), headings)
        self.shorter: Sequence[str] = ()
        self.setItemDelegate(_SideDelegate(self))

    def show_legs(self, position: Position, currency: str) -> None:
        """Show a leg a row."""
        self.shorter = shorter_legs(position)
        self.fill(leg_rows(position, currency))


class _SideDelegate(QStyledItemDelegate):
    def __init__(self, table: LegTable) -> None:
        super().__init__(table)
        self._table = table

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if not index.column() and option.fontMetrics.horizontalAdvance(option.text) > option.rect.width():
            option.text = self._table.shorter[index.row()]
