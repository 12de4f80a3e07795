"""Two real starts on one home: the second one says what it was to show, and ends."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.ratio import Ratio
from ratiodesk.storage.layout_files import write_layout

# Programs start and end.
pytestmark = pytest.mark.slow

_PATIENCE_S = 60
# Says when its door is open, and every title of its window; ends when its input does.
DESK = """
import sys, threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ratiodesk import reception
from ratiodesk.__main__ import main
opened = reception.Reception.open
def open_and_say(self):
    opened(self)
    window, open_pair = self._view.window, self._disk_watch._open_pair
    def say():
        print(window.windowTitle(), [round(line.ratio, 2) for line in open_pair.layout.levels], flush=True)
    open_pair.opened.connect(say)
    open_pair.layout_changed.connect(say)
    print("open", flush=True)
reception.Reception.open = open_and_say
def quit_at_end():
    sys.stdin.read()
    QTimer.singleShot(0, QApplication.instance(), QApplication.quit)
threading.Thread(target=quit_at_end, daemon=True).start()
sys.exit(main())
"""


class Running:
    """A desk in a process of its own."""

    def __init__(self, surroundings: dict[str, str], *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", DESK, *words],
            env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def hear(self, wanted: str) -> None:
        """Wait until the desk has said something."""
        assert self.process.stdout is not None
        said = []
        while wanted not in said:
            line = self.process.stdout.readline()
            assert line, f"the desk ended after saying {said}"
            said.append(line.strip())

    def end(self) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        code = self.process.wait(_PATIENCE_S)
        self.process.stdout.close()
        return code


Start = Callable[..., Running]


@pytest.fixture
def surroundings(home: Path) -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="rd") as runtime:
        yield os.environ | {"XDG_RUNTIME_DIR": runtime, "RATIODESK_HOME": str(home), "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def start(surroundings: dict[str, str]) -> Iterator[Start]:
    started: list[Running] = []

    def start_one(*words: str) -> Running:
        started.append(Running(surroundings, "--offline", *words))
        started[-1].hear("open")
        return started[-1]

    yield start_one
    for running in started:
        assert running.end() in (0, -signal.SIGKILL)


def second(surroundings: dict[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "ratiodesk", "--offline", *words]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=_PATIENCE_S, check=False)


def test_a_second_start_hands_its_pair_or_file_over_and_ends(
    start: Start, surroundings: dict[str, str], tmp_path: Path
) -> None:
    running = start()
    done = second(surroundings, "QQQ/IWM")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    running.hear("QQQ/IWM – RatioDesk []")
    file = tmp_path / "from a friend.ratiodesk"
    write_layout(Layout(Pair.parse("QQQ/IWM"), (Level(LevelId("f"), Ratio(1.5)),)), file)
    # By a path that only the second start can make sense of.
    done = subprocess.run(
        [sys.executable, "-m", "ratiodesk", "--offline", file.name],
        env=surroundings, cwd=tmp_path, capture_output=True, text=True, timeout=_PATIENCE_S, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    running.hear("QQQ/IWM – RatioDesk [1.5]")
    damaged = tmp_path / "damaged.ratiodesk"
    damaged.write_bytes(b"{")
    done = second(surroundings, str(damaged))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert running.process.poll() is None


def test_lines_of_the_command_line_appear_in_the_running_desk(start: Start, surroundings: dict[str, str]) -> None:
    running = start()
    for ratio, seen in (("2.4", "[2.4]"), ("2.7", "[2.4, 2.7]")):
        assert second(surroundings, "level", "SPY/IWM", "add", ratio, "--role", "plain").returncode == 0
        running.hear(f"SPY/IWM – RatioDesk {seen}")


@pytest.mark.slow
def test_a_start_on_another_home_or_after_a_kill_has_a_desk_of_its_own(
    start: Start, surroundings: dict[str, str], tmp_path: Path, home: Path
) -> None:
    first = start()
    other = start("QQQ/IWM", "--home", str(tmp_path / "other"))
    assert other.end() == 0
    first.process.send_signal(signal.SIGKILL)
    first.process.wait(_PATIENCE_S)
    left = [path for path in Path(surroundings["XDG_RUNTIME_DIR"]).iterdir() if path.is_socket()]
    assert len(left) == 1
    heir = start()
    assert second(surroundings, "QQQ/IWM").returncode == 0
    heir.hear("QQQ/IWM – RatioDesk []")


@pytest.mark.slow
def test_two_starts_at_once_both_work_and_lose_no_line(surroundings: dict[str, str], home: Path) -> None:
    both = [Running(surroundings, "--offline") for _ in range(2)]
    alive = []
    for running in both:
        assert running.process.stdout is not None
        line = running.process.stdout.readline()
        # One of them may have been shown in the other one.
        assert line.strip() == "open" or running.process.wait(_PATIENCE_S) == 0
        if line:
            alive.append(running)
        else:
            running.end()
    assert alive
    for ratio in ("2.4", "2.7"):
        assert second(surroundings, "level", "SPY/IWM", "add", ratio, "--role", "plain").returncode == 0
    for running in alive:
        running.hear("SPY/IWM – RatioDesk [2.4, 2.7]")
        assert running.end() == 0
    document = json.loads((home / "layouts" / "IWM_SPY.ratiodesk").read_bytes())
    assert [line["ratio"] for line in document["levels"]] == [2.4, 2.7]
