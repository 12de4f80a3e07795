"""The one toolbar: pair, range, basis, scale, level tool, undo."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QToolBar, QToolButton, QToolTip, QWidget

from ratiodesk.domain.pair import Pair
from ratiodesk.ui.actions import Actions
from ratiodesk.ui.icon import icon
from ratiodesk.ui.theme import Theme


class Toolbar(QToolBar):
    """Shows the open pair and takes another."""

    pair_entered = Signal(str)

    def __init__(self, actions: Actions) -> None:
        super().__init__("Toolbar")
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setIconSize(QSize(16, 16))
        self._actions = actions
        self._pair = ""
        self.pair_entry = QLineEdit()
        self.pair_entry.setObjectName("pairEntry")
        self.pair_entry.setAccessibleName("Pair")
        self.pair_entry.setPlaceholderText("SPY/IWM")
        self.pair_entry.setFixedWidth(126)
        self.pair_entry.setToolTip("Type a pair such as SPY/IWM (Ctrl+L)")
        self.pair_entry.returnPressed.connect(self._on_pair_entry_return_pressed)
        self.pair_entry.editingFinished.connect(self._on_pair_entry_editing_finished)
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.pair_entry.setCompleter(completer)
        self.addWidget(self.pair_entry)
        self._add_button(actions.swap, "swapPair", "Swap the pair")
        self.addSeparator()
        self._add_group("rangeButtons", "Range", list(actions.ranges.values()))
        self.addSeparator()
        self._add_group("basis", "Basis", list(actions.bases.values()))
        self._add_button(actions.log, "logScale", "Logarithmic axis")
        self.addSeparator()
        self._add_button(actions.level_tool, "levelTool", "Level tool")
        self._add_button(actions.undo, "undo", "Undo")
        self._add_button(actions.redo, "redo", "Redo")

    def show_pair(self, pair: Pair) -> None:
        """Show the open pair."""
        self._pair = str(pair)
        self.pair_entry.setText(self._pair)
        self._mark("")

    def offer(self, pairs: Sequence[str]) -> None:
        """Complete what is typed with these pairs."""
        self._known.setStringList(list(pairs))

    def start_typing(self, text: str) -> None:
        """Begin another pair with its first letter."""
        self.pair_entry.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.pair_entry.setText(text)

    def refuse(self, sentence: str) -> None:
        """Keep what was typed and say below it why it does not open."""
        self._mark(sentence)
        self.pair_entry.setFocus(Qt.FocusReason.OtherFocusReason)
        self.pair_entry.selectAll()
        QToolTip.showText(self.pair_entry.mapToGlobal(self.pair_entry.rect().bottomLeft()), sentence, self.pair_entry)

    def set_icons(self, theme: Theme) -> None:
        """Replace the signs on the buttons by icons."""
        for action, name in ((self._actions.swap, "swap"), (self._actions.undo, "undo"), (self._actions.redo, "redo")):
            action.setIcon(icon(name, theme.text, "#66" + theme.muted.removeprefix("#")))

    @Slot()
    def _on_pair_entry_return_pressed(self) -> None:
        self.pair_entered.emit(self.pair_entry.text())

    @Slot()
    def _on_pair_entry_editing_finished(self) -> None:
        if not self.pair_entry.hasFocus() and not self.pair_entry.property("state"):
            self.pair_entry.setText(self._pair)

    def _mark(self, sentence: str) -> None:
        self.pair_entry.setProperty("state", "bad" if sentence else "")
        self.pair_entry.setToolTip(sentence or "Type a pair such as SPY/IWM (Ctrl+L)")
        self.pair_entry.style().unpolish(self.pair_entry)
        self.pair_entry.style().polish(self.pair_entry)

    def _add_button(self, action: QAction, name: str, accessible_name: str) -> QToolButton:
        button = _button(action)
        button.setObjectName(name)
        button.setAccessibleName(accessible_name)
        self.addWidget(button)
        return button

    def _add_group(self, name: str, accessible_name: str, actions: Sequence[QAction]) -> None:
        holder = QWidget()
        holder.setObjectName(name)
        holder.setAccessibleName(accessible_name)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        for action in actions:
            button = _button(action)
            button.setAccessibleName(action.toolTip())
            row.addWidget(button)
        self.addWidget(holder)


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    keys = ", ".join(key.toString() for key in action.shortcuts())
    if keys:
        button.setToolTip(f"{action.toolTip()} ({keys})")
    return button
