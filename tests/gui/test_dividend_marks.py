"""Ex-dividend sessions marked on the date axis, and what they typically do to the ratio."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from fake_ports import CLOSES, of_yahoo
from fake_world import World, wait_idle
from person import User
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QToolTip

from ratiodesk.chart.legend_part import legend_rect
from ratiodesk.chart.mark import PlacedMarks
from ratiodesk.chart.mark_part import MARK_HALF_PX, columns_of
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.series import as_date

# SPY pays 1 % before the second session and 3 % before the fourth: factors 0.9603, 0.97, 0.97, 1, 1.
# The median of both is 2 %. IWM pays 4 % before the third: factors 0.96, 0.96, 1, 1, 1.
SPY_FACTORS = (0.97 * 0.99, 0.97, 0.97, 1.0, 1.0)
IWM_FACTORS = (0.96, 0.96, 1.0, 1.0, 1.0)


@pytest.fixture
def paying(open_faked: Callable[..., User], world: World) -> User:
    """SPY/IWM whose legs went ex-dividend, with the marks switched on."""
    for symbol, factors in (("SPY", SPY_FACTORS), ("IWM", IWM_FACTORS)):
        adjusted = [close * factor for close, factor in zip(CLOSES[symbol], factors, strict=True)]
        world.feed.give(of_yahoo(symbol, CLOSES[symbol], adjusted=adjusted))
    user = open_faked("SPY/IWM")
    user.desk.view.actions_.mark_dividends.trigger()
    return user


def bars_marked(user: User) -> dict[str, list[int]]:
    """Return the bars that are marked, by the symbol that the text begins with."""
    frame = user.chart.frame
    return {
        marks.marks.text.split()[0]: [round(frame.viewport.bar_at(column)) for column in columns_of(marks, frame)]
        for marks in frame.marks
    }


def hover(user: User, at: QPoint) -> str:
    """Rest the mouse on the chart; return the tooltip, empty where there is none."""
    QToolTip.hideText()
    view = user.chart.viewport()
    QApplication.sendEvent(view, QHelpEvent(QHelpEvent.Type.ToolTip, at, view.mapToGlobal(at)))
    return QToolTip.text()


def column(user: User, bar: int) -> int:
    return round(user.chart.frame.viewport.x_of(bar))


def has_colour(image: QImage, at: QPoint, wanted: str) -> bool:
    pixel, aim = image.pixelColor(at), QColor(wanted)
    return all(abs(a - b) <= 12 for a, b in zip(pixel.getRgb()[:3], aim.getRgb()[:3], strict=True))


def test_every_ex_dividend_session_of_each_leg_is_marked(paying: User) -> None:
    assert bars_marked(paying) == {"SPY": [1, 3], "IWM": [2]}


def test_marks_of_the_numerator_point_up_and_those_of_the_denominator_down(paying: User) -> None:
    image, palette, base = paying.chart.grab().toImage(), paying.chart.frame.palette, paying.chart.plot.height()
    raised, lowered = QPoint(column(paying, 1), base - 2), QPoint(column(paying, 2), base + 2)
    assert has_colour(image, raised, palette.curve)
    assert has_colour(image, lowered, palette.muted)
    assert not has_colour(image, QPoint(column(paying, 4), base - 2), palette.curve)
    paying.desk.view.actions_.mark_dividends.trigger()
    plain = paying.chart.grab().toImage()
    assert not has_colour(plain, raised, palette.curve)
    assert paying.chart.frame.marks == ()


def test_the_tooltip_tells_the_typical_step(paying: User) -> None:
    base = paying.chart.plot.height()
    # −2 % for the numerator; d/(1 − d) = 0.04/0.96 = +4.17 % for the denominator.
    numerator, denominator = QPoint(column(paying, 1), base - 2), QPoint(column(paying, 2), base + 2)
    assert hover(paying, numerator).startswith("SPY goes ex")
    assert hover(paying, numerator).endswith(": the ratio typically steps −2.00 %")
    assert hover(paying, denominator).startswith("IWM goes ex")
    assert hover(paying, denominator).endswith(": the ratio typically steps +4.17 %")


def test_the_tooltip_keeps_its_hyphens(open_faked: Callable[..., User], world: World) -> None:
    adjusted = [close * factor for close, factor in zip(CLOSES["SPY"], SPY_FACTORS, strict=True)]
    brk = of_yahoo("BRK-B", CLOSES["SPY"], adjusted=adjusted)
    world.prices.keep(brk)
    world.feed.give(brk, of_yahoo("IWM", CLOSES["IWM"]))
    user = open_faked("BRK-B/IWM")
    user.desk.view.actions_.mark_dividends.trigger()
    (placed,) = user.chart.frame.marks
    assert placed.marks.text == "BRK-B goes ex-dividend: the ratio typically steps −2.00 %"


def test_beside_a_mark_there_is_no_tooltip(paying: User) -> None:
    base = paying.chart.plot.height()
    assert hover(paying, QPoint(column(paying, 4), base - 2)) == ""
    assert hover(paying, QPoint(column(paying, 1), base - 40)) == ""


def test_on_total_return_nothing_is_marked(paying: User) -> None:
    actions = paying.desk.view.actions_
    actions.adjusted[True].trigger()
    assert paying.chart.frame.marks == ()
    actions.adjusted[False].trigger()
    assert bars_marked(paying) == {"SPY": [1, 3], "IWM": [2]}


def test_turned_over_the_steps_belong_to_the_other_leg(paying: User) -> None:
    paying.desk.parts.opener.swap()
    above, below = (placed.marks for placed in paying.chart.frame.marks)
    assert (above.text[:3], above.raised) == ("IWM", True)
    assert above.text.endswith("steps −4.00 %")
    # 0.02/0.98 = +2.04 %.
    assert (below.text[:3], below.raised) == ("SPY", False)
    assert below.text.endswith("steps +2.04 %")


def test_in_weeks_a_mark_stands_on_the_week_of_its_session(user: User) -> None:
    actions = user.desk.view.actions_
    actions.mark_dividends.trigger()
    actions.intervals[Interval.WEEKLY].trigger()
    user.chart.set_range("5Y")
    frame = user.chart.frame
    assert frame.series is not None
    weeks = [as_date(session).isocalendar()[:2] for session in frame.series.sessions]
    spy = frame.marks[0]
    paid = {as_date(session).isocalendar()[:2] for session in spy.marks.sessions}
    marked = [weeks[round(frame.viewport.bar_at(column))] for column in columns_of(spy, frame)]
    # Twenty quarters; SPY goes ex-dividend in March, June, September and December.
    assert len(marked) == 20
    assert set(marked) <= paid


def test_a_leg_that_never_paid_has_no_marks(paying: User, world: World) -> None:
    world.feed.give(of_yahoo("IWM", CLOSES["IWM"]))
    paying.key(Qt.Key.Key_F5)
    wait_idle(paying.desk.parts, paying.qtbot)
    assert bars_marked(paying) == {"SPY": [1, 3]}


# The legend


@pytest.fixture
def marked(user: User) -> User:
    """Three years of SPY/IWM with the marks switched on, and no crosshair."""
    user.desk.view.actions_.mark_dividends.trigger()
    user.chart.point_at(None, None)
    return user


def legend(user: User) -> QRectF:
    rect = legend_rect(user.chart.frame)
    assert rect is not None
    return rect


def curve_rows(user: User, rect: QRectF) -> list[float]:
    """Return the rows of the closes that stand over or under a rectangle, and of one more on either side."""
    port = user.chart.frame.viewport
    first, last = (port.bar_at(x) for x in (rect.left(), rect.right()))
    values = user.series.values[max(int(first), 0) : int(last) + 2]
    return [port.y_of(float(value)) for value in values]


def test_a_legend_in_the_colours_of_the_marks_tells_whose_they_are(marked: User) -> None:
    rect, palette, image = legend(marked).toRect(), marked.chart.frame.palette, marked.picture()
    pixels = [
        (x, image.pixelColor(x, y).name())
        for x in range(rect.left(), rect.right())
        for y in range(rect.top(), rect.bottom())
    ]
    raised = [x for x, seen in pixels if seen == QColor(palette.curve).name()]
    muted = [x for x, seen in pixels if seen == QColor(palette.muted).name()]
    # The numerator's mark stands first, the words and the denominator's mark behind it.
    assert len(raised) > 5
    assert max(raised) < rect.left() + 12
    assert max(muted) > rect.right() - 12
    assert [each.marks.name for each in marked.chart.frame.marks] == ["SPY", "IWM"]


def test_without_marks_in_sight_there_is_no_legend(marked: User) -> None:
    plain = marked.picture()
    rect = legend(marked).toRect()
    marked.desk.view.actions_.mark_dividends.trigger()
    assert legend_rect(marked.chart.frame) is None
    assert marked.picture().copy(rect) != plain.copy(rect)
    marked.desk.view.actions_.mark_dividends.trigger()
    marked.chart.move_to(replace(marked.chart.frame.viewport, left=10_000.0, right=10_100.0))
    assert legend_rect(marked.chart.frame) is None


@pytest.mark.parametrize("name", ["6M", "1Y", "3Y", "10Y"])
@pytest.mark.parametrize("size", [(1600, 950), (1024, 700)])
def test_the_legend_stands_right_below_over_nothing(
    open_user: Callable[..., User], size: tuple[int, int], name: str
) -> None:
    user = open_user(size=size)
    user.desk.view.actions_.mark_dividends.trigger()
    user.chart.set_range(name)
    rect, port = legend(user), user.chart.frame.viewport
    assert rect.center().x() > port.width / 2
    # The marks that point up stand in the last rows.
    assert 0 < rect.top() < rect.bottom() <= port.height - 6
    assert rect.right() < port.width
    assert max(curve_rows(user, rect)) < rect.top()


def test_the_legend_gives_way_to_lines_and_curve(marked: User) -> None:
    port, right = marked.chart.frame.viewport, legend(marked)
    (line,) = marked.draw(port.height - 60)
    assert legend(marked) == right
    # A name on the left reaches farther than its line.
    assert marked.desk.open_pair.set_value(line, f"{port.ratio_at(right.center().y()):.4f}") == ""
    assert legend_rect(marked.chart.frame) is None
    marked.chart.hide_levels(True)
    assert legend(marked) == right
    down = right.center().y() - curve_rows(marked, right)[0]
    marked.chart.move_to(port.raised(down), name=None, follows=False)
    rect = legend_rect(marked.chart.frame)
    assert rect != right
    assert rect is None or min(abs(row - rect.center().y()) for row in curve_rows(marked, rect)) > rect.height() / 2


def test_a_plot_narrower_than_the_legend_has_none(marked: User) -> None:
    frame = marked.chart.frame
    narrow = replace(frame, viewport=replace(frame.viewport, width=legend(marked).width() + 10))
    assert legend_rect(narrow) is None


@pytest.mark.parametrize(("apart_px", "drawn"), [(2.5, 0), (6.5, 0), (7.5, 40)])
def test_marks_that_would_be_one_band_are_left_out(paying: User, apart_px: float, drawn: int) -> None:
    frame = paying.chart.frame
    (marks, *_) = frame.marks
    # A mark on every tenth bar; only a part of the view has bars at all.
    placed = PlacedMarks(marks.marks, np.arange(40) * 10)
    view = replace(frame.viewport, left=-0.5, right=frame.viewport.width / (apart_px / 10) - 0.5)
    columns = columns_of(placed, replace(frame, viewport=view))
    assert len(columns) == drawn
    assert all(after - before >= 2 * MARK_HALF_PX for before, after in pairwise(columns))
