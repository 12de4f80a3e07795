"""A frozen plan laid over the chart: where it begins, how it ended, and how it goes away again."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from fake_ports import CLOSES, SPY_IWM, make_quotes
from fake_world import World, settle, wait_idle
from person import User
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTableView

from ratiodesk.__main__ import main
from ratiodesk.chart.frozen import PlacedFrozen
from ratiodesk.chart.frozen_part import words_of
from ratiodesk.domain.basis import Basis
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import as_date
from ratiodesk.ui.journal_window import JournalWindow

# Every case opens a desk of its own.
pytestmark = pytest.mark.slow


@pytest.fixture
def noted(open_user: Callable[..., User], home: Path) -> User:
    """A desk whose journal has the plan of the note; the lines were moved since."""
    words = ("--home", str(home), "--offline")
    for ratio, role in (("1.95", "target"), ("2.13", "entry"), ("2.35", "stop")):
        assert main(["level", "SPY/IWM", "add", ratio, "--role", role, *words]) == 0
    assert main(["journal", "freeze", "SPY/IWM", "--as-of", "2021-12-28", *words]) == 0
    user = open_user("SPY/IWM")
    for role, text in (("stop", "3.0"), ("entry", "2.6"), ("target", "2.45")):
        assert user.desk.open_pair.set_value(user.levels[role].id, text) == ""
    return user


@pytest.fixture
def faked(open_faked: Callable[..., User], world: World) -> User:
    """SPY/IWM at 2.1 in memory, with a plan that was frozen at the last session."""
    roles = ((Role.ENTRY, 2.0), (Role.STOP, 2.3), (Role.TARGET, 1.8))
    lines = tuple(Level(LevelId(role), Ratio(ratio), role) for role, ratio in roles)
    world.layouts.keep(Layout(SPY_IWM, lines))
    user = open_faked("SPY/IWM")
    user.find("freezePlan").click()
    return user


def show(user: User, row: int = 0) -> PlacedFrozen | None:
    """Ask in the journal for a plan on the chart; return what the chart shows of it."""
    user.desk.view.actions_.journal.trigger()
    (window,) = (window for window in user.desk.window.findChildren(JournalWindow) if window.isVisible())
    settle(user.desk.loader)
    table = window.findChild(QTableView, "journalTable")
    button = window.findChild(QPushButton, "journalShow")
    assert table is not None
    assert button is not None
    table.selectRow(row)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(user.desk.loader)
    window.close()
    with user.qtbot.waitActive(user.desk.window):
        user.desk.window.activateWindow()
    user.chart.setFocus()
    return user.chart.frame.frozen


def session_of(user: User, bar: int) -> date:
    return as_date(user.series.sessions[bar])


def inked(user: User, ratio: float, first: float, last: float) -> int:
    """Return how many pixels between two columns have the ink of a frozen line at a ratio."""
    picture, row = user.picture(), user.row(ratio)
    ink = QColor(user.chart.frame.palette.muted).rgb()
    return sum(picture.pixel(column, row) == ink for column in range(max(round(first), 0), round(last)))


def test_the_lines_are_dashed_from_the_frozen_session_on(noted: User) -> None:
    assert noted.chart.frame.frozen is None
    frozen = show(noted)
    assert frozen is not None
    assert session_of(noted, frozen.begin) == date(2021, 12, 28)
    assert frozen.plan.lines == (("stop", 2.35), ("entry", 2.13), ("target", 1.95))
    assert (frozen.plan.title, frozen.plan.outcome) == ("Frozen 28 Dec 2021", "stopped 6 Apr 2023, −0.79 R")
    assert frozen.entry == (frozen.begin, pytest.approx(476.87 / 222.75))
    assert frozen.end is not None
    assert (session_of(noted, frozen.end[0]), frozen.end[1]) == (date(2023, 4, 6), pytest.approx(409.19 / 173.89))
    # What was out of sight is in sight now.
    port = noted.chart.frame.viewport
    assert port.left <= frozen.begin <= port.right
    assert all(port.low < ratio < port.high for _, ratio in frozen.plan.lines)
    # The target line: of 11 pixels 6 are inked right of the session, none left of it.
    begin = port.x_of(frozen.begin)
    assert inked(noted, 1.95, begin - 120, begin - 2) == 0
    assert 50 <= inked(noted, 1.95, begin + 2, begin + 112) <= 66


@pytest.mark.parametrize("way", ["double click", "return"])
def test_a_row_is_shown_without_its_button_too(noted: User, way: str) -> None:
    noted.desk.view.actions_.journal.trigger()
    window = noted.desk.window.findChild(JournalWindow, "journalWindow")
    assert window is not None
    settle(noted.desk.loader)
    table = window.findChild(QTableView, "journalTable")
    assert table is not None
    at = table.visualRect(table.model().index(0, 2)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert noted.chart.frame.frozen is None
    if way == "return":
        QTest.keyClick(table, Qt.Key.Key_Return)
    else:
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert noted.chart.frame.frozen is not None


def test_a_plan_in_sight_moves_nothing(noted: User) -> None:
    show(noted)
    before = noted.chart.frame.viewport
    show(noted)
    assert noted.chart.frame.viewport == before


def test_esc_takes_it_away_after_what_is_more_urgent(noted: User) -> None:
    show(noted)
    noted.chart.select(noted.levels["stop"].id)
    noted.key(Qt.Key.Key_Escape)
    assert noted.chart.frame.selected is None
    assert noted.chart.frame.frozen is not None
    noted.key(Qt.Key.Key_Escape)
    assert noted.chart.frame.frozen is None
    assert noted.desk.parts.journal.laid_over is None


def test_an_entry_of_the_menu_takes_it_away(noted: User) -> None:
    entry = noted.command("Take the frozen plan away")
    assert not entry.isEnabled()
    show(noted)
    assert entry.isEnabled()
    entry.trigger()
    assert noted.chart.frame.frozen is None
    assert not entry.isEnabled()


def test_hidden_lines_take_it_with_them(noted: User) -> None:
    frozen = show(noted)
    assert frozen is not None
    begin = noted.chart.frame.viewport.x_of(frozen.begin)
    noted.desk.view.actions_.hide_levels.trigger()
    assert inked(noted, 1.95, begin + 2, begin + 112) == 0


def test_upside_down_it_stands_upside_down(noted: User) -> None:
    show(noted)
    noted.chart.setFocus()
    noted.key(Qt.Key.Key_X)
    assert str(noted.desk.open_pair.pair) == "IWM/SPY"
    frozen = noted.chart.frame.frozen
    assert frozen is not None
    assert [ratio for _, ratio in frozen.plan.lines] == pytest.approx([1 / 2.35, 1 / 2.13, 1 / 1.95])
    assert frozen.plan.outcome.endswith("−0.79 R")


def test_other_bars_keep_it_on_its_session(noted: User) -> None:
    show(noted)
    noted.command("W").trigger()
    settle(noted.desk.loader)
    frozen = noted.chart.frame.frozen
    assert frozen is not None
    # The week of 28 December 2021 has its last session on the 31st.
    assert date(2021, 12, 28) <= session_of(noted, frozen.begin) <= date(2021, 12, 31)


def test_another_basis_has_no_place_for_its_lines(noted: User) -> None:
    show(noted)
    noted.command("Total return").trigger()
    assert noted.chart.frame.frozen is None
    noted.command("Price").trigger()
    assert noted.chart.frame.frozen is not None


def test_asked_for_on_another_basis_its_own_is_opened(noted: User) -> None:
    noted.command("Total return").trigger()
    frozen = show(noted)
    assert noted.desk.open_pair.layout.view.basis is Basis.PRICE
    assert frozen is not None


def test_asked_for_from_another_pair_its_own_is_opened(noted: User) -> None:
    noted.open("QQQ/TLT")
    frozen = show(noted)
    assert noted.desk.open_pair.pair == Pair("SPY", "IWM")
    assert frozen is not None
    noted.open("QQQ/TLT")
    assert noted.chart.frame.frozen is None


def test_a_deleted_plan_is_not_left_on_the_chart(noted: User) -> None:
    show(noted)
    journal = noted.desk.parts.journal
    journal.remove(journal.scored[0].plan.id)
    assert noted.chart.frame.frozen is None


def test_new_prices_leave_it_and_tell_what_became_of_it(faked: User, world: World) -> None:
    frozen = show(faked)
    assert frozen is not None
    assert (frozen.plan.outcome, frozen.end) == ("open, 0.00 R", None)
    for symbol, close in (("SPY", 350.0), ("IWM", 200.0)):
        world.feed.give(make_quotes(symbol, (*CLOSES[symbol], close)))
    faked.desk.parts.updater.refresh()
    wait_idle(faked.desk.parts, faked.qtbot)
    frozen = faked.chart.frame.frozen
    assert frozen is not None
    # 25 × (420 − 350) = 1,750 on one R of 25 × (2.3 × 200 − 420) = 1,000.
    assert frozen.plan.outcome == "at the target 8 Jan 2022, +1.75 R"
    assert frozen.end == (5, 1.75)


def test_a_plan_that_waits_says_so(open_faked: Callable[..., User], world: World) -> None:
    roles = ((Role.ENTRY, 2.2), (Role.STOP, 2.3), (Role.TARGET, 1.8))
    lines = tuple(Level(LevelId(role), Ratio(ratio), role) for role, ratio in roles)
    world.layouts.keep(Layout(SPY_IWM, lines))
    user = open_faked("SPY/IWM")
    user.find("freezePlan").click()
    frozen = show(user)
    assert frozen is not None
    assert (frozen.plan.outcome, frozen.entry) == ("waiting for its entry", None)


def test_names_of_frozen_lines_give_way_to_the_lines_of_today(noted: User) -> None:
    frozen = show(noted)
    assert frozen is not None
    texts = [text for _, text in words_of(noted.chart.frame, frozen)]
    title = "Frozen 28 Dec 2021: stopped 6 Apr 2023, −0.79 R"
    assert texts == [title, "stop 2.350", "entry 2.130", "target 1.950"]
    noted.desk.open_pair.set_value(noted.levels["target"].id, "2.34")
    assert [text for _, text in words_of(noted.chart.frame, frozen)][1:] == ["entry 2.130", "target 1.950"]


def test_a_narrow_chart_tells_the_outcome_on_a_line_of_its_own(noted: User) -> None:
    noted.desk.window.resize(1000, 620)
    frozen = show(noted)
    assert frozen is not None
    frame = noted.chart.frame
    (first, title), (second, outcome) = words_of(frame, frozen)[:2]
    assert (title, outcome) == ("Frozen 28 Dec 2021", "stopped 6 Apr 2023, −0.79 R")
    assert (first.bottom(), first.right()) == (second.top(), second.right())
    assert second.left() >= frame.viewport.width / 2 - 24


def test_a_plan_whose_prices_are_gone_is_told_and_not_shown(faked: User, world: World) -> None:
    journal = faked.desk.parts.journal
    for symbol in ("SPY", "IWM"):
        world.prices.keep(make_quotes(symbol, CLOSES[symbol][:4]))
    faked.desk.open_pair.reread()
    journal.lay_over(next(iter(world.journal.plans.values())))
    assert faked.chart.frame.frozen is None
    assert faked.text("statusReading") == "SPY/IWM has no close of 2022-01-07, to which the frozen plan is tied."
