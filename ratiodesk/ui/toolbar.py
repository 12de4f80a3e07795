"""The one toolbar: pair, bars, range, basis, scale, level tool, undo."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from ratiodesk.desk.symbol_search import SymbolSearch
from ratiodesk.plain_text import plain
from ratiodesk.ui.action_button import ActionButton
from ratiodesk.ui.actions import LEVEL_WORDS, Actions
from ratiodesk.ui.icon import icon
from ratiodesk.ui.main_menu import MainMenu
from ratiodesk.ui.menus import fill_chart_menu
from ratiodesk.ui.pair_entry import PairEntry
from ratiodesk.ui.theme import Theme
from ratiodesk.words import tr

# How the buttons are set, from much room to little.
_SQUEEZES = (0, 1, 2)
# Width of the pair's field with room, and without.
_ENTRY_PX = (150, 112)


class Toolbar(QToolBar):
    """Fields and buttons in a row; what they do belongs to the actions."""

    def __init__(self, actions: Actions, search: SymbolSearch) -> None:
        super().__init__(tr("Toolbar"))
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setIconSize(QSize(16, 16))
        self._actions = actions
        self._squeeze = -1
        self._needs_px: dict[int, int] = {}
        self.pair_entry = PairEntry()
        self.pair_entry.setFixedWidth(_ENTRY_PX[False])
        self.pair_entry.query_changed.connect(search.ask)
        search.found.connect(self.pair_entry.show_found)
        self.addWidget(self.pair_entry)
        self._add_button(actions.swap, "swapPair", tr("Swap the pair"))
        self.addSeparator()
        self._interval_group = self._add_group("intervalButtons", tr("Bars"), list(actions.intervals.values()))
        self._interval_menu = self._add_menu("intervalMenu", tr("Bars"), list(actions.intervals.values()))
        self.addSeparator()
        self._add_group("rangeButtons", tr("Range"), list(actions.ranges.values()))
        self.addSeparator()
        self._add_group("basis", tr("Basis"), list(actions.adjusted.values()))
        self._add_button(actions.log, "logScale", tr("Logarithmic axis"))
        self.addSeparator()
        self._add_button(actions.level_tool, "levelTool", tr("Level tool"))
        self._add_chart_menu()
        self.addSeparator()
        self._add_button(actions.undo, "undo", tr("Undo"))
        self._add_button(actions.redo, "redo", tr("Redo"))
        # Takes the room that is left over: shared out, it would make some separators wider than others.
        rest = QWidget()
        rest.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(rest)
        self.main_menu = MainMenu(actions)
        self.addWidget(self.main_menu)

    def set_icons(self, theme: Theme) -> None:
        """Replace the signs on the buttons by icons."""
        for action, name in ((self._actions.swap, "swap"), (self._actions.undo, "undo"), (self._actions.redo, "redo")):
            action.setIcon(icon(name, theme.muted, "#66" + theme.muted.removeprefix("#")))
        self.main_menu.setIcon(icon("menu", theme.muted, theme.muted))

    def _add_button(self, action: QAction, name: str, accessible_name: str) -> QToolButton:
        button = _button(action)
        button.setObjectName(name)
        button.setAccessibleName(accessible_name)
        self.addWidget(button)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._needs_px.clear()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()  # Other letters, words or icons on the buttons.
        return super().event(event)

    def _fit(self) -> None:
        """Leave no button out: Qt would put the last ones into a menu of their own."""
        for squeeze in _SQUEEZES:
            # What a row needs is measured while it is there.
            if squeeze == self._squeeze or squeeze not in self._needs_px:
                self._set_squeeze(squeeze)
                self._needs_px[squeeze] = self.sizeHint().width()
            if self._needs_px[squeeze] <= self.width() or squeeze == _SQUEEZES[-1]:
                self._set_squeeze(squeeze)
                return

    def _set_squeeze(self, squeeze: int) -> None:
        """Set all buttons side by side, or closer together, or the bars as one button with a menu as well."""
        if squeeze == self._squeeze:
            return
        self._squeeze, is_close, is_least = squeeze, squeeze > 0, squeeze == _SQUEEZES[-1]
        self._interval_group.setVisible(not is_least)
        self._interval_menu.setVisible(is_least)
        for action in self.actions():
            if action.isSeparator():
                action.setVisible(not is_least)
        self._actions.level_tool.setIconText(tr(LEVEL_WORDS[is_close]))
        self.pair_entry.setFixedWidth(_ENTRY_PX[is_close])
        self.setProperty("compact", is_close)
        for button in self.findChildren(QToolButton):
            button.style().unpolish(button)
            button.style().polish(button)
            # A button remembers how wide it was.
            QCoreApplication.sendEvent(button, QEvent(QEvent.Type.StyleChange))
        # Left alone, layouts would grow one after another, by events.
        for row in (*self.findChildren(QHBoxLayout), self.layout()):
            if row is not None:
                row.invalidate()

    def _add_menu(self, name: str, accessible_name: str, actions: Sequence[QAction]) -> QAction:
        """Add a button that shows the checked one of *actions* and offers all of them."""
        button = QToolButton()
        button.setObjectName(name)
        button.setAccessibleName(accessible_name)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(button)
        for action in actions:
            menu.addAction(action)
            words = f"{action.iconText()} ▾"
            action.toggled.connect(lambda on, words=words: button.setText(words) if on else None)
        button.setMenu(menu)
        return self.addWidget(button)

    def _add_chart_menu(self) -> None:
        """Add the button with what the chart may show beside the ratio."""
        button = QToolButton()
        button.setObjectName("chartMenu")
        button.setAccessibleName(tr("What the chart shows"))
        button.setText(tr("Chart ▾"))
        button.setToolTip(tr("Candles, panes, a second ratio, magnet"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(button)
        fill_chart_menu(menu, self._actions)
        menu.addSeparator()
        menu.addAction(self._actions.go_to_date)
        menu.addAction(self._actions.copy_picture)
        button.setMenu(menu)
        self.addWidget(button)

    def _add_group(self, name: str, accessible_name: str, actions: Sequence[QAction]) -> QAction:
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
        return self.addWidget(holder)


def _button(action: QAction) -> QToolButton:
    button = ActionButton()
    button.setDefaultAction(action)
    keys = ", ".join(key.toString() for key in action.shortcuts())
    if keys:
        button.setToolTip(plain(f"{action.toolTip()} ({keys})"))
    return button
