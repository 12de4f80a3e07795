"""A table of words to be read, in a window that any screen has room for."""

import html
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QStyle, QTextBrowser, QVBoxLayout, QWidget

from ratiodesk.ui.dialog_buttons import DialogButtons
from ratiodesk.ui.text_label import TextLabel

# Of the screen; beyond it the table is scrolled.
_SCREEN_SHARE = 0.9
_MARGIN_PX = 16


class ReadingDialog(QDialog):
    """Words and what they mean, side by side; what has no room is scrolled to.

    Parameters
    ----------
    name
        The dialog is called ``nameBox``, its table ``nameText``.
    title
        What stands on the window.
    columns
        The rows, word and meaning, of each column from left to right.
    width_px
        How wide it is where the screen allows.
    below
        What stands under the table.
    """

    def __init__(
        self,
        name: str,
        title: str,
        columns: Sequence[Sequence[tuple[str, str]]],
        width_px: int,
        parent: QWidget,
        below: str = "",
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}Box")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.table = QTextBrowser()
        self.table.setObjectName(f"{name}Text")
        self.table.setAccessibleName(title)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        # Words are wrapped where they have no room; the bar beside them alone would bring this one about.
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.viewport().setAutoFillBackground(False)
        self.table.setHtml(_table(columns))
        buttons = DialogButtons(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, 12)
        column.setSpacing(12)
        column.addWidget(self.table)
        if below:
            words = TextLabel(below)
            words.setEnabled(False)
            words.setWordWrap(True)
            column.addWidget(words)
        column.addWidget(buttons)
        most = self.screen().availableSize() * _SCREEN_SHARE
        width = min(width_px, most.width())
        # The table itself would lay its document out anew, in the size that a widget has until it is shown.
        document = self.table.document().clone(self)
        # A scroll bar may be needed, and takes its room from the words.
        bar_px = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        document.setTextWidth(width - 2 * _MARGIN_PX - bar_px)
        asked = column.heightForWidth(width) if column.hasHeightForWidth() else column.sizeHint().height()
        rest = asked - self.table.sizeHint().height() + column.spacing()
        self.resize(QSize(width, round(document.size().height()) + rest).boundedTo(most))
        document.deleteLater()


def _table(columns: Sequence[Sequence[tuple[str, str]]]) -> str:
    cells = (
        f"<td><table cellspacing='0' cellpadding='3'>{''.join(_row(*row) for row in rows)}</table></td>"
        for rows in columns
    )
    gap = "<td width='24'></td>"
    return f"<table cellspacing='0' cellpadding='0'><tr>{gap.join(cells)}</tr></table>"


def _row(word: str, meaning: str) -> str:
    # Keys and words are not torn apart.
    whole = html.escape(word).replace(" ", "&nbsp;")
    return f"<tr><td><b>{whole}</b>&nbsp;&nbsp;</td><td>{html.escape(meaning)}</td></tr>"
