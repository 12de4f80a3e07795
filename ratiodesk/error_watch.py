"""What nobody expected, of all threads: it goes to the log, to stderr and to one dialog."""

import contextlib
import sys
import threading
import time
from types import TracebackType
from typing import Any

import shiboken6
from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
)

from ratiodesk.run_log import RunLog
from ratiodesk.trace_text import scrubbed, trace_text
from ratiodesk.ui.diagnostics import surroundings
from ratiodesk.ui.error_dialog import ErrorDialog
from ratiodesk.ui.main_window import MainWindow
from ratiodesk.words import tr

# What its reader closed is not shown again at once: an error at every frame would leave no time to close the window.
_REST_S = 60.0
# Begins what it says, in the log.
_QT = "Qt"
_ERRORS = (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)


class ErrorWatch(QObject):
    """Watches from :meth:`start` to :meth:`stop`; nothing that it does raises an error itself.

    Parameters
    ----------
    window
        Over which the dialog appears; once it is closed there is none.
    log
        Where errors, and what Qt says, are written.
    """

    _caught = Signal(str, str)

    def __init__(self, window: MainWindow, log: RunLog) -> None:
        super().__init__()
        self._window, self._log = window, log
        self._dialog: ErrorDialog | None = None
        self._shown: dict[str, float] = {}
        self._is_over = False
        self._messages: Any = None
        self._hooks = sys.excepthook, threading.excepthook
        # Never at once: the error may have come up in the middle of painting.
        self._caught.connect(self._on_caught, Qt.ConnectionType.QueuedConnection)
        window.closed.connect(self._on_window_closed)

    def start(self) -> None:
        """Take the place of whoever was told of errors and of Qt's messages before."""
        self._hooks = sys.excepthook, threading.excepthook
        sys.excepthook, threading.excepthook = self._report, self._report_of_thread
        self._messages = qInstallMessageHandler(self._take_message)

    def stop(self) -> None:
        """Give the place back, and close the log."""
        self._is_over = True
        qInstallMessageHandler(self._messages)
        sys.excepthook, threading.excepthook = self._hooks
        self._log.close()

    @Slot()
    def note_start(self) -> None:
        """Write into the log what is running here."""
        self._log.note(surroundings())

    def _report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        details = trace_text(error.with_traceback(error.__traceback__ or trace))
        # Where a desktop starts programs, what they write there is kept in a log too.
        _write_stderr(f"{details}\n")
        if issubclass(kind, KeyboardInterrupt):
            return
        self._log.note_error(details)
        with contextlib.suppress(RuntimeError):  # The desk has ended meanwhile.
            sentence = tr("Something went wrong: {reason}", reason=str(error) or kind.__name__)
            self._caught.emit(sentence, details)

    def _report_of_thread(self, caught: threading.ExceptHookArgs) -> None:
        if not issubclass(caught.exc_type, SystemExit):
            self._report(caught.exc_type, caught.exc_value or caught.exc_type(), caught.exc_traceback)

    def _take_message(self, kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        text = f"{_QT}: {scrubbed(message)}"
        _write_stderr(f"{text}\n")
        self._log.note_error(text) if kind in _ERRORS else self._log.note(text)

    @Slot(str, str)
    def _on_caught(self, sentence: str, details: str) -> None:
        if self._is_over or not shiboken6.isValid(self._window):
            return
        now = time.monotonic()
        if self._dialog is not None and shiboken6.isValid(self._dialog):
            self._dialog.add(sentence, details)
        elif now - self._shown.get(details, -_REST_S) >= _REST_S:
            self._dialog = ErrorDialog(surroundings(), self._window)
            self._dialog.add(sentence, details)
            self._dialog.show()
        else:
            return
        self._shown[details] = now

    @Slot()
    def _on_window_closed(self) -> None:
        self._is_over = True
        if self._dialog is not None and shiboken6.isValid(self._dialog):
            self._dialog.close()


def _write_stderr(text: str) -> None:
    if sys.stderr is not None:
        with contextlib.suppress(OSError, ValueError):  # Nobody reads it any more.
            sys.stderr.write(text)
