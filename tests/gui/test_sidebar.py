"""The cards beside the chart have their room in every frame, also in the first one after they grew."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from person import User
from planned_desk import draw_plan
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QStyleOptionViewItem

from ratiodesk.domain.level import PLAN_ROLES, Role
from ratiodesk.domain.position import Execution
from ratiodesk.ui.number_field import NumberField


@pytest.fixture
def cramped(open_user: Callable[..., User]) -> User:
    """A window too low for the cards of SPY/IWM, which has a plan, with QQQ/IWM open, which has none."""
    user = open_user(size=(1000, 560))
    user.draw(100, 200, 300)
    for line, role in zip(user.desk.open_pair.layout.levels, PLAN_ROLES, strict=True):
        user.desk.open_pair.set_role(line.id, role)
    user.open("QQQ/IWM")
    return user


def squeezed(user: User) -> list[str]:
    """Return the fields that a frame painted now would show lower than they must be."""
    fields = [field for field in user.desk.window.findChildren(NumberField) if field.isVisible()]
    assert len(fields) >= 2
    return [field.objectName() for field in fields if field.height() < field.minimumSizeHint().height()]


def test_opening_a_pair_with_more_to_show_squeezes_no_field(cramped: User) -> None:
    assert squeezed(cramped) == []
    cramped.desk.view.open_text("SPY/IWM")
    assert cramped.desk.open_pair.standing is not None
    assert cramped.desk.open_pair.standing.plan is not None
    assert squeezed(cramped) == []


def test_another_execution_squeezes_no_field(cramped: User) -> None:
    cramped.open("SPY/IWM")
    sizing = cramped.desk.open_pair.layout.sizing
    cramped.desk.open_pair.set_sizing(replace(sizing, execution=Execution.ROTATE))
    assert squeezed(cramped) == []


def leg_text(user: User, row: int) -> str:
    """Return what is to be read in the first column of the legs."""
    table = user.find("legsTable")
    item, option = table.item(row, 0), QStyleOptionViewItem()
    table.initViewItemOption(option)
    option.rect = table.visualItemRect(item)
    table.itemDelegate().initStyleOption(option, table.indexFromItem(item))
    assert not option.features & QStyleOptionViewItem.ViewItemFeature.WrapText
    return str(option.fontMetrics.elidedText(option.text, option.textElideMode, option.rect.width()))


@pytest.mark.parametrize("width", [1024, 1280, 1366, 1600])
def test_a_leg_is_told_with_its_symbol(open_user: Callable[..., User], width: int) -> None:
    user = draw_plan(open_user(size=(width, 800)))
    assert leg_text(user, 1) == "Sell short SPY"
    user.desk.open_pair.set_sizing(replace(user.desk.open_pair.layout.sizing, account=90_000_000, fractional=True))
    assert leg_text(user, 1) == "Short SPY"


def test_words_and_figures_of_all_cards_begin_and_end_at_the_same_columns(open_user: Callable[..., User]) -> None:
    user = draw_plan(open_user(size=(1280, 1600)))
    sidebar = user.desk.view.sidebar
    titles = [card.title for card in (sidebar.zone, sidebar.plan, sidebar.size_card, sidebar.costs)]
    assert len({title.mapTo(sidebar, QPoint(0, 0)).x() for title in titles}) == 1
    ink = user.find("legsTable").grab().toImage()
    dark = ink.pixelColor(ink.width() // 2, ink.height() - 1)
    columns = [x for x in range(ink.width()) if any(ink.pixelColor(x, y) != dark for y in range(ink.height()))]
    assert columns[0] <= 2
    assert columns[-1] >= ink.width() - 3


def test_the_tables_of_the_portfolio_have_the_same_columns(open_user: Callable[..., User]) -> None:
    user = draw_plan(open_user(size=(1280, 1600)))
    tables = [user.find(name) for name in ("portfolioTable", "figureTable")]
    assert len({tuple(table.columnWidth(column) for column in range(4)) for table in tables}) == 1


def plan_rows(user: User) -> list[str]:
    table = user.find("planTable")
    return [table.item(row, 0).text() for row in range(table.rowCount())]


def test_a_crowd_of_lines_scrolls_within_its_card_and_shows_the_plan_first(user: User) -> None:
    user.draw(*(100 + 10 * place for place in range(12)))
    table = user.find("planTable")
    assert table.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    height = table.height()
    lines = user.draw(*(230 + 10 * place for place in range(20)))
    for line, role in zip((lines[3], lines[9], lines[15]), (Role.STOP, Role.ENTRY, Role.TARGET), strict=True):
        user.desk.open_pair.set_role(line, role)
    assert table.height() == height
    assert table.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOn
    assert table.rowCount() == 32
    assert plan_rows(user)[:4] == ["Stop", "Entry", "Target", "Line"]
    # A row is picked by its line, wherever that has scrolled to.
    user.chart.select(lines[-1])
    chosen = table.selectionModel().selectedRows()[0]
    assert table.viewport().rect().contains(table.visualRect(chosen).center())
    colours = {table.item(row, 0).foreground().color().name() for row in range(3)}
    assert colours == {user.desk.view.sidebar.plan.theme.level}
    assert table.item(3, 0).foreground().color().name() == user.desk.view.sidebar.plan.theme.muted


def test_the_card_is_small_again_when_the_crowd_is_gone(user: User) -> None:
    lines = user.draw(*(100 + 10 * place for place in range(14)))
    table = user.find("planTable")
    crowded = table.height()
    for line in lines[:4]:
        user.desk.open_pair.remove_level(line)
    assert table.height() == crowded - 2 * 22
    assert table.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    ratios = [user.level(line).ratio for line in lines[4:]]
    shown = [float(table.item(row, 1).text()) for row in range(10)]
    assert shown == pytest.approx(sorted(ratios, reverse=True), abs=1e-3)
