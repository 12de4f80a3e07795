"""A sentence beside what cannot be taken as it was typed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel


class ProblemLabel(QLabel):
    """Hidden while nothing is wrong; in the theme's colour of loss, which follows the colour scheme."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName("What is wrong")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setForegroundRole(QPalette.ColorRole.BrightText)
        self.setWordWrap(True)
        self.hide()

    def show_problem(self, sentence: str) -> None:
        """Show *sentence*, or hide when it is empty."""
        self.setText(sentence)
        self.setVisible(bool(sentence))
