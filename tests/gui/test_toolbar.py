"""The buttons above the chart, however narrow the window and however large the letters."""

from collections.abc import Callable

import pytest
from person import User
from PySide6.QtWidgets import QApplication

_NAMES = ("intervalButtons", "intervalMenu")


def shown(user: User) -> list[str]:
    """Return which of the two ways to choose bars is there, and that the last button is."""
    return [name for name in (*_NAMES, "mainMenu") if user.find(name).isVisible()]


def widen(user: User, width: int) -> None:
    user.desk.window.resize(width, 800)
    QApplication.processEvents()


def test_buttons_draw_together_and_apart_again(open_user: Callable[..., User]) -> None:
    user = open_user(size=(1600, 800))
    entry = user.find("pairEntry")
    roomy = entry.width()
    assert shown(user) == ["intervalButtons", "mainMenu"]
    widen(user, 1280)
    assert shown(user) == ["intervalButtons", "mainMenu"]
    assert entry.width() < roomy
    widen(user, 1024)
    assert shown(user) == ["intervalMenu", "mainMenu"]
    widen(user, 1600)
    assert shown(user) == ["intervalButtons", "mainMenu"]
    assert entry.width() == roomy


def test_larger_letters_need_more_room(open_user: Callable[..., User], qapp: QApplication) -> None:
    user = open_user(size=(1380, 800))
    before, sheet = user.find("pairEntry").width(), qapp.styleSheet()
    for letters, expected in (("15px", "intervalButtons"), ("17px", "intervalMenu"), ("12px", "intervalButtons")):
        qapp.setStyleSheet(f"{sheet} QToolButton {{ font-size: {letters} }}")
        user.qtbot.waitUntil(lambda expected=expected: shown(user) == [expected, "mainMenu"])
    assert user.find("pairEntry").width() == before
    qapp.setStyleSheet(sheet)


@pytest.mark.parametrize("width", [1150, 1280, 1333, 1600, 1900])
def test_separators_are_alike(open_user: Callable[..., User], width: int) -> None:
    toolbar = open_user(size=(width, 800)).desk.view.toolbar
    shown = [toolbar.widgetForAction(action) for action in toolbar.actions() if action.isSeparator()]
    assert len(shown) == 5
    assert len({separator.width() for separator in shown}) == 1


def test_at_rest_nothing_is_laid_out(open_user: Callable[..., User], monkeypatch: pytest.MonkeyPatch) -> None:
    user = open_user(size=(1280, 800))
    widen(user, 1024)
    fitted: list[int] = []
    toolbar = user.desk.view.toolbar
    fit = toolbar._fit

    def counted_fit() -> None:
        fitted.append(toolbar.width())
        fit()

    monkeypatch.setattr(toolbar, "_fit", counted_fit)
    for _ in range(20):
        QApplication.processEvents()
    assert len(fitted) <= 2
