"""The main window: it arranges the panels and forwards the actions."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QMessageBox, QSplitter, QVBoxLayout, QWidget

from ratiodesk.chart.chart import Chart
from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.desk.open_pair import TERMS
from ratiodesk.domain.level import LevelId
from ratiodesk.domain.pair import Pair
from ratiodesk.ui.actions import make_actions
from ratiodesk.ui.chart_binding import ChartBinding
from ratiodesk.ui.data_binding import DataBinding
from ratiodesk.ui.import_binding import ImportBinding, dropped_file
from ratiodesk.ui.menus import Menus
from ratiodesk.ui.message_bar import MessageBar
from ratiodesk.ui.pairs_panel import PairsPanel
from ratiodesk.ui.sidebar import Sidebar
from ratiodesk.ui.status_line import StatusLine
from ratiodesk.ui.theme import Theme
from ratiodesk.ui.toolbar import Toolbar

# Least and most width of the side panels, and their share of the window in between.
_PAIRS_PX, _SIDEBAR_PX = (222, 244, 0.15), (336, 352, 0.22)


class MainWindow(QMainWindow):
    """Pairs on the left, the chart in the middle, cards on the right."""

    closed = Signal()

    def __init__(self, desk: DeskParts, theme: Theme, as_of: date | None = None) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle("RatioDesk")
        open_pair = desk.open_pair
        self._open_pair, self._opener, self._theme = open_pair, desk.opener, theme
        self._divided = False
        self._asked = self._refusal = ""
        self.closes_silently = False
        self.actions_ = make_actions(self)
        self.toolbar = Toolbar(self.actions_, desk.search)
        self.chart = Chart(theme.chart_palette())
        self.binding = ChartBinding(self.chart, open_pair)
        self.menus = Menus(open_pair, self.chart, self.actions_, self)
        self.message = MessageBar("message", "Set the file aside and go on")
        self.pairs = PairsPanel(desk.watchlist, theme)
        self.sidebar = Sidebar(open_pair, theme)
        self.status = StatusLine(open_pair, desk.updater, desk.opener, self.actions_.live, as_of)
        self.data = DataBinding(desk, self.actions_, self.chart, self.status, self)
        self.imports = ImportBinding(desk, self.actions_.import_prices, self.status, self)
        self.setAcceptDrops(True)
        self._arrange()
        self._connect()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.chart.set_palette(theme.chart_palette())
        self.pairs.set_theme(theme)
        self.sidebar.set_theme(theme)
        self.dress()

    @Slot()
    def dress(self) -> None:
        """Put icons on the buttons; the first frame does not wait for their font."""
        self.toolbar.set_icons(self._theme)

    def show_nothing(self, sentence: str) -> None:
        """Say in place of the chart why there is none."""
        self.chart.set_series(None, self._open_pair.layout.view, sentence)
        self.sidebar.show_nothing(sentence)

    def showEvent(self, event: QShowEvent) -> None:
        if not self._divided:
            self._divided = True
            left, right = (
                int(min(max(share * self.width(), least), most)) for least, most, share in (_PAIRS_PX, _SIDEBAR_PX)
            )
            self._splitter.setSizes([left, self.width() - left - right, right])
            self.chart.setFocus(Qt.FocusReason.OtherFocusReason)
        super().showEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        unsaved = self._open_pair.flush()
        if unsaved and not self.closes_silently and not self._agrees_to_lose(unsaved):
            event.ignore()
            return
        super().closeEvent(event)
        self.hide()  # What is under way may take some seconds to end.
        self.closed.emit()

    def _agrees_to_lose(self, unsaved: Sequence[Pair]) -> bool:
        """Ask whether to close although the newest lines of some pairs could not be written."""
        names = ", ".join(str(pair) for pair in unsaved)
        answer = QMessageBox.warning(
            self,
            "Not saved",
            f"The newest lines of {names} could not be written. Closing now loses them.",
            QMessageBox.StandardButton.Close | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Cancel,
        )
        return answer == QMessageBox.StandardButton.Close

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.imports.import_file(path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin typing another pair with any letter that is no shortcut."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if plain and event.text().isalpha() and event.text().isascii():
            self.toolbar.pair_entry.start_typing(event.text().upper())
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        self.addToolBar(self.toolbar)
        self.setStatusBar(self.status)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.message)
        column.addWidget(self.data.currency_note)
        column.addWidget(self.chart, 1)
        self._splitter = splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        for place, part in enumerate((self.pairs, middle, self.sidebar)):
            splitter.addWidget(part)
            splitter.setStretchFactor(place, 1 if part is middle else 0)
            splitter.setCollapsible(place, False)
        self.setCentralWidget(splitter)
        self.resize(1600, 950)
        self.setMinimumSize(1000, 560)

    def _connect(self) -> None:
        actions, chart, open_pair = self.actions_, self.chart, self._open_pair
        open_pair.opened.connect(self._on_open_pair_opened)
        open_pair.layout_changed.connect(self._on_open_pair_layout_changed)
        chart.view_changed.connect(self.show_view)
        chart.cursor_moved.connect(self.status.show_reading)
        chart.level_menu_requested.connect(self.menus.show_level_menu)
        chart.chart_menu_requested.connect(self.menus.show_chart_menu)
        chart.selection_changed.connect(self.sidebar.plan.select)
        chart.tool_changed.connect(actions.level_tool.setChecked)
        self.sidebar.plan.selected.connect(chart.select)
        self.sidebar.plan.delete_requested.connect(open_pair.remove_level)
        self.sidebar.plan.menu_requested.connect(self.menus.show_level_menu)
        self.sidebar.plan.value_entered.connect(self._on_plan_value_entered)
        self.message.accepted.connect(open_pair.set_aside)
        self._opener.refused.connect(self._on_opener_refused)
        self._opener.finished.connect(self._on_opener_finished)
        self.pairs.pair_chosen.connect(self.open_text)
        self.toolbar.pair_entry.pair_entered.connect(self.open_text)
        self.toolbar.pair_entry.left.connect(chart.setFocus)
        for field in self.sidebar.fields:
            field.left.connect(chart.setFocus)
        actions.undo.triggered.connect(open_pair.undo)
        actions.redo.triggered.connect(open_pair.redo)
        actions.swap.triggered.connect(self._opener.swap)
        actions.level_tool.toggled.connect(chart.set_tool)
        actions.add_level.triggered.connect(chart.place_at_cursor)
        actions.fit.triggered.connect(chart.fit)
        actions.log.toggled.connect(chart.set_log)
        actions.cancel.triggered.connect(self._on_cancel_triggered)
        actions.find_pair.triggered.connect(self._on_find_pair_triggered)
        actions.show_saved.triggered.connect(self.status.flash_saved)
        actions.shortcuts.triggered.connect(self._on_shortcuts_triggered)
        actions.show_pairs.toggled.connect(self.pairs.setVisible)
        actions.show_sidebar.toggled.connect(self.sidebar.setVisible)
        actions.show_pairs.setChecked(True)
        actions.show_sidebar.setChecked(True)
        actions.full_screen.toggled.connect(self._on_full_screen_toggled)
        for name, action in actions.ranges.items():
            action.triggered.connect(lambda _checked=False, name=name: chart.set_range(name))

    @Slot(str)
    def open_text(self, text: str) -> None:
        """Open the pair a user named, at once or as soon as its prices are there."""
        self._asked = text
        self._opener.open_text(text)
        if self._opener.waiting:
            self.chart.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _on_opener_refused(self, sentence: str) -> None:
        """Leave a refused pair in the entry with the reason."""
        self._refusal = sentence
        if self._asked:
            self.toolbar.pair_entry.setText(self._asked)
            self.toolbar.pair_entry.refuse(sentence)
            self._asked = ""
        if self._open_pair.series is None:
            self.show_nothing(sentence)

    @Slot()
    def _on_opener_finished(self) -> None:
        self._asked = ""
        self.status.take_back(self._refusal)
        self.toolbar.pair_entry.show_pair(self._open_pair.pair)
        self.chart.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_cancel_triggered(self) -> None:
        """Stop waiting for prices, else whatever the chart has to stop."""
        if self._opener.waiting:
            self._opener.cancel()
            self._asked = ""
            self.toolbar.pair_entry.revert()
        else:
            self.chart.cancel()

    @Slot()
    def _on_open_pair_opened(self) -> None:
        open_pair = self._open_pair
        self.setWindowTitle(f"{open_pair.pair} – RatioDesk")
        self.toolbar.pair_entry.show_pair(open_pair.pair)
        self.pairs.mark(open_pair.pair)
        self.message.show_message(open_pair.problem, with_action=open_pair.can_set_aside)
        self._on_open_pair_layout_changed()
        self.show_view()

    @Slot()
    def _on_open_pair_layout_changed(self) -> None:
        self.actions_.undo.setEnabled(self._open_pair.can_undo)
        self.actions_.redo.setEnabled(self._open_pair.can_redo)

    @Slot()
    def show_view(self) -> None:
        """Show on the buttons what part of the history is in sight."""
        view = self.chart.view()
        for name, action in self.actions_.ranges.items():
            action.setChecked(view.range == name)
        with QSignalBlocker(self.actions_.log):
            self.actions_.log.setChecked(view.scale == "log")

    @Slot(str, str)
    def _on_plan_value_entered(self, level_id: str, text: str) -> None:
        refusal = self._open_pair.set_value(LevelId(level_id), text)
        if refusal:
            self.sidebar.plan.show_problem(refusal)

    @Slot()
    def _on_find_pair_triggered(self) -> None:
        self.toolbar.pair_entry.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.toolbar.pair_entry.selectAll()

    @Slot(bool)
    def _on_full_screen_toggled(self, full: bool) -> None:
        if full:
            self.showFullScreen()
        else:
            self.showNormal()

    @Slot()
    def _on_shortcuts_triggered(self) -> None:
        rows = "".join(f"<tr><td><b>{keys}</b>&nbsp;</td><td>{what}</td></tr>" for keys, what in self.shortcuts())
        box = QMessageBox(self)
        box.setObjectName("shortcutsBox")
        box.setWindowTitle("Shortcuts")
        box.setTextFormat(Qt.TextFormat.RichText)
        box.setText(f"<table>{rows}</table>")
        box.setInformativeText(TERMS)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def shortcuts(self) -> list[tuple[str, str]]:
        """Return keys and what they do."""
        by_hand = [
            ("Drag", "Move a line; the plot pans, the axes scale"),
            ("Double-click", "Type the exact value of a line; on the ratio axis, add one"),
            ("Right-click", "Role, label, colour and lock of a line"),
            ("↑ ↓", "Nudge the selected line by 0.001; with Shift by 0.010"),
            ("Delete", "Delete the selected line"),
            ("Tab", "Select the next line"),
            ("Wheel", "Zoom; with Ctrl the ratio axis, with Shift pan"),
            ("← → Home End", "Pan by a bar, with Ctrl by a screen; to the ends"),
        ]
        return self.actions_.described() + by_hand
