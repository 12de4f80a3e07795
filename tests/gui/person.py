"""A person at the desk: hands, eyes and a way out."""

from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ratiodesk.app import Desk
from ratiodesk.chart.chart import Chart
from ratiodesk.domain.level import Level


class User:
    """Hands and eyes: mouse, keys and object names, nothing else."""

    def __init__(self, desk: Desk, qtbot: Any) -> None:
        self.desk, self.qtbot = desk, qtbot

    @property
    def chart(self) -> Chart:
        return self.find("chart")

    @property
    def levels(self) -> dict[str, Level]:
        """The lines by role; plain ones by their ratio."""
        lines = self.desk.open_pair.layout.levels
        return {str(line.role) if line.role != "plain" else f"{line.ratio:g}": line for line in lines}

    def find(self, name: str) -> Any:
        found = self.desk.window.findChild(QWidget, name)
        assert found is not None, f"there is no {name}"
        return found

    def row(self, ratio: float) -> int:
        return round(self.chart.frame.viewport.y_of(ratio))

    def at(self, ratio: float, x: int = 300) -> QPoint:
        return QPoint(x, self.row(ratio))

    def move(self, point: QPoint) -> None:
        QTest.mouseMove(self.chart.viewport(), point)
        QApplication.processEvents()

    def click(self, point: QPoint, button: Qt.MouseButton = Qt.MouseButton.LeftButton, **keys: Any) -> None:
        QTest.mouseClick(self.chart.viewport(), button, keys.get("modifier", Qt.KeyboardModifier.NoModifier), point)

    def drag(self, start: QPoint, end: QPoint, *, release: bool = True, steps: int = 5) -> None:
        view = self.chart.viewport()
        QTest.mouseMove(view, start)
        QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
        for step in range(1, steps + 1):
            QTest.mouseMove(view, start + (end - start) * step / steps)
            QApplication.processEvents()
        if release:
            QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        target = QApplication.focusWidget() or self.desk.window
        QTest.keyClick(target, key, modifier)

    def place(self, *ratios: float) -> None:
        """Place lines with the level tool, then give each its exact value in the plan card."""
        for ratio in ratios:
            self.chart.setFocus()
            self.key(Qt.Key.Key_H)
            self.click(self.at(ratio))

    def type_into(self, name: str, text: str) -> None:
        field = self.find(name)
        field.setFocus()
        field.selectAll()
        if text.isascii():
            QTest.keyClicks(field, text)
        else:
            field.insert(text)  # QTest has no keys beyond ASCII; a paste brings such text in.
        QTest.keyClick(field, Qt.Key.Key_Return)

    def open(self, pair: str) -> None:
        self.type_into("pairEntry", pair)

    def cells(self, name: str) -> list[list[str]]:
        table = self.find(name)
        rows, columns = range(table.rowCount()), range(table.columnCount())
        return [[table.item(row, column).text() for column in columns] for row in rows]

    def text(self, name: str) -> str:
        return str(self.find(name).text())


def close(desk: Desk) -> None:
    """Close a desk as its user would, and let Qt delete it."""
    desk.close()
    desk.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
