"""No more often than the screen shows it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Slot

# A frame of a usual screen.
FRAME_MS = 16


class Pace(QObject):
    """Calls a function at once, and again no sooner than one frame later: of calls in between only the last counts.

    Labels and tables cost more to lay out and paint than a line in motion; painting them more often than the screen
    shows them would only hold the line up.
    """

    def __init__(self, call: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._call = call
        self._waiting = False
        self._timer = QTimer(self, singleShot=True, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timer_timeout)

    def soon(self) -> None:
        """Call within a frame."""
        if self._timer.isActive():
            self._waiting = True
        else:
            self._timer.start()
            self._call()

    @Slot()
    def now(self) -> None:
        """Call at once, in place of a call that waits."""
        self._waiting = False
        self._call()

    @Slot()
    def _on_timer_timeout(self) -> None:
        if self._waiting:
            self._timer.start()
            self.now()
