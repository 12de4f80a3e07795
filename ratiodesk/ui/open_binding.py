"""From whatever asks for a file, the menu or a drop, to what opens it."""

from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QRect, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.domain.intake import TakenIn
from ratiodesk.domain.recent import Recent
from ratiodesk.domain.wording import shortened
from ratiodesk.ui.actions import Actions
from ratiodesk.ui.import_binding import ImportBinding
from ratiodesk.ui.main_window import LAYOUT_ENDING, PRICE_FILE_ENDINGS
from ratiodesk.ui.status_line import StatusLine
from ratiodesk.words import tr

_NAME_LETTERS, _FOLDER_LETTERS = 40, 24


class OpenBinding(QObject):
    """Opens layouts and files of prices, and offers what was open before.

    Signals
    -------
    pair_chosen(text)
        A pair is to be shown.
    """

    pair_chosen = Signal(str)

    def __init__(
        self, desk: DeskParts, actions: Actions, imports: ImportBinding, status: StatusLine, window: QWidget
    ) -> None:
        super().__init__(window)
        self._files, self._imports, self._status, self._window = desk.files, imports, status, window
        self._menu = QMenu(window)
        self._menu.setObjectName("recentMenu")
        self._menu.setAccessibleName(tr("Open recent"))
        self._menu.aboutToShow.connect(self._on_menu_about_to_show)
        actions.open_recent.setMenu(self._menu)
        actions.open_recent.triggered.connect(self._on_open_recent_triggered)
        actions.open_file.triggered.connect(self._on_open_file_triggered)
        desk.files.taken_in.connect(self._on_files_taken_in)
        desk.files.failed.connect(status.show_notice)

    @Slot(object)
    def open_path(self, path: Path) -> None:
        """Open a file by what it is called; what is no layout is shown as prices before anything is taken in."""
        if path.suffix.lower() == LAYOUT_ENDING:
            self._files.open(path)
        else:
            self._files.remember(path)
            self._imports.import_file(path)

    @Slot()
    def _on_open_file_triggered(self) -> None:
        prices = " ".join(f"*{ending}" for ending in PRICE_FILE_ENDINGS)
        layouts = f"*{LAYOUT_ENDING}"
        kinds = (
            tr("Layouts and prices ({layouts} {prices})", layouts=layouts, prices=prices),
            tr("Layouts ({layouts})", layouts=layouts),
            tr("Price files ({prices})", prices=prices),
            tr("All files (*)"),
        )
        name, _ = QFileDialog.getOpenFileName(self._window, tr("Open"), "", ";;".join(kinds))
        if name:
            self.open_path(Path(name))

    @Slot()
    def _on_open_recent_triggered(self) -> None:
        """Show by itself what stands in menus otherwise: a key or the list of commands asked for it."""
        middle = self._window.mapToGlobal(self._window.rect().center())
        self._on_menu_about_to_show()  # So that it knows how large it is.
        self._menu.popup(middle - QRect(QPoint(), self._menu.sizeHint()).center())

    @Slot()
    def _on_menu_about_to_show(self) -> None:
        self._menu.clear()
        for entry in self._files.recent:
            chosen = self._menu.addAction(recent_text(entry).replace("&", "&&"))
            chosen.triggered.connect(lambda _checked=False, entry=entry: self._open_recent(entry))
        if not self._files.recent:
            self._menu.addAction(tr("Nothing was opened yet")).setEnabled(False)
            return
        self._menu.addSeparator()
        self._menu.addAction(tr("Forget this list"), self._files.forget_all)

    def _open_recent(self, entry: Recent) -> None:
        if not isinstance(entry, Path):
            self.pair_chosen.emit(str(entry))
        elif entry.exists():
            self.open_path(entry)
        else:
            self._files.forget(entry)
            self._status.show_notice(tr("{path} is not there any more; it is taken off the list.", path=entry))

    @Slot(object)
    def _on_files_taken_in(self, taken: TakenIn) -> None:
        self.pair_chosen.emit(str(taken.pair))
        if taken.said:
            self._status.show_notice(taken.said)


def recent_text(entry: Recent) -> str:
    """Return how a menu names what was open: a file with its folder, of which the end is kept.

    >>> recent_text(Path("/data/mine.ratiodesk"))
    'mine.ratiodesk  –  /data'
    >>> recent_text(Path(f"/data/{'far/' * 20}away/mine.ratiodesk"))
    'mine.ratiodesk  –  …ar/far/far/far/far/away'
    """
    if not isinstance(entry, Path):
        return str(entry)
    folder = entry.parent
    if folder.is_relative_to(Path.home()):
        folder = Path("~") / folder.relative_to(Path.home())
    return f"{shortened(entry.name, _NAME_LETTERS)}  –  {shortened(str(folder), _FOLDER_LETTERS, from_end=True)}"
