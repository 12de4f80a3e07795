"""A portfolio, files of holdings and sectors in memory: what the desk's own tests hand to it."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from fake_ports import PATIENCE_S

from ratiodesk.domain.errors import DamagedDocument, NotFound, NotSaved, RatioDeskError
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Portfolio
from ratiodesk.domain.portfolio_port import LotImport, OpenedPortfolio
from ratiodesk.domain.sector import SectorWeights


class PortfolioStore:
    """A portfolio in a field; ``saved`` is the diary of every write."""

    def __init__(self) -> None:
        self.portfolio = Portfolio()
        self.is_gone = False
        self.problem: DamagedDocument | None = None
        self.note = ""
        self.failure = ""
        self.saved: list[Portfolio] = []

    def open(self) -> OpenedPortfolio:
        return OpenedPortfolio(self.portfolio, self.problem, self.note)

    def change(self, edit: Callable[[Portfolio], Portfolio], base: Portfolio | None = None) -> Portfolio:
        if self.failure or self.problem is not None:
            raise NotSaved(self.failure or "Not saved: the document cannot be read.")
        before = base if self.is_gone and base is not None else self.portfolio
        self.portfolio, self.is_gone = edit(before), False
        self.saved.append(self.portfolio)
        return self.portfolio

    def set_aside(self) -> str:
        if self.failure:
            raise NotSaved(self.failure)
        was_readable, self.problem = self.problem is None, None
        self.is_gone = not was_readable
        return "" if was_readable else "portfolio.json.damaged"


class Lots:
    """A file that holds what a test gives."""

    def __init__(self) -> None:
        self.answer: LotImport | RatioDeskError = LotImport((), None, 0, ())

    def read(self, path: Path) -> LotImport:
        if isinstance(self.answer, RatioDeskError):
            raise self.answer
        return self.answer


class SectorStore:
    """Sectors in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[Symbol, SectorWeights] = {}
        self.failure = ""

    def load(self) -> Sequence[SectorWeights]:
        return list(self.kept.values())

    def keep(self, weights: SectorWeights) -> None:
        if self.failure:
            raise NotSaved(self.failure)
        self.kept[weights.symbol] = weights


class SectorSource:
    """A source that answers what it is given, and no sooner than it is let."""

    def __init__(self) -> None:
        self.answers: dict[Symbol, SectorWeights | RatioDeskError] = {}
        self.asked: list[Symbol] = []
        self.gate = threading.Event()
        self.gate.set()

    def sectors(self, symbol: Symbol) -> SectorWeights:
        assert self.gate.wait(PATIENCE_S), "nobody let the source go"
        self.asked.append(symbol)
        answer = self.answers.get(symbol, NotFound(f"There are no sectors of {symbol}."))
        if isinstance(answer, RatioDeskError):
            raise answer
        return answer
