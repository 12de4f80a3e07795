"""The sign of something that opens."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

CHEVRON_PX = 8


def draw_chevron(widget: QWidget, right_px: float, colour: QColor, *, is_open: bool) -> None:
    """Draw a chevron in the middle of a widget's height, so far from its right edge: down if open, else to the right.

    Parameters
    ----------
    right_px
        From the edge to the middle of the sign.
    """
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.6))
    middle, half = QPointF(widget.width() - right_px, widget.height() / 2), CHEVRON_PX / 4
    if is_open:
        sign = [QPointF(-2 * half, -half), QPointF(0, half), QPointF(2 * half, -half)]
    else:
        sign = [QPointF(-half, -2 * half), QPointF(half, 0), QPointF(-half, 2 * half)]
    painter.drawPolyline(QPolygonF([middle + point for point in sign]))
