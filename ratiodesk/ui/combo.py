"""A choice of one among several."""

from PySide6.QtGui import QPaintEvent, QPalette
from PySide6.QtWidgets import QComboBox

from ratiodesk.ui.chevron import CHEVRON_PX, draw_chevron


class Combo(QComboBox):
    """A choice that shows that it opens: the style sheet that rounds the field takes the style's own arrow away."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        draw_chevron(self, CHEVRON_PX + 3, self.palette().color(QPalette.ColorRole.PlaceholderText), is_open=True)
