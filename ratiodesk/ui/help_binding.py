"""From the menu and the keys to what helps: shortcuts, the palette of commands, the glossary, about the program."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from ratiodesk.chart.chart import Chart
from ratiodesk.desk.open_pair import TERMS
from ratiodesk.domain.level import LevelId
from ratiodesk.ui.actions import Actions
from ratiodesk.ui.menus import Menus
from ratiodesk.words import mark, tr

_SHORTCUTS_PX, _GLOSSARY_PX = 960, 720
# Beside the commands: what mouse and keys do on the chart.
_BY_HAND = (
    (mark("Drag"), mark("Move a line; the plot pans, the axes scale")),
    (mark("Shift+drag"), mark("Measure: percent, points, bars, standard deviations")),
    (mark("Ctrl"), mark("While a line is placed or dragged: the magnet the other way round")),
    (
        mark("Double-click"),
        mark("Type the exact value of a line; reset an axis; on a ratio axis that fits, add a line"),
    ),
    (mark("Right-click"), mark("Role, label, colour and lock of a line")),
    ("↑ ↓", mark("Nudge the selected line by 0.001; with Shift by 0.010")),
    (mark("Delete"), mark("Delete the selected line")),
    (mark("Tab"), mark("Select the next line")),
    (mark("Wheel"), mark("Zoom; with Ctrl the ratio axis, with Shift pan")),
    (mark("← → Home End"), mark("Pan by a bar, with Ctrl by a screen; to the ends")),
)


class HelpBinding(QObject):
    """Opens each window when it is asked for; it deletes itself when it closes."""

    def __init__(self, actions: Actions, menus: Menus, chart: Chart, window: QWidget) -> None:
        super().__init__(window)
        self._actions, self._menus, self._chart, self._window = actions, menus, chart, window
        self._of_line: QMenu | None = None
        actions.shortcuts.triggered.connect(self._on_shortcuts_triggered)
        actions.find_command.triggered.connect(self._on_find_command_triggered)
        actions.glossary.triggered.connect(self._on_glossary_triggered)
        actions.about.triggered.connect(self._on_about_triggered)

    @Slot()
    def _on_shortcuts_triggered(self) -> None:
        from ratiodesk.ui.reading_dialog import ReadingDialog

        rows = [*self._actions.described(), *((tr(what), tr(does)) for what, does in _BY_HAND)]
        half = (len(rows) + 1) // 2
        columns = rows[:half], rows[half:]
        ReadingDialog("shortcuts", tr("Shortcuts"), columns, _SHORTCUTS_PX, self._window, tr(TERMS)).open()

    @Slot()
    def _on_glossary_triggered(self) -> None:
        from ratiodesk.domain.glossary import GLOSSARY
        from ratiodesk.ui.reading_dialog import ReadingDialog

        terms = [(tr(term.word), tr(term.meaning)) for term in GLOSSARY]
        ReadingDialog("glossary", tr("Glossary"), (terms,), _GLOSSARY_PX, self._window).open()

    @Slot()
    def _on_about_triggered(self) -> None:
        from ratiodesk.ui.about_dialog import AboutDialog

        AboutDialog(self._window).open()

    @Slot()
    def _on_find_command_triggered(self) -> None:
        from ratiodesk.ui.command_palette import CommandPalette

        commands = [action for action in self._window.actions() if action is not self._actions.find_command]
        CommandPalette([*commands, *self._commands_of_line()], self._window).open()

    def _commands_of_line(self) -> list[QAction]:
        """Return what the menu of the selected line offers, none if no line is selected."""
        if self._of_line is not None:
            self._of_line.deleteLater()
            self._of_line = None
        line = self._chart.frame.selected
        if line is None:
            return []
        # What is chosen is carried out after the palette has closed.
        self._of_line = self._menus.level_menu(LevelId(line))
        return [entry for entry in self._of_line.actions() if not entry.isSeparator()]
