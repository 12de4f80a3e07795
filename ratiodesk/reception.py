"""Between the door of the desk and its window: what a second start was to show is shown here."""

from PySide6.QtCore import QObject, Qt, Slot

from ratiodesk.desk.disk_watch import DiskWatch
from ratiodesk.options import OpenOptions
from ratiodesk.running_desk import real_home
from ratiodesk.storage.home import home_root
from ratiodesk.ui.desk_view import DeskView
from ratiodesk.wish import Wish


class Reception(QObject):
    """Opens the door once the window stands."""

    def __init__(self, options: OpenOptions, view: DeskView, disk_watch: DiskWatch) -> None:
        super().__init__(view)
        self._options, self._view, self._disk_watch = options, view, disk_watch

    @Slot()
    def open(self) -> None:
        """Listen from now on, unless another desk of this home does."""
        # The first frame does not wait for Qt's network.
        from ratiodesk.instance import Instance

        home = real_home(home_root(self._options.home))
        instance = Instance(home, offline=self._options.offline, parent=self)
        instance.asked.connect(self._on_instance_asked)
        # Closing may take some seconds, in which nothing can be shown any more.
        self._view.window.closed.connect(instance.close)
        instance.listen()

    @Slot(object)
    def _on_instance_asked(self, wish: Wish) -> None:
        window = self._view.window
        # A file that was taken in is in the document by now.
        if wish.pair is not None:
            self._disk_watch.look_for(wish.pair, wish.brought)
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        if wish.pair is not None:
            self._view.open_text(str(wish.pair))
        if wish.said:
            self._view.status.show_notice(wish.said)
