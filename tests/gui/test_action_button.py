"""The buttons of the window follow their actions, and listen to each of them once."""

from collections.abc import Callable

import pytest
from person import User
from PySide6.QtCore import SIGNAL
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton

from ratiodesk.ui.action_button import ActionButton


def listeners(action: QAction) -> int:
    return action.receivers(SIGNAL("changed()"))


def test_no_button_of_the_window_listens_once_more_at_each_change(open_user: Callable[..., User]) -> None:
    buttons = open_user().desk.window.findChildren(QToolButton)
    actions = {button.objectName() or action.text(): action for button in buttons if (action := button.defaultAction())}
    assert {"undo", "levelTool", "liveSwitch", "freezePlan", "3Y"} <= actions.keys()
    before = {name: listeners(action) for name, action in actions.items()}
    for action in actions.values():
        for number in range(20):
            action.setStatusTip(str(number))
    assert {name: listeners(action) for name, action in actions.items()} == before


@pytest.mark.parametrize("times", [1, 3])
def test_a_button_follows_its_action(qapp: object, times: int) -> None:
    action, button = QAction("before"), ActionButton()
    action.setCheckable(True)
    button.setDefaultAction(action)
    for number in range(times):
        action.setIconText(f"after {number}")
        action.setChecked(not action.isChecked())
        action.setEnabled(not action.isEnabled())
    assert button.text() == f"after {times - 1}"
    assert button.isChecked()
    assert not button.isEnabled()
    action.setEnabled(True)
    button.click()
    assert not action.isChecked()


def test_a_slot_of_somebody_else_keeps_listening(qapp: object) -> None:
    action, button = QAction("before"), ActionButton()
    heard: list[str] = []
    action.changed.connect(lambda: heard.append(action.text()))
    button.setDefaultAction(action)
    for text in ("one", "two"):
        action.setText(text)
    assert heard == ["one", "two"]
