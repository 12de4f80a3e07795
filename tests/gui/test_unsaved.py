"""What is not on the disk stays visible until it is there, is tried again, and is not given up in silence."""

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from person import User
from portfolio_user import enter, held, open_portfolio, place_plan, set_cell, visible_text
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from ratiodesk.desk import disk_watch, kept_settings, layout_keeper

SPY_IWM, QQQ_IWM = "layouts/IWM_SPY.ratiodesk", "layouts/IWM_QQQ.ratiodesk"


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (kept_settings, layout_keeper):
        monkeypatch.setattr(module, "_RETRY_MS", 20)
    monkeypatch.setattr(disk_watch, "_AWAY_MS", 20)


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked before closing; the answer is always no."""
    asked: list[str] = []

    def answer(_window: object, _title: str, text: str, *_buttons: object) -> QMessageBox.StandardButton:
        asked.append(text)
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "warning", answer)
    return asked


def is_bad(user: User) -> bool:
    return bool(user.find("statusSaved").property("state") == "bad")


def ratios(document: Path) -> list[float]:
    return [level["ratio"] for level in json.loads(document.read_bytes())["levels"]]


def damage(document: Path) -> None:
    document.parent.mkdir(parents=True, exist_ok=True)
    document.write_bytes(b"{")


# A folder that disappears


def test_a_folder_that_comes_back_gets_every_line_by_itself(user: User, home: Path) -> None:
    user.place(2.5)
    gone = home.with_name("gone")
    home.rename(gone)
    user.place(2.4)
    assert user.text("statusSaved").startswith("Not saved (No such file or directory)")
    assert is_bad(user)
    assert str(home) in user.find("statusSaved").toolTip()
    assert "tried again" in user.find("statusSaved").toolTip()
    user.open("QQQ/IWM")
    user.open("SPY/IWM")
    assert len(user.desk.open_pair.layout.levels) == 2
    assert user.text("statusSaved").startswith("Not saved")
    gone.rename(home)
    user.qtbot.waitUntil(lambda: user.text("statusSaved") == "Saved")
    assert not is_bad(user)
    assert len(ratios(home / SPY_IWM)) == 2


def test_another_pair_that_cannot_be_read_hides_no_lines_that_wait(open_user: Callable[..., User], home: Path) -> None:
    damage(home / QQQ_IWM)
    user = open_user("SPY/IWM")
    user.place(2.5)
    (home / SPY_IWM).rename(home / "elsewhere")
    (home / SPY_IWM).mkdir()
    user.place(2.4)
    user.open("QQQ/IWM")
    assert user.text("statusSaved").startswith("Not saved")
    user.open("SPY/TLT")
    assert user.text("statusSaved").startswith("Not saved")
    (home / SPY_IWM).rmdir()
    (home / "elsewhere").rename(home / SPY_IWM)
    user.qtbot.waitUntil(lambda: user.text("statusSaved") == "Saved")
    assert len(ratios(home / SPY_IWM)) == 2
    user.open("QQQ/IWM")
    assert (user.text("statusSaved"), is_bad(user)) == ("Read-only", True)
    assert "cannot be read" in user.find("statusSaved").toolTip()


# A full disk


@pytest.fixture
def no_room() -> Iterator[Callable[[bool], None]]:
    """Whether files may grow: a limit that Qt, Python and SQLite meet alike."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(full: bool) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0 if full else before[0], before[1]))

    yield fill
    fill(False)


def test_lines_drawn_on_a_full_disk_are_written_when_there_is_room(
    user: User, home: Path, no_room: Callable[[bool], None]
) -> None:
    user.place(2.5)
    before = (home / SPY_IWM).read_bytes()
    no_room(True)
    user.place(2.4)
    assert user.text("statusSaved").startswith("Not saved (File too large)")
    assert (home / SPY_IWM).read_bytes() == before
    assert [path.name for path in (home / "layouts").iterdir()] == ["IWM_SPY.ratiodesk"]
    no_room(False)
    user.qtbot.waitUntil(lambda: user.text("statusSaved") == "Saved")
    assert len(ratios(home / SPY_IWM)) == 2


def test_a_holding_that_finds_no_room_is_refused_and_stays_typed(
    user: User, home: Path, no_room: Callable[[bool], None]
) -> None:
    open_portfolio(user)
    enter(user, 0, "SPY", shares="10")
    before = (home / "portfolio.json").read_bytes()
    no_room(True)
    set_cell(user, 0, 1, "20")
    assert visible_text(user, "lotProblem").startswith("Not saved (File too large)")
    assert user.cells("lotTable")[0][1] == "20"
    assert held(user).lots[0].shares == 10
    no_room(False)
    assert (home / "portfolio.json").read_bytes() == before
    set_cell(user, 0, 1, "21")
    assert visible_text(user, "lotProblem") == ""
    assert json.loads((home / "portfolio.json").read_bytes())["holdings"][0]["shares"] == 21


def test_a_plan_that_finds_no_room_is_not_frozen(user: User, home: Path, no_room: Callable[[bool], None]) -> None:
    place_plan(user)
    no_room(True)
    user.command("Freeze plan").trigger()
    no_room(False)
    assert user.text("statusReading").startswith("Not saved (File too large)")
    assert list((home / "journal").iterdir()) == []
    user.command("Freeze plan").trigger()
    assert len(list((home / "journal").iterdir())) == 1


# Settings


def toggle_magnet(user: User) -> None:
    user.chart.setFocus()
    user.desk.view.actions_.magnet.trigger()


def test_settings_that_cannot_be_written_stay_visible_and_are_tried_again(user: User, home: Path) -> None:
    file = home / "settings.json"
    file.unlink(missing_ok=True)
    file.mkdir()
    toggle_magnet(user)
    assert user.text("statusSaved").startswith("Settings not saved (")
    assert user.text("statusReading").startswith("Settings not saved (")
    user.place(2.5)
    assert len(ratios(home / SPY_IWM)) == 1
    assert user.text("statusSaved").startswith("Settings not saved (")
    file.rmdir()
    user.qtbot.waitUntil(lambda: user.text("statusSaved") == "Saved")
    assert json.loads(file.read_bytes())["magnet"] is True


def test_closing_with_unsaved_settings_asks_first(user: User, home: Path, questions: list[str]) -> None:
    file = home / "settings.json"
    file.unlink(missing_ok=True)
    file.mkdir()
    toggle_magnet(user)
    user.desk.window.close()
    assert user.desk.window.isVisible()
    assert questions == ["The newest settings could not be written. Closing now loses them."]
    home.rename(home.with_name("gone"))
    user.place(2.5)
    user.desk.window.close()
    assert questions[1:] == [
        "The newest lines of SPY/IWM and the newest settings could not be written. Closing now loses them."
    ]
    home.with_name("gone").rename(home)
    file.rmdir()
    user.desk.window.close()
    assert not user.desk.window.isVisible()
    assert json.loads(file.read_bytes())["magnet"] is True
    assert len(ratios(home / SPY_IWM)) == 1


def test_saved_is_flashed_for_what_is_saved_alone(user: User, home: Path) -> None:
    file = home / "settings.json"
    file.unlink(missing_ok=True)
    file.mkdir()
    toggle_magnet(user)
    user.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert user.text("statusSaved").startswith("Settings not saved (")
    file.rmdir()
    user.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert user.text("statusSaved") == "Saved: every change is written at once"


def test_a_line_nudged_while_saving_fails_is_written_when_it_is_over(user: User, home: Path) -> None:
    (line,) = user.draw(300)
    user.chart.select(line)
    user.chart.setFocus()
    home.rename(home.with_name("gone"))
    for _ in range(3):
        user.key(Qt.Key.Key_Up)
    assert is_bad(user)
    home.with_name("gone").rename(home)
    moved = user.level(line).ratio
    user.qtbot.waitUntil(lambda: user.text("statusSaved") == "Saved")
    assert ratios(home / SPY_IWM) == [moved]


# A start


def test_a_start_removes_what_killed_desks_have_left(open_user: Callable[..., User], home: Path) -> None:
    left = home / "layouts" / ".IWM_SPY.ratiodesk-xkkn0q2a.tmp"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"{")
    then = time.time() - 3600
    os.utime(left, (then, then))
    user = open_user()
    user.qtbot.waitUntil(lambda: not left.exists())


# A clock that jumps back


def test_lines_drawn_by_a_clock_that_was_put_back_are_all_kept(
    open_user: Callable[..., User], home: Path, qtbot: Any
) -> None:
    user = open_user()
    user.place(2.5)
    future = time.time() + 365 * 86_400
    for path in home.rglob("*"):
        os.utime(path, (future, future))
    user.place(2.4)
    QTest.mouseClick(user.find("swapPair"), Qt.MouseButton.LeftButton)
    assert user.text("statusSaved") == "Saved"
    assert len(ratios(home / SPY_IWM)) == 2
    assert len(open_user().desk.open_pair.layout.levels) == 2


# A document that can be read again


def test_a_pair_opened_while_its_folder_was_gone_can_be_edited_when_it_is_back(user: User, home: Path) -> None:
    user.open("QQQ/IWM")
    user.place(2.3)
    user.open("SPY/IWM")
    (home / "layouts").rename(home / "elsewhere")
    user.open("QQQ/IWM")
    assert "missing" in user.text("messageText")
    user.place(2.2)
    assert len(user.desk.open_pair.layout.levels) == 1, "its backup is there to be looked at"
    (home / "elsewhere").rename(home / "layouts")
    user.qtbot.waitUntil(lambda: user.text("statusSaved") == "Saved")
    assert not user.find("messageBar").isVisible()
    user.place(2.2)
    assert len(ratios(home / QQQ_IWM)) == 2


def test_a_damaged_document_that_is_whole_again_is_shown(open_user: Callable[..., User], home: Path) -> None:
    first = open_user("SPY/IWM")
    first.place(2.5)
    whole = (home / SPY_IWM).read_bytes()
    damage(home / SPY_IWM)
    user = open_user("SPY/IWM")
    assert user.text("statusSaved") == "Read-only"
    (home / SPY_IWM).write_bytes(whole)
    user.qtbot.waitUntil(lambda: user.text("statusSaved") == "Saved")
    user.place(2.4)
    assert len(ratios(home / SPY_IWM)) == 2
