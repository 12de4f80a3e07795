"""The dialog that shows what a backup would bring before it is restored, and then what became of it."""

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ratiodesk.backup_text import origin_text, outcome_text, restored_rows
from ratiodesk.desk.archivist import Archivist
from ratiodesk.domain.backup import Outcome, RestoreReport
from ratiodesk.plain_text import plain
from ratiodesk.ui.dialog_buttons import DialogButtons
from ratiodesk.ui.text_label import TextLabel
from ratiodesk.words import mark, tr

_PROMISE = mark(
    "Nothing that is here is lost: lines are added to those of their pair, and what differs stays as it is, with the "
    "document of the backup kept beside it."
)
_COLUMNS = (mark("Outcome"), mark("File"), mark("Remark"))
_NAME_PX, _MARGIN_PX, _ROW_PX = 290, 20, 10


class RestoreDialog(QDialog):
    """Reads a backup when it is opened; Restore takes it in."""

    def __init__(self, path: Path, archivist: Archivist, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("restoreDialog")
        self.setWindowTitle(tr("Restore from {name}", name=path.name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, 460)
        self._path, self._archivist = path, archivist
        self._origin, self._outcome, promise = TextLabel(), TextLabel(), TextLabel(tr(_PROMISE))
        for label, name in ((self._origin, "restoreOrigin"), (self._outcome, "restoreOutcome"), (promise, "promise")):
            label.setObjectName(name)
            label.setWordWrap(True)
        self._outcome.setAccessibleName(tr("What becomes of the files"))
        self._outcome.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._files = _table()
        self._buttons = DialogButtons(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._restore = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._restore.setText(tr("Restore"))
        self._restore.setObjectName("restoreButton")
        self._leave = self._buttons.button(QDialogButtonBox.StandardButton.Cancel)
        self._leave.setObjectName("restoreLeave")
        self._buttons.accepted.connect(self._on_buttons_accepted)
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(self._origin)
        column.addWidget(self._outcome)
        column.addWidget(self._files, 1)
        column.addWidget(promise)
        column.addWidget(self._buttons)
        self._origin.hide()
        archivist.previewed.connect(self._on_archivist_previewed)
        archivist.restored.connect(self._on_archivist_restored)
        archivist.restore_failed.connect(self._on_archivist_restore_failed)
        self._wait(tr("Reading the backup …"))
        archivist.preview(path)

    def reject(self) -> None:
        # What is under way goes on, and its report is to be seen.
        if self._leave.isEnabled():
            super().reject()

    @Slot(object)
    def _on_archivist_previewed(self, report: RestoreReport) -> None:
        self._show(report)
        brings = len(report.with_outcome(Outcome.UNCHANGED)) < len(report.files)
        self._restore.setEnabled(brings)
        if brings:
            self._restore.setFocus()
        else:
            self._outcome.setText(tr("Everything in it is here already."))

    @Slot()
    def _on_buttons_accepted(self) -> None:
        self._wait(tr("Restoring …"))
        self._leave.setEnabled(False)
        self._archivist.restore(self._path)

    @Slot(object)
    def _on_archivist_restored(self, report: RestoreReport) -> None:
        self._show(report)
        self._end()

    @Slot(str)
    def _on_archivist_restore_failed(self, sentence: str) -> None:
        self._outcome.setText(sentence)
        self._end()

    def _show(self, report: RestoreReport) -> None:
        self._origin.setText(origin_text(report))
        self._origin.show()
        self._outcome.setText(outcome_text(report))
        rows = restored_rows(report)
        self._files.setRowCount(len(rows))
        for place, row in enumerate(rows):
            for column, text in enumerate(row):
                item = QTableWidgetItem(text)
                # What does not fit is told by the tip.
                item.setToolTip(plain(text))
                self._files.setItem(place, column, item)

    def _wait(self, sentence: str) -> None:
        self._outcome.setText(sentence)
        self._restore.setEnabled(False)

    def _end(self) -> None:
        self._restore.hide()
        self._leave.setEnabled(True)
        self._leave.setText(tr("Close"))
        self._leave.setDefault(True)
        self._leave.setFocus()


def _table() -> QTableWidget:
    table = QTableWidget(0, len(_COLUMNS))
    table.setObjectName("restoreFiles")
    table.setAccessibleName(tr("Files of the backup"))
    table.setHorizontalHeaderLabels([tr(heading) for heading in _COLUMNS])
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.verticalHeader().setMinimumSectionSize(table.fontMetrics().height() + _ROW_PX)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    # As the table shows them.
    words = (tr(outcome.value) for outcome in Outcome)
    widest = max(table.fontMetrics().horizontalAdvance(f"{word[:1].upper()}{word[1:]}") for word in words)
    table.setColumnWidth(0, widest + _MARGIN_PX)
    header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
    table.setColumnWidth(1, _NAME_PX)
    return table
