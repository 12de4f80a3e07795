"""A process that starts one rival, says when it stood on the screen, and ends.

Words: ``ratiodesk`` or ``pyqtgraph``, the parent's clock at the start [s], and the home directory or a file of ratios.
It prints three times [s] since the parent's clock: the first window, the first chart with its bars, and the first chart
that answers to the mouse, each when its paint event has ended. Only these widgets are watched:
a filter for all events would slow down whoever has more of them.
"""

import os
import sys
import time
from typing import Any

HEAVY = ("pandas", "scipy", "yfinance")


class Times:
    """Notes when something was painted, and ends the process when that was the chart."""

    def __init__(self, begun: float) -> None:
        self._begun, self._first, self._chart = begun, 0.0, 0.0

    def now(self) -> float:
        # The system's clock, so that the parent's reading has the same zero.
        return time.clock_gettime(time.CLOCK_MONOTONIC) - self._begun

    def note_window(self) -> None:
        self._first = self._first or self.now()

    def note_chart(self) -> None:
        self._chart = self._chart or self.now()
        loaded = [name for name in HEAVY if name in sys.modules]
        if loaded:
            print(f"loaded before the first frame: {', '.join(loaded)}", flush=True)
            os._exit(1)

    def end(self) -> None:
        """Say when the chart that answers was painted, which is now."""
        answers = self.now()
        self.note_window()
        self.note_chart()
        print(self._first, self._chart, answers, flush=True)
        # What goes on behind the first frame is not waited for.
        os._exit(0)


def main() -> None:
    rival, begun, where = sys.argv[1], float(sys.argv[2]), sys.argv[3]
    times = Times(begun)
    if rival == "ratiodesk":
        _start_ratiodesk(times, where)
    else:
        _start_pyqtgraph(times, where)


def _start_ratiodesk(times: Times, home: str) -> None:
    from ratiodesk import __main__, first_window  # noqa: PLC0415

    stand = first_window.stand

    def stand_and_note(*words: Any) -> Any:
        window = stand(*words)
        times.note_window()
        # What the start would load next by itself.
        from ratiodesk import first_chart  # noqa: PLC0415
        from ratiodesk.chart.sketch import Sketch  # noqa: PLC0415

        paint = Sketch.paintEvent

        def paint_and_note(sketch: Any, event: Any) -> None:
            paint(sketch, event)
            times.note_chart()

        Sketch.paintEvent = paint_and_note
        show = first_chart.show_first_chart

        def show_and_watch(*words: Any) -> None:
            show(*words)
            from ratiodesk.chart.canvas import Canvas  # noqa: PLC0415

            paint_all = Canvas.paintEvent

            def paint_and_end(canvas: Any, event: Any) -> None:
                paint_all(canvas, event)
                if canvas.frame.series is not None:
                    times.end()

            Canvas.paintEvent = paint_and_end

        first_chart.show_first_chart = show_and_watch
        return window

    first_window.stand = stand_and_note
    __main__.main(["SPY/IWM", "--home", home])


def _start_pyqtgraph(times: Times, ratios: str) -> None:
    import numpy as np  # noqa: PLC0415
    import pyqtgraph as pg  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    class Plot(pg.PlotWidget):
        def paintEvent(self, event: Any) -> None:
            super().paintEvent(event)
            times.end()

    running = QApplication([])
    plot = Plot()
    plot.resize(1600, 950)
    plot.plot(np.load(ratios))
    plot.show()
    running.exec()


if __name__ == "__main__":
    main()
