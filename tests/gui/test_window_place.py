"""The window comes back where it was, with the panels that were shown, on a screen that is there."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from person import User, close
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QSplitter

from ratiodesk import app
from ratiodesk.domain.window_port import WindowPlace
from ratiodesk.ui.main_window import MainWindow

# Each screen needs a program of its own.
pytestmark = pytest.mark.slow

_KEYS = {"pairs": Qt.Key.Key_F9, "sidebar": Qt.Key.Key_F10}
_WIDGETS = {"pairs": "pairsPanel", "sidebar": "sidebar"}
_COMMANDS = {"pairs": "Pairs", "sidebar": "Sidebar"}


@pytest.fixture
def reopen(home: Path, qtbot: object) -> Iterator[Callable[[User], User]]:
    """Close a desk and open it anew, at the size it had."""

    def again(user: User) -> User:
        close(user.desk)
        desk = app.build(["--home", str(home), "--offline"])
        desk.window.show()
        QApplication.processEvents()
        reopened = User(desk, qtbot)
        opened.append(reopened)
        return reopened

    opened: list[User] = []
    yield again
    for user in opened:
        close(user.desk)


def widths(user: User) -> list[int]:
    (splitter,) = (part for part in user.desk.window.findChildren(QSplitter))
    return splitter.sizes()


def test_widths_come_back(user: User, reopen: Callable[[User], User]) -> None:
    (splitter,) = user.desk.window.findChildren(QSplitter)
    splitter.setSizes([180, 300, 430])
    before = widths(user)
    again = reopen(user)
    assert [widths(again)[place] for place in (0, 2)] == [before[0], before[2]]


@pytest.mark.parametrize("panel", _KEYS)
def test_a_hidden_panel_stays_hidden_and_comes_back_as_wide(
    user: User, reopen: Callable[[User], User], panel: str
) -> None:
    before = widths(user)
    user.key(_KEYS[panel])
    assert not user.find(_WIDGETS[panel]).isVisible()
    again = reopen(user)
    action = again.command(_COMMANDS[panel])
    assert (again.find(_WIDGETS[panel]).isVisible(), action.isChecked()) == (False, False)
    again.key(_KEYS[panel])
    assert (again.find(_WIDGETS[panel]).isVisible(), action.isChecked()) == (True, True)
    place = 0 if panel == "pairs" else 2
    again.qtbot.waitUntil(lambda: widths(again)[place] == before[place])


def test_the_keys_of_a_panel_that_is_hidden_go_to_the_chart(user: User) -> None:
    user.find("accountEdit").setFocus()
    user.key(_KEYS["sidebar"])
    assert user.chart.hasFocus()
    user.key(_KEYS["pairs"])
    assert user.chart.hasFocus()


def test_both_hidden_leave_the_chart_alone(user: User, reopen: Callable[[User], User]) -> None:
    for key in _KEYS.values():
        user.key(key)
    user.qtbot.waitUntil(lambda: user.chart.width() == user.desk.window.width())
    again = reopen(user)
    again.qtbot.waitUntil(lambda: again.chart.width() == again.desk.window.width())


def test_full_screen_comes_back_and_is_left_by_its_key(user: User, reopen: Callable[[User], User]) -> None:
    user.key(Qt.Key.Key_F11)
    again = reopen(user)
    action: QAction = again.command("Full screen")
    assert (again.desk.window.isFullScreen(), action.isChecked()) == (True, True)
    again.key(Qt.Key.Key_F11)
    assert (again.desk.window.isFullScreen(), action.isChecked()) == (False, False)


def test_a_window_manager_that_leaves_full_screen_is_followed(user: User) -> None:
    user.key(Qt.Key.Key_F11)
    user.desk.window.setWindowState(Qt.WindowState.WindowNoState)
    assert not user.command("Full screen").isChecked()
    user.key(Qt.Key.Key_F11)
    assert user.desk.window.isFullScreen()
    user.key(Qt.Key.Key_F11)


_LEFT_SCREEN = {"name": "left", "x": 0, "y": 0, "width": 1920, "height": 1080}
_RIGHT_SCREEN = {"name": "right", "x": 1920, "y": 0, "width": 2560, "height": 1440}
_CHILD = """
import sys
from ratiodesk import app
home, wanted = sys.argv[1], [int(number) for number in sys.argv[2:]]
desk = app.build(["--home", home, "--offline"])
desk.window.show()
if wanted:
    desk.window.setGeometry(*wanted)
desk.application.processEvents()
print(*desk.window.geometry().getRect(), desk.window.screen().name())
desk.close()
"""


@pytest.fixture
def geometry_with(tmp_path: Path, home: Path) -> Callable[..., list[str]]:
    """Open a desk in a process that has these screens, at a place or where it was, and return where it is."""

    def geometry(screens: list[dict[str, object]], *wanted: int) -> list[str]:
        file = tmp_path / "screens.json"
        full = [{"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1.0, **screen} for screen in screens]
        file.write_text(json.dumps({"screens": full}))
        surroundings = os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={file}"}
        command = [sys.executable, "-c", _CHILD, str(home), *map(str, wanted)]
        done = subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=60, check=True)
        return done.stdout.split()

    return geometry


def test_the_window_comes_back_on_the_screen_where_it_was(geometry_with: Callable[..., list[str]]) -> None:
    wanted = (2400, 200, 1300, 800)
    there = [*map(str, wanted), "right"]
    assert geometry_with([_LEFT_SCREEN, _RIGHT_SCREEN], *wanted) == there
    assert geometry_with([_LEFT_SCREEN, _RIGHT_SCREEN]) == there


@pytest.mark.parametrize("wanted", [(2400, 200, 1300, 800), (1930, 40, 2500, 1390)], ids=["it fits", "it does not"])
@pytest.mark.parametrize(
    "left", [_LEFT_SCREEN, {**_LEFT_SCREEN, "width": 2300, "height": 1300}], ids=["small", "large"]
)
def test_a_window_of_a_screen_that_is_gone_comes_back_to_one_that_is_there(
    geometry_with: Callable[..., list[str]], wanted: tuple[int, ...], left: dict[str, object]
) -> None:
    geometry_with([left, {**_RIGHT_SCREEN, "x": left["width"]}], *wanted)
    *numbers, screen = geometry_with([left])
    x, y, width, height = map(int, numbers)
    assert screen == "left"
    # Qt takes a pixel of the frame for one of the window.
    room = QRect(0, 0, int(str(left["width"])) + 1, int(str(left["height"])))
    assert room.contains(QRect(x, y, width, height))


@pytest.mark.parametrize("geometry", ["", "not one", "AdnQ", "§"])
def test_a_geometry_that_is_none_leaves_the_usual_place(geometry: str, qtbot: object) -> None:
    window = MainWindow(WindowPlace(geometry))
    assert not window.has_place
    assert (window.width(), window.height()) == (1600, 950)
    window.deleteLater()


def test_what_is_kept_is_readable_and_no_part_of_the_settings(user: User, home: Path) -> None:
    user.key(Qt.Key.Key_F9)
    close(user.desk)
    kept = json.loads((home / "window.json").read_bytes())
    assert kept["hidden"] == ["pairs"]
    assert len(kept["widths_px"]) == 2
    settings = home / "settings.json"
    assert not settings.exists() or "geometry" not in json.loads(settings.read_bytes())


def test_a_home_that_cannot_be_written_does_not_keep_the_window_open(user: User, home: Path) -> None:
    (home / "window.json").mkdir()
    close(user.desk)
