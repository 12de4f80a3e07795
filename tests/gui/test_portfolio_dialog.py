"""The portfolio: entered once by hand or from a file, seen on every pair, and never in the way."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from fake_portfolio import SectorSource
from fake_world import World
from person import User
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QStyleOptionViewItem

from ratiodesk.domain.errors import DamagedDocument
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Lot, Portfolio
from ratiodesk.ui.portfolio_dialog import PortfolioDialog
from ratiodesk.ui.weight_bars import WeightBars

# The sample's last session: SPY 765.72, IWM 299.96, ratio 2.55274.
STOP, ENTRY, TARGET = 2.70, 2.50, 2.30


@pytest.fixture
def planned(user: User) -> User:
    user.place(STOP, ENTRY, TARGET)
    return user


@pytest.fixture
def opened(planned: User) -> User:
    planned.command("Portfolio…").trigger()
    return planned


def held(user: User) -> Portfolio:
    return user.desk.parts.portfolio.now


def set_cell(user: User, row: int, column: int, text: str) -> None:
    """Type into a cell of the table, as a double click on it begins."""
    table = user.find("lotTable")
    item = table.item(row, column)
    table.setCurrentItem(item)
    table.editItem(item)
    # The editor of the cell before may not have been deleted yet.
    editor = table.viewport().findChildren(QLineEdit)[-1]
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()


def enter(user: User, row: int, symbol: str, shares: str = "", value: str = "", cost: str = "") -> None:
    for column, text in enumerate((symbol, shares, value, cost)):
        if text:
            set_cell(user, row, column, text)


def visible_text(user: User, name: str) -> str:
    label = user.find(name)
    return str(label.text()) if label.isVisible() else ""


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
    assert opened.cells("lotTable")[0] == ["SPY", "100", "", "30,000", "76,572", "not known"]
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


def test_delete_takes_a_holding_out_and_a_button_brings_it_back(opened: User) -> None:
    enter(opened, 0, "SPY", "100")
    opened.find("lotTable").setCurrentCell(0, 0)
    QTest.keyClick(opened.find("lotTable"), Qt.Key.Key_Delete)
    assert held(opened).lots == ()
    QTest.mouseClick(opened.find("bringBackHolding"), Qt.MouseButton.LeftButton)
    assert held(opened).lots == (Lot("SPY", 100.0),)
    assert not opened.find("bringBackHolding").isVisible()


def test_prices_that_arrive_leave_alone_what_is_being_typed(opened: User) -> None:
    enter(opened, 0, "SPY", "100")
    table = opened.find("lotTable")
    table.setCurrentItem(table.item(0, 1))
    table.editItem(table.item(0, 1))
    editor = table.viewport().findChildren(QLineEdit)[-1]
    editor.selectAll()
    QTest.keyClicks(editor, "25")
    opened.desk.parts.portfolio.forget_prices()
    QApplication.processEvents()
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


# A file


def test_a_file_is_taken_in_and_every_row_left_out_is_named(
    opened: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "held.csv"
    file.write_text("Ticker,Quantity,Cost Basis\nSPY,100,30000\nZZZZ,5,\nTLT,-3,\nCash,250,\n")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_words: (str(file), ""))
    QTest.mouseClick(opened.find("importHoldings"), Qt.MouseButton.LeftButton)
    opened.qtbot.waitUntil(lambda: opened.find("portfolioReport").isVisible())
    assert opened.find("portfolioReport").toPlainText().splitlines() == [
        "2 holdings taken in, cash 250.00, 1 row left out.",
        "No prices of ZZZZ are at hand: it is kept, and counts once there are some.",
        "Line 4: The shares of TLT are negative: a holding cannot be a short position: TLT,-3,",
    ]
    assert [lot.symbol for lot in held(opened).lots] == ["SPY", "ZZZZ"]
    assert opened.text("cashEdit") == "250"


def test_a_file_that_is_no_table_is_refused_in_the_window(
    opened: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "notes.csv"
    file.write_text("buy milk\n")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_words: (str(file), ""))
    QTest.mouseClick(opened.find("importHoldings"), Qt.MouseButton.LeftButton)
    opened.qtbot.waitUntil(lambda: opened.find("portfolioReport").isVisible())
    assert "notes.csv has no line of column names" in opened.find("portfolioReport").toPlainText()
    assert held(opened).lots == ()


def test_no_choice_of_a_file_does_nothing(opened: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_words: ("", ""))
    QTest.mouseClick(opened.find("importHoldings"), Qt.MouseButton.LeftButton)
    assert not opened.find("portfolioReport").isVisible()


# The card


def test_the_card_follows_what_is_entered_and_a_dragged_line(opened: User) -> None:
    opened.find("executionTabs").setCurrentIndex(1)
    enter(opened, 0, "SPY", "100", cost="30,000")
    opened.find("taxableCheck").click()
    opened.type_into("taxRateEdit", "20")
    rows = {row[0]: row for row in opened.cells("portfolioTable")}
    # 100 × 765.72 of 100,000; the rest is cash.
    assert rows["SPY"][1] == "76.6 %"
    assert rows["Cash"][1] == "23.4 %"
    results = dict(opened.cells("portfolioResults"))
    sold = opened.desk.open_pair.sized.position.sold  # type: ignore[union-attr]
    # Sold at 765.72 what cost 300 a share.
    gain = sold.shares * (765.72 - 300)
    assert results["Realised gain"] == f"+${round(gain):,}"
    assert results["Tax on it"] == f"−${round(gain * 0.2):,}"
    assert results["Tracking error"].endswith("% a year")
    figures = {row[0]: row for row in opened.cells("figureTable")}
    assert figures["Beta to SPY"][1] == "0.766"
    before = opened.cells("portfolioResults")
    opened.find("portfolioDialog").close()
    opened.drag(opened.at(STOP), opened.at(2.80), release=False)
    # A stop farther away allows fewer shares, and less is realised.
    opened.qtbot.waitUntil(lambda: opened.cells("portfolioResults") != before)
    opened.release(opened.at(2.80))
    assert opened.desk.open_pair.sized.position.sold.shares < sold.shares  # type: ignore[union-attr]


def test_the_bars_show_before_and_after_in_the_themes_colours(opened: User) -> None:
    for symbol, text in (("SPY", "Energy 100"), ("IWM", "Utilities 100")):
        opened.find("sectorSymbol").setCurrentText(symbol)
        opened.type_into("sectorEdit", text)
    opened.find("executionTabs").setCurrentIndex(1)
    enter(opened, 0, "SPY", "130")
    bars: WeightBars = opened.find("portfolioBars")
    assert bars.accessibleDescription().startswith("Energy from 99.5 % to ")
    assert "Utilities from 0.0 % to " in bars.accessibleDescription()
    picture = bars.grab().toImage()
    before, after = bars.bars(0)
    theme = opened.desk.view._theme
    assert before.width() > after.width() > 0
    for bar, colour in ((before, theme.muted), (after, theme.accent)):
        centre = bar.center().toPoint()
        assert picture.pixelColor(centre.x(), centre.y()).name() == colour


def test_a_short_leg_reaches_to_the_left_of_the_zero(planned: User) -> None:
    bars: WeightBars = planned.find("portfolioBars")
    short = next(row for row, weight in enumerate(bars._rows) if weight.after < 0)
    long = next(row for row, weight in enumerate(bars._rows) if weight.after > 0)
    assert bars.bars(short)[1].right() == pytest.approx(bars.bars(long)[1].left())


def test_what_was_typed_on_the_size_card_goes_before_the_portfolio_and_says_so(opened: User) -> None:
    opened.find("executionTabs").setCurrentIndex(1)
    enter(opened, 0, "SPY", "100")
    opened.find("portfolioDialog").close()
    # 100 × 765.72
    assert opened.text("holdingEdit") == "$76,572 · portfolio"
    opened.type_into("holdingEdit", "60,000")
    rows = {row[0]: row for row in opened.cells("portfolioTable")}
    assert rows["SPY"][1] == "60.0 %"
    sized = opened.desk.open_pair.sized
    assert sized.assumption == "What was typed on this pair goes before the portfolio: SPY (60,000.00)."  # type: ignore[union-attr]


def test_the_portfolio_is_the_same_on_every_pair_and_after_a_start(
    opened: User, open_user: Callable[..., User]
) -> None:
    enter(opened, 0, "SPY", "10")
    opened.find("portfolioDialog").close()
    opened.open("QQQ/IWM")
    opened.place(2.6, 2.4, 2.2)
    assert any(row[0] == "SPY" for row in opened.cells("portfolioTable"))
    opened.desk.close()
    again = open_user()
    assert again.desk.parts.portfolio.now.lots == (Lot("SPY", 10.0),)


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
    assert visible_text(user, "portfolioMessageText") == "portfolio.json is from a newer RatioDesk."
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
