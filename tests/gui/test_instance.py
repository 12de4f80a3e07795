"""The door of the desk: this user's other starts on the same home come in, nothing else does."""

import socket
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_ports import QQQ_IWM, Ear
from person import User
from PySide6.QtCore import Qt

from ratiodesk.domain.pair import Pair
from ratiodesk.instance import Instance
from ratiodesk.options import OpenOptions
from ratiodesk.reception import Reception
from ratiodesk.running_desk import REFUSED, RunningDesk, door_of, real_home
from ratiodesk.wish import LONGEST_BYTES, Wish, encode_wish

HOME = "/home/anna/desk"
WISH = Wish(HOME, QQQ_IWM, "Hello.")


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A runtime directory with a path short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="rd") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder)


@pytest.fixture
def make_instance(qapp: Any) -> Iterator[Callable[..., Instance]]:
    made: list[Instance] = []

    def make(home: str = HOME, *, offline: bool = False) -> Instance:
        made.append(Instance(home, offline=offline))
        return made[-1]

    yield make
    for instance in made:
        instance.close()
        instance.deleteLater()


def beside(qtbot: Any, work: Callable[[], Any]) -> Any:
    """Do on a thread of its own what another process does, while this one goes on; return what it came to."""
    results: list[Any] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - it goes on in the test
            results.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    qtbot.waitUntil(lambda: bool(results), timeout=60_000)
    thread.join()
    if isinstance(results[0], BaseException):
        raise results[0]
    return results[0]


def ask(wish: Wish, home: str = HOME) -> bool | None:
    running = RunningDesk.knock(home)
    if running is None:
        return None
    with running:
        return bool(running.ask(wish))


# What Qt waits for on one thread keeps Python from running on others: that way takes another process.
WITH_QT = """
import sys
from ratiodesk.local_line import LocalLine
from ratiodesk.wish import decode_wish
running = LocalLine.knock(sys.argv[1])
if running is None:
    print(None)
else:
    with running:
        print(running.ask(decode_wish(sys.argv[2].encode())))
"""


def ask_with_qt(wish: Wish) -> bool | None:
    words = [sys.executable, "-c", WITH_QT, HOME, encode_wish(wish).decode()]
    said = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True).stdout.strip()
    return {"True": True, "False": False}.get(said)


Ask = Callable[[Wish], bool | None]


@pytest.mark.parametrize("ask", [ask, ask_with_qt])
def test_a_second_start_is_heard_and_told_so(qtbot: Any, make_instance: Callable[..., Instance], ask: Ask) -> None:
    instance = make_instance()
    asked = Ear.on(instance.asked)
    assert beside(qtbot, lambda: ask(WISH)) is None
    assert instance.listen()
    for wish in (WISH, Wish(HOME)):
        assert beside(qtbot, lambda wish=wish: ask(wish)) is True
    assert asked.heard == [WISH, Wish(HOME)]
    instance.close()
    assert beside(qtbot, lambda: ask(WISH)) is None


@pytest.mark.parametrize("ask", [ask, ask_with_qt])
@pytest.mark.parametrize("wish", [replace(WISH, home="/home/other"), replace(WISH, offline=True)])
def test_what_is_meant_for_another_desk_is_refused(
    qtbot: Any, make_instance: Callable[..., Instance], wish: Wish, ask: Ask
) -> None:
    instance = make_instance()
    asked = Ear.on(instance.asked)
    instance.listen()
    assert beside(qtbot, lambda: ask(wish)) is False
    assert len(asked) == 0


def test_a_desk_without_network_takes_every_wish(qtbot: Any, make_instance: Callable[..., Instance]) -> None:
    make_instance(offline=True).listen()
    assert beside(qtbot, lambda: ask(replace(WISH, offline=True)))
    assert beside(qtbot, lambda: ask(WISH))


def say(content: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(10)
        line.connect(str(door_of(HOME)))
        line.sendall(content)
        answer = b""
        while more := line.recv(100):
            answer += more
        return answer


@pytest.mark.parametrize(
    "content",
    [b"\n", b"rm -rf /\n", b"x" * (LONGEST_BYTES + 1), b"\x00" * 100_000, encode_wish(WISH)[:-2] + b"\n"],
)
def test_what_is_no_wish_is_refused_politely(
    qtbot: Any, make_instance: Callable[..., Instance], content: bytes
) -> None:
    instance = make_instance()
    asked = Ear.on(instance.asked)
    instance.listen()

    def try_to_say() -> bytes:
        try:
            return say(content)
        except (BrokenPipeError, ConnectionResetError):
            return REFUSED  # It was shown the door before it had said everything.

    assert beside(qtbot, try_to_say) == REFUSED
    assert len(asked) == 0
    assert beside(qtbot, lambda: ask(WISH)) is True


def test_who_says_nothing_is_shown_the_door(
    qtbot: Any, make_instance: Callable[..., Instance], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ratiodesk.instance._PATIENCE_MS", 50)
    make_instance().listen()
    assert beside(qtbot, lambda: say(b"half a wi")) == b""


def test_a_wish_may_come_in_pieces(qtbot: Any, make_instance: Callable[..., Instance]) -> None:
    instance = make_instance()
    asked = Ear.on(instance.asked)
    instance.listen()
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(door_of(HOME)))
        line.settimeout(10)
        line.sendall(encode_wish(WISH)[:20])
        qtbot.wait(20)
        assert len(asked) == 0
        line.sendall(encode_wish(WISH)[20:] + b"and more")
        qtbot.waitUntil(lambda: len(asked) == 1)
        assert line.recv(6) == b"taken\n"
    assert asked.heard == [WISH]


def test_one_desk_of_a_home_listens_and_the_next_one_when_it_is_gone(make_instance: Callable[..., Instance]) -> None:
    first, second, other = make_instance(), make_instance(), make_instance("/home/other")
    assert (first.listen(), second.listen(), other.listen()) == (True, False, True)
    first.close()
    assert second.listen()


def test_what_a_killed_desk_left_is_taken_over(qtbot: Any, make_instance: Callable[..., Instance]) -> None:
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(door_of(HOME)))
    left.close()
    assert make_instance().listen()
    assert beside(qtbot, lambda: ask(WISH)) is True


def test_only_this_user_may_come_in(make_instance: Callable[..., Instance]) -> None:
    make_instance().listen()
    assert stat.S_IMODE(door_of(HOME).stat().st_mode) & 0o077 == 0


@pytest.mark.parametrize("trouble", ["shared folder", "no folder", "a folder for a lock", "a long path"])
def test_where_no_door_can_be_made_the_desk_goes_without(
    make_instance: Callable[..., Instance], runtime: Path, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    temporary = runtime / ("x" * 120 if trouble == "a long path" else "t")
    monkeypatch.setenv("TMPDIR", str(temporary))
    folder = door_of(HOME).parent
    if trouble == "no folder":
        temporary.write_text("")
    else:
        folder.mkdir(mode=0o700, parents=True)
        folder.chmod(0o777 if trouble == "shared folder" else 0o700)
    if trouble == "a folder for a lock":
        door_of(HOME).with_name(f"{door_of(HOME).name}.lock").mkdir()
    instance = make_instance()
    assert not instance.listen()
    assert RunningDesk.knock(HOME) is None


# In the window


@pytest.fixture
def received(user: User, home: Path) -> User:
    """A desk whose door is open."""
    reception = Reception(OpenOptions(home=str(home), offline=True), user.desk.view, user.desk.parts.disk_watch)
    reception.open()
    return user


def test_a_second_start_opens_its_pair_in_the_window(received: User, home: Path) -> None:
    real = real_home(home)
    received.desk.window.showMinimized()
    assert beside(received.qtbot, lambda: ask(Wish(real, QQQ_IWM, "3 levels added."), home=real)) is True
    assert received.desk.open_pair.pair == QQQ_IWM
    assert received.text("statusReading") == "3 levels added."
    assert not received.desk.window.windowState() & Qt.WindowState.WindowMinimized
    assert beside(received.qtbot, lambda: ask(Wish(real), home=real)) is True
    assert received.desk.open_pair.pair == QQQ_IWM


def test_a_pair_that_cannot_be_shown_is_told_in_the_window(received: User, home: Path) -> None:
    real = real_home(home)
    assert beside(received.qtbot, lambda: ask(Wish(real, Pair.parse("AAA/BBB")), home=real)) is True
    assert received.text("pairEntry") == "AAA/BBB"
    assert "AAA" in received.text("statusReading")


def test_a_closed_window_hears_nothing_any_more(received: User, home: Path) -> None:
    received.desk.window.close()
    assert RunningDesk.knock(real_home(home)) is None
