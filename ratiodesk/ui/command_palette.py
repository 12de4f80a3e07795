"""Every command of the window, found by its name."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ratiodesk.plain_text import plain
from ratiodesk.ui.actions import ABBREVIATED
from ratiodesk.words import tr

_SIZE_PX = 460, 380
# Between the name of a command and its keys, in the text of its row.
_APART = "    "
_ROW_PX, _MARGIN_PX = 24, 10
_ACTION_ROLE = int(Qt.ItemDataRole.UserRole)
_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class CommandPalette(QDialog):
    """Type some letters of a command, choose with the arrows, carry it out with Return or a click; Esc leaves.

    Parameters
    ----------
    commands
        What can be found; those that are not enabled now, or not shown at all, are left out.
    """

    def __init__(self, commands: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("commandPalette")
        self.setWindowTitle(tr("Find a command"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._commands = [command for command in commands if command.isEnabled() and command.isVisible()]
        self.field = QLineEdit()
        self.field.setObjectName("commandEdit")
        self.field.setAccessibleName(tr("Name of a command"))
        self.field.setPlaceholderText(tr("log, candles, go to a date …"))
        self.list = QListWidget()
        self.list.setObjectName("commandList")
        self.list.setAccessibleName(tr("Commands"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_KeysDelegate(self.list))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.resize(*_SIZE_PX)
        self.field.installEventFilter(self)
        self.field.textEdited.connect(self._show)
        self.field.returnPressed.connect(self._on_field_return_pressed)
        self.list.itemClicked.connect(self._carry_out)
        self._show("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The arrows move in the list while the letters go into the field.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _LIST_KEYS:
            self.list.event(event)
            return True
        return super().eventFilter(watched, event)

    @Slot(str)
    def _show(self, text: str) -> None:
        """List the commands in whose name or explanation every word begins somewhere: who is called so, names first."""
        self.list.clear()
        words = text.casefold().split()

        def rank(command: QAction) -> tuple[bool, bool]:
            return command.text().casefold().split() != words, not _fits(_names(command), words)

        for command in sorted(self._commands, key=rank):
            if _fits(f"{_names(command)} {command.toolTip()}", words):
                self.list.addItem(_item(command))
        if self.list.count():
            self.list.setCurrentRow(0)
        else:
            nothing = QListWidgetItem(tr("No command has such a name."))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nothing)

    @Slot()
    def _on_field_return_pressed(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._carry_out(item)

    @Slot(QListWidgetItem)
    def _carry_out(self, item: QListWidgetItem) -> None:
        command = item.data(_ACTION_ROLE)
        if command is not None:
            self.accept()
            # Once the dialog is gone and the window has the keys again.
            QTimer.singleShot(0, command, command.trigger)


def _name(command: QAction) -> str:
    """Return what a command is called where nothing beside it says what it belongs to."""
    return command.toolTip() if command.property(ABBREVIATED) else command.text().replace("&", "")


def _names(command: QAction) -> str:
    """Return what a user may call a command: *D* finds the bars of days."""
    return f"{_name(command)} {command.text()}"


def _fits(text: str, words: Sequence[str]) -> bool:
    """Return whether every word begins a word of *text*.

    >>> _fits("Go to a date…", ["date"]), _fits("Go to a date…", ["ate"]), _fits("Go to a date…", [])
    (True, False, True)
    """
    starts = text.casefold().split()
    return all(any(start.startswith(word) for start in starts) for word in words)


def _item(command: QAction) -> QListWidgetItem:
    keys = ", ".join(key.toString() for key in command.shortcuts())
    mark = "✓ " if command.isChecked() else ""
    item = QListWidgetItem(f"{mark}{_name(command)}{_APART}{keys}" if keys else f"{mark}{_name(command)}")
    item.setToolTip(plain(command.toolTip()))
    item.setData(_ACTION_ROLE, command)
    return item


class _KeysDelegate(QStyledItemDelegate):
    """Writes the keys in a column of their own, at the right."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.text = option.text.partition(_APART)[0]

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), _ROW_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if is_selected else QPalette.ColorRole.PlaceholderText
        painter.setPen(option.palette.color(role))
        place = option.rect.adjusted(_MARGIN_PX, 0, -_MARGIN_PX, 0)
        keys = str(index.data()).partition(_APART)[2]
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, keys)
