"""A desk with a plan at exact ratios, for what the cards say about it.

The sample's last session: SPY 765.72, IWM 299.96, ratio R0 = 2.552740. The plan opens between 2.50 and its stop at
2.70, for a target of 2.30: S/R0 = 1.057687, T/R0 = 0.900993, so N = 1,000/0.057687 = 17,335, which buys 57 IWM for
17,097.72 and shorts 22 SPY for 16,845.84.
"""

from person import User
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from ratiodesk.domain.level import PLAN_ROLES, Role

PLAN = {Role.STOP: "2.70", Role.ENTRY: "2.50", Role.TARGET: "2.30"}


def draw_plan(user: User) -> User:
    """Draw the plan, each line at its exact ratio."""
    lines = user.draw(100, 200, 300)
    for line, role in zip(lines, PLAN_ROLES, strict=True):
        user.desk.open_pair.set_role(line, role)
    for line, role in zip(lines, PLAN_ROLES, strict=True):
        assert user.desk.open_pair.set_value(line, PLAN[role]) == ""
    return user


def fill_cards(user: User) -> User:
    """Draw the plan, unfold every card, and let no line be chosen."""
    draw_plan(user)
    for name in ("outcomes", "executions", "tranches", "costs", "portfolio"):
        heading = user.desk.window.findChild(QAbstractButton, f"fold_{name}")
        if isinstance(heading, QAbstractButton) and not heading.isChecked():
            heading.click()
    user.chart.select(None)
    QApplication.processEvents()
    return user


def carry_line(user: User, role: str, rows: int) -> None:
    """Drag a line by so many rows and keep the button down."""
    start = user.at(user.levels[role].ratio)
    user.drag(start, start + QPoint(0, rows), release=False)


def click(user: User, name: str) -> None:
    """Click a button of a card, wherever it is scrolled to."""
    QTest.mouseClick(user.find(name), Qt.MouseButton.LeftButton)


def shown(user: User, name: str) -> str:
    """Return the text of a label, empty while it is hidden."""
    label = user.find(name)
    return str(label.text()) if label.isVisible() else ""
