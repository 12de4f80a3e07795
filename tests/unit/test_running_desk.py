"""What a second start says to the desk that runs, and how it finds it."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.domain.errors import RatioDeskError
from ratiodesk.domain.level import LevelId
from ratiodesk.domain.pair import Pair
from ratiodesk.running_desk import REFUSED, TAKEN, RunningDesk, door_of, is_private, real_home
from ratiodesk.wish import LONGEST_BYTES, Wish, decode_wish, encode_wish

WISH = Wish("/home/anna/desk", Pair.parse("QQQ/IWM"), "QQQ/IWM is new here: 3 levels added.", offline=True)
FIELDS = json.loads(encode_wish(WISH))


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A runtime directory with a path short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="rd") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder)


@given(
    st.text(max_size=200),
    st.sampled_from([None, "SPY/IWM", "^GSPC/BRK-B"]),
    st.text(st.characters(categories=["L", "N", "P"]), max_size=400),
    st.booleans(),
    st.lists(st.text(min_size=1, max_size=64).map(LevelId), max_size=20).map(tuple),
)
def test_a_wish_arrives_as_it_was_said(
    home: str, pair: str | None, said: str, offline: bool, brought: tuple[LevelId, ...]
) -> None:
    wish = Wish(home, Pair.parse(pair) if pair else None, said, offline, brought)
    line = encode_wish(wish)
    assert line.endswith(b"\n")
    assert b"\n" not in line[:-1]
    assert decode_wish(line.rstrip(b"\n")) == wish


def test_a_long_sentence_is_cut_and_a_wish_stays_short() -> None:
    line = encode_wish(replace(WISH, said="a" * 10_000))
    assert len(decode_wish(line).said) == 500
    assert len(line) < LONGEST_BYTES


def test_lines_that_are_too_many_for_a_wish_are_not_named() -> None:
    some, many = (tuple(LevelId(f"{number:08x}") for number in range(count)) for count in (5_000, 6_000))
    assert decode_wish(encode_wish(replace(WISH, brought=some))).brought == some
    assert decode_wish(encode_wish(replace(WISH, brought=many))) == WISH
    assert len(encode_wish(replace(WISH, brought=some))) < LONGEST_BYTES


MALFORMED: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"SPY/IWM",
    "binary": bytes(range(256)),
    "too deep": b"[" * 100_000,
    "a list": b"[1]",
    "a path": json.dumps(FIELDS | {"pair": "/etc/passwd"}).encode(),
    "a file": json.dumps(FIELDS | {"pair": "x.ratiodesk"}).encode(),
    "an option": json.dumps(FIELDS | {"pair": "--version"}).encode(),
    "a pair that is a number": json.dumps(FIELDS | {"pair": 7}).encode(),
    "another version": json.dumps(FIELDS | {"ratiodesk": 2}).encode(),
    "a field more": json.dumps(FIELDS | {"run": "rm"}).encode(),
    "a field less": json.dumps({name: value for name, value in FIELDS.items() if name != "said"}).encode(),
    "a sentence that steers a terminal": json.dumps(FIELDS | {"said": "\x1b[2J"}).encode(),
    "a long sentence": json.dumps(FIELDS | {"said": "a" * 501}).encode(),
    "a line": json.dumps(FIELDS | {"brought": "abcd"}).encode(),
    "a line that is a number": json.dumps(FIELDS | {"brought": [7]}).encode(),
    "a line without a name": json.dumps(FIELDS | {"brought": [""]}).encode(),
    "a line with a long name": json.dumps(FIELDS | {"brought": ["a" * 65]}).encode(),
    "a truth that is a word": json.dumps(FIELDS | {"offline": "yes"}).encode(),
}


@pytest.mark.parametrize("line", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_no_wish_is_refused(line: bytes) -> None:
    with pytest.raises(RatioDeskError):
        decode_wish(line)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_wish_or_refused(line: bytes) -> None:
    with pytest.raises(RatioDeskError):
        decode_wish(line)


def test_one_home_has_one_door_however_it_is_named(tmp_path: Path, runtime: Path) -> None:
    home, other = tmp_path / "home", tmp_path / "link"
    home.mkdir()
    other.symlink_to(home)
    assert door_of(real_home(home)) == door_of(real_home(other)) == door_of(real_home(home / "x" / ".."))
    assert door_of(real_home(tmp_path)) != door_of(real_home(home))
    assert door_of(real_home(home)).parent == runtime


def test_without_a_private_runtime_directory_the_door_is_in_a_folder_of_the_users_own(
    runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime.chmod(0o777)
    monkeypatch.setenv("TMPDIR", str(runtime))
    assert door_of("/home").parent == runtime / f"ratiodesk-{os.getuid()}"
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    assert door_of("/home").parent == runtime / f"ratiodesk-{os.getuid()}"


def test_a_folder_that_others_could_write_is_not_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "own"
    folder.mkdir(mode=0o700)
    assert is_private(folder)
    folder.chmod(0o770)
    assert not is_private(folder)
    folder.chmod(0o700)
    (tmp_path / "link").symlink_to(folder)
    assert not is_private(tmp_path / "link")
    assert not is_private(tmp_path / "nowhere")
    monkeypatch.setattr(os, "getuid", lambda: folder.stat().st_uid + 1)
    assert not is_private(folder)


def test_where_no_desk_runs_nobody_opens_and_no_socket_is_loaded(runtime: Path) -> None:
    script = (
        "import sys; from ratiodesk.running_desk import RunningDesk; "
        "assert RunningDesk.knock('/home/anna') is None; print({'socket', 'json', 'hashlib'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "set()"


def test_what_a_killed_desk_left_is_no_desk(runtime: Path) -> None:
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(door_of("/home")))
    left.close()
    assert door_of("/home").exists()
    assert RunningDesk.knock("/home") is None


def test_a_file_in_its_place_is_no_desk(runtime: Path) -> None:
    door_of("/home").write_text("x")
    assert RunningDesk.knock("/home") is None


@pytest.fixture
def answering(runtime: Path) -> Iterator[Callable[[bytes | None], list[bytes]]]:
    """Let a desk answer a wish with some bytes, or hang up on it; what it heard is in the list."""
    threads: list[threading.Thread] = []

    def start(answer: bytes | None) -> list[bytes]:
        heard: list[bytes] = []
        server = socket.socket(socket.AF_UNIX)
        server.bind(str(door_of("/home")))
        server.listen()

        def serve() -> None:
            visitor, _ = server.accept()
            with server, visitor:
                if answer is not None:
                    heard.append(visitor.recv(LONGEST_BYTES))
                    for place in range(len(answer)):
                        visitor.send(answer[place : place + 1])

        threads.append(threading.Thread(target=serve))
        threads[-1].start()
        return heard

    yield start
    for thread in threads:
        thread.join(10)


def ask(wish: Wish) -> bool:
    running = RunningDesk.knock("/home")
    assert running is not None
    with running:
        return running.ask(wish)


@pytest.mark.parametrize(("answer", "taken"), [(TAKEN, True), (REFUSED, False), (b"tak", False), (b"", False)])
def test_the_answer_of_the_desk_decides(answering: Any, answer: bytes, taken: bool) -> None:
    heard = answering(answer)
    assert ask(WISH) is taken
    assert heard == [encode_wish(WISH)]


def test_a_desk_that_hangs_up_does_not_show_it(answering: Any) -> None:
    answering(None)
    assert not ask(replace(WISH, said="a" * 400))


def test_a_socket_that_others_could_have_put_there_is_not_trusted(
    answering: Any, runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(TAKEN)
    door = door_of("/home")
    with monkeypatch.context() as patch:
        patch.setattr(os, "getuid", lambda: runtime.stat().st_uid + 1)
        patch.setattr("ratiodesk.running_desk.door_of", lambda _home: door)
        assert RunningDesk.knock("/home") is None
    assert ask(WISH)


@pytest.mark.slow
def test_asking_whether_a_desk_runs_takes_no_time(runtime: Path) -> None:
    script = (
        "import time; import ratiodesk.options; start = time.perf_counter(); "
        "from ratiodesk.running_desk import RunningDesk; RunningDesk.knock('/home'); "
        "print(1000 * (time.perf_counter() - start))"
    )
    times = [
        float(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout)
        for _ in range(5)
    ]
    assert min(times) < 2
