"""Earlier versions at the desk: seen, told apart, put back."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_world import settle
from person import User, close
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from versions_hand import LINES, PAIR, back, choose, listed, part, press, ratios, save_versions, show

from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.portfolio import Lot
from ratiodesk.storage.home import open_home
from ratiodesk.storage.layout_files import LayoutFiles
from ratiodesk.ui.theme import DARK, LIGHT


@pytest.fixture
def document(home: Path) -> Path:
    return save_versions(home)


# Restoring


def test_a_version_comes_back_by_keys_alone_and_undo_takes_it_away(
    document: Path, open_user: Callable[..., User]
) -> None:
    user = open_user()
    dialog = show(user)
    assert listed(dialog) == ["+stop at 2.350", "+entry at 2.130", "The first one kept"]
    # The newest is on the screen already: the one before it is offered.
    assert part(dialog, "versionCaption").text().startswith("2 lines, today ")
    press(dialog, Qt.Key.Key_Down)
    press(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    back(user)
    assert ratios(user) == [1.95]
    assert "Ctrl+Z takes that back" in user.text("statusReading")
    assert [level.ratio for level in LayoutFiles(open_home(str(document.parents[1]))).open(PAIR).layout.levels] == [
        1.95
    ]
    user.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert ratios(user) == [1.95, 2.13, 2.35]
    user.key(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert ratios(user) == [1.95]


def test_nothing_is_lost_by_restoring(document: Path, open_user: Callable[..., User]) -> None:
    user = open_user()
    dialog = show(user)
    press(dialog, Qt.Key.Key_Return)
    assert ratios(user) == [1.95, 2.13]
    again = show(user)
    assert listed(again) == ["−stop at 2.350", "+stop at 2.350", "+entry at 2.130", "The first one kept"]
    press(again, Qt.Key.Key_Return)
    assert ratios(user) == [1.95, 2.13, 2.35]


def test_what_is_on_the_screen_is_marked_and_cannot_be_restored(document: Path, open_user: Callable[..., User]) -> None:
    dialog = show(open_user())
    restore = part(dialog, "restoreVersion")
    assert restore.isEnabled()
    press(dialog, Qt.Key.Key_Up)
    assert listed(dialog, 0)[0].endswith(" · now")
    assert ": as it is now. +stop at 2.350." in part(dialog, "versionCaption").text()
    assert not restore.isEnabled()
    press(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_what_was_just_nudged_is_the_newest_version(document: Path, open_user: Callable[..., User]) -> None:
    user = open_user()
    user.chart.select(LevelId("s"))
    for _ in range(3):
        user.key(Qt.Key.Key_Up)
    dialog = show(user)
    assert listed(dialog)[0].startswith("Stop moved 2.35")
    assert listed(dialog)[0].endswith("→ 2.353")
    assert listed(dialog, 0)[0].endswith(" · now")
    dialog.reject()


def test_a_pair_without_versions_says_so(user: User) -> None:
    dialog = show(user)
    assert listed(dialog) == []
    assert part(dialog, "versionCaption").text() == "No version is kept yet: the next change makes one."
    assert not part(dialog, "restoreVersion").isEnabled()
    press(dialog, Qt.Key.Key_Return)
    dialog.reject()


def test_another_pair_is_opened_to_be_restored(home: Path, document: Path, open_user: Callable[..., User]) -> None:
    files = LayoutFiles(open_home(str(home)))
    for ratio in (4.0, 5.0):
        files.save(Layout(Pair.parse("QQQ/TLT"), (Level(LevelId("q"), ratio),)))
    user = open_user("SPY/IWM")
    dialog = show(user)
    choose(user, dialog, "QQQ/TLT")
    assert listed(dialog) == ["Line moved 4.000 → 5.000", "The first one kept"]
    dialog._table.selectRow(1)
    QTest.mouseClick(part(dialog, "restoreVersion"), Qt.MouseButton.LeftButton)
    back(user)
    assert (str(user.desk.open_pair.pair), ratios(user)) == ("QQQ/TLT", [4.0])
    user.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert ratios(user) == [5.0]


def test_a_pair_without_prices_is_not_restored_and_says_why(
    home: Path, document: Path, open_user: Callable[..., User]
) -> None:
    LayoutFiles(open_home(str(home))).save(Layout(Pair.parse("AAA/BBB"), (Level(LevelId("q"), 4.0),)))
    user = open_user("SPY/IWM")
    dialog = show(user)
    choose(user, dialog, "AAA/BBB")
    assert part(dialog, "versionPicture").frame.sentence == "The prices of AAA/BBB are not at hand."
    press(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert part(dialog, "versionsProblem").text().startswith("Nothing was restored: ")
    assert (str(user.desk.open_pair.pair), ratios(user)) == ("SPY/IWM", [1.95, 2.13, 2.35])
    dialog.reject()


def test_a_pair_seen_upside_down_is_restored_upside_down(document: Path, open_user: Callable[..., User]) -> None:
    user = open_user("IWM/SPY")
    dialog = show(user)
    assert listed(dialog)[0] == "+stop at 0.42553"  # 1 ÷ 2.35
    press(dialog, Qt.Key.Key_Return)
    assert ratios(user) == pytest.approx([1 / 1.95, 1 / 2.13])


def test_the_portfolio_comes_back(open_user: Callable[..., User]) -> None:
    user = open_user()
    portfolio = user.desk.parts.portfolio
    for shares in (1.0, 2.0):
        assert portfolio.change(lambda now, shares=shares: now.with_lot(Lot(Symbol("SPY"), shares=shares))) == ""
    dialog = show(user)
    choose(user, dialog, "Portfolio")
    assert listed(dialog) == ["Shares of SPY 1 → 2", "The first one kept"]
    assert not part(dialog, "versionPicture").isVisible()
    press(dialog, Qt.Key.Key_Return)
    assert [lot.shares for lot in portfolio.now.lots] == [1.0]
    again = show(user)
    choose(user, again, "Portfolio")
    assert listed(again)[0] == "Shares of SPY 2 → 1"
    again.reject()


def test_a_portfolio_that_cannot_be_written_is_told_in_the_dialog(
    home: Path, open_user: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    user = open_user()
    for cash in (1.0, 2.0):
        user.desk.parts.portfolio.change(lambda now, cash=cash: replace(now, cash=cash))
    dialog = show(user)
    choose(user, dialog, "Portfolio")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ratiodesk.storage.portfolio_file.write_atomic", full)
    press(dialog, Qt.Key.Key_Return)
    assert "No space left on device" in part(dialog, "versionsProblem").text()
    assert user.desk.parts.portfolio.now.cash == 2.0
    dialog.reject()


def test_a_deleted_plan_comes_back_after_a_restart(document: Path, open_user: Callable[..., User]) -> None:
    first = open_user()
    for role, ratio in ((LevelId("t"), 2.2), (LevelId("e"), 2.5), (LevelId("s"), 2.8)):
        first.desk.open_pair.set_value(role, str(ratio))
    plan = first.desk.parts.journal.freeze()
    assert plan is not None
    settle(first.desk.loader)
    first.desk.parts.journal.remove(plan.id)
    close(first.desk)
    user = open_user()
    dialog = show(user)
    choose(user, dialog, "Lost frozen plans")
    assert listed(dialog, 1) == ["SPY/IWM"]
    assert not part(dialog, "versionPicture").isVisible()
    press(dialog, Qt.Key.Key_Return)
    settle(user.desk.loader)
    assert [scored.plan for scored in user.desk.parts.journal.scored] == [plan]
    again = show(user)
    choose(user, again, "Lost frozen plans")
    assert listed(again) == []
    again.reject()


def test_a_damaged_plan_is_restored_and_its_document_kept(
    document: Path, home: Path, open_user: Callable[..., User]
) -> None:
    user = open_user()
    for role, ratio in ((LevelId("t"), 2.2), (LevelId("e"), 2.5), (LevelId("s"), 2.8)):
        user.desk.open_pair.set_value(role, str(ratio))
    plan = user.desk.parts.journal.freeze()
    assert plan is not None
    path = home / "journal" / f"{plan.id}.json"
    path.write_bytes(b"damaged")
    dialog = show(user)
    choose(user, dialog, "Lost frozen plans")
    press(dialog, Qt.Key.Key_Return)
    settle(user.desk.loader)
    assert [scored.plan for scored in user.desk.parts.journal.scored] == [plan]
    (aside,) = path.parent.glob("*.damaged-*")
    assert aside.read_bytes() == b"damaged"


# The picture


def test_the_picture_has_the_lines_of_the_version_in_their_colours(
    document: Path, open_user: Callable[..., User]
) -> None:
    files = LayoutFiles(open_home(str(document.parents[1])))
    files.save(Layout(PAIR, (*LINES[:2], replace(LINES[2], colour="#12ab34"))))
    files.save(Layout(PAIR, LINES[:1]))
    user = open_user()
    dialog = show(user)
    picture = part(dialog, "versionPicture")

    def colours() -> list[str]:
        image = picture.grab().toImage()
        port = picture.frame.viewport
        # Left of the middle, clear of names and curve.
        rows = [round(port.y_of(ratio)) for ratio in (1.95, 2.13, 2.35)]
        return [image.pixelColor(round(port.width) - 12, row).name() for row in rows]

    theme = user.desk.view._theme
    assert colours()[::2] == [theme.level, "#12ab34"]
    press(dialog, Qt.Key.Key_Up)
    assert colours()[0] == theme.level
    assert colours()[2] != "#12ab34"
    dialog.reject()


def test_a_line_far_from_the_ratio_leaves_the_curve_in_sight(home: Path, open_user: Callable[..., User]) -> None:
    lines = (Level(LevelId("near"), 4.0), Level(LevelId("far"), 900.0))
    LayoutFiles(open_home(str(home))).save(Layout(PAIR, lines))
    dialog = show(open_user())
    port = part(dialog, "versionPicture").frame.viewport
    assert 4.0 < port.high < 5.0
    dialog.reject()


def test_the_picture_takes_the_colours_of_the_other_theme(document: Path, open_user: Callable[..., User]) -> None:
    user = open_user()
    dialog = show(user)
    for theme in (DARK, LIGHT):
        user.desk.view.set_theme(theme)
        image = part(dialog, "versionPicture").grab().toImage()
        assert image.pixelColor(image.width() - 4, image.height() - 4) == QColor(theme.card)
    dialog.reject()


def test_words_of_the_user_are_shown_as_they_are(home: Path, open_user: Callable[..., User]) -> None:
    LayoutFiles(open_home(str(home))).save(Layout(PAIR))
    LayoutFiles(open_home(str(home))).save(Layout(PAIR, (replace(LINES[2], label="<b>x</b>"),)))
    dialog = show(open_user())
    press(dialog, Qt.Key.Key_Up)
    assert "<b>x</b>" in part(dialog, "versionCaption").text()
    assert part(dialog, "versionCaption").textFormat() is Qt.TextFormat.PlainText
    tip = part(dialog, "versionsTable").item(0, 2).toolTip()
    assert "&lt;b&gt;x&lt;/b&gt;" in tip
    dialog.reject()


def test_the_command_is_in_the_palette_and_in_both_menus(user: User) -> None:
    command = user.command("Versions…")
    assert command in user.desk.window.actions()
    assert command in user.find("mainMenu").menu().actions()
    shown: list[Any] = []
    user.desk.view.menus.shown.connect(shown.append)
    user.desk.view.menus.show_chart_menu(2.0, user.chart.rect().center())
    assert command in shown[0].actions()
    shown[0].close()
