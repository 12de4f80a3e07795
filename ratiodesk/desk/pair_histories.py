"""The undo steps of every pair that was open, in whichever orientation it is seen."""

from dataclasses import replace

from ratiodesk.desk.history import History
from ratiodesk.desk.work import Work
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.pair import Pair, Symbol


class PairHistories:
    """Keeps the steps of a pair while others are open."""

    def __init__(self) -> None:
        self._histories: dict[tuple[Symbol, Symbol], tuple[Pair, History[Work]]] = {}

    def resume(self, layout: Layout) -> History[Work]:
        """Return the steps that led to *layout*.

        What was changed elsewhere is taken into the steps: none of them takes it away.
        """
        pair, found = layout.pair, Work.of(layout)
        orientation, history = self._histories.get(pair.key, (pair, History(found)))
        if orientation != pair:
            history = history.map(Work.inverted)
        here = history.now
        # Last digits that turning a pair over may change are no change.
        there = replace(found, levels=here.levels) if here.has_lines_of(found) else found
        if there != here:
            history = history.map(lambda work: work.merged(here, there))
        self._histories[pair.key] = pair, history
        return history

    def take_in(self, ours: Layout, written: Layout) -> None:
        """Bring what came from elsewhere with *written* into every step, so that undo does not take it away."""
        pair = ours.pair
        orientation, history = self._histories.get(pair.key, (pair, History(Work.of(ours))))
        base, theirs = (Work.of(layout.seen_as(orientation)) for layout in (ours, written))
        self._histories[pair.key] = orientation, history.map(lambda work: work.merged(base, theirs))
