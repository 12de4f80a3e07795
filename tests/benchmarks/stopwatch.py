"""The clock of every frame: from a change to the end of all painting it causes."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

_PATIENCE_S = 20.0


class Stopwatch(QObject):
    """Watches the paint events of one widget.

    A sample ends with the first pass of the event loop, after the widget was painted, that paints it no more. Painting,
    flushing to the screen and what a chart has put off until after its first paint are inside; a pass that finds
    nothing to do costs some microseconds, for every chart alike.
    """

    def __init__(self, painted: QWidget) -> None:
        super().__init__()
        self._paints = 0
        self._painted = painted
        painted.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._paints += 1
        return False

    def stop(self) -> None:
        self._painted.removeEventFilter(self)

    def time(self, change: Callable[[], None], arrived: Callable[[], bool] = lambda: True) -> float:
        """Return how long a change took [ms].

        Parameters
        ----------
        change
            What is measured; it must lead to a paint.
        arrived
            Whether what the change is about is there; only a paint after that ends the sample.

        Raises
        ------
        TimeoutError
            If nothing is painted.
        """
        process = QCoreApplication.processEvents
        started = self._paints
        begin = time.perf_counter()
        change()
        while True:
            before = self._paints
            process()
            if self._paints == before and before > started and arrived():
                return (time.perf_counter() - begin) * 1e3
            if self._paints == before and time.perf_counter() - begin > _PATIENCE_S:
                raise TimeoutError("the change painted nothing")


@contextmanager
def no_garbage() -> Iterator[None]:
    """Collect garbage now and not within the samples."""
    gc.collect()
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
