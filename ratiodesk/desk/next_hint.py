"""What a new user is shown next: one thing at a time, until it is done or sent away."""

from enum import StrEnum

from PySide6.QtCore import QObject, Signal, Slot

from ratiodesk.desk.kept_settings import KeptSettings
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.desk.watchlist import Watchlist
from ratiodesk.domain.level import Role
from ratiodesk.domain.ports import Settings
from ratiodesk.domain.zone import Zone

_ZONES_OF_A_PLAN = {Zone.STOPPED, Zone.ENTRY, Zone.HOLD, Zone.TARGET}


class Hint(StrEnum):
    """What the first steps are, in their order."""

    LINE = "line"
    STOP = "stop"
    ACCOUNT = "account"


class NextHint(QObject):
    """Tells which hint is due. One that is over, done or sent away, never comes back.

    Nothing is due before :meth:`start`: a picture has no hints.

    Signals
    -------
    changed
        Another hint is due, or none any more.
    """

    changed = Signal()

    def __init__(self, open_pair: OpenPair, watchlist: Watchlist, settings: KeptSettings) -> None:
        super().__init__()
        self._open_pair, self._watchlist, self._settings = open_pair, watchlist, settings
        self._due: Hint | None = None

    @property
    def due(self) -> Hint | None:
        """The hint to show now."""
        return self._due

    @Slot()
    def start(self) -> None:
        """Look from now on at what the user has done."""
        for happened in (
            self._open_pair.opened,
            self._open_pair.layout_changed,
            self._watchlist.refreshed,
            self._settings.changed,
        ):
            happened.connect(self.look)
        self.look()

    @Slot()
    def look(self) -> None:
        """Find out which hints are over, and which one is due."""
        if self._open_pair.is_dragging:
            return
        over = self._over
        if not over.issuperset(Hint):
            self._end(*(hint for hint in Hint if hint not in over and self._is_done(hint)))
        due = self._find_due()
        if due is not self._due:
            self._due = due
            self.changed.emit()

    @Slot()
    def dismiss(self) -> None:
        """Send the hint away that is due."""
        if self._due is not None:
            self._end(self._due)

    @Slot()
    def take_account(self) -> None:
        """The account was typed, even if it is what was there."""
        self._end(Hint.ACCOUNT)

    @property
    def _over(self) -> frozenset[str]:
        return frozenset(self._settings.now.hints_over)

    def _end(self, *hints: Hint) -> None:
        fresh = [hint for hint in hints if hint not in self._over]
        if fresh:
            self._settings.change(hints_over=(*self._settings.now.hints_over, *map(str, fresh)))

    def _is_done(self, hint: Hint) -> bool:
        """Return whether the user has done it, on the open pair or on another one."""
        levels, zones = self._open_pair.layout.levels, self._watchlist.zones()
        match hint:
            case Hint.LINE:
                return bool(levels) or bool(zones - {None, Zone.NONE})
            case Hint.STOP:
                return any(level.role is Role.STOP for level in levels) or bool(zones & _ZONES_OF_A_PLAN)
            case Hint.ACCOUNT:
                return self._settings.now.sizing.account != Settings().sizing.account

    def _find_due(self) -> Hint | None:
        open_pair, over = self._open_pair, self._over
        hint = next((hint for hint in Hint if hint not in over), None)
        if hint is None or open_pair.series is None or open_pair.problem:
            return None
        # All but the first are about a line that is there.
        return hint if hint is Hint.LINE or open_pair.layout.levels else None
