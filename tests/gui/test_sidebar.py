"""The cards beside the chart have their room in every frame, also in the first one after they grew."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from person import User
from planned_desk import draw_plan
from PySide6.QtWidgets import QStyleOptionViewItem

from ratiodesk.domain.level import PLAN_ROLES
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
