"""Writes everything into one file and takes such a file in, in the background."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ratiodesk.desk.loader import Loader
from ratiodesk.domain.backup import Backups
from ratiodesk.domain.errors import RatioDeskError

_WRITE, _PREVIEW, _RESTORE = "write backup", "preview backup", "restore backup"


class Archivist(QObject):
    """One file at a time; the newest wish wins.

    Signals
    -------
    written(backup_report)
        A backup was written.
    write_failed(sentence)
        It could not be, and why.
    previewed(restore_report)
        What a backup would bring.
    restored(restore_report)
        It was brought.
    restore_failed(sentence)
        A backup cannot be read, or was brought in part or not at all, and why.
    """

    written = Signal(object)
    write_failed = Signal(str)
    previewed = Signal(object)
    restored = Signal(object)
    restore_failed = Signal(str)

    def __init__(self, backups: Backups, loader: Loader) -> None:
        super().__init__()
        self._backups, self._loader = backups, loader

    def write(self, path: Path) -> None:
        """Write everything to a file."""
        self._loader.submit(
            _WRITE,
            lambda: self._backups.write(path),
            self.written.emit,
            lambda error: self.write_failed.emit(str(error)),
        )

    def preview(self, path: Path) -> None:
        """Read a backup; nothing is changed yet."""
        self._loader.submit(
            _PREVIEW, lambda: self._backups.restore(path, preview=True), self.previewed.emit, self._fail_restore
        )

    def restore(self, path: Path) -> None:
        """Take in what a backup has and is not here."""
        self._loader.submit(_RESTORE, lambda: self._backups.restore(path), self.restored.emit, self._fail_restore)

    def _fail_restore(self, error: RatioDeskError) -> None:
        self.restore_failed.emit(str(error))
