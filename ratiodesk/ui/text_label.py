"""A label whose text is text."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget  # noqa: TID251 - made plain here


class TextLabel(QLabel):
    """Shows names, notes and answers as they are; a plain QLabel would take what looks like HTML for it."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
