"""Every key, and what the mouse does, side by side in a window that any screen has room for."""

import html
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QTextBrowser, QVBoxLayout, QWidget

from ratiodesk.ui.text_label import TextLabel

# Where the screen allows; beyond this part of it the table is scrolled.
_WIDTH_PX, _SCREEN_SHARE = 960, 0.9
_MARGIN_PX = 16


class ShortcutsDialog(QDialog):
    """Two columns of keys and what they do; what has no room is scrolled to.

    Parameters
    ----------
    rows
        Keys, and what they do.
    terms
        What stands below.
    """

    def __init__(self, rows: Sequence[tuple[str, str]], terms: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutsBox")
        self.setWindowTitle("Shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.table = QTextBrowser()
        self.table.setObjectName("shortcutsText")
        self.table.setAccessibleName("Shortcuts")
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.viewport().setAutoFillBackground(False)
        self.table.setHtml(_table(rows))
        words = TextLabel(terms)
        words.setEnabled(False)
        words.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, 12)
        column.setSpacing(12)
        for widget in (self.table, words, buttons):
            column.addWidget(widget)
        most = self.screen().availableSize() * _SCREEN_SHARE
        width = min(_WIDTH_PX, most.width())
        document = self.table.document()
        # A scroll bar may be needed, and takes its room from the words.
        document.setTextWidth(width - 2 * _MARGIN_PX - self.table.verticalScrollBar().sizeHint().width())
        below = words.sizeHint().height() + buttons.sizeHint().height() + 2 * _MARGIN_PX + 3 * column.spacing()
        self.resize(QSize(width, round(document.size().height()) + below).boundedTo(most))


def _table(rows: Sequence[tuple[str, str]]) -> str:
    half = (len(rows) + 1) // 2
    left, right = (
        f"<td><table cellspacing='0' cellpadding='3'>{''.join(_row(*row) for row in part)}</table></td>"
        for part in (rows[:half], rows[half:])
    )
    return f"<table cellspacing='0' cellpadding='0'><tr>{left}<td width='24'></td>{right}</tr></table>"


def _row(keys: str, what: str) -> str:
    # Keys are not torn apart.
    whole = html.escape(keys).replace(" ", "&nbsp;")
    return f"<tr><td><b>{whole}</b>&nbsp;&nbsp;</td><td>{html.escape(what)}</td></tr>"
