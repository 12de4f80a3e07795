"""Whether there is a screen, without asking Qt, which ends the process where there is none."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ratiodesk.display import has_display

_LACKING = """
import sys

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "PySide6.QtWidgets":
            raise ImportError("libglib-2.0.so.0: cannot open shared object file: No such file or directory")

sys.meta_path.insert(0, Finder())
from ratiodesk.__main__ import main
sys.exit(main(sys.argv[1:]))
"""

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_name_there_is_none() -> None:
    assert not has_display()


@pytest.mark.parametrize("name", [":4711", "unix:4711", ":4711.0"])
def test_a_local_screen_that_does_not_answer_is_none(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("DISPLAY", name)
    assert not has_display()


def test_a_local_screen_that_answers_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":4712")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind("\0/tmp/.X11-unix/X4712")
        server.listen()
        assert has_display()


def test_the_screen_of_another_machine_is_left_to_qt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", "elsewhere:0")
    assert has_display()


def test_a_platform_that_was_chosen_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert has_display()


def test_wayland_is_asked_at_its_socket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "w0")
    assert not has_display()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(str(tmp_path / "w0"))
        server.listen()
        assert has_display()


@pytest.mark.parametrize(
    "words", [["SPY/IWM"], ["render", "SPY/IWM", "-o", "desk.png"], ["report", "SPY/IWM", "-o", "desk.pdf"]]
)
def test_a_system_without_a_library_of_qts_is_told_which(tmp_path: Path, words: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, "-c", _LACKING, *words, "--home", str(tmp_path / "home")],
        capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert run.returncode == 1
    assert run.stderr.startswith("Qt cannot be loaded (libglib-2.0.so.0: cannot open shared object file")
    assert len(run.stderr.splitlines()) == 1
    assert list(tmp_path.glob("desk.*")) == []
