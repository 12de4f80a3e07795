"""What the desk shows of a document that is damaged or gone, and how a version takes its place."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from person import User, close
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from versions_hand import DOCUMENT, PAIR, part, press, ratios, save_versions, show

from ratiodesk.domain.level import LevelId
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Lot
from ratiodesk.storage.home import open_home
from ratiodesk.storage.layout_files import LayoutFiles


@pytest.fixture
def document(home: Path) -> Path:
    return save_versions(home)


def test_a_damaged_document_opens_as_its_newest_good_version_and_one_button_restores_it(
    document: Path, home: Path, open_user: Callable[..., User]
) -> None:
    newest = sorted((home / "versions" / DOCUMENT).iterdir())[-1]
    newest.write_bytes(b"\0" * 40)
    document.write_bytes(b"damaged")
    user = open_user()
    assert ratios(user) == [1.95, 2.13]
    sentence = user.text("messageText")
    assert sentence.startswith(f"{document} cannot be read: it is not JSON")
    assert "Its version of today " in sentence
    assert sentence.endswith(" is shown.")
    assert user.text("messageAction") == "Restore this version"
    assert user.text("statusSaved") == "Read-only"
    assert document.read_bytes() == b"damaged"
    QTest.mouseClick(user.find("messageAction"), Qt.MouseButton.LeftButton)
    (aside,) = document.parent.glob("*.damaged-*")
    assert aside.read_bytes() == b"damaged"
    assert not user.find("messageBar").isVisible()
    user.desk.open_pair.remove_level(LevelId("t"))
    assert [level.ratio for level in LayoutFiles(open_home(str(home))).open(PAIR).layout.levels] == [2.13]


def test_without_a_good_version_that_is_said(document: Path, home: Path, open_user: Callable[..., User]) -> None:
    for path in (document, *(home / "versions" / DOCUMENT).iterdir()):
        path.write_bytes(b"{")
    user = open_user()
    assert ratios(user) == []
    assert user.text("messageText").endswith("It is kept as it is. There is no earlier version to show.")
    assert user.text("messageAction") == "Set the file aside and go on"


def test_an_older_version_may_take_the_place_of_a_damaged_document(
    document: Path, open_user: Callable[..., User]
) -> None:
    document.write_bytes(b"damaged")
    user = open_user()
    dialog = show(user)
    press(dialog, Qt.Key.Key_Down, 2)
    press(dialog, Qt.Key.Key_Return)
    assert (ratios(user), user.desk.open_pair.problem) == ([1.95], "")
    (aside,) = document.parent.glob("*.damaged-*")
    assert aside.read_bytes() == b"damaged"


def test_a_newer_document_is_never_set_aside_for_a_version(document: Path, open_user: Callable[..., User]) -> None:
    newer = document.read_bytes().replace(b'"version": 3', b'"version": 99')
    document.write_bytes(newer)
    user = open_user()
    assert ratios(user) == [1.95, 2.13, 2.35]
    assert not user.find("messageAction").isVisible()
    dialog = show(user)
    press(dialog, Qt.Key.Key_Return)
    assert part(dialog, "versionsProblem").text().startswith("Nothing was restored: ")
    dialog.reject()
    assert document.read_bytes() == newer
    assert list(document.parent.iterdir()) == [document]


def test_a_document_mended_meanwhile_is_opened_again(document: Path, open_user: Callable[..., User]) -> None:
    good = document.read_bytes()
    document.write_bytes(b"damaged")
    user = open_user()
    document.write_bytes(good)
    QTest.mouseClick(user.find("messageAction"), Qt.MouseButton.LeftButton)
    assert (ratios(user), user.desk.open_pair.problem) == ([1.95, 2.13, 2.35], "")
    assert document.read_bytes() == good
    assert list(document.parent.iterdir()) == [document]


def test_a_document_that_is_gone_is_told_and_comes_back(document: Path, open_user: Callable[..., User]) -> None:
    document.unlink()
    user = open_user()
    assert ratios(user) == []
    assert user.text("statusReading") == f"{DOCUMENT} is gone: “Versions…” brings it back."
    dialog = show(user)
    press(dialog, Qt.Key.Key_Return)
    assert ratios(user) == [1.95, 2.13, 2.35]
    assert document.exists()


def test_a_version_that_cannot_be_written_is_told_until_it_can(
    document: Path, home: Path, open_user: Callable[..., User]
) -> None:
    user = open_user()
    folder = home / "versions" / DOCUMENT
    folder.rename(home / "elsewhere")
    folder.write_bytes(b"in the way")
    user.desk.open_pair.remove_level(LevelId("s"))
    assert user.text("statusSaved").startswith("No version kept (")
    assert "could not be written." in user.find("statusSaved").toolTip()
    folder.unlink()
    (home / "elsewhere").rename(folder)
    user.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert user.text("statusSaved").startswith("Saved")
    assert len(list(folder.iterdir())) == 4


def test_a_portfolio_written_without_a_version_is_shown_as_it_is_on_the_disk(
    home: Path, open_user: Callable[..., User]
) -> None:
    user = open_user()
    portfolio = user.desk.parts.portfolio
    (home / "versions" / "portfolio.json").write_bytes(b"in the way")
    refusal = portfolio.change(lambda now: now.with_new_lot(Lot(Symbol("SPY"), shares=3.0)))
    assert refusal.startswith("No version kept (")
    assert [lot.shares for lot in portfolio.now.lots] == [3.0]
    (home / "versions" / "portfolio.json").unlink()
    assert portfolio.change(lambda now: replace(now, cash=1.0)) == ""
    assert ([lot.shares for lot in portfolio.now.lots], portfolio.now.cash) == ([3.0], 1.0)


def test_a_damaged_portfolio_is_restored_by_one_button(home: Path, open_user: Callable[..., User]) -> None:
    first = open_user()
    first.desk.parts.portfolio.change(lambda now: now.with_lot(Lot(Symbol("SPY"), shares=3.0)))
    close(first.desk)
    path = home / "portfolio.json"
    path.write_bytes(b"damaged")
    user = open_user()
    user.key(Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    assert "Its version of today " in user.text("portfolioMessageText")
    assert user.text("portfolioMessageAction") == "Restore this version"
    QTest.mouseClick(user.find("portfolioMessageAction"), Qt.MouseButton.LeftButton)
    assert [lot.shares for lot in user.desk.parts.portfolio.now.lots] == [3.0]
    assert not user.find("portfolioMessageBar").isVisible()
    (aside,) = home.glob("portfolio.json.damaged-*")
    assert aside.read_bytes() == b"damaged"
    user.find("portfolioDialog").reject()
