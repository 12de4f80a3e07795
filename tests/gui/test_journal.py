"""Frozen plans are listed, scored, noted, filtered, exported, deleted and brought back."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fake_ports import CLOSES, make_quotes
from fake_world import World, settle, wait_idle
from journal_desk import TITLES, choose, find, journal, keep_plan, press, rows
from person import User
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QTableView

from ratiodesk.__main__ import main
from ratiodesk.domain.frozen_plan import FrozenId
from ratiodesk.ui.journal_model import NOTE, JournalModel
from ratiodesk.ui.theme import LIGHT

AS_OF = ("--as-of", "2021-12-28")


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
    return keep_plan(open_faked, world)


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
    window = journal(planned)
    tip = find(window, "journalTable").model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    # 2.0 and √(2 × 2.3)
    words = "Opened in 2 tranches, each at the first close at its ratio or beyond: 2.000 and 2.145"
    assert tip.splitlines()[-1] == words
    (row,) = rows(window)
    assert row["Outcome"] == "Open, 1 of 2 tranches"


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
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (str(path.with_suffix("")), ""))
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


def test_a_plan_whose_target_came_before_its_entry_is_listed_as_missed(
    open_user: Callable[..., User], home: Path
) -> None:
    words = ("--home", str(home), "--offline")
    for ratio, role in (("1.95", "target"), ("2.13", "entry"), ("2.35", "stop")):
        assert main(["level", "SPY/IWM", "add", ratio, "--role", role, *words]) == 0
    assert main(["journal", "freeze", "SPY/IWM", "--as-of", "2020-11-20", *words]) == 0
    user = open_user("SPY/IWM")
    window = journal(user)
    (row,) = rows(window)
    assert (row["Outcome"], row["Entered"], row["Result"]) == ("Missed, at the target", "–", "–")
    assert row["Ended"].endswith("2020")
    assert "1 missed" in find(window, "journalSummary").text()
    choose(window, 0)
    press(window, "journalShow")
    frozen = user.chart.frame.frozen
    assert frozen is not None
    assert frozen.plan.outcome.startswith("missed: at the target before its entry, ")
    assert (frozen.entry, frozen.end is not None) == (None, True)


# Many plans


def test_a_long_journal_measures_the_rows_in_sight_and_not_every_cell(
    planned: User, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = planned.desk.parts.journal.freeze()
    assert plan is not None
    count = 300
    for place in range(count):
        world.journal.save(replace(plan, id=FrozenId(f"{place:08x}"), note=f"number {place}"))
    asked: list[int] = []
    data = JournalModel.data

    def counted(model: JournalModel, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        asked.append(index.row())
        return data(model, index, role)

    monkeypatch.setattr(JournalModel, "data", counted)
    window = journal(planned)
    assert find(window, "journalTable").model().rowCount() == count + 1
    QApplication.processEvents()
    # Measured as a whole, there would be some ten questions a row about each of ten columns.
    assert len(set(asked)) < 100
    assert len(asked) < 30 * count
    asked.clear()
    find(window, "journalFilter").setText("number 299")
    QApplication.processEvents()
    assert [row["Note"] for row in rows(window)] == ["number 299"]
    assert len(asked) < 10 * count


def test_a_long_journal_is_sorted_by_what_its_columns_mean(planned: User, world: World) -> None:
    plan = planned.desk.parts.journal.freeze()
    assert plan is not None
    for place in (3, 1, 2):
        world.journal.save(replace(plan, id=FrozenId(f"{place:08x}"), note=f"Number {place}"))
    window = journal(planned)
    table: QTableView = find(window, "journalTable")
    for order, notes in (
        (Qt.SortOrder.AscendingOrder, ["", "Number 1", "Number 2", "Number 3"]),
        (Qt.SortOrder.DescendingOrder, ["Number 3", "Number 2", "Number 1", ""]),
    ):
        table.sortByColumn(NOTE, order)
        assert [row["Note"] for row in rows(window)] == notes
