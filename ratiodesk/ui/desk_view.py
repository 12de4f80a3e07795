"""What is in the main window: it arranges the panels and forwards the actions."""

from datetime import date

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QMessageBox, QVBoxLayout, QWidget

from ratiodesk.chart.chart import Chart
from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.domain.level import LevelId
from ratiodesk.domain.window_port import PANELS
from ratiodesk.local_text import local, plain_notation
from ratiodesk.plain_text import plain
from ratiodesk.ui.actions import make_actions
from ratiodesk.ui.backup_binding import BackupBinding
from ratiodesk.ui.chart_binding import ChartBinding
from ratiodesk.ui.copy_binding import CopyBinding
from ratiodesk.ui.data_binding import DataBinding
from ratiodesk.ui.help_binding import HelpBinding
from ratiodesk.ui.hint_card import HintCard
from ratiodesk.ui.import_binding import ImportBinding
from ratiodesk.ui.journal_binding import JournalBinding
from ratiodesk.ui.main_window import MainWindow
from ratiodesk.ui.menus import Menus
from ratiodesk.ui.message_bar import MessageBar
from ratiodesk.ui.open_binding import OpenBinding
from ratiodesk.ui.pairs_panel import PairsPanel
from ratiodesk.ui.picture_binding import PictureBinding
from ratiodesk.ui.portfolio_binding import PortfolioBinding
from ratiodesk.ui.sidebar import Sidebar
from ratiodesk.ui.status_line import StatusLine
from ratiodesk.ui.study_binding import StudyBinding
from ratiodesk.ui.theme import Theme
from ratiodesk.ui.ticket_binding import TicketBinding
from ratiodesk.ui.toolbar import Toolbar
from ratiodesk.ui.version_binding import VersionBinding
from ratiodesk.ui.version_text import SET_ASIDE
from ratiodesk.ui.view_binding import ViewBinding
from ratiodesk.ui.zone_card import zone_sentence
from ratiodesk.words import tr


class DeskView(QObject):
    """Pairs on the left, the chart in the middle, cards on the right."""

    def __init__(self, window: MainWindow, desk: DeskParts, theme: Theme, as_of: date | None = None) -> None:
        super().__init__(window)
        open_pair = desk.open_pair
        self.window = window
        self._open_pair, self._opener, self._theme = open_pair, desk.opener, theme
        self._hint = desk.hint
        self._settings = desk.settings
        self._asked = self._refusal = ""
        self.closes_silently = False
        self.actions_ = make_actions(window)
        self.toolbar = Toolbar(self.actions_, desk.search)
        self.chart = Chart(theme.chart_palette())
        self.binding = ChartBinding(self.chart, open_pair)
        self.menus = Menus(open_pair, self.chart, self.actions_, window)
        self.help = HelpBinding(self.actions_, self.menus, self.chart, window)
        self.message = MessageBar("message", tr(SET_ASIDE))
        self.settings_note = MessageBar("settings", tr("Understood"))
        self.settings_note.show_message(desk.settings.problem, with_action=True)
        self.copies = CopyBinding(desk, window)
        self.pairs = PairsPanel(desk.watchlist, theme, HintCard(desk.hint))
        self.sidebar = Sidebar(open_pair, desk.settings, theme)
        self.status = StatusLine(open_pair, desk.updater, desk.opener, self.actions_.live, as_of)
        self.data = DataBinding(desk, self.actions_, self.status, window)
        self.studies = StudyBinding(desk, self.actions_, self.chart, self.status, window)
        self.views = ViewBinding(desk, self.actions_, self.chart, window)
        self.pictures = PictureBinding(desk, self.actions_, self.chart, self.status, window, theme)
        self.journal = JournalBinding(desk, self.actions_, self.chart, self.status, window, theme)
        self.journal.refusal = self.sidebar.refusal
        self.sidebar.plan.offer(self.actions_.freeze_plan)
        self.imports = ImportBinding(desk, self.actions_.import_prices, self.status, window)
        self.files = OpenBinding(desk, self.actions_, self.imports, self.status, window)
        self.backups = BackupBinding(desk, self.actions_, self.status, window)
        self.tickets = TicketBinding(open_pair, self.actions_.order_ticket, self.sidebar.size_card, window)
        self.portfolio = PortfolioBinding(desk, self.actions_.portfolio, self.sidebar.portfolio, window)
        self.versions = VersionBinding(desk, self.actions_.versions, self.message, self.status, window, theme)
        self._arrange()
        self._connect()
        window.may_close = self._may_close
        window.listen()
        window.shown.connect(self.chart.setFocus)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = self.pictures.theme = theme
        self.chart.set_palette(theme.chart_palette())
        self.pairs.set_theme(theme)
        self.sidebar.set_theme(theme)
        self.journal.set_theme(theme)
        self.versions.set_theme(theme)
        self.dress()

    @Slot()
    def dress(self) -> None:
        """Put icons on the buttons; the first frame does not wait for their font."""
        self.toolbar.set_icons(self._theme)

    def show_nothing(self, sentence: str) -> None:
        """Say in place of the chart why there is none."""
        self.chart.set_series(None, self._open_pair.layout.view, sentence)
        self.sidebar.show_nothing(sentence)

    def _may_close(self) -> bool:
        pairs = self._open_pair.flush()
        loss = _loss(", ".join(map(str, pairs)), settings=bool(self._settings.failure))
        return not loss or self.closes_silently or self._agrees_to_lose(loss)

    def _agrees_to_lose(self, loss: str) -> bool:
        """Ask whether to close although something could not be written."""
        answer = QMessageBox.warning(
            self.window,
            tr("Not saved"),
            plain(loss),
            QMessageBox.StandardButton.Close | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Cancel,
        )
        return answer == QMessageBox.StandardButton.Close

    def _arrange(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.message)
        column.addWidget(self.settings_note)
        column.addWidget(self.copies.note)
        column.addWidget(self.data.currency_note)
        column.addWidget(self.chart, 1)
        self.window.furnish(self.toolbar, (self.pairs, middle, self.sidebar), self.status)

    def _connect(self) -> None:
        actions, chart, open_pair = self.actions_, self.chart, self._open_pair
        self.window.letter_typed.connect(self.toolbar.pair_entry.start_typing)
        self.window.file_dropped.connect(self.files.open_path)
        self.files.pair_chosen.connect(self.open_text)
        self.window.drop_refused.connect(self.status.show_notice)
        self.window.closed.connect(self.journal.close_window)
        open_pair.opened.connect(self._on_open_pair_opened)
        open_pair.layout_changed.connect(self._on_open_pair_layout_changed)
        chart.view_changed.connect(self.show_view)
        chart.cursor_moved.connect(self.status.show_reading)
        chart.level_menu_requested.connect(self.menus.show_level_menu)
        chart.chart_menu_requested.connect(self.menus.show_chart_menu)
        chart.selection_changed.connect(self.sidebar.select_level)
        chart.tool_changed.connect(actions.level_tool.setChecked)
        self.sidebar.level_selected.connect(chart.select)
        self.sidebar.level_delete_requested.connect(open_pair.remove_level)
        self.sidebar.level_menu_requested.connect(self.menus.show_level_menu)
        self.sidebar.level_value_entered.connect(self._on_sidebar_level_value_entered)
        self.sidebar.field_left.connect(chart.setFocus)
        self.tickets.left.connect(chart.setFocus)
        self.sidebar.size_card.account_taken.connect(self._hint.take_account)
        self.message.accepted.connect(open_pair.set_aside)
        self.settings_note.accepted.connect(self.settings_note.hide)
        self._opener.refused.connect(self._on_opener_refused)
        self._opener.finished.connect(self._on_opener_finished)
        self.pairs.pair_chosen.connect(self.open_text)
        self.toolbar.pair_entry.pair_entered.connect(self.open_text)
        self.toolbar.pair_entry.left.connect(chart.setFocus)
        actions.undo.triggered.connect(open_pair.undo)
        actions.redo.triggered.connect(open_pair.redo)
        actions.swap.triggered.connect(self._opener.swap)
        actions.level_tool.toggled.connect(chart.set_tool)
        actions.keep_level_tool.triggered.connect(self._on_keep_level_tool_triggered)
        actions.add_level.triggered.connect(chart.place_at_cursor)
        actions.cancel.triggered.connect(self._on_cancel_triggered)
        actions.find_pair.triggered.connect(self._on_find_pair_triggered)
        actions.show_saved.triggered.connect(self.status.flash_saved)
        actions.leave.triggered.connect(self.window.close)
        self._connect_window()

    def _connect_window(self) -> None:
        """Let the actions show what of the window is shown, and change it."""
        actions, window = self.actions_, self.window
        for name, action in zip(PANELS, (actions.show_pairs, actions.show_sidebar), strict=True):
            action.setChecked(window.is_panel_shown(name))
            action.toggled.connect(lambda shown, name=name: window.show_panel(name, is_shown=shown))
        actions.full_screen.setChecked(window.isFullScreen())
        actions.full_screen.toggled.connect(self._on_full_screen_toggled)
        # The window manager has keys of its own for it.
        window.full_screen_changed.connect(actions.full_screen.setChecked)

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
        """Stop waiting for prices, else whatever the chart has to stop, else showing a frozen plan."""
        if self._opener.waiting:
            self._opener.cancel()
            self._asked = ""
            self.toolbar.pair_entry.revert()
        elif not self.chart.cancel():
            self.journal.take_away()

    @Slot()
    def _on_open_pair_opened(self) -> None:
        open_pair = self._open_pair
        self.window.setWindowTitle(f"{open_pair.pair} – RatioDesk")
        self.toolbar.pair_entry.show_pair(open_pair.pair)
        self.pairs.mark(open_pair.pair)
        self._on_open_pair_layout_changed()
        self.show_view()

    @Slot()
    def _on_open_pair_layout_changed(self) -> None:
        self.actions_.undo.setEnabled(self._open_pair.can_undo)
        self.actions_.redo.setEnabled(self._open_pair.can_redo)
        standing = self._open_pair.standing
        if standing is not None and not self._open_pair.is_dragging:
            # A picture tells nothing to who cannot see it.
            self.chart.setAccessibleDescription(f"{standing.pair}. {zone_sentence(standing)}")

    @Slot()
    def show_view(self) -> None:
        """Show on the buttons what part of the history is in sight."""
        view = self.chart.view()
        for name, action in self.actions_.ranges.items():
            action.setChecked(view.range == name)
        with QSignalBlocker(self.actions_.log):
            self.actions_.log.setChecked(view.scale == "log")

    @Slot(str, str)
    def _on_sidebar_level_value_entered(self, level_id: str, text: str) -> None:
        refusal = local(self._open_pair.set_value(LevelId(level_id), plain_notation(text, grouped=False)))
        if refusal:
            self.sidebar.refuse_value(refusal)

    @Slot()
    def _on_keep_level_tool_triggered(self) -> None:
        self.chart.keeps_tool = True
        self.chart.set_tool(True)

    @Slot()
    def _on_find_pair_triggered(self) -> None:
        self.toolbar.pair_entry.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.toolbar.pair_entry.selectAll()

    @Slot(bool)
    def _on_full_screen_toggled(self, full: bool) -> None:
        # Only this of the window's states: it may be maximised as well.
        whole = Qt.WindowState.WindowFullScreen
        self.window.setWindowState(self.window.windowState() | whole if full else self.window.windowState() & ~whole)


def _loss(pairs: str, *, settings: bool) -> str:
    """Return what could not be written, empty if all is."""
    if pairs and settings:
        return tr(
            "The newest lines of {pairs} and the newest settings could not be written. Closing now loses them.",
            pairs=pairs,
        )
    if pairs:
        return tr("The newest lines of {pairs} could not be written. Closing now loses them.", pairs=pairs)
    return tr("The newest settings could not be written. Closing now loses them.") if settings else ""
