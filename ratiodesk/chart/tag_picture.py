"""Tags that stand for many frames, as pictures: painting a rounded one takes four times as long as copying it."""

from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from ratiodesk.chart.lettering import Lettering
from ratiodesk.chart.part import draw_tag


def draw_kept_tag(painter: QPainter, rect: QRectF, text: str, letters: Lettering, fill: str, ink: str) -> None:
    """Paint a rounded tag with centred bold text; its upper left corner is moved to a whole pixel."""
    ratio = painter.device().devicePixelRatioF()
    left, top, size = round(rect.left()), round(rect.top()), rect.size().toSize()
    if ratio.is_integer():
        painter.drawPixmap(left, top, _picture((size.width(), size.height()), text, letters, fill, ink, int(ratio)))
    else:
        # A picture would have to begin between two pixels of the device.
        draw_tag(painter, QRectF(left, top, size.width(), size.height()), text, letters, fill, ink, bold=True)


@lru_cache(maxsize=64)
def _picture(size: tuple[int, int], text: str, letters: Lettering, fill: str, ink: str, ratio: int) -> QPixmap:
    picture = QPixmap(QSize(*size) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setFont(letters.font)
        draw_tag(painter, QRectF(0, 0, *size), text, letters, fill, ink, bold=True)
    return picture
