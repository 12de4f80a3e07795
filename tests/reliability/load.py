"""A desk under load: a thousand saved pairs, five hundred lines, two hundred holdings, a thousand frozen plans.

Run as ``python tests/reliability/load.py``; it ends with 1 if a step of the hand takes longer than is usable.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

_HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(_HERE), str(_HERE.parent / "benchmarks"), str(_HERE.parent.parent)]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np  # noqa: E402
from full_home import CROWDED, PLANNED, fill_home  # noqa: E402
from measure_desk import _send, _wait  # noqa: E402
from pulse import Pulse  # noqa: E402
from PySide6.QtCore import QCoreApplication, QEvent, QPointF  # noqa: E402
from scene import there_and_back  # noqa: E402
from stopwatch import Stopwatch, no_garbage  # noqa: E402

from ratiodesk import app  # noqa: E402
from ratiodesk.app import Desk  # noqa: E402
from ratiodesk.domain.level import Role  # noqa: E402
from ratiodesk.domain.pair import Pair  # noqa: E402
from ratiodesk.ui.journal_window import JournalWindow  # noqa: E402

_SIZE_PX = 1600, 950
_PATIENCE_S = 120.0
_STEPS = 40

# The most work of a step in the middle of many, by the first word of what it is [ms].
_MOST_MS = {"switch": 100.0, "open": 100.0, "drag": 33.0, "crosshair": 33.0, "zoom": 33.0, "put": 100.0, "select": 33.0}
# By the clock, and what this thread worked meanwhile [ms].
Time = tuple[float, float]
Measured = dict[str, list[Time]]


def measure(home: Path, pairs: int, say: Callable[[str], None] = print) -> Measured:
    """Return how long everything takes [ms], by what it is."""
    found: Measured = {}

    def tell(name: str, *times: Time) -> None:
        found.setdefault(name, []).extend(times)
        clock, work = ([time[part] for time in times] for part in (0, 1))
        say(
            f"{name:50} median {np.median(clock):7.1f} longest {max(clock):7.1f}   "
            f"of work {np.median(work):7.1f} {max(work):7.1f} ms   of {len(times)}"
        )

    with _opened(home, tell) as desk:
        _fill_list(desk, pairs, tell)
        tell("switch between two planned pairs", *_switches(desk, "QQQ/IWM", str(PLANNED)))
        tell("drag a step, 3 lines", *_drag(desk))
        tell("crosshair a step, 3 lines", *_point(desk))
        tell("open the crowded pair and come back", *_switches(desk, str(CROWDED), str(PLANNED)))
        desk.view.open_text(str(CROWDED))
        _idle(desk)
        tell("crosshair a step, crowded pair", *_point(desk))
        tell("drag a step, crowded pair", *_drag(desk))
        tell("put a line down and save, crowded pair", *_drop(desk))
        tell("zoom a step, crowded pair", *_zoom(desk))
        tell("select a line, crowded pair", *_select(desk))
        _refresh_list(desk, pairs, tell)
        _journal(desk, tell)
    tell("status over all pairs", _status(home))
    return found


def too_slow(found: Measured) -> list[str]:
    """Return what takes longer than is usable."""
    limits = ((name, times, _MOST_MS.get(name.split()[0].rstrip(","))) for name, times in found.items())
    return [
        name
        for name, times, most in limits
        if most is not None and len(times) > 1 and float(np.median([work for _, work in times])) > most
    ]


@contextlib.contextmanager
def _opened(home: Path, tell: Callable[..., None]) -> Iterator[Desk]:
    begun = _now()
    desk = app.build([str(PLANNED), "--home", str(home), "--offline"])
    desk.window.resize(*_SIZE_PX)
    desk.window.show()
    watch = Stopwatch(desk.view.chart.viewport())
    watch.time(desk.view.chart.viewport().update)
    watch.stop()
    tell("build and first frame in a warm process", _since(begun))
    try:
        yield desk
    finally:
        desk.close()


def _fill_list(desk: Desk, pairs: int, tell: Callable[..., None]) -> None:
    """Wait until all pairs stand in the list with their ratio, and watch whether the window answers meanwhile."""
    pulse, begun = Pulse(), _now()
    _until(lambda: desk.watchlist.rowCount() >= pairs)
    tell("all pairs listed by name after", _since(begun))
    _until(lambda: _is_read(desk))
    tell("all pairs listed with zone after", _since(begun))
    tell("longest pause of the window meanwhile", tuple(pulse.longest()))
    pulse.stop()
    _idle(desk)


def _refresh_list(desk: Desk, pairs: int, tell: Callable[..., None]) -> None:
    pulse, begun = Pulse(), _now()
    desk.watchlist.refresh()
    _idle(desk)
    _until(lambda: _is_read(desk))
    tell("read the list again", _since(begun))
    tell("longest pause of the window meanwhile, list again", tuple(pulse.longest()))
    pulse.stop()


def _is_read(desk: Desk) -> bool:
    rows = desk.watchlist._rows
    return bool(rows) and all(row.ratio is not None or row.problem for row in rows)


def _journal(desk: Desk, tell: Callable[..., None]) -> None:
    pulse, begun = Pulse(), _now()
    desk.view.journal.show_window()
    window = desk.window.findChild(JournalWindow)
    assert window is not None
    _until(lambda: desk.parts.journal.was_read and bool(desk.parts.journal.scored))
    _process()
    tell("open the journal", _since(begun))
    tell("longest pause of the window meanwhile, journal", tuple(pulse.longest()))
    for text in ("spy", "spy reason", "number 7", ""):
        begun = _now()
        window._search.setText(text)
        _process()
        tell("filter the journal", _since(begun))
    begun = _now()
    frozen = desk.parts.journal.freeze()
    _process()
    assert frozen is not None
    tell("freeze one more plan", _since(begun))
    begun = _now()
    assert not desk.parts.journal.set_note(frozen.id, "Another reason")
    _process()
    tell("note beside a plan", _since(begun))
    pulse.stop()
    window.close()
    _process()


def _switches(desk: Desk, *texts: str) -> list[Time]:
    chart = desk.view.chart
    watch = Stopwatch(chart.viewport())
    times = []
    with no_garbage():
        for turn in range(24):
            pair = Pair.parse(texts[turn % len(texts)])

            def arrived(pair: Pair = pair) -> bool:
                series = chart.frame.series
                return series is not None and series.pair == pair

            taken = _timed(watch, lambda pair=pair: desk.view.open_text(str(pair)), arrived)  # type: ignore[misc]
            if turn > 1:
                times.append(taken)
    watch.stop()
    _idle(desk)
    return times


def _point(desk: Desk) -> list[Time]:
    view, port = desk.view.chart.viewport(), desk.view.chart.frame.viewport
    watch = Stopwatch(view)
    times = []
    with no_garbage():
        for step in range(_STEPS):
            at = QPointF(port.width * (0.1 + 0.02 * step), port.height * (0.2 + 0.6 * there_and_back(step)) + step % 5)
            times.append(_timed(watch, lambda at=at: _send(view, QEvent.Type.MouseMove, at)))  # type: ignore[misc]
    watch.stop()
    return times[5:]


def _drag(desk: Desk) -> list[Time]:
    """Return the time of every step of a drag, a frame of the screen apart, so that the cards follow each."""
    chart = desk.view.chart
    view, port = chart.viewport(), chart.frame.viewport
    entry = next(level for level in desk.open_pair.layout.levels if level.role is Role.ENTRY)
    row = port.y_of(entry.ratio)
    chart.select(entry.id)
    _process()
    start = QPointF(port.width / 2, row)
    _send(view, QEvent.Type.MouseMove, start)
    _send(view, QEvent.Type.MouseButtonPress, start)
    watch, times = Stopwatch(view), []
    with no_garbage():
        for step in range(_STEPS):
            at = QPointF(start.x(), row + 8 + 60 * there_and_back(step))
            _wait(18)
            times.append(_timed(watch, lambda at=at: _send(view, QEvent.Type.MouseMove, at, held=True)))  # type: ignore[misc]
    watch.stop()
    moved = next(level for level in desk.open_pair.layout.levels if level.id == entry.id)
    assert moved.ratio != entry.ratio, "the line did not follow the mouse"
    _send(view, QEvent.Type.MouseMove, start, held=True)
    _send(view, QEvent.Type.MouseButtonRelease, start)
    _process()
    return times[5:]


def _drop(desk: Desk) -> list[Time]:
    times = []
    for turn in range(10):
        entry = next(level for level in desk.open_pair.layout.levels if level.role is Role.ENTRY)
        begun = _now()
        desk.open_pair.drop_level(entry.id, entry.ratio * (1.0001 if turn % 2 else 0.9999))
        _process()
        times.append(_since(begun))
    assert not desk.open_pair.flush()
    return times


def _zoom(desk: Desk) -> list[Time]:
    chart = desk.view.chart
    watch, times = Stopwatch(chart.viewport()), []
    for step in range(20):
        view = chart.frame.viewport
        zoomed = view.stretched(0.9 if step < 10 else 1 / 0.9, view.height / 2)
        times.append(_timed(watch, lambda zoomed=zoomed: chart.move_to(zoomed, name=None, follows=False)))  # type: ignore[misc]
    watch.stop()
    chart.fit()
    _process()
    return times


def _select(desk: Desk) -> list[Time]:
    times = []
    for level in desk.open_pair.layout.levels[10:400:20]:
        begun = _now()
        desk.view.chart.select(level.id)
        _process()
        times.append(_since(begun))
    return times


def _status(home: Path) -> Time:
    command = [sys.executable, "-m", "ratiodesk", "status", "--home", str(home), "--offline"]
    surroundings = os.environ | {"PYTHONPATH": str(_HERE.parent.parent)}
    begun = _now()
    subprocess.run(command, check=True, capture_output=True, env=surroundings, timeout=_PATIENCE_S)
    return _since(begun)


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.thread_time()


def _since(begun: tuple[float, float]) -> Time:
    clock, work = (after - before for after, before in zip(_now(), begun, strict=True))
    return clock * 1e3, work * 1e3


def _timed(watch: Stopwatch, change: Callable[[], None], arrived: Callable[[], bool] = lambda: True) -> Time:
    """Return how long a change took until it was painted."""
    work = time.thread_time()
    clock = watch.time(change, arrived)
    return clock, (time.thread_time() - work) * 1e3


def _process() -> None:
    for _ in range(3):
        QCoreApplication.processEvents()


def _idle(desk: Desk) -> None:
    """Wait until nothing is read behind the window, and its own delays are over."""
    end = time.perf_counter() + 0.5
    _until(lambda: desk.loader._pool.waitForDone(0) and time.perf_counter() > end)


def _until(done: Callable[[], bool]) -> None:
    deadline = time.perf_counter() + _PATIENCE_S
    while not done():
        if time.perf_counter() > deadline:
            raise TimeoutError("this never came true")
        QCoreApplication.processEvents()
        time.sleep(0.0005)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure the load and print it."""
    words = argparse.ArgumentParser(prog="load", description=__doc__)
    words.add_argument("--home", type=Path, help="a home that was filled before, or where to fill one")
    words.add_argument("--pairs", type=int, default=1_000)
    words.add_argument("--lines", type=int, default=500)
    words.add_argument("--holdings", type=int, default=200)
    words.add_argument("--plans", type=int, default=1_000)
    options = words.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        home = options.home or Path(folder) / "home"
        if not (home / "prices.sqlite").exists():
            fill_home(home, pairs=options.pairs, lines=options.lines, holdings=options.holdings, plans=options.plans)
        return 1 if too_slow(measure(home, options.pairs)) else 0


if __name__ == "__main__":
    sys.exit(main())
