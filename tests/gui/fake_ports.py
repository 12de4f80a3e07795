"""Prices, layouts and settings in memory, and ears for signals: what the desk's own tests hand to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PySide6.QtCore import SignalInstance

from ratiodesk.domain.errors import DamagedDocument, NotFound, NotSaved
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.ports import OpenedLayout, Quotes, Settings
from ratiodesk.domain.series import Bars

SPY_IWM, QQQ_IWM = Pair.parse("SPY/IWM"), Pair.parse("QQQ/IWM")

# Closes of five sessions from Monday 3 January 2022. SPY/IWM ends at 420/200 = 2.1, QQQ/IWM at 300/200 = 1.5. IWM pays
# dividends: on total return SPY/IWM ends at 420/160 = 2.625.
FIRST_SESSION = np.datetime64("2022-01-03", "D")
CLOSES = {
    "SPY": (400.0, 404.0, 410.0, 416.0, 420.0),
    "IWM": (200.0, 200.0, 200.0, 200.0, 200.0),
    "QQQ": (310.0, 308.0, 306.0, 303.0, 300.0),
}
ADJUSTED = {**CLOSES, "IWM": (150.0, 152.0, 155.0, 158.0, 160.0)}


class Prices:
    """Five sessions of three symbols; ``OLD`` traded in another year."""

    def __init__(self) -> None:
        self.asked: list[Symbol] = []
        self.said: list[str] = []
        self.missing: set[str] = set()

    def quotes(self, symbol: Symbol) -> Quotes:
        self.asked.append(symbol)
        if symbol in self.missing or symbol not in (*CLOSES, "OLD"):
            raise NotFound(f"There are no prices for {symbol}.")
        first = FIRST_SESSION - (365 if symbol == "OLD" else 0)
        closes = np.array(CLOSES.get(symbol, CLOSES["IWM"]))
        adjusted = np.array(ADJUSTED.get(symbol, CLOSES["IWM"]))
        sessions = first + np.arange(len(closes))
        columns = (closes.copy(), closes.copy(), closes.copy(), closes, adjusted, np.zeros(len(closes)))
        return Quotes(Bars(symbol, sessions, *columns), "Fake prices")

    def symbols(self) -> Sequence[Symbol]:
        return sorted(Symbol(name) for name in CLOSES)

    def notes(self) -> Sequence[str]:
        return tuple(self.said)


class Layouts:
    """Documents in a dictionary; ``saved`` is the diary of every write."""

    def __init__(self) -> None:
        self.documents: dict[tuple[Symbol, Symbol], Layout] = {}
        self.problems: dict[tuple[Symbol, Symbol], DamagedDocument] = {}
        self.saved: list[Layout] = []
        self.put_aside: list[Pair] = []
        self.failure = ""
        self.note = ""

    def keep(self, layout: Layout) -> None:
        """Put a document there as if it had been saved long ago."""
        self.documents[layout.pair.key] = layout

    def open(self, pair: Pair) -> OpenedLayout:
        layout = self.documents.get(pair.key, Layout(pair)).seen_as(pair)
        return OpenedLayout(layout, self.problems.get(pair.key), self.note, exists=pair.key in self.documents)

    def save(self, layout: Layout) -> Layout:
        if self.failure or layout.pair.key in self.problems:
            raise NotSaved(self.failure or "Not saved: the document cannot be read.")
        self.saved.append(layout)
        self.documents[layout.pair.key] = layout
        return layout

    def pairs(self) -> Sequence[Pair]:
        return sorted((layout.pair for layout in self.documents.values()), key=str)

    def set_aside(self, pair: Pair) -> str:
        if self.failure:
            raise NotSaved(self.failure)
        self.put_aside.append(pair)
        self.problems.pop(pair.key, None)
        return "IWM_SPY.ratiodesk.damaged"


class SettingsStore:
    """Settings in a field."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.saved: list[Settings] = []
        self.failure = ""

    def load(self) -> Settings:
        return self.settings

    def save(self, settings: Settings) -> None:
        if self.failure:
            raise NotSaved(self.failure)
        self.saved.append(settings)
        self.settings = settings


@dataclass
class Ear:
    """Remembers what a signal said."""

    heard: list[Any] = field(default_factory=list)

    @classmethod
    def on(cls, signal: SignalInstance) -> "Ear":
        ear = cls()
        signal.connect(ear.hear)
        return ear

    def hear(self, *words: Any) -> None:
        self.heard.append(words[0] if len(words) == 1 else words)

    def __len__(self) -> int:
        return len(self.heard)
