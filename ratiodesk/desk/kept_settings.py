"""The settings: read once, and written from here alone while the desk is open."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from ratiodesk.domain.errors import NotSaved
from ratiodesk.domain.ports import Settings, SettingsStore


class KeptSettings(QObject):
    """What the desk remembers beside the layouts, written at once after every change.

    Signals
    -------
    changed
        The settings are other ones.
    noticed(sentence)
        They could not be written; until the desk is closed they hold all the same.
    """

    changed = Signal()
    noticed = Signal(str)

    def __init__(self, store: SettingsStore) -> None:
        super().__init__()
        self._store, self._now = store, store.load()

    @property
    def now(self) -> Settings:
        return self._now

    @Slot()
    def reread(self) -> None:
        """Read the settings again: they were restored."""
        settings = self._store.load()
        if settings != self._now:
            self._now = settings
            self.changed.emit()

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
        self._now = settings
        try:
            self._store.save(settings)
        except NotSaved as error:
            self.noticed.emit(str(error))
        self.changed.emit()
