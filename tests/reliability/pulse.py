"""How long the window leaves what happens unanswered."""

import time
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer, Slot

_BEAT_MS = 2


class Pause(NamedTuple):
    """The longest time without an answer: by the clock, and what this thread worked in the busiest one [ms]."""

    clock_ms: float
    work_ms: float


class Pulse(QObject):
    """Beats as long as the window answers, and knows the longest pause since it was last asked."""

    def __init__(self) -> None:
        super().__init__()
        self._longest = Pause(0.0, 0.0)
        self._last = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self, interval=_BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._timer.start()

    @Slot()
    def _on_timer_timeout(self) -> None:
        now = time.perf_counter(), time.thread_time()
        clock, work = ((after - before) * 1e3 for after, before in zip(now, self._last, strict=True))
        self._longest = Pause(max(self._longest.clock_ms, clock), max(self._longest.work_ms, work))
        self._last = now

    def restart(self) -> None:
        """Forget what was, and begin anew."""
        self._last = time.perf_counter(), time.thread_time()
        self._longest = Pause(0.0, 0.0)

    def longest(self) -> Pause:
        """Return the longest pause since the last restart, one that has not ended included."""
        self._on_timer_timeout()
        return self._longest

    def stop(self) -> None:
        self._timer.stop()
