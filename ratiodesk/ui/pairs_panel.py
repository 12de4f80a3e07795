"""The list of saved pairs on the left."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ratiodesk.desk.watchlist import ROW_ROLE, Watchlist, WatchRow
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.zone import Zone
from ratiodesk.ui.number_text import ratio_text
from ratiodesk.ui.text_label import TextLabel
from ratiodesk.ui.theme import Theme
from ratiodesk.words import mark, tr

_ROW_HEIGHT_PX = 34
_CHIP_HEIGHT_PX = 18
_NOTHING = mark("There is no pair yet. Press Ctrl+L and type one, such as SPY/IWM; each pair you draw on stays here.")
_FILLED = (Zone.ENTRY, Zone.STOPPED, Zone.TARGET)


class PairsPanel(QWidget):
    """Every saved pair with its last ratio and its zone; a click opens it."""

    pair_chosen = Signal(str)

    def __init__(self, watchlist: Watchlist, theme: Theme, below: QWidget) -> None:
        super().__init__()
        self.setObjectName("pairsPanel")
        self.setMinimumWidth(150)
        self._watchlist = watchlist
        self._open: Pair | None = None
        heading = TextLabel(tr("Pairs").upper())
        heading.setProperty("kind", "title")
        heading.setContentsMargins(12, 12, 12, 6)
        self._list = QListView()
        self._list.setObjectName("pairsList")
        self._list.setAccessibleName(tr("Saved pairs"))
        self._list.setModel(watchlist)
        # After the list's own slots, which forget the current row when the model is reset.
        watchlist.modelReset.connect(self._on_watchlist_changed)
        watchlist.rowsInserted.connect(self._on_watchlist_changed)
        self._nothing = TextLabel(tr(_NOTHING))
        self._nothing.setObjectName("noPairs")
        self._nothing.setWordWrap(True)
        self._nothing.setContentsMargins(12, 4, 12, 12)
        self._nothing.hide()
        watchlist.refreshed.connect(self._show_whether_empty)
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._delegate = _RowDelegate(theme, self._list)
        self._list.setItemDelegate(self._delegate)
        self._list.clicked.connect(self._on_list_chosen)
        self._list.activated.connect(self._on_list_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(heading)
        column.addWidget(self._nothing)
        column.addWidget(self._list, 1)
        column.addWidget(below)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._delegate.theme = theme
        self._list.viewport().update()

    def mark(self, pair: Pair) -> None:
        """Show which pair is open."""
        self._open = pair
        self._on_watchlist_changed()

    @Slot()
    def _on_watchlist_changed(self) -> None:
        self._show_whether_empty()
        row = self._watchlist.row_of(self._open) if self._open else -1
        if row >= 0:
            self._list.setCurrentIndex(self._watchlist.index(row))

    @Slot()
    def _show_whether_empty(self) -> None:
        self._nothing.setVisible(self._watchlist.rowCount() == 0)

    @Slot(QModelIndex)
    def _on_list_chosen(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, WatchRow):
            self.pair_chosen.emit(str(row.pair))


class _RowDelegate(QStyledItemDelegate):
    """Paints a pair, its ratio and its zone as a chip."""

    def __init__(self, theme: Theme, parent: QListView) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(150, _ROW_HEIGHT_PX)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, WatchRow):
            return
        theme = self.theme
        area = QRect(option.rect)
        state = option.state
        painter.save()
        current = bool(state & QStyle.StateFlag.State_Selected)
        if current or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(theme.field if current else theme.hover))
        if current:
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), QColor(theme.accent))
        painter.setPen(QColor(theme.border))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        chip_left = self._paint_chip(painter, area, row, QFont(option.font))
        self._paint_text(painter, area, row, chip_left, QFont(option.font))
        painter.restore()

    def _paint_text(self, painter: QPainter, area: QRect, row: WatchRow, right: int, font: QFont) -> None:
        metrics = QFontMetrics(font)
        ratio = ratio_text(row.ratio) if row.ratio is not None else ""
        ratio_width = metrics.horizontalAdvance(ratio)
        heavier = QFont(font)
        heavier.setBold(True)
        name_width = QFontMetrics(heavier).horizontalAdvance(str(row.pair))
        left = area.left() + 12
        # A narrow panel gives up the ratio before it cuts the pair.
        ratio_left = left + max(name_width, 62) + 8
        fits = ratio_left + ratio_width + 6 <= right
        painter.setPen(QColor(self.theme.text))
        if fits:
            box = QRect(ratio_left, area.top(), ratio_width + 2, area.height())
            painter.setFont(font)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, ratio)
        painter.setFont(heavier)
        space = (ratio_left if fits else right) - left - 4
        name = QFontMetrics(heavier).elidedText(str(row.pair), Qt.TextElideMode.ElideRight, space)
        painter.drawText(QRect(left, area.top(), space, area.height()), Qt.AlignmentFlag.AlignVCenter, name)

    def _paint_chip(self, painter: QPainter, area: QRect, row: WatchRow, font: QFont) -> int:
        theme = self.theme
        if not row.zone_title:
            return area.right() - 10
        filled = row.zone in _FILLED
        font.setPixelSize(11)
        font.setBold(True)
        width = QFontMetrics(font).horizontalAdvance(row.zone_title) + 14
        box = QRectF(area.right() - 10 - width, area.center().y() - _CHIP_HEIGHT_PX / 2 + 0.5, width, _CHIP_HEIGHT_PX)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.zone_colour(row.zone) if filled else theme.field))
        painter.drawRoundedRect(box, _CHIP_HEIGHT_PX / 2, _CHIP_HEIGHT_PX / 2)
        painter.setFont(font)
        painter.setPen(QColor(theme.on_level if filled else theme.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, row.zone_title)
        return round(box.left())
