"""The chart as a picture to paste elsewhere: with the plan above it and the source of its data below."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QGuiApplication, QPainter, QPixmap

from ratiodesk.analysis.reading import Standing
from ratiodesk.chart.date_tick import date_label
from ratiodesk.local_text import local
from ratiodesk.ui.number_text import level_text, ratio_text
from ratiodesk.ui.theme import Theme

_MARGIN_PX, _PADDING_PX, _ROW_GAP_PX, _STRIP_PX = 16.0, 10.0, 4.0, 4.0
# The least between the title and the zone in one row.
_COLUMN_GAP_PX = 20.0
# Sizes of the type, in parts of the application's own.
_TITLE_SCALE, _FOOTER_SCALE = 1.3, 0.92
_FLAGS = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip


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
    """

    title: str
    zone: str
    zone_colour: str
    plan: str
    footer: str


def picture_facts(standing: Standing, quotes_words: str, theme: Theme) -> PictureFacts:
    """Return the words for a chart.

    Parameters
    ----------
    quotes_words
        Source, bars and last date, such as ``Yahoo, daily bars to 28 Dec 2021``.
    """
    pair = standing.pair
    return PictureFacts(
        title=f"{pair.numerator} / {pair.denominator}  {ratio_text(standing.ratio)} · {date_label(standing.session)}",
        zone=standing.zone.display_name + (", forming" if standing.forming else ""),
        zone_colour=theme.zone_colour(standing.zone),
        plan=_plan_text(standing),
        footer=f"{quotes_words} · RatioDesk",
    )


def chart_picture(chart_pixmap: QPixmap, facts: PictureFacts, theme: Theme) -> QPixmap:
    """Return the chart with a header and a footer, as wide as the chart and as sharp."""
    scale = chart_pixmap.devicePixelRatio()
    width = chart_pixmap.width() / scale
    header, footer = _Header(facts, theme, width), _Footer(facts, theme)
    # In whole pixels of the device: between two of them the chart would blur.
    header_px, footer_px = math.ceil(header.height * scale), math.ceil(footer.height * scale)
    picture = QPixmap(chart_pixmap.width(), header_px + chart_pixmap.height() + footer_px)
    picture.fill(QColor(theme.panel))
    bare = QPixmap(chart_pixmap)
    bare.setDevicePixelRatio(1)
    with QPainter(picture) as painter:
        painter.drawPixmap(0, header_px, bare)
    picture.setDevicePixelRatio(scale)
    bottom = picture.height() / scale
    with QPainter(picture) as painter:
        header.paint(painter, QRectF(0, 0, width, header_px / scale))
        footer.paint(painter, QRectF(0, bottom - footer_px / scale, width, footer_px / scale))
    return picture


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
        self.height = 2 * _PADDING_PX + self._title_px
        if not self._beside:
            self.height += _ROW_GAP_PX + self._title_px
        if facts.plan:
            self.height += _ROW_GAP_PX + self._plan_px

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
    """One quiet row."""

    def __init__(self, facts: PictureFacts, theme: Theme) -> None:
        self._facts, self._theme = facts, theme
        self._font = _font(_FOOTER_SCALE)
        self.height = _PADDING_PX + QFontMetricsF(self._font).height()

    def paint(self, painter: QPainter, area: QRectF) -> None:
        painter.fillRect(QRectF(0, area.top(), area.width(), 1), QColor(self._theme.border))
        row = area.adjusted(_MARGIN_PX, 1, -_MARGIN_PX, 0)
        _write(painter, row, self._facts.footer, self._font, self._theme.muted)


def _plan_text(standing: Standing) -> str:
    """Return the plan's lines and its reward for the risk; the lines from the highest where they make no plan."""
    plan, odds = standing.plan, standing.odds
    if plan is None:
        levels = sorted(standing.levels, key=lambda level: -level.ratio)
        return " · ".join(f"{level.name or 'Line'} {level_text(level.ratio)}" for level in levels)
    lines = (("Stop", plan.stop), ("Entry", plan.entry), ("Target", plan.target))
    text = " · ".join(f"{name} {level_text(ratio)}" for name, ratio in lines)
    if odds is None or odds.reward_risk is None:
        return text
    return f"{text} · Reward : risk {local(f'{odds.reward_risk:.2f}')}"


def _font(scale: float = 1.0, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    font = QFont(QGuiApplication.font())
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
