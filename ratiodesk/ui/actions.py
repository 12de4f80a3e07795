"""Every command of the window with its shortcut, in one place."""

from dataclasses import dataclass, field
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from ratiodesk.chart import date_range
from ratiodesk.domain.interval import Interval
from ratiodesk.plain_text import plain

Key = TypeVar("Key")
# Property of a command whose words are an abbreviation: its explanation names it where it stands alone.
ABBREVIATED = "abbreviated"
# On the button of the level tool, with room and without.
LEVEL_WORDS = ("— Level  H", "— Level")
_Z_WINDOWS = (21, 63, 126, 252, 504, 1260)


@dataclass(frozen=True, slots=True)
class Actions:
    """The commands; whoever owns what they do connects them."""

    undo: QAction
    redo: QAction
    level_tool: QAction
    keep_level_tool: QAction
    add_level: QAction
    log: QAction
    swap: QAction
    fit: QAction
    find_pair: QAction
    show_saved: QAction
    cancel: QAction
    shortcuts: QAction
    find_command: QAction
    glossary: QAction
    about: QAction
    leave: QAction
    show_pairs: QAction
    show_sidebar: QAction
    full_screen: QAction
    refresh: QAction
    live: QAction
    convert: QAction
    mark_dividends: QAction
    contours: QAction
    open_file: QAction
    open_recent: QAction
    import_prices: QAction
    about_data: QAction
    order_ticket: QAction
    portfolio: QAction
    versions: QAction
    back_up: QAction
    restore: QAction
    candles: QAction
    compare: QAction
    stop_comparing: QAction
    magnet: QAction
    hide_levels: QAction
    go_to_date: QAction
    copy_picture: QAction
    export_picture: QAction
    report: QAction
    freeze_plan: QAction
    journal: QAction
    hide_frozen: QAction
    intervals: dict[Interval, QAction] = field(default_factory=dict)
    ranges: dict[str, QAction] = field(default_factory=dict)
    adjusted: dict[bool, QAction] = field(default_factory=dict)
    panes: dict[str, QAction] = field(default_factory=dict)
    z_windows: dict[int, QAction] = field(default_factory=dict)

    def described(self) -> list[tuple[str, str]]:
        """Return the shortcuts and what they do, for the help."""
        named = [
            self.find_pair, self.find_command, self.swap, self.add_level, self.level_tool, self.keep_level_tool,
            self.undo, self.redo, self.fit, self.log, *self.ranges.values(), self.go_to_date, self.candles,
            *self.panes.values(), self.compare, self.magnet, self.hide_levels, self.freeze_plan, self.journal,
            self.portfolio, self.versions, self.copy_picture, self.export_picture, self.report, self.refresh,
            self.open_file, self.open_recent,
            self.show_saved, self.show_pairs, self.show_sidebar, self.full_screen, self.shortcuts, self.leave,
            self.cancel,
        ]  # fmt: skip
        return [(", ".join(key.toString() for key in action.shortcuts()), action.whatsThis()) for action in named]


def make_actions(window: QWidget) -> Actions:
    """Return the commands, added to *window* so that their shortcuts work everywhere in it."""

    def action(text: str, tip: str, *keys: str, checkable: bool = False, sign: str = "") -> QAction:
        made = QAction(text, window)
        made.setIconText(sign or text)
        made.setToolTip(plain(tip))
        made.setWhatsThis(tip)  # The tip may say later why it cannot be done now.
        made.setShortcuts([QKeySequence(key) for key in keys])
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        made.setCheckable(checkable)
        window.addAction(made)
        return made

    made = Actions(
        undo=action("Undo", "Undo", "Ctrl+Z", sign="↶"),
        redo=action("Redo", "Redo", "Ctrl+Y", "Ctrl+Shift+Z", sign="↷"),
        level_tool=action(
            "Level tool",
            "Place a line with a click; Shift keeps the tool",
            "H",
            checkable=True,
            sign=LEVEL_WORDS[False],
        ),
        keep_level_tool=action("Several lines", "Place a line with every click, until Esc", "Shift+H"),
        add_level=action("Add a line at the crosshair", "Add a line at the crosshair", "Alt+H"),
        log=action("Logarithmic axis", "Logarithmic ratio axis", "Alt+L", checkable=True, sign="Log"),
        swap=action("Swap the pair", "Swap numerator and denominator", "X", "Alt+I", sign="⇄"),
        fit=action("Fit the visible bars", "Let the ratio axis follow the visible bars", "A"),
        find_pair=action("Open a pair", "Type another pair", "Ctrl+L"),
        show_saved=action("Save", "Everything is saved at once; this says so", "Ctrl+S"),
        cancel=action("Cancel", "Cancel a drag, the tool or the selection", "Esc"),
        find_command=action("Find a command…", "Find any command by its name", "Ctrl+K"),
        shortcuts=action("Shortcuts", "Show the shortcuts", "F1", "?"),
        glossary=action("Glossary", "Show what the words on the desk mean"),
        about=action("About RatioDesk", "Show versions, licences and where prices come from; copy diagnostics"),
        leave=action("Quit", "Close the desk; everything is saved", "Ctrl+Q"),
        show_pairs=action("Pairs", "Show or hide the pairs", "F9", checkable=True),
        show_sidebar=action("Sidebar", "Show or hide the sidebar", "F10", checkable=True),
        full_screen=action("Full screen", "Full screen", "F11", checkable=True),
        ranges=_group(
            window,
            {
                name: action(name, f"Show {_range_words(name)}", str(place), checkable=True)
                for place, name in enumerate(date_range.NAMES, start=1)
            },
            QActionGroup.ExclusionPolicy.ExclusiveOptional,
        ),
        refresh=action("Refresh", "Fetch what is new", "F5"),
        live=action("Live", "Refresh every minute while the market is open", checkable=True, sign="○ Live"),
        convert=action("Convert to one currency", "Bring both legs to one currency", checkable=True),
        mark_dividends=action("Mark ex-dividend sessions", "Mark ex-dividend sessions on the axis", checkable=True),
        contours=action(
            "Reward : risk in the entry zone", "Lines where the plan earns 1, 2 and 3 times its risk", checkable=True
        ),
        candles=action("Candles", "Candles in place of the line on closes", "Alt+C", checkable=True),
        compare=action("Compare…", "Draw a second ratio over the first", "Alt+K"),
        stop_comparing=action("Stop comparing", "Take the second ratio away"),
        magnet=action(
            "Magnet",
            "Lines snap to turns, closes and round numbers; Ctrl inverts it while held",
            "Alt+M",
            checkable=True,
        ),
        hide_levels=action("Hide all lines", "Hide or show all lines", "Ctrl+Alt+H", checkable=True),
        go_to_date=action("Go to a date…", "Go to a date", "Alt+G"),
        copy_picture=action("Copy the chart", "Copy the chart with its plan and the date of its data", "Alt+S"),
        export_picture=action("Export the chart…", "Save the chart with its plan as PNG, SVG or PDF", "Ctrl+E"),
        report=action("Report…", "Save chart, plan, sizes, portfolio and journal on one page", "Ctrl+P"),
        freeze_plan=action("Freeze plan", "Keep the plan as it stands, to be scored from now on", "Alt+F"),
        journal=action("Journal…", "Show the frozen plans and how they have done", "Ctrl+J"),
        hide_frozen=action("Take the frozen plan away", "Show no frozen plan over the chart"),
        panes={
            "legs": action("Legs rebased", "Both legs, 100 at the left edge, below the ratio", "Alt+B", checkable=True),
            "z-score": action("z-score", "z-score of ln R below the ratio", "Alt+Z", checkable=True),
        },
        z_windows=_group(
            window,
            {
                bars: action(f"{bars:,} bars", f"Take the z-score over {bars:,} bars", checkable=True)
                for bars in _Z_WINDOWS
            },
            QActionGroup.ExclusionPolicy.Exclusive,
        ),
        open_file=action("Open…", "Open a layout, or a file of prices", "Ctrl+O"),
        open_recent=action("Open recent", "Open a pair or a file that was open before", "Ctrl+Shift+O"),
        import_prices=action("Import prices…", "Take prices from a CSV file"),
        about_data=action("About the data…", "Show all there is to say about the prices of the pair"),
        order_ticket=action("Order ticket…", "Show the orders of this position, to copy or to save"),
        portfolio=action("Portfolio…", "Say what the account holds, or import it", "Alt+P"),
        versions=action("Versions…", "Show earlier versions of lines and portfolio, and restore one", "Alt+V"),
        back_up=action("Back up everything…", "Write lines, portfolio, journal, settings and prices to one zip file"),
        restore=action("Restore from a backup…", "Take in what a backup has and is not here"),
        intervals=_group(
            window,
            {
                interval: action(interval.short_name, f"{interval.long_name.capitalize()} bars", checkable=True)
                for interval in Interval
            },
            QActionGroup.ExclusionPolicy.Exclusive,
        ),
        adjusted=_group(
            window,
            {
                False: action("Price", "Price: split-adjusted closes", checkable=True),
                True: action("Total return", "Total return: closes also adjusted for dividends", checkable=True),
            },
            QActionGroup.ExclusionPolicy.Exclusive,
        ),
    )
    for group in (made.ranges, made.intervals, made.z_windows, made.adjusted):
        for abbreviated in group.values():
            abbreviated.setProperty(ABBREVIATED, True)
    return made


def _group(window: QWidget, actions: dict[Key, QAction], policy: QActionGroup.ExclusionPolicy) -> dict[Key, QAction]:
    group = QActionGroup(window)
    group.setExclusionPolicy(policy)
    for action in actions.values():
        group.addAction(action)
    return actions


def _range_words(name: str) -> str:
    if name == "Max":
        return "all sessions"
    if name == "YTD":
        return "the year to date"
    unit = "month" if name.endswith("M") else "year"
    count = int(name[:-1])
    return f"the last {unit}" if count == 1 else f"the last {count} {unit}s"
