"""The frozen plans as a table that can be sorted, filtered and noted in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor

from ratiodesk.analysis.score import Score, State
from ratiodesk.analysis.scored import Scored
from ratiodesk.domain.level import Role
from ratiodesk.local_text import local
from ratiodesk.plain_text import plain
from ratiodesk.ui.journal_text import day_text, details_of, r_text, state_of
from ratiodesk.ui.number_text import signed_money
from ratiodesk.ui.theme import Theme
from ratiodesk.words import mark, tr

SCORED_ROLE = int(Qt.ItemDataRole.UserRole)
_NO_PARENT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class _Column:
    """One column: its title, its text, and what it is sorted by; *gain* is what colours it, where anything does."""

    title: str
    text: Callable[[Scored], str]
    key: Callable[[Scored], Any]
    number: bool = False
    gain: Callable[[Score], float] | None = None
    money: Callable[[Score], float] | None = None


def _of_score(text: Callable[[Score], str]) -> Callable[[Scored], str]:
    """Return the text of a plan that was entered, a dash for any other."""
    return lambda scored: text(scored.score) if scored.score is not None and scored.score.entered is not None else "–"


def _figure(
    title: str, text: Callable[[Scored], str], gain: Callable[[Score], float], money: Callable[[Score], float]
) -> _Column:
    def key(scored: Scored) -> float:
        return gain(scored.score) if scored.score is not None and scored.score.entered is not None else float("-inf")

    return _Column(title, text, key, number=True, gain=gain, money=money)


def _entered(score: Score) -> str:
    return f"{day_text(score.entered.session)}" if score.entered is not None else "–"


def _ended(scored: Scored) -> str:
    score = scored.score
    if score is None or score.ended is None or score.state is State.OPEN:
        return "–"
    return day_text(score.ended.session)


def _date_key(scored: Scored, name: str) -> str:
    mark = getattr(scored.score, name) if scored.score is not None else None
    return mark.session.isoformat() if mark is not None else ""


def _outcome_key(scored: Scored) -> tuple[str, bool, int, int]:
    """Return the state, and of how much of a plan it is, whatever the language calls them."""
    found, count = scored.score, len(scored.plan.fills)
    if found is None:
        return "none", False, 0, 0
    if found.state is State.MISSED:
        return found.state.value, found.line is Role.STOP, 0, 0
    has_tranches = count > 0 and found.entered is not None
    return (found.state.value, False, *((found.filled, count) if has_tranches else (0, 0)))


def _money(scored: Scored) -> str:
    return _of_score(lambda score: signed_money(score.money, scored.plan.currency))(scored)


def _frozen_key(scored: Scored) -> str:
    return f"{scored.plan.session.isoformat()} {scored.plan.frozen.isoformat()}"


COLUMNS = (
    _Column(mark("Frozen"), lambda scored: day_text(scored.plan.session), _frozen_key),
    _Column(mark("Pair"), lambda scored: str(scored.plan.pair), lambda scored: str(scored.plan.pair)),
    _Column(mark("Outcome"), state_of, _outcome_key),
    _Column(mark("Entered"), _of_score(_entered), lambda scored: _date_key(scored, "entered")),
    _Column(mark("Ended"), _ended, lambda scored: _date_key(scored, "ended")),
    _Column(
        mark("Sessions"),
        _of_score(lambda score: local(f"{score.sessions:,}")),
        lambda scored: scored.score.sessions if scored.score is not None else -1,
        number=True,
    ),
    _figure(
        mark("Best"),
        _of_score(lambda score: r_text(score.best_r)),
        lambda score: score.best_r,
        lambda score: score.best,
    ),
    _figure(
        mark("Worst"),
        _of_score(lambda score: r_text(score.worst_r)),
        lambda score: score.worst_r,
        lambda score: score.worst,
    ),
    _figure(
        mark("Result"),
        _of_score(lambda score: r_text(score.r_multiple)),
        lambda score: score.r_multiple,
        lambda score: score.money,
    ),
    _figure(mark("Money"), _money, lambda score: score.money, lambda score: score.money),
    _Column(mark("Note"), lambda scored: scored.plan.note, lambda scored: scored.plan.note.casefold()),
)
NOTE = len(COLUMNS) - 1


def _tip(scored: Scored, column: _Column) -> str:
    """Return what the mouse on a cell is told: the whole note, a figure in money, or what was decided."""
    found = scored.score
    if column is COLUMNS[NOTE] and scored.plan.note:
        return scored.plan.note
    if column.money is not None and found is not None and found.entered is not None:
        return f"{tr(column.title)}: {signed_money(column.money(found), scored.plan.currency)}"
    return scored.problem or details_of(scored.plan)


class JournalModel(QAbstractTableModel):
    """A row for each plan; the note is the one cell that can be edited.

    Signals
    -------
    note_entered(plan_id, note)
        The user wrote another note; the cell shows it once it is kept.
    """

    note_entered = Signal(str, str)

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme
        self._rows: tuple[Scored, ...] = ()
        # What was searched so far of the rows, and what they were sorted by in a column.
        self._texts: dict[int, str] = {}
        self._keys: dict[int, list[Any]] = {}

    def show_rows(self, rows: Sequence[Scored]) -> None:
        """Show these plans; whatever is selected stays so where the plans are the same."""
        self._texts.clear()
        self._keys.clear()
        before = [row.plan.id for row in self._rows]
        if before == [row.plan.id for row in rows]:
            self._rows = tuple(rows)
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, NOTE))
            return
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if COLUMNS[section].number else _LEFT
        return tr(COLUMNS[section].title) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        scored, column = self._rows[index.row()], COLUMNS[index.column()]
        found = _DATA.get(role)
        return found(self, scored, column) if found is not None else None

    def text(self, row: int) -> str:
        """Return all that is written in a row, to be searched."""
        if row not in self._texts:
            self._texts[row] = "\n".join(column.text(self._rows[row]) for column in COLUMNS).casefold()
        return self._texts[row]

    def keys(self, column: int) -> list[Any]:
        """Return what the rows are sorted by in a column."""
        if column not in self._keys:
            self._keys[column] = [COLUMNS[column].key(scored) for scored in self._rows]
        return self._keys[column]

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != NOTE:
            return False
        plan = self._rows[index.row()].plan
        if str(value) != plan.note:
            self.note_entered.emit(plan.id, str(value))
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == NOTE else flags

    def colour(self, scored: Scored, column: _Column) -> QColor | None:
        found = scored.score
        if found is None or found.entered is None:
            return QColor(self.theme.muted)
        gain = column.gain(found) if column.gain is not None else 0.0
        return QColor(self.theme.gain if gain > 0 else self.theme.loss) if gain else None


_DATA: dict[int, Callable[[JournalModel, Scored, _Column], Any]] = {
    Qt.ItemDataRole.DisplayRole: lambda _, scored, column: column.text(scored),
    Qt.ItemDataRole.EditRole: lambda _, scored, column: scored.plan.note if column is COLUMNS[NOTE] else None,
    Qt.ItemDataRole.TextAlignmentRole: lambda _, __, column: _RIGHT if column.number else _LEFT,
    Qt.ItemDataRole.ForegroundRole: lambda model, scored, column: model.colour(scored, column),
    Qt.ItemDataRole.ToolTipRole: lambda _, scored, column: plain(_tip(scored, column)),
    SCORED_ROLE: lambda _, scored, __: scored,
}


class JournalFilter(QSortFilterProxyModel):
    """Rows that have every word of a text somewhere, sorted by what they mean and not by how they are written."""

    def __init__(self, model: JournalModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._words: tuple[str, ...] = ()
        self.setSourceModel(model)

    def set_text(self, text: str) -> None:
        """Show the rows that have every word of *text*."""
        self._words = tuple(text.casefold().split())
        self.invalidate()

    def shown(self) -> list[Scored]:
        """Return the plans of the rows in sight, from top to bottom."""
        return [self.index(row, 0).data(SCORED_ROLE) for row in range(self.rowCount())]

    def filterAcceptsRow(self, source_row: int, source_parent: _Index) -> bool:
        return all(word in self._model.text(source_row) for word in self._words)

    def lessThan(self, source_left: _Index, source_right: _Index) -> bool:
        # Asked of the model as an item, each of a thousand rows would be asked for ten times over.
        keys = self._model.keys(source_left.column())
        return bool(keys[source_left.row()] < keys[source_right.row()])
