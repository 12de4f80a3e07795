"""The program in a real X window, driven from outside with mouse and keyboard."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.desktop

_PATIENCE_S = 40.0


def xdotool(*words: object) -> str:
    done = subprocess.run(["xdotool", *map(str, words)], capture_output=True, text=True, timeout=30, check=False)
    return done.stdout.strip()


def wait_for(what: str, ready: object) -> object:
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        answer = ready()  # type: ignore[operator]
        if answer:
            return answer
        time.sleep(0.1)  # Another process is watched, not this one's event loop.
    pytest.fail(f"waited {_PATIENCE_S:g} s for {what}")


class Window:
    """One run of the program."""

    def __init__(self, home: Path) -> None:
        self.home = home
        surroundings = os.environ | {"QT_QPA_PLATFORM": "xcb", "RATIODESK_HOME": str(home)}
        self.process = subprocess.Popen([sys.executable, "-m", "ratiodesk", "--offline"], env=surroundings)
        self.id = str(wait_for("the window", self._find)).splitlines()[0]
        xdotool("windowactivate", "--sync", self.id)
        xdotool("windowsize", "--sync", self.id, 1280, 800)

    def _find(self) -> str:
        return xdotool("search", "--onlyvisible", "--pid", self.process.pid, "--name", "RatioDesk")

    def click(self, x: int, y: int) -> None:
        xdotool("mousemove", "--window", self.id, x, y)
        xdotool("click", 1)

    def key(self, name: str) -> None:
        xdotool("key", name)

    def levels(self) -> list[dict[str, object]]:
        document = self.home / "layouts" / "IWM_SPY.ratiodesk"
        levels: list[dict[str, object]] = json.loads(document.read_bytes())["levels"] if document.exists() else []
        return levels

    def quit(self) -> None:
        xdotool("windowactivate", "--sync", self.id)
        self.key("alt+F4")
        self.process.wait(timeout=_PATIENCE_S)


@pytest.fixture
def _window_manager() -> Iterator[None]:
    if not (shutil.which("xdotool") and shutil.which("openbox")):
        pytest.skip("needs xdotool and openbox")
    manager = subprocess.Popen(["openbox"], stderr=subprocess.DEVNULL)
    yield
    manager.terminate()
    manager.wait(timeout=10)


@pytest.mark.usefixtures("_window_manager")
def test_draw_three_lines_undo_quit_and_find_them_again(home: Path) -> None:
    first = Window(home)
    try:
        # The plot begins right of the pairs (at most 240 px) and below the toolbar.
        for count, y in enumerate((250, 400, 550), start=1):
            first.key("h")
            first.click(500, y)
            wait_for(f"line {count}", lambda count=count: len(first.levels()) == count)
        drawn = first.levels()
        assert {level["role"] for level in drawn} == {"stop", "entry", "target"}
        first.key("ctrl+z")
        wait_for("undo", lambda: len(first.levels()) == 2)
        first.key("ctrl+y")
        wait_for("redo", lambda: first.levels() == drawn)
    finally:
        first.quit()
    second = Window(home)
    try:
        assert second.levels() == drawn
    finally:
        second.quit()
