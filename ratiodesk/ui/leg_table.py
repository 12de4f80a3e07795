"""The legs of a position: what is done with which symbol, how many shares, at what price, for how much."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ratiodesk.ui.card import FlatTable
from ratiodesk.ui.size_text import SHORTER_SIDES


class LegTable(FlatTable):
    """Says the side in fewer letters where the symbol would lose some of its own."""

    def __init__(self) -> None:
        super().__init__("legsTable", "Legs and their shares", ("Leg", "Shares", "Price", "Value"))
        self.setItemDelegate(_SideDelegate(self))


class _SideDelegate(QStyledItemDelegate):
    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if index.column() or option.fontMetrics.horizontalAdvance(option.text) <= option.rect.width():
            return
        for side, shorter in SHORTER_SIDES.items():
            if option.text.startswith(side):
                option.text = shorter + option.text.removeprefix(side)
