"""Everything kept below the home directory, opened once and handed to window and command line as ports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from ratiodesk.domain.backup import BackupReport, Backups, RestoreReport
from ratiodesk.domain.clock import Clock, utc_now
from ratiodesk.domain.errors import BadCache
from ratiodesk.domain.journal_port import Journal
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio_port import LotImport, LotReader, PortfolioPorts
from ratiodesk.domain.ports import Calendars, Feed, Imports, Layouts, Prices, SettingsStore
from ratiodesk.domain.shared_port import OtherCopies, SharedFolder
from ratiodesk.domain.version_port import Versions
from ratiodesk.market.book import PriceBook
from ratiodesk.market.cache import PriceCache
from ratiodesk.market.feed import FetchingPrices, PriceFeed
from ratiodesk.market.sample import SampleSource
from ratiodesk.market.trading_calendar import TradingCalendars
from ratiodesk.market.yahoo import YahooSource
from ratiodesk.resource import resource_path
from ratiodesk.storage.copy_files import CopyFiles
from ratiodesk.storage.document_version import DocumentVersions
from ratiodesk.storage.home import Home, open_home
from ratiodesk.storage.journal_files import JournalFiles
from ratiodesk.storage.layout_files import LayoutFiles
from ratiodesk.storage.leftover import sweep_leftovers
from ratiodesk.storage.portfolio_file import PortfolioFile
from ratiodesk.storage.sector_file import SectorFile
from ratiodesk.storage.settings_file import SettingsFile
from ratiodesk.storage.shared_files import SharedFiles
from ratiodesk.storage.version_files import VersionFiles

if TYPE_CHECKING:
    from ratiodesk.domain.price_import import PriceImport


@dataclass(frozen=True, slots=True)
class Backend:
    """The stores of one home directory, and the world outside.

    Parameters
    ----------
    prices
        What is at hand without waiting.
    patient_prices
        The same, but what is not at hand is fetched.
    feed
        Brings prices up to date; None when the network is not to be touched.
    imports
        Takes prices from files.
    shared, copies
        What others do to the documents, and what of it could not be merged.
    portfolio
        What is kept of the portfolio, and who knows more about what is in it.
    clock
        What time it is (UTC).
    log
        The folder in which the desk may write what went wrong, None for nowhere.
    tidy
        Removes what earlier programs have left that were killed; any thread may call.
    """

    prices: Prices
    patient_prices: Prices
    feed: Feed | None
    imports: Imports
    calendars: Calendars
    layouts: Layouts
    shared: SharedFolder
    copies: OtherCopies
    settings: SettingsStore
    portfolio: PortfolioPorts
    journal: Journal
    versions: Versions
    backups: Backups
    clock: Clock = utc_now
    log: Path | None = None
    tidy: Callable[[], int] = int


def open_backend(home_directory: str | None, *, offline: bool = False, clock: Clock = utc_now) -> Backend:
    """Open the stores below *home_directory*; see :func:`ratiodesk.storage.home.open_home`.

    Raises
    ------
    BadHome
        If the directory cannot be used.
    """
    home = open_home(home_directory)
    cache, notes = None, []
    try:
        cache = PriceCache(home.prices)
    except BadCache as error:
        notes.append(str(error))
    book = PriceBook(cache, (SampleSource(resource_path("sample")),), notes)
    calendars = TradingCalendars(clock)
    source = None if offline else YahooSource(home.yahoo, clock=clock)
    feed = PriceFeed(book, source, clock, calendars) if source else None
    shared = SharedFiles(home)
    return Backend(
        prices=book,
        patient_prices=FetchingPrices(book, feed) if feed else book,
        feed=feed,
        imports=_LateImports(book, clock),
        calendars=calendars,
        layouts=LayoutFiles(home, clock, shared),
        shared=shared,
        copies=CopyFiles(home, VersionFiles(home, clock).keep),
        settings=SettingsFile(home.settings, beside=home.layouts),
        portfolio=PortfolioPorts(PortfolioFile(home, clock), _LateLots(), SectorFile(home), source),
        journal=JournalFiles(home, clock),
        versions=DocumentVersions(home),
        backups=_LateBackups(home, clock),
        clock=clock,
        log=home.log,
        tidy=partial(sweep_leftovers, home),
    )


class _LateImports:
    """Takes prices from files, and loads what reads them when it is first asked. Implements the ``Imports`` port."""

    def __init__(self, book: PriceBook, clock: Clock) -> None:
        self._book, self._clock = book, clock

    def read(self, path: Path, symbol: Symbol, *, currency: str = "", replace_earlier: bool = False) -> PriceImport:
        return self._imports.read(path, symbol, currency=currency, replace_earlier=replace_earlier)

    def keep(self, found: PriceImport) -> None:
        self._imports.keep(found)

    @cached_property
    def _imports(self) -> Imports:
        from ratiodesk.market.price_import import PriceImports

        return PriceImports(self._book, self._clock)


class _LateLots:
    """Reads files of holdings, and loads what reads them when it is first asked. Implements the ``LotReader`` port."""

    def read(self, path: Path) -> LotImport:
        return self._tables.read(path)

    @cached_property
    def _tables(self) -> LotReader:
        from ratiodesk.market.lot_table import LotTables

        return LotTables()


class _LateBackups:
    """Writes and restores backups, and loads what does when it is first asked. Implements the ``Backups`` port."""

    def __init__(self, home: Home, clock: Clock) -> None:
        self._home, self._clock = home, clock

    def write(self, path: Path) -> BackupReport:
        return self._archives.write(path)

    def restore(self, path: Path, *, preview: bool = False) -> RestoreReport:
        return self._archives.restore(path, preview=preview)

    @cached_property
    def _archives(self) -> Backups:
        from ratiodesk.market.price_copy import PriceCopies
        from ratiodesk.storage.archive import Archives

        return Archives(self._home, PriceCopies(self._home.prices), self._clock)
