"""Every command of the window with its shortcut, in one place."""

from dataclasses import dataclass, field
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from ratiodesk.chart import date_range
from ratiodesk.domain.interval import Interval
from ratiodesk.local_text import local
from ratiodesk.plain_text import plain
from ratiodesk.words import mark, tr, tr_n

Key = TypeVar("Key")
# Property of a command whose words are an abbreviation: its explanation names it where it stands alone.
ABBREVIATED = "abbreviated"
# On the button of the level tool, with room and without.
LEVEL_WORDS = (mark("— Level  H"), mark("— Level"))
_RANGE_TIPS = {
    mark("1M"): mark("Show the last month"),
    mark("3M"): mark("Show the last 3 months"),
    mark("6M"): mark("Show the last 6 months"),
    mark("YTD"): mark("Show the year to date"),
    mark("1Y"): mark("Show the last year"),
    mark("3Y"): mark("Show the last 3 years"),
    mark("5Y"): mark("Show the last 5 years"),
    mark("10Y"): mark("Show the last 10 years"),
    mark("Max"): mark("Show all sessions"),
}
_BAR_TIPS = {
    Interval.DAILY: mark("Daily bars"),
    Interval.WEEKLY: mark("Weekly bars"),
    Interval.MONTHLY: mark("Monthly bars"),
    Interval.HOURLY: mark("1-hour bars"),
    Interval.FIVE_MINUTES: mark("5-minute bars"),
}
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
        undo=action(tr("Undo"), tr("Undo"), "Ctrl+Z", sign="↶"),
        redo=action(tr("Redo"), tr("Redo"), "Ctrl+Y", "Ctrl+Shift+Z", sign="↷"),
        level_tool=action(
            tr("Level tool"),
            tr("Place a line with a click; Shift keeps the tool"),
            "H",
            checkable=True,
            sign=tr(LEVEL_WORDS[False]),
        ),
        keep_level_tool=action(tr("Several lines"), tr("Place a line with every click, until Esc"), "Shift+H"),
        add_level=action(tr("Add a line at the crosshair"), tr("Add a line at the crosshair"), "Alt+H"),
        log=action(tr("Logarithmic axis"), tr("Logarithmic ratio axis"), "Alt+L", checkable=True, sign=tr("Log")),
        swap=action(tr("Swap the pair"), tr("Swap numerator and denominator"), "X", "Alt+I", sign="⇄"),
        fit=action(tr("Fit the visible bars"), tr("Let the ratio axis follow the visible bars"), "A"),
        find_pair=action(tr("Open a pair"), tr("Type another pair"), "Ctrl+L"),
        show_saved=action(tr("Save"), tr("Everything is saved at once; this says so"), "Ctrl+S"),
        cancel=action(tr("Cancel"), tr("Cancel a drag, the tool or the selection"), "Esc"),
        find_command=action(tr("Find a command…"), tr("Find any command by its name"), "Ctrl+K"),
        shortcuts=action(tr("Shortcuts"), tr("Show the shortcuts"), "F1", "?"),
        glossary=action(tr("Glossary"), tr("Show what the words on the desk mean")),
        about=action(tr("About RatioDesk"), tr("Show versions, licences and where prices come from; copy diagnostics")),
        leave=action(tr("Quit"), tr("Close the desk; everything is saved"), "Ctrl+Q"),
        show_pairs=action(tr("Pairs"), tr("Show or hide the pairs"), "F9", checkable=True),
        show_sidebar=action(tr("Sidebar"), tr("Show or hide the sidebar"), "F10", checkable=True),
        full_screen=action(tr("Full screen"), tr("Full screen"), "F11", checkable=True),
        ranges=_group(
            window,
            {
                name: action(tr(name), tr(_RANGE_TIPS[name]), str(place), checkable=True)
                for place, name in enumerate(date_range.NAMES, start=1)
            },
            QActionGroup.ExclusionPolicy.ExclusiveOptional,
        ),
        refresh=action(tr("Refresh"), tr("Fetch what is new"), "F5"),
        live=action(tr("Live"), tr("Refresh every minute while the market is open"), checkable=True, sign=tr("○ Live")),
        convert=action(tr("Convert to one currency"), tr("Bring both legs to one currency"), checkable=True),
        mark_dividends=action(
            tr("Mark ex-dividend sessions"), tr("Mark ex-dividend sessions on the axis"), checkable=True
        ),
        contours=action(
            tr("Reward : risk in the entry zone"),
            tr("Lines where the plan earns 1, 2 and 3 times its risk"),
            checkable=True,
        ),
        candles=action(tr("Candles"), tr("Candles in place of the line on closes"), "Alt+C", checkable=True),
        compare=action(tr("Compare…"), tr("Draw a second ratio over the first"), "Alt+K"),
        stop_comparing=action(tr("Stop comparing"), tr("Take the second ratio away")),
        magnet=action(
            tr("Magnet"),
            tr("Lines snap to turns, closes and round numbers; Ctrl inverts it while held"),
            "Alt+M",
            checkable=True,
        ),
        hide_levels=action(tr("Hide all lines"), tr("Hide or show all lines"), "Ctrl+Alt+H", checkable=True),
        go_to_date=action(tr("Go to a date…"), tr("Go to a date"), "Alt+G"),
        copy_picture=action(tr("Copy the chart"), tr("Copy the chart with its plan and the date of its data"), "Alt+S"),
        export_picture=action(tr("Export the chart…"), tr("Save the chart with its plan as PNG, SVG or PDF"), "Ctrl+E"),
        report=action(tr("Report…"), tr("Save chart, plan, sizes, portfolio and journal on one page"), "Ctrl+P"),
        freeze_plan=action(tr("Freeze plan"), tr("Keep the plan as it stands, to be scored from now on"), "Alt+F"),
        journal=action(tr("Journal…"), tr("Show the frozen plans and how they have done"), "Ctrl+J"),
        hide_frozen=action(tr("Take the frozen plan away"), tr("Show no frozen plan over the chart")),
        panes={
            "legs": action(
                tr("Legs rebased"), tr("Both legs, 100 at the left edge, below the ratio"), "Alt+B", checkable=True
            ),
            "z-score": action(tr("z-score"), tr("z-score of ln R below the ratio"), "Alt+Z", checkable=True),
        },
        z_windows=_group(
            window,
            {bars: action(*_z_window_words(bars), checkable=True) for bars in _Z_WINDOWS},
            QActionGroup.ExclusionPolicy.Exclusive,
        ),
        open_file=action(tr("Open…"), tr("Open a layout, or a file of prices"), "Ctrl+O"),
        open_recent=action(tr("Open recent"), tr("Open a pair or a file that was open before"), "Ctrl+Shift+O"),
        import_prices=action(tr("Import prices…"), tr("Take prices from a CSV file")),
        about_data=action(tr("About the data…"), tr("Show all there is to say about the prices of the pair")),
        order_ticket=action(tr("Order ticket…"), tr("Show the orders of this position, to copy or to save")),
        portfolio=action(tr("Portfolio…"), tr("Say what the account holds, or import it"), "Alt+P"),
        versions=action(tr("Versions…"), tr("Show earlier versions of lines and portfolio, and restore one"), "Alt+V"),
        back_up=action(
            tr("Back up everything…"), tr("Write lines, portfolio, journal, settings and prices to one zip file")
        ),
        restore=action(tr("Restore from a backup…"), tr("Take in what a backup has and is not here")),
        intervals=_group(
            window,
            {interval: action(interval.short_name, tr(_BAR_TIPS[interval]), checkable=True) for interval in Interval},
            QActionGroup.ExclusionPolicy.Exclusive,
        ),
        adjusted=_group(
            window,
            {
                False: action(tr("Price"), tr("Price: split-adjusted closes"), checkable=True),
                True: action(
                    tr("Total return"), tr("Total return: closes also adjusted for dividends"), checkable=True
                ),
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


def _z_window_words(bars: int) -> tuple[str, str]:
    """Return what the command for a window of the z-score is called, and what it does."""
    count = local(f"{bars:,}")
    return (
        tr_n("{n} bar", "{n} bars", bars, n=count),
        tr_n("Take the z-score over {n} bar", "Take the z-score over {n} bars", bars, n=count),
    )
