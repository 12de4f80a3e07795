"""Thin lines where the plan earns once, twice and three times its risk: where they are, and what they follow."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from damage_walk import Picture, _pixels
from person import User, close
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from ratiodesk.chart.contour_part import ContourPart
from ratiodesk.chart.legend_part import legend_rect
from ratiodesk.chart.level_part import _names
from ratiodesk.chart.mark import Marks
from ratiodesk.chart.pane import OwnLine, Pane
from ratiodesk.chart.pyramid import Pyramid
from ratiodesk.chart.tip import tip_at
from ratiodesk.chart.title_part import title_rects

STOP, ENTRY, TARGET = 2.7, 2.45, 2.3
ROLES = ("stop", "entry", "target")
COMMAND = "Reward : risk in the entry zone"


@pytest.fixture
def planned(user: User) -> User:
    """SPY/IWM with a stop at 2.7, an entry at 2.45, a target at 2.3, as the hand drew them."""
    user.place(STOP, ENTRY, TARGET)
    user.chart.select(None)
    user.chart.point_at(None, None)
    assert set(user.levels) == {"stop", "entry", "target"}
    return user


def expected_rows(user: User) -> list[int]:
    """Return the rows where the ratio is (T + kS)/(1 + k) and between entry and stop, of the lines as they are."""
    levels = user.chart.frame.levels
    stop, entry, target = (next(line.ratio for line in levels if line.role == role) for role in ROLES)
    ratios = [(target + k * stop) / (1 + k) for k in (1, 2, 3)]
    low, high = sorted((entry, stop))
    return sorted(user.row(ratio) for ratio in ratios if low <= ratio <= high)


def pixels(user: User) -> Picture:
    user.chart.point_at(None, None)
    return _pixels(user.picture())


def drawn_rows(user: User) -> list[int]:
    """Return the rows that the contours change, a third of the way into the plot, where nothing is written."""
    column = user.chart.plot.width() // 3
    with_them = pixels(user)[:, column]
    user.chart.show_contours(False)
    without = pixels(user)[:, column]
    user.chart.show_contours(True)
    # A curve kept as a picture is rounded otherwise, by up to 3 of 255.
    apart = np.abs(with_them.astype(int) - without.astype(int)).max(axis=1)
    return [int(row) for row in np.flatnonzero(apart > 6)]


def compared(user: User, name: str = "QQQ/IWM") -> Pane:
    """Return a second ratio for the chart of the first."""
    line = Pyramid(1 / np.asarray(user.series.values))
    return Pane("", (OwnLine(name, line, second=True),), rebased=True)


def labels(user: User) -> dict[str, QRectF]:
    """Return where the contours in sight are named."""
    frame = user.chart.frame
    found = ContourPart()._found(frame)
    return {
        each.text: QRectF(each.left, each.top, each.width, frame.letters.height)
        for each in found
        if each.top is not None
    }


def test_a_thin_line_is_where_the_reward_is_once_twice_and_three_times_the_risk(planned: User) -> None:
    # (2.3 + 2.7)/2 = 2.5, (2.3 + 5.4)/3 = 2.5667, (2.3 + 8.1)/4 = 2.6: above the entry and below the stop.
    rows = drawn_rows(planned)
    assert rows == expected_rows(planned)
    assert len(rows) == 3
    assert [planned.chart.ratio_at(row) for row in rows] == pytest.approx([2.6, 7.7 / 3, 2.5], abs=0.004)
    assert list(labels(planned)) == ["1 : 1", "2 : 1", "3 : 1"]


def test_what_is_outside_the_entry_zone_is_not_drawn(planned: User) -> None:
    # From 2.58 to 2.7 only 3 : 1 at 2.6 is left.
    planned.desk.open_pair.drop_level(planned.levels["entry"].id, 2.58)
    assert list(labels(planned)) == ["3 : 1"]
    assert drawn_rows(planned) == [planned.row(2.6)]


@pytest.mark.parametrize("role", ROLES)
def test_a_line_in_the_hand_carries_them_along_before_it_is_let_go(planned: User, role: str) -> None:
    before, at = expected_rows(planned), planned.at(planned.levels[role].ratio)
    # The entry goes beyond 1 : 1 at 2.5, the others some pixels down.
    end = planned.at(2.53) if role == "entry" else at + QPoint(0, 12)
    planned.drag(at, end, release=False)
    assert planned.desk.open_pair.is_dragging
    moved = expected_rows(planned)
    frame = planned.chart.frame
    assert sorted(each.row for each in ContourPart()._found(frame)) == moved
    assert moved != before
    planned.release(end)
    assert drawn_rows(planned) == expected_rows(planned)


def test_a_plan_that_waits_for_a_rise_has_them_upside_down(user: User) -> None:
    # The ratio is below the middle one, so that the lowest is the stop.
    user.place(2.45, 2.6, 2.7)
    assert user.levels["stop"].ratio < user.levels["entry"].ratio < user.levels["target"].ratio
    # (2.7 + 2.45)/2 = 2.575, (2.7 + 4.9)/3 = 2.5333, (2.7 + 7.35)/4 = 2.5125.
    assert drawn_rows(user) == expected_rows(user)
    assert [user.chart.ratio_at(row) for row in drawn_rows(user)] == pytest.approx([2.575, 7.6 / 3, 2.5125], abs=0.004)


def test_they_go_with_the_lines_and_with_the_plan(planned: User) -> None:
    planned.command("Hide all lines").trigger()
    assert drawn_rows(planned) == []
    planned.command("Hide all lines").trigger()
    assert len(drawn_rows(planned)) == 3
    planned.command("Total return").trigger()
    assert drawn_rows(planned) == []
    planned.command("Price").trigger()
    planned.desk.open_pair.remove_level(planned.levels["target"].id)
    assert drawn_rows(planned) == []


def test_the_menu_takes_them_away_and_the_next_start_remembers(open_user: Callable[..., User]) -> None:
    first = open_user()
    first.place(STOP, ENTRY, TARGET)
    assert first.command(COMMAND).isChecked()
    first.command(COMMAND).trigger()
    assert labels(first) == {}
    close(first.desk)
    second = open_user()
    assert not second.command(COMMAND).isChecked()
    assert labels(second) == {}
    second.command(COMMAND).trigger()
    assert list(labels(second)) == ["1 : 1", "2 : 1", "3 : 1"]


def hover(user: User, at: QPoint) -> str:
    """Rest the mouse on the chart; return the tooltip, empty where there is none."""
    QToolTip.hideText()
    view = user.chart.viewport()
    QApplication.sendEvent(view, QHelpEvent(QHelpEvent.Type.ToolTip, at, view.mapToGlobal(at)))
    return QToolTip.text()


def test_the_mouse_on_one_is_told_what_a_fill_there_asks_for(planned: User) -> None:
    # 1/(1 + 2) = 33.3 %; ln(2.7 ÷ 2.566667) ÷ ln(2.7 ÷ 2.3) = 0.050644 ÷ 0.160343 = 31.6 %.
    assert hover(planned, planned.at(7.7 / 3)) == (
        "Filled at 2.567, the plan earns 2 times what it risks.\n"
        "To break even, the target has to come first in 33 % of such trades; "
        "a driftless random walk reaches it first in 32 %."
    )
    row, width = planned.row(7.7 / 3), planned.chart.plot.width()
    assert tip_at(planned.chart.frame, 300, row)
    assert tip_at(planned.chart.frame, 300, row + 6) == tip_at(planned.chart.frame, width + 20, row) == ""
    planned.command(COMMAND).trigger()
    assert tip_at(planned.chart.frame, 300, row) == ""


def test_the_chart_menu_offers_them(planned: User) -> None:
    planned.chart.chart_menu_requested.emit(2.42, QPoint(10, 10))
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert planned.command(COMMAND) in menu.actions()
    menu.close()


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 900, 640])
def test_a_label_covers_no_name_no_title_and_no_other_label(planned: User, width: int) -> None:
    planned.desk.window.resize(width, 700)
    chart = planned.chart
    seen = 0
    for step in range(30):
        for role, change in (("stop", 0.01), ("target", 0.004)):
            line = planned.levels[role]
            planned.desk.open_pair.drop_level(line.id, line.ratio - change)
        planned.desk.open_pair.add_level(2.2 + 0.017 * step)
        planned.desk.open_pair.set_label(planned.desk.open_pair.layout.levels[-1].id, "the high of March " * 3)
        over = compared(planned) if step % 2 else None
        chart.set_panes((), over)
        QApplication.processEvents()
        places = list(labels(planned).values())
        seen += len(places)
        taken = [name.rect for name in _names(chart.frame)] + (title_rects(chart.frame) if over else [])
        for at, place in enumerate(places):
            assert QRectF(chart.plot).contains(place)
            assert not any(place.intersects(other) for other in (*taken, *places[:at]))
    assert seen > 20


def lowered(user: User) -> Iterator[dict[str, QRectF]]:
    """Move the axis down by and by, until the contours have gone through all of the plot; yield their labels."""
    chart = user.chart
    chart.move_to(chart.frame.viewport.raised(-chart.plot.height() / 2), name=None, follows=False)
    for _ in range(0, chart.plot.height(), 3):
        chart.move_to(chart.frame.viewport.raised(3), name=None, follows=False)
        yield labels(user)


def test_a_label_leaves_the_title_of_a_second_ratio_its_row(planned: User) -> None:
    planned.desk.open_pair.set_value(planned.levels["entry"].id, "2.31")
    planned.chart.resize(360, 500)
    planned.chart.set_panes((), compared(planned, "BERKSHIRE-A.US/SAMSUNG-PREF.KS"))
    rows = [place.top() for places in lowered(planned) for place in places.values()]
    (title,) = title_rects(planned.chart.frame)
    assert title.right() > planned.chart.plot.width() - 50, "the words reach below the labels"
    # The row of the title is 20 px, a step 3.
    assert title.bottom() <= 20 <= min(rows) < 23
    assert len(rows) > 100


def test_a_label_leaves_the_legend_of_the_marks_its_corner(planned: User) -> None:
    chart = planned.chart
    # Blank bars on the right, so that the corner is free of the curve.
    chart.move_to(chart.frame.viewport.panned(200, len(planned.series)))
    chart.set_marks([Marks(planned.series.sessions[::63], "up", name="SPY", kind="ex-dividend")])
    low, together = 0.0, 0
    for places in lowered(planned):
        legend = legend_rect(chart.frame)
        if legend is not None and legend.left() > chart.plot.width() / 2:
            together += len(places)
            assert not any(place.intersects(legend) for place in places.values())
            low = max(low, *(place.bottom() for place in places.values()), 0.0)
    assert together > 20
    assert low > chart.plot.height() - 50


def test_a_narrow_plot_has_the_lines_without_their_names(planned: User) -> None:
    chart = planned.chart
    chart.resize(260, 400)
    chart.set_panes((), compared(planned))
    assert len(ContourPart()._found(chart.frame)) == 3
    # Beside a second axis names of lines may reach to 12 + 52 + 93 px of 186; 13 px are left beside the 16 at the edge.
    assert labels(planned) == {}
