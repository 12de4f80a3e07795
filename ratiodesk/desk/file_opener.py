"""Opens layout files, and remembers what was opened last."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ratiodesk.desk.disk_watch import DiskWatch
from ratiodesk.desk.kept_settings import KeptSettings
from ratiodesk.desk.loader import Loader
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.domain.errors import RatioDeskError
from ratiodesk.domain.intake import LayoutIntake, TakenIn
from ratiodesk.domain.recent import Recent, with_newest, without
from ratiodesk.words import tr

_KIND = "open_file"


class FileOpener(QObject):
    """Takes in one file at a time; the newest wish wins.

    Signals
    -------
    taken_in(taken)
        What a file holds is in the document of its pair.
    failed(sentence)
        It is not, and why.
    """

    taken_in = Signal(object)
    failed = Signal(str)

    def __init__(
        self, intake: LayoutIntake, open_pair: OpenPair, disk_watch: DiskWatch, settings: KeptSettings, loader: Loader
    ) -> None:
        super().__init__()
        self._intake, self._open_pair, self._disk_watch = intake, open_pair, disk_watch
        self._settings, self._loader = settings, loader

    @property
    def recent(self) -> tuple[Recent, ...]:
        """What was opened last, the newest first."""
        return self._settings.now.recent

    def open(self, path: Path) -> None:
        """Take in a layout file."""
        # What is drawn here comes first.
        if self._open_pair.flush():
            sentence = tr("{file} is not opened: the newest lines here are not saved yet.", file=path.name)
            self.failed.emit(sentence)
            return
        self._loader.submit(
            _KIND,
            lambda: self._intake.take_in(path),
            lambda taken: self._show(path, taken),
            self._fail,
        )

    def remember(self, path: Path) -> None:
        """Keep a file among what was opened last."""
        path = path.absolute()
        # One whose name is no text could not be written into the settings.
        if str(path).isprintable():
            self._settings.change(recent=with_newest(self.recent, path))

    def forget(self, path: Path) -> None:
        """Take a file out of what was opened last."""
        self._settings.change(recent=without(self.recent, path.absolute()))

    def forget_all(self) -> None:
        """Remember nothing of what was opened last."""
        self._settings.change(recent=())

    def _show(self, path: Path, taken: TakenIn) -> None:
        self.remember(path)
        # It was written as if by another program, maybe before anybody looked.
        self._disk_watch.start()
        self._disk_watch.look_for(taken.pair, taken.brought)
        self.taken_in.emit(taken)

    def _fail(self, error: RatioDeskError) -> None:
        self.failed.emit(str(error))
