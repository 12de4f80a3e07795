"""Lines outside the view: arrows at the edge that can be clicked; tags that never overlap."""

from datetime import date
from itertools import pairwise

import pytest
from person import User
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from ratiodesk.chart.axis_part import LEADER_PX
from ratiodesk.chart.axis_tag import TAG_HEIGHT_PX, AxisTag, axis_tags
from ratiodesk.chart.frame import AXIS_WIDTH_PX

# Every case opens a desk of its own.
pytestmark = pytest.mark.slow


def tags(user: User) -> list[AxisTag]:
    return axis_tags(user.chart.frame)


def arrows(user: User) -> list[AxisTag]:
    height = user.chart.frame.viewport.height
    return [tag for tag in tags(user) if tag.is_beyond(height)]


def on(user: User, tag: AxisTag) -> QPoint:
    return QPoint(user.chart.plot.width() + 30, round(tag.centre))


def in_sight(user: User, ratio: float) -> bool:
    return 0 <= user.chart.frame.viewport.y_of(ratio) <= user.chart.frame.viewport.height


def draw(user: User, *ratios: float) -> list[str]:
    ids = [user.desk.open_pair.add_level(ratio) for ratio in ratios]
    user.chart.select(None)
    return [level_id for level_id in ids if level_id]


@pytest.mark.parametrize(("ratio", "sign"), [(4.0, "▲"), (1.2, "▼")])
def test_an_arrow_stands_at_the_edge_its_line_is_beyond(user: User, ratio: float, sign: str) -> None:
    draw(user, ratio)
    (arrow,) = arrows(user)
    assert arrow.text == f"{sign} {ratio:.3f}"
    edge = 0 if sign == "▲" else user.chart.frame.viewport.height
    assert abs(arrow.centre - edge) == TAG_HEIGHT_PX / 2
    at, palette = QPoint(user.chart.plot.width() + 6, round(arrow.centre)), user.chart.frame.palette
    assert user.picture().pixelColor(at) == QColor(palette.level)


@pytest.mark.parametrize("ratio", [4.0, 1.2])
def test_a_click_on_an_arrow_brings_its_line_into_sight_and_selects_it(user: User, ratio: float) -> None:
    (line,) = draw(user, ratio)
    before, layout = user.chart.frame.viewport, user.desk.open_pair.layout.levels
    user.click(on(user, arrows(user)[0]))
    after = user.chart.frame.viewport
    assert in_sight(user, ratio)
    assert arrows(user) == []
    assert user.chart.frame.selected == line
    assert (after.left, after.right) == (before.left, before.right)
    # What was in sight still is.
    assert after.low <= before.low
    assert after.high >= before.high
    assert user.desk.open_pair.layout.levels == layout


@pytest.mark.parametrize("log", [False, True])
def test_on_either_scale(user: User, log: bool) -> None:
    user.chart.set_log(log)
    draw(user, 30.0)
    user.click(on(user, arrows(user)[0]))
    assert in_sight(user, 30.0)


def test_the_revealed_axis_stays_until_it_is_fitted(user: User) -> None:
    draw(user, 4.0)
    user.click(on(user, arrows(user)[0]))
    user.key(Qt.Key.Key_Left)
    assert in_sight(user, 4.0)
    user.chart.set_range("1Y")
    assert not in_sight(user, 4.0)
    assert [tag.text for tag in arrows(user)] == ["▲ 4.000"]


def test_a_double_click_on_an_arrow_edits_its_line(user: User) -> None:
    (line,) = draw(user, 4.0)
    user.double_click(on(user, arrows(user)[0]))
    editor = user.chart.findChild(QLineEdit, "tagEditor")
    assert editor.isVisible()
    assert editor.text() == "4.000"
    QTest.keyClicks(editor, "2.6")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert user.desk.open_pair.layout.level(line).ratio == 2.6


def test_the_last_ratio_out_of_sight_is_an_arrow_too(user: User) -> None:
    user.chart.go_to(date(2010, 6, 1))
    last = next(tag for tag in tags(user) if tag.level_id is None)
    assert last.text == "▲ 2.553"
    before = user.chart.frame.viewport
    user.click(on(user, last))
    assert user.chart.frame.viewport == before


def test_many_lines_beyond_an_edge_share_an_arrow_that_shows_them_all(user: User) -> None:
    ratios = [4.0, 4.5, 5.0, 6.0, 7.0]
    lines = draw(user, *ratios)
    assert [tag.text for tag in arrows(user)] == ["▲ +3", "▲ 4.500", "▲ 4.000"]
    shared = arrows(user)[0]
    assert list(shared.lines) == lines[2:]
    user.click(on(user, shared))
    assert all(in_sight(user, ratio) for ratio in ratios)


@pytest.mark.parametrize("count", [12, 102])
def test_a_tag_that_counts_many_lines_fits_the_axis(user: User, count: int) -> None:
    draw(user, *(4.0 + place / 1000 for place in range(count)))
    metrics = QFontMetricsF(user.chart.frame.letters.bold)
    # Two pixels on either side keep the letters off the rounded edge.
    assert all(metrics.horizontalAdvance(tag.text) + 4 <= AXIS_WIDTH_PX - 6 for tag in arrows(user))


def test_an_arrow_is_no_handle(user: User) -> None:
    (line,) = draw(user, 4.0)
    arrow = on(user, arrows(user)[0])
    user.drag(arrow, arrow + QPoint(0, 120))
    assert user.desk.open_pair.layout.level(line).ratio == 4.0
    assert not user.desk.open_pair.is_dragging


def test_a_right_click_on_an_arrow_means_its_line(user: User) -> None:
    (line,) = draw(user, 4.0)
    asked: list[str] = []
    user.chart.level_menu_requested.disconnect(user.desk.view.menus.show_level_menu)
    user.chart.level_menu_requested.connect(lambda level_id, _at: asked.append(level_id))
    at = on(user, arrows(user)[0])
    user.chart._hand.menu(at.toPointF(), at)
    assert asked == [line]


def test_keys_move_and_delete_a_line_that_is_out_of_sight(user: User) -> None:
    (line,) = draw(user, 4.0)
    user.chart.select(line)
    user.chart.setFocus()
    user.key(Qt.Key.Key_Up)
    assert user.desk.open_pair.layout.level(line).ratio == 4.001
    user.key(Qt.Key.Key_Delete)
    assert arrows(user) == []


# Tags that would cover each other


def apart(user: User) -> bool:
    placed = tags(user)
    edges = all(tag.rect_y[0] >= 0 and tag.rect_y[1] <= user.chart.frame.viewport.height for tag in placed)
    return edges and all(first.rect_y[1] <= second.rect_y[0] for first, second in pairwise(placed))


def test_tags_of_lines_close_together_are_moved_apart_with_a_leader(user: User) -> None:
    ratios = [2.400, 2.402, 2.404, 2.406]
    draw(user, *ratios)
    assert apart(user)
    moved = [tag for tag in tags(user) if abs(tag.centre - tag.row) > TAG_HEIGHT_PX / 2]
    assert moved
    image, palette, width = user.picture(), user.chart.frame.palette, user.chart.plot.width()
    for tag in moved:
        # Half way between line and tag the leader is painted, thin and therefore mixed with what is below it.
        x, y = width + 1 - round((LEADER_PX - 2) / 2), (tag.row + tag.centre) / 2
        found = [image.pixelColor(x + dx, round(y) + dy) for dx in (-2, -1, 0, 1, 2) for dy in (-2, -1, 0, 1, 2)]
        warm = QColor(palette.level)
        assert any(abs(pixel.red() - warm.red()) < 60 and pixel.blue() < 130 for pixel in found), tag


def test_tags_stay_apart_and_inside_wherever_a_line_is_dragged(user: User) -> None:
    draw(user, 2.40, 2.41, 2.42, 2.55, 4.0, 5.0, 1.0)
    start = user.at(2.42)
    user.press(start)
    for y in range(2, user.chart.plot.height(), 23):
        user.carry(QPoint(300, y))
        assert apart(user), f"tags overlap with the line at row {y}"
    user.release(QPoint(300, 300))


def test_tags_stay_apart_on_a_small_chart_with_panes(user: User) -> None:
    user.desk.window.resize(1024, 600)
    for text in ("Legs rebased", "z-score"):
        user.command(text).trigger()
    draw(user, *(2.30 + place / 100 for place in range(30)))
    assert apart(user)
    assert len(tags(user)) <= user.chart.frame.viewport.height / TAG_HEIGHT_PX


def test_the_tags_of_lines_with_a_role_go_before_those_of_plain_ones(user: User) -> None:
    lines = draw(user, 2.70, 2.50, 2.30)
    user.desk.window.resize(1024, 560)
    draw(user, *(2.31 + place / 100 for place in range(36)))
    assert len(tags(user)) < 40
    assert {tag.level_id for tag in tags(user)} >= set(lines)
