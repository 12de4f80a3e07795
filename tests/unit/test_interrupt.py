"""Ctrl+C on the command line."""

import contextlib
import signal
import threading
from collections.abc import Iterator

import pytest

from ratiodesk import __main__ as program
from ratiodesk.domain.errors import TimedOut
from ratiodesk.interrupt import Interrupt
from ratiodesk.options import CommonOptions


@pytest.fixture(autouse=True)
def _heard() -> Iterator[None]:
    """In the background of a shell interrupts are ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_an_interrupt_that_a_library_took_for_its_own_failure_is_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fetch(_: CommonOptions) -> int:
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        raise TimedOut("Yahoo did not answer in time.")

    monkeypatch.setattr(program, "_carry_out", fetch)
    assert program.main(["prices", "list"]) == program.INTERRUPTED
    assert capsys.readouterr().err == "Interrupted: what was done before is kept.\n"
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_failure_without_one_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fetch(_: CommonOptions) -> int:
        raise TimedOut("Yahoo did not answer in time.")

    monkeypatch.setattr(program, "_carry_out", fetch)
    assert program.main(["prices", "list"]) == 1
    assert capsys.readouterr().err == "Yahoo did not answer in time.\n"


def test_who_ignores_interrupts_is_left_alone() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        interrupt = Interrupt()
        interrupt.listen()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        interrupt.leave()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_other_threads_set_no_handler() -> None:
    other = threading.Thread(target=Interrupt().listen)
    other.start()
    other.join()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
