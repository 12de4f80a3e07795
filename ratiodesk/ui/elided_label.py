"""A line of text that says when there is more of it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent

from ratiodesk.ui.text_label import TextLabel


class ElidedLabel(TextLabel):
    """Ends with an ellipsis where it has less room than its text needs; ``text()`` is all of it."""

    @property
    def shown_text(self) -> str:
        """What is to be read of the text."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            self.alignment(),
            self.palette(),
            self.isEnabled(),
            self.shown_text,
            self.foregroundRole(),
        )
