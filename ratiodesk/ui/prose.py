"""A few sentences below a table."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ratiodesk.domain.wording import MINUS

_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_UNBOUNDED_PX = 10_000
_WORD_JOINER = "\N{WORD JOINER}"


class Prose(QWidget):
    """Wrapped text whose card is laid out anew only when it needs another height.

    A label asks for that at every change, and in a drag the numbers of a sentence change in every frame.

    Parameters
    ----------
    name
        What tests call it; assistive programs read its text.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._text = self._drawn = ""
        self.hide()

    def text(self) -> str:
        """Return what it says."""
        return self._text

    def show_text(self, text: str) -> None:
        """Say something else; an empty text hides it."""
        if text == self._text:
            return
        self._text = text
        # Qt would end a line between a minus and its amount.
        self._drawn = text.replace(MINUS, MINUS + _WORD_JOINER)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(self.rect(), int(_WRAP), self._drawn)

    def _fit(self) -> None:
        room = QRect(0, 0, self.width(), _UNBOUNDED_PX)
        height_px = self.fontMetrics().boundingRect(room, int(_WRAP), self._drawn).height()
        if self._text and height_px != self.minimumHeight():
            self.setFixedHeight(height_px)
