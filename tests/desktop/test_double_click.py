"""A layout is double-clicked: before the program runs, and while it does."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.ratio import Ratio
from ratiodesk.storage.layout_files import read_layout, write_layout

pytestmark = pytest.mark.desktop

_PATIENCE_S = 30.0
_TOOLS = ("gio", "xdotool", "update-desktop-database", "update-mime-database")


def said(*words: str) -> str:
    return subprocess.run(words, capture_output=True, text=True, timeout=30, check=False).stdout


def titles() -> list[str]:
    """Return the titles of all windows in sight."""
    windows = said("xdotool", "search", "--onlyvisible", "--name", "RatioDesk").split()
    return sorted(said("xdotool", "getwindowname", window).strip() for window in windows)


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        if is_so():
            return
        time.sleep(0.1)  # Another process is watched, not this one's event loop.
    pytest.fail(f"waited {_PATIENCE_S:g} s for {what}; in sight are {titles()}")


def wait_for(*wanted: str) -> None:
    wait_until(lambda: titles() == list(wanted), str(wanted))


@pytest.fixture
def double_click(tmp_path: Path, home: Path) -> Iterator[Callable[[Path], None]]:
    """Install the program for a user of its own, and return what opens a file as a file manager does."""
    missing = [tool for tool in _TOOLS if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"{' and '.join(missing)} are not installed here")
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    named = {"XDG_DATA_HOME": str(tmp_path / "my data"), "XDG_RUNTIME_DIR": str(runtime), "RATIODESK_HOME": str(home)}
    surroundings = os.environ | named | {"QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(Path(__file__).parents[2])}
    install = [sys.executable, "-m", "ratiodesk", "desktop", "install", "--offline"]
    subprocess.run(install, env=surroundings, stdout=subprocess.DEVNULL, timeout=_PATIENCE_S, check=True)
    started: list[subprocess.Popen[bytes]] = []

    def open_one(file: Path) -> None:
        kind = subprocess.run(["gio", "info", str(file)], env=surroundings, capture_output=True, text=True, check=True)
        assert "application/x-ratiodesk-layout" in kind.stdout
        entry = tmp_path / "my data/applications/ratiodesk.desktop"
        # All that it starts can be ended by the name of its session.
        words = ["gio", "launch", str(entry), str(file)]
        started.append(subprocess.Popen(words, env=surroundings, start_new_session=True, stderr=subprocess.DEVNULL))

    yield open_one
    for process in started:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
        finally:
            process.wait()


def test_a_layout_is_opened_by_a_double_click(double_click: Callable[[Path], None], tmp_path: Path, home: Path) -> None:
    files = {pair: tmp_path / f"{pair.replace('/', ' and ')} of a friend.ratiodesk" for pair in ("QQQ/IWM", "SPY/TLT")}
    for pair, file in files.items():
        write_layout(Layout(Pair.parse(pair), (Level(LevelId("f"), Ratio(1.9)),)), file)
    double_click(files["QQQ/IWM"])
    wait_for("QQQ/IWM – RatioDesk")
    # A start before that would have a desk of its own.
    wait_until(lambda: any(path.is_socket() for path in (tmp_path / "run").rglob("*")), "its door")
    assert read_layout(home / "layouts/IWM_QQQ.ratiodesk").levels[0].ratio == 1.9
    double_click(files["SPY/TLT"])
    wait_for("SPY/TLT – RatioDesk")
    assert read_layout(home / "layouts/SPY_TLT.ratiodesk").levels[0].ratio == 1.9
    damaged = tmp_path / "damaged.ratiodesk"
    damaged.write_text("{")
    double_click(damaged)
    # A sentence in a window of its own; the desk stays as it is.
    wait_for("RatioDesk", "SPY/TLT – RatioDesk")
