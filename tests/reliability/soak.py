"""A desk that is used for ten thousand operations without a rest: its memory stays, and so does its pace.

Run as ``python tests/reliability/soak.py``; it ends with 1 if memory grows, anything is left behind, or a frame takes
longer than 100 ms. It begins anew with an allocator that can be asked exactly, unless it was begun so.
"""

import argparse
import contextlib
import functools
import gc
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(_HERE), *(str(_HERE.parent / name) for name in ("unit", "gui")), str(_HERE.parent.parent)]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from allocator import begin_exactly, fill_up, is_exact  # noqa: E402
from busy_hand import HOME_PAIR, PAIRS, BusyHand  # noqa: E402
from census import Census, Slope, slope_of, take_census  # noqa: E402
from person import close  # noqa: E402
from pulse import Pause, Pulse  # noqa: E402
from pyqtgraph.util.garbage_collector import GarbageCollector  # noqa: E402
from PySide6.QtCore import QCoreApplication, QThreadPool  # noqa: E402
from PySide6.QtWidgets import QWidget  # noqa: E402
from remembered import forget  # noqa: E402

from ratiodesk import app  # noqa: E402
from ratiodesk.app import Desk  # noqa: E402
from ratiodesk.desk import history  # noqa: E402
from ratiodesk.domain.clock import Clock, utc_now  # noqa: E402

TRADING = datetime(2021, 12, 28, 16, 0, tzinfo=UTC)
# Undo keeps so many steps a pair here, so that it holds its most after the warm-up and not only at the end.
_STEPS = 20
_CENSUS_EVERY, _WARM_UP = 100, 0.15
_SETTLE_S, _PATIENCE_S = 0.004, 30.0
# The chart keeps a picture of four megabytes from the second time on that it paints the same.
_PAINTS = 3
_SLOW_MS = 100.0
# When the system changes its colours, Qt dresses every widget anew in one go.
_MOST_MS = {"theme": 200.0}
# What may be left an operation: a megabyte and a half of ten thousand. Qt takes some of it, which remembers the looks
# of parts of tables and boxes that are deleted until something else has their address; that ends by itself. The least
# that may be forgotten at every fourth operation is more: measured with Python's side of it, a connection to a
# function takes 627 bytes, an object of Qt 1,427, a widget 3,510. Left but once, objects are found by their number.
MOST_BYTES, MOST_OBJECTS = 150.0, 0.1
_WHY_SO_MUCH = "a connection left at every operation would be 627, a bare object of Qt 1,427, a widget 3,510"


@dataclass(frozen=True)
class Found:
    """What a soak found.

    Parameters
    ----------
    censuses
        Of the desk at rest, in order, those of the warm-up left out.
    pauses
        The longest pause of every operation, by its name.
    seconds
        How long it took.
    """

    censuses: list[Census]
    pauses: "Pauses"
    seconds: float

    @property
    def operations(self) -> int:
        return self.pauses.count

    def slope(self, value: Callable[[Census], float]) -> Slope:
        return slope_of([each.after for each in self.censuses], [value(each) for each in self.censuses])

    @property
    def allocated(self) -> Slope:
        """How the memory in use grows [bytes an operation]."""
        return self.slope(lambda census: census.allocated)

    @property
    def objects(self) -> Slope:
        """How the objects of Python grow [an operation]."""
        return self.slope(lambda census: census.objects)

    def left_behind(self) -> dict[str, tuple[int, int]]:
        """Return what there was more of at the end than ever in the first half, with both counts."""
        half = self.censuses[: (len(self.censuses) + 1) // 2]
        last = self.censuses[-1].counts
        most = {name: max(census.counts[name] for census in half) for name in last}
        return {name: (most[name], count) for name, count in last.items() if count > most[name]}

    def grown(self) -> list[tuple[str, int]]:
        """Return the types of which there are more at the end than after the warm-up, those that grew most first."""
        first, last = self.censuses[0], self.censuses[-1]
        return ((last.types + last.classes) - (first.types + first.classes)).most_common(12)

    def widgets_kept(self) -> dict[str, int]:
        """Return the widgets and dialogs that Python keeps more of at the end, Qt having deleted them or not."""
        first, last = self.censuses[0].types, self.censuses[-1].types
        kinds = [name for name in last if name.startswith(("PySide6.QtWidgets.", "ratiodesk.ui.", "ratiodesk.chart."))]
        return {name: last[name] - first[name] for name in kinds if _is_widget(name) and last[name] > first[name]}

    def slow(self, *, by_clock: bool = True) -> Counter[str]:
        """Return how many operations had a pause longer than they may, by name."""
        return Counter(
            {
                name: count
                for name, several in (self.pauses.clock if by_clock else self.pauses.work).items()
                if (count := sum(each > _MOST_MS.get(name, _SLOW_MS) for each in several))
            }
        )


def _is_widget(name: str) -> bool:
    module, _, kind = name.rpartition(".")
    found = getattr(sys.modules.get(module), kind, None)
    return isinstance(found, type) and issubclass(found, QWidget)


class Pauses:
    """The longest pause of every operation [ms], as bare numbers whose room is taken at the beginning."""

    def __init__(self, operations: int) -> None:
        self.count = 0
        self._names: list[str] = [""] * operations
        self._clock, self._work = array("d", bytes(8 * operations)), array("d", bytes(8 * operations))

    def add(self, name: str, pause: Pause) -> None:
        self._names[self.count], self._clock[self.count], self._work[self.count] = name, pause.clock_ms, pause.work_ms
        self.count += 1

    @property
    def clock(self) -> dict[str, list[float]]:
        """By the clock, under the name of the operation."""
        return self._named(self._clock)

    @property
    def work(self) -> dict[str, list[float]]:
        """What this thread worked, under the name of the operation."""
        return self._named(self._work)

    def _named(self, measure: "array[float]") -> dict[str, list[float]]:
        named: dict[str, list[float]] = defaultdict(list)
        for name, value in zip(self._names[: self.count], measure, strict=False):
            named[name].append(value)
        return dict(named)

    @staticmethod
    def all_of(measure: dict[str, list[float]]) -> list[float]:
        """Return the pauses of all operations, sorted."""
        return sorted(value for several in measure.values() for value in several)


@contextlib.contextmanager
def standin() -> Iterator[None]:
    """Let the environment lead to a stand-in for Yahoo in a process of its own."""
    with subprocess.Popen(
        [sys.executable, str(_HERE / "standin_child.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        before = dict(os.environ)
        os.environ.update(json.loads(child.stdout.readline()))
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)
            child.stdin.close()
            child.wait(timeout=10)


@contextlib.contextmanager
def open_desk(home: Path, *, online: bool, clock: Clock = utc_now) -> Iterator[Desk]:
    """Open a desk as the program does, and end it."""
    deepest, history.DEEPEST = history.DEEPEST, _STEPS
    desk = app.build([HOME_PAIR, "--home", str(home), *([] if online else ["--offline"])], clock)
    desk.window.resize(1280, 800)
    desk.window.show()
    desk.window.activateWindow()
    _settle(desk)
    gc.collect()
    gc.freeze()
    # As the program does: garbage is looked for on the thread of the windows alone.
    was_enabled = gc.isenabled()
    collector = GarbageCollector()
    try:
        yield desk
    finally:
        collector.timer.stop()
        if was_enabled:
            gc.enable()
        gc.unfreeze()
        close(desk)
        history.DEEPEST = deepest


def soak(
    desk: Desk, operations: int, seed: int, *, online: bool, leak: int = 0, say: Callable[[str], None] = print
) -> Found:
    """Use a desk, and return what that took and left.

    Parameters
    ----------
    online
        Whether there is somebody to fetch prices from.
    leak
        So many bytes are left at every operation, to see that they are found.
    """
    left: list[bytearray] = []
    hand, pulse = BusyHand(desk, seed, online=online), Pulse()
    begun = time.monotonic()
    _start_threads(desk)
    fill_up()
    _visit(desk, hand)
    pauses = Pauses(operations)
    censuses = [_rested(desk, hand, 0)]
    every = max(min(_CENSUS_EVERY, operations // 12), 1)
    for done in range(1, operations + 1):
        name, operation = hand.choose()
        pulse.restart()
        operation()
        left += [bytearray(leak)] if leak else []
        _answer()
        pauses.add(name, pulse.longest())
        if done % every == 0:
            # The first and the last of those that are kept tell what has grown.
            if len(censuses) > 1 and censuses[-2].after >= _WARM_UP * operations:
                censuses[-1] = censuses[-1].without_kinds()
            censuses.append(_rested(desk, hand, done))
        if done % 1_000 == 0:
            census = censuses[-1]
            slow = sum(pause > _SLOW_MS for pause in pauses.all_of(pauses.clock))
            say(
                f"{done:6,} operations, {time.monotonic() - begun:6.0f} s: {census.allocated / 2**20:7.2f} MB in use, "
                f"{census.objects:,} objects, {slow} pauses over {_SLOW_MS:.0f} ms"
            )
    pulse.stop()
    kept = [census for census in censuses if census.after >= _WARM_UP * operations]
    return Found(kept, pauses, time.monotonic() - begun)


def _start_threads(desk: Desk) -> None:
    """Start every thread there may be, and let none end: those that start late would look like what is left behind."""
    for pool in _pools(desk):
        pool.setExpiryTimeout(-1)
        everybody = threading.Barrier(pool.maxThreadCount())
        for _ in range(everybody.parties):
            pool.start(lambda everybody=everybody: everybody.wait(_PATIENCE_S))


def _pools(desk: Desk) -> tuple[QThreadPool, QThreadPool]:
    return desk.loader._pool, desk.loader._network_pool


def _visit(desk: Desk, hand: BusyHand) -> None:
    """Open every pair once with a few lines on it, so that all of them are in the list."""
    for text in PAIRS:
        desk.view.open_text(text)
        _settle(desk)
        series = desk.open_pair.series
        assert series is not None, f"{text} did not open"
        for part in (1.05, 0.99, 0.93):
            if len(desk.open_pair.layout.levels) < 3:
                desk.open_pair.add_level(series.ratio * part)
    hand.rest()
    _settle(desk)


def _rested(desk: Desk, hand: BusyHand, after: int) -> Census:
    """Count what is there while the desk rests, without what it may have or not have by turns."""
    hand.rest()
    _settle(desk)
    for _ in range(_PAINTS):
        desk.view.chart.viewport().repaint()
    forget(desk)
    return take_census(after)


def _answer() -> None:
    """Let the window answer to what was done, its next frame included."""
    end = time.perf_counter() + _SETTLE_S
    while True:
        QCoreApplication.processEvents()
        if time.perf_counter() > end:
            return
        time.sleep(0.0005)


def _settle(desk: Desk) -> None:
    """Wait until nothing is fetched or read any more."""
    deadline = time.monotonic() + _PATIENCE_S
    idle_since = time.monotonic()
    while time.monotonic() - idle_since < 0.05:
        QCoreApplication.processEvents()
        if desk.parts.updater.state.busy or any(pool.activeThreadCount() for pool in _pools(desk)):
            idle_since = time.monotonic()
        if time.monotonic() > deadline:
            raise TimeoutError("the desk does not come to rest")
        time.sleep(0.001)


def report(found: Found) -> str:
    """Return what was found as text."""
    first, last = found.censuses[0], found.censuses[-1]
    clock, work = (found.pauses.all_of(measure) for measure in (found.pauses.clock, found.pauses.work))
    lines = [
        f"{found.operations:,} operations in {found.seconds:.0f} s; after {first.after:,} of warm-up:",
        f"memory of the process {first.resident / 2**20:.1f} to {last.resident / 2**20:.1f} MB, with free pieces",
        f"memory in use {first.allocated / 2**20:.1f} to {last.allocated / 2**20:.1f} MB, bytes an operation: "
        + _slope_text(found.allocated, MOST_BYTES),
        f"Python objects {first.objects:,} to {last.objects:,}, an operation: "
        + _slope_text(found.objects, MOST_OBJECTS),
        f"the bound of {MOST_BYTES:g} bytes: {_WHY_SO_MUCH}",
        "counts at rest: " + ", ".join(f"{name} {first.counts[name]} → {last.counts[name]}" for name in last.counts),
        f"left behind: {found.left_behind() or 'nothing'}; widgets kept: {found.widgets_kept() or 'none'}",
        f"grown: {found.grown()}",
        "longest pause of an operation, ms by the clock: " + _times_text(clock),
        "longest pause of an operation, ms of work: " + _times_text(work),
        (
            f"pauses over {_SLOW_MS:.0f} ms, of a change of colours over {_MOST_MS['theme']:.0f}: "
            f"{dict(found.slow())} by the clock, {dict(found.slow(by_clock=False))} of work"
        ),
    ]
    for name in sorted(found.pauses.clock):
        by_clock, of_work = (sorted(measure[name]) for measure in (found.pauses.clock, found.pauses.work))
        lines.append(f"  {name:16} {len(by_clock):6,}  {_times_text(by_clock)}; of work {_times_text(of_work)}")
    return "\n".join(lines)


def _slope_text(slope: Slope, bound: float | None = None) -> str:
    text = f"{slope.value:+.4g}, with 95 % from {slope.least:+.4g} to {slope.most:+.4g}"
    return text if bound is None else f"{text} (bound {bound:g})"


def _times_text(times: Sequence[float]) -> str:
    """Return median, 99th percentile and longest of sorted times."""
    return f"median {times[len(times) // 2]:.1f}, p99 {times[int(len(times) * 0.99)]:.1f}, longest {times[-1]:.1f}"


def is_sound(found: Found) -> bool:
    """Return whether memory stays, nothing is left behind, and no frame works longer than it may."""
    stays = found.allocated.most <= MOST_BYTES and found.objects.most <= MOST_OBJECTS
    return stays and not found.left_behind() and not found.widgets_kept() and not found.slow(by_clock=False)


def main(argv: Sequence[str] | None = None) -> int:
    """Soak a desk and print what was found."""
    words = argparse.ArgumentParser(prog="soak", description=__doc__)
    words.add_argument("--operations", type=int, default=10_000)
    words.add_argument("--seed", type=int, default=None, help="the same seed makes the same choices")
    words.add_argument("--offline", action="store_true", help="refresh nothing, so that no stand-in is needed")
    words.add_argument("--leak", type=int, default=0, metavar="BYTES", help="leave so many at every operation")
    given = sys.argv[1:] if argv is None else argv
    options = words.parse_args(given)
    if not is_exact():
        begin_exactly(__file__, given)
    seed = options.seed if options.seed is not None else time.time_ns() % 1_000_000
    print(f"seed {seed}", flush=True)
    online = not options.offline
    with (
        tempfile.TemporaryDirectory() as home,
        standin() if online else contextlib.nullcontext(),
        open_desk(Path(home), online=online, clock=(lambda: TRADING) if online else utc_now) as desk,
    ):
        say = functools.partial(print, flush=True)
        found = soak(desk, options.operations, seed, online=online, leak=options.leak, say=say)
    print(report(found))
    return 0 if is_sound(found) else 1


if __name__ == "__main__":
    sys.exit(main())
