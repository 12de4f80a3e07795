"""Starts of a bundle against those of the source, watched from outside, in the memory of an X server without a screen.

``python tests/benchmarks/measure_bundle.py dist/ratiodesk/ratiodesk`` needs Xvfb.
"""

import argparse
import contextlib
import mmap
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from markdown_table import table

from ratiodesk.ui.theme import LIGHT

_WIDTH_PX, _HEIGHT_PX = 1600, 950
_PATIENCE_S = 60
# Of an XWD file: the length of its head, the number of its colours, and the bytes of one colour.
_HEAD_AT, _COLOURS_AT, _COLOUR_BYTES = 0, 76, 12
# So many pixels of a colour are no chance: of the panels, and of the curve in the middle of the window.
_PANEL_PX, _CURVE_PX = 20_000, 300
# A dark screen may still have the pointer of the mouse.
_POINTER_PX = 400


class Screen:
    """What an X server shows, read from its memory: looking takes nothing from who is watched."""

    def __init__(self, file: Path) -> None:
        with file.open("rb") as opened:
            self._memory = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        (head,) = struct.unpack_from(">I", self._memory, _HEAD_AT)
        (colours,) = struct.unpack_from(">I", self._memory, _COLOURS_AT)
        start = head + _COLOUR_BYTES * colours
        pixels = np.frombuffer(self._memory, np.uint32, _WIDTH_PX * _HEIGHT_PX, start)
        self._pixels = pixels.reshape(_HEIGHT_PX, _WIDTH_PX)

    def shows_window(self) -> bool:
        return self._count(LIGHT.panel, slice(None)) > _PANEL_PX

    def shows_chart(self) -> bool:
        return self._count(LIGHT.accent, slice(_WIDTH_PX // 4, _WIDTH_PX * 3 // 4)) > _CURVE_PX

    def is_dark(self) -> bool:
        return int(np.count_nonzero(self._pixels & 0xFFFFFF)) < _POINTER_PX

    def _count(self, colour: str, columns: slice) -> int:
        return int(np.count_nonzero(self._pixels[:, columns] & 0xFFFFFF == int(colour[1:], 16)))


@contextlib.contextmanager
def server() -> Iterator[tuple[str, Screen]]:
    """Run an X server, and give its name and what it shows."""
    with tempfile.TemporaryDirectory() as folder:
        read, write = os.pipe()
        words = ["-screen", "0", f"{_WIDTH_PX}x{_HEIGHT_PX}x24", "-fbdir", folder, "-displayfd", str(write), "-br"]
        running = subprocess.Popen(["Xvfb", *words], pass_fds=[write], stderr=subprocess.DEVNULL)
        try:
            name = f":{os.read(read, 16).decode().strip()}"
            yield name, Screen(Path(folder) / "Xvfb_screen0")
        finally:
            running.terminate()
            running.wait(timeout=10)


def start(command: list[str], home: Path, display: str, screen: Screen) -> tuple[float, float]:
    """Return when the window and its chart were on the screen [ms]."""
    wait(screen.is_dark)
    surroundings = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "RATIODESK_HOME": str(home)}
    begun = time.perf_counter()
    running = subprocess.Popen([*command, "SPY/IWM", "--offline"], env=surroundings)
    try:
        window = wait(screen.shows_window) - begun
        chart = wait(screen.shows_chart) - begun
    finally:
        running.kill()
        running.wait(timeout=10)
    return window * 1e3, chart * 1e3


def wait(ready: object) -> float:
    deadline = time.perf_counter() + _PATIENCE_S
    while not ready():  # type: ignore[operator]
        if time.perf_counter() > deadline:
            raise TimeoutError("nothing was shown")
        time.sleep(0.002)  # The program that is watched needs the core.
    return time.perf_counter()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundle", type=Path, help="the program of the bundle")
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    if shutil.which("Xvfb") is None:
        parser.error("needs Xvfb")
    commands = {"bundle": [str(options.bundle.resolve())], "source": [sys.executable, "-m", "ratiodesk"]}
    window: dict[str, list[float]] = {name: [] for name in commands}
    chart: dict[str, list[float]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as home, server() as (display, screen):
        for turn in range(options.rounds + 1):
            for name, command in commands.items():
                times = start(command, Path(home), display, screen)
                if turn:  # The first one fills what the system keeps in memory, and the home.
                    window[name].append(times[0])
                    chart[name].append(times[1])
    print(table("start to the window on the screen", window, ("source",)))
    print(table("start to the chart on the screen", chart, ("source",)))


if __name__ == "__main__":
    main()
