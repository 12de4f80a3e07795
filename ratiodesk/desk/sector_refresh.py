"""Asks for the sectors of what is shown and held, behind everything else."""

import contextlib
from datetime import date, timedelta

from PySide6.QtCore import QObject, Slot

from ratiodesk.analysis.reading import Sized
from ratiodesk.desk.kept_portfolio import KeptPortfolio
from ratiodesk.desk.loader import Loader
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.domain.clock import Clock
from ratiodesk.domain.errors import Down, NotFound, NotSaved, Offline, RateLimited, RatioDeskError, TimedOut
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio_port import PortfolioPorts
from ratiodesk.domain.sector import SectorWeights
from ratiodesk.words import tr

# Funds change their sectors slowly, and say so once a quarter.
FRESH = timedelta(days=30)
_KIND = "sectors"
# Who is next would get no answer either.
_OUT_OF_REACH = (Offline, RateLimited, TimedOut, Down)


class SectorRefresh(QObject):
    """One request at a time; a source that is out of reach is left alone until another pair is open.

    So is a symbol for which it gives no usable answer, and the next one is asked for.

    Parameters
    ----------
    ports
        Who is asked, and who keeps the answers.
    """

    def __init__(
        self, open_pair: OpenPair, portfolio: KeptPortfolio, ports: PortfolioPorts, loader: Loader, clock: Clock
    ) -> None:
        super().__init__()
        self._open_pair, self._portfolio, self._ports = open_pair, portfolio, ports
        self._loader, self._clock = loader, clock
        self._asking: Symbol | None = None
        self._started = self._rests = False
        # What was seen to be known or asked for: a dragged line looks here alone.
        self._settled: set[Symbol] = set()
        self._unanswered: set[Symbol] = set()
        open_pair.opened.connect(self._on_open_pair_opened)
        open_pair.layout_changed.connect(self.ask_next)
        portfolio.changed.connect(self._on_portfolio_changed)

    @Slot()
    def start(self) -> None:
        """Begin: the first frame does not wait for what this loads."""
        self._started = True
        self.ask_next()

    @Slot()
    def ask_next(self) -> None:
        """Ask for the first symbol of which nothing is known, or only what is old."""
        if not self._started or self._rests or self._asking is not None or self._ports.sector_source is None:
            return
        symbol = next((symbol for symbol in self._wanted() if symbol not in self._settled), None)
        while symbol is not None and not self._is_due(symbol):
            self._settled.add(symbol)
            symbol = next((other for other in self._wanted() if other not in self._settled), None)
        if symbol is not None:
            self._ask(symbol)

    def _wanted(self) -> list[Symbol]:
        """Return what is held, and the legs once there is a position that would change it."""
        held = [lot.symbol for lot in self._portfolio.now.lots]
        return [*self._open_pair.pair.symbols, *held] if held or isinstance(self._open_pair.sized, Sized) else []

    def _is_due(self, symbol: Symbol) -> bool:
        if symbol in self._unanswered or self._portfolio.now.typed_sectors(symbol) is not None:
            return False
        answer = self._portfolio.sector_answer(symbol)
        return answer is None or self._today() - answer.as_of > FRESH

    def _today(self) -> date:
        return self._clock().date()

    def _ask(self, symbol: Symbol) -> None:
        self._asking = symbol
        self._settled.add(symbol)
        today = self._today()
        self._loader.submit(
            _KIND,
            lambda: _answer(self._ports, symbol, today),
            self._on_answered,
            lambda error: self._on_failed(error, symbol),
            network=True,
        )

    def _on_answered(self, weights: SectorWeights) -> None:
        self._asking = None
        self._portfolio.take_sectors(weights)
        self.ask_next()

    def _on_failed(self, error: RatioDeskError, asked: Symbol) -> None:
        self._asking = None
        if isinstance(error, _OUT_OF_REACH):
            self._rests = True
            self._settled.discard(asked)
        else:
            self._unanswered.add(asked)
            self.ask_next()

    @Slot()
    def _on_open_pair_opened(self) -> None:
        self._rests = False
        self._settled -= self._unanswered
        self._unanswered.clear()
        self.ask_next()

    @Slot()
    def _on_portfolio_changed(self) -> None:
        self._settled.clear()
        self.ask_next()


def _answer(ports: PortfolioPorts, symbol: Symbol, today: date) -> SectorWeights:
    """Ask for the sectors of one symbol and keep the answer, no weights where the source knows none."""
    if ports.sector_source is None:
        raise NotFound(tr("There is no source of sectors."))
    try:
        weights = ports.sector_source.sectors(symbol)
    except NotFound:
        weights = SectorWeights(symbol, (), today, "")
    # A cache: what cannot be kept is asked for again another day.
    with contextlib.suppress(NotSaved):
        ports.sector_store.keep(weights)
    return weights
