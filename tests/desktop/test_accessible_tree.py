"""What a screen reader is told of the window, read from outside over AT-SPI."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.desktop

_SYSTEM_PYTHON = "/usr/bin/python3"
_READER = Path(__file__).with_name("read_accessible_tree.py")
# One session bus for both, which ends with the shell.
_SCRIPT = """
"$DESK_PYTHON" -m ratiodesk --offline SPY/IWM &
desk=$!
"$READER_PYTHON" "$READER" "$TOLD"
code=$?
kill $desk
wait $desk
exit $code
"""


def missing() -> str:
    """Return what is not there to read the tree with, empty if all is."""
    if not shutil.which("dbus-run-session"):
        return "dbus-run-session, of the package dbus-daemon"
    if not Path(_SYSTEM_PYTHON).exists():
        return _SYSTEM_PYTHON
    found = subprocess.run([_SYSTEM_PYTHON, "-c", "import pyatspi"], capture_output=True, check=False, timeout=60)
    return "python3-pyatspi with at-spi2-core" if found.returncode else ""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Return what is shown, from the outside in."""
    lack = missing()
    if lack:
        pytest.skip(f"needs {lack}")
    folder = tmp_path_factory.mktemp("told")
    surroundings = os.environ | {
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "RATIODESK_HOME": str(folder / "home"),
        "TOLD": str(folder / "tree.json"),
        "DESK_PYTHON": sys.executable,
        "READER_PYTHON": _SYSTEM_PYTHON,
        "READER": str(_READER),
    }
    command = ["dbus-run-session", "--", "bash", "-c", _SCRIPT]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 0, done.stderr
    records: list[dict[str, Any]] = json.loads((folder / "tree.json").read_bytes())
    return [record for record in records if record["shown"]]


def named(told: list[dict[str, Any]], name: str) -> dict[str, Any]:
    found = [record for record in told if record["name"] == name]
    assert found, f"nobody is told of {name}"
    return found[0]


def test_all_that_takes_keys_has_a_name(told: list[dict[str, Any]]) -> None:
    nameless = [record for record in told if record["takes_keys"] and not record["name"].strip()]
    assert nameless == []


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Pair", "text"),
        ("Swap the pair", "push button"),
        ("Level tool", "check box"),
        ("Saved pairs", "list"),
        ("Account", "text"),
        ("Risk at stop", "text"),
        ("Undo", "push button"),
    ],
)
def test_what_is_worked_with_has_its_role(told: list[dict[str, Any]], name: str, role: str) -> None:
    assert role in [record["role"] for record in told if record["name"] == name]


def test_a_choice_is_told_by_what_stands_before_it(told: list[dict[str, Any]]) -> None:
    (balance,) = (record for record in told if record["role"] == "combo box" and record["name"] == "Dollar neutral")
    assert balance["labels"] == ["Balance"]


def test_the_chart_says_what_is_to_be_seen(told: list[dict[str, Any]]) -> None:
    assert named(told, "Ratio chart")["description"].startswith("SPY/IWM. Ratio 2.553")


def test_the_window_is_called_after_its_pair(told: list[dict[str, Any]]) -> None:
    assert "frame" in [record["role"] for record in told if record["name"] == "SPY/IWM – RatioDesk"]
