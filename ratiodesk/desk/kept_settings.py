"""The settings: read once, and written from here alone while the desk is open."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ratiodesk.domain.errors import NotSaved
from ratiodesk.domain.ports import Settings, SettingsStore

_RETRY_MS = 5000


class KeptSettings(QObject):
    """What the desk remembers beside the layouts, written at once after every change.

    What could not be written holds all the same until the desk is closed, and is tried again.

    Signals
    -------
    changed
        The settings are other ones.
    noticed(sentence)
        They could not be written.
    saved
        They are on the disk, after they had not been.
    """

    changed = Signal()
    noticed = Signal(str)
    saved = Signal()

    def __init__(self, store: SettingsStore) -> None:
        super().__init__()
        # Which file could not be read at the start, and why; empty if it could.
        self.problem = store.problem()
        self._store, self._now = store, store.load()
        self._failure = ""
        self._retry_timer = QTimer(self, singleShot=True, interval=_RETRY_MS)
        self._retry_timer.timeout.connect(self.retry)

    @property
    def now(self) -> Settings:
        return self._now

    @Slot()
    def reread(self) -> None:
        """Read the settings again, if they were restored and not changed here meanwhile."""
        if self._failure or self._store.problem():
            return
        settings = self._store.load()
        if settings != self._now:
            self._now = settings
            self.changed.emit()

    @property
    def failure(self) -> str:
        """Why they are not on the disk, empty if they are."""
        return self._failure

    @Slot()
    def retry(self) -> None:
        """Write what could not be written, if there is anything."""
        if self._failure:
            self._write()
            if not self._failure:
                self.saved.emit()

    def change(self, **fields: Any) -> None:
        """Take other values of the named fields of :class:`~ratiodesk.domain.ports.Settings`.

        Raises
        ------
        BadInput
            If a value makes no sense; nothing changes then.
        TypeError
            If there is no such field.
        """
        settings = replace(self._now, **fields)
        if settings == self._now:
            return
        self._now, before = settings, self._failure
        self._write()
        if self._failure and not before:
            self.noticed.emit(self._failure)
        elif before and not self._failure:
            self.saved.emit()
        self.changed.emit()

    def _write(self) -> None:
        try:
            self._store.save(self._now)
        except NotSaved as error:
            self._failure = str(error)
            self._retry_timer.start()
        else:
            self._failure = ""
            self._retry_timer.stop()
