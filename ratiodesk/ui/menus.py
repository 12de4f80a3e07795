"""The two right-click menus: of a line, and of the chart."""

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QInputDialog, QMenu, QWidget

from ratiodesk.chart.chart import Chart
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.domain.level import LevelId, Role
from ratiodesk.plain_text import plain
from ratiodesk.ui.actions import ABBREVIATED, Actions
from ratiodesk.ui.number_text import level_text
from ratiodesk.words import tr

# The roles in the order in which they are offered.
_ROLES = (Role.STOP, Role.ENTRY, Role.TARGET, Role.PLAIN)


class Menus(QObject):
    """Builds a menu when it is asked for; it deletes itself when it closes."""

    shown = Signal(QMenu)

    def __init__(self, open_pair: OpenPair, chart: Chart, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._open_pair, self._chart, self._actions, self._window = open_pair, chart, actions, window

    def show_level_menu(self, level_id: str, at: QPoint) -> None:
        """Show the menu of a line: role, value, label, colour, lock, basis, delete."""
        self._popup(self.level_menu(LevelId(level_id)), at)

    def level_menu(self, line: LevelId) -> QMenu:
        """Return the menu of a line; whoever asks for it shows or deletes it."""
        open_pair = self._open_pair
        level = open_pair.layout.level(line)
        menu = self._menu("levelMenu")
        for role in _ROLES:
            entry = menu.addAction(tr("No role") if role is Role.PLAIN else role.display_name)
            entry.setCheckable(True)
            entry.setChecked(level.role is role)
            entry.triggered.connect(lambda _checked=False, role=role: open_pair.set_role(line, role))
        menu.addSeparator()
        menu.addAction(tr("Exact value…"), lambda: self._chart.edit_level(line))
        menu.addAction(tr("Label…"), lambda: self._ask_label(line, level.label))
        menu.addAction(tr("Colour…"), lambda: self._ask_colour(line, level.colour))
        if level.colour:
            menu.addAction(tr("Usual colour"), lambda: open_pair.set_colour(line, ""))
        lock = menu.addAction(tr("Locked"), lambda: open_pair.set_locked(line, not level.locked))
        lock.setCheckable(True)
        lock.setChecked(level.locked)
        basis = open_pair.layout.view.basis
        if level.basis is not basis:
            convert = tr("Convert to {basis}", basis=basis.display_name)
            menu.addAction(convert, lambda: open_pair.convert_level(line))
        menu.addSeparator()
        menu.addAction(tr("Delete"), lambda: open_pair.remove_level(line))
        for entry in menu.actions():
            # What it is called where nothing says whose it is.
            entry.setToolTip(plain(tr("Selected line: {entry}", entry=entry.text())))
            entry.setProperty(ABBREVIATED, True)
        return menu

    def show_chart_menu(self, ratio: float | None, at: QPoint) -> None:
        """Show the menu of the chart: add a line here where there is a ratio, scale, view, swap."""
        menu = self._menu("chartMenu")
        if ratio is not None:
            add = tr("Add a line at {ratio}", ratio=level_text(ratio))
            menu.addAction(add, lambda: self._chart.level_requested.emit(ratio))
            menu.addSeparator()
        for action in (self._actions.fit, self._actions.log, self._actions.swap, self._actions.go_to_date):
            menu.addAction(action)
        menu.addSeparator()
        fill_chart_menu(menu, self._actions)
        menu.addSeparator()
        actions = self._actions
        # What is about all pairs stands in the toolbar’s menu: this one has to fit a small screen.
        for action in (actions.convert, actions.refresh, actions.versions):
            menu.addAction(action)
        menu.addSeparator()
        for action in (actions.copy_picture, actions.export_picture, actions.report, actions.undo, actions.redo):
            menu.addAction(action)
        self._popup(menu, at)

    def _menu(self, name: str) -> QMenu:
        menu = QMenu(self._window)
        menu.setObjectName(name)
        return menu

    def _popup(self, menu: QMenu, at: QPoint) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.aboutToHide.connect(self._chart.look_for_mouse)
        menu.popup(at)
        self.shown.emit(menu)

    def _ask_label(self, line: LevelId, label: str) -> None:
        title, question = tr("Label"), tr("What is written on the line:")
        text, taken = QInputDialog.getText(self._window, title, question, text=label)
        if taken:
            self._open_pair.set_label(line, text)

    def _ask_colour(self, line: LevelId, colour: str) -> None:
        start = QColor(colour or self._chart.frame.palette.level)
        chosen = QColorDialog.getColor(start, self._window, tr("Colour of the line"))
        if chosen.isValid():
            self._open_pair.set_colour(line, chosen.name())


def fill_chart_menu(menu: QMenu, actions: Actions) -> None:
    """Add to a menu what the chart may show beside the ratio, and how lines behave."""
    menu.addAction(actions.candles)
    for action in actions.panes.values():
        menu.addAction(action)
    # One made by Qt would stay in memory beyond the menu around it, once anybody had looked for it.
    windows = QMenu(tr("z-score over"), menu)
    menu.addMenu(windows)
    for action in actions.z_windows.values():
        windows.addAction(action)
    for action in (actions.compare, actions.stop_comparing, actions.mark_dividends, actions.contours):
        menu.addAction(action)
    menu.addSeparator()
    for action in (actions.magnet, actions.hide_levels):
        menu.addAction(action)
    menu.addSeparator()
    for action in (actions.freeze_plan, actions.journal, actions.hide_frozen):
        menu.addAction(action)
