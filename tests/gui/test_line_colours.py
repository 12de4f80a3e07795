"""Tags and names of lines can be read in whatever colour the user gave the line, on both themes."""

import pytest
from person import User
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from ratiodesk.chart.axis_tag import TAG_HEIGHT_PX, axis_tags
from ratiodesk.chart.contrast import READABLE, SEEN, contrast
from ratiodesk.chart.frame import AXIS_WIDTH_PX
from ratiodesk.domain.basis import Basis
from ratiodesk.ui.theme import DARK, LIGHT, Theme

# Every colour in both themes.
pytestmark = pytest.mark.slow

_COLOURS = ("#ffffff", "#ffff00", "#000000", "#14171c", "#3030ff", "#888888", "")


def tag_picture(user: User) -> QImage:
    """Return the axis around the tag of the only line."""
    tag = next(tag for tag in axis_tags(user.chart.frame) if tag.lines)
    left, top = user.chart.frame.viewport.width + 2, tag.centre - TAG_HEIGHT_PX / 2
    return user.picture().copy(QRect(round(left), round(top), round(AXIS_WIDTH_PX - 6), round(TAG_HEIGHT_PX)))


def colours(picture: QImage) -> set[str]:
    return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}


def show(user: User, colour: str, theme: Theme) -> str:
    """Give the only line a colour on a theme and return the chart's ground."""
    user.desk.view.set_theme(theme)
    (line,) = user.draw(200)
    user.desk.open_pair.set_colour(line, colour)
    return user.chart.frame.palette.background


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("colour", _COLOURS)
def test_digits_on_a_tag_can_be_read(user: User, colour: str, theme: Theme) -> None:
    show(user, colour, theme)
    picture = tag_picture(user)
    fill = picture.pixelColor(4, 9).name()
    assert fill == (colour or theme.level)
    assert max(contrast(fill, ink) for ink in colours(picture)) >= 4.5


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_a_tag_in_the_colour_of_the_chart_has_an_outline(user: User, theme: Theme) -> None:
    ground = show(user, theme.card, theme)
    picture = tag_picture(user)
    edge = picture.pixelColor(picture.width() // 2, 0).name()
    assert contrast(edge, ground) > SEEN


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("colour", _COLOURS)
def test_the_name_of_a_line_can_be_read(user: User, colour: str, theme: Theme) -> None:
    ground = show(user, colour, theme)
    row = user.row(user.chart.frame.levels[0].ratio)
    words = user.picture().copy(QRect(12, row - 15, 60, 12))
    assert max(contrast(ground, ink) for ink in colours(words)) >= READABLE


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_a_line_of_the_other_basis_has_a_faint_tag_with_plain_digits(user: User, theme: Theme) -> None:
    show(user, "", theme)
    user.desk.open_pair.set_basis(Basis.TOTAL_RETURN)
    picture = tag_picture(user)
    fill = picture.pixelColor(4, 9).name()
    assert fill != theme.level
    assert max(contrast(fill, ink) for ink in colours(picture)) >= 4.5
