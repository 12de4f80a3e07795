"""The crosshair beside what it must not cover: tags, labels, other plots, words."""

from itertools import pairwise

import pytest
from person import User
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage

from ratiodesk.chart.axis_tag import TAG_HEIGHT_PX, axis_tags
from ratiodesk.chart.crosshair_part import value_tag
from ratiodesk.chart.date_part import date_labels
from ratiodesk.chart.date_tag import date_tag
from ratiodesk.chart.frame import AXIS_WIDTH_PX
from ratiodesk.chart.tick import ratio_ticks
from ratiodesk.chart.title_part import title_rects

ALT = Qt.KeyboardModifier.AltModifier


def at(user: User, point: QPoint) -> QImage:
    """Return the picture with the crosshair at a point and no line under the mouse."""
    user.chart.point_at((point.x(), point.y()), None)
    return user.picture()


def plain(user: User) -> QImage:
    user.chart.point_at(None, None)
    return user.picture()


def axis_rows(user: User, centre: float, half: float) -> QRect:
    """Return some rows of the ratio axis, without the leaders at its left."""
    return QRect(user.chart.plot.width() + 3, round(centre - half), AXIS_WIDTH_PX - 4, round(2 * half))


def ink(image: QImage, rect: QRect, ground: str) -> int:
    """Return how many pixels of a rectangle are not the ground."""
    wanted = QColor(ground)
    return sum(
        image.pixelColor(x, y) != wanted
        for y in range(rect.top(), rect.bottom() + 1)
        for x in range(rect.left(), rect.right() + 1)
    )


def test_tags_of_lines_and_of_the_last_ratio_are_seen_whole(user: User) -> None:
    user.draw(200, 230)
    before = plain(user)
    tags = axis_tags(user.chart.frame)
    assert len(tags) == 3
    for tag in tags:
        rect = axis_rows(user, tag.centre, TAG_HEIGHT_PX / 2)
        for beside in (-12, -5, 0, 5, 12):
            seen = at(user, QPoint(400, round(tag.row) + beside))
            assert seen.copy(rect) == before.copy(rect)
            own = value_tag(user.chart.frame)
            assert own is not None
            assert seen.pixelColor(user.chart.plot.width() + 6, round(own.centre)) == QColor(
                user.chart.frame.palette.field
            )


def test_a_leader_runs_from_the_row_to_the_tag(user: User) -> None:
    (line,) = user.draw(200)
    row, column = round(user.row_of(line)) + 6, user.chart.plot.width()
    before, seen = plain(user), at(user, QPoint(400, row))
    own = value_tag(user.chart.frame)
    assert own is not None
    assert own.centre - own.row > 10
    for y in (row + 3, row + 8):
        beside = [x for x in range(column - 5, column + 3) if seen.pixelColor(x, y) != before.pixelColor(x, y)]
        assert beside, f"nothing leads through row {y}"


def test_a_label_is_seen_whole_or_not_at_all(user: User) -> None:
    frame, before = user.chart.frame, plain(user)
    half, ground = frame.letters.cap / 2 + 1.5, frame.palette.background
    taken = [tag.centre for tag in axis_tags(frame)]
    labels = [
        row
        for row in (frame.viewport.y_of(tick.at) for tick in ratio_ticks(frame.viewport)[1:-1])
        if min(abs(row - centre) for centre in taken) > 40
    ]
    assert len(labels) > 4
    for row in labels[:3]:
        rect = axis_rows(user, row, half)
        whole = ink(before, rect, ground)
        assert whole > 20
        for beside in range(-20, 21, 2):
            seen = at(user, QPoint(400, round(row) + beside))
            own = value_tag(user.chart.frame)
            assert own is not None
            outside = [
                QRect(rect.left(), y, rect.width(), 1)
                for y in range(rect.top(), rect.bottom() + 1)
                if abs(y + 0.5 - own.centre) > TAG_HEIGHT_PX / 2 + 1.5
            ]
            left = sum(ink(seen, part, ground) for part in outside)
            assert left in (0, whole), f"of {whole} pixels {left} are left, {beside} px beside"


@pytest.mark.parametrize("panes", [False, True])
def test_the_tag_keeps_inside_its_plot(user: User, panes: bool) -> None:
    if panes:
        user.key(Qt.Key.Key_B, ALT)
        user.key(Qt.Key.Key_Z, ALT)
    frame = user.chart.frame
    height, width, bottom = round(frame.viewport.height), user.chart.plot.width(), round(frame.size[1])
    edges = [0, height, *(round(frame.pane_top(place)) for place in range(len(frame.panes))), bottom]
    before = plain(user)
    rows = [height - 1, height - 4, *(edge - beside for edge in edges[3:] for beside in (5, 8, 12))]
    for y in rows:
        seen = at(user, QPoint(400, y))
        column = [
            at_row
            for at_row in range(bottom)
            if seen.pixelColor(width + 40, at_row) != before.pixelColor(width + 40, at_row)
        ]
        begin, end = next((low, high) for low, high in pairwise(edges) if low <= y < high)
        assert all(begin <= changed < end for changed in column), f"crosshair at {y}, changed {column}"
    assert user.chart.frame.cursor is not None


def test_the_words_of_titles_are_not_struck_through(user: User) -> None:
    user.key(Qt.Key.Key_B, ALT)
    user.desk.parts.comparison.compare_text("QQQ/IWM")
    frame = user.chart.frame
    assert frame.compared is not None
    assert len(title_rects(frame)) == 2
    cursor = QColor(frame.palette.cursor)
    for place in range(2):
        rect = title_rects(user.chart.frame)[place]
        for x in range(round(rect.left()) + 4, round(rect.right()) - 4, 9):
            seen = at(user, QPoint(x, round(frame.viewport.height / 2)))
            rect = title_rects(user.chart.frame)[place]
            bar = user.chart.frame.cursor_bar
            assert bar is not None
            column = round(frame.viewport.x_of(bar))
            inside = [seen.pixelColor(column, y) for y in range(round(rect.top()) + 1, round(rect.bottom()) - 1)]
            below = [seen.pixelColor(column, round(rect.bottom()) + y) for y in range(3, 30)]
            assert cursor in below
            if rect.left() + 1 < column < rect.right() - 1:
                assert cursor not in inside


def test_the_line_across_does_not_strike_a_title_either(user: User) -> None:
    user.desk.parts.comparison.compare_text("QQQ/IWM")
    (rect,) = title_rects(user.chart.frame)
    seen, cursor = at(user, QPoint(600, round(rect.center().y()))), QColor(user.chart.frame.palette.cursor)
    row = round(rect.center().y())
    (rect,) = title_rects(user.chart.frame)
    assert cursor not in [seen.pixelColor(x, row) for x in range(round(rect.left()) + 1, round(rect.right()) - 1)]
    assert cursor in [seen.pixelColor(x, row) for x in range(round(rect.right()) + 2, round(rect.right()) + 40)]


def test_a_label_of_the_date_axis_is_seen_whole_or_not_at_all(user: User) -> None:
    frame, before = user.chart.frame, plain(user)
    top, ground = round(frame.viewport.height) + 7, frame.palette.background
    labels = date_labels(frame)
    assert len(labels) > 3
    for begin, end, label in labels[:3]:
        rect = QRect(round(begin), top, round(end - begin), 18)
        whole = ink(before, rect, ground)
        assert whole > 20
        for x in range(round(begin) - 80, round(end) + 80, 7):
            seen, tag = at(user, QPoint(max(x, 0), 200)), date_tag(user.chart.frame)
            assert tag is not None
            free = [column for column in range(rect.left(), rect.right() + 1) if not covers(tag.rect, column)]
            left = sum(ink(seen, QRect(column, top, 1, 18), ground) for column in free)
            assert left in (0, whole), f"of {label} a part is left with the crosshair at {x}"


def covers(rect: QRectF, column: int) -> bool:
    return rect.left() - 2 <= column <= rect.right() + 1
