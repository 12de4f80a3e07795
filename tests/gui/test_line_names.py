"""The names of lines on the chart, where the lines stand close together."""

from itertools import pairwise

import pytest
from person import User
from PySide6.QtCore import QPoint, QRectF

from ratiodesk.chart.level_part import _names
from ratiodesk.domain.level import LevelId, Role


@pytest.fixture
def crowd(user: User) -> list[LevelId]:
    """Draw thirty lines, three pixels apart; none is selected."""
    return user.draw(*(200 + 3 * place for place in range(30)))


def named(user: User) -> dict[LevelId, QRectF]:
    return {name.level.id: name.rect for name in _names(user.chart.frame)}


def test_names_of_a_crowd_stay_near_their_lines(user: User, crowd: list[LevelId]) -> None:
    names, height = named(user), user.chart.frame.letters.height
    assert 4 <= len(names) < len(crowd)
    for line, rect in names.items():
        assert abs(rect.center().y() - user.row_of(line)) <= 2 * height + 1e-6
    assert all(
        above.bottom() <= below.top() + 1e-6 for above, below in pairwise(sorted(names.values(), key=QRectF.top))
    )


def test_a_line_with_a_role_is_named_before_plain_ones(user: User, crowd: list[LevelId]) -> None:
    plain = next(line for line in crowd if line not in named(user))
    user.desk.open_pair.set_role(plain, Role.STOP)
    assert plain in named(user)


def test_the_selected_line_and_the_one_under_the_mouse_get_their_names(user: User, crowd: list[LevelId]) -> None:
    hidden = [line for line in crowd if line not in named(user)]
    hovered, selected = hidden[0], hidden[-1]
    user.move(QPoint(500, round(user.row_of(hovered))))
    assert user.chart.frame.hovered == hovered
    assert hovered in named(user)
    user.chart.select(selected)
    assert {hovered, selected} <= named(user).keys()
    user.chart.point_at(None, None)
    assert hovered not in named(user)
