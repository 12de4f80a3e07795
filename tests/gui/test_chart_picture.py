"""The picture for the clipboard: its words, and what is painted where."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPixmap

from ratiodesk.analysis.reading import Standing
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.odds import odds_of
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.plan import plan_of
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import Basis
from ratiodesk.domain.zone import place_among, zone_of
from ratiodesk.ui.chart_picture import PictureFacts, chart_picture, picture_facts
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


def chart(width: int, height: int, scale: float = 1.0) -> QPixmap:
    """Return a stand-in for the chart: one colour, and a pixel of another in every corner."""
    image = QImage(round(width * scale), round(height * scale), QImage.Format.Format_RGB32)
    image.fill(QColor(CHART))
    for x in (0, image.width() - 1):
        for y in (0, image.height() - 1):
            image.setPixelColor(x, y, QColor("#fedcba"))
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(scale)
    return pixmap


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
def test_the_chart_is_there_pixel_for_pixel(qapp: Any, scale: float) -> None:
    pixmap = chart(480, 200, scale)
    picture = chart_picture(pixmap, facts_of(DARK), DARK)
    assert picture.devicePixelRatio() == scale
    assert picture.width() == pixmap.width()
    image = picture.toImage()
    first, end = rows_of_chart(image)
    cut = image.copy(0, first, image.width(), end - first)
    cut.setDevicePixelRatio(scale)
    assert cut.convertToFormat(QImage.Format.Format_RGB32) == pixmap.toImage().convertToFormat(
        QImage.Format.Format_RGB32
    )
    assert first > 40 * scale
    assert image.height() - end > 15 * scale


def test_the_pixmap_of_the_caller_stays_as_it_was(qapp: Any) -> None:
    pixmap = chart(480, 200, 2.0)
    chart_picture(pixmap, facts_of(DARK), DARK)
    assert pixmap.devicePixelRatio() == 2.0


def test_the_words_of_a_sharp_screen_are_sharp(qapp: Any) -> None:
    image = chart_picture(chart(480, 200, 2.0), facts_of(DARK), DARK).toImage()
    first, _ = rows_of_chart(image)
    # Words that were only magnified would be made of squares of two by two pixels.
    assert any(
        image.pixel(x, y) != image.pixel(x + 1, y) for x in range(20, 400, 2) for y in range(0, first - first % 2, 2)
    )


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_header_and_footer_have_the_colours_of_the_theme(qapp: Any, theme: Theme) -> None:
    image = chart_picture(chart(640, 200), facts_of(theme), theme).toImage()
    first, end = rows_of_chart(image)
    header, footer = QRect(8, 0, 632, first - 1), QRect(8, end + 1, 632, image.height() - end - 1)
    assert image.pixelColor(1, 4) == QColor(theme.loss)
    assert image.pixelColor(10, 4) == QColor(theme.panel)
    left, right = header.adjusted(0, 0, -320, 0), header.adjusted(320, 0, 0, 0)
    assert has(image, left, theme.text)
    assert not has(image, left, theme.loss)
    assert has(image, right, theme.loss)
    assert not has(image, right, theme.text)
    assert has(image, footer, theme.muted)


def test_without_lines_there_is_no_empty_row(qapp: Any) -> None:
    heights = [chart_picture(chart(640, 200), facts_of(DARK, plan=plan), DARK).height() for plan in ("", "Stop 2.350")]
    assert heights[0] < heights[1]


def test_a_narrow_picture_puts_the_zone_below_the_title(qapp: Any) -> None:
    wide, narrow = (chart_picture(chart(width, 200), facts_of(DARK), DARK).toImage() for width in (640, 320))
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
    image = chart_picture(chart(300, 60, scale), long, DARK).toImage()
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
        image = chart_picture(chart(width, 60), facts_of(DARK), DARK).toImage()
        first, _ = rows_of_chart(image)
        heads.append(image.copy(8, 0, 320, first - 1))
    assert heads[0] == heads[1]
