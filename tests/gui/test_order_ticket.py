"""The order ticket beside the desk: read, copied, saved, and never of another position than the one on the card."""

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from person import User
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QFileDialog, QPushButton

from ratiodesk.domain.level import LevelId

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def planned(open_user: Callable[..., User]) -> User:
    """The worked example on the day of its note."""
    user = open_user()
    user.place(2.7, 2.5, 2.3)
    user.chart.select(None)
    return user


def press(user: User, name: str) -> None:
    QTest.mouseClick(user.find(name), LEFT)
    QApplication.processEvents()


def test_the_command_follows_the_button(user: User) -> None:
    command = user.command("Order ticket…")
    assert not command.isEnabled()
    user.place(2.7, 2.5, 2.3)
    assert command.isEnabled()
    command.trigger()
    assert user.find("ticketDialog").isVisible()
    user.find("ticketDialog").close()


@pytest.fixture
def dialog(planned: User) -> QDialog:
    press(planned, "orderTicket")
    found = planned.find("ticketDialog")
    assert isinstance(found, QDialog)
    assert found.isVisible()
    assert not found.isModal()
    return found


def preview(user: User) -> str:
    return str(user.find("ticketPreview").toPlainText())


def choose(user: User, form: str) -> None:
    combo: QComboBox = user.find("ticketForm")
    combo.setCurrentIndex(next(at for at in range(combo.count()) if combo.itemText(at).startswith(form)))


def shares_told(user: User) -> dict[str, str]:
    """Return what the Size card says: shares by symbol."""
    return {row[0].split()[-1]: row[1].replace(",", "") for row in user.cells("legsTable")}


def test_its_longest_line_is_seen_to_the_end(planned: User, dialog: QDialog) -> None:
    assert planned.find("ticketPreview").horizontalScrollBar().maximum() == 0


def test_without_a_position_the_button_says_why(user: User) -> None:
    button: QPushButton = user.find("orderTicket")
    assert not button.isEnabled()
    assert button.toolTip() == user.desk.open_pair.sized
    assert "takes a stop, an entry and a target" in button.toolTip()
    user.place(2.7, 2.5, 2.3)
    assert button.isEnabled()
    assert button.toolTip() == "The orders of this position, to copy or to save."
    # The entry beyond the stop: lines in the wrong order.
    user.desk.open_pair.set_value(user.levels["entry"].id, "2.8")
    assert not button.isEnabled()
    assert "must lie between stop" in button.toolTip()


def test_a_button_that_is_disabled_under_the_press_gives_the_keys_to_the_chart(planned: User) -> None:
    field, button = planned.find("accountEdit"), planned.find("orderTicket")
    planned.desk.window.activateWindow()
    QTest.mouseClick(field, LEFT)
    field.selectAll()
    QTest.keyClicks(field, "1000")
    # The press takes the account, which is too small for one share.
    press(planned, "orderTicket")
    assert not button.isEnabled()
    assert QApplication.focusWidget() is planned.chart


def test_the_ticket_has_the_shares_of_the_card(planned: User, dialog: QDialog) -> None:
    text = preview(planned)
    told = {words[-6]: words[-7] for words in (line.split() for line in text.splitlines() if " DAY " in line)}
    assert told == shares_told(planned)
    assert "only while the ratio is 2.500 or higher" in text


def test_the_condition_stands_above_a_table_that_has_no_column_for_it(planned: User, dialog: QDialog) -> None:
    label = planned.find("ticketCondition")
    assert not label.isVisible()
    choose(planned, "CSV for BasketTrader")
    assert preview(planned).splitlines()[0].startswith("Action,Quantity,Symbol,SecType")
    assert label.isVisible()
    assert "only while the ratio is 2.500 or higher" in label.text()
    choose(planned, "CSV with symbol")
    assert preview(planned).splitlines()[0] == "Symbol,Side,Quantity,Limit,Notional,LimitRatio"
    choose(planned, "Words")
    assert not label.isVisible()


def test_copy_puts_what_is_seen_on_the_clipboard(planned: User, dialog: QDialog) -> None:
    for form in ("Words", "CSV for BasketTrader"):
        choose(planned, form)
        press(planned, "ticketCopy")
        assert QApplication.clipboard().text().splitlines() == preview(planned).splitlines()
        assert planned.text("ticketNote") == "The ticket is on the clipboard."


def test_a_saved_table_is_what_a_broker_reads(
    planned: User, dialog: QDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        asked.append(name)
        return str(tmp_path / "orders at 2.500 or higher"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    choose(planned, "CSV for BasketTrader")
    press(planned, "ticketSave")
    session = planned.desk.open_pair.standing.session  # type: ignore[union-attr]
    assert asked == [f"Orders SPY-IWM {session} at 2.500 or higher.csv"]
    file = tmp_path / "orders at 2.500 or higher.csv"
    with file.open(newline="") as table:
        rows = list(csv.DictReader(table))
    assert {row["Symbol"]: row["Quantity"] for row in rows} == shares_told(planned)
    assert {row["OrderType"] for row in rows} == {"LMT"}
    assert file.read_bytes().count(b"\r\n") == 3
    assert planned.text("ticketNote") == f"Saved as {file}."


def test_a_file_that_cannot_be_written_is_told_in_the_dialog(
    planned: User, dialog: QDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "missing" / "orders.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (str(file), ""))
    press(planned, "ticketSave")
    assert planned.text("ticketNote").startswith(f"{file} could not be written (")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: ("", ""))
    press(planned, "ticketSave")
    assert not list(tmp_path.glob("**/orders*"))


def test_the_dialog_follows_a_line_once_it_is_let_go(planned: User, dialog: QDialog) -> None:
    before, at = preview(planned), planned.at(planned.levels["stop"].ratio)
    end = at - QPoint(0, 25)
    planned.drag(at, end, release=False)
    assert preview(planned) == before, "a line in the hand is no order yet"
    planned.release(end)
    assert preview(planned) != before
    choose(planned, "CSV with symbol")
    told = {row.split(",")[0]: row.split(",")[2] for row in preview(planned).splitlines()[1:]}
    assert told == shares_told(planned)


def test_the_dialog_says_when_the_position_is_gone_and_comes_back(planned: User, dialog: QDialog) -> None:
    entry = planned.levels["entry"]
    planned.desk.open_pair.set_value(entry.id, "2.8")
    assert preview(planned) == ""
    assert "must lie between stop" in planned.text("ticketNote")
    assert not planned.find("ticketCopy").isEnabled()
    assert not planned.find("ticketSave").isEnabled()
    planned.desk.open_pair.undo()
    assert "SELL SHORT" in preview(planned)
    assert planned.text("ticketNote") == ""
    assert planned.find("ticketCopy").isEnabled()


def test_another_execution_has_other_orders(planned: User, dialog: QDialog) -> None:
    planned.find("executionTabs").setCurrentIndex(1)
    assert "SELL SHORT" not in preview(planned)
    assert preview(planned).splitlines()[4].startswith("SELL")


def test_each_tranche_can_be_chosen(planned: User, dialog: QDialog) -> None:
    combo: QComboBox = planned.find("ticketTranche")
    assert not combo.isVisible()
    open_pair = planned.desk.open_pair
    open_pair.set_sizing(replace(open_pair.layout.sizing, account=500_000.0, tranches=(0.0, 0.3, 0.6)))
    assert combo.isVisible()
    assert combo.count() == 3
    assert combo.itemText(0) == "Tranche 1 of 3 at 2.500"
    first = preview(planned)
    assert "tranche 1 of 3" in first
    combo.setCurrentIndex(2)
    assert "tranche 3 of 3" in preview(planned)
    # Another account leaves the choice.
    open_pair.set_sizing(replace(open_pair.layout.sizing, account=600_000.0))
    assert "tranche 3 of 3" in preview(planned)
    open_pair.set_sizing(replace(open_pair.layout.sizing, account=500.0, risk_fraction=0.05))
    assert preview(planned) == ""
    assert planned.text("ticketNote").startswith("Too small")


def test_it_is_opened_once_and_again_after_it_was_closed(planned: User, dialog: QDialog) -> None:
    press(planned, "orderTicket")
    dialogs = planned.desk.window.findChildren(QDialog, "ticketDialog")
    assert dialogs == [dialog]
    dialog.close()
    planned.desk.open_pair.set_value(LevelId(planned.levels["stop"].id), "2.75")
    press(planned, "orderTicket")
    assert "SELL SHORT" in preview(planned)
