"""The undo steps of every pair that was open, in whichever orientation it is seen."""

import math
from dataclasses import replace

from ratiodesk.desk.history import History
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level
from ratiodesk.domain.pair import Pair, Symbol

Levels = tuple[Level, ...]


class PairHistories:
    """Keeps the steps of a pair while others are open."""

    def __init__(self) -> None:
        self._histories: dict[tuple[Symbol, Symbol], tuple[Pair, History[Levels]]] = {}

    def resume(self, layout: Layout) -> History[Levels]:
        """Return the steps that led to *layout*, or new ones if its lines were changed elsewhere."""
        pair, levels = layout.pair, layout.levels
        orientation, history = self._histories.get(pair.key, (pair, History(levels)))
        if orientation != pair:
            history = history.map(lambda lines: tuple(line.inverted() for line in lines))
        if not _same_lines(history.now, levels):
            history = History(levels)
        self._histories[pair.key] = pair, history
        return history


def _same_lines(first: Levels, second: Levels) -> bool:
    """Return whether two sets of lines are the same up to the last digits that turning a pair over may change."""
    return len(first) == len(second) and all(
        math.isclose(one.ratio, other.ratio, rel_tol=1e-12) and replace(one, ratio=other.ratio) == other
        for one, other in zip(first, second, strict=True)
    )
