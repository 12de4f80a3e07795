"""What nobody expected: one dialog that can be copied, a log without the user's numbers, and a desk that goes on."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from person import User, close
from PySide6.QtCore import Qt, QtMsgType, qWarning
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton

from ratiodesk.error_watch import ErrorWatch
from ratiodesk.run_log import RunLog
from ratiodesk.ui.error_dialog import ErrorDialog


@pytest.fixture
def watch(user: User, tmp_path: Path) -> Iterator[ErrorWatch]:
    watch = ErrorWatch(user.desk.window, RunLog(tmp_path / "log"))
    watch.start()
    yield watch
    watch.stop()


def fail(error: Exception) -> None:
    """Let an error reach whoever is told of those that nobody caught."""
    try:
        raise error  # noqa: TRY301 - so that it has a trace
    except Exception as caught:  # noqa: BLE001 - any of them
        sys.excepthook(type(caught), caught, caught.__traceback__)


def dialogs() -> list[ErrorDialog]:
    QApplication.processEvents()
    return [
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, ErrorDialog) and widget.isVisible()
    ]


def part(dialog: ErrorDialog, kind: type[Any], name: str) -> Any:
    found = dialog.findChild(kind, name)
    assert found is not None, f"there is no {name}"
    return found


def click(dialog: ErrorDialog, name: str) -> None:
    QTest.mouseClick(part(dialog, QPushButton, name), Qt.MouseButton.LeftButton)


def log_text(tmp_path: Path) -> str:
    return "\n".join(path.read_text("utf-8") for path in (tmp_path / "log").iterdir())


def test_an_error_is_shown_and_the_desk_goes_on(user: User, watch: ErrorWatch, tmp_path: Path, capsys: Any) -> None:
    fail(ValueError("a wheel came off at 4711"))
    (dialog,) = dialogs()
    assert part(dialog, QLabel, "errorSentence").text() == "Something went wrong: a wheel came off at 4711"
    assert not part(dialog, QLabel, "errorCount").isVisible()
    details = part(dialog, QPlainTextEdit, "errorDetails")
    assert not details.isVisible()
    click(dialog, "errorFold")
    assert details.isVisible()
    assert "ValueError" in details.toPlainText()
    click(dialog, "errorFold")
    assert not details.isVisible()
    for text in (capsys.readouterr().err, log_text(tmp_path), details.toPlainText()):
        assert "raise error" in text
        assert "4711" not in text
    dialog.close()
    with user.qtbot.waitActive(user.desk.window):
        user.desk.window.activateWindow()
    user.place(2.5)
    assert len(user.levels) == 1


def test_the_details_can_be_copied(user: User, watch: ErrorWatch) -> None:
    fail(KeyError("my secret stop"))
    (dialog,) = dialogs()
    click(dialog, "errorCopy")
    copied = QApplication.clipboard().text()
    assert copied.startswith("RatioDesk ")
    for word in ("Python 3", "Qt 6", "PySide6 6", "KeyError", "raise error"):
        assert word in copied
    assert "secret" not in copied
    assert part(dialog, QPushButton, "errorCopy").text() == "Copied"
    dialog.close()


def test_twenty_errors_are_one_dialog(user: User, watch: ErrorWatch) -> None:
    for _ in range(20):
        fail(ValueError("the same"))
    for kind in (KeyError, TypeError, OSError, LookupError, AssertionError, BufferError):
        fail(kind("another"))
    (dialog,) = dialogs()
    assert part(dialog, QLabel, "errorSentence").text() == "Something went wrong: the same"
    assert part(dialog, QLabel, "errorCount").text() == "It has happened 26 times, in 5 different ways."
    assert "20 ×\n" in dialog.details
    assert dialog.details.endswith("And 2 more.")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    fail(ValueError("the same"))
    assert dialogs() == [], "what was just closed does not come back at every frame"
    fail(EOFError("something new"))
    (other,) = dialogs()
    other.close()


def test_an_error_of_another_thread_is_shown_as_well(user: User, watch: ErrorWatch) -> None:
    def work() -> None:
        raise LookupError("lost on the way")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    (dialog,) = dialogs()
    assert "lost on the way" in part(dialog, QLabel, "errorSentence").text()
    dialog.close()

    def leave() -> None:
        raise SystemExit(3)

    for target in (leave,):
        thread = threading.Thread(target=target)
        thread.start()
        thread.join()
    assert dialogs() == []


def test_html_in_an_error_is_text(user: User, watch: ErrorWatch) -> None:
    fail(ValueError("<img src=x><b>bold</b>" + "x" * 1000))
    (dialog,) = dialogs()
    label = part(dialog, QLabel, "errorSentence")
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert "<b>bold</b>" in label.text()
    assert len(label.text()) <= 300
    dialog.close()


def test_interrupting_is_no_error(user: User, watch: ErrorWatch, tmp_path: Path) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert dialogs() == []
    assert not (tmp_path / "log").exists()


@pytest.mark.qt_no_exception_capture
def test_an_error_while_the_desk_closes_is_logged_and_not_shown(user: User, watch: ErrorWatch, tmp_path: Path) -> None:
    fail(ValueError("before"))
    assert len(dialogs()) == 1
    user.desk.close()
    fail(KeyError("after"))
    assert dialogs() == []
    close(user.desk)
    fail(IndexError("long after"))
    assert dialogs() == []
    assert "KeyError" in log_text(tmp_path)
    assert "IndexError" in log_text(tmp_path)


def test_what_qt_says_is_in_the_log_without_numbers(user: User, watch: ErrorWatch, tmp_path: Path, capsys: Any) -> None:
    qWarning("cannot draw 'my secret stop' at 4711")
    watch._take_message(QtMsgType.QtCriticalMsg, None, "worse")  # type: ignore[arg-type]
    text = log_text(tmp_path)
    assert "INFO Qt: cannot draw '…' at #" in text
    assert "ERROR Qt: worse" in text
    assert "cannot draw" in capsys.readouterr().err


def test_an_unreadable_stderr_is_no_error(user: User, watch: ErrorWatch, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def write(self, _: str) -> None:
            raise BrokenPipeError

    for stderr in (None, Broken()):
        monkeypatch.setattr(sys, "stderr", stderr)
        qWarning("nobody reads this")


# The whole program as it is started, with a person at it who enters numbers, and an error in every part of it.
PROGRAM = """
import sys, threading
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QApplication
from ratiodesk import app, __main__
from ratiodesk.domain.errors import NotSaved
from ratiodesk.domain.level import Role

home, secrets = sys.argv[1], ["135791.25", "2.1357", "my secret stop", "424242.42"]
built = app._build

def build(*words):
    desk = built(*words)
    QTimer.singleShot(500, lambda: work(desk))
    return desk

def work(desk):
    open_pair = desk.open_pair
    field = desk.window.findChild(object, "accountEdit")
    field.setText("135791.25"); field.returnPressed.emit()
    line = open_pair.add_level(2.1357)
    open_pair.set_label(line, "my secret stop")
    from ratiodesk.domain.pair import Symbol
    from ratiodesk.domain.portfolio import Lot, Portfolio
    said = desk.parts.portfolio.change(lambda _: Portfolio((Lot(Symbol("ZZZQ"), shares=424242.42),)))
    assert not said, said
    layouts = __import__("pathlib").Path(home, "layouts")
    document = next(layouts.glob("IWM_SPY*"))
    document.unlink(); document.mkdir()
    open_pair.set_role(line, Role.STOP)
    def in_thread():
        raise KeyError(desk.parts.portfolio.now)
    thread = threading.Thread(target=in_thread); thread.start(); thread.join()
    desk.loader.submit("x", lambda: float(f"{open_pair.layout}"), print, print)
    qWarning("at 2.1357 of 'my secret stop'")
    QTimer.singleShot(300, lambda: finish(desk))
    raise ValueError(f"{open_pair.layout} {desk.parts.portfolio.now}")

def finish(desk):
    print("DIALOGS", sum(type(w).__name__ == "ErrorDialog" and w.isVisible() for w in QApplication.topLevelWidgets()))
    desk.view.closes_silently = True
    desk.window.close()

app._build = build
sys.argv[1:] = ["SPY/IWM", "--home", home, "--offline"]
code = __main__.main()
print("CODE", code)
"""


@pytest.mark.slow
def test_the_log_of_a_run_full_of_errors_holds_nothing_of_the_users(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(home)], capture_output=True, text=True, timeout=120, check=False
    )
    assert "DIALOGS 1" in done.stdout, done.stdout + done.stderr
    assert "CODE 0" in done.stdout
    (path,) = (home / "log").iterdir()
    log = path.read_text("utf-8")
    for expected in ("INFO RatioDesk ", "lines: save failed", "KeyError", "ValueError", "Qt: at # of"):
        assert expected in log, log
    for secret in ("135791", "135,791", "2.1357", "secret", "424242", "424,242", "ZZZQ"):
        assert secret not in log
        assert secret not in done.stderr
