"""The system's change between light and dark, in the window and in everything that is open over it."""

from statistics import median
from time import perf_counter

import pytest
from person import User
from planned_desk import draw_plan
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QListView, QTableWidget, QWidget

from ratiodesk.ui.theme import DARK, LIGHT, Theme

# Every dialog in both themes.
pytestmark = pytest.mark.slow

_OPENERS = ("Portfolio…", "Journal…", "Versions…", "Shortcuts", "Find a command…", "Go to a date…", "Compare…")


def change(scheme: Qt.ColorScheme) -> None:
    """Let the system change its colours."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.styleHints().colorSchemeChanged.emit(scheme)
    application.processEvents()


def is_shown(widget: QWidget, colour: str) -> bool:
    """Return whether a colour is somewhere on a widget."""
    image, wanted = widget.grab().toImage(), QColor(colour).rgb()
    across, down = range(0, image.width(), 2), range(0, image.height(), 2)
    return any(image.pixel(x, y) == wanted for x in across for y in down)


def dialogs(user: User) -> list[QDialog]:
    return [dialog for dialog in user.desk.window.findChildren(QDialog) if dialog.isVisible()]


@pytest.fixture(autouse=True)
def _dark_afterwards(user: User) -> None:
    change(Qt.ColorScheme.Dark)


@pytest.mark.parametrize("opener", _OPENERS)
def test_an_open_dialog_changes_with_the_window(user: User, opener: str) -> None:
    user.command(opener).trigger()
    user.qtbot.waitUntil(lambda: len(dialogs(user)) == 1)
    (dialog,) = dialogs(user)
    for scheme, theme, other in ((Qt.ColorScheme.Light, LIGHT, DARK), (Qt.ColorScheme.Dark, DARK, LIGHT)):
        change(scheme)
        for widget in (user.desk.window, dialog):
            assert is_shown(widget, theme.panel), widget
            for gone in (other.panel, other.card, other.field):
                assert not is_shown(widget, gone), f"{gone} is left on {widget}"
    dialog.close()


def test_the_list_below_the_pairs_field_changes_too(user: User) -> None:
    entry = user.find("pairEntry")
    popup = next(view for view in entry.findChildren(QListView) if view.objectName() == "completions")
    for scheme, theme in ((Qt.ColorScheme.Light, LIGHT), (Qt.ColorScheme.Dark, DARK)):
        change(scheme)
        popup.ensurePolished()
        assert popup.palette().base().color() == QColor(theme.card)


@pytest.mark.parametrize(("scheme", "theme"), [(Qt.ColorScheme.Light, LIGHT), (Qt.ColorScheme.Dark, DARK)])
def test_what_is_opened_later_has_the_new_colours(user: User, scheme: Qt.ColorScheme, theme: Theme) -> None:
    change(scheme)
    user.command("Go to a date…").trigger()
    (dialog,) = dialogs(user)
    field = dialog.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    assert is_shown(field, theme.field)
    dialog.close()


def test_red_and_green_are_never_the_only_sign(user: User) -> None:
    """Loss and gain are told by a sign or a word too."""
    draw_plan(user)
    told = {"+", "\N{MINUS SIGN}", "–"}
    coloured = [label for label in user.desk.window.findChildren(QLabel) if label.property("kind") in ("loss", "gain")]
    assert len(coloured) >= 2
    assert [label.text() for label in coloured if label.text() and label.text()[0] not in told] == []
    reds_and_greens = [QColor(colour) for theme in (DARK, LIGHT) for colour in (theme.loss, theme.gain)]
    for table in user.desk.window.findChildren(QTableWidget):
        for row in range(table.rowCount()):
            for column in range(table.columnCount()):
                cell = table.item(row, column)
                if cell is not None and cell.foreground().color() in reds_and_greens and cell.text():
                    assert cell.text()[0] in told or cell.text().split()[0] in ("Buy", "Sell"), cell.text()


def test_each_widget_is_dressed_once(user: User) -> None:
    """Guard the way the style sheet is set: on the application, Qt dresses every widget twice and more."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    window, sheet = user.desk.window, user.desk.window.styleSheet()
    assert application.styleSheet() == ""

    def cost(target: QApplication | QWidget, number: int) -> float:
        begin = perf_counter()
        target.setStyleSheet(f"{sheet} QMenu {{ margin: {number % 2}px }}")
        return perf_counter() - begin

    of_window = median(cost(window, number) for number in range(5))
    window.setStyleSheet("")
    of_application = median(cost(application, number) for number in range(5))
    application.setStyleSheet("")
    assert of_window < 0.7 * of_application
