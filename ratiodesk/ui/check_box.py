"""A check box that is seen on a dark card as well: Fusion draws its frame a little darker than the window."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

from ratiodesk.plain_text import plain

_BOX_PX = 14
_TICK = ((3.5, 7.2), (6.0, 9.8), (10.5, 4.4))


class CheckBox(QCheckBox):
    """A box with a tick, in the palette's colours; a click on it leaves the keys where they are.

    Parameters
    ----------
    name
        What tests call it; assistive programs read its text.
    text, help_text
        What stands beside it, and the tooltip.
    """

    def __init__(self, name: str, text: str, help_text: str) -> None:
        super().__init__(text)
        self.setObjectName(name)
        self.setToolTip(plain(help_text))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        """Return the room of box and text; the style's own margin would part them from the edge of the card."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        words = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self)
        text = option.fontMetrics.size(Qt.TextFlag.TextShowMnemonic, self.text())
        # Smoothed, the last letter may reach into one more column.
        return QSize(words.left() + text.width() + 1, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        place = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        corner = place.center() - QRect(0, 0, _BOX_PX, _BOX_PX).center()
        box = QRectF(corner.x() + 0.5, corner.y() + 0.5, _BOX_PX - 1, _BOX_PX - 1)
        palette, role = self.palette(), QPalette.ColorRole
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bright = self.isChecked() or self.hasFocus() or self.underMouse()
        painter.setPen(QPen(palette.color(role.Highlight if bright else role.PlaceholderText), 1))
        painter.setBrush(palette.color(role.Highlight if self.isChecked() else role.Button))
        painter.drawRoundedRect(box, 3, 3)
        if self.isChecked():
            painter.setPen(QPen(palette.color(role.HighlightedText), 1.8))
            painter.drawPolyline(QPolygonF([QPointF(corner) + QPointF(*point) for point in _TICK]))
        words = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self)
        painter.setPen(palette.color(role.WindowText if self.isEnabled() else role.PlaceholderText))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic, self.text())
