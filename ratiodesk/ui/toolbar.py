"""The one toolbar: pair, range, basis, scale, level tool, undo."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolBar, QToolButton, QWidget

from ratiodesk.ui.actions import Actions
from ratiodesk.ui.icon import icon
from ratiodesk.ui.pair_entry import PairEntry
from ratiodesk.ui.theme import Theme


class Toolbar(QToolBar):
    """Fields and buttons in a row; what they do belongs to the actions."""

    def __init__(self, actions: Actions) -> None:
        super().__init__("Toolbar")
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setIconSize(QSize(16, 16))
        self._actions = actions
        self.pair_entry = PairEntry()
        self.pair_entry.setFixedWidth(126)
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

    def set_icons(self, theme: Theme) -> None:
        """Replace the signs on the buttons by icons."""
        for action, name in ((self._actions.swap, "swap"), (self._actions.undo, "undo"), (self._actions.redo, "redo")):
            action.setIcon(icon(name, theme.muted, "#66" + theme.muted.removeprefix("#")))

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
