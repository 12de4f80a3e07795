"""Layouts and prices opened from the menu and by a drop, and what was open before."""

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from fake_world import World
from person import User
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QMenu
from test_import import OTHER_SPY, dialog_of, drop, drop_on

from ratiodesk import app
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.window_port import WindowPlace
from ratiodesk.storage.home import open_home
from ratiodesk.storage.layout_files import LayoutFiles, write_layout
from ratiodesk.storage.settings_file import SettingsFile
from ratiodesk.ui.difference_dialog import DifferenceDialog
from ratiodesk.ui.main_window import MainWindow

SPY_IWM, QQQ_IWM = Pair.parse("SPY/IWM"), Pair.parse("QQQ/IWM")
LINE = Level(LevelId("f"), Ratio(2.4))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "friend.ratiodesk"
    write_layout(Layout(QQQ_IWM, (LINE,)), path)
    return path


def wait_open(user: User, pair: str, *ratios: float) -> None:
    def is_open() -> bool:
        shown = [round(line.ratio, 3) for line in user.desk.open_pair.layout.levels]
        return (user.text("pairEntry"), shown) == (pair, list(ratios))

    user.qtbot.waitUntil(is_open)


def wait_said(user: User, words: str) -> None:
    user.qtbot.waitUntil(lambda: words in user.text("statusReading"))


def choose(user: User, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    """Press Ctrl+O and choose a file."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_words: (str(file), ""))
    user.key(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)


def recent(user: User) -> QMenu:
    """Press Ctrl+Shift+O."""
    user.key(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    menu = user.desk.window.findChild(QMenu, "recentMenu")
    assert isinstance(menu, QMenu)
    user.qtbot.waitUntil(menu.isVisible)
    return menu


def names(menu: QMenu) -> list[str]:
    return [entry.text() for entry in menu.actions() if not entry.isSeparator()]


def click(menu: QMenu, text: str) -> None:
    entry = next(entry for entry in menu.actions() if entry.text().startswith(text))
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(entry).center())
    assert not menu.isVisible()


# A layout


def test_ctrl_o_opens_a_layout_with_its_pair(
    user: User, file: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = file.read_bytes()
    choose(user, monkeypatch, file)
    wait_open(user, "QQQ/IWM", 2.4)
    wait_said(user, "QQQ/IWM is new here, with 1 line")
    assert file.read_bytes() == content
    assert json.loads((home / "layouts/IWM_QQQ.ratiodesk").read_bytes())["levels"][0]["ratio"] == 2.4


def test_a_dropped_layout_joins_the_lines_of_the_open_pair(user: User, tmp_path: Path) -> None:
    (own,) = user.draw(200)
    ratio = round(user.level(own).ratio, 3)
    path = tmp_path / "more.RATIODESK"
    write_layout(Layout(SPY_IWM, (LINE,)), path)
    assert drop(user, path)
    wait_open(user, "SPY/IWM", ratio, 2.4)
    wait_said(user, "1 line added from more.RATIODESK")
    assert not user.find("copyBar").isVisible()


def test_what_differs_stands_and_is_settled_in_the_dialog(user: User, tmp_path: Path) -> None:
    (own,) = user.draw(200)
    line = user.level(own)
    path = tmp_path / "other.ratiodesk"
    write_layout(Layout(SPY_IWM, (Level(line.id, Ratio(2.0), line.role),)), path)
    assert drop(user, path)
    user.qtbot.waitUntil(lambda: user.find("copyBar").isVisible())
    assert user.level(own) == line
    said = "SPY/IWM: 1 line differs in the file that was opened, and what is on the screen stands."
    assert user.text("copyText") == said
    wait_said(user, "1 line of other.ratiodesk differs from yours")
    user.find("copyAction").click()
    user.find("there0").click()
    dialog = user.desk.window.findChild(DifferenceDialog)
    assert dialog is not None
    assert dialog.windowTitle() == "SPY/IWM: lines of the opened file"
    assert user.find("takeAll").text() == "Choose all of the opened file"
    assert user.find("there0").accessibleName() == f"Line {line}, opened file: 2.000"
    box = dialog.findChild(QDialogButtonBox)
    assert box is not None
    box.button(QDialogButtonBox.StandardButton.Ok).click()
    assert user.level(own).ratio == 2.0
    assert not user.find("copyBar").isVisible()


def test_roles_of_a_file_are_counted_once_and_pass_when_they_are_chosen(
    open_user: Callable[..., User], home: Path, tmp_path: Path
) -> None:
    roles = {Role.STOP: 2.4, Role.ENTRY: 2.2, Role.TARGET: 2.0}
    own = tuple(Level(LevelId(f"own {role}"), Ratio(ratio + 0.1), role) for role, ratio in roles.items())
    LayoutFiles(open_home(str(home))).save(Layout(SPY_IWM, own))
    user, path = open_user(), tmp_path / "other.ratiodesk"
    write_layout(Layout(SPY_IWM, tuple(Level(LevelId(role), Ratio(roles[role]), role) for role in roles)), path)
    assert drop(user, path)
    user.qtbot.waitUntil(lambda: user.find("copyBar").isVisible())
    wait_said(user, "3 lines added from other.ratiodesk; 3 lines differ from yours")
    assert user.text("copyText").startswith("SPY/IWM: 3 lines differ in the file that was opened")
    # What is drawn here from now on differs from nothing in the file.
    user.draw(200)
    assert user.text("copyText").startswith("SPY/IWM: 3 lines differ in the file that was opened")
    user.find("copyAction").click()
    assert [user.find(f"here{row}").text() for row in range(3)] == [
        "2.400, no role",
        "2.200, no role",
        "2.000, no role",
    ]
    user.find("takeAll").click()
    dialog = user.desk.window.findChild(DifferenceDialog)
    assert dialog is not None
    box = dialog.findChild(QDialogButtonBox)
    assert box is not None
    box.button(QDialogButtonBox.StandardButton.Ok).click()
    assert {line.id for line in user.desk.open_pair.layout.levels if line.role is not Role.PLAIN} == {*roles}
    assert not user.find("copyBar").isVisible()


def test_a_layout_that_cannot_be_read_is_told(user: User, tmp_path: Path) -> None:
    path = tmp_path / "damaged.ratiodesk"
    path.write_text("{")
    assert drop(user, path)
    wait_said(user, "damaged.ratiodesk cannot be read")
    assert user.text("pairEntry") == "SPY/IWM"
    assert path not in user.desk.parts.files.recent


def test_a_folder_with_the_name_of_a_layout_is_told(user: User, tmp_path: Path) -> None:
    (tmp_path / "a.ratiodesk").mkdir()
    assert not drop(user, tmp_path / "a.ratiodesk")
    assert user.text("statusReading") == "Nothing was opened: a.ratiodesk is a folder; drop one file of it."


@pytest.mark.parametrize("name", ["pairEntry", "accountEdit", "chart", "pairsList"])
def test_a_layout_is_opened_wherever_it_is_dropped(user: User, file: Path, name: str) -> None:
    part, window = user.find(name), user.desk.window.windowHandle()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    mime.setText(f"file://{file}")  # As managers of files do beside it.
    at = part.mapTo(user.desk.window, part.rect().center())
    how = Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(at, *how))
    QApplication.sendEvent(window, QDropEvent(QPointF(at), *how))
    wait_open(user, "QQQ/IWM", 2.4)
    assert user.text("accountEdit") == "$100,000"


def test_several_layouts_at_once_are_refused(user: User, file: Path) -> None:
    assert not drop(user, file, file)
    assert user.text("statusReading") == "Nothing was opened: drop one file at a time, not 2."


def test_nothing_is_opened_before_what_is_drawn_here_is_saved(
    open_faked: Callable[..., User], world: World, tmp_path: Path
) -> None:
    user = open_faked("SPY/IWM")
    path = tmp_path / "other.ratiodesk"
    world.intake.holds[path] = Layout(QQQ_IWM)
    world.layouts.failure = "Not saved: the disk is full."
    user.draw(200)
    user.desk.parts.files.open(path)
    assert user.text("statusReading") == "other.ratiodesk is not opened: the newest lines here are not saved yet."
    world.layouts.failure = ""


def test_a_file_that_is_dropped_while_the_desk_is_loaded_is_opened_then(
    open_user: Callable[..., User], file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Window(MainWindow):
        def __init__(self, place: WindowPlace | None) -> None:
            super().__init__(place)
            assert drop_on(self, file)

    monkeypatch.setattr(app, "MainWindow", Window)
    wait_open(open_user(), "QQQ/IWM", 2.4)


# What was open before


def test_pairs_and_files_are_offered_again_the_newest_first(
    user: User, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    choose(user, monkeypatch, file)
    wait_open(user, "QQQ/IWM", 2.4)
    user.open("SPY/TLT")
    menu = recent(user)
    assert names(menu) == ["SPY/TLT", "QQQ/IWM", "friend.ratiodesk  –  ~", "SPY/IWM", "Forget this list"]
    click(menu, "SPY/IWM")
    assert user.text("pairEntry") == "SPY/IWM"
    click(recent(user), "friend")
    wait_open(user, "QQQ/IWM", 2.4)
    wait_said(user, "are here already")


def test_it_is_offered_at_the_next_start_too(open_user: Callable[..., User], file: Path, home: Path) -> None:
    user = open_user()
    assert drop(user, file)
    wait_open(user, "QQQ/IWM", 2.4)
    user.desk.close()
    assert SettingsFile(home / "settings.json").load().recent == (QQQ_IWM, file, SPY_IWM)
    assert open_user().desk.parts.files.recent == (QQQ_IWM, file, SPY_IWM)


def test_a_file_that_is_gone_is_told_and_taken_off_the_list(
    user: User, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(user, monkeypatch, file)
    wait_open(user, "QQQ/IWM", 2.4)
    file.unlink()
    click(recent(user), "friend")
    assert user.text("statusReading") == f"{file} is not there any more; it is taken off the list."
    assert names(recent(user)) == ["QQQ/IWM", "SPY/IWM", "Forget this list"]


def test_a_file_behind_a_share_that_is_down_is_told_and_stays_on_the_list(
    user: User, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(user, monkeypatch, file)
    wait_open(user, "QQQ/IWM", 2.4)

    def down(path: Path, **_options: object) -> os.stat_result:
        raise OSError(errno.EHOSTDOWN, os.strerror(errno.EHOSTDOWN), str(path))

    file.unlink()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "stat", down)
        click(recent(user), "friend")
        wait_said(user, file.name)
    assert file in user.desk.parts.files.recent


def test_a_file_of_prices_is_offered_again_too(user: User, tmp_path: Path) -> None:
    path = tmp_path / "NEW & old.csv"
    path.write_text(OTHER_SPY)
    assert drop(user, path)
    dialog = dialog_of(user)
    assert dialog is not None
    dialog.reject()
    menu = recent(user)
    assert names(menu)[0].startswith("NEW && old.csv  –  ")
    click(menu, "NEW")
    assert dialog_of(user) is not None


def test_the_list_is_forgotten_when_asked(user: User, home: Path) -> None:
    click(recent(user), "Forget this list")
    assert SettingsFile(home / "settings.json").load().recent == ()
    menu = recent(user)
    assert names(menu) == ["Nothing was opened yet"]
    assert not menu.actions()[0].isEnabled()


def test_ten_are_kept(user: User) -> None:
    for pair in ("SPY/TLT", "SPY/QQQ", "IWM/TLT", "QQQ/TLT", "QQQ/IWM", "SPY/IWM"):
        user.open(pair)
        user.open(str(Pair.parse(pair).inverted()))
    assert names(recent(user)) == ["IWM/SPY", "IWM/QQQ", "TLT/QQQ", "TLT/IWM", "QQQ/SPY", "TLT/SPY", "Forget this list"]
    for count in range(12):
        user.desk.parts.files.remember(Path(f"/data/{count}.ratiodesk"))
    assert user.desk.parts.files.recent[-1] == Path("/data/2.ratiodesk")
    assert len(user.desk.parts.files.recent) == 10


def test_a_name_that_is_no_text_is_not_kept(user: User, tmp_path: Path) -> None:
    before = user.desk.parts.files.recent
    user.desk.parts.files.remember(tmp_path / "\udcff.ratiodesk")
    assert user.desk.parts.files.recent == before


def test_the_menu_holds_the_list(user: User) -> None:
    button = user.find("mainMenu")
    entry = next(action for action in button.menu().actions() if action.text() == "Open recent")
    assert entry.menu() is user.desk.window.findChild(QMenu, "recentMenu")
    recent(user).close()
