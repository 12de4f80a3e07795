"""How long the window leaves what happens unanswered."""

import time

from PySide6.QtCore import QObject, Qt, QTimer, Slot

_BEAT_MS = 2


class Pulse(QObject):
    """Beats as long as the window answers, and knows the longest pause since it was last asked."""

    def __init__(self) -> None:
        super().__init__()
        self._worst_s, self._last = 0.0, time.perf_counter()
        self._timer = QTimer(self, interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._timer.start()

    @Slot()
    def _on_timer_timeout(self) -> None:
        now = time.perf_counter()
        self._worst_s, self._last = max(self._worst_s, now - self._last), now

    def worst_ms(self) -> float:
        """Return the longest pause since the last call, one that has not ended included [ms]."""
        self._on_timer_timeout()
        worst, self._worst_s = self._worst_s, 0.0
        return worst * 1e3

    def stop(self) -> None:
        self._timer.stop()
