"""A desk on sample prices, driven as a person would; what it leaves behind fails the test."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from person import User, close
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from ratiodesk import app
from ratiodesk.app import Desk


@pytest.fixture
def open_user(qtbot: Any, home: Path) -> Iterator[Callable[..., User]]:
    """Open a desk below the test's home; every one is closed at the end."""
    desks: list[Desk] = []

    def open_one(*words: str, size: tuple[int, int] = (1280, 800)) -> User:
        desk = app.build([*words, "--home", str(home), "--offline"])
        desks.append(desk)
        desk.window.resize(*size)
        desk.window.show()
        with qtbot.waitActive(desk.window):
            desk.window.show()
        desk.window.activateWindow()
        desk.window.chart.setFocus()
        QApplication.processEvents()
        return User(desk, qtbot)

    yield open_one
    for desk in desks:
        if shiboken6.isValid(desk.window):
            close(desk)


@pytest.fixture
def user(open_user: Callable[..., User]) -> User:
    return open_user()


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    threads = set(threading.enumerate())
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    assert not left, f"windows left open: {left}"
    started = [thread for thread in threading.enumerate() if thread not in threads and not thread.daemon]
    assert not started, f"threads left running: {started}"
