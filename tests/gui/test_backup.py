"""Everything written to one file and restored from it, through the window."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fake_world import World
from person import User
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QMessageBox, QToolButton

from ratiodesk.domain.backup import Outcome, RestoredFile
from ratiodesk.domain.errors import BadArchive, NotSaved
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, Role
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.portfolio import Lot, Portfolio
from ratiodesk.domain.ports import Settings
from ratiodesk.domain.quotes import Origin, Quotes
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import Bars
from ratiodesk.market.cache import PriceCache
from ratiodesk.market.price_copy import PriceCopies
from ratiodesk.storage.archive import write_archive
from ratiodesk.storage.home import open_home
from ratiodesk.storage.layout_files import LayoutFiles
from ratiodesk.storage.portfolio_file import PortfolioFile
from ratiodesk.storage.settings_file import SettingsFile

QQQ_TLT = Pair.parse("QQQ/TLT")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that is chosen whenever one is asked for."""
    chosen = tmp_path / "saved.zip"
    for asked in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, asked, lambda *_: (str(chosen), ""))
    return chosen


@pytest.fixture
def saved(tmp_path: Path, file: Path) -> Path:
    """A backup of another home: a line and a stop of SPY/IWM, a line of QQQ/TLT, a portfolio, candles."""
    home = open_home(str(tmp_path / "another"))
    lines = (Level.new(Ratio(2.4)), Level.new(Ratio(2.7), Role.STOP))
    LayoutFiles(home).save(Layout(Pair.parse("SPY/IWM"), lines))
    LayoutFiles(home).save(Layout(QQQ_TLT, (Level.new(Ratio(8.0)),)))
    PortfolioFile(home).change(lambda _: Portfolio((Lot(Symbol("TLT"), 5.0),)))
    SettingsFile(home.settings).save(Settings(candles=True))
    write_archive(home, file, PriceCopies(home.prices))
    return file


def choose(user: User, text: str) -> None:
    """Choose an entry of the main menu, with the mouse."""
    button = user.desk.window.findChild(QToolButton, "mainMenu")
    assert button is not None
    menu = button.menu()
    assert isinstance(menu, QMenu)
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
    entry = next(action for action in menu.actions() if action.text() == text)
    QTest.mouseClick(
        menu, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, menu.actionGeometry(entry).center()
    )
    QApplication.processEvents()


def restore(user: User) -> None:
    """Choose a backup, look at what it brings, and press Restore."""
    choose(user, "Restore from a backup…")
    user.qtbot.waitUntil(lambda: user.find("restoreButton").isEnabled())
    QTest.mouseClick(user.find("restoreButton"), Qt.MouseButton.LeftButton)
    user.qtbot.waitUntil(lambda: user.find("restoreLeave").text() == "Close")


def leave(user: User) -> None:
    QTest.mouseClick(user.find("restoreLeave"), Qt.MouseButton.LeftButton)
    user.qtbot.waitUntil(lambda: user.desk.window.findChild(QDialog, "restoreDialog") is None)


def box(user: User) -> QMessageBox:
    user.qtbot.waitUntil(lambda: user.desk.window.findChild(QMessageBox, "backupBox") is not None)
    found = user.desk.window.findChild(QMessageBox, "backupBox")
    assert found is not None
    return found


def acknowledge(user: User) -> str:
    """Read the box, close it, and return what it said."""
    found = box(user)
    text = found.text()
    QTest.mouseClick(found.button(QMessageBox.StandardButton.Ok), Qt.MouseButton.LeftButton)
    user.qtbot.waitUntil(lambda: user.desk.window.findChild(QMessageBox, "backupBox") is None)
    return text


def test_what_a_backup_brings_is_shown_and_nothing_changed_yet(user: User, saved: Path, home: Path) -> None:
    user.draw(300)
    before = user.levels
    choose(user, "Restore from a backup…")
    user.qtbot.waitUntil(lambda: user.find("restoreButton").isEnabled())
    assert user.text("restoreOrigin").startswith("Backup of 20")
    assert user.text("restoreOutcome").endswith(" Nothing is changed yet.")
    rows = user.cells("restoreFiles")
    assert ["Merged", "layouts/IWM_SPY.ratiodesk", "2 lines added"] in rows
    assert ["Restored", "layouts/QQQ_TLT.ratiodesk", ""] in rows
    QTest.keyClick(user.find("restoreDialog"), Qt.Key.Key_Escape)
    assert user.levels == before
    assert not (home / "layouts" / "QQQ_TLT.ratiodesk").exists()


def test_what_is_restored_is_on_the_screen_at_once(user: User, saved: Path) -> None:
    (mine,) = user.draw(300)
    drawn = user.level(mine)
    restore(user)
    assert " 2 merged" in user.text("restoreOutcome")
    leave(user)
    assert user.level(mine) == drawn
    assert {str(level.role) for level in user.levels.values()} == {"plain", "stop"}
    assert len(user.levels) == 3
    user.qtbot.waitUntil(lambda: user.desk.watchlist.row_of(QQQ_TLT) >= 0)
    assert user.desk.parts.portfolio.now.lot(Symbol("TLT")) == Lot(Symbol("TLT"), 5.0)
    user.qtbot.waitUntil(lambda: user.command("Candles").isChecked())
    user.open("QQQ/TLT")
    assert [level.ratio for level in user.desk.open_pair.layout.levels] == [8.0]


def test_settings_that_were_restored_outlive_the_next_change(user: User, saved: Path, home: Path) -> None:
    restore(user)
    leave(user)
    user.command("Magnet").trigger()
    settings = SettingsFile(home / "settings.json").load()
    assert (settings.candles, settings.magnet) == (True, True)


def test_a_backup_goes_round_through_the_window(user: User, file: Path) -> None:
    user.place(2.7, 2.5, 2.3)
    choose(user, "Back up everything…")
    said = acknowledge(user)
    assert said.startswith("Wrote ")
    assert str(file) in said
    choose(user, "Restore from a backup…")
    user.qtbot.waitUntil(lambda: user.text("restoreOutcome") == "Everything in it is here already.")
    assert not user.find("restoreButton").isEnabled()
    assert {row[0] for row in user.cells("restoreFiles")} == {"Unchanged"}
    leave(user)


def test_an_ending_that_is_left_out_is_put_in(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "saved"), ""))
    choose(user, "Back up everything…")
    acknowledge(user)
    assert (tmp_path / "saved.zip").exists()


def test_a_file_that_is_no_backup_is_refused_in_one_sentence(user: User, file: Path) -> None:
    file.write_bytes(b"no zip")
    choose(user, "Restore from a backup…")
    user.qtbot.waitUntil(lambda: "cannot be restored" in user.text("restoreOutcome"))
    assert user.text("restoreOutcome") == f"{file} cannot be restored: it is damaged, or no zip file."
    assert not user.find("restoreButton").isVisible()
    leave(user)


def test_no_choice_of_a_file_does_nothing(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for asked in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, asked, lambda *_: ("", ""))
    for text in ("Back up everything…", "Restore from a backup…"):
        choose(user, text)
    assert user.desk.window.findChildren(QDialog) == []


def test_the_keyboard_alone_restores(user: User, saved: Path) -> None:
    user.command("Restore from a backup…").trigger()
    user.qtbot.waitUntil(lambda: user.find("restoreButton").hasFocus())
    QTest.keyClick(user.find("restoreButton"), Qt.Key.Key_Space)
    QTest.keyClick(user.find("restoreDialog"), Qt.Key.Key_Escape)
    user.qtbot.waitUntil(lambda: user.find("restoreLeave").hasFocus())
    assert user.find("restoreDialog").isVisible()
    QTest.keyClick(user.find("restoreLeave"), Qt.Key.Key_Space)
    assert len(user.levels) == 2


def test_a_backup_that_fails_is_told(open_faked: Callable[..., User], world: World, file: Path) -> None:
    user = open_faked()
    world.backups.error = NotSaved("The disk is full.")
    choose(user, "Back up everything…")
    assert box(user).icon() is QMessageBox.Icon.Warning
    assert acknowledge(user) == "The disk is full."
    assert world.backups.asked == [("write", file, False)]


def test_a_restore_that_stops_shows_what_was_restored_before(
    open_faked: Callable[..., User], world: World, file: Path
) -> None:
    user = open_faked()
    world.backups.files = (RestoredFile("layouts/<b>A_B</b>.ratiodesk", Outcome.RESTORED),)
    choose(user, "Restore from a backup…")
    user.qtbot.waitUntil(lambda: user.find("restoreButton").isEnabled())
    table: Any = user.find("restoreFiles")
    assert table.item(0, 1).text() == "layouts/<b>A_B</b>.ratiodesk"
    assert "&lt;b&gt;A_B" in table.item(0, 1).toolTip()
    world.backups.error = BadArchive("It stopped.")
    opened = world.layouts.open(user.desk.open_pair.pair).layout
    world.layouts.keep(Layout(opened.pair, (Level.new(Ratio(2.0)),)))
    QTest.mouseClick(user.find("restoreButton"), Qt.MouseButton.LeftButton)
    user.qtbot.waitUntil(lambda: user.text("restoreOutcome") == "It stopped.")
    assert [level.ratio for level in user.desk.open_pair.layout.levels] == [2.0]
    leave(user)


def test_prices_that_are_restored_are_used(user: User, tmp_path: Path, file: Path) -> None:
    another = open_home(str(tmp_path / "another"))
    days = np.datetime64("2024-01-02") + np.arange(3, dtype="timedelta64[D]")
    for symbol, close in (("SPY", 30.0), ("IWM", 10.0)):
        bars = Bars(Symbol(symbol), days, *(np.full(3, close) for _ in range(6)))
        PriceCache(another.prices).store(Quotes(bars, "A file", Origin.FILE, currency="USD"))
    write_archive(another, file, PriceCopies(another.prices))
    restore(user)
    leave(user)
    assert user.series.values.tolist() == [3.0, 3.0, 3.0]
