"""The first chart of a start: painted before the chart itself, and all around it, is loaded."""

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from ratiodesk.analysis.reading import standing_of
from ratiodesk.analysis.resample import resample, resample_candles
from ratiodesk.backend import Backend
from ratiodesk.chart.frame import Frame
from ratiodesk.chart.lettering import Lettering
from ratiodesk.chart.sketch import Sketch
from ratiodesk.chart.trace import Trace
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.errors import NoSession, RatioDeskError
from ratiodesk.domain.interval import interval_named
from ratiodesk.domain.layout import View
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.pair_quotes import read_pair
from ratiodesk.ui.main_window import MainWindow
from ratiodesk.ui.study import pane_named
from ratiodesk.ui.theme import Theme


def show_first_chart(window: MainWindow, backend: Backend, pair: Pair, theme: Theme) -> None:
    """Show a pair in a window, if its prices are at hand; if not, whoever opens it in earnest says why."""
    try:
        frame, view = first_frame(backend, pair, theme)
    except RatioDeskError:
        return
    window.show_sketch(Sketch(frame, view))
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)


def first_frame(backend: Backend, pair: Pair, theme: Theme) -> tuple[Frame, View]:
    """Return what the chart of a pair shows first, and the part of the history that is in sight.

    Raises
    ------
    NotFound, NoSession
        If there are no prices to show at once.
    """
    layout, settings = backend.layouts.open(pair).layout, backend.settings.load()
    view = layout.view
    interval = interval_named(view.interval)
    if interval.is_intraday:
        raise NoSession("Intraday bars take a moment longer.")
    quotes = read_pair(backend.prices, pair, view.basis)
    daily = quotes.series(view.basis)
    shown = resample(daily, interval)
    candles = resample_candles(quotes.candles(view.basis), interval) if settings.candles else None
    frame = Frame(
        Viewport(),
        theme.chart_palette(),
        Lettering(QFont()),
        trace=Trace(shown, candles),
        panes=tuple(pane_named(name, shown, settings.z_window) for name in settings.panes),
        levels=layout.levels,
        plan=standing_of(daily, layout).plan,
        contours=settings.contours,
        basis=view.basis,
    )
    return frame, view
