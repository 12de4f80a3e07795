"""A file of holdings taken in through the window of the portfolio."""

from pathlib import Path

import pytest
from person import User
from portfolio_user import bring_back, enter, held, open_portfolio, place_plan
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from ratiodesk.domain.portfolio import Lot


@pytest.fixture
def planned(user: User) -> User:
    return place_plan(user)


@pytest.fixture
def opened(user: User) -> User:
    return open_portfolio(user)


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


def test_a_file_keeps_a_cost_typed_by_hand_and_can_be_undone(
    opened: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(opened, 0, "SPY", "10", cost="4,000")
    file = tmp_path / "held.csv"
    file.write_text("Symbol,Shares\nSPY,12\nIWM,5\n")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_words: (str(file), ""))
    QTest.mouseClick(opened.find("importHoldings"), Qt.MouseButton.LeftButton)
    opened.qtbot.waitUntil(lambda: opened.find("portfolioReport").isVisible())
    assert held(opened).lots == (Lot("SPY", 12.0, None, 4_000.0), Lot("IWM", 5.0))
    assert opened.find("portfolioReport").toPlainText().splitlines() == [
        "2 holdings taken in, 0 rows left out.",
        "The file does not say the cost of SPY: what was entered stays.",
        "The shares of SPY are others than before: check what stays.",
    ]
    assert opened.find("bringBackHolding").text() == "Bring back what was there before the file"
    bring_back(opened)
    assert held(opened).lots == (Lot("SPY", 10.0, None, 4_000.0),)


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
