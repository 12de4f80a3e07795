"""The way through all that the window shows and opens, with a picture of each."""

from driven_window import DrivenWindow
from patience import wait_for
from x_screen import Picture

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


def show_parts(window: DrivenWindow) -> None:
    """Look at what is below the fold, beside the chart and in the menus."""
    look = window.look
    sidebar = look.width_px - 120, look.height_px // 2
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
        # While there is a menu, it has the mouse: the chart is not told that it goes.
        window.rest()
        window.key("Escape")
        # A right-clicked line is selected.
        window.key("Escape")
        wait_for("the chart as it was", lambda: window.plot().same(plot))
    window.key("F9", "F10")
    wait_for("a chart alone", lambda: not window.plot().same(plot))
    window.show("chart-alone")
    window.key("F9", "F10")
    wait_for("the panels", lambda: window.plot().same(plot))


def show_dialogs(window: DrivenWindow) -> None:
    """Look at what opens by a key, and at what the status bar tells of the data."""
    window.click(120, window.look.height_px - 12)
    show_dialog(window, "About the data", "data")
    window.rest()
    for keys, title in _DIALOGS.items():
        window.key(keys)
        show_dialog(window, title)
    _command(window, "order")
    show_dialog(window, "Order ticket")


def show_menu(window: DrivenWindow) -> None:
    """Look at the menu of the toolbar, its last submenu, and what only this opens."""
    cards = window.sidebar()
    _open_menu(window, cards)
    window.show("menu")
    window.key(*_HELP)
    window.show("menu-help")
    window.key("Escape", "Escape")
    for keys, title in _MENU_DIALOGS.items():
        # Where the mouse stays, a tip may appear.
        window.rest()
        wait_for("the cards behind the menu", lambda: window.sidebar().same(cards))
        _open_menu(window, cards)
        window.key(*keys)
        show_dialog(window, title)
    window.rest()


def show_files(window: DrivenWindow) -> None:
    """Look at what is said of files: prices and a backup that lie beside the home, and a backup of it."""
    _command(window, "import")
    _choose(window, "Import prices", "XYZ.csv")
    show_dialog(window, "Import prices from XYZ.csv", "import")

    _command(window, "restore")
    _choose(window, "Restore from a backup", "earlier.zip")
    show_dialog(window, "Restore from earlier.zip", "restore")

    title = "Back up everything"
    _command(window, "back up")
    asked = window.wait_window(title)
    window.show("file-dialog")
    window.key("Return")
    wait_for("what was backed up", lambda: window.windows(title) not in ([], [asked]))
    show_dialog(window, title, "backup")


def show_error(window: DrivenWindow) -> None:
    """Look at what is said where something went wrong, folded and unfolded."""
    title = "Something went wrong"
    window.fail()
    window.wait_window(title)
    window.show("error")
    window.fail()
    # From Close, which has the keys, on to what unfolds.
    window.key("Tab", "space")
    show_dialog(window, title, "error-details")


def show_dialog(window: DrivenWindow, title: str, name: str = "") -> None:
    """Look at a dialog that is about to open; it fits the screen, and Esc closes it."""
    dialog = window.wait_window(title)
    window.show(name or title.partition(" ")[0].lower())
    width, height = window.size(dialog)
    most_wide, most_high = window.look.size
    assert width <= most_wide, title
    assert height <= most_high, title
    window.key("Escape")
    window.wait_gone(title)


def _open_menu(window: DrivenWindow, cards: Picture) -> None:
    """Press the button at the end of the toolbar: a menu appears before the cards."""
    window.click(window.look.width_px - 24, 22)
    wait_for("the menu", lambda: not window.sidebar().same(cards))


def _command(window: DrivenWindow, words: str) -> None:
    """Find a command by the beginning of its name."""
    window.key("ctrl+k")
    window.wait_window("Find a command")
    window.type(words)
    window.key("Return")
    wait_for("the end of the search", lambda: not window.windows("Find a command"))


def _choose(window: DrivenWindow, title: str, file: str) -> None:
    """Name a file in the dialog that asks for one."""
    window.wait_window(title)
    window.key("ctrl+a")
    window.type(file)
    window.key("Return")
