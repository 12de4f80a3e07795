"""The cards of the sidebar and what they are made of."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ratiodesk.domain.wording import MINUS
from ratiodesk.plain_text import plain
from ratiodesk.ui.styled import set_look
from ratiodesk.ui.text_label import TextLabel

_ROW_PX = 22
_COLUMN_GAP_PX, _LEAST_GAP_PX = 20, 7
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Card(QFrame):
    """A titled frame with its parts one below the other; *label* is the kind its title is written on."""

    def __init__(self, title: str, parent: QWidget | None = None, *, label: type[TextLabel] = TextLabel) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.title = label(title.upper())
        self.title.setProperty("kind", "title")
        self.title.setWordWrap(True)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(12, 9, 12, 10)
        self.body.setSpacing(6)
        self.body.addWidget(self.title)


class Facts(QWidget):
    """Lines of a name on the left and a value on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(0, 1)

    def add(self, name: str, tip: str = "") -> TextLabel:
        """Add a line and return the label of its value."""
        row = self._grid.rowCount()
        caption, value = TextLabel(name), TextLabel("–")
        value.setProperty("kind", "value")
        value.setAlignment(_RIGHT)
        value.setAccessibleName(name)
        for label in (caption, value):
            label.setToolTip(plain(tip))
        self._grid.addWidget(caption, row, 0)
        self._grid.addWidget(value, row, 1)
        return value

    def add_widget(self, name: str, widget: QWidget) -> TextLabel:
        """Add a line with a widget as its value and return the label of its name."""
        row = self._grid.rowCount()
        caption = TextLabel(name)
        caption.setBuddy(widget)
        self._grid.addWidget(caption, row, 0)
        self._grid.addWidget(widget, row, 1)
        return caption


class FlatTable(QTableWidget):
    """A small table without frame or scroll bars, as high as its rows.

    Parameters
    ----------
    strong
        The column in bold, None for none.
    even
        Whether all columns but the first share the width alike, whatever is in them.
    most_rows
        How high it grows; of more rows the others are scrolled to. None for no bound.
    """

    def __init__(
        self,
        name: str,
        accessible_name: str,
        columns: tuple[str, ...],
        strong: int | None = None,
        *,
        even: bool = False,
        most_rows: int | None = None,
    ) -> None:
        super().__init__(0, len(columns))
        self._strong, self._even, self._most_rows = strong, even, most_rows
        self._widths: list[list[int]] = []
        self.needs_px: tuple[int, ...] = ()
        self._aligned: Sequence[FlatTable] = (self,)
        self._texts: list[tuple[str, ...]] = []
        self._tints: dict[tuple[int, int], str] = {}
        self._colour_of: Callable[[int, int, str], str] | None = None
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        # Qt would measure every cell anew at every change of one.
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column in range(1, len(columns)) if even else (0,):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(0)
        if most_rows is not None:
            header.setResizeContentsPrecision(most_rows)
        header.setFixedHeight(20 if any(columns) else 0)
        for column, text in enumerate(columns):
            heading = QTableWidgetItem(text)
            heading.setTextAlignment(_RIGHT if column else _LEFT)
            self.setHorizontalHeaderItem(column, heading)
        self.setShowGrid(False)
        # “Sell short SPY” gives up letters of the verb before those of the symbol; a second line would not be seen.
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setWordWrap(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._fit()

    def fill(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Show these texts; a cell whose text stays is left alone."""
        changed = len(rows) != len(self._texts)
        if changed:
            self.setRowCount(len(rows))
        before, self._texts = self._texts, list(rows)
        for row, texts in enumerate(rows):
            shown = before[row] if row < len(before) else None
            if shown == texts:
                continue
            for column, text in enumerate(texts):
                if shown is None or shown[column] != text:
                    self._write(row, column, text)
        if changed:
            self._fit()
        measured = 1 if self._even else self.columnCount()
        widths = [[len(text) for text in texts[:measured]] for texts in rows]
        if widths != self._widths:
            self._widths = widths
            self._fit_columns()

    def colour_by(self, colour_of: Callable[[int, int, str], str]) -> None:
        """Ask *colour_of* for the colour of a cell, by row, column and text, whenever its text changes."""
        self._colour_of = colour_of

    def recolour(self) -> None:
        """Ask for all colours again."""
        for row, texts in enumerate(self._texts):
            for column, text in enumerate(texts):
                item = self.item(row, column)
                if item is not None:
                    self._tint(item, row, column, text)

    def _write(self, row: int, column: int, text: str) -> None:
        item = self.item(row, column)
        if item is None:
            item = QTableWidgetItem(text)
            item.setTextAlignment(_RIGHT if column else _LEFT)
            if column == self._strong:
                item.setFont(self._font(strong=True))
            self._tints.pop((row, column), None)
            self._tint(item, row, column, text)
            self.setItem(row, column, item)
        else:
            item.setText(text)
            self._tint(item, row, column, text)

    def _tint(self, item: QTableWidgetItem, row: int, column: int, text: str) -> None:
        if self._colour_of is None:
            return
        colour = self._colour_of(row, column, text)
        if self._tints.get((row, column)) != colour:
            self._tints[row, column] = colour
            item.setForeground(QColor(colour))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and self._widths:
            self._fit_columns()

    def _fit_columns(self) -> None:
        """Give every column but the first, which takes the rest, the room of its longest text; or only the first."""
        self.ensurePolished()
        header = self.horizontalHeader()
        self.needs_px = tuple(
            max(self.sizeHintForColumn(column), header.sectionSizeHint(column)) for column in range(self.columnCount())
        )
        if self._even:
            header.resizeSection(0, self.needs_px[0])
            return
        for table in self._aligned:
            table.share_width()

    def share_width(self) -> None:
        """Lay out the columns by the longest texts of all tables that are aligned with this one."""
        known = (table.needs_px for table in self._aligned if table.needs_px)
        needs_px = [max(column) for column in zip(*known, strict=True)]
        # Before the first column gives up letters, the gaps become narrower.
        spare = (self.viewport().width() - sum(needs_px)) // (len(needs_px) - 1)
        gap_px = min(max(spare, _LEAST_GAP_PX), _COLUMN_GAP_PX)
        for column in range(1, len(needs_px)):
            self.horizontalHeader().resizeSection(column, needs_px[column] + gap_px)

    def align(self, tables: "Sequence[FlatTable]") -> None:
        """Let the columns have the same widths as those of tables above and below."""
        self._aligned = tables

    def set_heading(self, column: int, text: str) -> None:
        """Show another text above a column."""
        heading = self.horizontalHeaderItem(column)
        if heading is not None and heading.text() != text:
            heading.setText(text)

    def emphasise(self, column: int) -> None:
        """Put another column in bold."""
        if column == self._strong:
            return
        for changed, strong in ((self._strong, False), (column, True)):
            for row in range(self.rowCount()):
                item = self.item(row, changed) if changed is not None else None
                if item is not None:
                    item.setFont(self._font(strong=strong))
        self._strong = column

    def set_tip(self, row: int, column: int, text: str) -> None:
        """Explain one cell."""
        item = self.item(row, column)
        if item is not None:
            item.setToolTip(plain(text))

    def _font(self, *, strong: bool) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        return font

    def _fit(self) -> None:
        rows = self.rowCount()
        if self._most_rows is not None:
            policy = Qt.ScrollBarPolicy
            more = rows > self._most_rows
            self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOn if more else policy.ScrollBarAlwaysOff)
            rows = min(rows, self._most_rows)
        self.setFixedHeight(self.horizontalHeader().height() + _ROW_PX * rows + 2)


def set_kind(label: TextLabel, kind: str) -> None:
    """Give a label one of the theme's kinds: value, loss, gain, problem."""
    set_look(label, "kind", kind)


def kind_of(text: str) -> str:
    """Return the kind of a signed number's text."""
    return "loss" if text.startswith(MINUS) else "gain" if text.startswith("+") else "value"
