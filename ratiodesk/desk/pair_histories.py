"""The undo steps of every pair that was open, in whichever orientation it is seen."""

from collections.abc import Iterable
from dataclasses import replace

from ratiodesk.desk.history import History
from ratiodesk.desk.work import Work
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import LevelId
from ratiodesk.domain.pair import Pair, Symbol


class PairHistories:
    """Keeps the steps of a pair while others are open.

    What comes from elsewhere goes into every step, so that undo does not take it away. Lines of a file that the user
    opened come the same way, but are a step: they may be seen before or after it is known whose they are.
    """

    def __init__(self) -> None:
        self._histories: dict[tuple[Symbol, Symbol], tuple[Pair, History[Work]]] = {}
        # The lines that an opened file brings to a pair.
        self._expected: dict[tuple[Symbol, Symbol], frozenset[LevelId]] = {}
        # The steps of a pair before the last that came from elsewhere, and where that led.
        self._arrived: dict[tuple[Symbol, Symbol], tuple[History[Work], Work]] = {}

    def resume(self, layout: Layout) -> History[Work]:
        """Return the steps that led to *layout*.

        What was changed elsewhere is taken into the steps: none of them takes it away.
        """
        pair, found = layout.pair, Work.of(layout)
        if pair.key not in self._histories:
            self._histories[pair.key] = pair, History(found.without(self._expected.get(pair.key, ())))
        orientation, history = self._histories[pair.key]
        if orientation != pair:
            history = history.map(Work.inverted)
            self._histories[pair.key] = pair, history
            self._arrived.pop(pair.key, None)
        here = history.now
        # Last digits that turning a pair over may change are no change.
        there = replace(found, levels=here.levels) if here.has_lines_of(found) else found
        if there != here:
            self._merge(pair, here, there)
        return self._histories[pair.key][1]

    def take_in(self, ours: Layout, written: Layout) -> bool:
        """Bring what came from elsewhere with *written* into the steps; return whether it is a step of its own."""
        pair = ours.pair
        orientation, _ = self._histories.setdefault(pair.key, (pair, History(Work.of(ours))))
        base, theirs = (Work.of(layout.seen_as(orientation)) for layout in (ours, written))
        return self._merge(orientation, base, theirs)

    def expect(self, pair: Pair, brought: Iterable[LevelId]) -> bool:
        """Let the lines that an opened file brings be one step; return whether they had come already."""
        wanted = frozenset(brought)
        if not wanted:
            return False
        self._expected[pair.key] = wanted
        return self._make_step(pair)

    def _merge(self, pair: Pair, base: Work, theirs: Work) -> bool:
        """Take what became of *base* elsewhere into the steps of a pair; return whether it is one of them."""
        before = self._histories[pair.key][1]
        merged = before.map(lambda work: work.merged(base, theirs))
        self._histories[pair.key] = pair, merged
        self._arrived[pair.key] = before, merged.now
        return self._make_step(pair)

    def _make_step(self, pair: Pair) -> bool:
        """Make what came last one step if it is what an opened file brings; return whether it is."""
        wanted = self._expected.get(pair.key)
        if wanted is None or pair.key not in self._arrived:
            return False
        before, now = self._arrived[pair.key]
        orientation, history = self._histories[pair.key]
        # What was drawn since would be lost.
        if history.now != now or not wanted <= now.ids - before.now.ids:
            return False
        before.record(now)
        self._histories[pair.key] = orientation, before
        del self._expected[pair.key], self._arrived[pair.key]
        return True
