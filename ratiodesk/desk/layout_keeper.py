"""Keeps layouts on the disk; what could not be written waits in memory and is tried again."""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ratiodesk.desk.work import Work
from ratiodesk.domain.errors import NotSaved
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.ports import Layouts, OpenedLayout

_RETRY_MS = 5000


class LayoutKeeper(QObject):
    """Writes at once; every later write, and a timer, also tries what waits.

    Signals
    -------
    saved
        All is on the disk.
    save_failed(sentence)
        Something is not, and why.
    merged(ours, written)
        What was changed elsewhere came in with a layout that was written.
    """

    saved = Signal()
    save_failed = Signal(str)
    merged = Signal(object, object)

    def __init__(self, layouts: Layouts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layouts = layouts
        self._waiting: dict[tuple[Symbol, Symbol], Layout] = {}
        self._failure = ""
        self._retry_timer = QTimer(self, singleShot=True, interval=_RETRY_MS)
        self._retry_timer.timeout.connect(self.retry)

    def open(self, pair: Pair) -> OpenedLayout:
        """Return the document of *pair*, with the layout that waits to be written in place of its own."""
        waiting = self._waiting.get(pair.key)
        if waiting is None:
            return self._layouts.open(pair)
        # What others made of the document since is not seen here: it is still to be merged with what waits.
        return replace(self._layouts.peek(pair), layout=waiting.seen_as(pair), exists=True, kept=None)

    def peek(self, pair: Pair) -> OpenedLayout:
        """Return the document of *pair* to be looked at; see :meth:`ratiodesk.domain.ports.Layouts.peek`."""
        return self._layouts.peek(pair)

    def save(self, layout: Layout) -> None:
        """Write *layout* and whatever waits, and tell how it went."""
        self._waiting[layout.pair.key] = layout
        self.retry()

    @property
    def waiting(self) -> list[Pair]:
        """The pairs whose newest layout is not on the disk."""
        return [layout.pair for layout in self._waiting.values()]

    def waits_for(self, pair: Pair) -> bool:
        """Return whether the newest layout of *pair* is not on the disk."""
        return pair.key in self._waiting

    @property
    def failure(self) -> str:
        """Why something is not on the disk, empty if all is."""
        return self._failure

    @Slot()
    def retry(self) -> None:
        """Write what waits, if anything does, and tell how it went."""
        if not self._waiting:
            return
        failure = ""
        for key, layout in list(self._waiting.items()):
            try:
                written = self._layouts.save(layout)
            except NotSaved as error:
                failure = str(error)
            else:
                del self._waiting[key]
                if not Work.of(written).says_same_as(Work.of(layout)):
                    self.merged.emit(layout, written)
        self._failure = failure
        if failure:
            self._retry_timer.start()
            self.save_failed.emit(failure)
        else:
            self.saved.emit()

    def set_aside(self, pair: Pair) -> str:
        """Rename the unreadable document of *pair*; see :meth:`ratiodesk.domain.ports.Layouts.set_aside`."""
        return self._layouts.set_aside(pair)
