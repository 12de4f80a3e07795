"""Garbage is collected on the thread of the windows alone: a widget or timer that ends on another ends the program."""

import subprocess
import sys
from pathlib import Path

import pytest

# More objects than Python makes between two looks for garbage.
START = """
import gc, sys, threading, time, weakref
from ratiodesk import opening
from ratiodesk.options import OpenOptions
from PySide6.QtWidgets import QApplication

class Knot:
    def __init__(self):
        self.own = self

def run(*_):
    app = QApplication.instance()
    while not gc.get_freeze_count():
        app.processEvents()
    ended_on, kept = [], []
    knot = Knot()
    weakref.finalize(knot, lambda: ended_on.append(threading.current_thread().name))
    del knot
    busy = threading.Thread(target=lambda: kept.extend([[] for _ in range(200_000)]), name="busy")
    busy.start()
    busy.join()
    print("beside", ended_on)
    deadline = time.monotonic() + 30
    while not ended_on and time.monotonic() < deadline:
        app.processEvents()
    print("here", ended_on)
    [window.close() for window in app.topLevelWidgets()]
    return 0

QApplication.exec = run
sys.exit(opening.open_desk(OpenOptions(home=sys.argv[1], offline=True)))
"""


@pytest.mark.slow
def test_a_thread_that_makes_many_objects_collects_none(home: Path) -> None:
    words = [sys.executable, "-c", START, str(home)]
    ended = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines() == ["beside []", "here ['MainThread']"]
