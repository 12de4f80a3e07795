"""Parts of the account before and after, as pairs of bars."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ratiodesk.domain.worth import Weight
from ratiodesk.ui.number_text import percent
from ratiodesk.ui.theme import Theme
from ratiodesk.words import tr

_ROW_PX, _BAR_PX, _GAP_PX = 20, 6, 2
_LEGEND_PX = 20
# Room of the names, as a part of the width.
_NAMES = 0.39
_NAME_GAP_PX = 8


class WeightBars(QWidget):
    """The upper bar of each pair is before, the lower one after; what is short reaches to the left of the zero."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("portfolioBars")
        self.setAccessibleName(tr("Weights before and after, as bars"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._rows: tuple[Weight, ...] = ()
        self.setFixedHeight(_LEGEND_PX)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.update()

    def show_weights(self, rows: Sequence[Weight]) -> None:
        """Show these rows, from top to bottom."""
        rows = tuple(rows)
        if rows == self._rows:
            return
        if len(rows) != len(self._rows):
            self.setFixedHeight(_LEGEND_PX + _ROW_PX * len(rows))
        self._rows = rows
        told = (
            tr("{name} from {before} to {after}", name=row.name, before=percent(row.before), after=percent(row.after))
            for row in rows
        )
        self.setAccessibleDescription("; ".join(told))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _LEGEND_PX + _ROW_PX * len(self._rows))

    def bars(self, row: int) -> tuple[QRectF, QRectF]:
        """Return where the bars of a row are, before and after."""
        top = _LEGEND_PX + _ROW_PX * row + (_ROW_PX - 2 * _BAR_PX - _GAP_PX) / 2
        weight = self._rows[row]
        return self._bar(weight.before, top), self._bar(weight.after, top + _BAR_PX + _GAP_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rows:
            return
        painter = QPainter(self)
        theme = self._theme
        before, after = QColor(theme.muted), QColor(theme.accent)
        names_px = self._names_px()
        self._paint_legend(painter)
        metrics = painter.fontMetrics()
        for place, row in enumerate(self._rows):
            band = QRectF(0, _LEGEND_PX + _ROW_PX * place, names_px - _NAME_GAP_PX, _ROW_PX)
            painter.setPen(QColor(theme.text))
            shown = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, int(band.width()))
            painter.drawText(band, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
            for bar, colour in zip(self.bars(place), (before, after), strict=True):
                painter.fillRect(bar, colour)
        painter.setPen(QColor(theme.border))
        zero = round(self._x(0.0))
        painter.drawLine(zero, _LEGEND_PX, zero, self.height())

    def _paint_legend(self, painter: QPainter) -> None:
        """Name the two bars, so that colour is not what tells them apart: the upper one is before."""
        painter.setPen(QColor(self._theme.muted))
        metrics, left = painter.fontMetrics(), 0.0
        legend = (tr("before, above"), self._theme.muted), (tr("after, below"), self._theme.accent)
        for word, colour in legend:
            painter.fillRect(QRectF(left, (_LEGEND_PX - _BAR_PX) / 2, 10, _BAR_PX), QColor(colour))
            place = QRectF(left + 14, 0, metrics.horizontalAdvance(word) + 2, _LEGEND_PX)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, word)
            left = place.right() + 12

    def _names_px(self) -> float:
        return self.width() * _NAMES

    def _bar(self, weight: float, top: float) -> QRectF:
        zero, end = self._x(0.0), self._x(weight)
        return QRectF(min(zero, end), top, abs(end - zero), _BAR_PX)

    def _x(self, weight: float) -> float:
        values = [value for row in self._rows for value in (row.before, row.after)]
        low, high = min(0.0, *values), max(0.0, *values)
        span = (high - low) or 1.0
        left = self._names_px()
        return left + (weight - low) / span * (self.width() - left - 1)
