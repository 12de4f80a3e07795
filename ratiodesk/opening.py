"""The start of the desk: the window first, then the chart, then all the rest."""

import gc
import importlib
import threading

from ratiodesk.options import OpenOptions


def open_desk(options: OpenOptions) -> int:
    """Open the desk and return the exit code when it is closed.

    What is loaded, is loaded in the order in which it is seen: Qt for the window; numbers and prices for the first
    chart; pyqtgraph, panels and cards behind it.

    Raises
    ------
    RatioDeskError
        If there is no display, the home directory cannot be used, or a file cannot be read.
    """
    # Looking for garbage among what is being loaded takes a tenth of a start, and finds none.
    gc.disable()
    # Libraries are linked on one core while the window is made on another.
    beside = threading.Thread(target=importlib.import_module, args=("numpy",))
    beside.start()
    from ratiodesk import first_window

    window = first_window.stand()
    beside.join()
    from ratiodesk.backend import open_backend
    from ratiodesk.first_chart import show_first_chart
    from ratiodesk.target import target_of

    backend = open_backend(options.home, offline=options.offline)
    target, said = target_of(options, backend)
    show_first_chart(window, backend, target, first_window.theme())
    from ratiodesk import app

    return app.open_desk(window, backend, target, said)
