"""The undo steps of every pair that was open, in whichever orientation it is seen."""

from ratiodesk.desk.history import History
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level
from ratiodesk.domain.merge import merge_lines
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

    def take_in(self, ours: Layout, written: Layout) -> None:
        """Bring what came from elsewhere with *written* into every step, so that undo does not take it away."""
        pair = ours.pair
        orientation, history = self._histories.get(pair.key, (pair, History(ours.levels)))
        base, theirs = (layout.seen_as(orientation).levels for layout in (ours, written))
        self._histories[pair.key] = orientation, history.map(lambda lines: merge_lines(base, lines, theirs))


def _same_lines(first: Levels, second: Levels) -> bool:
    """Return whether two sets of lines are the same up to the last digits that turning a pair over may change."""
    return len(first) == len(second) and all(one.same_as(other) for one, other in zip(first, second, strict=True))
