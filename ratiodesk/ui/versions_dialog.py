"""The dialog of earlier versions: what a document was, what changed, and the way back."""

from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ratiodesk.analysis.reading import standing_of
from ratiodesk.chart.line_picture import LinePicture
from ratiodesk.desk.kept_versions import KeptVersions, as_seen
from ratiodesk.domain.clock import Clock
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.portfolio import Portfolio
from ratiodesk.plain_text import plain
from ratiodesk.ui.dialog_buttons import DialogButtons
from ratiodesk.ui.problem_label import ProblemLabel
from ratiodesk.ui.text_label import TextLabel
from ratiodesk.ui.theme import Theme
from ratiodesk.ui.version_text import VersionRow, layout_rows, plan_rows, portfolio_rows
from ratiodesk.words import mark, tr

_ROW_PX = 26
_SIZE_PX, _MARGIN_PX = (1020, 560), 60
_LEAST_TABLE_PX = 300
# Of list and picture.
_SHARES = 54, 46
# What is offered besides pairs, and what it is called.
_PORTFOLIO, _PLANS = "portfolio", "plans"
_DOCUMENTS = {_PORTFOLIO: mark("Portfolio"), _PLANS: mark("Lost frozen plans")}
# Headings of what is in a version, and of what is said about it.
_COLUMNS = {_PORTFOLIO: (mark("Holdings"), mark("What changed")), _PLANS: (mark("Plan"), mark("About"))}
_COLUMNS_OF_PAIR = mark("Lines"), mark("What changed")
_HINT = mark("The last 50 versions are kept, fewer of them the older they are. Restoring one makes a new version.")


class VersionsDialog(QDialog):
    """Versions of one document at a time, the open pair's first; a picture shows the lines of the selected one.

    Signals
    -------
    chosen(content)
        A layout, portfolio or frozen plan is to be put back.
    """

    chosen = Signal(object)

    def __init__(self, versions: KeptVersions, clock: Clock, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("versionsDialog")
        self.setWindowTitle(tr("Versions"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # No larger than a screen at 200 % is.
        room = parent.screen().availableSize()
        self.resize(min(_SIZE_PX[0], room.width() - _MARGIN_PX), min(_SIZE_PX[1], room.height() - _MARGIN_PX))
        self._versions, self._clock = versions, clock
        self._rows: list[VersionRow[Any]] = []
        self._documents = QComboBox()
        self._documents.setObjectName("versionsDocument")
        self._documents.setAccessibleName(tr("Document"))
        self._table = _make_table()
        self._picture = LinePicture(theme.chart_palette())
        self._picture.setObjectName("versionPicture")
        self._picture.setAccessibleName(tr("Picture of the lines"))
        self._caption = TextLabel()
        self._caption.setObjectName("versionCaption")
        self._caption.setAccessibleName(tr("The selected version"))
        self._caption.setWordWrap(True)
        self._problem = ProblemLabel("versionsProblem")
        self._buttons = DialogButtons(QDialogButtonBox.StandardButton.Close)
        self._restore = self._buttons.addButton(tr("Restore"), QDialogButtonBox.ButtonRole.ActionRole)
        self._restore.setObjectName("restoreVersion")
        self._arrange()
        self._connect()
        self._fill_documents()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._picture.set_palette(theme.chart_palette())

    @Slot(str)
    def refuse(self, sentence: str) -> None:
        """Say why nothing was restored."""
        self._problem.show_problem(sentence)

    def _arrange(self) -> None:
        name = TextLabel(tr("Document"))
        name.setBuddy(self._documents)
        top = QHBoxLayout()
        top.addWidget(name)
        top.addWidget(self._documents)
        top.addStretch(1)
        self._beside = QWidget()
        right = QVBoxLayout(self._beside)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(8)
        right.addWidget(self._picture, 1)
        right.addWidget(self._caption)
        parts = QHBoxLayout()
        parts.setSpacing(12)
        for part, share in zip((self._table, self._beside), _SHARES, strict=True):
            parts.addWidget(part, share)
        hint = TextLabel(tr(_HINT))
        hint.setObjectName("versionsHint")
        hint.setWordWrap(True)
        hint.setEnabled(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addLayout(top)
        column.addLayout(parts, 1)
        for part in (hint, self._problem, self._buttons):
            column.addWidget(part)

    def _connect(self) -> None:
        self._documents.currentIndexChanged.connect(self._ask_for_versions)
        self._table.itemSelectionChanged.connect(self._show_version)
        self._table.itemDoubleClicked.connect(self._on_restore_clicked)
        self._restore.clicked.connect(self._on_restore_clicked)
        self._buttons.rejected.connect(self.reject)
        self._buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(key), self._table, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self._on_restore_clicked)
        self._versions.read.connect(self._on_versions_read)
        self._versions.refused.connect(self.refuse)
        self._versions.put_back.connect(self.accept)

    def _fill_documents(self) -> None:
        for pair in self._versions.pairs():
            self._documents.addItem(str(pair), pair)
        for document, name in _DOCUMENTS.items():
            self._documents.addItem(tr(name), document)

    @Slot()
    def _ask_for_versions(self) -> None:
        """Have the versions of the chosen document read."""
        document, now = self._documents.currentData(), self._clock()
        self._problem.show_problem("")
        self._beside.setVisible(isinstance(document, Pair))
        self._list([], ("", _COLUMNS_OF_PAIR[1]))
        self._caption.setText(tr("Reading …"))
        if isinstance(document, Pair):
            self._versions.ask(document, lambda versions: layout_rows(versions.of_pair(document), now))
        elif document == _PORTFOLIO:
            self._versions.ask(document, lambda versions: portfolio_rows(versions.of_portfolio(), now))
        else:
            self._versions.ask(document, lambda versions: plan_rows(versions.lost_plans(), now))

    @Slot(object, object)
    def _on_versions_read(self, document: object, rows: list[VersionRow[Any]]) -> None:
        if document == self._documents.currentData():
            self._list(rows, _COLUMNS.get(str(document), _COLUMNS_OF_PAIR))

    def _list(self, rows: list[VersionRow[Any]], columns: tuple[str, str]) -> None:
        table = self._table
        self._rows = []
        table.clearSelection()
        table.setRowCount(len(rows))
        table.setHorizontalHeaderLabels([tr("Kept"), *map(tr, columns)])
        for place, row in enumerate(rows):
            when = f"{row.when[:1].upper()}{row.when[1:]}"
            if place == 0 and self._is_present(row.content):
                when = tr("{moment} · now", moment=when)
            for column, words in enumerate((when, row.cell, row.change)):
                item = QTableWidgetItem(words)
                item.setToolTip(plain(words))
                table.setItem(place, column, item)
        self._rows = rows
        if rows:
            # The newest is usually what is on the screen.
            table.selectRow(1 if len(rows) > 1 and self._is_present(rows[0].content) else 0)
        self._show_version()

    def _is_present(self, content: object) -> bool:
        if isinstance(content, Layout):
            return self._versions.is_present(content)
        return isinstance(content, Portfolio) and self._versions.is_held(content)

    @property
    def _selected(self) -> VersionRow[Any] | None:
        rows = {index.row() for index in self._table.selectedIndexes()}
        return self._rows[min(rows)] if rows and self._rows else None

    @Slot()
    def _show_version(self) -> None:
        """Draw the selected version and say what it is."""
        row = self._selected
        present = row is not None and self._is_present(row.content)
        self._restore.setEnabled(row is not None and not present)
        if row is None:
            self._caption.setText(tr("No version is kept yet: the next change makes one."))
            self._picture.show_nothing("")
            return
        about = f"{row.what}, {row.when}"
        self._caption.setText(f"{tr('{version}: as it is now', version=about) if present else about}. {row.change}.")
        if isinstance(row.content, Layout):
            self._draw(row.content)

    def _draw(self, layout: Layout) -> None:
        series = self._versions.series(layout)
        if series is None:
            self._picture.show_nothing(tr("The prices of {pair} are not at hand.", pair=layout.pair))
        else:
            plan = standing_of(series, as_seen(layout, series)).plan
            self._picture.show_lines(series, layout.levels, plan, layout.view.scale)

    @Slot()
    def _on_restore_clicked(self) -> None:
        row = self._selected
        if row is not None and self._restore.isEnabled():
            self._problem.show_problem("")
            self.chosen.emit(row.content)


def _make_table() -> QTableWidget:
    table = QTableWidget(0, 3)
    table.setObjectName("versionsTable")
    table.setAccessibleName(tr("Versions"))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setMinimumWidth(_LEAST_TABLE_PX)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(_ROW_PX)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
    return table
