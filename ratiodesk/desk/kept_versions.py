"""Earlier versions of the documents: read when they are asked for, and put back as a step that undo takes away."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from ratiodesk.desk.kept_journal import KeptJournal
from ratiodesk.desk.kept_portfolio import KeptPortfolio
from ratiodesk.desk.loader import Loader
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.desk.opener import Opener
from ratiodesk.domain.errors import RatioDeskError
from ratiodesk.domain.frozen_plan import FrozenPlan
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.pair_quotes import read_pair
from ratiodesk.domain.portfolio import Portfolio
from ratiodesk.domain.ports import Prices
from ratiodesk.domain.series import RatioSeries
from ratiodesk.domain.version_port import Versions
from ratiodesk.words import tr


class KeptVersions(QObject):
    """Puts versions back through whoever keeps the document, so that what was there before is a version too.

    Signals
    -------
    read(subject, result)
        What was asked for last is read.
    put_back(sentence)
        A version is what the document holds now.
    refused(sentence)
        It is not, and why.
    """

    read = Signal(object, object)
    put_back = Signal(str)
    refused = Signal(str)

    def __init__(
        self, versions: Versions, prices: Prices, open_pair: OpenPair, opener: Opener, portfolio: KeptPortfolio,
        journal: KeptJournal, loader: Loader,
    ) -> None:  # fmt: skip
        super().__init__()
        self._versions, self._prices, self._loader = versions, prices, loader
        self._open_pair, self._opener, self._portfolio, self._journal = open_pair, opener, portfolio, journal
        # What is put back as soon as its pair is open.
        self._wanted: Layout | None = None
        opener.finished.connect(self._on_opener_finished)
        opener.refused.connect(self._on_opener_refused)

    def pairs(self) -> list[Pair]:
        """Return the pairs of which there are versions, the open one first whether or not it has any."""
        here = self._open_pair.pair
        return [here, *(pair for pair in self._versions.pairs() if pair.key != here.key)]

    def ask(self, subject: object, read: Callable[[Versions], object]) -> None:
        """Read versions in the background: fifty of a pair with hundreds of lines take a while.

        Parameters
        ----------
        subject
            What is read, by which whoever listens to :attr:`read` knows its answer.
        read
            Called on another thread.
        """
        self._loader.submit(
            "versions",
            lambda: read(self._versions),
            lambda result: self.read.emit(subject, result),
            lambda error: self.refused.emit(str(error)),
        )

    def is_present(self, layout: Layout) -> bool:
        """Return whether a version is what the open pair, which is its pair, holds now."""
        here = self._open_pair
        return layout.pair.key == here.pair.key and not here.problem and here.layout.has_work_of(layout)

    def is_held(self, portfolio: Portfolio) -> bool:
        """Return whether a version is what the portfolio is now."""
        return not self._portfolio.problem and portfolio == self._portfolio.now

    def series(self, layout: Layout) -> RatioSeries | None:
        """Return the daily ratio that the lines of a version are seen against, None if its prices are not at hand."""
        here = self._open_pair
        if here.series is not None and layout.pair == here.pair:
            return here.series
        basis = layout.view.basis
        try:
            return read_pair(self._prices, layout.pair, basis).series(basis)
        except RatioDeskError:
            return None

    def put_layout_back(self, layout: Layout) -> None:
        """Put lines and money of a version back; the pair is opened for that if it is not open."""
        self._wanted = layout
        if layout.pair.key == self._open_pair.pair.key and self._open_pair.series is not None:
            self._on_opener_finished()
        else:
            self._opener.open(layout.pair)

    def put_portfolio_back(self, portfolio: Portfolio) -> None:
        """Let the account hold what a version says."""
        self._portfolio.set_aside()
        refusal = self._portfolio.change(lambda _: portfolio)
        if refusal:
            self.refused.emit(refusal)
        else:
            self.put_back.emit(tr("The portfolio is restored; what it was before is a version of its own."))

    def put_plan_back(self, plan: FrozenPlan) -> None:
        """Take a frozen plan that was deleted into the journal again."""
        if self._journal.keep_again(plan):
            self.put_back.emit(tr("The frozen plan of {pair} is in the journal again.", pair=plan.pair))

    @Slot()
    def _on_opener_finished(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is None or wanted.pair.key != self._open_pair.pair.key:
            return
        if self._open_pair.put_back(wanted):
            pair = self._open_pair.pair
            self.put_back.emit(tr("The lines of {pair} are restored; Ctrl+Z takes that back.", pair=pair))
        else:
            reason = self._open_pair.problem or tr("the pair is not open.")
            self.refused.emit(tr("Nothing was restored: {reason}", reason=reason))

    @Slot(str)
    def _on_opener_refused(self, sentence: str) -> None:
        if self._wanted is not None:
            self._wanted = None
            self.refused.emit(tr("Nothing was restored: {reason}", reason=sentence))


def as_seen(layout: Layout, series: RatioSeries) -> Layout:
    """Return a version on the basis of the ratio it is shown against."""
    return replace(layout, view=replace(layout.view, basis=series.basis))
