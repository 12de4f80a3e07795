"""The unmodified program as a process of its own, led to the stand-in by its environment alone."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from program import recent_listing, wait_until, whole_listing
from PySide6.QtGui import QImage
from yahoo_reply import Fault
from yahoo_server import YahooServer

# The real client against a server of its own: minutes in all.
pytestmark = pytest.mark.slow

# Shows the window, waits until the prices are Yahoo's, and tells what a person would see.
DESK = """
import json, sys
from PySide6.QtCore import QTimer
from ratiodesk import app

home, picture = sys.argv[1:]
desk = app.build(["SPY/IWM", "--home", home])
desk.window.show()
source = desk.view.status.findChild(object, "statusSource")
def look():
    if source.toolTip().startswith("Yahoo  "):
        desk.window.grab().save(picture)
        values = desk.open_pair.series.values
        print(json.dumps({"said": source.toolTip(), "title": desk.window.windowTitle(), "last": values[-1]}))
        desk.close()
        desk.application.quit()
timer = QTimer(interval=50)
timer.timeout.connect(look)
timer.start()
desk.application.exec()
"""
LIMIT_S = 60

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[YahooServer]:
    """A stand-in that goes by the machine's clock, as the program does; the environment of the tests stays as it is."""
    with YahooServer(tmp_path, clock=lambda: datetime.now(UTC)) as server:
        server.listings = {symbol: whole_listing(symbol) for symbol in ("SPY", "IWM")}
        server.listings["EFA"] = recent_listing("EFA", like="TLT")
        yield server


@pytest.fixture
def environment(world: YahooServer, tmp_path: Path) -> dict[str, str]:
    own = {name: str(tmp_path / "own") for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")}
    return {**os.environ, **own, **world.environment, "QT_QPA_PLATFORM": "offscreen"}


@pytest.fixture
def run(environment: dict[str, str]) -> Run:
    def start(*words: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, *words], env=environment, capture_output=True, text=True, timeout=LIMIT_S, check=False
        )
        assert done.returncode == 0, done.stderr
        return done

    return start


def colours(picture: Path) -> int:
    image = QImage(str(picture))
    rows, columns = range(0, image.height(), 7), range(0, image.width(), 7)
    return len({image.pixel(column, row) for row in rows for column in columns})


def test_the_window_shows_prices_of_yahoo(run: Run, world: YahooServer, tmp_path: Path) -> None:
    picture = tmp_path / "desk.png"
    seen: dict[str, Any] = json.loads(run("-c", DESK, str(tmp_path / "empty"), str(picture)).stdout)
    assert seen["title"] == "SPY/IWM – RatioDesk"
    # The listings end with the year 2021, the sample goes on.
    assert "to 31 Dec 2021" in seen["said"]
    assert "5,435 sessions, none dropped" in seen["said"]
    spy, iwm = (world.listings[symbol].close[-1] for symbol in ("SPY", "IWM"))
    assert spy is not None
    assert iwm is not None
    assert seen["last"] == pytest.approx(spy / iwm)
    assert {asked.symbol for asked in world.asked if asked.kind == "chart"} == {"SPY", "IWM"}
    assert world.asked[-1].status == 200
    assert colours(picture) > 10


@pytest.mark.slow
def test_a_picture_fetches_what_is_not_at_hand(run: Run, world: YahooServer, tmp_path: Path) -> None:
    picture = tmp_path / "desk.png"
    run("-m", "ratiodesk", "render", "SPY/EFA", "-o", str(picture), "--home", str(tmp_path / "empty"))
    assert world.count("EFA") >= 1
    assert colours(picture) > 10


@pytest.mark.slow
def test_a_picture_of_the_sample_needs_nobody(run: Run, world: YahooServer, tmp_path: Path) -> None:
    picture = tmp_path / "desk.png"
    run("-m", "ratiodesk", "render", "SPY/IWM", "-o", str(picture), "--home", str(tmp_path / "empty"))
    assert world.asked == []
    assert colours(picture) > 10


def test_a_status_fetches_what_is_not_at_hand(run: Run, world: YahooServer, tmp_path: Path) -> None:
    done = run("-m", "ratiodesk", "status", "QQQ/EFA", "--json", "--home", str(tmp_path / "empty"))
    told = json.loads(done.stdout)
    assert told["pair"] == "QQQ/EFA"
    # QQQ is of the sample; EFA, of which Yahoo alone knows, ends with the year 2021.
    assert {asked.symbol for asked in world.asked if asked.kind == "chart"} == {"EFA"}
    assert (told["session"], told["problem"]) == ("2021-12-31", None)


@pytest.fixture
def _heard() -> Iterator[None]:
    """Programs that a shell starts in its background ignore interrupts, and so do those that they start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_heard")
def test_an_interrupted_refresh_says_so_and_keeps_what_came_before(
    run: Run, world: YahooServer, environment: dict[str, str], tmp_path: Path
) -> None:
    world.faults["EFA"] = Fault.HANG
    program, home = [sys.executable, "-m", "ratiodesk", "prices"], ["--home", str(tmp_path / "empty")]
    words = [*program, "refresh", "IWM", "EFA", *home]
    with subprocess.Popen(
        words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as refreshing:
        wait_until(lambda: world.count("EFA"))
        refreshing.send_signal(signal.SIGINT)
        _, said = refreshing.communicate(timeout=LIMIT_S)
    assert said == "Interrupted: what was done before is kept.\n"
    assert refreshing.returncode == 130
    listed = json.loads(run(*program[1:], "list", "--json", *home).stdout)
    assert {each["symbol"]: each["origin"] for each in listed}["IWM"] == "yahoo"
