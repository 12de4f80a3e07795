"""What the program is, of what it is made and under which licences, and where its prices come from."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Slot, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ratiodesk import __version__
from ratiodesk.component import IN_ITS_TEXT, Component, components, licence_text
from ratiodesk.desk.open_pair import TERMS
from ratiodesk.ui.diagnostics import diagnostics
from ratiodesk.ui.dialog_buttons import DialogButtons
from ratiodesk.ui.text_label import TextLabel
from ratiodesk.words import mark, tr

_SIZE_PX, _SCREEN_SHARE, _ICON_PX = QSize(720, 640), 0.9, 48
_SHARES = 3, 2
_WHAT = mark("A desk for the ratio of two instruments: draw the lines, read the zone and the size.")
_RIGHTS = mark("© The RatioDesk authors. Free to use, change and pass on under the MIT licence.")


class AboutDialog(QDialog):
    """Reads of what the program is made at the moment it opens."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("aboutDialog")
        self.setWindowTitle(tr("About RatioDesk"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._window = window
        # Not packages of their own: they come inside of PySide6 and QtAwesome.
        inside = (
            Component("Qt", qVersion(), "LGPL-3.0-only", licence_text("LGPL-3.0-only")),
            Component("Material Design Icons", "6", "Apache-2.0", licence_text("Apache-2.0")),
        )
        own, *others = components()
        self._parts = [own, *sorted((*others, *inside), key=lambda part: part.name.casefold())]
        self.table = _make_table(self._parts)
        self.licence = QPlainTextEdit()
        self.licence.setObjectName("licenceText")
        self.licence.setAccessibleName(tr("Licence of the selected part"))
        self.licence.setReadOnly(True)
        self.licence.setTabChangesFocus(True)
        self._arrange()
        self.table.currentCellChanged.connect(self._on_table_current_cell_changed)
        self.table.setCurrentCell(0, 0)
        self.resize(_SIZE_PX.boundedTo(self.screen().availableSize() * _SCREEN_SHARE))

    def _arrange(self) -> None:
        buttons = DialogButtons(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        self._copy = QPushButton(tr("Copy diagnostics"))
        self._copy.setObjectName("copyDiagnostics")
        self._copy.setToolTip(tr("Versions, system and screens; nothing of what you drew, hold or typed"))
        self._copy.setAutoDefault(False)
        self._copy.clicked.connect(self._on_copy_clicked)
        buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        name = TextLabel(" ".join(("RatioDesk", __version__)))
        name.setObjectName("aboutName")
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(name)
        for sentence in (_WHAT, _RIGHTS, TERMS):
            label = TextLabel(tr(sentence))
            label.setWordWrap(True)
            words.addWidget(label)
        head = QHBoxLayout()
        head.setSpacing(16)
        icon = self._window.windowIcon()
        if not icon.isNull():
            picture = TextLabel()
            picture.setPixmap(icon.pixmap(QSize(_ICON_PX, _ICON_PX), self.devicePixelRatioF()))
            head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addLayout(head)
        for part, share in zip((self.table, self.licence), _SHARES, strict=True):
            column.addWidget(part, share)
        column.addWidget(buttons)

    @Slot(int, int, int, int)
    def _on_table_current_cell_changed(self, row: int, _column: int, _row_before: int, _column_before: int) -> None:
        part = self._parts[row]
        licence = _licence_words(part)
        without = tr("{name} brings no text of its licence, which is {licence}.", name=part.name, licence=licence)
        self.licence.setPlainText(part.text or without)

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(diagnostics(self._parts, self._window))
        self._copy.setText(tr("Copied"))


def _licence_words(part: Component) -> str:
    """Return the name of a licence, the same in every language, or where it is to be read."""
    return tr(IN_ITS_TEXT) if part.licence == IN_ITS_TEXT else part.licence


def _make_table(parts: Sequence[Component]) -> QTableWidget:
    table = QTableWidget(len(parts), 3)
    table.setObjectName("partsTable")
    table.setAccessibleName(tr("Parts of RatioDesk"))
    table.setHorizontalHeaderLabels([tr("Part"), tr("Version"), tr("Licence")])
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(24)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
    for row, part in enumerate(parts):
        for column, text in enumerate((part.name, part.version, _licence_words(part))):
            table.setItem(row, column, QTableWidgetItem(text))
    return table
