"""A small dialog that takes one line of text."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from ratiodesk.ui.dialog_buttons import DialogButtons
from ratiodesk.ui.styled import set_look
from ratiodesk.ui.text_label import TextLabel
from ratiodesk.words import tr

_WIDTH_PX = 380


class EntryDialog(QDialog):
    """One field and a line about it: Return agrees, Esc leaves, what is refused stays until it is corrected.

    Parameters
    ----------
    noun
        Begins the names of its parts, such as ``dateDialog``, ``dateEdit`` and ``dateProblem``.
    title, caption
        What the window and the field are called.
    agree
        The word on the button that takes the text.
    """

    entered = Signal(str)

    def __init__(self, noun: str, title: str, caption: str, agree: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"{noun}Dialog")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field = QLineEdit()
        self.field.setObjectName(f"{noun}Edit")
        self.field.setAccessibleName(caption)
        self.field.textEdited.connect(self._on_field_edited)
        self.hint = _sentence_label(QPalette.ColorRole.PlaceholderText)
        self.hint.setObjectName(f"{noun}Hint")
        # The theme's colour of loss; the palette keeps it right when the colour scheme changes.
        self._problem = _sentence_label(QPalette.ColorRole.BrightText)
        self._problem.setObjectName(f"{noun}Problem")
        self._problem.setAccessibleName(tr("What is wrong"))
        self._problem.setWordWrap(True)
        self._problem.hide()
        self.buttons = DialogButtons(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(agree)
        self.buttons.accepted.connect(self._on_buttons_accepted)
        self.buttons.rejected.connect(self.reject)
        self._arrange(caption)

    def refuse(self, sentence: str) -> None:
        """Keep what was typed and say below it why it is not taken."""
        self._mark(sentence)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def _arrange(self, caption: str) -> None:
        name = TextLabel(caption)
        name.setBuddy(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(6)
        for part in (name, self.field, self.hint, self._problem):
            column.addWidget(part)
        column.addStretch(1)
        column.addSpacing(8)
        column.addWidget(self.buttons)
        self.setMinimumWidth(_WIDTH_PX)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _mark(self, sentence: str) -> None:
        set_look(self.field, "state", "bad" if sentence else "")
        self.field.setAccessibleDescription(sentence)
        self._problem.setText(sentence)
        layout = self.layout()
        if sentence and layout is not None:
            # The room stays once it was needed, so that the buttons do not jump while the text is corrected.
            self._problem.show()
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    @Slot()
    def _on_field_edited(self) -> None:
        self._mark("")

    @Slot()
    def _on_buttons_accepted(self) -> None:
        self.entered.emit(self.field.text())


def _sentence_label(role: QPalette.ColorRole) -> TextLabel:
    """Return a label that shows what users typed as it is, in a colour of the palette."""
    label = TextLabel()
    label.setForegroundRole(role)
    return label
