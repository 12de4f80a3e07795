"""What the desk asks of the world outside: prices, layouts, settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ratiodesk.domain.errors import BadInput, DamagedDocument
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.name_list import listed
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.quotes import ExchangeClock, Listing, Quotes
from ratiodesk.domain.recent import Recent
from ratiodesk.domain.sizing import Sizing
from ratiodesk.words import tr

if TYPE_CHECKING:
    from ratiodesk.domain.price_import import PriceImport


class PriceSource(Protocol):
    """One origin of prices. Its calls may take seconds."""

    @property
    def name(self) -> str:
        """What the status bar calls it."""
        ...

    def listings(self) -> Sequence[Listing]:
        """Return the instruments that are known beforehand; a source may serve more."""
        ...

    def fetch(self, symbol: Symbol, interval: Interval = Interval.DAILY, since: date | None = None) -> Quotes:
        """Return the bars of *symbol* from *since* on, all there are if it is None.

        Raises
        ------
        NotFound
            If the source does not know the symbol, or has no prices for it.
        SourceError
            If it gave no usable answer.
        """
        ...


class Prices(Protocol):
    """Prices that are at hand without waiting."""

    def quotes(self, symbol: Symbol, interval: Interval = Interval.DAILY) -> Quotes:
        """Return what is known of *symbol*.

        Raises
        ------
        NotFound
            If nothing is.
        """
        ...

    def symbols(self) -> Sequence[Symbol]:
        """Return every symbol with prices at hand, sorted."""
        ...

    def listings(self) -> Sequence[Listing]:
        """Return every instrument at hand or ever found by a search, sorted by symbol."""
        ...

    def notes(self) -> Sequence[str]:
        """Return sentences about what happened to the cache that the user should know."""
        ...


class Feed(Protocol):
    """Brings prices at hand up to date. Its calls may take seconds and come from any thread."""

    def refresh(self, symbol: Symbol, interval: Interval = Interval.DAILY, *, named: bool = False) -> Quotes:
        """Fetch what is new and return all that is known now.

        Parameters
        ----------
        named
            Whether the user asked for this very symbol. Prices from a file are replaced only then.

        Raises
        ------
        NotFound, SourceError
            As :meth:`PriceSource.fetch`; what was known stays as it was.
        """
        ...

    def search(self, text: str) -> Sequence[Listing]:
        """Return the instruments whose symbol or name fits *text*, best first.

        Raises
        ------
        SourceError
            If the source gave no usable answer.
        """
        ...

    def close(self) -> None:
        """Let calls that are under way end soon."""
        ...


class Imports(Protocol):
    """Takes prices from files of the user's."""

    def read(self, path: Path, symbol: Symbol, *, currency: str = "", replace_earlier: bool = False) -> PriceImport:
        """Return what a file holds and what taking it in as *symbol* would do; nothing is kept yet.

        Parameters
        ----------
        currency
            What the prices are in, as exchanges write it (``GBp`` is pence); empty where the user does not say.
        replace_earlier
            Whether sessions of earlier imports that the file lacks are given up; otherwise they stay.

        Raises
        ------
        BadPrices
            If the file cannot be read as a table of daily prices.
        """
        ...

    def keep(self, found: PriceImport) -> None:
        """Keep what was read, and put it in use for its symbol.

        Raises
        ------
        BadPrices
            If it conflicts with an earlier import.
        NotSaved
            If it could not be written.
        """
        ...


class Calendars(Protocol):
    """When exchanges trade. Its calls may take a second, the first time, and come from any thread."""

    def clock(self, exchange: str) -> ExchangeClock:
        """Return what the calendar of an exchange says now; weekdays where the exchange is not known."""
        ...

    def sessions_behind(self, quotes: Quotes) -> int:
        """Return how many sessions have ended since the last final daily bar."""
        ...

    def missing(self, quotes: Quotes) -> tuple[date, ...]:
        """Return the sessions of the exchange that daily bars lack, none where the exchange is not known."""
        ...


@dataclass(frozen=True, slots=True)
class OpenedLayout:
    """A layout as it could be read.

    Parameters
    ----------
    layout
        What is on the disk, the newest good version, or an empty layout.
    problem
        Why the document itself could not be read; while it is set, the layout must not be saved.
    note
        A sentence about fields this version does not know, which are kept, or about a document that is gone; empty if
        there is nothing to say.
    exists
        Whether there is a document for the pair.
    kept
        When the version was written that is shown in place of the document [UTC], None if none is.
    """

    layout: Layout
    problem: DamagedDocument | None = None
    note: str = ""
    exists: bool = True
    kept: datetime | None = None


class Layouts(Protocol):
    """The user's documents, one for an unordered pair."""

    def open(self, pair: Pair) -> OpenedLayout:
        """Return the layout of *pair* in its orientation, empty if none was saved."""
        ...

    def peek(self, pair: Pair) -> OpenedLayout:
        """Return what :meth:`open` returns, to be looked at and never saved.

        What another program changed in the document is not held for seen: it is still taken in by whoever saves.
        """
        ...

    def save(self, layout: Layout) -> Layout:
        """Write the layout so that it survives a crash from here on, and return what was written.

        What another program changed in the document since it was read here is merged in, see
        :func:`ratiodesk.domain.merge.merge_layouts`. Where that cannot be, *layout* stands, and the document as it
        was is kept beside it as another copy.

        Raises
        ------
        NotSaved
            If it could not be written, or would overwrite a document that could not be read.
        """
        ...

    def pairs(self) -> Sequence[Pair]:
        """Return the pairs with a saved layout, in their saved orientation, sorted."""
        ...

    def set_aside(self, pair: Pair) -> str:
        """Rename the unreadable document of *pair* so that a new one can be saved; return its new name.

        It is empty if the document can be read by now.

        Raises
        ------
        NotSaved
            If it could not be renamed, or a newer RatioDesk wrote it.
        """
        ...


_FIRST_PAIR = Pair.parse("SPY/IWM")
PANES = ("legs", "z-score")
Z_WINDOWS = range(2, 2521)
# What most users never need is folded until they open it.
FOLDED = ("tranches", "costs")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the desk remembers beside the layouts.

    Parameters
    ----------
    last_pair
        The pair to open at the next start.
    sizing
        What new pairs start with.
    live
        Whether prices are refreshed by themselves while the market is open.
    terms_told
        Whether the user was told whose prices are shown.
    candles
        Whether bars are drawn as candles instead of a line.
    panes
        Which of ``PANES`` are shown below the ratio, each at most once.
    z_window
        Over how many sessions the z-score is taken, one of ``Z_WINDOWS``.
    magnet
        Whether lines snap to what is near them.
    dividends
        Whether ex-dividend dates are marked.
    contours
        Whether the fills that earn once, twice and three times the risk are drawn.
    folded
        Names of the cards of which only the title is shown.
    recent
        What was opened last, the newest first: pairs and files.
    hints_over
        Names of the hints for a new user that were followed or sent away.

    Raises
    ------
    BadInput
        If there is no such pane, or the window of the z-score is too short or too long.
    """

    last_pair: Pair | None = None
    sizing: Sizing = Sizing()
    live: bool = False
    terms_told: bool = False
    candles: bool = False
    panes: tuple[str, ...] = ()
    z_window: int = 252
    magnet: bool = False
    dividends: bool = False
    contours: bool = True
    folded: tuple[str, ...] = FOLDED
    recent: tuple[Recent, ...] = ()
    hints_over: tuple[str, ...] = ()

    @property
    def pair_to_open(self) -> Pair:
        """The pair to open at the start."""
        return self.last_pair or _FIRST_PAIR

    def __post_init__(self) -> None:
        if not are_panes(self.panes):
            raise BadInput(tr("The panes are {names}, each once.", names=listed(PANES)))
        if self.z_window not in Z_WINDOWS:
            least, most = Z_WINDOWS[0], f"{Z_WINDOWS[-1]:,}"
            raise BadInput(tr("The z-score is taken over {least} to {most} sessions.", least=least, most=most))


def are_panes(names: Sequence[str]) -> bool:
    """Return whether there is a pane of each name and none is named twice.

    >>> are_panes(("z-score", "legs")), are_panes(("legs", "legs")), are_panes(("volume",))
    (True, False, False)
    """
    return len(set(names)) == len(names) and set(names) <= set(PANES)


class SettingsStore(Protocol):
    """Keeps the settings."""

    def load(self) -> Settings:
        """Return the settings, defaults where nothing readable was saved."""
        ...

    def problem(self) -> str:
        """Return which file cannot be read and why, empty if it can or there is none."""
        ...

    def save(self, settings: Settings) -> None:
        """Write the settings.

        Raises
        ------
        NotSaved
            If they could not be written.
        """
        ...
