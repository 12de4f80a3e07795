"""What was typed is in force before anything acts on it, also where a click does not take the keys away."""

import pytest
from person import User
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ratiodesk.domain.position import Execution

# The sample's last session: SPY 765.72, IWM 299.96, ratio 2.55274.
STOP, ENTRY, TARGET = 2.70, 2.50, 2.30


@pytest.fixture
def planned(user: User) -> User:
    user.place(STOP, ENTRY, TARGET)
    return user


def half_type(user: User, name: str, text: str) -> None:
    """Type into a field, and leave it with neither Return nor Tab."""
    field = user.find(name)
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    field.selectAll()
    QTest.keyClicks(field, text)


def press(user: User, name: str) -> None:
    button = user.find(name)
    user.desk.view.sidebar.ensureWidgetVisible(button)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_plan_is_frozen_with_the_account_that_is_seen(planned: User) -> None:
    half_type(planned, "accountEdit", "10000")
    press(planned, "freezePlan")
    (frozen,) = planned.desk.parts.journal.scored
    assert frozen.plan.sizing.account == 10_000
    assert planned.desk.open_pair.layout.sizing.account == 10_000


def test_a_shortcut_takes_it_as_well(planned: User) -> None:
    half_type(planned, "accountEdit", "20000")
    planned.key(Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    (frozen,) = planned.desk.parts.journal.scored
    assert frozen.plan.sizing.account == 20_000


def test_nothing_is_frozen_while_a_field_is_refused(planned: User) -> None:
    half_type(planned, "riskEdit", "150")
    press(planned, "freezePlan")
    assert planned.desk.parts.journal.scored == ()
    said = planned.desk.view.status.findChild(object, "statusReading").text()
    assert said == "Nothing was frozen: The risk must be above 0 % and at most 100 % of the account."


def test_a_choice_beside_the_field_sizes_with_it(planned: User) -> None:
    half_type(planned, "accountEdit", "88000")
    press(planned, "fractionalCheck")
    sizing = planned.desk.open_pair.layout.sizing
    assert (sizing.account, sizing.fractional) == (88_000, True)
    half_type(planned, "accountEdit", "40000")
    tabs = planned.find("executionTabs")
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(1).center())
    sizing = planned.desk.open_pair.layout.sizing
    assert (sizing.account, sizing.execution) == (40_000, Execution.ROTATE)


def test_a_swap_loses_nothing_that_was_typed(planned: User) -> None:
    half_type(planned, "accountEdit", "88000")
    planned.key(Qt.Key.Key_I, Qt.KeyboardModifier.AltModifier)
    assert str(planned.desk.open_pair.pair) == "IWM/SPY"
    assert planned.desk.open_pair.layout.sizing.account == 88_000


def test_a_click_within_the_field_leaves_it_half_typed(planned: User) -> None:
    half_type(planned, "accountEdit", "1")
    field = planned.find("accountEdit")
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    assert planned.desk.open_pair.layout.sizing.account == 100_000
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert planned.text("accountEdit") == "$100,000"


def test_lines_in_the_wrong_order_say_so_on_the_button_that_freezes(planned: User) -> None:
    target = planned.levels["target"]
    planned.desk.open_pair.set_value(target.id, "2.75")
    action = planned.desk.view.actions_.freeze_plan
    assert not action.isEnabled()
    assert action.toolTip().startswith("The entry 2.500 must lie between stop 2.700 and target 2.750")
