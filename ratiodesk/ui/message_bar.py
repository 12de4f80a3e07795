"""A sentence above the chart that stays until its cause is gone."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from ratiodesk.ui.text_label import TextLabel
from ratiodesk.words import tr


class MessageBar(QFrame):
    """Says why a layout is read-only, with the way out where there is one."""

    accepted = Signal()

    def __init__(self, name: str, action: str) -> None:
        super().__init__()
        self.setObjectName(f"{name}Bar")
        self._text = TextLabel()
        self._text.setObjectName(f"{name}Text")
        self._text.setAccessibleName(tr("Message"))
        self._text.setWordWrap(True)
        self._button = QPushButton(action)
        self._button.setObjectName(f"{name}Action")
        self._button.clicked.connect(self.accepted)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        self.hide()

    def show_message(self, sentence: str, *, with_action: bool, action: str = "") -> None:
        """Show *sentence*, or hide the bar when it is empty; *action* is the word on the button from now on."""
        self._text.setText(sentence)
        if action:
            self._button.setText(action)
        self._button.setVisible(with_action)
        self.setVisible(bool(sentence))
