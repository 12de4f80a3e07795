"""From a file of prices, chosen or dropped, to the dialog that takes it in."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.domain.price_import import PriceImport
from ratiodesk.ui.import_dialog import ImportDialog
from ratiodesk.ui.status_line import StatusLine

PRICE_FILE_ENDINGS = (".csv", ".tsv", ".txt")


class ImportBinding(QObject):
    """Asks for a file, shows what it holds, and lets the open pair follow once it is taken in."""

    def __init__(self, desk: DeskParts, choose_file: QAction, status: StatusLine, window: QWidget) -> None:
        super().__init__(window)
        self._open_pair, self._importer, self._status, self._window = desk.open_pair, desk.importer, status, window
        choose_file.triggered.connect(self._on_choose_file_triggered)
        desk.importer.kept.connect(self._on_importer_kept)

    def import_file(self, path: Path) -> None:
        """Show what a price file holds, and take it in if the user agrees."""
        ImportDialog(path, self._importer, self._window).open()

    @Slot()
    def _on_choose_file_triggered(self) -> None:
        kinds = f"Price files ({' '.join('*' + ending for ending in PRICE_FILE_ENDINGS)});;All files (*)"
        name, _ = QFileDialog.getOpenFileName(self._window, "Import prices", "", kinds)
        if name:
            self.import_file(Path(name))

    @Slot(object)
    def _on_importer_kept(self, found: PriceImport) -> None:
        if found.symbol in self._open_pair.pair.symbols:
            self._open_pair.reread()
        self._status.show_notice(
            f"{found.symbol}: {found.read_count:,} sessions taken in, {len(found.dropped):,} rows left out."
        )


def dropped_file(event: QDropEvent) -> Path | None:
    """Return the one price file that is dropped, None if it is anything else."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() in PRICE_FILE_ENDINGS else None
