"""All there is to say about the prices of the open pair, in a window of its own."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from ratiodesk.ui.dialog_buttons import DialogButtons
from ratiodesk.words import tr


class DataDialog(QDialog):
    """Text that can be read, searched by eye, and copied."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dataDialog")
        self.setWindowTitle(tr("About the data"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 420)
        self._text = QPlainTextEdit(text)
        self._text.setObjectName("dataText")
        self._text.setAccessibleName(tr("About the data"))
        self._text.setReadOnly(True)
        buttons = DialogButtons(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self._text)
        column.addWidget(buttons)
