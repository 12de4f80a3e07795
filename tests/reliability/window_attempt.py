"""A home with a spoilt file, opened by the whole desk: its window, its dialogs and a line drawn on the chart."""

import contextlib
import gc
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from attempt import PromiseBroken, Seen, Step
from person import User, close
from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from specimen import NOW, QQQ_TLT, SPY_IWM

from ratiodesk import app
from ratiodesk.app import Desk

_AFTER_FIRST_FRAME_MS = 70
_PATIENCE_MS = 10_000
_READ = ("messageText", "statusReading", "statusSaved", "zoneName", "zoneDetail")
_COMMANDS = ("Journal…", "Portfolio…")


def open_window(root: Path, _file: Path, step: Step) -> Seen:
    """Open the desk on the pair, look into journal and portfolio, draw a line, look at another pair and close."""
    said: list[str] = []
    with _nothing_unexpected():
        desk = app.build([str(SPY_IWM), "--home", str(root), "--offline"], clock=lambda: NOW)
        try:
            step()
            desk.window.resize(1280, 800)
            desk.window.show()
            _settle(desk)
            step()
            said += _visible(desk)
            _look_around(desk, step)
            read_only = "Read-only" in said
            User(desk, None).place(2.5)
            step()
            said += _visible(desk)
            desk.view.open_text(str(QQQ_TLT))
            _settle(desk)
            desk.window.grab()
            step()
            if len(desk.open_pair.layout.levels) != 2:
                raise PromiseBroken("the lines of another pair are gone")
        finally:
            close(desk)
    gc.collect()
    aside = list(root.glob("*.damaged*"))
    return Seen(not read_only and not aside, tuple(said))


def _look_around(desk: Desk, step: Step) -> None:
    desk.window.grab()
    step()
    for words in _COMMANDS:
        next(action for action in desk.window.actions() if action.text() == words).trigger()
        _settle(desk)
        for window in QApplication.topLevelWidgets():
            if window.isVisible() and window is not desk.window:
                window.grab()
                window.reject() if isinstance(window, QDialog) else window.close()
        step()


def _settle(desk: Desk) -> None:
    """Let everything happen that a start puts off."""
    QTest.qWait(_AFTER_FIRST_FRAME_MS)
    if not desk.loader._pool.waitForDone(_PATIENCE_MS):
        raise PromiseBroken("what was loaded beside the window did not end")
    QApplication.processEvents()


def _visible(desk: Desk) -> list[str]:
    """Return what stands in the window about files, with its longer explanations."""
    found = []
    for name in _READ:
        widget = desk.window.findChild(QWidget, name)
        if widget is not None and widget.isVisible():
            found += [widget.text(), *widget.toolTip().split("\n")]
    return [text for text in found if text]


@contextlib.contextmanager
def _nothing_unexpected() -> Iterator[None]:
    """Collect errors that Python or Qt report from where nobody catches them, and raise the first."""
    caught: list[str] = []

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        place = traceback.extract_tb(trace)[-1] if trace else None
        where = f" ({Path(place.filename).name}:{place.lineno} in {place.name})" if place else ""
        caught.append(f"{kind.__name__}: {str(error)[:200]}{where}")

    def hear(kind: QtMsgType, _context: object, message: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and "plugin does not support" not in message:
            caught.append(f"Qt says: {message[:200]}")

    usual = sys.excepthook, threading.excepthook
    sys.excepthook = report
    threading.excepthook = lambda one: report(one.exc_type, one.exc_value or one.exc_type(), one.exc_traceback)
    heard = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(heard)
        sys.excepthook, threading.excepthook = usual
    if caught:
        raise PromiseBroken(caught[0])
