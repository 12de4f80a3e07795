"""The composition root: builds every object of the desk once and connects what only it knows."""

import contextlib
import gc
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import partial
from pathlib import Path

from pyqtgraph.util.garbage_collector import GarbageCollector
from PySide6.QtCore import QBuffer, QIODevice, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from ratiodesk import arguments, first_window
from ratiodesk.backend import Backend, open_backend
from ratiodesk.chart.date_range import CUSTOM
from ratiodesk.desk.archivist import Archivist
from ratiodesk.desk.comparison import Comparison
from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.desk.disk_watch import DiskWatch
from ratiodesk.desk.fetcher import Fetcher
from ratiodesk.desk.file_opener import FileOpener
from ratiodesk.desk.holding_prices import HoldingPrices
from ratiodesk.desk.importer import Importer
from ratiodesk.desk.kept_copies import KeptCopies
from ratiodesk.desk.kept_journal import KeptJournal
from ratiodesk.desk.kept_portfolio import KeptPortfolio
from ratiodesk.desk.kept_settings import KeptSettings
from ratiodesk.desk.kept_versions import KeptVersions
from ratiodesk.desk.loader import Loader
from ratiodesk.desk.next_hint import NextHint
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.desk.opener import Opener
from ratiodesk.desk.sector_refresh import SectorRefresh
from ratiodesk.desk.symbol_search import SymbolSearch
from ratiodesk.desk.updater import Updater
from ratiodesk.desk.watchlist import Watchlist
from ratiodesk.domain.clock import Clock, utc_now
from ratiodesk.domain.errors import BadInput, NoSession, NotSaved
from ratiodesk.domain.intake import TakenIn
from ratiodesk.domain.ports import Feed, Settings
from ratiodesk.domain.series import as_date
from ratiodesk.error_watch import ErrorWatch
from ratiodesk.noted_port import noted
from ratiodesk.options import OpenOptions, RenderOptions, StillOptions
from ratiodesk.reception import Reception
from ratiodesk.run_log import RunLog
from ratiodesk.storage.atomic import write_atomic
from ratiodesk.target import target_of
from ratiodesk.ui.desk_view import DeskView
from ratiodesk.ui.icon import put_program_icon
from ratiodesk.ui.main_window import MainWindow
from ratiodesk.ui.theme import DARK, LIGHT, Theme, apply_theme, system_theme
from ratiodesk.words import tr

_AFTER_FIRST_FRAME_MS = 60


@dataclass(frozen=True, slots=True)
class Desk:
    """The running application."""

    application: QApplication
    view: DeskView
    parts: DeskParts
    feed: Feed | None = None

    @property
    def window(self) -> MainWindow:
        return self.view.window

    @property
    def open_pair(self) -> OpenPair:
        return self.parts.open_pair

    @property
    def watchlist(self) -> Watchlist:
        return self.parts.watchlist

    @property
    def loader(self) -> Loader:
        return self.parts.loader

    def close(self) -> None:
        """Close the window without asking, write what can be written, end background work."""
        self.view.closes_silently = True
        self.window.close()
        _stop(self.loader, self.feed)


class _Surroundings(QObject):
    """Hands on what the system tells: its colour scheme, and the window's end."""

    def __init__(self, application: QApplication, view: DeskView, loader: Loader, backend: Backend) -> None:
        super().__init__(view)
        self._application, self._view, self._loader, self._backend = application, view, loader, backend
        application.styleHints().colorSchemeChanged.connect(self._on_color_scheme_changed)
        view.window.closed.connect(self._on_window_closed)

    @Slot(Qt.ColorScheme)
    def _on_color_scheme_changed(self, scheme: Qt.ColorScheme) -> None:
        theme = DARK if scheme is Qt.ColorScheme.Dark else LIGHT
        apply_theme(self._application, theme, self._view.window)
        self._view.set_theme(theme)

    @Slot()
    def _on_window_closed(self) -> None:
        if self._backend.window is not None:
            # There is no window any more to say that the disk is full; the next one stands where the last but one did.
            with contextlib.suppress(NotSaved):
                self._backend.window.save(self._view.window.place())
        _stop(self._loader, self._backend.feed)


def _stop(loader: Loader, feed: Feed | None) -> None:
    if feed is not None:
        feed.close()
    loader.close()


class _FixedSettings:
    """Settings for a picture: read once, never written. Implements the ``SettingsStore`` port."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def load(self) -> Settings:
        return self._settings

    def problem(self) -> str:
        """Return nothing: a picture shows no message, the command line tells it."""
        return ""

    def save(self, settings: Settings) -> None:
        """Forget *settings*: a picture changes nothing."""


def build(argv: Sequence[str], clock: Clock = utc_now) -> Desk:
    """Create the desk without showing it and without ``exec()``.

    Parameters
    ----------
    argv
        The words after the program's name: ``[PAIR | FILE.ratiodesk]`` and options.
    clock
        What time it is (UTC).

    Raises
    ------
    RatioDeskError
        If a word makes no sense, the home directory cannot be used, or a file cannot be read.
    """
    options = arguments.parse(argv)
    if not isinstance(options, OpenOptions):
        raise BadInput("This verb opens no window.")
    first_window.application()
    backend = open_backend(options.home, offline=options.offline, clock=clock)
    place = backend.window.load() if backend.window is not None else None
    return _build(MainWindow(place), backend, target_of(options, backend))


def open_desk(window: MainWindow, backend: Backend, target: TakenIn, options: OpenOptions) -> int:
    """Put the desk into a window that stands, and return the exit code when it is closed.

    Parameters
    ----------
    target
        As :func:`~ratiodesk.target.target_of` returns it.
    options
        As they were given.
    """
    log = RunLog(backend.log)
    watch = ErrorWatch(window, log)
    watch.start()
    try:
        return _run(_build(window, noted(backend, log), target), watch, options)
    finally:
        watch.stop()


def _run(desk: Desk, watch: ErrorWatch, options: OpenOptions) -> int:
    reception = Reception(options, desk.view, desk.parts.disk_watch)
    QTimer.singleShot(_AFTER_FIRST_FRAME_MS, reception, reception.open)
    QTimer.singleShot(_AFTER_FIRST_FRAME_MS, watch, watch.note_start)
    if isinstance(options.target, Path):
        QTimer.singleShot(_AFTER_FIRST_FRAME_MS, desk.view, partial(desk.parts.files.remember, options.target))
    # Never again look for garbage among what was loaded.
    QTimer.singleShot(_AFTER_FIRST_FRAME_MS, desk.view, gc.freeze)
    # Python would look for it on whatever thread makes objects, and a widget that ends on another one ends the program.
    collector = GarbageCollector()
    try:
        return desk.application.exec()
    finally:
        collector.timer.stop()


def render(options: RenderOptions) -> int:
    """Draw the whole desk into a picture and return the exit code.

    Raises
    ------
    RatioDeskError
        If there is nothing to draw, or the picture cannot be written.
    """
    with still_desk(options, (options.width_px, options.height_px), options.scale) as desk:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        desk.window.grab().save(buffer, "PNG")
        write_picture(bytes(buffer.data().data()), options.output)
    return 0


@contextmanager
def still_desk(options: StillOptions, size: tuple[int, int], scale: float = 1.0) -> Iterator[Desk]:
    """Yield a desk that nobody sees: it shows a pair, and changes nothing but the price cache.

    What it shows in place of documents that cannot be read is told on stderr.

    Parameters
    ----------
    size, scale
        Width and height of the window [px], and device pixels in one of them.
    """
    if QApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        os.environ["QT_SCALE_FACTOR"] = str(scale)
    backend = open_backend(options.home, offline=options.offline)
    fixed = _FixedSettings(backend.settings.load())
    still = replace(backend, settings=fixed, prices=backend.patient_prices, feed=None, window=None)
    theme = LIGHT if options.theme == "light" else DARK
    first_window.application()
    desk = _assemble(still, MainWindow(), theme, options.as_of)
    try:
        desk.open_pair.open(options.pair)
        if options.as_of is None:
            desk.parts.updater.judge_now()
        desk.parts.portfolio.read_now()
        for sentence in filter(None, (desk.open_pair.problem, desk.parts.portfolio.problem)):
            sys.stderr.write(f"{sentence}\n")
        desk.watchlist.refresh_now()
        desk.view.set_theme(theme)
        desk.window.setFixedSize(*size)
        desk.window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        desk.window.show()
        _show_dates(desk, options.start, options.end)
        desk.application.processEvents()
        yield desk
    finally:
        desk.close()


def write_picture(content: bytes, file: Path) -> None:
    """Write a picture as a whole or not at all; whoever could read the one before can read this one.

    Raises
    ------
    NotSaved
        If that is not possible.
    """
    try:
        mode = file.stat().st_mode if file.exists() else None
        write_atomic(file, content)
        if mode is not None:
            file.chmod(stat.S_IMODE(mode))
    except OSError as error:
        raise NotSaved(f"{file} could not be written ({error.strerror or error}).") from error


def _build(window: MainWindow, backend: Backend, target: TakenIn) -> Desk:
    desk = _assemble(backend, window, None, None)
    view = desk.view
    view.show_nothing(tr("Fetching {what} …", what=target.pair))
    desk.open_pair.expect_opened(target.pair, target.brought)
    view.open_text(str(target.pair))
    if target.said:
        view.status.show_notice(target.said)
    # What the first frame does not need: icons, and the other pairs of the list.
    QTimer.singleShot(_AFTER_FIRST_FRAME_MS, view, view.dress)
    QTimer.singleShot(_AFTER_FIRST_FRAME_MS, view, put_program_icon)
    QTimer.singleShot(_AFTER_FIRST_FRAME_MS, desk.watchlist, desk.watchlist.refresh)
    QTimer.singleShot(_AFTER_FIRST_FRAME_MS, desk.parts.disk_watch, desk.parts.disk_watch.start)
    QTimer.singleShot(_AFTER_FIRST_FRAME_MS, desk.parts.updater, desk.parts.updater.start)
    QTimer.singleShot(_AFTER_FIRST_FRAME_MS, desk.parts.sectors, desk.parts.sectors.start)
    # Not before it is known what was drawn on other pairs.
    desk.watchlist.refreshed.connect(desk.parts.hint.start, Qt.ConnectionType.SingleShotConnection)
    tidy = partial(desk.loader.submit, "tidy", backend.tidy, _forget, _forget)
    QTimer.singleShot(_AFTER_FIRST_FRAME_MS, desk.loader, tidy)
    return desk


def _forget(_outcome: object) -> None:
    """Take in what nobody waits for."""


def _assemble(backend: Backend, window: MainWindow, theme: Theme | None, as_of: date | None) -> Desk:
    """Build the objects in a window; *theme* None follows the system."""
    application = first_window.application()
    chosen = theme or system_theme(application)
    apply_theme(application, chosen, window)
    loader = Loader()
    prices, feed = backend.prices, backend.feed
    settings, fetcher = KeptSettings(backend.settings), Fetcher(prices, feed)
    portfolio = KeptPortfolio(backend.portfolio, prices, loader)
    open_pair = OpenPair(prices, backend.layouts, settings, as_of, portfolio)
    opener = Opener(open_pair, backend.layouts, fetcher, loader)
    journal = KeptJournal(backend.journal, prices, open_pair, loader, backend.clock, as_of)
    disk_watch = DiskWatch(backend.shared, open_pair, portfolio)
    watchlist = Watchlist(prices, backend.layouts, open_pair, loader, as_of)
    parts = DeskParts(
        settings=settings,
        portfolio=portfolio,
        open_pair=open_pair,
        opener=opener,
        comparison=Comparison(open_pair, prices, fetcher, loader, as_of),
        updater=Updater(open_pair, prices, feed, backend.calendars, loader, backend.clock),
        importer=Importer(backend.imports, loader),
        files=FileOpener(backend.intake, open_pair, disk_watch, settings, loader),
        sectors=SectorRefresh(open_pair, portfolio, backend.portfolio, loader, backend.clock),
        journal=journal,
        versions=KeptVersions(backend.versions, prices, open_pair, opener, portfolio, journal, loader),
        archivist=Archivist(backend.backups, loader),
        holding_prices=HoldingPrices(portfolio, feed, loader),
        search=SymbolSearch(prices, feed, loader),
        watchlist=watchlist,
        disk_watch=disk_watch,
        copies=KeptCopies(backend.copies, open_pair),
        hint=NextHint(open_pair, watchlist, settings),
        loader=loader,
    )
    view = DeskView(window, parts, chosen, as_of)
    for part in fields(parts):
        getattr(parts, part.name).setParent(window)
    # What was fetched to be shown can be completed at once; other bars may be older than the daily ones.
    parts.opener.finished.connect(parts.search.forget_known)
    parts.opener.finished.connect(parts.updater.refresh_if_stale)
    parts.comparison.waiting_changed.connect(parts.search.forget_known)
    for fetching in (parts.opener, parts.comparison, parts.holding_prices):
        fetching.paused.connect(parts.updater.take_failure)
    parts.updater.refreshed.connect(parts.watchlist.refresh)
    parts.updater.refreshed.connect(parts.journal.score_again)
    parts.importer.kept.connect(parts.watchlist.refresh)
    parts.importer.kept.connect(parts.journal.score_again)
    parts.importer.kept.connect(parts.comparison.reread)
    parts.holding_prices.refreshed.connect(parts.open_pair.reread)
    parts.holding_prices.refreshed.connect(parts.watchlist.refresh)
    parts.holding_prices.refreshed.connect(parts.journal.score_again)
    parts.updater.refreshed.connect(parts.portfolio.forget_prices)
    parts.importer.kept.connect(parts.portfolio.forget_imported)
    parts.importer.kept.connect(parts.search.forget_known)
    parts.disk_watch.pairs_changed.connect(parts.watchlist.refresh)
    parts.disk_watch.copies_changed.connect(parts.copies.read)
    if theme is None:
        _Surroundings(application, view, loader, backend)
    return Desk(application, view, parts, feed)


def _show_dates(desk: Desk, start: date | None, end: date | None) -> None:
    """Show the part of the history a picture asked for.

    Raises
    ------
    NoSession
        If nothing is known of it.
    """
    series = desk.open_pair.series
    if series is None or (start is None and end is None):
        return
    first, last = as_date(series.sessions[0]), as_date(series.sessions[-1])
    if start is not None and start > last:
        raise NoSession(f"{series.pair} has no session from {start} on; the last is {last}.")
    if end is not None and end < first:
        raise NoSession(f"{series.pair} has no session up to {end}; the first is {first}.")
    view = replace(desk.view.chart.view(), range=CUSTOM, start=start or first, end=end or last, low=None, high=None)
    desk.view.chart.set_view(view)
    desk.view.show_view()
