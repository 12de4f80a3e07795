"""Tags that stand for many frames, as pictures: painting a rounded one takes four times as long as copying it."""

from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from ratiodesk.chart.lettering import Lettering
from ratiodesk.chart.part import draw_tag

# What a tag is filled with, what is written in, and its outline; that is empty for none.
TagColours = tuple[str, str, str]


def draw_kept_tag(painter: QPainter, rect: QRectF, text: str, letters: Lettering, colours: TagColours) -> None:
    """Paint such a tag from a picture of it; its upper left corner is moved to a whole pixel."""
    ratio = painter.device().devicePixelRatioF()
    left, top, size = round(rect.left()), round(rect.top()), rect.size().toSize()
    if ratio.is_integer():
        painter.drawPixmap(left, top, _picture((size.width(), size.height()), text, letters, colours, int(ratio)))
    else:
        # A picture would have to begin between two pixels of the device.
        draw_bold_tag(painter, QRectF(left, top, size.width(), size.height()), text, letters, colours)


def draw_bold_tag(painter: QPainter, rect: QRectF, text: str, letters: Lettering, colours: TagColours) -> None:
    """Paint a rounded tag with centred bold text."""
    fill, ink, border = colours
    # An outline lies within the tag.
    inner = rect.adjusted(0.5, 0.5, -0.5, -0.5) if border else rect
    draw_tag(painter, inner, text, letters, fill, ink, bold=True, border=border)


@lru_cache(maxsize=64)
def _picture(size: tuple[int, int], text: str, letters: Lettering, colours: TagColours, ratio: int) -> QPixmap:
    picture = QPixmap(QSize(*size) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setFont(letters.font)
        draw_bold_tag(painter, QRectF(0, 0, *size), text, letters, colours)
    return picture
