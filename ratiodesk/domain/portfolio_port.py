"""What the desk asks of the world outside about the portfolio."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from ratiodesk.domain.errors import DamagedDocument
from ratiodesk.domain.name_list import listed
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Lot, Portfolio
from ratiodesk.domain.price_import import DroppedRow
from ratiodesk.domain.sector import SectorWeights
from ratiodesk.words import tr


@dataclass(frozen=True, slots=True)
class OpenedPortfolio:
    """A portfolio as it could be read.

    Parameters
    ----------
    portfolio
        What is on the disk, the newest good version, or an empty one.
    problem
        Why the document itself could not be read; while it is set, nothing is written over it.
    note
        A sentence about fields this version does not know, which are kept, or about a file that is gone; empty if
        there is nothing to say.
    kept
        When the version was written that is shown in place of the document [UTC], None if none is.
    """

    portfolio: Portfolio
    problem: DamagedDocument | None = None
    note: str = ""
    kept: datetime | None = None


class PortfolioStore(Protocol):
    """The one portfolio of the user."""

    def open(self) -> OpenedPortfolio:
        """Return the portfolio, an empty one if none was ever saved."""
        ...

    def change(self, edit: Callable[[Portfolio], Portfolio], base: Portfolio | None = None) -> Portfolio:
        """Change what is on the disk now, whoever wrote it, and return what was written.

        Parameters
        ----------
        edit
            Returns the changed portfolio.
        base
            What is changed if the document is gone; the newest good version if it is None.

        Raises
        ------
        NotSaved
            If it could not be written, or would overwrite a document that could not be read.
        """
        ...

    def set_aside(self) -> str:
        """Rename the document so that a new one can be saved; return its new name, empty if it is readable or gone.

        Raises
        ------
        NotSaved
            If it could not be renamed, or a newer RatioDesk wrote it.
        """
        ...


@dataclass(frozen=True, slots=True)
class LotImport:
    """What a file of holdings holds.

    Parameters
    ----------
    lots
        One a symbol.
    cash
        What its rows of cash add up to [money], None if it has none.
    rows
        Data rows of the file: those read and those dropped.
    dropped
        Rows that were left out.
    notes
        Sentences about what was added up or decided.
    """

    lots: tuple[Lot, ...]
    cash: float | None
    rows: int
    dropped: tuple[DroppedRow, ...]
    notes: tuple[str, ...] = ()

    def into(self, portfolio: Portfolio) -> Portfolio:
        """Return *portfolio* with what the file says of its symbols, and of cash if it says anything.

        A cost or value of which the file says nothing stays as it was entered.
        """
        known = {lot.symbol: lot for lot in portfolio.lots}
        taken = {lot.symbol: _completed(lot, known.get(lot.symbol)) for lot in self.lots}
        lots = tuple((known | taken).values())
        return replace(portfolio, lots=lots, cash=portfolio.cash if self.cash is None else self.cash)

    def kept(self, before: Portfolio) -> tuple[str, ...]:
        """Return sentences on what :meth:`into` leaves of *before* in the holdings of the file."""
        known = {lot.symbol: lot for lot in before.lots}
        pairs = [(known[lot.symbol], lot) for lot in self.lots if lot.symbol in known]
        costs = [(old, new) for old, new in pairs if new.cost is None and old.cost is not None]
        values = [(old, new) for old, new in pairs if new.value is None and old.value is not None]
        notes = []
        if costs:
            names = listed([new.symbol for _, new in costs])
            notes.append(tr("The file does not say the cost of {symbols}: what was entered stays.", symbols=names))
        if values:
            names = listed([new.symbol for _, new in values])
            notes.append(tr("The file does not say the value of {symbols}: what was entered stays.", symbols=names))
        others = {new.symbol: None for old, new in (*costs, *values) if old.shares != new.shares}
        if others:
            names = listed(list(others))
            notes.append(tr("The shares of {symbols} are others than before: check what stays.", symbols=names))
        return tuple(notes)

    def out_of(self, portfolio: Portfolio, before: Portfolio) -> Portfolio:
        """Return *portfolio* with what stood in *before* wherever it is still as the file said."""
        taken = self.into(before)
        added = {lot.symbol: lot for lot in taken.lots}
        known = {lot.symbol: lot for lot in before.lots}
        mine = {lot.symbol for lot in self.lots}
        lots: list[Lot] = []
        for lot in portfolio.lots:
            is_as_taken = lot.symbol in mine and lot == added[lot.symbol]
            old = known.get(lot.symbol) if is_as_taken else lot
            if old is not None:
                lots.append(old)
        return replace(
            portfolio, lots=tuple(lots), cash=before.cash if portfolio.cash == taken.cash else portfolio.cash
        )


def _completed(lot: Lot, old: Lot | None) -> Lot:
    if old is None:
        return lot
    cost = old.cost if lot.cost is None else lot.cost
    return replace(lot, value=old.value if lot.value is None else lot.value, cost=cost)


class LotReader(Protocol):
    """Reads holdings from files of the user's."""

    def read(self, path: Path) -> LotImport:
        """Return what a file holds; nothing is kept.

        Raises
        ------
        BadInput
            If it cannot be read as a table of holdings.
        """
        ...


class SectorSource(Protocol):
    """Knows the sectors of funds. Its calls may take seconds and come from any thread."""

    def sectors(self, symbol: Symbol) -> SectorWeights:
        """Return the sectors of a fund.

        Raises
        ------
        NotFound
            If the source knows none.
        SourceError
            If it gave no usable answer.
        """
        ...


class SectorStore(Protocol):
    """Keeps what a source of sectors said, with its date; it can be rebuilt at any time."""

    def load(self) -> Sequence[SectorWeights]:
        """Return what is kept; of an instrument without known sectors, no weights."""
        ...

    def keep(self, weights: SectorWeights) -> None:
        """Keep the newest answer about an instrument.

        Raises
        ------
        NotSaved
            If it could not be written.
        """
        ...


@dataclass(frozen=True, slots=True)
class PortfolioPorts:
    """Everything about the portfolio that is kept or asked elsewhere.

    Parameters
    ----------
    store, lots
        The portfolio itself, and what reads files of holdings.
    sector_store, sector_source
        What is known of sectors, and who knows more; None when the network is not to be touched.
    """

    store: PortfolioStore
    lots: LotReader
    sector_store: SectorStore
    sector_source: SectorSource | None = None
