"""A program without a console, as the bundle of Windows is: what it would print is shown."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from ratiodesk import __main__


def test_a_stated_failure_is_shown(qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def read_it() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        said.append(box.text())
        qtbot.mouseClick(box.button(QMessageBox.StandardButton.Ok), Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, read_it)
    with monkeypatch.context() as without_console:
        without_console.setattr(sys, "stderr", None)
        code = __main__.main(["status", "SPY/SPY"])
    assert code == 1
    assert said == ["SPY/SPY is one instrument against itself: type two different symbols."]


@pytest.mark.parametrize(
    ("named", "expected"),
    [({}, "LANG=C.UTF-8"), ({"LANG": "C"}, "LANG=C.UTF-8"), ({"LC_ALL": "POSIX", "LANG": "C"}, "LC_ALL=C.UTF-8")],
)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems name no encoding")
def test_qt_has_nothing_to_say_about_surroundings_without_a_language(named: dict[str, str], expected: str) -> None:
    program = """
import os
from ratiodesk import first_window
first_window.application()
print([f"{name}={os.environ[name]}" for name in ("LC_ALL", "LC_CTYPE", "LANG") if name in os.environ])
"""
    # Neither may Python name an encoding first, as the interpreter of a bundle does not.
    bare = {name: value for name, value in os.environ.items() if name != "LANG" and not name.startswith("LC_")}
    surroundings = bare | {"PYTHONCOERCECLOCALE": "0", "QT_QPA_PLATFORM": "offscreen"} | named
    done = subprocess.run(
        [sys.executable, "-c", program], env=surroundings, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stderr == ""
    assert expected in done.stdout
