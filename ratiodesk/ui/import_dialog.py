"""The dialog that shows what a price file holds before it is taken in."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ratiodesk.desk.importer import Importer
from ratiodesk.domain.errors import RatioDeskError
from ratiodesk.domain.pair import Symbol, parse_symbol
from ratiodesk.domain.price_import import PriceImport
from ratiodesk.import_text import dropped_rows_text, summary_text
from ratiodesk.ui.dialog_buttons import DialogButtons
from ratiodesk.ui.text_label import TextLabel
from ratiodesk.words import tr

_PAUSE_MS = 300
# What a file is read as until its own symbol, or the user's, is known.
_UNNAMED = Symbol("PRICES")


class ImportDialog(QDialog):
    """Preview, symbol and report of one file; Import takes it in."""

    def __init__(self, path: Path, importer: Importer, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("importDialog")
        self.setWindowTitle(tr("Import prices from {name}", name=path.name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(680, 520)
        self._path, self._importer = path, importer
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._read)
        self._found: PriceImport | None = None
        self._symbol = QLineEdit()
        self._symbol.setObjectName("importSymbol")
        self._symbol.setAccessibleName(tr("Symbol of the prices"))
        self._symbol.setPlaceholderText("XYZ")
        self._symbol.textEdited.connect(self._on_field_edited)
        self._currency = QLineEdit()
        self._currency.setObjectName("importCurrency")
        self._currency.setAccessibleName(tr("Currency of the prices"))
        self._currency.setPlaceholderText(tr("USD; GBp for pence"))
        self._currency.textEdited.connect(self._on_field_edited)
        self._preview = QTableWidget()
        self._preview.setObjectName("importPreview")
        self._preview.setAccessibleName(tr("First rows of the file"))
        self._preview.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self._preview.verticalHeader().hide()
        self._preview.setTabKeyNavigation(False)
        self._preview.setMaximumHeight(190)
        self._summary = TextLabel()
        self._summary.setObjectName("importSummary")
        self._summary.setAccessibleName(tr("What was read"))
        self._summary.setWordWrap(True)
        self._summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._dropped = QPlainTextEdit()
        self._dropped.setObjectName("importDropped")
        self._dropped.setAccessibleName(tr("Rows left out"))
        self._dropped.setReadOnly(True)
        self._replace = QCheckBox(tr("Replace what is there"))
        self._replace.setObjectName("importReplace")
        self._replace.toggled.connect(self._read)
        self._buttons = DialogButtons(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setText(tr("Import"))
        self._buttons.accepted.connect(self._on_buttons_accepted)
        self._buttons.rejected.connect(self.reject)
        self._arrange()
        importer.found.connect(self._show)
        importer.failed.connect(self._refuse)
        importer.kept.connect(self.accept)
        self._refuse(tr("Reading …"))
        importer.read(path, _UNNAMED)

    def _arrange(self) -> None:
        form = QFormLayout()
        form.addRow(tr("Symbol"), self._symbol)
        form.addRow(tr("Currency"), self._currency)
        column = QVBoxLayout(self)
        column.addLayout(form)
        for part in (self._preview, self._summary, self._dropped, self._replace):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(self._buttons)
        self._dropped.hide()
        self._replace.hide()

    @Slot()
    def _read(self) -> None:
        try:
            symbol = parse_symbol(self._symbol.text())
        except RatioDeskError as error:
            self._refuse(str(error))
            return
        replaces = self._replace.isChecked()
        self._importer.read(self._path, symbol, currency=self._currency.text(), replace_earlier=replaces)

    @Slot()
    def _on_field_edited(self) -> None:
        """Read the file anew once typing pauses."""
        self._allow(taken=False)
        self._pause.start()

    @Slot(object)
    def _show(self, found: PriceImport) -> None:
        if found.symbol == _UNNAMED and not self._symbol.text():
            self._symbol.setText(found.suggested_symbol)
            self._show_preview(found)
            if found.suggested_symbol:
                self._read()
            else:
                self._refuse(tr("Type the symbol that these prices are of."))
                self._symbol.setFocus()
            return
        if found.symbol != self._symbol.text().strip().upper():
            return  # The answer for a symbol that stood there before.
        self._found = found
        self._show_preview(found)
        self._summary.setText(summary_text(found))
        self._dropped.setPlainText(dropped_rows_text(found))
        self._dropped.setVisible(bool(found.dropped))
        self._replace.setVisible(bool(found.conflict) or self._replace.isChecked())
        self._allow(taken=not found.conflict)

    def _show_preview(self, found: PriceImport) -> None:
        self._preview.setColumnCount(len(found.columns))
        self._preview.setHorizontalHeaderLabels(list(found.columns))
        self._preview.setRowCount(len(found.preview))
        for row, cells in enumerate(found.preview):
            for column, cell in enumerate(cells[: len(found.columns)]):
                self._preview.setItem(row, column, QTableWidgetItem(cell))

    @Slot(str)
    def _refuse(self, sentence: str) -> None:
        self._found = None
        self._summary.setText(sentence)
        self._allow(taken=False)

    def _allow(self, *, taken: bool) -> None:
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(taken)

    @Slot()
    def _on_buttons_accepted(self) -> None:
        if self._found is not None:
            self._importer.keep(self._found)
