"""A person at the desk: hands, eyes and a way out."""

from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ratiodesk.app import Desk
from ratiodesk.chart.chart import Chart
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.series import RatioSeries

_NONE, _LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton


class User:
    """Hands and eyes: mouse, keys and object names, nothing else."""

    def __init__(self, desk: Desk, qtbot: Any) -> None:
        self.desk, self.qtbot = desk, qtbot

    @property
    def chart(self) -> Chart:
        return self.find("chart")

    @property
    def series(self) -> RatioSeries:
        """What the chart shows."""
        series = self.chart.frame.series
        assert series is not None
        return series

    @property
    def levels(self) -> dict[str, Level]:
        """The lines by role; plain ones by their ratio."""
        lines = self.desk.open_pair.layout.levels
        return {str(line.role) if line.role != "plain" else f"{line.ratio:g}": line for line in lines}

    def find(self, name: str) -> Any:
        found = self.desk.window.findChild(QWidget, name)
        assert found is not None, f"there is no {name}"
        return found

    def command(self, text: str) -> QAction:
        """Return a command of the window by its words."""
        return next(action for action in self.desk.window.actions() if action.text() == text)

    def picture(self) -> QImage:
        return self.chart.grab().toImage()

    def row(self, ratio: float) -> int:
        return round(self.chart.frame.viewport.y_of(ratio))

    def at(self, ratio: float, x: int = 300) -> QPoint:
        return QPoint(x, self.row(ratio))

    def move(self, point: QPoint) -> None:
        QTest.mouseMove(self.chart.viewport(), point)
        QApplication.processEvents()

    def click(self, point: QPoint, button: Qt.MouseButton = Qt.MouseButton.LeftButton, **keys: Any) -> None:
        QTest.mouseClick(self.chart.viewport(), button, keys.get("modifier", Qt.KeyboardModifier.NoModifier), point)

    def press(self, point: QPoint, modifier: Qt.KeyboardModifier = _NONE) -> None:
        QTest.mouseMove(self.chart.viewport(), point)
        QTest.mousePress(self.chart.viewport(), _LEFT, modifier, point)

    def carry(self, point: QPoint, modifier: Qt.KeyboardModifier = _NONE) -> None:
        """Move with the left button down; QTest's own moves know no keys."""
        view, at = self.chart.viewport(), QPointF(point)
        kind, nothing = QMouseEvent.Type.MouseMove, Qt.MouseButton.NoButton
        QApplication.sendEvent(view, QMouseEvent(kind, at, view.mapToGlobal(at), nothing, _LEFT, modifier))
        QApplication.processEvents()

    def release(self, point: QPoint, modifier: Qt.KeyboardModifier = _NONE) -> None:
        QTest.mouseRelease(self.chart.viewport(), _LEFT, modifier, point)

    def drag(
        self,
        start: QPoint,
        end: QPoint,
        *,
        release: bool = True,
        steps: int = 5,
        modifier: Qt.KeyboardModifier = _NONE,
    ) -> None:
        self.press(start, modifier)
        for step in range(1, steps + 1):
            self.carry(start + (end - start) * step / steps, modifier)
        if release:
            self.release(end, modifier)

    def double_click(self, point: QPoint) -> None:
        """All four events of a real double click."""
        self.click(point)
        QTest.mouseDClick(self.chart.viewport(), _LEFT, _NONE, point)
        self.release(point)

    def axis(self, y: int) -> QPoint:
        """Return a point on the ratio axis."""
        return QPoint(self.chart.plot.width() + 30, y)

    def level(self, line: LevelId) -> Level:
        return self.desk.open_pair.layout.level(line)

    def row_of(self, line: LevelId) -> float:
        """Return the row a line is at, in parts of a pixel."""
        return self.chart.frame.viewport.y_of(self.level(line).ratio)

    def draw(self, *rows: float) -> list[LevelId]:
        """Draw lines without a role at rows of the plot, none of them selected."""
        found = []
        for row in rows:
            line = self.desk.open_pair.add_level(self.chart.frame.viewport.ratio_at(row))
            assert line is not None
            self.desk.open_pair.set_role(line, Role.PLAIN)
            found.append(line)
        self.chart.select(None)
        return found

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
