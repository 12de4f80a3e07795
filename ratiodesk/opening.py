"""The start of the desk: the window first, then the chart, then all the rest."""

import gc
import importlib
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from ratiodesk.display import load_qt
from ratiodesk.options import OpenOptions
from ratiodesk.running_desk import real_home
from ratiodesk.storage.home import Home, home_root

if TYPE_CHECKING:
    from ratiodesk.domain.intake import TakenIn


def open_desk(options: OpenOptions) -> int:
    """Open the desk and return the exit code when it is closed, or when the desk that runs already shows the target.

    What is loaded, is loaded in the order in which it is seen: Qt for the window; numbers and prices for the first
    chart; pyqtgraph, panels and cards behind it.

    Raises
    ------
    RatioDeskError
        If there is no display, the home directory cannot be used, or a file cannot be read.
    """
    is_shown, told = _ask_running_desk(options)
    if is_shown:
        return 0
    # Looking for garbage among what is being loaded takes a tenth of a start, and finds none.
    gc.disable()
    # Libraries are linked on one core while the window is made on another.
    beside = threading.Thread(target=importlib.import_module, args=("numpy",))
    beside.start()
    load_qt()
    from ratiodesk import first_window
    from ratiodesk.storage.window_file import WindowFile

    window = first_window.stand(WindowFile(Home(home_root(options.home)).window).load())
    beside.join()
    from ratiodesk.backend import open_backend
    from ratiodesk.first_chart import show_first_chart
    from ratiodesk.target import target_of

    backend = open_backend(options.home, offline=options.offline)
    target = told or target_of(options, backend)
    show_first_chart(window, backend, target.pair, first_window.theme())
    from ratiodesk import app

    return app.open_desk(window, backend, target, options)


def _ask_running_desk(options: OpenOptions) -> "tuple[bool, TakenIn | None]":
    """Return whether another desk shows the target, and what was taken in for it, None unless it is a layout file."""
    if sys.platform == "win32":  # pragma: no cover - the same face, run by the tests elsewhere too
        from ratiodesk.local_line import LocalLine as Line
    else:
        from ratiodesk.running_desk import RunningDesk as Line
    home = real_home(home_root(options.home))
    running = Line.knock(home)
    if running is None:
        return False, None
    from ratiodesk.wish import Wish

    with running:
        if not isinstance(options.target, Path):
            return running.ask(Wish(home, options.target, offline=options.offline)), None
        taken = _take_in(options.target, options.home)
        return running.ask(Wish(home, taken.pair, taken.said, options.offline, taken.brought)), taken


def _take_in(file: Path, home: str | None) -> "TakenIn":
    """Take a layout file in here: its path goes to no other program."""
    from ratiodesk.storage.home import open_home
    from ratiodesk.storage.layout_intake import LayoutIntakes

    return LayoutIntakes(open_home(home)).take_in(file)
