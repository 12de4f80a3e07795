"""The picture for the clipboard: its words, and what is painted where."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from ratiodesk.analysis.reading import Standing
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.odds import odds_of
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.plan import plan_of
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import Basis
from ratiodesk.domain.zone import place_among, zone_of
from ratiodesk.ui.chart_picture import ChartPicture, PictureFacts, picture_facts
from ratiodesk.ui.picture_legend import Sign, Stroke
from ratiodesk.ui.picture_surface import image_of
from ratiodesk.ui.theme import DARK, LIGHT, Theme

WORDS = "Yahoo, daily bars to 28 Dec 2021"
Drawn = tuple[float, Role]
FALLING: tuple[Drawn, ...] = ((2.35, Role.STOP), (2.13, Role.ENTRY), (1.95, Role.TARGET))
RISING: tuple[Drawn, ...] = ((1.60, Role.STOP), (1.80, Role.ENTRY), (2.10, Role.TARGET))
# A colour that no theme has, so that its pixels can only be the chart's.
CHART = "#123456"


def standing(ratio: float, *drawn: Drawn, forming: bool = False, label: str = "") -> Standing:
    """Return where SPY/IWM stands among some lines on 28 December 2021."""
    levels = tuple(Level(LevelId(str(at)), Ratio(place), role, label=label) for at, (place, role) in enumerate(drawn))
    now = Ratio(ratio)
    plan = plan_of(levels, Basis.PRICE)
    return Standing(
        pair=Pair.parse("SPY/IWM"),
        session=date(2021, 12, 28),
        ratio=now,
        zone=zone_of(now, plan) if plan else place_among(now, [level.ratio for level in levels]),
        levels=levels,
        plan=plan,
        odds=odds_of(plan, now) if plan else None,
        sessions_in_zone=None,
        forming=forming,
    )


# The words


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_the_words_of_the_worked_example(theme: Theme) -> None:
    # Reward : risk (2.14083 − 1.95) / (2.35 − 2.14083) = 0.19083 / 0.20917 = 0.912
    assert picture_facts(standing(2.14083, *FALLING), WORDS, theme) == PictureFacts(
        title="SPY / IWM  2.141 · 28 Dec 2021",
        zone="Entry zone",
        zone_colour=theme.level,
        plan="Stop 2.350 · Entry 2.130 · Target 1.950 · Reward : risk 0.91",
        footer="Yahoo, daily bars to 28 Dec 2021 · RatioDesk",
    )


@pytest.mark.parametrize(
    ("ratio", "drawn", "zone", "colour", "plan"),
    [
        # Beyond stop or target there is no reward for a risk.
        (2.40, FALLING, "Stopped", DARK.loss, "Stop 2.350 · Entry 2.130 · Target 1.950"),
        (1.90, FALLING, "Target", DARK.gain, "Stop 2.350 · Entry 2.130 · Target 1.950"),
        # (2.10 − 1.70) / (1.70 − 1.60) = 4
        (1.70, RISING, "Entry zone", DARK.level, "Stop 1.600 · Entry 1.800 · Target 2.100 · Reward : risk 4.00"),
        # (2.10 − 1.90) / (1.90 − 1.60) = 0.67
        (1.90, RISING, "Hold", DARK.text, "Stop 1.600 · Entry 1.800 · Target 2.100 · Reward : risk 0.67"),
        (2.0, ((1.9, Role.PLAIN), (2.2345, Role.STOP)), "Between", DARK.muted, "Stop 2.2345 · Line 1.900"),
        (2.0, (), "No levels", DARK.muted, ""),
    ],
)
def test_the_words_of_every_place(ratio: float, drawn: tuple[Drawn, ...], zone: str, colour: str, plan: str) -> None:
    facts = picture_facts(standing(ratio, *drawn), WORDS, DARK)
    assert (facts.zone, facts.zone_colour, facts.plan) == (zone, colour, plan)


def test_the_words_say_that_the_session_is_still_on() -> None:
    assert picture_facts(standing(2.14, *FALLING, forming=True), WORDS, DARK).zone == "Entry zone, forming"


def test_lines_that_make_no_plan_keep_the_names_their_user_gave() -> None:
    facts = picture_facts(standing(2.0, (1.9, Role.PLAIN), (2.2, Role.STOP), label="Fed"), WORDS, DARK)
    assert facts.plan == "Stop · Fed 2.200 · Fed 1.900"


# The picture


def facts_of(theme: Theme, **changed: Any) -> PictureFacts:
    words = {
        "title": "SPY / IWM  2.141 · 28 Dec 2021",
        "zone": "Stopped",
        "zone_colour": theme.loss,
        "plan": "Stop 2.350 · Entry 2.130 · Target 1.950",
        "footer": "Yahoo · RatioDesk",
    }
    return PictureFacts(**(words | changed))


class Chart:
    """A stand-in for the chart: one colour."""

    title = ""

    def __init__(self, width: float, height: float) -> None:
        self.size = width, height

    def paint(self, painter: QPainter) -> None:
        painter.fillRect(QRectF(0, 0, *self.size), QColor(CHART))


def drawn(width: float, height: float, facts: PictureFacts, theme: Theme, scale: float = 1.0) -> QImage:
    return image_of(ChartPicture(Chart(width, height), facts, theme), scale)


def rows_of_chart(image: QImage) -> tuple[int, int]:
    """Return the first row of the chart in a picture and the one after its last."""
    middle = image.width() // 2
    rows = [y for y in range(image.height()) if image.pixelColor(middle, y) == QColor(CHART)]
    return rows[0], rows[-1] + 1


def written(image: QImage, area: QRect, ground: str) -> set[tuple[int, int]]:
    """Return the pixels of an area that are not the ground."""
    plain = QColor(ground).rgb()
    columns, rows = range(area.left(), area.right() + 1), range(area.top(), area.bottom() + 1)
    return {(x, y) for x in columns for y in rows if image.pixel(x, y) != plain}


def has(image: QImage, area: QRect, colour: str) -> bool:
    wanted = QColor(colour).rgb()
    columns, rows = range(area.left(), area.right() + 1), range(area.top(), area.bottom() + 1)
    return any(image.pixel(x, y) == wanted for x in columns for y in rows)


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0, 3.0])
def test_the_chart_begins_and_ends_between_two_pixels(qapp: Any, scale: float) -> None:
    image = drawn(480, 200, facts_of(DARK), DARK, scale)
    assert image.devicePixelRatio() == scale
    assert image.width() == 480 * scale
    first, end = rows_of_chart(image)
    assert end - first == 200 * scale
    assert {image.pixel(x, y) for x in range(image.width()) for y in (first, end - 1)} == {QColor(CHART).rgb()}
    assert first > 40 * scale
    assert image.height() - end > 15 * scale


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_picture_knows_how_large_it_is_on_paper(qapp: Any, scale: float) -> None:
    # 480 px are 5 inches, whatever they are made of.
    image = drawn(480, 200, facts_of(DARK), DARK, scale)
    assert image.width() / image.dotsPerMeterX() / 0.0254 == pytest.approx(5.0, abs=0.001)


def test_the_words_of_a_sharp_screen_are_sharp(qapp: Any) -> None:
    image = drawn(480, 200, facts_of(DARK), DARK, 2.0)
    first, _ = rows_of_chart(image)
    # Words that were only magnified would be made of squares of two by two pixels.
    assert any(
        image.pixel(x, y) != image.pixel(x + 1, y) for x in range(20, 400, 2) for y in range(0, first - first % 2, 2)
    )


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_header_and_footer_have_the_colours_of_the_theme(qapp: Any, theme: Theme) -> None:
    # So sharp that strokes of letters fill whole pixels.
    image = drawn(640, 200, facts_of(theme), theme, 2.0)
    first, end = rows_of_chart(image)
    header, footer = QRect(16, 0, 1264, first - 2), QRect(16, end + 2, 1264, image.height() - end - 2)
    assert image.pixelColor(1, 4) == QColor(theme.loss)
    assert image.pixelColor(10, 4) == QColor(theme.panel)
    left, right = header.adjusted(0, 0, -640, 0), header.adjusted(640, 0, 0, 0)
    assert has(image, left, theme.text)
    assert not has(image, left, theme.loss)
    assert has(image, right, theme.loss)
    assert not has(image, right, theme.text)
    assert has(image, footer, theme.muted)


def test_without_lines_there_is_no_empty_row(qapp: Any) -> None:
    heights = [drawn(640, 200, facts_of(DARK, plan=plan), DARK).height() for plan in ("", "Stop 2.350")]
    assert heights[0] < heights[1]


def test_a_narrow_picture_puts_the_zone_below_the_title(qapp: Any) -> None:
    wide, narrow = (drawn(width, 200, facts_of(DARK), DARK) for width in (640, 320))
    assert narrow.height() > wide.height()
    first, _ = rows_of_chart(narrow)
    assert has(narrow, QRect(8, 0, 150, first - 1), DARK.loss)


@pytest.mark.parametrize("part", ["title", "zone", "plan", "footer"])
@pytest.mark.parametrize("scale", [1, 2])
def test_a_text_too_long_ends_in_an_ellipsis_before_the_margin(qapp: Any, part: str, scale: int) -> None:
    ground = DARK.panel
    blank = PictureFacts(title="", zone="", zone_colour=ground, plan="", footer="")
    # The strip at the left takes the colour of the zone too.
    long = replace(blank, **{part: "H" * 99}, zone_colour=DARK.loss if part == "zone" else ground)
    image = drawn(300, 60, long, DARK, scale)
    first, end = rows_of_chart(image)
    area = (
        QRect(8 * scale, end + scale, 292 * scale, image.height() - end - scale)
        if part == "footer"
        else QRect(8 * scale, 0, 292 * scale, first - scale)
    )
    ink = written(image, area, ground)
    columns, rows = {x for x, _ in ink}, {y for _, y in ink}
    assert max(columns) < (300 - 14) * scale, "the text runs into the margin"
    assert max(columns) > 200 * scale, "the text is cut shorter than it need be"
    # The last letters are dots: nothing but the lowest part of the row has ink there.
    top, bottom = min(rows), max(rows)
    last = {y for x, y in ink if x > max(columns) - 6 * scale}
    assert min(last) > (top + bottom) / 2


def test_a_text_that_fits_is_whole(qapp: Any) -> None:
    heads = []
    for width in (460, 1200):
        image = drawn(width, 60, facts_of(DARK), DARK)
        first, _ = rows_of_chart(image)
        heads.append(image.copy(8, 0, 320, first - 1))
    assert heads[0] == heads[1]


# The legend


SIGNS = (
    Sign(Stroke.LINE, DARK.accent, "SPY/IWM, daily closes"),
    Sign(Stroke.BAND, DARK.loss_zone, "beyond the stop"),
    Sign(Stroke.DASHES, DARK.gain, "frozen plan"),
)


def test_the_legend_shows_every_sign_in_its_colour(qapp: Any) -> None:
    plain, told = (drawn(640, 60, facts_of(DARK, signs=signs), DARK) for signs in ((), SIGNS))
    assert told.height() > plain.height()
    _, end = rows_of_chart(told)
    footer = QRect(0, end + 1, 640, told.height() - end - 1)
    for colour in (DARK.accent, DARK.gain):
        assert has(told, footer, colour)
        assert not has(plain, QRect(0, end + 1, 640, plain.height() - end - 1), colour)


def test_a_narrow_picture_has_the_legend_in_more_rows(qapp: Any) -> None:
    heights = [drawn(width, 60, facts_of(DARK, signs=SIGNS), DARK).height() for width in (640, 320)]
    assert heights[0] < heights[1]
