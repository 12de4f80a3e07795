"""The bundle carries all it needs: it runs from another folder, without Python and without an environment."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from patience import wait_for
from program import recent_listing, whole_listing
from PySide6.QtGui import QColor, QImage
from unpacked import Bundle
from yahoo_server import YahooServer

import ratiodesk

pytestmark = pytest.mark.bundle

_PATIENCE_S = 60.0
_MOST_MB = 260
_CURVE, _LEVEL = QColor("#5aa9f0"), QColor("#f0932b")
_UNUSED = ("Qml", "Quick", "QtTest", "tkinter", "/scipy", "/lxml", "translations", "qgtk3", "direct_url", "/tests/")


def count(image: QImage, colour: QColor) -> int:
    places = ((x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2))
    return sum(image.pixelColor(x, y) == colour for x, y in places)


def test_it_tells_its_version(bundle: Bundle) -> None:
    assert bundle.say("--version") == f"ratiodesk {ratiodesk.__version__}\n"


def test_it_draws_the_sample_pair_offline(bundle: Bundle) -> None:
    for ratio, role in (("2.30", "target"), ("2.50", "entry"), ("2.70", "stop")):
        bundle.say("level", "SPY/IWM", "add", ratio, "--role", role)
    assert bundle.say("render", "SPY/IWM", "-o", "desk.png", "--theme", "dark", "--offline") == ""
    image = QImage(str(bundle.home / "desk.png"))
    assert (image.width(), image.height()) == (1600, 950)
    assert count(image, _CURVE) > 500
    assert count(image, _LEVEL) > 500


def test_it_reads_works_out_and_refuses_as_the_source_does(bundle: Bundle) -> None:
    (bundle.home / "held.csv").write_text("Symbol,Shares,Cost\nSPY,100,30000\n", "utf-8")
    bundle.say("portfolio", "import", "held.csv")
    for ratio, role in (("1.95", "target"), ("2.13", "entry"), ("2.35", "stop")):
        bundle.say("level", "SPY/IWM", "add", ratio, "--role", role)
    words = ("--as-of", "2021-12-28", "--account", "100000", "--risk", "0.01", "--json")
    size = json.loads(bundle.say("size", "SPY/IWM", *words))
    assert [(leg["symbol"], leg["shares"]) for leg in size["legs"]] == [("IWM", 45), ("SPY", 21)]
    done = bundle.run("level", "SPY/IWM", "add", "-1")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "A level must be above zero; -1 is not.\n")


def test_it_fetches_through_what_it_carries(bundle: Bundle, tmp_path: Path) -> None:
    with YahooServer(tmp_path, clock=lambda: datetime.now(UTC)) as server:
        server.listings = {"IWM": whole_listing("IWM"), "EFA": recent_listing("EFA", like="TLT")}
        # Nor does it depend on the time zones of the system: Windows has none.
        words = ("render", "EFA/IWM", "-o", "desk.png", "--theme", "dark")
        bundle.say(*words, PYTHONTZPATH="", **server.environment)
        assert server.count("EFA") >= 1
    assert count(QImage(str(bundle.home / "desk.png")), _CURVE) > 300


def test_it_leaves_out_what_is_not_used(bundle: Bundle) -> None:
    files = [path for path in bundle.folder.rglob("*") if path.is_file() and not path.is_symlink()]
    names = [path.relative_to(bundle.folder).as_posix() for path in files]
    assert [name for name in names if any(part in name for part in _UNUSED)] == []
    if sys.platform.startswith("linux"):
        assert sum(path.stat().st_size for path in files) < _MOST_MB * 1e6
    # The licence of every part goes with it.
    about = {name.split("/")[-2].split("-")[0].lower() for name in names if name.endswith(".dist-info/METADATA")}
    assert {"ratiodesk", "pyside6_essentials", "numpy", "pandas", "yfinance", "pyqtgraph"} <= about
    assert any(name.endswith("LICENSE") for name in names)


class Window:
    """One run of the program in a real X window, with mouse and keyboard from outside."""

    def __init__(self, bundle: Bundle) -> None:
        self.process = bundle.start("--offline", QT_QPA_PLATFORM="xcb")
        self.id = str(wait_for("the window", self._find, _PATIENCE_S)).splitlines()[0]
        xdotool("windowactivate", "--sync", self.id)
        xdotool("windowsize", "--sync", self.id, 1280, 800)

    def _find(self) -> str:
        return xdotool("search", "--onlyvisible", "--pid", self.process.pid, "--name", "SPY/IWM")

    def click(self, x: int, y: int) -> None:
        xdotool("mousemove", "--window", self.id, x, y)
        xdotool("click", 1)

    def quit(self) -> None:
        xdotool("windowactivate", "--sync", self.id)
        xdotool("key", "alt+F4")
        assert self.process.wait(timeout=_PATIENCE_S) == 0


def xdotool(*words: object) -> str:
    done = subprocess.run(["xdotool", *map(str, words)], capture_output=True, text=True, timeout=30, check=False)
    return done.stdout.strip()


@pytest.fixture
def _window_manager() -> Iterator[None]:
    if not (shutil.which("xdotool") and shutil.which("openbox")):
        pytest.skip("needs xdotool and openbox")
    manager = subprocess.Popen(["openbox"], stderr=subprocess.DEVNULL)
    yield
    manager.terminate()
    manager.wait(timeout=10)


def saved(bundle: Bundle) -> list[dict[str, Any]]:
    levels: list[dict[str, Any]] = json.loads(bundle.say("level", "SPY/IWM", "list", "--json"))["levels"]
    return levels


@pytest.mark.desktop
@pytest.mark.usefixtures("_window_manager")
def test_a_line_placed_in_its_window_is_there_after_a_restart(bundle: Bundle) -> None:
    assert saved(bundle) == []
    first = Window(bundle)
    try:
        assert foreign(first.process.pid, bundle.folder) == []
        xdotool("key", "h")
        first.click(500, 400)
        wait_for("the line", lambda: saved(bundle), _PATIENCE_S)
    finally:
        first.quit()
    (line,) = saved(bundle)
    second = Window(bundle)
    try:
        assert saved(bundle) == [line]
        # What a click there selects, can be removed: it is on the chart, where it was.
        first_seen = time.monotonic()
        while saved(bundle) and time.monotonic() - first_seen < _PATIENCE_S:
            second.click(500, 400)
            xdotool("key", "Delete")
        assert saved(bundle) == []
        xdotool("key", "ctrl+z")
        assert wait_for("the line again", lambda: saved(bundle), _PATIENCE_S) == [line]
    finally:
        second.quit()


def foreign(pid: int, folder: Path) -> list[str]:
    """Return the Python code and extensions that a process has loaded from elsewhere than *folder*."""
    loaded = {line.split(maxsplit=5)[-1] for line in Path(f"/proc/{pid}/maps").read_text("utf-8").splitlines()}
    libraries = {path for path in loaded if ".so" in path and not path.startswith(str(folder))}
    return sorted(path for path in libraries if "python" in path.lower() or "site-packages" in path or "Qt" in path)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the system's libraries are always there")
def test_it_carries_the_libraries_that_a_bare_system_lacks(bundle: Bundle) -> None:
    carried = {path.name for path in bundle.folder.rglob("*.so*")}
    for name in ("libxcb-cursor.so.0", "libxkbcommon-x11.so.0", "libdbus-1.so.3", "libfontconfig.so.1"):
        assert name in carried
