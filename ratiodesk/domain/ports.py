"""What the desk asks of the world outside: prices, layouts, settings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ratiodesk.domain.errors import DamagedDocument
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.series import Bars
from ratiodesk.domain.sizing import Sizing


@dataclass(frozen=True, slots=True)
class Quotes:
    """Bars with their origin.

    Parameters
    ----------
    bars
        The prices.
    source
        Name of the source they came from, as the status bar shows it.
    currency
        Currency of the prices, ISO 4217, empty where the source does not say.
    revision
        What distinguishes this state of the source's data from an earlier one, empty if it cannot tell.
    """

    bars: Bars
    source: str
    currency: str = ""
    revision: str = ""


class PriceSource(Protocol):
    """One origin of prices."""

    @property
    def name(self) -> str:
        """What the status bar calls it."""
        ...

    def symbols(self) -> Sequence[Symbol]:
        """Return the symbols that are known beforehand; a source may serve more."""
        ...

    def revision(self, symbol: Symbol) -> str:
        """Return the revision :meth:`fetch` would give now, empty if only fetching can tell."""
        ...

    def fetch(self, symbol: Symbol) -> Quotes:
        """Return all bars of *symbol*.

        Raises
        ------
        NotFound
            If the source has no prices for it.
        """
        ...


class Prices(Protocol):
    """Prices that are at hand without waiting."""

    def quotes(self, symbol: Symbol) -> Quotes:
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

    def notes(self) -> Sequence[str]:
        """Return sentences about what happened to the cache that the user should know."""
        ...


@dataclass(frozen=True, slots=True)
class OpenedLayout:
    """A layout as it could be read.

    Parameters
    ----------
    layout
        What is on the disk, the newest good backup, or an empty layout.
    problem
        Why the document itself could not be read; while it is set, the layout must not be saved.
    note
        A sentence about fields this version does not know, empty if there are none. They are kept.
    exists
        Whether there is a document for the pair.
    """

    layout: Layout
    problem: DamagedDocument | None = None
    note: str = ""
    exists: bool = True


class Layouts(Protocol):
    """The user's documents, one for an unordered pair."""

    def open(self, pair: Pair) -> OpenedLayout:
        """Return the layout of *pair* in its orientation, empty if none was saved."""
        ...

    def save(self, layout: Layout) -> Layout:
        """Write the layout so that it survives a crash from here on, and return what was written.

        Lines that another program changed in the document since it was read here are merged in, see
        :func:`ratiodesk.domain.merge.merge_lines`.

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

        Raises
        ------
        NotSaved
            If it could not be renamed.
        """
        ...


@dataclass(frozen=True, slots=True)
class Settings:
    """What the desk remembers beside the layouts."""

    last_pair: Pair | None = None
    sizing: Sizing = Sizing()


class SettingsStore(Protocol):
    """Keeps the settings."""

    def load(self) -> Settings:
        """Return the settings, defaults where nothing readable was saved."""
        ...

    def save(self, settings: Settings) -> None:
        """Write the settings.

        Raises
        ------
        NotSaved
            If they could not be written.
        """
        ...
