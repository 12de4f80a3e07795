"""From the menu to the files that hold everything: which one, and what the desk shows once it is restored."""

from pathlib import Path

from PySide6.QtCore import QDate, QLocale, QObject, Qt, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.domain.backup import BackupReport
from ratiodesk.domain.errors import RatioDeskError
from ratiodesk.ui.actions import Actions
from ratiodesk.ui.status_line import StatusLine
from ratiodesk.ui.written_file import named_file
from ratiodesk.words import mark, tr

_SUFFIX = ".zip"
_TITLE = mark("Back up everything")


class BackupBinding(QObject):
    """Asks for a file, writes or restores it, and tells what became of it."""

    def __init__(self, desk: DeskParts, actions: Actions, status: StatusLine, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._status, self._window = desk, status, window
        actions.back_up.triggered.connect(self._on_back_up_triggered)
        actions.restore.triggered.connect(self._on_restore_triggered)
        desk.archivist.written.connect(self._on_archivist_written)
        desk.archivist.write_failed.connect(self._on_archivist_write_failed)
        desk.archivist.restored.connect(self._take_in)
        # What was restored before it stopped is here too.
        desk.archivist.restore_failed.connect(self._take_in)

    @Slot()
    def _on_back_up_triggered(self) -> None:
        self._desk.open_pair.flush()
        today = QLocale.c().toString(QDate.currentDate(), "yyyy-MM-dd")
        proposed = " ".join(("RatioDesk", today)) + _SUFFIX
        name, _ = QFileDialog.getSaveFileName(self._window, tr(_TITLE), proposed, _kinds())
        if name:
            self._status.show_notice(tr("Writing the backup …"))
            self._desk.archivist.write(named_file(name, _SUFFIX))

    @Slot()
    def _on_restore_triggered(self) -> None:
        from ratiodesk.ui.restore_dialog import RestoreDialog

        kinds = f"{_kinds()};;{tr('All files')} (*)"
        name, _ = QFileDialog.getOpenFileName(self._window, tr("Restore from a backup"), "", kinds)
        if name:
            self._desk.open_pair.flush()
            RestoreDialog(Path(name), self._desk.archivist, self._window).open()

    @Slot(object)
    def _on_archivist_written(self, report: BackupReport) -> None:
        from ratiodesk.backup_text import written_text

        self._status.show_notice(tr("The backup is written."))
        self._tell("\n".join(filter(None, (written_text(report), report.problem))), bad=bool(report.problem))

    @Slot(str)
    def _on_archivist_write_failed(self, sentence: str) -> None:
        self._status.show_notice(tr("No backup was written."))
        self._tell(sentence, bad=True)

    @Slot()
    def _take_in(self) -> None:
        """Show what is on the disk now."""
        desk = self._desk
        desk.settings.reread()
        desk.portfolio.reread()
        desk.portfolio.forget_prices(desk.portfolio.symbols())
        desk.journal.score_again()
        desk.search.forget_known()
        if desk.open_pair.series is not None:
            try:
                desk.open_pair.open(desk.open_pair.pair)
            except RatioDeskError as error:
                self._status.show_notice(str(error))
        desk.watchlist.refresh()

    def _tell(self, text: str, *, bad: bool) -> None:
        box = QMessageBox(self._window)
        box.setObjectName("backupBox")
        box.setWindowTitle(tr(_TITLE))
        box.setIcon(QMessageBox.Icon.Warning if bad else QMessageBox.Icon.Information)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(text)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()


def _kinds() -> str:
    return f"{tr('Backups')} (*{_SUFFIX})"
