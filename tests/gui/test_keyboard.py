"""Keys alone reach everything that a mouse does, in the order in which it is read; and everything has a name."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
import shiboken6
from fake_world import wait_idle
from person import User
from planned_desk import fill_cards
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from ratiodesk.ui.error_dialog import ErrorDialog

# A walk through the window and every dialog.
pytestmark = pytest.mark.slow

# In the chart, Tab goes through the lines first.
_MOST_STOPS, _MOST_STAYS = 150, 12
_WORKED_WITH = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QTabBar, QTextEdit)


def by_command(words: str) -> Callable[[User, Path], None]:
    return lambda user, _: user.command(words).trigger()


def import_prices(user: User, folder: Path) -> None:
    file = folder / "XYZ.csv"
    file.write_text("Date,Close\n" + "\n".join(f"2022-01-{day:02},{day}.5" for day in range(3, 8)))
    user.desk.window.file_dropped.emit(file)


_DIALOGS: dict[str, Callable[[User, Path], None]] = {
    **{
        words: by_command(words)
        for words in (
            *("Portfolio…", "Journal…", "Versions…", "Shortcuts"),
            *("Find a command…", "Go to a date…", "Compare…"),
        )
    },
    "data": lambda user, _: user.find("statusSource").click(),
    "ticket": lambda user, _: user.find("orderTicket").click(),
    "import": import_prices,
    "error": lambda user, _: ErrorDialog("RatioDesk", user.desk.window).show(),
}


@pytest.fixture
def planned(open_user: Callable[..., User]) -> User:
    """A desk with a plan in force, so that all cards are filled."""
    return fill_cards(open_user(size=(1600, 950)))


def stops(window: QWidget, *, backwards: bool = False) -> list[QWidget]:
    """Press Tab until the keys are back where they were, and return where they went."""
    first = QApplication.focusWidget()
    assert first is not None, "nothing has the keys"
    key = Qt.Key.Key_Backtab if backwards else Qt.Key.Key_Tab
    modifier = Qt.KeyboardModifier.ShiftModifier if backwards else Qt.KeyboardModifier.NoModifier
    seen, stayed = [first], 0
    for _ in range(_MOST_STOPS):
        now = QApplication.focusWidget()
        assert now is not None
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(now, QKeyEvent(kind, key, modifier, "\t"))
        QApplication.processEvents()
        following = QApplication.focusWidget()
        assert following is not None
        assert following.window() is window
        stayed = stayed + 1 if following is now else 0
        if following is first and (now is not first or stayed > _MOST_STAYS):
            return seen
        if following is not seen[-1]:
            seen.append(following)
    pytest.fail(f"Tab does not come back: {[name_of(widget) for widget in seen[-8:]]}")


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def reachable(window: QWidget) -> list[QWidget]:
    """Return what takes keys, or is worked with by the mouse and has a name for tests."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not widget.isEnabled() or widget.window() is not window:
            continue
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None and not is_inner(widget):
            found.append(widget)
    return found


def is_inner(widget: QWidget) -> bool:
    """Return whether it is a part of a widget that has the keys as a whole."""
    parent = widget.parentWidget()
    inside = parent is not None and isinstance(parent, (QAbstractScrollArea, QComboBox, QTabBar))
    return inside or widget.objectName().startswith("qt_")


def reads_on(before: QRect, after: QRect) -> bool:
    """Return whether the eye comes from one place to the other: to the right, or down."""
    if after.top() >= before.bottom() or after.center().y() > before.center().y() + before.height():
        return True
    return after.left() >= before.left() and after.bottom() > before.top()


def place(widget: QWidget, part: QWidget) -> QRect:
    return QRect(widget.mapTo(part, QPoint()), widget.size())


def check_order(found: list[QWidget], part: QWidget) -> None:
    within = [widget for widget in found if part.isAncestorOf(widget)]
    for before, after in pairwise(within):
        assert reads_on(place(before, part), place(after, part)), f"{name_of(before)} before {name_of(after)}"


def test_tab_goes_through_the_window_as_it_is_read(planned: User) -> None:
    window = planned.desk.window
    planned.find("pairEntry").setFocus()
    found = stops(window)
    view = planned.desk.view
    missing = [widget for widget in reachable(window) if widget not in found]
    assert missing == []
    parts = [view.toolbar, view.pairs, view.chart, view.sidebar, view.status]
    owners = [next(n for n, part in enumerate(parts) if part is it or part.isAncestorOf(it)) for it in found]
    assert owners == sorted(owners), "from the toolbar to the status bar, without going back"
    assert set(owners) == set(range(len(parts)))
    check_order(found, view.toolbar)
    content = view.sidebar.widget()
    check_order(found, content)


def test_tab_goes_back_the_same_way(planned: User) -> None:
    planned.find("pairEntry").setFocus()
    there = stops(planned.desk.window)
    planned.find("pairEntry").setFocus()
    back = stops(planned.desk.window, backwards=True)
    assert back == [there[0], *reversed(there[1:])]


def test_what_has_the_keys_is_in_sight(planned: User) -> None:
    planned.desk.window.resize(1024, 700)
    planned.find("pairEntry").setFocus()
    sidebar = planned.desk.view.sidebar
    for widget in stops(planned.desk.window):
        if sidebar.isAncestorOf(widget):
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            sidebar.ensureWidgetVisible(widget)
            assert not widget.visibleRegion().isEmpty(), name_of(widget)


@pytest.mark.parametrize(("name", "first"), [("Portfolio…", "lotTable"), ("ticket", "ticketForm")])
def test_keys_go_to_what_is_read_first_in_a_dialog(planned: User, tmp_path: Path, name: str, first: str) -> None:
    _DIALOGS[name](planned, tmp_path)
    dialog = opened(planned)
    focused = QApplication.focusWidget()
    assert focused is dialog.findChild(QWidget, first)


@pytest.mark.parametrize("name", _DIALOGS)
def test_tab_goes_through_a_dialog_as_it_is_read_and_esc_leaves(planned: User, tmp_path: Path, name: str) -> None:
    _DIALOGS[name](planned, tmp_path)
    dialog = opened(planned)
    found: list[QWidget] = []

    def is_reached() -> bool:
        # What is read in the background may let one more button be pressed.
        found[:] = stops(dialog)
        return set(reachable(dialog)) <= set(found)

    planned.qtbot.waitUntil(is_reached)
    # Beginning at what is read first, wherever the keys are at first.
    first = min(
        range(len(found)), key=lambda number: (place(found[number], dialog).top(), place(found[number], dialog).left())
    )
    check_order([*found[first:], *found[:first]], dialog)
    # The first may be for a field or a list that is open.
    for _ in range(2):
        if shiboken6.isValid(dialog) and dialog.isVisible():
            QApplication.sendEvent(
                QApplication.focusWidget() or dialog,
                QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
            )
            QApplication.processEvents()
    assert not (shiboken6.isValid(dialog) and dialog.isVisible())


def opened(user: User) -> QDialog:
    window = user.desk.window

    def shown() -> list[QDialog]:
        return [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]

    user.qtbot.waitUntil(lambda: len(shown()) == 1)
    (dialog,) = shown()
    dialog.activateWindow()
    user.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and dialog.isActiveWindow())
    wait_idle(user.desk.parts, user.qtbot)
    return dialog


def unnamed(window: QWidget) -> list[str]:
    found = []
    for widget in window.findChildren(QWidget):
        worked_with = isinstance(widget, _WORKED_WITH) or bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if worked_with and not is_inner(widget) and widget.window() is window and not isinstance(widget, QMenu):
            words = widget.accessibleName() if isinstance(widget, QComboBox) else name_of(widget)
            if not any(letter.isalpha() for letter in words):
                found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


def test_everything_in_the_window_has_a_name_in_words(planned: User) -> None:
    assert unnamed(planned.desk.window) == []


@pytest.mark.parametrize("name", _DIALOGS)
def test_everything_in_a_dialog_has_a_name_in_words(planned: User, tmp_path: Path, name: str) -> None:
    _DIALOGS[name](planned, tmp_path)
    dialog = opened(planned)
    assert unnamed(dialog) == []
    dialog.close()
