"""A sentence beside what cannot be taken as it was typed."""

from PySide6.QtGui import QPalette

from ratiodesk.ui.text_label import TextLabel
from ratiodesk.words import tr


class ProblemLabel(TextLabel):
    """Hidden while nothing is wrong; in the theme's colour of loss, which follows the colour scheme."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(tr("What is wrong"))
        self.setForegroundRole(QPalette.ColorRole.BrightText)
        self.setWordWrap(True)
        self._problem = self._lasting = ""
        self.hide()

    def show_problem(self, sentence: str) -> None:
        """Say why what was typed is not taken, or that it is when *sentence* is empty."""
        self._problem = sentence
        self._tell()

    def show_lasting(self, sentence: str) -> None:
        """Say what is wrong with what was taken; it is seen while nothing is refused."""
        self._lasting = sentence
        self._tell()

    def _tell(self) -> None:
        self.setText(self._problem or self._lasting)
        self.setVisible(bool(self.text()))
