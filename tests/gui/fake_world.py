"""A whole world in memory for one desk, with or without a window."""

from typing import Any

from fake_documents import Backups, Intake, Journal, OtherCopies, SharedFolder, Versions
from fake_portfolio import Lots, PortfolioStore, SectorSource, SectorStore
from fake_ports import PATIENCE_S, Calendars, Feed, Imports, Layouts, Prices, SetClock, SettingsStore
from PySide6.QtCore import QCoreApplication

from ratiodesk.backend import Backend
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
from ratiodesk.domain.portfolio_port import PortfolioPorts


def settle(loader: Loader) -> None:
    """Let all work end and all that was sent arrive."""
    for pool in (loader._pool, loader._network_pool):
        assert pool.waitForDone(int(PATIENCE_S * 1000))
    QCoreApplication.processEvents()


def wait_idle(parts: DeskParts, qtbot: Any) -> None:
    """Wait until nothing is being fetched and the prices are judged."""
    qtbot.waitUntil(lambda: parts.updater.trust is not None and not parts.updater.state.busy)
    # A trust may be there from before: what was fetched is judged on a thread of its own.
    assert parts.loader._pool.waitForDone(int(PATIENCE_S * 1000))
    QCoreApplication.processEvents()


def tick(parts: DeskParts) -> None:
    """Let the updater see that time has passed, without waiting for its timer."""
    parts.updater._timer.timeout.emit()


class World:
    """Prices at hand, a source behind them, and everything else a desk asks for."""

    def __init__(self) -> None:
        self.clock = SetClock()
        self.prices, self.layouts, self.store, self.calendars = Prices(), Layouts(), SettingsStore(), Calendars()
        self.feed = Feed(self.prices, self.clock)
        self.imports = Imports(self.prices)
        self.portfolio = PortfolioStore()
        self.lots, self.sector_store, self.sector_source = Lots(), SectorStore(), SectorSource()
        self.journal, self.versions, self.backups = Journal(), Versions(), Backups()
        self.shared, self.copies, self.intake = SharedFolder(), OtherCopies(), Intake(self.layouts)
        self.is_online = True

    def backend(self) -> Backend:
        return Backend(
            prices=self.prices,
            patient_prices=self.prices,
            feed=self.feed if self.is_online else None,
            imports=self.imports,
            calendars=self.calendars,
            layouts=self.layouts,
            intake=self.intake,
            shared=self.shared,
            copies=self.copies,
            settings=self.store,
            portfolio=PortfolioPorts(
                self.portfolio, self.lots, self.sector_store, self.sector_source if self.is_online else None
            ),
            journal=self.journal,
            versions=self.versions,
            backups=self.backups,
            clock=self.clock,
        )

    def desk(self) -> DeskParts:
        """Return the parts of a desk without its window; whoever asks closes its loader."""
        world, loader = self.backend(), Loader()
        settings, fetcher = KeptSettings(world.settings), Fetcher(world.prices, world.feed)
        portfolio = KeptPortfolio(world.portfolio, world.prices, loader)
        open_pair = OpenPair(world.prices, world.layouts, settings, portfolio=portfolio)
        opener = Opener(open_pair, world.layouts, fetcher, loader)
        journal = KeptJournal(world.journal, world.prices, open_pair, loader, world.clock)
        disk_watch = DiskWatch(world.shared, open_pair, portfolio)
        watchlist = Watchlist(world.prices, world.layouts, open_pair, loader)
        return DeskParts(
            settings=settings,
            portfolio=portfolio,
            open_pair=open_pair,
            opener=opener,
            comparison=Comparison(open_pair, world.prices, fetcher, loader),
            updater=Updater(open_pair, world.prices, world.feed, world.calendars, loader, world.clock),
            importer=Importer(world.imports, loader),
            files=FileOpener(world.intake, open_pair, disk_watch, settings, loader),
            sectors=SectorRefresh(open_pair, portfolio, world.portfolio, loader, world.clock),
            journal=journal,
            versions=KeptVersions(world.versions, world.prices, open_pair, opener, portfolio, journal, loader),
            archivist=Archivist(world.backups, loader),
            holding_prices=HoldingPrices(portfolio, world.feed, loader),
            search=SymbolSearch(world.prices, world.feed, loader),
            watchlist=watchlist,
            disk_watch=disk_watch,
            copies=KeptCopies(world.copies, open_pair),
            hint=NextHint(open_pair, watchlist, settings),
            loader=loader,
        )
