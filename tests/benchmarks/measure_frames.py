"""Frames and moves of a hand in bare charts, the rivals taking turns in one process."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from markdown_table import table
from PySide6.QtCore import QCoreApplication
from rival import TUNED, YARDSTICK, LeftOut, Rival, make_rival
from scene import HAND_MOVES, HEIGHT_PX, MOVES, PERIOD, WIDTH_PX, Scene, make_scene
from stopwatch import Stopwatch, no_garbage

_WARM_UP = 5
# A slow chart ends its turn early; it still has this many frames in it.
_TURN_S, _FEWEST = 2.0, 3

Times = dict[str, dict[str, list[float]]]


def measure(scene: Scene, rivals: dict[str, Rival], rounds: int, moves: Sequence[str] = MOVES) -> Times:
    """Return the times of every move and chart [ms]."""
    times: Times = {move: {name: [] for name in rivals} for move in moves}
    order = list(rivals)
    for turn in range(rounds):
        # Another chart is first in each round, so that none has the place after the slowest for itself.
        for name in order[turn % len(order) :] + order[: turn % len(order)]:
            chart = rivals[name]
            chart.window.show()
            QCoreApplication.processEvents()
            for move in moves:
                times[move][name] += _turn(chart, scene, move)
            chart.window.hide()
    return times


def load_rivals(names: Iterable[str], scene: Scene, say: Callable[[str], None] = print) -> dict[str, Rival]:
    """Return the charts that can run here, each with the scene and in its size."""
    rivals: dict[str, Rival] = {}
    for name in names:
        try:
            chart = make_rival(name)
        except LeftOut as reason:
            say(f"{name} is left out: {reason}")
            continue
        chart.window.resize(WIDTH_PX, HEIGHT_PX)
        chart.load(scene)
        rivals[name] = chart
    return rivals


def run(counts: Sequence[int], names: Sequence[str], rounds: int) -> None:
    """Measure and print all tables."""
    for count in counts:
        scene = make_scene(count)
        rivals = load_rivals(names, scene)
        times = measure(scene, rivals, rounds)
        for move in MOVES:
            print(table(f"{move}, {count:,} bars", times[move], (YARDSTICK, TUNED)), flush=True)
        for chart in rivals.values():
            chart.window.close()


def _turn(chart: Rival, scene: Scene, move: str) -> list[float]:
    """Return the times of one turn of a chart at one move."""
    # What an earlier move left behind would be painted by one chart and not by another.
    chart.leave()
    if move in HAND_MOVES:
        chart.look(*scene.home)
    QCoreApplication.processEvents()
    steps: dict[str, Callable[[int], None]] = defaultdict(lambda: lambda frame: chart.look(*scene.edges(move, frame)))
    steps["crosshair"] = lambda frame: chart.point(*scene.point(frame))
    steps["drag"] = lambda frame: chart.drag(scene.dragged(frame))
    step = steps[move]
    watch = Stopwatch(chart.painted)
    times: list[float] = []
    with no_garbage():
        end = time.perf_counter() + _TURN_S
        for frame in range(_WARM_UP):
            watch.time(lambda frame=frame: step(frame))  # type: ignore[misc]
            if time.perf_counter() > end:
                break
        for frame in range(_WARM_UP, _WARM_UP + PERIOD):
            if len(times) >= _FEWEST and time.perf_counter() > end:
                break
            times.append(watch.time(lambda frame=frame: step(frame)))  # type: ignore[misc]
    watch.stop()
    return times
