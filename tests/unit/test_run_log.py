"""The log: small, private, in UTC, and never in the way."""

import re
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ratiodesk.log_file import FILES, MOST_BYTES
from ratiodesk.run_log import RunLog


def lines(folder: Path) -> list[str]:
    return (folder / "ratiodesk.log").read_text("utf-8").splitlines()


def test_a_line_has_its_moment_in_utc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = RunLog(tmp_path / "log")
    assert not (tmp_path / "log").exists(), "nothing is opened before there is something to write"
    log.note("here")
    log.note_error("first\nsecond \ud800")
    log.close()
    first, *rest = lines(tmp_path / "log")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ INFO here", first)
    assert rest[0].endswith("Z ERROR first")
    assert rest[1] == "  second \\ud800"
    assert stat.S_IMODE((tmp_path / "log" / "ratiodesk.log").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "log").stat().st_mode) == 0o700


def test_it_never_takes_more_than_its_room(tmp_path: Path) -> None:
    log = RunLog(tmp_path)
    for number in range(400):
        log.note_error(f"{number} {'x' * 6000}")
    log.close()
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["ratiodesk.log", "ratiodesk.log.1", "ratiodesk.log.2"]
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= FILES * MOST_BYTES
    assert "399 " in lines(tmp_path)[-1]
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in tmp_path.iterdir())


def test_what_repeats_is_counted(tmp_path: Path) -> None:
    log = RunLog(tmp_path)
    for _ in range(1000):
        log.note_error("at every frame")
    for _ in range(2):
        log.note_error("something else")
    log.close()
    assert [line.split(" ", 2)[2] for line in lines(tmp_path)] == [
        "at every frame", "The same again, 999 times.", "something else", "The same again, 1 time.",
    ]  # fmt: skip


def test_without_a_folder_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    log = RunLog(None)
    log.note_error("nowhere")
    log.close()
    assert not list(tmp_path.iterdir())


def test_a_log_that_cannot_be_written_is_told_once_and_tried_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "log").write_text("in the way")
    log = RunLog(tmp_path / "log")
    for number in range(5):
        log.note_error(f"lost {number}")
    assert capsys.readouterr().err.count("cannot be written") == 1
    (tmp_path / "log").unlink()
    log.note_error("kept")
    log.close()
    assert lines(tmp_path / "log")[-1].endswith("kept")


def test_a_log_that_cannot_be_written_without_stderr_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "log").write_text("in the way")
    monkeypatch.setattr(sys, "stderr", None)
    RunLog(tmp_path / "log").note_error("lost")


def test_threads_write_whole_lines(tmp_path: Path) -> None:
    log = RunLog(tmp_path)
    threads = [
        threading.Thread(target=lambda name=name: [log.note(f"{name} {n} {name * 50}") for n in range(50)])
        for name in "abcd"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.close()
    assert len(lines(tmp_path)) == 200
    assert all(re.search(r"Z INFO (.) \d+ \1{50}$", line) for line in lines(tmp_path))


def test_the_handlers_are_not_loaded_before_they_are_needed() -> None:
    program = "import sys, ratiodesk.run_log; print('logging.handlers' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "False"
