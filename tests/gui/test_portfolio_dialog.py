"""The portfolio: entered once by hand or from a file, seen on every pair, and never in the way."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from fake_portfolio import SectorSource
from fake_world import World, settle
from person import User
from portfolio_user import (
    bring_back,
    enter,
    held,
    open_portfolio,
    place_plan,
    remove_row,
    set_cell,
    visible_text,
)
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QStyleOptionViewItem

from ratiodesk.domain.errors import DamagedDocument
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Lot
from ratiodesk.ui.portfolio_dialog import PortfolioDialog


@pytest.fixture
def planned(user: User) -> User:
    return place_plan(user)


@pytest.fixture
def opened(user: User) -> User:
    return open_portfolio(user)


# The window


def test_the_card_opens_the_window_and_a_second_press_no_other(planned: User) -> None:
    for _ in range(2):
        QTest.mouseClick(planned.find("editPortfolio"), Qt.MouseButton.LeftButton)
    assert len(planned.desk.window.findChildren(PortfolioDialog)) == 1
    assert planned.find("portfolioDialog").isVisible()
    assert not planned.find("portfolioDialog").isModal()


def test_holdings_are_entered_in_place_and_written_at_once(opened: User, home: Path) -> None:
    enter(opened, 0, "spy", "100", cost="$30,000")
    enter(opened, 1, "IWM", "20.5")
    assert held(opened).lots == (Lot("SPY", 100.0, None, 30_000.0), Lot("IWM", 20.5))
    written = json.loads((home / "portfolio.json").read_text())
    assert [lot["symbol"] for lot in written["holdings"]] == ["SPY", "IWM"]
    # 100 × 765.72; an empty row waits for the next.
    assert opened.cells("lotTable")[0] == ["SPY", "100", "", "30,000", "76,572.00", "not known"]
    assert opened.cells("lotTable")[2] == [""] * 6
    assert visible_text(opened, "lotProblem") == ""


def test_a_half_typed_row_says_what_it_lacks(opened: User) -> None:
    set_cell(opened, 0, 0, "SPY")
    assert visible_text(opened, "lotProblem") == "Say how many shares of SPY there are, or what they are worth."
    assert held(opened).lots == ()
    set_cell(opened, 0, 1, "100")
    assert visible_text(opened, "lotProblem") == ""
    assert held(opened).lots == (Lot("SPY", 100.0),)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("SPY", "-5"), "The shares of SPY are negative: a holding cannot be a short position."),
        (("SPY", "many"), "“many” is not a number"),
        (("a/b", "5"), "“a/b” is not a symbol: type one such as SPY."),
        (("", "5"), "A symbol is missing: type one such as SPY."),
    ],
)
def test_what_cannot_be_taken_stays_beside_its_sentence(opened: User, cells: tuple[str, str], said: str) -> None:
    enter(opened, 0, *cells)
    assert said in visible_text(opened, "lotProblem")
    assert opened.cells("lotTable")[0][:2] == list(cells)
    assert held(opened).lots == ()
    # No dialog stands in the way, and the row can be corrected.
    assert QApplication.activeModalWidget() is None
    set_cell(opened, 0, 0, "SPY")
    set_cell(opened, 0, 1, "5")
    assert held(opened).lots == (Lot("SPY", 5.0),)
    assert visible_text(opened, "lotProblem") == ""


def test_a_symbol_has_one_row(opened: User) -> None:
    enter(opened, 0, "SPY", "100")
    enter(opened, 1, "SPY", "5")
    assert visible_text(opened, "lotProblem") == "SPY has a row already: change that one."
    assert held(opened).lots == (Lot("SPY", 100.0),)


def test_a_row_is_renamed_in_place(opened: User) -> None:
    enter(opened, 0, "SPY", "100")
    set_cell(opened, 0, 0, "QQQ")
    assert held(opened).lots == (Lot("QQQ", 100.0),)


def test_a_renamed_holding_keeps_its_row_and_tab_goes_on_in_it(opened: User) -> None:
    for row, (symbol, shares) in enumerate((("SPY", "80"), ("QQQ", "20"), ("TLT", "10"))):
        enter(opened, row, symbol, shares)
    table = opened.find("lotTable")
    table.setCurrentItem(table.item(0, 0))
    table.editItem(table.item(0, 0))
    for text in ("VTI", "500"):
        editor = table.viewport().findChildren(QLineEdit)[-1]
        editor.selectAll()
        QTest.keyClicks(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Tab)
        QApplication.processEvents()
    assert [(lot.symbol, lot.shares) for lot in held(opened).lots] == [("VTI", 500.0), ("QQQ", 20.0), ("TLT", 10.0)]


def test_a_holding_with_an_unknown_symbol_is_kept_and_told(opened: User) -> None:
    enter(opened, 0, "ZZZZ", "5")
    assert held(opened).lots == (Lot("ZZZZ", 5.0),)
    assert opened.cells("lotTable")[0][4] == "not known"
    assert "No prices of ZZZZ are at hand: it is left out." in opened.text("portfolioNotes")


def test_rows_that_are_taken_out_come_back_one_after_the_other(opened: User) -> None:
    enter(opened, 0, "SPY", "100")
    enter(opened, 1, "IWM", "20")
    remove_row(opened, 0)
    remove_row(opened, 0)
    assert held(opened).lots == ()
    for text, lots in (("IWM", (Lot("IWM", 20.0),)), ("SPY", (Lot("IWM", 20.0), Lot("SPY", 100.0)))):
        assert opened.find("bringBackHolding").text() == f"Bring back {text}"
        bring_back(opened)
        assert held(opened).lots == lots
    assert not opened.find("bringBackHolding").isVisible()


def test_what_is_brought_back_replaces_nothing_that_was_entered_since(opened: User) -> None:
    enter(opened, 0, "SPY", "100")
    remove_row(opened, 0)
    enter(opened, 0, "SPY", "5")
    bring_back(opened)
    assert visible_text(opened, "lotProblem") == "SPY has a row already: change that one."
    assert held(opened).lots == (Lot("SPY", 5.0),)
    # It is not lost for that.
    set_cell(opened, 0, 0, "QQQ")
    bring_back(opened)
    assert held(opened).lots == (Lot("QQQ", 5.0), Lot("SPY", 100.0))


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_delete_empties_a_cell_and_takes_no_row_out(opened: User, key: Qt.Key) -> None:
    enter(opened, 0, "SPY", "100", cost="30,000")
    table = opened.find("lotTable")
    table.setCurrentCell(0, 3)
    QTest.keyClick(table, key)
    assert held(opened).lots == (Lot("SPY", 100.0),)
    table.setCurrentCell(0, 1)
    QTest.keyClick(table, key)
    assert visible_text(opened, "lotProblem") == "Say how many shares of SPY there are, or what they are worth."
    assert held(opened).lots == (Lot("SPY", 100.0),)


def test_prices_that_arrive_leave_alone_what_is_being_typed(opened: User) -> None:
    enter(opened, 0, "SPY", "100")
    table = opened.find("lotTable")
    table.setCurrentItem(table.item(0, 1))
    table.editItem(table.item(0, 1))
    editor = table.viewport().findChildren(QLineEdit)[-1]
    editor.selectAll()
    QTest.keyClicks(editor, "25")
    opened.desk.parts.portfolio.forget_prices(["SPY"])
    settle(opened.desk.loader)
    assert editor.text() == "25"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert held(opened).lots == (Lot("SPY", 25.0),)


def test_cash_and_tax_are_typed_and_refused_beside_their_fields(opened: User) -> None:
    opened.type_into("cashEdit", "5,000")
    assert held(opened).cash == 5_000.0
    opened.type_into("cashEdit", "-5")
    assert visible_text(opened, "cashProblem") == "Cash must be a number from zero to 1,000,000,000,000."
    assert (held(opened).cash, opened.text("cashEdit")) == (5_000.0, "-5")
    opened.type_into("cashEdit", "6,000")
    assert visible_text(opened, "cashProblem") == ""
    assert not opened.find("taxRateEdit").isEnabled()
    opened.find("taxableCheck").click()
    assert held(opened).taxable
    opened.type_into("taxRateEdit", "15 %")
    assert held(opened).tax_rate == 0.15
    opened.type_into("taxRateEdit", "115 %")
    assert visible_text(opened, "cashProblem") == "The tax rate must be from 0 to 100 %."
    # What is wrong with one field stays told while the other is corrected.
    opened.type_into("cashEdit", "-1")
    opened.type_into("taxRateEdit", "25 %")
    assert visible_text(opened, "cashProblem") == "Cash must be a number from zero to 1,000,000,000,000."
    opened.find("cashEdit").setFocus()
    opened.find("cashEdit").clear()
    QTest.keyClicks(opened.find("cashEdit"), " ")
    QTest.keyClick(opened.find("cashEdit"), Qt.Key.Key_Return)
    assert held(opened).cash is None


# Sectors


def test_sectors_are_typed_by_hand_and_refused_beside_the_field(opened: User) -> None:
    assert opened.find("sectorSymbol").currentText() == "SPY"
    assert "Not known" in opened.text("sectorHint")
    opened.type_into("sectorEdit", "Financials 60, Energy 44")
    assert visible_text(opened, "sectorProblem") == "The sector weights of SPY add up to 104 %, more than 100 %."
    assert held(opened).sectors == ()
    opened.type_into("sectorEdit", "Financials 13.62")
    assert visible_text(opened, "sectorProblem") == ""
    (typed,) = held(opened).sectors
    assert typed.weights == (("Financials", 0.1362),)
    assert "86.38 % of it is in no known sector" in opened.text("sectorHint")
    opened.find("sectorSymbol").setCurrentText("IWM")
    assert opened.text("sectorEdit") == ""
    opened.type_into("sectorEdit", "Financials 21.63")
    rows = {row[0]: row for row in opened.cells("sectorTable")}
    assert set(rows) == {"Financials", "Not known"}
    assert rows["Financials"][3].startswith("+")


def test_an_empty_text_forgets_what_was_typed(opened: User) -> None:
    opened.type_into("sectorEdit", "Technology")
    assert held(opened).typed_sectors(Symbol("SPY")) is not None
    field = opened.find("sectorEdit")
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert held(opened).sectors == ()


# A file that cannot be read


def test_a_damaged_portfolio_is_told_kept_and_can_be_set_aside(open_user: Callable[..., User], home: Path) -> None:
    home.mkdir(parents=True)
    (home / "portfolio.json").write_text("{")
    user = open_user()
    assert "portfolio.json cannot be read" in user.text("statusReading")
    user.command("Portfolio…").trigger()
    assert "portfolio.json cannot be read" in visible_text(user, "portfolioMessageText")
    assert not user.find("importHoldings").isEnabled()
    assert not user.find("lotTable").item(0, 0).flags() & Qt.ItemFlag.ItemIsEditable
    QTest.mouseClick(user.find("portfolioMessageAction"), Qt.MouseButton.LeftButton)
    assert visible_text(user, "portfolioMessageText") == ""
    (kept,) = home.glob("portfolio.json.damaged-*")
    assert kept.read_text() == "{"
    enter(user, 0, "SPY", "5")
    assert held(user).lots == (Lot("SPY", 5.0),)


def test_a_disk_that_fails_keeps_the_row_with_its_sentence(open_faked: Callable[..., User], world: World) -> None:
    user = open_faked()
    user.command("Portfolio…").trigger()
    world.portfolio.failure = "Not saved: the disk is full."
    enter(user, 0, "SPY", "5")
    assert visible_text(user, "lotProblem") == "Not saved: the disk is full."
    assert user.cells("lotTable")[0][:2] == ["SPY", "5"]


def test_a_newer_portfolio_cannot_be_set_aside(world: World, open_faked: Callable[..., User]) -> None:
    world.portfolio.problem = type("Newer", (DamagedDocument,), {})("portfolio.json is from a newer RatioDesk.")
    user = open_faked()
    user.command("Portfolio…").trigger()
    assert visible_text(user, "portfolioMessageText") == (
        "portfolio.json is from a newer RatioDesk. There is no earlier version to show."
    )
    assert not user.find("portfolioMessageAction").isVisible()


def test_sectors_come_from_the_source_behind_the_chart(world: World, open_faked: Callable[..., User]) -> None:
    source: SectorSource = world.sector_source
    user = open_faked()
    user.command("Portfolio…").trigger()
    assert source.asked == []  # Nothing is held and nothing is planned yet.
    enter(user, 0, "QQQ", "5")
    user.qtbot.waitUntil(lambda: set(source.asked) == {"SPY", "IWM", "QQQ"})


def test_the_empty_row_says_what_goes_there(opened: User) -> None:
    enter(opened, 0, "SPY", "100")
    table = opened.find("lotTable")
    said = []
    for row in range(2):
        option = QStyleOptionViewItem()
        table.itemDelegateForColumn(0).initStyleOption(option, table.model().index(row, 0))
        said.append(option.text)
    assert said == ["SPY", "Type a symbol …"]
    assert opened.cells("lotTable")[1][0] == ""


def test_a_portfolio_worth_more_than_the_account_is_told_where_it_is_typed(opened: User) -> None:
    said = "The holdings are worth 153,144.00, more than the account of 100,000.00."
    enter(opened, 0, "SPY", "200")
    assert visible_text(opened, "lotProblem") == said
    # A pair sells no holding.
    assert opened.cells("legsTable") != []
    assert said in opened.text("portfolioNotes")
    # What is refused goes before it.
    set_cell(opened, 0, 1, "many")
    assert "“many” is not a number" in visible_text(opened, "lotProblem")
    set_cell(opened, 0, 1, "200")
    assert visible_text(opened, "lotProblem") == said
    opened.find("executionTabs").setCurrentIndex(1)
    assert opened.desk.open_pair.sized == said
    opened.type_into("accountEdit", "160,000")
    assert visible_text(opened, "lotProblem") == ""
    # 153,144 and 10,000.
    opened.type_into("cashEdit", "10,000")
    assert visible_text(opened, "lotProblem") == ""
    both = "The holdings and cash are worth 163,144.00, more than the account of 160,000.00."
    assert visible_text(opened, "cashProblem") == both
    opened.type_into("cashEdit", "5,000")
    assert visible_text(opened, "cashProblem") == ""


# A file that cannot be read
