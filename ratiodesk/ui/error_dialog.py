"""Errors that nobody expected, in one dialog."""

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from ratiodesk.domain.wording import shortened
from ratiodesk.ui.dialog_buttons import DialogButtons
from ratiodesk.ui.text_label import TextLabel
from ratiodesk.words import mark, tr, tr_n

_TOLD_APART = 5
_LONGEST = 300
_WIDTH_PX, _DETAILS_PX, _ICON_PX = 560, 260, 32
_CALMING = mark("The desk goes on. The status bar says whether all is saved; the details help whoever looks into it.")


@dataclass(slots=True)
class _Told:
    """An error that is told of, and how often it came."""

    details: str
    times: int = 1


class ErrorDialog(QDialog):
    """Says what went wrong, with details to unfold and to copy; what comes meanwhile is counted in it.

    Parameters
    ----------
    surroundings
        What stands above the details: versions of program and system.
    """

    def __init__(self, surroundings: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("errorDialog")
        self.setWindowTitle(tr("Something went wrong"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._surroundings = surroundings
        self._told: list[_Told] = []
        self._untold = 0
        self._sentence, self._count = TextLabel(), TextLabel()
        calming = TextLabel(tr(_CALMING))
        for label, name in ((self._sentence, "errorSentence"), (self._count, "errorCount"), (calming, "errorCalming")):
            label.setObjectName(name)
            label.setWordWrap(True)
        self._count.hide()
        self._details = QPlainTextEdit()
        self._details.setObjectName("errorDetails")
        self._details.setAccessibleName(tr("Details"))
        self._details.setReadOnly(True)
        self._details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._details.setMinimumHeight(_DETAILS_PX)
        self._details.setTabChangesFocus(True)
        self._details.hide()
        self._arrange(calming)

    def _arrange(self, calming: TextLabel) -> None:
        buttons = DialogButtons(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setDefault(True)
        self._fold = QPushButton(tr("Show details"))
        self._fold.setObjectName("errorFold")
        self._fold.setCheckable(True)
        self._fold.toggled.connect(self._on_fold_toggled)
        self._copy = QPushButton(tr("Copy details"))
        self._copy.setObjectName("errorCopy")
        self._copy.clicked.connect(self._on_copy_clicked)
        for button in (self._fold, self._copy):
            button.setAutoDefault(False)
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        sign = self.style().standardIcon(QStyle.StandardPixmap.SP_MessageBoxWarning)
        picture = TextLabel()
        picture.setPixmap(sign.pixmap(QSize(_ICON_PX, _ICON_PX)))
        words = QVBoxLayout()
        words.setSpacing(8)
        for label in (self._sentence, self._count, calming):
            words.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(16)
        column.addLayout(row)
        column.addWidget(self._details, 1)
        column.addWidget(buttons)
        self.setMinimumWidth(_WIDTH_PX)
        for before, after in pairwise((self._fold, self._copy, close)):
            self.setTabOrder(before, after)
        close.setFocus()

    def add(self, sentence: str, details: str) -> None:
        """Tell of one more error.

        Parameters
        ----------
        sentence
            What the user reads; of several errors the first one stays.
        details
            What may leave the machine.
        """
        if not self._told:
            self._sentence.setText(shortened(" ".join(sentence.split()), _LONGEST))
        known = next((told for told in self._told if told.details == details), None)
        if known is not None:
            known.times += 1
        elif len(self._told) < _TOLD_APART:
            self._told.append(_Told(details))
        else:
            self._untold += 1
        self._show_count()
        self._details.setPlainText(self.details)

    @property
    def details(self) -> str:
        """All that is copied."""
        parts = [self._surroundings]
        parts += [f"{told.times} ×\n{told.details}" if told.times > 1 else told.details for told in self._told]
        if self._untold:
            parts.append(tr("And {count} more.", count=self._untold))
        return "\n\n".join(parts)

    def _show_count(self) -> None:
        times, kinds = sum(told.times for told in self._told) + self._untold, len(self._told)
        if kinds > 1:
            said = tr("It has happened {times} times, in {kinds} different ways.", times=f"{times:,}", kinds=kinds)
        else:
            said = tr_n("It has happened {times} time.", "It has happened {times} times.", times, times=f"{times:,}")
        self._count.setText(said)
        self._count.setVisible(times > 1)

    @Slot(bool)
    def _on_fold_toggled(self, is_open: bool) -> None:
        self._fold.setText(tr("Hide details") if is_open else tr("Show details"))
        self._details.setVisible(is_open)
        self.adjustSize()

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.details)
        self._copy.setText(tr("Copied"))
