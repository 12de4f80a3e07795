"""A desk with a plan and the window of the portfolio, for what is entered there and what the card says about it."""

from person import User
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from ratiodesk.domain.portfolio import Portfolio

# The sample's last session: SPY 765.72, IWM 299.96, ratio 2.55274.
STOP, ENTRY, TARGET = 2.70, 2.50, 2.30


def place_plan(user: User) -> User:
    """Draw the lines of the plan."""
    user.place(STOP, ENTRY, TARGET)
    return user


def open_portfolio(user: User) -> User:
    """Draw the plan and open the window of the portfolio."""
    place_plan(user).command("Portfolio…").trigger()
    return user


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


def remove_row(user: User, row: int) -> None:
    user.find("lotTable").setCurrentCell(row, 0)
    QTest.keyClick(user.find("lotTable"), Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)


def bring_back(user: User) -> None:
    QTest.mouseClick(user.find("bringBackHolding"), Qt.MouseButton.LeftButton)
