"""The layout under edit: what the lines say, undo over all of it, and every change written at once."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ratiodesk.analysis.reading import Sized, Standing, standing_of, try_size
from ratiodesk.desk.history import History
from ratiodesk.desk.layout_keeper import LayoutKeeper
from ratiodesk.desk.pair_histories import PairHistories
from ratiodesk.desk.work import Work
from ratiodesk.domain.balance import Dependence
from ratiodesk.domain.errors import BadLevel, DamagedDocument
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.ports import Layouts
from ratiodesk.domain.ratio import Ratio, check_ratio, nudge_step, parse_ratio, snap_to_step
from ratiodesk.domain.series import RatioSeries
from ratiodesk.domain.sizing import Sizing
from ratiodesk.domain.worth import Worth
from ratiodesk.words import tr

# Nudges of one line that follow each other so soon are one step.
_NUDGES_MS = 1000
# A held key nudges thirty times a second, and a disk may take longer than that for one document.
_SAVE_MS = 400


class EditedLayout(QObject):
    """Changes a layout whose series of daily ratios someone else provides.

    Signals
    -------
    layout_changed
        The lines, the sizing or the holdings are other ones; also while a line is dragged.
    save_delayed, saved, save_failed(sentence)
        The layout is written in a moment; every one is on the disk; one is not, and why.
    noticed(sentence)
        Something the user should read.
    """

    layout_changed = Signal()
    save_delayed = Signal()
    saved = Signal()
    save_failed = Signal(str)
    noticed = Signal(str)

    def __init__(self, layout: Layout, layouts: Layouts) -> None:
        super().__init__()
        self._keeper = LayoutKeeper(layouts, self)
        self._keeper.saved.connect(self.saved)
        self._keeper.save_failed.connect(self.save_failed)
        self._histories = PairHistories()
        self._history = History(Work.of(layout))
        self._layout = layout
        self._problem: DamagedDocument | None = None
        self._exists = False
        # The line whose nudges go on being one step.
        self._nudged: LevelId | None = None
        self._nudge_timer = QTimer(self, singleShot=True, interval=_NUDGES_MS)
        self._nudge_timer.timeout.connect(self._end_nudges)
        self._save_timer = QTimer(self, singleShot=True, interval=_SAVE_MS)
        self._save_timer.timeout.connect(self._on_save_timer_timeout)
        self._save_waits = False
        self.series: RatioSeries | None = None
        self.dependence: Dependence | None = None
        # What the portfolio is worth at the session of the series.
        self.worth: Worth | None = None
        self.standing: Standing | None = None
        self.sized: Sized | str = ""

    @property
    def pair(self) -> Pair:
        return self._layout.pair

    @property
    def layout(self) -> Layout:
        return self._layout

    @property
    def committed(self) -> Layout:
        """The layout without the move of a drag that has not ended."""
        return self._committed()

    @property
    def problem(self) -> str:
        """Why the layout is read-only, empty if it is not."""
        return str(self._problem) if self._problem else ""

    @property
    def can_set_aside(self) -> bool:
        """Whether the unreadable document may be renamed: a newer version's may not."""
        return self._problem is not None and type(self._problem) is DamagedDocument

    @property
    def is_save_delayed(self) -> bool:
        """Whether a change is still to be written."""
        return self._save_waits

    @property
    def can_undo(self) -> bool:
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        return self._history.can_redo

    @property
    def is_dragging(self) -> bool:
        """Whether a line is shown elsewhere than where it was put down last."""
        return self._layout.levels != self._history.now.levels

    # Lines; a line that is gone meanwhile is left alone

    def add_level(self, ratio: float) -> LevelId | None:
        """Draw a line; the one a plan still lacks takes its role. Return its id, None if it was refused."""
        if self.series is None:
            return None
        now = self.series.ratio
        try:
            level = Level.new(check_ratio(ratio, now), basis=self.series.basis)
        except BadLevel as error:
            self.noticed.emit(str(error))
            return None
        return level.id if self._edit(lambda layout: layout.add(level, now)) else None

    @Slot(str, float)
    def drag_level(self, level_id: LevelId, ratio: float) -> None:
        """Move a line for the eye only; :meth:`drop_level` or :meth:`cancel_drag` ends it."""
        if self._can_move(level_id) and not self._refuse():
            self._layout = self._committed().move(level_id, Ratio(ratio))
            self._read()

    @Slot(str, float)
    def drop_level(self, level_id: LevelId, ratio: float) -> None:
        """Move a line; where it could not be drawn, it returns to where it was."""
        self._put(level_id, ratio)

    @Slot(str)
    def cancel_drag(self, level_id: str) -> None:
        """Put a dragged line back."""
        self._layout = self._committed()
        self._read()

    def set_value(self, level_id: LevelId, text: str) -> str:
        """Move a line to a typed ratio; return why not, empty if it was taken."""
        try:
            ratio = parse_ratio(text, self.series.ratio if self.series else None)
        except BadLevel as error:
            return str(error)
        fixed = self._why_fixed(level_id)
        if fixed:
            return fixed
        if self._edit_line(level_id, lambda level: replace(level, ratio=ratio)):
            return ""
        return tr("Nothing was changed: {reason}", reason=self.problem or tr("the line is gone."))

    @Slot(str, int)
    def nudge(self, level_id: LevelId, steps: int) -> None:
        """Move a line by a few of the arrow keys' steps; one nudge soon after another goes on with the same step."""
        if not self._has(level_id):
            return
        level = self._committed().level(level_id)
        step = nudge_step(level.ratio)
        moved = level.ratio + steps * step
        if steps and moved > 0:
            # A thousandth of a step keeps what the user typed beyond the step's digits.
            self._put(level_id, snap_to_step(moved, step / 1000), nudged=level_id)

    def set_role(self, level_id: LevelId, role: Role) -> None:
        if self._has(level_id):
            self._edit(lambda layout: layout.with_role(level_id, role))

    def set_label(self, level_id: LevelId, label: str) -> None:
        self._edit_line(level_id, lambda level: replace(level, label=label.strip()[:200]))

    def set_colour(self, level_id: LevelId, colour: str) -> None:
        self._edit_line(level_id, lambda level: replace(level, colour=colour))

    def set_locked(self, level_id: LevelId, locked: bool) -> None:
        self._edit_line(level_id, lambda level: replace(level, locked=locked))

    @Slot(str)
    def tell_fixed(self, level_id: LevelId) -> None:
        """Say why a line cannot be moved, if that is so."""
        fixed = self._why_fixed(level_id)
        if fixed:
            self.noticed.emit(fixed)

    @Slot(str)
    def remove_level(self, level_id: LevelId) -> None:
        locked = self._lock_of(level_id)
        if locked:
            self.noticed.emit(locked)
        elif self._has(level_id):
            self._edit(lambda layout: layout.remove(level_id))

    @Slot()
    def undo(self) -> None:
        self._step(History.undo)

    @Slot()
    def redo(self) -> None:
        self._step(History.redo)

    def put_back(self, layout: Layout) -> bool:
        """Take lines and money of an earlier version of the layout; return whether that was allowed."""
        return self._edit(lambda now: Work.of(layout.seen_as(now.pair)).put_into(now))

    # Sizing

    def set_sizing(self, sizing: Sizing) -> bool:
        """Size with other inputs; return whether they are others and were taken."""
        return self._change(lambda layout: replace(layout, sizing=sizing))

    @Slot(object)
    def set_holding(self, holding: Holding) -> None:
        """Say what the account holds of a leg."""
        self._change(lambda layout: layout.with_holding(holding))

    @Slot(str)
    def forget_holding(self, symbol: Symbol) -> None:
        """Say nothing any more about what the account holds of a leg."""
        self._change(lambda layout: layout.without_holding(symbol))

    # Inside

    def _has(self, level_id: LevelId) -> bool:
        return any(level.id == level_id for level in self._history.now.levels)

    def _in_view(self, level_id: LevelId) -> bool:
        return any(level.id == level_id for level in self._committed().in_basis())

    def _lock_of(self, level_id: LevelId) -> str:
        """Return that a line is locked, empty if it is not."""
        line = next((level for level in self._history.now.levels if level.id == level_id), None)
        if line is None or not line.locked:
            return ""
        return tr("{line} is locked: right-click it to unlock it.", line=line)

    def _why_fixed(self, level_id: LevelId) -> str:
        """Return why a line cannot be moved, empty if it can or is gone."""
        if not self._has(level_id) or self._in_view(level_id):
            return self._lock_of(level_id)
        line = self._committed().level(level_id)
        drawn_elsewhere = tr("{line} was drawn on the other basis: right-click it to carry it over.", line=line)
        return self._lock_of(level_id) or drawn_elsewhere

    def _can_move(self, level_id: LevelId) -> bool:
        """Return whether a line is there and can be moved; say why one cannot."""
        self.tell_fixed(level_id)
        return self._has(level_id) and not self._why_fixed(level_id)

    def _committed(self) -> Layout:
        """Return the layout without the move of a drag that has not ended."""
        return self._history.now.put_into(self._layout)

    def _put(self, level_id: LevelId, ratio: float, nudged: LevelId | None = None) -> None:
        if self.series is None or not self._can_move(level_id):
            return
        try:
            there = check_ratio(ratio, self.series.ratio)
        except BadLevel as error:
            self.cancel_drag(level_id)
            self.noticed.emit(str(error))
            return
        self._edit(lambda layout: layout.move(level_id, there), nudged)

    def _edit(self, change: Callable[[Layout], Layout], nudged: LevelId | None = None) -> bool:
        """Change the lines; return whether that was allowed."""
        if self._refuse():
            self.cancel_drag("")
            return False
        if nudged is None or nudged != self._nudged:
            self._end_nudges()
        try:
            layout = change(self._committed())
        except BadLevel:
            # What was nudged was written just now, and the line turned out to be removed elsewhere.
            return False
        self._layout = layout
        self._take(Work.of(layout), nudged)
        self._read()
        return True

    def _take(self, work: Work, nudged: LevelId | None = None) -> None:
        """Make *work* the present: a step that is written at once, or a nudge that may go on with the last one."""
        if work == self._history.now:
            return
        if nudged is None:
            self._history.record(work)
            self._save()
            return
        is_step = self._history.amend(work) if self._nudged is not None else self._history.record(work)
        self._nudged = nudged if is_step else None
        self._nudge_timer.start()
        if not self._save_timer.isActive():
            # The first one is written like any other change; those of a held key follow it together.
            self._save()
            self._save_timer.start()
        elif not self._save_waits:
            self._save_waits = True
            self.save_delayed.emit()

    @Slot()
    def _end_nudges(self) -> None:
        """Write what was nudged, and let the next nudge be a step of its own."""
        self._nudged = None
        self._nudge_timer.stop()
        if self._save_waits:
            self._save()

    def _edit_line(self, level_id: LevelId, change: Callable[[Level], Level]) -> bool:
        """Change one line; return whether it is there and that was allowed."""
        if not self._has(level_id):
            return False
        return self._edit(lambda layout: layout.with_level(change(layout.level(level_id))))

    def _step(self, step: Callable[[History[Work]], Work]) -> None:
        if not self._refuse():
            self._end_nudges()
            before = self._history.now
            self._layout = step(self._history).put_into(self._layout)
            if self._history.now != before:
                self._save()
            self._read()

    def _change(self, change: Callable[[Layout], Layout]) -> bool:
        """Change sizing or holdings; return whether they are others now and that was allowed."""
        if Work.of(change(self._committed())) == self._history.now or self._refuse():
            return False
        self._end_nudges()
        work = Work.of(change(self._committed()))
        # A drag goes on: its line stays where it is seen.
        self._layout = replace(self._layout, sizing=work.sizing, holdings=work.holdings)
        self._take(work)
        self._read()
        return True

    def _refuse(self) -> bool:
        """Return whether nothing may be changed: nothing is open, or its document cannot be read."""
        if self._problem is not None:
            self.noticed.emit(tr("Nothing was changed: {reason}", reason=self._problem))
        return self._problem is not None or self.series is None

    def _read(self, *, announce: bool = True) -> None:
        """Work out again what the lines say."""
        if self.series is not None:
            self.standing = standing_of(self.series, self._layout)
            self.sized = try_size(self.series, self._layout, self.dependence, self.worth)
        if announce:
            self.layout_changed.emit()

    def _resume(self, layout: Layout) -> None:
        """Show *layout* with the steps that led to it."""
        self._layout = layout
        self._history = self._histories.resume(layout)
        self._layout = self._committed()

    def _save(self) -> None:
        self._save_timer.stop()
        self._save_waits = False
        self._exists = True
        self._keeper.save(self._committed())

    @Slot()
    def _on_save_timer_timeout(self) -> None:
        if self._save_waits:
            self._save()
            self._save_timer.start()
