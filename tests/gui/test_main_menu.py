"""The menu at the end of the toolbar, and the palette that finds every command there is."""

from collections.abc import Callable, Iterator

import pytest
from person import User, close
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QToolButton

from ratiodesk.domain.level import Role

CONTROL = Qt.KeyboardModifier.ControlModifier


def palette(user: User, text: str = "") -> list[str]:
    """Open the palette with its keys, type, and return the names it lists."""
    # One that was closed is there until it is deleted.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    user.desk.window.activateWindow()
    user.qtbot.waitUntil(lambda: QApplication.activeWindow() is user.desk.window)
    user.chart.setFocus()
    user.key(Qt.Key.Key_K, CONTROL)
    QTest.keyClicks(user.find("commandEdit"), text)
    found = user.find("commandList")
    return [found.item(row).text().removeprefix("✓ ").partition("    ")[0] for row in range(found.count())]


def entries(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        if isinstance(action.menu(), QMenu):
            yield from entries(action.menu())
        elif not action.isSeparator():
            yield action


def offered(user: User) -> set[QAction]:
    """Return every command that a button or a menu of the window offers."""
    window = user.desk.window
    buttons = {button.defaultAction() for button in window.findChildren(QToolButton)} - {None}
    return buttons.union(*(entries(menu) for menu in window.findChildren(QMenu)))


def test_every_command_of_every_button_and_menu_is_in_the_palette(user: User) -> None:
    commands = offered(user)
    assert len(commands) > 40
    user.desk.view.menus.shown.connect(lambda menu: commands.update(entries(menu)))
    user.desk.view.menus.show_chart_menu(None, QPoint(10, 10))
    QApplication.activePopupWidget().close()
    # Those that cannot be carried out now are left out of the list, and come back with a reason to.
    assert [command.text() for command in commands if command not in user.desk.window.actions()] == []
    listed = set(palette(user))
    finder = user.desk.view.actions_.find_command
    enabled = [command for command in commands if command.isEnabled() and command is not finder]
    assert [command.text() for command in enabled if not {command.text(), command.toolTip()} & listed] == []
    QTest.keyClick(user.find("commandEdit"), Qt.Key.Key_Escape)


def test_the_palette_gives_the_selected_line_its_role(user: User) -> None:
    (line,) = user.draw(200)
    assert not [name for name in palette(user) if name.startswith("Selected line")]
    QTest.keyClick(user.find("commandEdit"), Qt.Key.Key_Escape)
    user.chart.select(line)
    names = palette(user, "selected line")
    menu = user.desk.view.menus.level_menu(line)
    assert names == [f"Selected line: {entry.text()}" for entry in entries(menu)]
    menu.deleteLater()
    QTest.keyClicks(user.find("commandEdit"), " stop")
    QTest.keyClick(user.find("commandEdit"), Qt.Key.Key_Return)
    user.qtbot.waitUntil(lambda: user.level(line).role is Role.STOP)


def test_a_click_on_the_status_bar_has_a_command_too(user: User) -> None:
    assert palette(user, "about the d") == ["About the data…"]
    QTest.keyClick(user.find("commandEdit"), Qt.Key.Key_Return)
    user.qtbot.waitUntil(lambda: user.desk.window.findChild(QDialog, "dataDialog") is not None)
    assert "Sample prices" in user.find("dataText").toPlainText()
    user.find("dataDialog").reject()


def test_the_menu_opens_with_the_keys_and_at_the_end_of_the_toolbar(user: User) -> None:
    button = user.find("mainMenu")
    assert button.mapTo(user.desk.window, QPoint(button.width(), 0)).x() > user.desk.window.width() - 24
    button.setFocus(Qt.FocusReason.TabFocusReason)
    seen: list[str] = []
    menu = button.menu()
    menu.aboutToShow.connect(lambda: seen.extend(entry.text() for entry in menu.actions() if entry.text()))
    menu.aboutToShow.connect(menu.close, Qt.ConnectionType.QueuedConnection)
    user.key(Qt.Key.Key_Space)
    assert seen[:2] == ["Open a pair", "Import prices…"]
    assert seen[-3:] == ["View", "Help", "Quit"]


def test_quit_closes_the_window_with_everything_written(open_user: Callable[..., User]) -> None:
    user = open_user()
    user.place(2.5)
    with user.qtbot.waitSignal(user.desk.window.closed):
        user.key(Qt.Key.Key_Q, CONTROL)
    assert not user.desk.window.isVisible()
    close(user.desk)
    assert list(open_user().levels)


@pytest.mark.parametrize("width", [1000, 1280, 1600])
def test_no_button_is_pushed_out_of_the_toolbar(open_user: Callable[..., User], width: int) -> None:
    user = open_user(size=(width, 700))
    toolbar = user.desk.view.toolbar
    assert user.find("mainMenu").geometry().right() < toolbar.width()
    assert user.find("redo").geometry().right() < user.find("mainMenu").geometry().left()
