"""Everything kept below the home directory, opened once and handed to window and command line as ports."""

from dataclasses import dataclass

from ratiodesk.domain.errors import BadCache
from ratiodesk.domain.ports import Layouts, Prices, SettingsStore
from ratiodesk.market.book import PriceBook
from ratiodesk.market.cache import PriceCache
from ratiodesk.market.sample import SampleSource
from ratiodesk.resource import resource_path
from ratiodesk.storage.home import open_home
from ratiodesk.storage.layout_files import LayoutFiles
from ratiodesk.storage.settings_file import SettingsFile


@dataclass(frozen=True, slots=True)
class Backend:
    """The stores of one home directory."""

    prices: Prices
    layouts: Layouts
    settings: SettingsStore


def open_backend(home_directory: str | None) -> Backend:
    """Open the stores below *home_directory*; see :func:`ratiodesk.storage.home.open_home`.

    Raises
    ------
    BadHome
        If the directory cannot be used.
    """
    home = open_home(home_directory)
    sources = (SampleSource(resource_path("sample")),)
    cache, notes = None, []
    try:
        cache = PriceCache(home.prices)
    except BadCache as error:
        notes.append(str(error))
    return Backend(
        prices=PriceBook(cache, sources, notes),
        layouts=LayoutFiles(home),
        settings=SettingsFile(home.settings),
    )
