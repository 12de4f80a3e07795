"""The journal at the desk: plans are frozen, scored, noted and deleted here, and one may be laid over the chart."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, Signal, Slot

from ratiodesk.analysis.reading import Sized
from ratiodesk.analysis.score import Score, score
from ratiodesk.analysis.scored import Scored, score_all, scored_on
from ratiodesk.desk.loader import Loader
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.domain.clock import Clock
from ratiodesk.domain.errors import RatioDeskError
from ratiodesk.domain.frozen_plan import FrozenId, FrozenPlan, freeze
from ratiodesk.domain.journal_port import Journal, JournalEntries
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.ports import Prices
from ratiodesk.words import mark, tr

_NO_PLAN = mark("There is no plan to freeze yet: it takes a stop, an entry and a target.")


@dataclass(frozen=True, slots=True)
class Overlay:
    """The frozen plan over the chart, as the open pair sees it."""

    plan: FrozenPlan
    score: Score


class KeptJournal(QObject):
    """Frozen plans, the newest first, written at once after every change.

    Signals
    -------
    changed
        There are other plans, notes or scores.
    overlay_changed
        Another frozen plan is to be seen over the chart, or none.
    noticed(sentence)
        Something the user should read.
    """

    changed = Signal()
    overlay_changed = Signal()
    noticed = Signal(str)

    def __init__(
        self, journal: Journal, prices: Prices, open_pair: OpenPair, loader: Loader, clock: Clock,
        as_of: date | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._journal, self._prices, self._open_pair, self._loader = journal, prices, open_pair, loader
        self._clock, self._as_of = clock, as_of
        self._scored: tuple[Scored, ...] = ()
        self._problems: tuple[str, ...] = ()
        # Those deleted since the start, the last one at the end.
        self._removed: tuple[FrozenPlan, ...] = ()
        self._laid_over: FrozenPlan | None = None
        self.was_read = False
        self.overlay: Overlay | None = None
        for shown in (open_pair.opened, open_pair.prices_changed):
            shown.connect(self._on_open_pair_shown)

    @property
    def scored(self) -> tuple[Scored, ...]:
        """The plans with their scores, as far as they were read."""
        return self._scored

    @property
    def problems(self) -> tuple[str, ...]:
        """A sentence about each document that cannot be read."""
        return self._problems

    @property
    def removed(self) -> FrozenPlan | None:
        """The plan that was deleted last and can be brought back; with it gone back, the one before."""
        return self._removed[-1] if self._removed else None

    def refusal(self) -> str:
        """Return why the plan of the open pair cannot be frozen, empty if it can."""
        standing, sized = self._open_pair.standing, self._open_pair.sized
        if standing is None or standing.plan is None:
            return standing.problem if standing is not None and standing.problem else tr(_NO_PLAN)
        return sized if isinstance(sized, str) else ""

    @Slot()
    def freeze(self) -> FrozenPlan | None:
        """Keep the plan of the open pair as it stands; return it, None if it was refused."""
        series, standing, sized = self._open_pair.series, self._open_pair.standing, self._open_pair.sized
        if series is None or standing is None or standing.plan is None or not isinstance(sized, Sized):
            self.noticed.emit(self.refusal())
            return None
        frozen = freeze(series, standing.plan, self._open_pair.layout.sizing, sized.position, self._clock())
        if any(frozen.repeats(plan) for plan in self._journal.entries().plans):
            sentence = tr("Nothing was frozen: the journal has this very plan of {pair} already.", pair=frozen.pair)
            self.noticed.emit(sentence)
            return None
        if not self._save(frozen):
            return None
        self._scored = (scored_on(frozen, series), *self._scored)
        self._announce()
        return frozen

    def set_note(self, plan_id: FrozenId, note: str) -> str:
        """Write another note beside a plan; return why not, empty if it was taken.

        Where it was changed elsewhere since it was read, that note stands behind it.
        """
        scored = self._find(plan_id)
        if scored is None:
            return tr("Nothing was changed: the frozen plan is gone.")
        try:
            plan, there = scored.plan.with_note(note), self._note_there(scored.plan)
            is_other = there not in ("", scored.plan.note, plan.note)
            if is_other:
                plan = plan.with_note(f"{plan.note} · {there}" if plan.note else there)
            if plan != scored.plan:
                self._journal.save(plan)
        except RatioDeskError as error:
            return str(error)
        self._scored = tuple(
            Scored(plan, each.score, each.problem) if each is scored else each for each in self._scored
        )
        self._announce()
        if is_other:
            self.noticed.emit(tr("The note was changed elsewhere too: both are kept."))
        return ""

    def remove(self, plan_id: FrozenId) -> None:
        """Delete a plan; :meth:`bring_back` undoes one after the other."""
        scored = self._find(plan_id)
        if scored is None:
            return
        try:
            self._journal.remove(plan_id)
        except RatioDeskError as error:
            self.noticed.emit(str(error))
            return
        self._removed = (*self._removed, scored.plan)
        self._scored = tuple(each for each in self._scored if each is not scored)
        if self._laid_over is not None and self._laid_over.id == plan_id:
            self.lay_over(None)
        self._announce()

    @Slot()
    def bring_back(self) -> None:
        """Keep the plan again that was deleted last."""
        if self.removed is not None:
            self.keep_again(self.removed)

    def keep_again(self, plan: FrozenPlan) -> bool:
        """Keep a plan that was deleted or damaged; return whether that was done."""
        try:
            self._journal.restore(plan)
        except RatioDeskError as error:
            self.noticed.emit(str(error))
            return False
        self._removed = tuple(removed for removed in self._removed if removed.id != plan.id)
        self.read()
        return True

    def lay_over(self, plan: FrozenPlan | None) -> None:
        """Show a frozen plan over the chart whenever its pair is seen on its basis, or none."""
        self._laid_over = plan
        self._on_open_pair_shown()

    @property
    def laid_over(self) -> FrozenPlan | None:
        """The plan that is chosen to be seen over the chart, whether or not its pair is open."""
        return self._laid_over

    def of_pair(self, pair: Pair) -> tuple[Scored, ...]:
        """Return the plans of a pair, whichever way round, scored with the prices at hand now.

        Raises
        ------
        RatioDeskError
            If the journal cannot be read.
        """
        plans = [plan for plan in self._journal.entries().plans if plan.pair.key == pair.key]
        return score_all(self._prices, plans, self._as_of)

    @Slot()
    def read(self) -> None:
        """Read all plans and score them, in the background."""
        self.was_read = True
        self._loader.submit("journal", self._read_all, self._show, self._fail)

    @Slot()
    def score_again(self) -> None:
        """Score what was read with the prices at hand now."""
        if self.was_read:
            self.read()

    # Inside

    def _find(self, plan_id: FrozenId) -> Scored | None:
        return next((scored for scored in self._scored if scored.plan.id == plan_id), None)

    def _note_there(self, plan: FrozenPlan) -> str:
        """Return the note on the disk, that of *plan* if it is gone."""
        return next((other.note for other in self._journal.entries().plans if other.id == plan.id), plan.note)

    def _announce(self) -> None:
        """Tell of a change that was written; what is being read may not have it yet."""
        self.changed.emit()
        self.score_again()

    def _save(self, plan: FrozenPlan) -> bool:
        try:
            self._journal.save(plan)
        except RatioDeskError as error:
            self.noticed.emit(str(error))
            return False
        return True

    def _read_all(self) -> tuple[JournalEntries, tuple[Scored, ...]]:
        entries = self._journal.entries()
        return entries, score_all(self._prices, entries.plans, self._as_of)

    def _show(self, found: tuple[JournalEntries, tuple[Scored, ...]]) -> None:
        entries, self._scored = found
        self._problems = entries.problems
        self.changed.emit()

    def _fail(self, error: RatioDeskError) -> None:
        self.noticed.emit(str(error))

    @Slot()
    def _on_open_pair_shown(self) -> None:
        before, self.overlay = self.overlay, self._overlay()
        if self.overlay != before:
            self.overlay_changed.emit()

    def _overlay(self) -> Overlay | None:
        plan, series = self._laid_over, self._open_pair.series
        if plan is None or series is None or plan.pair.key != series.pair.key or plan.basis is not series.basis:
            return None
        try:
            return Overlay(plan.seen_as(series.pair), score(plan, series))
        except RatioDeskError as error:
            self.noticed.emit(str(error))
            return None
