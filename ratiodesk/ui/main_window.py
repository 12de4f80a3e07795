"""The main window: a frame that stands before there is anything to put into it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QStatusBar, QToolBar, QWidget

from ratiodesk.domain.window_port import PANELS, WindowPlace
from ratiodesk.ui.tab_order import join_tab_order
from ratiodesk.ui.text_label import TextLabel
from ratiodesk.words import tr

# Least and most width of the side panels, and their share of the window in between.
_PAIRS_PX, _SIDEBAR_PX = (222, 244, 0.15), (346, 352, 0.22)
_PLACE_OF = {PANELS[0]: 0, PANELS[1]: 2}
# Height of the bars, with one line of text more.
_TOOLBAR_PX, _STATUS_PX = 34, 12
PRICE_FILE_ENDINGS = (".csv", ".tsv", ".txt")
LAYOUT_ENDING = ".ratiodesk"


class MainWindow(QMainWindow):
    """Tells what happens to it; what is in it belongs to :class:`~ratiodesk.ui.desk_view.DeskView`.

    This module loads neither the chart nor numbers: the window of a start is on the screen before they are read.

    Parameters
    ----------
    place
        Where it was when it was last closed; on a screen that is gone, it comes back to one that is there.

    Signals
    -------
    closed
        It was closed, and is hidden.
    shown
        It appears for the first time.
    full_screen_changed(is_full)
        It covers the whole screen, or no longer does.
    letter_typed(letter)
        A letter that is no shortcut.
    file_dropped(path)
        A layout, or a file of prices.
    drop_refused(sentence)
        Something else was dropped, and why it is not taken.
    """

    closed = Signal()
    shown = Signal()
    full_screen_changed = Signal(bool)
    letter_typed = Signal(str)
    file_dropped = Signal(object)
    drop_refused = Signal(str)

    def __init__(self, place: WindowPlace | None = None) -> None:
        super().__init__()
        self.setAnimated(False)
        self._place = place or WindowPlace()
        self.setObjectName("mainWindow")
        self.setWindowTitle("RatioDesk")
        # Asked before the window is closed.
        self.may_close: Callable[[], bool] = lambda: True
        self.setAcceptDrops(True)
        self.resize(1600, 950)
        self.setMinimumSize(1000, 560)
        self.has_place = bool(self._place.geometry) and self.restoreGeometry(_geometry(self._place))
        self._divided = False
        # A file that comes before anybody listens, as that of a double click on macOS does.
        self._listens = False
        self._early: Path | None = None
        self._places = QSplitter(Qt.Orientation.Horizontal)
        self._places.setHandleWidth(1)
        waiting = TextLabel(tr("Opening the desk …"))
        waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        waiting.setEnabled(False)
        for number, part in enumerate((QWidget(), waiting, QWidget())):
            self._places.addWidget(part)
            self._settle(number)
        for name in self._place.hidden:
            self.show_panel(name, is_shown=False)
        self.setCentralWidget(self._places)
        self._strip = QToolBar()
        self._strip.setMovable(False)
        self.addToolBar(self._strip)
        self._take_bars(self._strip, QStatusBar())

    def show_sketch(self, sketch: QWidget) -> None:
        """Show something in the middle until there is more."""
        self._replace(1, sketch)

    def furnish(self, toolbar: QToolBar, panels: tuple[QWidget, QWidget, QWidget], status: QStatusBar) -> None:
        """Take the panels, from left to right, and the bars above and below them."""
        self.removeToolBar(self._strip)
        self._strip.deleteLater()
        self.addToolBar(toolbar)
        self._take_bars(toolbar, status)
        self._remember_widths()
        for place, panel in enumerate(panels):
            self._replace(place, panel)
        if self._divided:
            self._divide()
        join_tab_order((toolbar, *panels, status))

    def _replace(self, place: int, panel: QWidget) -> None:
        before = self._places.widget(place)
        is_shown = before is None or not before.isHidden()
        # replaceWidget() would leave the new one to Python's garbage collection.
        self._places.insertWidget(place, panel)
        if before is not None:
            before.setParent(None)
            before.deleteLater()
        self._settle(place)
        panel.setVisible(is_shown)

    def is_panel_shown(self, name: str) -> bool:
        """Return whether the side panel of that name is shown."""
        panel = self._places.widget(_PLACE_OF[name])
        return panel is not None and not panel.isHidden()

    def show_panel(self, name: str, *, is_shown: bool) -> None:
        """Show or hide the side panel of that name."""
        panel = self._places.widget(_PLACE_OF[name])
        if panel is not None:
            self._remember_widths()
            panel.setVisible(is_shown)

    def place(self) -> WindowPlace:
        """Return where it is, and what is shown of it."""
        self._remember_widths()
        geometry = self.saveGeometry().toBase64().toStdString()
        hidden = tuple(name for name in PANELS if not self.is_panel_shown(name))
        return replace(self._place, geometry=geometry, hidden=hidden)

    def _remember_widths(self) -> None:
        """Note how wide the panels are; one that is hidden keeps the width it had."""
        if not self._divided:
            return
        before, sizes = self._place.widths_px or (0, 0), self._places.sizes()
        widths = (sizes[0] or before[0], sizes[2] or before[1])
        self._place = replace(self._place, widths_px=widths)

    def _settle(self, place: int) -> None:
        """Let the middle take what room there is, and nothing be pushed away."""
        self._places.setStretchFactor(place, 1 if place == 1 else 0)
        self._places.setCollapsible(place, False)

    def _take_bars(self, toolbar: QToolBar, status: QStatusBar) -> None:
        """Give the bars heights that do not depend on what is in them: nothing jumps when that arrives."""
        text_px = self.fontMetrics().height()
        toolbar.setFixedHeight(text_px + _TOOLBAR_PX)
        status.setFixedHeight(text_px + _STATUS_PX)
        self.setStatusBar(status)

    def showEvent(self, event: QShowEvent) -> None:
        if not self._divided:
            self._divided = True
            self._divide()
            self.shown.emit()
        super().showEvent(event)

    def _divide(self) -> None:
        """Give the side panels the widths they had, or the usual ones."""
        left, right = self._place.widths_px or (0, 0)
        left, right = left or self._usual_px(*_PAIRS_PX), right or self._usual_px(*_SIDEBAR_PX)
        self._places.setSizes([left, max(self.width() - left - right, 0), right])

    def _usual_px(self, least: int, most: int, share: float) -> int:
        return int(min(max(share * self.width(), least), most))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.full_screen_changed.emit(self.isFullScreen())

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        super().closeEvent(event)
        self.hide()  # What is under way may take some seconds to end.
        self.closed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        # What cannot be taken is let in too: only then can a drop be answered with a sentence.
        if dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_files(event)
        refusal = drop_refusal(paths)
        if refusal:
            event.ignore()
            self.drop_refused.emit(refusal)
        else:
            event.acceptProposedAction()
            self._hand_on(paths[0])

    def listen(self) -> None:
        """Hand files on from now on, with the one that came before."""
        self._listens, early = True, self._early
        if early is not None:
            self._hand_on(early)

    def _hand_on(self, path: Path) -> None:
        if self._listens:
            self.file_dropped.emit(path)
        else:
            self._early = path

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if plain and event.text().isalpha() and event.text().isascii():
            self.letter_typed.emit(event.text().upper())
        else:
            super().keyPressEvent(event)


def _geometry(place: WindowPlace) -> QByteArray:
    return QByteArray.fromBase64(QByteArray(place.geometry.encode()))


def dropped_files(event: QDropEvent) -> list[Path]:
    """Return the files and folders of this machine that are dropped."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def drop_refusal(paths: Sequence[Path]) -> str:
    """Return why these are not opened, empty if they are a layout or a file of prices."""
    if len(paths) != 1:
        return tr("Nothing was opened: drop one file at a time, not {count}.", count=len(paths))
    (path,) = paths
    if path.is_dir():
        return tr("Nothing was opened: {name} is a folder; drop one file of it.", name=path.name)
    if path.suffix.lower() not in (LAYOUT_ENDING, *PRICE_FILE_ENDINGS):
        return tr(
            "Nothing was opened: {name} is neither a layout ({layout}) nor a price file ({endings} or {last}).",
            name=path.name,
            layout=LAYOUT_ENDING,
            endings=", ".join(PRICE_FILE_ENDINGS[:-1]),
            last=PRICE_FILE_ENDINGS[-1],
        )
    return ""
