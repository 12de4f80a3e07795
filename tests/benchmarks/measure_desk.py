"""A line dragged, the crosshair moved, and pairs switched on the whole desk, as a person does it."""

import contextlib
import io
import math
from pathlib import Path

from markdown_table import table
from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from scene import PERIOD, there_and_back
from stopwatch import Stopwatch, no_garbage

from ratiodesk import app
from ratiodesk.__main__ import main
from ratiodesk.app import Desk
from ratiodesk.domain.pair import Pair

PAIRS = ("SPY/IWM", "QQQ/SPY")
_DESK_PX = 1600, 950
# Around the ratio of the sample prices' last session.
_PLAN = {"stop": 2.7, "entry": 2.5, "target": 2.3}
_WARM_UP = 5
_DRAG_PX = 60
_SETTLE_MS = 500
# A frame of the screen, which is what the cards wait for, and a little more.
_APART_MS = 18


def make_home(home: Path) -> None:
    """Fill a home directory with a pair that has a plan of three lines, through the command line."""
    with contextlib.redirect_stdout(io.StringIO()):
        for role, ratio in _PLAN.items():
            words = ["level", PAIRS[0], "add", str(ratio), "--role", role, "--home", str(home), "--offline"]
            if main(words) != 0:
                raise RuntimeError(f"the {role} could not be saved below {home}")


def run_hand(home: Path, rounds: int) -> None:
    """Measure the hand and print its tables."""
    desk = _open(home)
    times: dict[str, list[float]] = {"crosshair": [], "drag": [], "drag, the cards painted at every step": []}
    for _ in range(rounds):
        times["crosshair"] += _crosshair(desk)
        times["drag"] += _drag(desk)
        times["drag, the cards painted at every step"] += _drag(desk, apart_ms=_APART_MS)
    desk.close()
    for move, samples in times.items():
        print(table(f"{move} on the desk, from the mouse event to the end of all painting", {"desk": samples}))


def run_switch(home: Path, rounds: int) -> None:
    """Measure the switch of pairs and print its table."""
    desk = _open(home)
    chart = desk.view.chart
    watch = Stopwatch(chart.viewport())
    times: dict[str, list[float]] = {pair: [] for pair in PAIRS}
    with no_garbage():
        for turn in range(2 * (10 * rounds + 1)):
            text = PAIRS[1 - turn % 2]
            pair = Pair.parse(text)

            def arrived(pair: Pair = pair) -> bool:
                series = chart.frame.series
                return series is not None and series.pair == pair

            taken = watch.time(lambda text=text: desk.view.open_text(text), arrived)  # type: ignore[misc]
            if turn > 1:
                times[text].append(taken)
    watch.stop()
    desk.close()
    print(table("switch to a pair at hand", {f"to {pair}": samples for pair, samples in times.items()}))


def _open(home: Path) -> Desk:
    desk = app.build([PAIRS[0], "--home", str(home), "--offline"])
    desk.window.resize(*_DESK_PX)
    desk.window.show()
    watch = Stopwatch(desk.view.chart.viewport())
    watch.time(desk.view.chart.viewport().update)
    watch.stop()
    # What follows the first frame by itself: icons, and prices of the other pairs.
    settled = QElapsedTimer()
    settled.start()
    while not desk.loader._pool.waitForDone(10) or settled.elapsed() < _SETTLE_MS:
        QCoreApplication.processEvents()
    return desk


def _crosshair(desk: Desk) -> list[float]:
    chart = desk.view.chart
    view, port = chart.viewport(), chart.frame.viewport
    times = []
    watch = Stopwatch(view)
    with no_garbage():
        for frame in range(PERIOD + _WARM_UP):
            turn = 2 * math.pi * frame / PERIOD
            at = QPointF(
                port.width * (0.5 + 0.4 * math.cos(turn)), port.height * (0.5 + 0.4 * math.sin(2 * turn + 0.4))
            )
            times.append(watch.time(lambda at=at: _send(view, QEvent.Type.MouseMove, at)))  # type: ignore[misc]
    watch.stop()
    return times[_WARM_UP:]


def _drag(desk: Desk, apart_ms: int = 0) -> list[float]:
    """Return the times of the steps of a drag, some time apart: at once after each other the cards skip some."""
    chart = desk.view.chart
    view, port = chart.viewport(), chart.frame.viewport
    entry = next(level for level in desk.open_pair.layout.levels if level.role == "entry")
    row = port.y_of(entry.ratio)
    start = QPointF(port.width / 2, row)
    times = []
    _send(view, QEvent.Type.MouseMove, start)
    _send(view, QEvent.Type.MouseButtonPress, start)
    watch = Stopwatch(view)
    with no_garbage():
        for frame in range(PERIOD + _WARM_UP):
            at = QPointF(start.x(), row + 8 + _DRAG_PX * there_and_back(frame))
            _wait(apart_ms)
            times.append(watch.time(lambda at=at: _send(view, QEvent.Type.MouseMove, at, held=True)))  # type: ignore[misc]
    watch.stop()
    moved = next(level for level in desk.open_pair.layout.levels if level.id == entry.id)
    if moved.ratio == entry.ratio:
        raise RuntimeError("the line did not follow the mouse")
    _send(view, QEvent.Type.MouseMove, start, held=True)
    _send(view, QEvent.Type.MouseButtonRelease, start)
    QCoreApplication.processEvents()
    return times[_WARM_UP:]


def _wait(apart_ms: int) -> None:
    waited = QElapsedTimer()
    waited.start()
    while waited.elapsed() < apart_ms:
        QCoreApplication.processEvents()


def _send(view: QWidget, kind: QEvent.Type, at: QPointF, *, held: bool = False) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind == QEvent.Type.MouseMove else left
    buttons = left if held or kind == QEvent.Type.MouseButtonPress else none
    event = QMouseEvent(kind, at, QPointF(view.mapToGlobal(at)), button, buttons, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view, event)
