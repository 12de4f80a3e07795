"""A veil between words and what they stand on, which keeps them readable."""

from functools import lru_cache

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from ratiodesk.chart.palette import Palette

_OPACITY = 0.65


def draw_veil(painter: QPainter, rect: QRectF, palette: Palette) -> None:
    """Let what lies below a rectangle shine through only faintly."""
    painter.fillRect(rect, _veil(palette.background))


@lru_cache(maxsize=4)
def _veil(background: str) -> QColor:
    veil = QColor(background)
    veil.setAlphaF(_OPACITY)
    return veil
