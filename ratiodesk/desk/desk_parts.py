"""Everything of the desk that the window shows and drives."""

from dataclasses import dataclass

from ratiodesk.desk.archivist import Archivist
from ratiodesk.desk.comparison import Comparison
from ratiodesk.desk.disk_watch import DiskWatch
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


@dataclass(frozen=True, slots=True)
class DeskParts:
    """The objects behind the window, each made once."""

    settings: KeptSettings
    portfolio: KeptPortfolio
    open_pair: OpenPair
    opener: Opener
    comparison: Comparison
    updater: Updater
    importer: Importer
    sectors: SectorRefresh
    journal: KeptJournal
    versions: KeptVersions
    archivist: Archivist
    holding_prices: HoldingPrices
    search: SymbolSearch
    watchlist: Watchlist
    disk_watch: DiskWatch
    copies: KeptCopies
    hint: NextHint
    loader: Loader
