"""A desk on sample prices, driven as a person would; what it leaves behind fails the test."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from fake_ports import SPY_IWM
from fake_world import World, wait_idle
from person import User, close
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from ratiodesk import app
from ratiodesk.app import Desk
from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.domain.clock import Clock, utc_now


@pytest.fixture
def world() -> World:
    """Prices and a source in memory, for a desk that is made from them."""
    return World()


@pytest.fixture
def parts(qapp: Any, world: World) -> Iterator[DeskParts]:
    """The parts of a desk in that world, without a window and with nothing open."""
    parts = world.desk()
    yield parts
    world.feed.close()
    parts.loader.close()


@pytest.fixture
def started(parts: DeskParts, world: World, qtbot: Any) -> DeskParts:
    """The parts with SPY/IWM open, refreshed and judged; the source has been asked nothing since."""
    parts.open_pair.open(SPY_IWM)
    parts.updater.start()
    wait_idle(parts, qtbot)
    world.feed.asked.clear()
    return parts


@pytest.fixture
def open_faked(open_user: Callable[..., User], world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[..., User]:
    """Open a desk with its window in that world, and wait until its prices are judged."""
    monkeypatch.setattr(app, "open_backend", lambda *_words, **_options: world.backend())

    def open_one(*words: str, size: tuple[int, int] = (1280, 800), judged: bool = True) -> User:
        user = open_user(*words, size=size, clock=world.clock)
        if judged:
            wait_idle(user.desk.parts, user.qtbot)
        return user

    return open_one


@pytest.fixture
def open_user(qtbot: Any, home: Path) -> Iterator[Callable[..., User]]:
    """Open a desk below the test's home; every one is closed at the end."""
    desks: list[Desk] = []

    def open_one(*words: str, size: tuple[int, int] = (1280, 800), clock: Clock = utc_now) -> User:
        desk = app.build([*words, "--home", str(home), "--offline"], clock)
        desks.append(desk)
        desk.window.resize(*size)
        desk.window.show()
        with qtbot.waitActive(desk.window):
            desk.window.show()
        desk.window.activateWindow()
        desk.view.chart.setFocus()
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


@pytest.fixture
def open_parts(parts: DeskParts, qtbot: Any) -> DeskParts:
    parts.open_pair.open(SPY_IWM)
    return parts


@pytest.fixture
def planned(open_parts: DeskParts) -> DeskParts:
    """A plan at 2.1: stop 2.3, entry 2.0, target 1.8."""
    for ratio in (2.3, 2.0, 1.8):
        open_parts.open_pair.add_level(ratio)
    return open_parts
