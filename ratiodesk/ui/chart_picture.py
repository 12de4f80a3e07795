"""The chart as a picture to show elsewhere: its plan above it, legend and source of its data below."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QGuiApplication, QPainter

from ratiodesk.analysis.reading import Standing
from ratiodesk.chart.date_tick import date_label
from ratiodesk.chart.drawing import Drawing, measured_font
from ratiodesk.local_text import local
from ratiodesk.ui.number_text import level_text, ratio_text
from ratiodesk.ui.picture_legend import Legend, Sign
from ratiodesk.ui.picture_surface import Paintable
from ratiodesk.ui.theme import Theme
from ratiodesk.words import tr

_MARGIN_PX, _PADDING_PX, _ROW_GAP_PX, _STRIP_PX = 16.0, 10.0, 4.0, 4.0
# The least between the title and the zone in one row.
_COLUMN_GAP_PX = 20.0
# Sizes of the type, in parts of the application's own.
_TITLE_SCALE, _FOOTER_SCALE = 1.3, 0.92
_FLAGS = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip
# Where the chart begins, in whole pixels of a surface that has a quarter more of them too.
_STEP_PX = 4


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """The words around the chart.

    Parameters
    ----------
    title
        Pair, ratio and session.
    zone, zone_colour
        Where the ratio stands, and the colour that is written in.
    plan
        The lines and the reward for the risk, empty without lines.
    footer
        Whence the prices are, and to what date.
    signs
        What the colours and lines of the chart are.
    """

    title: str
    zone: str
    zone_colour: str
    plan: str
    footer: str
    signs: tuple[Sign, ...] = ()


def picture_facts(standing: Standing, quotes_words: str, theme: Theme, signs: tuple[Sign, ...] = ()) -> PictureFacts:
    """Return the words for a chart.

    Parameters
    ----------
    quotes_words
        Source, bars and last date, such as ``Yahoo, daily bars to 28 Dec 2021``.
    """
    pair, zone = standing.pair, standing.zone.display_name
    return PictureFacts(
        title=f"{pair.numerator} / {pair.denominator}  {ratio_text(standing.ratio)} · {date_label(standing.session)}",
        zone=tr("{zone}, forming", zone=zone) if standing.forming else zone,
        zone_colour=theme.zone_colour(standing.zone),
        plan=plan_text(standing),
        footer=f"{quotes_words} · RatioDesk",
        signs=signs,
    )


class ChartPicture:
    """A chart between a header and a footer, as wide as the chart.

    Parameters
    ----------
    chart
        What stands between them.
    facts
        The words.
    """

    def __init__(self, chart: Paintable | Drawing, facts: PictureFacts, theme: Theme) -> None:
        self._chart, self._theme, self._facts = chart, theme, facts
        self._header, self._footer = _Header(facts, theme, chart.size[0]), _Footer(facts, theme, chart.size[0])

    @property
    def title(self) -> str:
        return self._facts.title

    @property
    def size(self) -> tuple[float, float]:
        width, height = self._chart.size
        return width, self._header.height + height + self._footer.height

    def paint(self, painter: QPainter) -> None:
        width, height = self.size
        painter.fillRect(QRectF(0, 0, width, height), QColor(self._theme.panel))
        painter.save()
        painter.translate(0, self._header.height)
        self._chart.paint(painter)
        painter.restore()
        self._header.paint(painter, QRectF(0, 0, width, self._header.height))
        self._footer.paint(painter, QRectF(0, height - self._footer.height, width, self._footer.height))


def picture_within(chart: Drawing, facts: PictureFacts, theme: Theme, size: tuple[float, float]) -> ChartPicture:
    """Return a picture that has some size as a whole; *chart* gets what its words leave."""
    ratio = chart.frame.device_ratio
    wide = ChartPicture(chart.of((size[0], chart.size[1]), ratio), facts, theme)
    height = size[1] - (wide.size[1] - chart.size[1])
    return ChartPicture(chart.of((size[0], height), ratio), facts, theme)


class _Header:
    """Title and zone in one row where both fit, the plan below them, a strip of the zone's colour at the left."""

    def __init__(self, facts: PictureFacts, theme: Theme, width: float) -> None:
        self._facts, self._theme = facts, theme
        self._title, self._plan = _font(_TITLE_SCALE, QFont.Weight.DemiBold), _font()
        title, plan = QFontMetricsF(self._title), QFontMetricsF(self._plan)
        self._title_px, self._plan_px = title.height(), plan.height()
        self._zone_px = title.horizontalAdvance(facts.zone)
        needed_px = title.horizontalAdvance(facts.title) + _COLUMN_GAP_PX + self._zone_px
        self._beside = needed_px <= width - 2 * _MARGIN_PX
        height = 2 * _PADDING_PX + self._title_px
        if not self._beside:
            height += _ROW_GAP_PX + self._title_px
        if facts.plan:
            height += _ROW_GAP_PX + self._plan_px
        self.height = _stepped(height)

    def paint(self, painter: QPainter, area: QRectF) -> None:
        facts, theme = self._facts, self._theme
        painter.fillRect(QRectF(0, area.bottom() - 1, area.width(), 1), QColor(theme.border))
        painter.fillRect(QRectF(0, area.top(), _STRIP_PX, area.height()), QColor(facts.zone_colour))
        row = QRectF(_MARGIN_PX, area.top() + _PADDING_PX, area.width() - 2 * _MARGIN_PX, self._title_px)
        if self._beside:
            right = row.adjusted(row.width() - self._zone_px, 0, 0, 0)
            _write(painter, right, facts.zone, self._title, facts.zone_colour)
        _write(painter, row, facts.title, self._title, theme.text)
        row.translate(0, self._title_px + _ROW_GAP_PX)
        if not self._beside:
            _write(painter, row, facts.zone, self._title, facts.zone_colour)
            row.translate(0, self._title_px + _ROW_GAP_PX)
        row.setHeight(self._plan_px)
        _write(painter, row, facts.plan, self._plan, theme.text)


class _Footer:
    """The legend, and one quiet row."""

    def __init__(self, facts: PictureFacts, theme: Theme, width: float) -> None:
        self._facts, self._theme = facts, theme
        self._font = _font(_FOOTER_SCALE)
        self._row_px = QFontMetricsF(self._font).height()
        self._legend = Legend(facts.signs, theme, self._font, width - 2 * _MARGIN_PX)
        height = self._row_px + _PADDING_PX
        if facts.signs:
            height += self._legend.height + _ROW_GAP_PX + _PADDING_PX / 2
        self.height = _stepped(height)

    def paint(self, painter: QPainter, area: QRectF) -> None:
        painter.fillRect(QRectF(0, area.top(), area.width(), 1), QColor(self._theme.border))
        if self._facts.signs:
            self._legend.paint(painter, QPointF(_MARGIN_PX, area.top() + 1 + _PADDING_PX * 0.75))
        row = area.adjusted(_MARGIN_PX, 0, -_MARGIN_PX, -_PADDING_PX / 2)
        row.setTop(row.bottom() - self._row_px)
        _write(painter, row, self._facts.footer, self._font, self._theme.muted)


def plan_text(standing: Standing) -> str:
    """Return the plan's lines and its reward for the risk; the lines from the highest where they make no plan."""
    plan, odds = standing.plan, standing.odds
    if plan is None:
        levels = sorted(standing.levels, key=lambda level: -level.ratio)
        return " · ".join(f"{level.name or tr('Line')} {level_text(level.ratio)}" for level in levels)
    parts = [
        tr("Stop {ratio}", ratio=level_text(plan.stop)),
        tr("Entry {ratio}", ratio=level_text(plan.entry)),
        tr("Target {ratio}", ratio=level_text(plan.target)),
    ]
    if odds is not None and odds.reward_risk is not None:
        parts.append(tr("Reward : risk {ratio}", ratio=local(f"{odds.reward_risk:.2f}")))
    return " · ".join(parts)


def _stepped(height: float) -> float:
    return float(math.ceil(height / _STEP_PX) * _STEP_PX)


def _font(scale: float = 1.0, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    font = measured_font(QGuiApplication.font())
    font.setPixelSize(round(QFontInfo(font).pixelSize() * scale))
    font.setWeight(weight)
    return font


def _write(painter: QPainter, area: QRectF, text: str, font: QFont, colour: str) -> None:
    """Write *text* into *area*, with an ellipsis for what does not fit."""
    # A pixel more than measured: a text that fits exactly must not lose its end to rounding.
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width() + 1)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(area, _FLAGS, shown)
