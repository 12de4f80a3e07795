"""From a file of prices, chosen or dropped, to the dialog that takes it in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QWidget

from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.local_text import local
from ratiodesk.ui.main_window import PRICE_FILE_ENDINGS
from ratiodesk.ui.status_line import StatusLine
from ratiodesk.words import tr, tr_n

if TYPE_CHECKING:
    from ratiodesk.domain.price_import import PriceImport


class ImportBinding(QObject):
    """Asks for a file, shows what it holds, and lets the open pair follow once it is taken in."""

    def __init__(self, desk: DeskParts, choose_file: QAction, status: StatusLine, window: QWidget) -> None:
        super().__init__(window)
        self._open_pair, self._importer, self._status, self._window = desk.open_pair, desk.importer, status, window
        choose_file.triggered.connect(self._on_choose_file_triggered)
        desk.importer.kept.connect(self._on_importer_kept)

    @Slot(object)
    def import_file(self, path: Path) -> None:
        """Show what a price file holds, and take it in if the user agrees."""
        from ratiodesk.ui.import_dialog import ImportDialog

        ImportDialog(path, self._importer, self._window).open()

    @Slot()
    def _on_choose_file_triggered(self) -> None:
        endings = " ".join(f"*{ending}" for ending in PRICE_FILE_ENDINGS)
        kinds = f"{tr('Price files')} ({endings});;{tr('All files')} (*)"
        name, _ = QFileDialog.getOpenFileName(self._window, tr("Import prices"), "", kinds)
        if name:
            self.import_file(Path(name))

    @Slot(object)
    def _on_importer_kept(self, found: PriceImport) -> None:
        if found.symbol in self._open_pair.pair.symbols:
            self._open_pair.reread()
        taken, left = found.read_count, len(found.dropped)
        self._status.show_notice(
            tr(
                "{symbol}: {sessions} taken in, {rows} left out.",
                symbol=found.symbol,
                sessions=tr_n("{n} session", "{n} sessions", taken, n=local(f"{taken:,}")),
                rows=tr_n("{n} row", "{n} rows", left, n=local(f"{left:,}")),
            )
        )
