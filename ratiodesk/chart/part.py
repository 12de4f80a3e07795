"""One kind of thing the chart paints."""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, ClassVar

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QRegion

from ratiodesk.chart.frame import Frame
from ratiodesk.chart.lettering import Lettering

# The rectangles a paint event is about: left, top, right and bottom of each, the last two beyond its last pixel [px].
Exposed = Sequence[tuple[int, int, int, int]]


class Part:
    """Paints one kind of thing, and says what of it a new frame makes wrong.

    The class attribute ``reads`` names the fields of the frame it depends on, and ``needs`` those of which one must
    hold something for there to be anything to paint; empty where there always is.
    """

    reads: ClassVar[tuple[str, ...]] = ("viewport", "palette", "letters", "trace")
    needs: ClassVar[tuple[str, ...]] = ()

    def is_blank(self, frame: Frame) -> bool:
        """Return whether there is nothing to paint in a frame."""
        return bool(self.needs) and not any(getattr(frame, name) for name in self.needs)

    def take(self, before: Frame | None, frame: Frame) -> QRegion | None:
        """Return what has to be painted again after a step to another frame; None for nothing."""
        if before is None:
            return whole(frame)
        if self.is_blank(before) and self.is_blank(frame):
            return None
        return self.damage(before, frame) if differs(before, frame, self.reads) else None

    def damage(self, before: Frame, frame: Frame) -> QRegion:
        """Return what has to be painted again when a field the part reads has changed."""
        return whole(frame)

    def paint(self, painter: QPainter, frame: Frame, exposed: Exposed) -> None:
        """Paint in the chart's pixels, and leave the painter as it was."""
        if self.is_blank(frame):
            return
        painter.save()
        try:
            painter.setFont(frame.letters.font)
            self.draw(painter, frame, exposed)
        finally:
            painter.restore()

    def draw(self, painter: QPainter, frame: Frame, exposed: Exposed) -> None:
        """Paint with a painter that has the plain font; *exposed* is what matters of it."""
        raise NotImplementedError


def whole(frame: Frame) -> QRegion:
    """Return all of the chart."""
    return _rectangle(*frame.size)


@lru_cache(maxsize=4)
def _rectangle(width: float, height: float) -> QRegion:
    return QRegion(QRectF(0, 0, width, height).toAlignedRect())


@lru_cache(maxsize=256)
def colour(name: str, opacity: float | None = None) -> QColor:
    """Return a colour by its name, with another opacity if one is given; whoever wants to change it makes a copy."""
    made = QColor(name)
    if opacity is not None:
        made.setAlphaF(opacity)
    return made


def differs(before: Frame, frame: Frame, names: tuple[str, ...]) -> bool:
    """Return whether two frames differ in any of some fields."""
    for name in names:
        old, new = getattr(before, name), getattr(frame, name)
        if old is not new and old != new:
            return True
    return False


def touches(exposed: Exposed, top: float, bottom: float, left: float = 0.0, right: float = math.inf) -> bool:
    """Return whether any of what is exposed lies between two rows and two columns, or right beside them."""
    for first, above, last, below in exposed:
        if first - 1 <= right and last + 1 >= left and above - 1 <= bottom and below + 1 >= top:
            return True
    return False


def exposure(rects: Iterable[QRect]) -> Exposed:
    """Return rectangles as parts are told of them."""
    return [(rect.left(), rect.top(), rect.right() + 1, rect.bottom() + 1) for rect in rects]


def strip(top: float, bottom: float, frame: Frame) -> QRect:
    """Return the rows of the ratio plot between two of them, with a margin for the width of a line."""
    first, last = sorted((top, bottom))
    up, down = (min(max(row, -4.0), frame.viewport.height + 4.0) for row in (first - 4, last + 4))
    # A line has square ends.
    return QRect(-2, int(up), int(frame.viewport.width) + 5, int(down - up) + 2)


def draw_tag(painter: QPainter, rect: QRectF, text: str, letters: Lettering, fill: str, ink: str, **style: Any) -> None:
    """Paint a rounded tag with centred text; ``border`` names the colour of an outline, ``bold`` the weight."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    border, bold = style.get("border"), bool(style.get("bold"))
    painter.setPen(QPen(colour(border), 1.0) if border else Qt.PenStyle.NoPen)
    painter.setBrush(colour(fill))
    painter.drawRoundedRect(rect, 3, 3)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(colour(ink))
    letters.write_within(painter, rect.adjusted(2, 0, -2, 0), rect.center().y() + letters.cap / 2, text, bold=bold)
