"""The journal in a window of its own: frozen plans and how they have done."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ratiodesk.analysis.scored import Scored
from ratiodesk.desk.kept_journal import KeptJournal
from ratiodesk.domain.frozen_plan import FrozenId
from ratiodesk.journal_table import journal_csv
from ratiodesk.local_text import local
from ratiodesk.ui.journal_model import NOTE, SCORED_ROLE, JournalFilter, JournalModel
from ratiodesk.ui.journal_text import day_text, summary_of
from ratiodesk.ui.message_bar import MessageBar
from ratiodesk.ui.text_label import TextLabel
from ratiodesk.ui.theme import Theme
from ratiodesk.ui.written_file import named_file, write_file
from ratiodesk.words import tr, tr_n

_ROW_PX = 26
_SIZE_PX = (1080, 460)
# Around the window, for its frame.
_MARGIN_PX = 60


class _CellDelegate(QStyledItemDelegate):
    """Leaves a selected cell its own colour: losses and gains are told there too."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.palette.setColor(QPalette.ColorRole.HighlightedText, option.palette.color(QPalette.ColorRole.Text))


class JournalWindow(QDialog):
    """Stays open beside the desk.

    Signals
    -------
    show_requested(plan)
        The user wants to see a frozen plan on the chart.
    """

    show_requested = Signal(object)

    def __init__(self, journal: KeptJournal, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("journalWindow")
        self.setWindowTitle(tr("Journal – RatioDesk"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # No wider than a screen at 200 % is.
        room = parent.screen().availableSize()
        self.resize(min(_SIZE_PX[0], room.width() - _MARGIN_PX), min(_SIZE_PX[1], room.height() - _MARGIN_PX))
        self._journal = journal
        self._model = JournalModel(theme, self)
        self._filter = JournalFilter(self._model, self)
        self._search = QLineEdit()
        self._search.setObjectName("journalFilter")
        self._search.setAccessibleName(tr("Show plans with these words"))
        self._search.setPlaceholderText(tr("Filter by pair, outcome, date or note"))
        self._search.setClearButtonEnabled(True)
        for clear in self._search.findChildren(QToolButton):
            clear.setAccessibleName(tr("Clear the search"))
        self._table = self._make_table()
        self._none = TextLabel()
        self._none.setObjectName("journalNone")
        self._none.setAccessibleName(tr("What the filter found"))
        self._none.setWordWrap(True)
        self._none.hide()
        self._bar = MessageBar("journal", tr("Bring it back"))
        self._summary = TextLabel()
        self._summary.setObjectName("journalSummary")
        self._summary.setAccessibleName(tr("All plans together"))
        self._summary.setWordWrap(True)
        self._show_button = self._make_button(tr("Show on chart"), "journalShow")
        self._export_button = self._make_button(tr("Export…"), "journalExport")
        self._delete_button = self._make_button(tr("Delete"), "journalDelete")
        self._arrange()
        self._connect()
        self._on_journal_changed()
        self._on_selection_changed()
        journal.read()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._model.theme = theme
        self._table.viewport().update()

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("journalTable")
        table.setAccessibleName(tr("Frozen plans"))
        table.setModel(self._filter)
        table.setItemDelegate(_CellDelegate(table))
        table.setSortingEnabled(True)
        table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW_PX)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        # Widths follow the rows in sight: of a thousand plans each cell would be measured at every change.
        header.setResizeContentsPrecision(0)
        header.setSectionResizeMode(NOTE, QHeaderView.ResizeMode.Stretch)
        return table

    def _make_button(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAutoDefault(False)
        return button

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self._show_button)
        row.addWidget(self._export_button)
        row.addStretch(1)
        row.addWidget(self._delete_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 12)
        column.setSpacing(8)
        column.addWidget(self._search)
        column.addWidget(self._bar)
        column.addWidget(self._none)
        column.addWidget(self._table, 1)
        column.addWidget(self._summary)
        column.addLayout(row)

    def _connect(self) -> None:
        self._search.textChanged.connect(self._filter.set_text)
        self._search.textChanged.connect(self._on_selection_changed)
        self._journal.changed.connect(self._on_journal_changed)
        # The editor is done with its cell before the cell is shown anew.
        self._model.note_entered.connect(self._on_model_note_entered, Qt.ConnectionType.QueuedConnection)
        self._model.modelReset.connect(self._on_selection_changed)
        self._table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._table.doubleClicked.connect(self._on_table_double_clicked)
        self._bar.accepted.connect(self._journal.bring_back)
        self._show_button.clicked.connect(self._on_show_clicked)
        self._delete_button.clicked.connect(self._on_delete_clicked)
        self._export_button.clicked.connect(self._on_export_clicked)
        keys = ((QKeySequence.StandardKey.Delete, self._on_delete_clicked), (Qt.Key.Key_Return, self._on_show_clicked))
        for key, slot in keys:
            shortcut = QShortcut(QKeySequence(key), self._table, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(slot)

    @property
    def selected(self) -> Scored | None:
        """The plan of the selected row."""
        rows = self._table.selectionModel().selectedRows()
        return rows[0].data(SCORED_ROLE) if rows else None

    @Slot()
    def _on_journal_changed(self) -> None:
        chosen = self.selected
        self._model.show_rows(self._journal.scored)
        if chosen is not None:
            self._select(chosen.plan.id)
        self._summary.setText(summary_of(self._journal.scored))
        self._say("")

    def _say(self, sentence: str) -> None:
        """Show a sentence, else that a plan can be brought back, else what cannot be read."""
        removed = self._journal.removed
        if sentence or removed is None:
            self._bar.show_message(sentence or "\n".join(self._journal.problems), with_action=False)
        else:
            gone = tr("The plan of {pair} of {day} is deleted.", pair=removed.pair, day=day_text(removed.session))
            self._bar.show_message(gone, with_action=True)

    def _select(self, plan_id: FrozenId) -> None:
        for row, scored in enumerate(self._filter.shown()):
            if scored.plan.id == plan_id:
                self._table.selectRow(row)

    @Slot()
    def _on_selection_changed(self) -> None:
        chosen = self.selected is not None
        self._show_button.setEnabled(chosen)
        self._delete_button.setEnabled(chosen)
        self._export_button.setEnabled(self._filter.rowCount() > 0)
        typed = self._search.text().strip()
        self._none.setText(tr("No plan has all the words of “{words}”.", words=typed))
        self._none.setVisible(self._model.rowCount() > 0 and not self._filter.rowCount())

    @Slot(str, str)
    def _on_model_note_entered(self, plan_id: str, note: str) -> None:
        refusal = self._journal.set_note(FrozenId(plan_id), note)
        if refusal:
            self._say(refusal)

    @Slot(QModelIndex)
    def _on_table_double_clicked(self, index: QModelIndex) -> None:
        if index.column() != NOTE:
            self._on_show_clicked()

    @Slot()
    def _on_show_clicked(self) -> None:
        chosen = self.selected
        if chosen is not None:
            self.show_requested.emit(chosen.plan)

    @Slot()
    def _on_delete_clicked(self) -> None:
        chosen = self.selected
        if chosen is not None:
            self._journal.remove(chosen.plan.id)

    @Slot()
    def _on_export_clicked(self) -> None:
        """Write the rows in sight, in their order."""
        name, _ = QFileDialog.getSaveFileName(self, tr("Export the journal"), "journal.csv", f"{tr('Table')} (*.csv)")
        if name:
            path = named_file(name, ".csv")
            refusal = write_file(path, journal_csv(self._filter.shown()))
            count = self._filter.rowCount()
            wrote = tr_n(
                "Wrote {n} frozen plan to {path}.",
                "Wrote {n} frozen plans to {path}.",
                count,
                n=local(f"{count:,}"),
                path=path,
            )
            self._say(refusal or wrote)
