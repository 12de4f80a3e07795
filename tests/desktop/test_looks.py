"""The desk and its dialogs as they are seen: dark and light, large and small, at 100 % and at 200 %."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from driven_window import (
    DOUBLE_DARK,
    DOUBLE_LIGHT,
    LARGE_LIGHT,
    QUARTER_DARK,
    QUARTER_LIGHT,
    SMALL_DARK,
    SMALL_LIGHT,
    DrivenWindow,
    Look,
)
from patience import wait_for

from ratiodesk.__main__ import main

pytestmark = pytest.mark.desktop

Opener = Callable[[Look], DrivenWindow]
# Keys and the title of what they open.
_DIALOGS = {
    "alt+p": "Portfolio",
    "ctrl+j": "Journal",
    "alt+v": "Versions",
    "ctrl+k": "Find a command",
    "F1": "Shortcuts",
    "alt+g": "Go to a date",
    "alt+k": "Compare",
}
# The way from the menu's button to what it opens, and the title of that.
_HELP = "Up", "Up", "Right"
_MENU_DIALOGS = {
    (*_HELP, "Down", "Down", "Return"): "Glossary",
    (*_HELP, "Up", "Return"): "About RatioDesk",
}


@pytest.fixture(scope="session")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a plan on SPY/IWM, a line on another pair, a portfolio and a frozen plan."""
    folder = tmp_path_factory.mktemp("plan")
    held, home = folder / "held.csv", folder / "home"
    held.write_text("Symbol,Shares,Cost\nSPY,100,30000\nQQQ,20,8000\nCash,1500,\n", encoding="utf-8")
    level, at = ["level", "SPY/IWM", "add"], ["--home", str(home)]
    for words in (
        [*level, "2.70", "--role", "stop"],
        [*level, "2.50", "--role", "entry"],
        [*level, "2.40", "--role", "target"],
        ["level", "QQQ/IWM", "add", "2.2"],
        ["portfolio", "import", str(held)],
        ["journal", "freeze", "SPY/IWM", "--as-of", "2026-06-30", "--note", "banks live on net interest"],
    ):
        assert main([*words, *at]) == 0
    return home


@pytest.fixture
def _planned_home(plan: Path, home: Path) -> None:
    shutil.copytree(plan, home)


def show_parts(window: DrivenWindow) -> None:
    """Look at what is below the fold, beside the chart and in the menus."""
    look = window.look
    sidebar, status = (look.width_px - 120, look.height_px // 2), (120, look.height_px - 12)
    for page in ("middle", "foot"):
        window.scroll(*sidebar, 7 if page == "middle" else 40)
        window.rest()
        window.show(f"sidebar-{page}")
    plot = window.plot()
    window.key("alt+b", "alt+z", "alt+c")
    wait_for("two panes and candles", lambda: not window.plot().same(plot))
    window.show("panes")
    window.key("alt+b", "alt+z", "alt+c")
    wait_for("the chart as it was", lambda: window.plot().same(plot))
    for name, row in (("chart-menu", 100), ("line-menu", window.line_rows()[1])):
        window.click(300, row, button=3)
        wait_for(f"the {name}", lambda: not window.plot().same(plot))
        window.show(name)
        window.key("Escape")
        window.rest()
        # A right-clicked line is selected.
        window.key("Escape")
        wait_for("the chart as it was", lambda: window.plot().same(plot))
    window.click(*status)
    window.wait_window("About the data")
    window.show("data")
    window.key("Escape")
    window.wait_gone("About the data")
    window.rest()
    window.key("F9", "F10")
    wait_for("a chart alone", lambda: not window.plot().same(plot))
    window.show("chart-alone")
    window.key("F9", "F10")
    wait_for("the panels", lambda: window.plot().same(plot))


def show_dialog(window: DrivenWindow, title: str) -> None:
    """Look at a dialog that is about to open; it fits the screen, and Esc closes it."""
    dialog = window.wait_window(title)
    window.show(title.partition(" ")[0].lower())
    width, height = window.size(dialog)
    most_wide, most_high = window.look.size
    assert width <= most_wide, title
    assert height <= most_high, title
    window.key("Escape")
    window.wait_gone(title)


def open_menu(window: DrivenWindow) -> None:
    """Press the button at the end of the toolbar."""
    cards = window.sidebar()
    window.click(window.look.width_px - 24, 22)
    wait_for("the menu", lambda: not window.sidebar().same(cards))


def show_menu(window: DrivenWindow) -> None:
    """Look at the menu of the toolbar, its last submenu, and what only this opens."""
    cards = window.sidebar()
    open_menu(window)
    window.show("menu")
    window.key(*_HELP)
    window.show("menu-help")
    window.key("Escape", "Escape")
    wait_for("the cards behind the menu", lambda: window.sidebar().same(cards))
    for keys, title in _MENU_DIALOGS.items():
        open_menu(window)
        window.key(*keys)
        show_dialog(window, title)
        window.rest()


@pytest.mark.usefixtures("_planned_home")
@pytest.mark.parametrize(
    "look",
    [SMALL_DARK, SMALL_LIGHT, LARGE_LIGHT, QUARTER_DARK, QUARTER_LIGHT, DOUBLE_DARK, DOUBLE_LIGHT],
    ids=lambda look: look.name,
)
def test_all_fits(open_window: Opener, look: Look) -> None:
    window = open_window(look)
    assert window.size(window.id) == look.size
    window.rest()
    window.show("desk")
    assert len(window.line_rows()) == 3
    show_parts(window)
    for keys, title in _DIALOGS.items():
        window.key(keys)
        show_dialog(window, title)
    show_menu(window)
    window.quit()
