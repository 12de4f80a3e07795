"""Every command is found by its name, with keys or mouse."""

import pytest
from person import User
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

CONTROL = Qt.KeyboardModifier.ControlModifier


def find(user: User, text: str) -> list[str]:
    """Open the palette with its keys, type, and return what it lists."""
    # A palette that was closed is there until it is deleted.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    user.desk.window.activateWindow()
    user.qtbot.waitUntil(lambda: QApplication.activeWindow() is user.desk.window)
    user.chart.setFocus()
    user.key(Qt.Key.Key_K, CONTROL)
    QTest.keyClicks(user.find("commandEdit"), text)
    found = user.find("commandList")
    return [found.item(row).text() for row in range(found.count())]


def test_return_carries_out_what_was_typed(user: User) -> None:
    assert find(user, "log") == ["Logarithmic axis    Alt+L"]
    QTest.keyClick(user.find("commandEdit"), Qt.Key.Key_Return)
    user.qtbot.waitUntil(lambda: user.chart.frame.viewport.log)
    assert find(user, "log") == ["✓ Logarithmic axis    Alt+L"]
    QTest.keyClick(user.find("commandEdit"), Qt.Key.Key_Escape)


def test_arrows_and_mouse_choose_among_several(user: User) -> None:
    listed = find(user, "show")
    assert len(listed) > 3
    QTest.keyClick(user.find("commandEdit"), Qt.Key.Key_Down)
    assert user.find("commandList").currentRow() == 1
    QTest.keyClick(user.find("commandEdit"), Qt.Key.Key_Escape)
    find(user, "hide all")
    view = user.find("commandList")
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualItemRect(view.item(0)).center())
    user.qtbot.waitUntil(lambda: user.chart.frame.hides_levels)


def test_names_come_before_explanations(user: User) -> None:
    assert find(user, "axis")[0].startswith("Logarithmic axis")
    assert len(user.find("commandList").findItems("ex-dividend", Qt.MatchFlag.MatchContains)) == 1
    QTest.keyClick(user.find("commandEdit"), Qt.Key.Key_Escape)


def test_what_cannot_be_done_now_is_not_offered(user: User) -> None:
    assert not user.desk.open_pair.can_undo
    assert find(user, "undo") == ["No command has such a name."]
    QTest.keyClick(user.find("commandEdit"), Qt.Key.Key_Return)
    assert user.find("commandPalette").isVisible()
    QTest.keyClick(user.find("commandEdit"), Qt.Key.Key_Escape)
    QApplication.processEvents()
    user.draw(300)
    assert find(user, "undo") == ["Undo    Ctrl+Z"]
    QTest.keyClick(user.find("commandEdit"), Qt.Key.Key_Escape)


def test_every_command_of_the_window_is_there(user: User) -> None:
    listed = find(user, "")
    for action in user.desk.window.actions():
        if action.isEnabled() and action is not user.desk.view.actions_.find_command:
            assert any(name in text for name in (action.text(), action.toolTip()) for text in listed), action.text()
    QTest.keyClick(user.find("commandEdit"), Qt.Key.Key_Escape)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("21 b", "Take the z-score over 21 bars"), ("1m", "Show the last month    1"), ("m", "Monthly bars"),
        ("level", "Level tool    H"), ("price", "✓ Price: split-adjusted closes"),
    ],
)  # fmt: skip
def test_a_command_is_named_by_what_it_does(user: User, typed: str, first: str) -> None:
    listed = find(user, typed)
    assert first in listed[:2]
    QTest.keyClick(user.find("commandEdit"), Qt.Key.Key_Escape)


def test_no_command_is_listed_by_an_abbreviation(user: User) -> None:
    words = {text.removeprefix("✓ ").split("    ")[0] for text in find(user, "")}
    assert not words & {"D", "W", "M", "1h", "5m", "1M", "3Y", "Max", "21 bars", "1,260 bars", "Price"}
    QTest.keyClick(user.find("commandEdit"), Qt.Key.Key_Escape)


def test_keys_stand_in_a_column_of_their_own(user: User) -> None:
    assert all("    " in text for text in find(user, "")[1:6])
    view = user.find("commandList")
    image = view.viewport().grab().toImage()
    ground, ends = image.pixelColor(image.width() - 1, image.height() // 2), []
    for row in range(1, 6):
        middle = view.visualItemRect(view.item(row)).center().y()
        rows = range(middle - 6, middle + 7)
        inked = [x for x in range(image.width()) if any(image.pixelColor(x, y) != ground for y in rows)]
        ends.append(inked[-1])
    assert max(ends) - min(ends) <= 3
    assert min(ends) > image.width() - 20
    QTest.keyClick(user.find("commandEdit"), Qt.Key.Key_Escape)
