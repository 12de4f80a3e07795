"""The application on macOS, which is told of a double click on a file by an event, and started but once."""

from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QFileOpenEvent
from PySide6.QtWidgets import QApplication

from ratiodesk.ui.main_window import MainWindow


class MacApplication(QApplication):
    """Takes a file that the system hands over as one that is dropped on the window."""

    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QFileOpenEvent):
            return super().event(event)
        files = QMimeData()
        files.setUrls([event.url()])
        buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        for window in self.topLevelWidgets():
            if isinstance(window, MainWindow):
                window.dropEvent(QDropEvent(QPointF(), Qt.DropAction.CopyAction, files, buttons, keys))
        return True
