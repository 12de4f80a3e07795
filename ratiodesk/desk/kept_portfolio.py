"""The portfolio: read once, and changed from here alone while the desk is open."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from ratiodesk.analysis.portfolio_reading import worth_of
from ratiodesk.desk.held_quotes import Found, HeldQuotes
from ratiodesk.desk.loader import Loader
from ratiodesk.domain.errors import DamagedDocument, NotSaved, RatioDeskError
from ratiodesk.domain.name_list import listed
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.pair_quotes import PairQuotes
from ratiodesk.domain.portfolio import Portfolio
from ratiodesk.domain.portfolio_merge import MergedPortfolio, merge_portfolios
from ratiodesk.domain.portfolio_port import LotImport, OpenedPortfolio, PortfolioPorts
from ratiodesk.domain.ports import Prices
from ratiodesk.domain.price_import import PriceImport
from ratiodesk.domain.sector import SectorWeights
from ratiodesk.domain.series import RatioSeries
from ratiodesk.domain.worth import Worth
from ratiodesk.words import tr, tr_n

_IMPORT = "import_holdings"
# So many new holdings are typed by hand: their prices are there with the next frame.
_TYPED = 2

Edit = Callable[[Portfolio], Portfolio]


class KeptPortfolio(QObject):
    """What the account holds, written at once after every change.

    Signals
    -------
    changed
        The portfolio is another one, or more is known of what is in it.
    noticed(sentence)
        Something the user should read.
    imported(lot_import, before)
        A file of holdings was read and taken in, and the portfolio it was taken into.
    import_failed(sentence)
        It could not be, and why.
    """

    changed = Signal()
    noticed = Signal(str)
    imported = Signal(object, object)
    import_failed = Signal(str)

    def __init__(self, ports: PortfolioPorts, prices: Prices, loader: Loader) -> None:
        super().__init__()
        self._ports, self._loader = ports, loader
        self._opened: OpenedPortfolio = ports.store.open()
        self._sectors: dict[Symbol, SectorWeights] | None = None
        self._quotes = HeldQuotes(prices, loader)
        self._quotes.arrived.connect(self.changed)

    @property
    def now(self) -> Portfolio:
        return self._opened.portfolio

    @property
    def problem(self) -> str:
        """Why the portfolio is read-only, empty if it is not."""
        return str(self._opened.problem) if self._opened.problem else ""

    @property
    def kept(self) -> datetime | None:
        """When the version was kept that is shown in place of the file [UTC], None if none is."""
        return self._opened.kept

    @property
    def note(self) -> str:
        """A sentence about the file that is no reason not to write it, empty if there is none."""
        return self._opened.note

    @property
    def can_set_aside(self) -> bool:
        """Whether the unreadable file may be renamed: a newer version's may not."""
        return type(self._opened.problem) is DamagedDocument

    @Slot()
    def reread(self) -> None:
        """Read the portfolio again: another program may have changed it."""
        before, found = self._opened, self._ports.store.open()
        if found.problem is not None:
            if str(found.problem) == str(before.problem):
                return
            if before.portfolio != Portfolio():
                # What is shown is at least as new as any version.
                found = replace(before, problem=found.problem, note="")
        self._opened = found
        if self._opened != before:
            self.changed.emit()

    def change(self, edit: Edit) -> str:
        """Change the portfolio and write it; return why not, empty if that was done.

        What another program changed since it was read here is merged in.
        """
        if self._opened.problem is not None:
            return tr("Nothing was changed: {reason}", reason=self._opened.problem)
        base, told = self._opened.portfolio, ""

        def merging(now: Portfolio) -> Portfolio:
            nonlocal told
            ours, changed = edit(base), edit(now)
            if now == base:
                return changed
            merged = merge_portfolios(base, ours, now)
            told = _merge_sentence(merged)
            return merged.portfolio

        try:
            written = self._ports.store.change(merging, base)
        except RatioDeskError as error:
            # What could not be done whole may have been written all the same, without a version.
            self.reread()
            return str(error)
        new = self._quotes.missing(lot.symbol for lot in written.lots)
        if len(new) <= _TYPED:
            self._quotes.take(self._quotes.read(new))
        before = self._opened
        # A file that was gone is there again.
        note = self._ports.store.open().note if before.note else ""
        self._opened = replace(before, portfolio=written, note=note, kept=None)
        if self._opened != before:
            self.changed.emit()
        if told:
            self.noticed.emit(told)
        return ""

    @Slot()
    def set_aside(self) -> None:
        """Rename the unreadable file, keep it, and go on with what is shown."""
        if not self.can_set_aside:
            return
        shown = self._opened.portfolio
        try:
            name = self._ports.store.set_aside()
            # What another program wrote meanwhile goes before what is shown.
            self._opened = OpenedPortfolio(self._ports.store.change(lambda portfolio: portfolio, shown))
        except NotSaved as error:
            self.noticed.emit(str(error))
        else:
            self.noticed.emit(
                tr("The unreadable portfolio is kept as {name}.", name=name)
                if name
                else tr("The portfolio is read again.")
            )
        self.changed.emit()

    def import_file(self, path: Path) -> None:
        """Take in the holdings of a file: those of its symbols are replaced, the others stay."""

        def read() -> tuple[LotImport, Found]:
            found = self._ports.lots.read(path)
            return found, self._quotes.read(lot.symbol for lot in found.lots)

        self._loader.submit(_IMPORT, read, self._take_in, self._fail_import)

    def worth(self, series: RatioSeries, legs: PairQuotes | None) -> Worth | None:
        """Return what the portfolio is worth at the last session of *series*, None while its prices are being read.

        Parameters
        ----------
        legs
            The prices behind *series*, which need not be read again.
        """
        if not self._quotes.keep(self.symbols(), legs.legs if legs else ()):
            return None
        return worth_of(self.now, series, self._quotes, self.fetched_sectors)

    @Slot(object)
    def forget_prices(self, symbols: Collection[Symbol]) -> None:
        """Read the prices of *symbols* again: there may be others. Those known serve until then."""
        self._quotes.renew(symbols)

    @Slot(object)
    def forget_imported(self, found: PriceImport) -> None:
        """Read prices again that came from a file."""
        self._quotes.renew([found.symbol])

    def read_now(self) -> None:
        """Read what is missing of the prices of all holdings, and wait for it."""
        self._quotes.take(self._quotes.read(self._quotes.missing(self.symbols())))
        self.changed.emit()

    def sectors(self, symbol: Symbol) -> SectorWeights | None:
        """Return the sectors typed for *symbol*, else those a source told, None if none are known."""
        return self.now.typed_sectors(symbol) or self.fetched_sectors(symbol)

    def fetched_sectors(self, symbol: Symbol) -> SectorWeights | None:
        """Return the sectors that a source told, None if it told none."""
        answer = self.sector_answer(symbol)
        return answer if answer is not None and answer.weights else None

    def sector_answer(self, symbol: Symbol) -> SectorWeights | None:
        """Return the last answer of the source, without weights where it knew none; None if it was never asked."""
        if self._sectors is None:
            self._sectors = {weights.symbol: weights for weights in self._ports.sector_store.load()}
        return self._sectors.get(symbol)

    def take_sectors(self, weights: SectorWeights) -> None:
        """Take an answer of the source that was kept."""
        self.sector_answer(weights.symbol)
        if self._sectors is not None:
            self._sectors[weights.symbol] = weights
        self.changed.emit()

    def has_prices(self, symbol: Symbol) -> bool:
        """Return whether daily prices of a holding are at hand."""
        return self._quotes.has(symbol)

    def symbols(self) -> list[Symbol]:
        """Return of what the account has something."""
        return [lot.symbol for lot in self.now.lots]

    def _take_in(self, read: tuple[LotImport, Found]) -> None:
        found, quotes = read
        self._quotes.take(quotes)
        before = self.now

        def into(portfolio: Portfolio) -> Portfolio:
            nonlocal before
            before = portfolio
            return found.into(portfolio)

        refusal = self.change(into)
        if refusal:
            self.import_failed.emit(refusal)
        else:
            self.imported.emit(replace(found, notes=(*found.notes, *found.kept(before))), before)

    def _fail_import(self, error: RatioDeskError) -> None:
        self.import_failed.emit(str(error))


def _merge_sentence(merged: MergedPortfolio) -> str:
    if not merged.clashes:
        return tr("What was changed elsewhere in the portfolio was taken in.")
    return tr_n(
        "The portfolio was changed in two places: {names} stands as on this desk.",
        "The portfolio was changed in two places: {names} stand as on this desk.",
        len(merged.clashes),
        names=listed(merged.clashes),
    )
