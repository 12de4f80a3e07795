"""The report of a pair on one page of paper."""

import math
from collections.abc import Iterable

from PySide6.QtCore import QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPainter

from ratiodesk.chart.date_tick import date_label
from ratiodesk.chart.drawing import VECTOR, Drawing, measured_font
from ratiodesk.domain.level import PLAN_ROLES
from ratiodesk.ui.number_text import ratio_text
from ratiodesk.ui.picture_legend import Legend, signs_of
from ratiodesk.ui.report import Report, Section
from ratiodesk.ui.report_table import TableBlock, Type
from ratiodesk.ui.theme import Theme
from ratiodesk.words import tr

# At 96 pixels an inch: 210 × 297 mm, and 8.5 × 11 inches.
PAPERS = {"a4": (210 / 25.4 * 96, 297 / 25.4 * 96), "letter": (8.5 * 96, 11.0 * 96)}
_MARGIN_PX, _GAP_PX, _COLUMN_GAP_PX = 46.0, 13.0, 30.0
_BODY_PX, _SMALL_PX, _TITLE_PX, _ROW_PX = 11, 10, 22, 14.5
# From a section's title to its first table, and from one table to the next.
_HEAD_PX, _TABLE_GAP_PX = 21.0, 7.0
_STRIP_PX = 4.0
# The chart is drawn for a screen and made smaller, so that its letters are those of the page.
_CHART_SCALE = 0.86
_LEAST_CHART_PX, _MOST_CHART_PX = 230.0, 560.0
# What the journal has at least: title, headings and three rows. Notes have so many lines.
_LEAST_JOURNAL_PX = _HEAD_PX + 4 * _ROW_PX
_MOST_NOTES = 4
_FLAGS = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


def usual_paper(locale: QLocale) -> str:
    """Return what a region prints on."""
    return "letter" if locale.measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem else "a4"


class ReportPage:
    """A page: title, chart, two columns of tables, journal, notes, source.

    Title, columns and source have the height they need; journal and notes are cut where they are long; the chart has
    the rest.
    """

    def __init__(self, report: Report, chart: Drawing, theme: Theme, paper: str) -> None:
        self._report, self._theme, self._size = report, theme, PAPERS[paper]
        self._type = _types()
        self._width = self._size[0] - 2 * _MARGIN_PX
        lines = [level.ratio for level in report.standing.levels if level.role in PLAN_ROLES]
        drawn = chart.in_colours(theme.chart_palette()).of((self._width / _CHART_SCALE, chart.size[1]), VECTOR)
        self._chart = drawn.reaching(lines)

    @property
    def title(self) -> str:
        standing = self._report.standing
        return f"{standing.pair}, {date_label(standing.session)}"

    @property
    def size(self) -> tuple[float, float]:
        return self._size

    def paint(self, painter: QPainter) -> None:
        painter.fillRect(QRectF(0, 0, *self._size), QColor(self._theme.card))
        top = self._paint_title(painter, _MARGIN_PX) + _GAP_PX
        bottom = self._paint_source(painter) - _GAP_PX
        notes = _wrapped(self._report.notes, self._type.small, self._width, _MOST_NOTES)
        notes_px = len(notes) * self._type.row_px
        journal = self._blocks(self._report.journal)
        journal_px = _height_of([journal])
        spare = bottom - top - notes_px - (3 if notes else 2) * _GAP_PX
        legend = Legend(signs_of(self._chart.frame, self._theme), self._theme, self._type.small, self._width)
        least = _LEAST_CHART_PX + legend.height + _GAP_PX / 2
        sides = (self._report.left, self._report.right)
        most = spare - least - min(journal_px, _LEAST_JOURNAL_PX)
        columns = [_shortened([self._blocks(section) for section in sections], most) for sections in sides]
        column_px = max(map(_height_of, columns))
        spare -= column_px
        journal_px = min(journal_px, max(spare - least, _LEAST_JOURNAL_PX))
        chart_px = min(spare - journal_px - legend.height - _GAP_PX / 2, _MOST_CHART_PX)
        y = self._paint_chart(painter, top, chart_px)
        legend.paint(painter, QPointF(_MARGIN_PX, y + _GAP_PX / 2))
        y += legend.height + 1.5 * _GAP_PX
        wide = (self._width - _COLUMN_GAP_PX) / 2
        for place, column in enumerate(columns):
            self._paint_sections(painter, QPointF(_MARGIN_PX + place * (wide + _COLUMN_GAP_PX), y), wide, column)
        y += column_px + _GAP_PX
        self._paint_sections(painter, QPointF(_MARGIN_PX, y), self._width, [_cut(journal, journal_px)])
        self._paint_lines(painter, bottom - notes_px, notes)

    def _paint_title(self, painter: QPainter, top: float) -> float:
        """Paint pair, ratio, date and zone; return where they end."""
        standing, theme = self._report.standing, self._theme
        ink = theme.zone_colour(standing.zone)
        title, body = QFontMetricsF(self._type.title), QFontMetricsF(self._type.body)
        height = title.height() + 2 * (body.height() + 1)
        painter.fillRect(QRectF(_MARGIN_PX, top, _STRIP_PX, height), QColor(ink))
        row = QRectF(_MARGIN_PX + 14, top, self._width - 14, title.height())
        name = f"{standing.pair.numerator} / {standing.pair.denominator}  {ratio_text(standing.ratio)}"
        zone = standing.zone.display_name
        zone = tr("{zone}, forming", zone=zone) if standing.forming else zone
        zone_px = title.horizontalAdvance(zone) + 20
        _write(painter, row, zone, self._type.title, ink, _RIGHT)
        _write(painter, row.adjusted(0, 0, -zone_px, 0), name, self._type.title, theme.text)
        row = QRectF(row.left(), row.bottom() + 1, row.width(), body.height())
        day = date_label(standing.session)
        _write(painter, row, day, self._type.body, theme.muted, _RIGHT)
        room = row.adjusted(0, 0, -body.horizontalAdvance(day) - 20, 0)
        _write(painter, room, self._report.sentence, self._type.body, theme.text)
        row.translate(0, body.height() + 1)
        _write(painter, row, self._report.plan, self._type.body, theme.muted)
        return top + height

    def _paint_chart(self, painter: QPainter, top: float, height: float) -> float:
        """Paint the chart; return where it ends."""
        drawn = self._chart.of((self._width / _CHART_SCALE, height / _CHART_SCALE), VECTOR)
        painter.save()
        painter.translate(_MARGIN_PX, top)
        painter.scale(_CHART_SCALE, _CHART_SCALE)
        drawn.paint(painter)
        painter.restore()
        painter.setPen(QColor(self._theme.border))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(_MARGIN_PX, top, self._width, height))
        return top + height

    def _paint_source(self, painter: QPainter) -> float:
        """Paint the last line of the page; return where it begins."""
        height = QFontMetricsF(self._type.small).height()
        row = QRectF(_MARGIN_PX, self._size[1] - _MARGIN_PX - height, self._width, height)
        painter.fillRect(QRectF(_MARGIN_PX, row.top() - 5, self._width, 0.75), QColor(self._theme.border))
        _write(painter, row, self._report.source, self._type.small, self._theme.muted)
        return row.top() - 5

    def _paint_lines(self, painter: QPainter, top: float, lines: Iterable[str]) -> None:
        for place, line in enumerate(lines):
            row = QRectF(_MARGIN_PX, top + place * self._type.row_px, self._width, self._type.row_px)
            _write(painter, row, line, self._type.small, self._theme.muted)

    def _blocks(self, section: Section) -> "_Blocks":
        return section, [TableBlock(table, self._type) for table in section.tables]

    def _paint_sections(self, painter: QPainter, at: QPointF, width: float, sections: list["_Blocks"]) -> None:
        y, theme = at.y(), self._theme
        for section, blocks in sections:
            row = QRectF(at.x(), y, width, _HEAD_PX - 5)
            _write(painter, row, section.title, self._type.strong, theme.text)
            painter.fillRect(QRectF(at.x(), y + _HEAD_PX - 5, width, 0.75), QColor(theme.border))
            y += _HEAD_PX - 2
            for block in blocks:
                block.paint(painter, QPointF(at.x(), y), width, theme)
                y += block.height + _TABLE_GAP_PX
            if section.sentence:
                lines = _wrapped((section.sentence,), self._type.body, width, 2)
                for line in lines:
                    _write(painter, QRectF(at.x(), y, width, _ROW_PX), line, self._type.body, theme.muted)
                    y += _ROW_PX
            y += _GAP_PX - _TABLE_GAP_PX


# A section with its tables.
_Blocks = tuple[Section, list[TableBlock]]


def _height_of(sections: Iterable[_Blocks]) -> float:
    """Return how high sections are, one below the other [px]."""
    height = 0.0
    for section, blocks in sections:
        height += _HEAD_PX - 2 + math.fsum(block.height + _TABLE_GAP_PX for block in blocks)
        height += 2 * _ROW_PX if section.sentence else 0.0
        height += _GAP_PX - _TABLE_GAP_PX
    return height


def _shortened(sections: list[_Blocks], most: float) -> list[_Blocks]:
    """Return sections that are at most so high together: the longest tables give up rows."""
    while _height_of(sections) > most:
        tables = [block for _, blocks in sections for block in blocks if not block.is_whole]
        longest = max(tables, key=lambda block: block.height, default=None)
        shorter = longest.within(longest.height - _ROW_PX) if longest is not None else None
        if longest is None or shorter is longest or shorter is None or shorter.height >= longest.height:
            return sections
        sections = [
            (section, [shorter if block is longest else block for block in blocks]) for section, blocks in sections
        ]
    return sections


def _cut(blocks: _Blocks, height: float) -> _Blocks:
    section, tables = blocks
    return section, [table.within(height - _HEAD_PX) for table in tables]


def _types() -> Type:
    def font(size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        made = measured_font(QGuiApplication.font())
        made.setPixelSize(size)
        made.setWeight(weight)
        return made

    strong = QFont.Weight.DemiBold
    return Type(font(_BODY_PX), font(_SMALL_PX), font(_BODY_PX, strong), font(_TITLE_PX, strong), _ROW_PX)


def _wrapped(sentences: Iterable[str], font: QFont, width: float, most: int) -> list[str]:
    """Return sentences in lines, at most so many; the last one ends in an ellipsis where there were more."""
    metrics = QFontMetricsF(font)
    lines = [""]
    for word in (word for sentence in sentences for word in sentence.split()):
        longer = f"{lines[-1]} {word}".strip()
        if metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
    return [line for line in lines if line]


def _write(
    painter: QPainter, area: QRectF, text: str, font: QFont, colour: str, side: Qt.AlignmentFlag = _LEFT
) -> None:
    """Write *text* into *area*, with an ellipsis for what does not fit."""
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width() + 1)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(area, side | _FLAGS, shown)
