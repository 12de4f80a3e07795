"""What a file that the user opened brings is one step of undo, by whichever way it was opened."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from person import User
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from test_disk_watch import draw, ratios
from test_import import drop
from test_instance import beside
from versions_hand import back, listed, press, show

from ratiodesk import opening
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.sizing import Sizing
from ratiodesk.options import OpenOptions
from ratiodesk.reception import Reception
from ratiodesk.storage.home import Home, open_home
from ratiodesk.storage.layout_files import LayoutFiles, write_layout
from ratiodesk.storage.layout_intake import LayoutIntakes

CONTROL = Qt.KeyboardModifier.ControlModifier
SPY_IWM, QQQ_IWM = Pair.parse("SPY/IWM"), Pair.parse("QQQ/IWM")
LINES = (
    Level(LevelId("s"), 2.35, Role.STOP),
    Level(LevelId("e"), 2.13, Role.ENTRY),
    Level(LevelId("t"), 1.95, Role.TARGET),
)
BROUGHT = [1.95, 2.13, 2.35]

Way = Callable[[User, Path], None]


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A runtime directory with a path short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="rd") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.ratiodesk"
    write_layout(Layout(SPY_IWM, LINES), path)
    return path


@pytest.fixture
def received(user: User, home: Path) -> User:
    """A desk that watches its folder, and whose door is open."""
    user.desk.parts.disk_watch.start()
    Reception(OpenOptions(home=str(home), offline=True), user.desk.view, user.desk.parts.disk_watch).open()
    return user


def saved(home: Path, pair: Pair = SPY_IWM) -> list[float]:
    return sorted(round(line.ratio, 2) for line in LayoutFiles(Home(home)).open(pair).layout.levels)


def by_key(user: User, file: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QFileDialog, "getOpenFileName", lambda *_words: (str(file), ""))
        user.key(Qt.Key.Key_O, CONTROL)


def by_drop(user: User, file: Path) -> None:
    assert drop(user, file)


def by_second_start(user: User, file: Path) -> None:
    home = str(user.desk.parts.files._intake._home.root)
    assert beside(user.qtbot, lambda: opening.open_desk(OpenOptions(home=home, offline=True, target=file))) == 0


def undo(user: User) -> list[float]:
    user.chart.setFocus()
    user.key(Qt.Key.Key_Z, CONTROL)
    return ratios(user)


def redo(user: User) -> list[float]:
    user.chart.setFocus()
    user.key(Qt.Key.Key_Y, CONTROL)
    return ratios(user)


@pytest.mark.parametrize("open_file", [by_key, by_drop, by_second_start])
def test_ctrl_z_takes_back_what_a_file_brought_before_any_earlier_step(
    received: User, file: Path, home: Path, open_file: Way
) -> None:
    user = received
    user.place(2.69)
    (own,) = ratios(user)
    open_file(user, file)
    user.qtbot.waitUntil(lambda: len(ratios(user)) == 4)
    user.qtbot.waitUntil(lambda: "3 lines added" in user.text("statusReading"))
    assert undo(user) == [own] == saved(home)
    assert redo(user) == [*BROUGHT, own] == saved(home)
    assert undo(user) == [own]
    assert undo(user) == [] == saved(home)
    assert redo(user) == [own]
    assert redo(user) == [*BROUGHT, own] == saved(home)


@pytest.mark.parametrize("open_file", [by_key, by_second_start])
def test_a_pair_without_a_line_has_a_step_too_and_its_sizing_comes_back(
    received: User, tmp_path: Path, home: Path, open_file: Way
) -> None:
    user, path = received, tmp_path / "mine.ratiodesk"
    write_layout(Layout(SPY_IWM, LINES, sizing=Sizing(account=7_000.0)), path)
    assert not user.command("Undo").isEnabled()
    open_file(user, path)
    user.qtbot.waitUntil(lambda: ratios(user) == BROUGHT)
    user.qtbot.waitUntil(user.command("Undo").isEnabled)
    assert user.desk.open_pair.layout.sizing.account == 7_000.0
    assert undo(user) == [] == saved(home)
    assert user.desk.open_pair.layout.sizing == Sizing()
    assert not user.command("Undo").isEnabled()
    assert redo(user) == BROUGHT
    assert user.desk.open_pair.layout.sizing.account == 7_000.0


@pytest.mark.parametrize("open_file", [by_drop, by_second_start])
def test_a_pair_that_was_not_open_is_opened_with_that_step(
    received: User, tmp_path: Path, home: Path, open_file: Way
) -> None:
    LayoutFiles(Home(home)).save(Layout(QQQ_IWM, (Level(LevelId("o"), 1.5),)))
    user, path = received, tmp_path / "other.ratiodesk"
    write_layout(Layout(QQQ_IWM, LINES), path)
    user.place(2.5)
    open_file(user, path)
    user.qtbot.waitUntil(lambda: (user.text("pairEntry"), ratios(user)) == ("QQQ/IWM", [1.5, *BROUGHT]))
    assert undo(user) == [1.5] == saved(home, QQQ_IWM)
    assert redo(user) == [1.5, *BROUGHT]
    user.open("SPY/IWM")
    assert undo(user) == []


def test_a_pair_that_was_left_keeps_its_own_steps_below_that_one(received: User, file: Path) -> None:
    user = received
    user.place(2.69)
    (own,) = ratios(user)
    user.open("QQQ/IWM")
    by_drop(user, file)
    user.qtbot.waitUntil(lambda: len(ratios(user)) == 4)
    assert undo(user) == [own]
    assert undo(user) == []


def test_a_file_of_the_pair_turned_over_is_one_step(received: User, tmp_path: Path) -> None:
    user, path = received, tmp_path / "turned.ratiodesk"
    write_layout(Layout(SPY_IWM, LINES).seen_as(SPY_IWM.inverted()), path)
    user.place(2.69)
    by_drop(user, path)
    user.qtbot.waitUntil(lambda: (user.text("pairEntry"), len(ratios(user))) == ("IWM/SPY", 4))
    assert undo(user) == [0.37]
    assert len(redo(user)) == 4


def test_a_first_start_with_a_file_has_that_step(file: Path, home: Path, open_user: Callable[..., User]) -> None:
    LayoutFiles(open_home(str(home))).save(Layout(SPY_IWM, (Level(LevelId("o"), 2.5),)))
    user = open_user(str(file))
    assert ratios(user) == [*BROUGHT, 2.5]
    assert undo(user) == [2.5]
    assert redo(user) == [*BROUGHT, 2.5]


def test_lines_that_are_seen_before_it_is_known_whose_they_are_become_a_step(
    received: User, file: Path, home: Path
) -> None:
    user = received
    user.place(2.69)
    (own,) = ratios(user)
    taken = LayoutIntakes(Home(home)).take_in(file)
    user.qtbot.waitUntil(lambda: len(ratios(user)) == 4)
    user.desk.parts.disk_watch.look_for(taken.pair, taken.brought)
    assert ratios(user) == [*BROUGHT, own]
    assert undo(user) == [own]
    assert undo(user) == []


def test_what_was_drawn_since_they_were_seen_is_not_lost(received: User, file: Path, home: Path) -> None:
    user = received
    taken = LayoutIntakes(Home(home)).take_in(file)
    user.qtbot.waitUntil(lambda: ratios(user) == BROUGHT)
    user.place(2.69)
    drawn = ratios(user)
    user.desk.parts.disk_watch.look_for(taken.pair, taken.brought)
    assert ratios(user) == drawn
    assert undo(user) == BROUGHT
    assert redo(user) == drawn


def test_a_line_in_the_hand_is_put_down_first(received: User, file: Path, home: Path) -> None:
    user = received
    user.place(2.5)
    (line,) = user.desk.open_pair.layout.levels
    start = user.at(line.ratio)
    user.drag(start, user.at(2.3), release=False)
    by_second_start(user, file)
    assert len(ratios(user)) == 1
    user.release(user.at(2.3))
    put = round(user.level(line.id).ratio, 2)
    assert ratios(user) == sorted([*BROUGHT, put])
    assert undo(user) == [put]
    assert undo(user) == [round(line.ratio, 2)]


def test_a_nudge_afterwards_is_a_step_of_its_own(received: User, file: Path) -> None:
    user = received
    user.place(2.69)
    (own,) = user.desk.open_pair.layout.levels
    user.desk.open_pair.nudge(own.id, 10)
    moved = user.level(own.id).ratio
    by_second_start(user, file)
    user.desk.open_pair.nudge(own.id, 10)
    assert len(ratios(user)) == 4
    assert len(undo(user)) == 4
    assert user.level(own.id).ratio == moved
    assert undo(user) == [round(moved, 2)]


def test_what_others_draw_afterwards_is_no_step(received: User, file: Path, home: Path) -> None:
    user = received
    user.place(2.69)
    (own,) = ratios(user)
    by_second_start(user, file)
    draw(LayoutFiles(Home(home)), SPY_IWM, 2.0)
    user.qtbot.waitUntil(lambda: 2.0 in ratios(user))
    assert undo(user) == [2.0, own] == saved(home)
    assert redo(user) == sorted([*BROUGHT, 2.0, own])


def test_a_file_opened_again_after_undo_brings_its_lines_again(received: User, file: Path) -> None:
    user = received
    user.place(2.69)
    (own,) = ratios(user)
    for _ in range(2):
        by_drop(user, file)
        user.qtbot.waitUntil(lambda: len(ratios(user)) == 4)
        assert undo(user) == [own]
    assert undo(user) == []


def test_lines_of_the_user_that_a_file_brings_back_keep_their_steps(received: User, tmp_path: Path) -> None:
    user, path = received, tmp_path / "mine.ratiodesk"
    user.place(2.69)
    (own,) = ratios(user)
    write_layout(user.desk.open_pair.layout, path)
    user.key(Qt.Key.Key_Delete)
    assert ratios(user) == []
    by_drop(user, path)
    user.qtbot.waitUntil(lambda: ratios(user) == [own])
    assert (undo(user), undo(user), undo(user)) == ([], [own], [])


def test_after_undo_the_lines_of_the_file_are_a_version(received: User, file: Path) -> None:
    user = received
    user.place(2.69)
    (own,) = ratios(user)
    by_drop(user, file)
    user.qtbot.waitUntil(lambda: len(ratios(user)) == 4)
    assert undo(user) == [own]
    # Whoever draws on cannot redo any more.
    user.key(Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    assert not user.command("Redo").isEnabled()
    dialog = show(user)
    row = next(row for row, words in enumerate(listed(dialog)) if words.startswith("+stop at 2.350"))
    # The one before the newest is offered first.
    press(dialog, Qt.Key.Key_Down, row - 1)
    press(dialog, Qt.Key.Key_Return)
    back(user)
    assert ratios(user) == [*BROUGHT, own]


def test_too_many_lines_for_the_door_are_taken_in_all_the_same(received: User, tmp_path: Path) -> None:
    user, path = received, tmp_path / "many.ratiodesk"
    many = tuple(Level(LevelId(f"{count:064}"), 1 + count / 1000) for count in range(1000))
    write_layout(Layout(SPY_IWM, many), path)
    user.place(2.69)
    by_second_start(user, path)
    user.qtbot.waitUntil(lambda: len(ratios(user)) == 1001)
