"""Bad input: one clear sentence where the user is looking, and nothing lost."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from person import User, close
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMessageBox

LAYOUT = "layouts/IWM_SPY.ratiodesk"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SPY", "is not a pair"),
        ("SPY/", "lacks a symbol"),
        ("SPY/SPY", "one instrument against itself"),
        ("X" * 200, "is not a pair"),
        ("X" * 200 + "/IWM", "is not a symbol"),
        ("../x", "is not a symbol"),
        ("🚀/SPY", "is not a symbol"),
        ("SPY/NOPE", "There are no prices for NOPE"),
    ],
)
def test_a_refused_pair_stays_in_the_entry_with_its_reason(user: User, text: str, says: str) -> None:
    before = user.desk.open_pair.layout
    user.open(text)
    assert says in user.find("pairEntry").toolTip()
    assert says in user.text("statusReading")
    assert user.find("pairEntry").property("state") == "bad"
    assert user.desk.open_pair.layout == before
    user.open("QQQ/IWM")
    assert user.find("pairEntry").property("state") == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("0", "above zero"),
        ("-2.1", "above zero"),
        ("nan", "finite"),
        ("inf", "finite"),
        ("1e12", "out of range"),
        ("900", "more than 100 times away"),
        ("two", "is not a number"),
    ],
)
def test_a_refused_level_leaves_the_line_where_it_was(user: User, text: str, says: str) -> None:
    user.place(2.5)
    (level,) = user.desk.open_pair.layout.levels
    table = user.find("planTable")
    table.setCurrentCell(0, 1)
    table.edit(table.model().index(0, 1))
    editor = table.findChild(QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    problem = user.desk.view.sidebar.plan._problem
    user.qtbot.waitUntil(lambda: says in problem.text())
    assert problem.isVisible()
    assert user.desk.open_pair.layout.levels == (level,)


def test_a_refused_value_on_the_tag_keeps_the_field_open(user: User) -> None:
    user.place(2.5)
    (level,) = user.desk.open_pair.layout.levels
    user.chart.edit_level(level.id)
    editor = user.chart.findChild(QLineEdit, "tagEditor")
    editor.selectAll()
    QTest.keyClicks(editor, "-1")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert editor.isVisible()
    assert "above zero" in editor.toolTip()
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()
    assert user.desk.open_pair.layout.levels == (level,)


def test_a_plan_in_the_wrong_order_says_so_and_keeps_its_lines(user: User) -> None:
    user.place(2.7, 2.5, 2.3)
    lines = user.levels
    assert user.desk.open_pair.set_value(lines["entry"].id, "2.8") == ""
    assert "must lie between" in user.text("zoneDetail")
    assert user.text("zoneName") == "Between"
    assert user.cells("legsTable") == []
    assert len(user.desk.open_pair.layout.levels) == 3


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("accountEdit", "0", "account must be a number above zero"),
        ("accountEdit", "-5", "account must be a number above zero"),
        ("accountEdit", "lots", "is not a number"),
        ("accountEdit", "1,5", "is not a number"),
        ("riskEdit", "0", "risk must be above 0 %"),
        ("riskEdit", "-1", "risk must be above 0 %"),
        ("riskEdit", "101", "at most 100 %"),
        ("riskEdit", "x", "is not a number"),
    ],
)
def test_a_refused_number_is_marked_and_the_old_one_still_sizes(user: User, field: str, text: str, says: str) -> None:
    user.place(2.7, 2.5, 2.3)
    before, legs = user.desk.open_pair.layout, user.cells("legsTable")
    user.type_into(field, text)
    refusal = user.desk.view.sidebar.size_card._refusal
    assert refusal.isVisible()
    assert says in refusal.text()
    assert user.desk.open_pair.layout == before
    assert user.cells("legsTable") == legs
    QTest.keyClick(user.find(field), Qt.Key.Key_Escape)
    assert not refusal.isVisible()


def test_an_account_too_small_for_one_share_says_which_leg_and_how_much(user: User) -> None:
    user.place(2.7, 2.5, 2.3)
    user.type_into("accountEdit", "1000")
    note = user.desk.view.sidebar.size_card._note.text()
    # Budget 10; to the stop about 5.8 %, so about 173 a leg; one SPY costs 765.72.
    assert "Too small for one share of SPY" in note
    assert "765.72" in note
    assert "is missing" in note


def test_a_damaged_layout_is_kept_and_opens_read_only_from_its_backup(
    open_user: Callable[..., User], home: Path
) -> None:
    first = open_user()
    first.place(2.7, 2.5)
    first.place(2.3)
    close(first.desk)
    document = home / LAYOUT
    damaged = document.read_bytes()[:200]
    document.write_bytes(damaged)
    user = open_user()
    assert "cannot be read" in user.text("messageText")
    assert user.find("messageBar").isVisible()
    assert len(user.desk.open_pair.layout.levels) == 3
    user.place(2.4)
    user.type_into("accountEdit", "5000")
    assert document.read_bytes() == damaged
    assert "Nothing was changed" in user.text("statusReading")
    assert user.text("statusSaved") == "Read-only"
    QTest.mouseClick(user.find("messageAction"), Qt.MouseButton.LeftButton)
    assert not user.find("messageBar").isVisible()
    (aside,) = document.parent.glob("*.damaged-*")
    assert aside.read_bytes() == damaged
    user.place(2.4)
    assert len(json.loads(document.read_bytes())["levels"]) == 4


def test_a_newer_layout_is_kept_and_cannot_be_set_aside(open_user: Callable[..., User], home: Path) -> None:
    document = home / LAYOUT
    document.parent.mkdir(parents=True)
    newer = json.dumps({"format": "ratiodesk-layout", "version": 99, "pair": "SPY/IWM"}).encode()
    document.write_bytes(newer)
    user = open_user()
    assert "newer RatioDesk" in user.text("messageText")
    assert not user.find("messageAction").isVisible()
    user.place(2.4)
    assert document.read_bytes() == newer


def test_unknown_fields_are_named_and_kept(open_user: Callable[..., User], home: Path) -> None:
    first = open_user()
    first.place(2.5)
    close(first.desk)
    document = home / LAYOUT
    fields = json.loads(document.read_bytes())
    fields["mood"] = "calm"
    fields["levels"][0]["weight"] = 3
    document.write_text(json.dumps(fields))
    user = open_user()
    assert "mood" in user.text("statusReading")
    user.place(2.4)
    kept = json.loads(document.read_bytes())
    assert kept["mood"] == "calm"
    assert kept["levels"][0]["weight"] == 3
    assert len(kept["levels"]) == 2


def test_a_failure_to_save_stays_visible_until_it_is_over(user: User, home: Path) -> None:
    layouts = home / "layouts"
    user.place(2.5)
    layouts.rename(home / "elsewhere")
    user.place(2.4)
    assert user.text("statusSaved").startswith("Not saved")
    (home / "elsewhere").rename(layouts)
    user.place(2.3)
    assert user.text("statusSaved") == "Saved"
    assert len(json.loads((home / LAYOUT).read_bytes())["levels"]) == 3


def test_closing_with_unsaved_lines_asks_first(user: User, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(_window: object, _title: str, text: str, *_buttons: object) -> QMessageBox.StandardButton:
        asked.append(text)
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "warning", answer)
    user.place(2.5)
    (home / "layouts").rename(home / "elsewhere")
    user.place(2.4)
    user.desk.window.close()
    assert user.desk.window.isVisible()
    assert "SPY/IWM" in asked[0]
    (home / "elsewhere").rename(home / "layouts")
    user.chart.setFocus()
    user.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert user.text("statusSaved").startswith("Saved")
    assert len(json.loads((home / LAYOUT).read_bytes())["levels"]) == 2
    user.desk.window.close()
    assert not user.desk.window.isVisible()
    assert len(asked) == 1


def test_an_axis_beyond_all_ratios_is_not_drawn(open_user: Callable[..., User], home: Path) -> None:
    first = open_user()
    first.place(2.5)
    close(first.desk)
    fields = json.loads((home / LAYOUT).read_bytes())
    fields["view"] |= {"low": 1.0, "high": 1e308, "scale": "log"}
    (home / LAYOUT).write_text(json.dumps(fields))
    user = open_user()
    user.chart.grab()
    assert user.chart.frame.viewport.high < 10


def fail_to_paint(user: User, monkeypatch: pytest.MonkeyPatch, grabs: int) -> list[type]:
    """Let the labels of the ratio axis raise an error; return what was reported."""
    caught: list[type] = []
    monkeypatch.setattr(sys, "excepthook", lambda *error: caught.append(error[0]))

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("ratiodesk.chart.axis_part.ratio_ticks", fail)
    user.chart.set_range("1Y")
    for _ in range(grabs):
        user.chart.grab()
    return caught


@pytest.mark.qt_log_ignore("Painter ended with")
def test_an_error_while_painting_is_reported_once_and_not_fatal(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fail_to_paint(user, monkeypatch, grabs=2) == [ZeroDivisionError]
    monkeypatch.undo()
    user.chart.set_range("3Y")
    image = user.chart.grab().toImage()
    assert image.pixelColor(4, 4).name() == user.chart.frame.palette.background


@pytest.mark.qt_log_ignore("Painter ended with")
def test_an_error_while_painting_leaves_the_painter_as_it_was(
    user: User, monkeypatch: pytest.MonkeyPatch, qtlog: Any
) -> None:
    fail_to_paint(user, monkeypatch, grabs=1)
    assert [record.message for record in qtlog.records] == []


def test_legs_without_a_common_session_say_so_and_leave_the_pair_open(open_faked: Callable[..., User]) -> None:
    user = open_faked("SPY/IWM")
    user.open("SPY/OLD")
    assert "no session in common" in user.text("statusReading")
    assert str(user.desk.open_pair.pair) == "SPY/IWM"


def test_a_field_explains_itself_again_once_its_refusal_is_over(user: User) -> None:
    field = user.find("holdingEdit")
    explained = field.toolTip()
    assert "part of the account" in explained
    field.mark("No.")
    assert field.toolTip() == "No."
    field.mark("")
    assert field.toolTip() == explained
