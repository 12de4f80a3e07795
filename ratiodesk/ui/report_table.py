"""A table on a page: its columns fitted to the room there is, its rows to the height."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from ratiodesk.local_text import local
from ratiodesk.ui.card import kind_of
from ratiodesk.ui.report import Row, Table
from ratiodesk.ui.theme import Theme
from ratiodesk.words import tr

_GAP_PX = 12.0
# What a column of prose gets at least, in parts of the width.
_PROSE_SHARE = 0.25
_FLAGS = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip


@dataclass(frozen=True, slots=True)
class Type:
    """The fonts of a page, and how far its rows are apart [px]."""

    body: QFont
    small: QFont
    strong: QFont
    title: QFont
    row_px: float


class TableBlock:
    """Paints one table."""

    def __init__(self, table: Table, kind: Type) -> None:
        self._table, self._type = table, kind
        self._body, self._small = QFontMetricsF(kind.body), QFontMetricsF(kind.small)
        self._has_headings = any(table.headings)

    @property
    def height(self) -> float:
        """How high all of it is [px]."""
        return self._type.row_px * (len(self._table.rows) + self._has_headings)

    @property
    def is_whole(self) -> bool:
        """Whether no row may be left out."""
        return self._table.is_whole

    def within(self, height: float) -> "TableBlock":
        """Return the table with as many rows as a height takes; the last one tells how many are left out."""
        room = max(int(height // self._type.row_px) - self._has_headings, 1)
        rows = self._table.rows
        if len(rows) <= room:
            return self
        blank = ("",) * (len(self._table.headings) - 1)
        rest: Row = (tr("and {count} more", count=local(f"{len(rows) - room + 1:,}")), *blank)
        return TableBlock(replace(self._table, rows=(*rows[: room - 1], rest)), self._type)

    def paint(self, painter: QPainter, at: QPointF, width: float, theme: Theme) -> None:
        """Paint with the upper left corner at a point."""
        widths = self._widths(width)
        y = at.y()
        if self._has_headings:
            self._paint_row(painter, QRectF(at.x(), y, width, self._type.row_px), self._table.headings, widths, theme)
            y += self._type.row_px
        for row in self._table.rows:
            area = QRectF(at.x(), y, width, self._type.row_px)
            self._paint_row(painter, area, row, widths, theme)
            y += self._type.row_px

    def _paint_row(self, painter: QPainter, area: QRectF, row: Row, widths: list[float], theme: Theme) -> None:
        is_heading, last = row is self._table.headings, len(row) - 1
        font, metrics = (self._type.small, self._small) if is_heading else (self._type.body, self._body)
        painter.setFont(font)
        x = area.left()
        for column, (text, wide) in enumerate(zip(row, widths, strict=True)):
            prose = column == last and self._table.is_prose
            side = Qt.AlignmentFlag.AlignLeft if column in self._table.left or prose else Qt.AlignmentFlag.AlignRight
            # The first column of “and 3 more” may run on where nothing stands.
            room = area.width() if column == 0 and not any(row[1:]) else wide
            painter.setPen(QColor(theme.muted if is_heading else self._colour(column, text, theme)))
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room + 1)
            painter.drawText(QRectF(x, area.top(), room, area.height()), side | _FLAGS, shown)
            x += wide + _GAP_PX

    def _colour(self, column: int, text: str, theme: Theme) -> str:
        if column in self._table.signed:
            return {"loss": theme.loss, "gain": theme.gain}.get(kind_of(text), theme.text)
        is_name = column == 0 and not self._has_headings
        return theme.muted if is_name else theme.text

    def _widths(self, width: float) -> list[float]:
        """Return the width of each column: what its longest words need, the first one or the prose what is left."""
        count = len(self._table.headings)
        needs = [
            max(
                self._small.horizontalAdvance(self._table.headings[column]),
                *(self._body.horizontalAdvance(row[column]) for row in self._table.rows),
            )
            if self._table.rows
            else 0.0
            for column in range(count)
        ]
        room = width - _GAP_PX * (count - 1)
        taker = count - 1 if self._table.is_prose else 0
        others = sum(needs) - needs[taker]
        least = room * _PROSE_SHARE
        if others > room - least:
            # All others give up the same part of what they need.
            needs = [need * (room - least) / others for need in needs]
            others = room - least
        needs[taker] = room - others
        return needs
