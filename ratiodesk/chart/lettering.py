"""Texts of the chart, laid out once: the same labels come back in frame after frame."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText

# Texts under the mouse are many, and never come back.
_MOST_KEPT = 800


class Lettering:
    """One font, plain and bold, with its measures [px]."""

    def __init__(self, font: QFont) -> None:
        self._made_of = QFont(font)
        self.font = QFont(font)
        # Letters without coloured edges look the same on a kept picture and on the screen.
        self.font.setStyleStrategy(QFont.StyleStrategy.NoSubpixelAntialias)
        self.bold = QFont(self.font)
        self.bold.setBold(True)
        metrics = QFontMetricsF(self.font)
        self.height, self.cap, self._ascent = metrics.height(), metrics.capHeight(), metrics.ascent()
        self._bold_ascent = QFontMetricsF(self.bold).ascent()
        self._kept: dict[tuple[str, bool], tuple[QStaticText, float]] = {}

    def of(self, font: QFont) -> "Lettering":
        """Return the lettering of a font, this one if it is that."""
        return self if font == self._made_of else Lettering(font)

    def width(self, text: str, *, bold: bool = False) -> float:
        """Return how wide a text is."""
        return self._laid_out(text, bold)[1]

    def write(self, painter: QPainter, left: float, baseline: float, text: str, *, bold: bool = False) -> None:
        """Write with the painter's pen; the painter has the plain font, before and after."""
        laid_out = self._laid_out(text, bold)[0]
        if not bold:
            painter.drawStaticText(QPointF(left, baseline - self._ascent), laid_out)
            return
        painter.setFont(self.bold)
        painter.drawStaticText(QPointF(left, baseline - self._bold_ascent), laid_out)
        painter.setFont(self.font)

    def write_within(self, painter: QPainter, place: QRectF, baseline: float, text: str, *, bold: bool = False) -> None:
        """Write in the middle of a place, with narrower letters where it is too narrow: no digit may be missing."""
        width = self.width(text, bold=bold)
        if width <= place.width():
            self.write(painter, place.center().x() - width / 2, baseline, text, bold=bold)
            return
        painter.save()
        painter.translate(place.left(), 0)
        painter.scale(place.width() / width, 1)
        self.write(painter, 0, baseline, text, bold=bold)
        painter.restore()

    def elided(self, text: str, most_px: float) -> str:
        """Return a text, cut where it is wider than that."""
        if self.width(text) <= most_px:
            return text
        return QFontMetricsF(self.font).elidedText(text, Qt.TextElideMode.ElideRight, most_px)

    def _laid_out(self, text: str, bold: bool) -> tuple[QStaticText, float]:
        known = self._kept.get((text, bold))
        if known is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            made = QStaticText(text)
            made.setTextFormat(Qt.TextFormat.PlainText)
            made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            made.prepare(font=self.bold if bold else self.font)
            known = self._kept[text, bold] = made, made.size().width()
        return known
