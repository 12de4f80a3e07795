"""Plans are frozen at the desk, scored, noted, filtered, exported, deleted and brought back."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fake_ports import CLOSES, SPY_IWM, Ear, make_quotes
from fake_world import World, settle, wait_idle
from person import User
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QTableView

from ratiodesk.__main__ import main
from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.domain.errors import NotSaved
from ratiodesk.domain.frozen_plan import FrozenId
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.ratio import Ratio
from ratiodesk.ui.journal_model import COLUMNS, NOTE
from ratiodesk.ui.journal_window import JournalWindow
from ratiodesk.ui.theme import LIGHT

AS_OF = ("--as-of", "2021-12-28")
TITLES = [column.title for column in COLUMNS]


def lines(entry: float, stop: float, target: float) -> Layout:
    roles = ((Role.ENTRY, entry), (Role.STOP, stop), (Role.TARGET, target))
    return Layout(SPY_IWM, tuple(Level(LevelId(role), Ratio(ratio), role) for role, ratio in roles))


@pytest.fixture
def noted(open_user: Callable[..., User], home: Path) -> User:
    """A desk whose journal has the plan of the note, and the same lines with another note frozen a year later."""
    words = ("--home", str(home), "--offline")
    for ratio, role in (("1.95", "target"), ("2.13", "entry"), ("2.35", "stop")):
        assert main(["level", "SPY/IWM", "add", ratio, "--role", role, *words]) == 0
    assert main(["journal", "freeze", "SPY/IWM", *AS_OF, "--note", "the note", *words]) == 0
    assert main(["journal", "freeze", "SPY/IWM", "--as-of", "2022-12-28", "--note", "=second", *words]) == 0
    return open_user("SPY/IWM")


@pytest.fixture
def planned(open_faked: Callable[..., User], world: World) -> User:
    """SPY/IWM at 2.1 in the entry zone of a plan."""
    world.layouts.keep(lines(2.0, 2.3, 1.8))
    user = open_faked("SPY/IWM")
    user.chart.show_level([LevelId("stop"), LevelId("target")])
    return user


def journal(user: User) -> JournalWindow:
    """Open the journal and wait until it is read."""
    user.key(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    window = user.desk.window.findChild(JournalWindow, "journalWindow")
    assert window is not None
    settle(user.desk.loader)
    return window


def find(window: JournalWindow, name: str) -> Any:
    found = window.findChild(object, name)
    assert found is not None, f"there is no {name}"
    return found


def rows(window: JournalWindow) -> list[dict[str, str]]:
    model = find(window, "journalTable").model()
    return [
        {title: model.index(row, place).data() for place, title in enumerate(TITLES)} for row in range(model.rowCount())
    ]


def choose(window: JournalWindow, row: int, column: int = 0) -> None:
    table: QTableView = find(window, "journalTable")
    at = table.visualRect(table.model().index(row, column)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)


def press(window: JournalWindow, name: str) -> None:
    QTest.mouseClick(find(window, name), Qt.MouseButton.LeftButton)


# Freeze


def test_the_button_of_the_plan_card_freezes_what_is_seen(planned: User, world: World) -> None:
    button = planned.find("freezePlan")
    assert (button.text(), button.isEnabled()) == ("Freeze plan", True)
    planned.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    (frozen,) = world.journal.plans.values()
    assert (frozen.pair, frozen.ratio, frozen.session) == (SPY_IWM, 2.1, date(2022, 1, 7))
    assert (frozen.plan.entry, frozen.plan.stop, frozen.plan.target) == (2.0, 2.3, 1.8)
    # 1,000 / (2.3 / 2.1 − 1) = 10,500 a leg: 52 IWM at 200 and 25 SPY at 420.
    assert (frozen.bought.shares, frozen.sold.shares, frozen.frozen) == (52, 25, world.clock())
    assert planned.text("statusReading").startswith("Frozen: SPY/IWM at 2.100, buy 52 IWM and sell short 25 SPY.")


def test_a_key_freezes_too_and_the_plan_keeps_its_lines_when_they_move(planned: User, world: World) -> None:
    planned.chart.setFocus()
    planned.key(Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    planned.drag(planned.at(2.3), planned.at(2.2))
    assert planned.levels["stop"].ratio == pytest.approx(2.2, abs=0.01)
    (frozen,) = world.journal.plans.values()
    assert frozen.plan.stop == 2.3


def test_the_same_plan_is_not_frozen_twice(planned: User, world: World) -> None:
    for _ in range(2):
        planned.find("freezePlan").click()
    assert len(world.journal.plans) == 1
    sentence = "Nothing was frozen: the journal has this very plan of SPY/IWM already."
    assert planned.text("statusReading") == sentence
    planned.drag(planned.at(2.3), planned.at(2.2))
    planned.find("freezePlan").click()
    assert len(world.journal.plans) == 2


def test_what_is_written_while_the_journal_is_read_is_in_it(parts: DeskParts, world: World) -> None:
    world.layouts.keep(lines(2.0, 2.3, 1.8))
    parts.open_pair.open(SPY_IWM)
    parts.journal.read()
    assert parts.journal.freeze() is not None
    settle(parts.loader)
    assert len(parts.journal.scored) == 1


def test_without_a_plan_there_is_nothing_to_press(open_faked: Callable[..., User], world: World) -> None:
    user = open_faked("SPY/IWM")
    assert not user.find("freezePlan").isVisible()
    user.chart.setFocus()
    user.key(Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    assert world.journal.plans == {}


def test_a_plan_without_a_position_says_why_on_the_button(planned: User, world: World) -> None:
    button = planned.find("freezePlan")
    planned.drag(planned.at(2.3), planned.at(2.05))
    assert not button.isEnabled()
    assert button.toolTip().startswith("No position: the ratio 2.100 has reached the stop")
    planned.desk.open_pair.undo()
    assert button.isEnabled()
    assert button.toolTip() == "Keep the plan as it stands, to be scored from now on"


def test_a_full_disk_is_told(planned: User, world: World) -> None:
    world.journal.failure = "Not saved: the disk is full."
    planned.find("freezePlan").click()
    assert planned.text("statusReading") == "Not saved: the disk is full."


# The list


def test_the_journal_tells_when_the_plan_of_the_note_ended_and_how(noted: User) -> None:
    window = journal(noted)
    later, first = rows(window)
    assert first == {
        "Frozen": "28 Dec 2021", "Pair": "SPY/IWM", "Outcome": "Stopped", "Entered": "28 Dec 2021",
        "Ended": "6 Apr 2023", "Sessions": "320", "Best": "+0.20 R", "Worst": "−0.79 R", "Result": "−0.79 R",
        "Money": "−$777", "Note": "the note",
    }  # fmt: skip
    assert (later["Frozen"], later["Outcome"], later["Note"]) == ("28 Dec 2022", "Stopped", "=second")
    assert find(window, "journalSummary").text().startswith("2 plans: 2 ended  ·  together −")


def test_a_plan_that_was_just_frozen_is_in_the_open_journal(planned: User) -> None:
    window = journal(planned)
    assert rows(window) == []
    assert "“Freeze plan” on the plan card keeps one" in find(window, "journalSummary").text()
    planned.find("freezePlan").click()
    (row,) = rows(window)
    assert (row["Outcome"], row["Entered"], row["Ended"], row["Sessions"]) == ("Open", "7 Jan 2022", "–", "0")
    assert (row["Result"], find(window, "journalSummary").text()) == ("0.00 R", "1 plan: 1 open  ·  together 0.00 R, 0")


def test_a_filter_shows_rows_that_have_all_its_words(noted: User) -> None:
    window = journal(noted)
    for text, notes in (
        ("spy stopped", ["=second", "the note"]),
        ("NOTE 2021", ["the note"]),
        ("note 2022", []),
        ("", ["=second", "the note"]),
    ):
        find(window, "journalFilter").setText(text)
        assert [row["Note"] for row in rows(window)] == notes
        # An empty table says why.
        none = find(window, "journalNone")
        assert none.isVisible() is not bool(notes)
        assert notes or none.text() == f"No plan has all the words of “{text}”."
    assert find(window, "journalExport").isEnabled()


def test_columns_are_sorted_by_what_they_mean(noted: User) -> None:
    window = journal(noted)
    table: QTableView = find(window, "journalTable")
    # 320 sessions and fewer; as text “66” would come after “320”.
    table.sortByColumn(TITLES.index("Sessions"), Qt.SortOrder.DescendingOrder)
    counts = [int(row["Sessions"]) for row in rows(window)]
    assert counts == sorted(counts, reverse=True)
    table.sortByColumn(TITLES.index("Note"), Qt.SortOrder.DescendingOrder)
    assert [row["Note"] for row in rows(window)] == ["the note", "=second"]


def test_losses_are_told_by_sign_and_colour_in_a_selected_row_too(noted: User) -> None:
    window = journal(noted)
    model = find(window, "journalTable").model()
    result, best = (model.index(0, TITLES.index(title)) for title in ("Result", "Best"))
    assert (result.data()[0], result.data(Qt.ItemDataRole.ForegroundRole).name()) == ("−", window._model.theme.loss)
    assert best.data(Qt.ItemDataRole.ForegroundRole).name() == window._model.theme.gain
    assert model.index(0, 0).data(Qt.ItemDataRole.ForegroundRole) is None


def test_a_row_tells_what_was_decided(noted: User) -> None:
    window = journal(noted)
    tip = find(window, "journalTable").model().index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip.splitlines() == [
        "Frozen at 2.141 on 28 Dec 2021, price",
        "entry 2.130, stop 2.350, target 1.950",
        "Pair, dollar neutral: buy 45 IWM and sell short 21 SPY",
        "One R is the planned loss of $978; account $100,000",
    ]


def test_a_figure_is_told_in_money_and_a_note_in_full(noted: User) -> None:
    model = find(journal(noted), "journalTable").model()
    tips = [model.index(1, TITLES.index(title)).data(Qt.ItemDataRole.ToolTipRole) for title in ("Best", "Note")]
    assert tips == ["Best: +$196", "the note"]


def test_a_plan_with_tranches_says_how_it_is_scored(planned: User, world: World) -> None:
    layout = planned.desk.open_pair.layout
    planned.desk.open_pair.set_sizing(replace(layout.sizing, tranches=(0.0, 0.5)))
    planned.find("freezePlan").click()
    tip = find(journal(planned), "journalTable").model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip.splitlines()[-1] == "Meant to be opened in tranches; scored as if opened at once"


def test_new_prices_score_it_again(planned: User, world: World) -> None:
    window = journal(planned)
    planned.find("freezePlan").click()
    # SPY falls to 380: at 1.9, 25 × 40 = 1,000 earned on one R of 25 × (2.3 × 200 − 420) = 1,000.
    for symbol, close in (("SPY", 380.0), ("IWM", 200.0)):
        world.feed.give(make_quotes(symbol, (*CLOSES[symbol], close)))
    planned.desk.parts.updater.refresh()
    wait_idle(planned.desk.parts, planned.qtbot)
    settle(planned.desk.loader)
    (row,) = rows(window)
    assert (row["Outcome"], row["Sessions"], row["Result"], row["Money"]) == ("Open", "1", "+1.00 R", "+1,000")


def test_a_plan_without_prices_says_why(planned: User, world: World) -> None:
    planned.find("freezePlan").click()
    (frozen,) = world.journal.plans.values()
    twin = replace(frozen.inverted().inverted(), id=FrozenId("other"), note="lost")
    world.journal.plans[twin.id] = replace(
        twin, at=replace(twin.at, session=date(2020, 1, 2)), anchor=replace(twin.anchor, session=date(2020, 1, 2))
    )
    window = journal(planned)
    row = next(row for row in rows(window) if row["Note"] == "lost")
    assert (row["Outcome"], row["Result"], row["Money"]) == ("No score", "–", "–")
    tips = [find(window, "journalTable").model().index(at, 2).data(Qt.ItemDataRole.ToolTipRole) for at in (0, 1)]
    assert "SPY/IWM has no close of 2020-01-02, to which the frozen plan is tied." in tips
    assert "1 without a score" in find(window, "journalSummary").text()


def test_documents_that_cannot_be_read_are_told(planned: User, world: World) -> None:
    world.journal.problems = ("abc.json cannot be read: it is not JSON. It is kept as it is.",)
    window = journal(planned)
    assert find(window, "journalText").text() == world.journal.problems[0]
    assert find(window, "journalBar").isVisible()
    assert not find(window, "journalAction").isVisible()


# Note, delete, export


def test_a_note_is_written_in_place(noted: User, home: Path) -> None:
    window = journal(noted)
    table: QTableView = find(window, "journalTable")
    choose(window, 1, NOTE)
    table.edit(table.model().index(1, NOTE))
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "the note"
    editor.selectAll()
    QTest.keyClicks(editor, "wait  for 2.30")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    noted.qtbot.waitUntil(lambda: [row["Note"] for row in rows(window)] == ["=second", "wait for 2.30"])
    assert any('"wait for 2.30"' in path.read_text() for path in (home / "journal").iterdir())
    # The row stays selected.
    assert window.selected is not None
    assert window.selected.plan.note == "wait for 2.30"


def test_a_note_that_cannot_be_kept_is_told(planned: User, world: World) -> None:
    planned.find("freezePlan").click()
    window = journal(planned)
    world.journal.failure = "Not saved: the disk is full."
    model = find(window, "journalTable").model()
    model.setData(model.index(0, NOTE), "lost")
    QApplication.processEvents()
    assert find(window, "journalText").text() == "Not saved: the disk is full."
    assert rows(window)[0]["Note"] == ""
    assert not model.setData(model.index(0, 0), "x")


def test_a_deleted_plan_can_be_brought_back(noted: User, home: Path) -> None:
    window = journal(noted)
    assert not find(window, "journalDelete").isEnabled()
    choose(window, 1)
    press(window, "journalDelete")
    assert [row["Note"] for row in rows(window)] == ["=second"]
    assert len(list((home / "journal").iterdir())) == 1
    assert find(window, "journalText").text() == "The plan of SPY/IWM of 28 Dec 2021 is deleted."
    press(window, "journalAction")
    settle(noted.desk.loader)
    assert [row["Note"] for row in rows(window)] == ["=second", "the note"]
    assert len(list((home / "journal").iterdir())) == 2
    assert not find(window, "journalBar").isVisible()


def test_the_delete_key_deletes_the_selected_row(noted: User) -> None:
    window = journal(noted)
    choose(window, 0)
    QTest.keyClick(find(window, "journalTable"), Qt.Key.Key_Delete)
    assert [row["Note"] for row in rows(window)] == ["the note"]


def test_a_plan_that_cannot_be_deleted_stays(planned: User, world: World) -> None:
    planned.find("freezePlan").click()
    window = journal(planned)
    world.journal.failure = "Not deleted: no."
    choose(window, 0)
    press(window, "journalDelete")
    assert len(rows(window)) == 1
    assert planned.text("statusReading") == "Not deleted: no."


def test_what_is_in_sight_is_exported(noted: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = journal(noted)
    path = tmp_path / "journal.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (str(path), ""))
    find(window, "journalFilter").setText("second")
    press(window, "journalExport")
    (row,) = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    assert (row["note"], row["session"], row["state"]) == ("'=second", "2022-12-28", "stopped")
    assert find(window, "journalText").text() == f"Wrote 1 frozen plan to {path}."
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (str(tmp_path / "none" / "x.csv"), ""))
    press(window, "journalExport")
    assert "could not be written" in find(window, "journalText").text()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: ("", ""))
    press(window, "journalExport")
    assert "could not be written" in find(window, "journalText").text()


def test_there_is_one_journal_and_esc_closes_it(noted: User) -> None:
    window = journal(noted)
    assert journal(noted) is window
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_it_takes_the_colours_of_another_scheme(noted: User) -> None:
    window = journal(noted)
    noted.desk.view.set_theme(LIGHT)
    result = find(window, "journalTable").model().index(0, TITLES.index("Result"))
    assert result.data(Qt.ItemDataRole.ForegroundRole).name() == LIGHT.loss


# Without a window


def test_nothing_is_frozen_while_nothing_is_open(parts: DeskParts, world: World) -> None:
    heard = Ear.on(parts.journal.noticed)
    assert parts.journal.freeze() is None
    assert heard.heard == ["There is no plan to freeze yet: it takes a stop, an entry and a target."]


def test_a_plan_that_is_gone_can_be_neither_noted_nor_deleted(parts: DeskParts) -> None:
    assert parts.journal.set_note(FrozenId("gone"), "x") == "Nothing was changed: the frozen plan is gone."
    parts.journal.remove(FrozenId("gone"))
    parts.journal.bring_back()
    assert parts.journal.removed is None


def test_a_journal_that_cannot_be_read_is_told(parts: DeskParts, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise NotSaved("The folder is gone.")

    monkeypatch.setattr(world.journal, "entries", fail)
    heard = Ear.on(parts.journal.noticed)
    parts.journal.score_again()  # Nobody has looked at it yet.
    settle(parts.loader)
    assert heard.heard == []
    parts.journal.read()
    settle(parts.loader)
    assert heard.heard == ["The folder is gone."]
