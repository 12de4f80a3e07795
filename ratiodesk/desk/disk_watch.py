"""Watches the documents: what others write is taken in at once, not with the next change."""

from collections.abc import Iterable

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal, Slot

from ratiodesk.desk.kept_portfolio import KeptPortfolio
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.domain.level import LevelId
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.shared_port import SharedFolder

# A program that synchronises a folder does several things to a file, one right after another.
_CALM_MS = 150
# Nothing tells when a home that went away as a whole, as a drive does, is there again, nor when another program lets go
# of a file that it kept from being read.
_AWAY_MS = 5_000


class DiskWatch(QObject):
    """Looks at the folder whenever the system tells that something happened there.

    Signals
    -------
    pairs_changed
        Pairs that are not open have other documents, or one of them has its first or none any more.
    copies_changed
        There may be other copies of documents, or other things differ in them.
    """

    pairs_changed = Signal()
    copies_changed = Signal()

    def __init__(self, folder: SharedFolder, open_pair: OpenPair, portfolio: KeptPortfolio) -> None:
        super().__init__()
        self._folder, self._open_pair, self._portfolio = folder, open_pair, portfolio
        self._watcher: QFileSystemWatcher | None = None
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self.look)
        self._away = QTimer(self, singleShot=True, interval=_AWAY_MS)
        self._away.timeout.connect(self.look)

    @Slot()
    def start(self) -> None:
        """Watch from now on; what was changed since the start is looked for once."""
        if self._watcher is not None:
            return
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._on_watcher_changed)
        self._watcher.fileChanged.connect(self._on_watcher_changed)
        self._open_pair.opened.connect(self._on_open_pair_opened)
        self._portfolio.changed.connect(self._await_readable)
        self.look()
        self._open_pair.reread_document()
        self.copies_changed.emit()

    @Slot()
    def look(self) -> None:
        """Take in what is new."""
        if self._open_pair.is_dragging:
            # The line in the hand stays there; letting go writes, which merges.
            self._calm.start()
            return
        news = self._folder.news()
        self._watch()
        if news is None:
            self._away.start()
            return
        key = self._open_pair.pair.key
        is_changed = bool(self._open_pair.problem) or any(pair.key == key for pair in news.pairs)
        if is_changed:
            self._open_pair.reread_document()
        if any(pair.key != key for pair in news.pairs):
            self.pairs_changed.emit()
        if news.copies or is_changed:
            # What differs in a copy that was seen before is something else now.
            self.copies_changed.emit()
        if news.portfolio or self._portfolio.problem:
            self._portfolio.reread()
        self._await_readable()

    def look_for(self, pair: Pair, brought: Iterable[LevelId]) -> None:
        """Take in what is new, of which an opened file brought these lines to a pair: they are one step of undo."""
        self._open_pair.expect_opened(pair, brought)
        self.look()

    @Slot()
    def _watch(self) -> None:
        """Watch what is there now: a file that was replaced is not watched any more, nor is a folder that went away."""
        if self._watcher is None:
            return
        wanted = {str(path) for path in self._folder.watched(self._open_pair.pair)}
        watched = {*self._watcher.files(), *self._watcher.directories()}
        if watched - wanted:
            self._watcher.removePaths(sorted(watched - wanted))
        if wanted - watched:
            self._watcher.addPaths(sorted(wanted - watched))

    @Slot()
    def _await_readable(self) -> None:
        """Look again in a while if a document cannot be read: that may pass without any change to the file."""
        if (self._open_pair.problem or self._portfolio.problem) and not self._away.isActive():
            self._away.start()

    @Slot()
    def _on_open_pair_opened(self) -> None:
        self._watch()
        self._await_readable()

    @Slot(str)
    def _on_watcher_changed(self, path: str) -> None:
        # Not begun anew: a folder in which something happens all the time is looked at all the same.
        if not self._calm.isActive():
            self._calm.start()
