"""Every saved pair with its last ratio and its zone, as a list model."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot

from ratiodesk.analysis.reading import standing_of
from ratiodesk.desk.loader import Loader
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.domain.errors import RatioDeskError
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.pair_quotes import read_pair
from ratiodesk.domain.ports import Layouts, Prices
from ratiodesk.domain.ratio import Ratio, format_ratio
from ratiodesk.domain.remembered_quotes import RememberedQuotes
from ratiodesk.domain.zone import Zone
from ratiodesk.local_text import local
from ratiodesk.plain_text import plain
from ratiodesk.words import tr

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
_NO_PARENT = QModelIndex()
_KIND = "watchlist"
# So many pairs are read at once: what is read is shown, and the window answers in between.
_SLICE = 50


@dataclass(frozen=True, slots=True)
class WatchRow:
    """One pair of the list.

    Parameters
    ----------
    ratio, zone, problem
        Where the pair stands; or why it does not stand anywhere, or why its layout is read-only.
    is_read
        Whether its prices were looked for yet.
    """

    pair: Pair
    ratio: Ratio | None = None
    zone: Zone | None = None
    problem: str = ""
    is_read: bool = True

    @property
    def zone_title(self) -> str:
        if not self.is_read:
            return ""
        return self.zone.display_name if self.zone is not None else tr("No prices")


class Watchlist(QAbstractListModel):
    """Every saved pair and the open one, sorted; the open pair's row follows every change at once.

    Signals
    -------
    refreshed
        All saved pairs were read.
    """

    refreshed = Signal()

    def __init__(
        self, prices: Prices, layouts: Layouts, open_pair: OpenPair, loader: Loader, as_of: date | None = None
    ) -> None:
        super().__init__()
        self._prices, self._layouts, self._open_pair, self._loader, self._as_of = (
            prices,
            layouts,
            open_pair,
            loader,
            as_of,
        )
        self._rows: list[WatchRow] = []
        # A dragged line asks for the row of its pair at every step.
        self._places: dict[tuple[Symbol, Symbol], int] = {}
        open_pair.opened.connect(self._on_open_pair_changed)
        open_pair.layout_changed.connect(self._on_open_pair_changed)

    @Slot()
    def refresh(self) -> None:
        """Read all saved pairs again, in the background, and show each part of a long list as soon as it is read."""
        prices = RememberedQuotes(self._prices)

        def read() -> tuple[list[WatchRow], list[Pair]]:
            pairs = list(self._layouts.pairs())
            return self._read(prices, pairs[:_SLICE]), pairs[_SLICE:]

        def show(found: tuple[list[WatchRow], list[Pair]]) -> None:
            rows, rest = found
            self._show([*rows, *(self._known(pair) for pair in rest)])
            self._read_on(prices, rest)

        self._loader.submit(_KIND, read, show, self._fail)

    def refresh_now(self) -> None:
        """Read all saved pairs again and wait for it."""
        self._show(self._read_all())
        self.refreshed.emit()

    def pairs(self) -> list[Pair]:
        """Return the listed pairs."""
        return [row.pair for row in self._rows]

    def zones(self) -> set[Zone | None]:
        """Return where the listed pairs stand, None among them if one cannot be read."""
        return {row.zone for row in self._rows}

    def row_of(self, pair: Pair) -> int:
        """Return the row of a pair in either orientation, -1 if it is not listed."""
        return self._places.get(pair.key, -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            ratio = local(format_ratio(row.ratio)) if row.ratio is not None else ""
            return f"{row.pair} {ratio} {row.zone_title}".rstrip()
        return plain(row.problem) or None if role == Qt.ItemDataRole.ToolTipRole else None

    def _read_all(self) -> list[WatchRow]:
        """Return the rows of all saved pairs; the open one then tells its row itself."""
        return self._read(RememberedQuotes(self._prices), self._layouts.pairs())

    def _read_on(self, prices: RememberedQuotes, pairs: list[Pair]) -> None:
        """Read these pairs, one slice after the other."""
        if not pairs:
            self.refreshed.emit()
            return

        def show(rows: list[WatchRow]) -> None:
            self._take(rows)
            self._read_on(prices, pairs[_SLICE:])

        self._loader.submit(_KIND, lambda: self._read(prices, pairs[:_SLICE]), show, self._fail)

    def _read(self, prices: RememberedQuotes, pairs: Iterable[Pair]) -> list[WatchRow]:
        rows = []
        for pair in pairs:
            try:
                opened = self._layouts.peek(pair)
                layout = opened.layout
                basis = layout.view.basis
                series = read_pair(prices, pair, basis).series(basis, self._as_of)
                standing = standing_of(series, layout)
                problem = str(opened.problem) if opened.problem else ""
                rows.append(WatchRow(pair, standing.ratio, standing.zone, problem))
            except RatioDeskError as error:
                rows.append(WatchRow(pair, problem=str(error)))
        return rows

    def _known(self, pair: Pair) -> WatchRow:
        """Return the row as it was read last, until it is read again."""
        row = self._rows[place] if (place := self.row_of(pair)) >= 0 else None
        return row if row is not None and row.pair == pair else WatchRow(pair, is_read=False)

    def _show(self, rows: Sequence[WatchRow]) -> None:
        if [row.pair for row in rows] == [row.pair for row in self._rows]:
            self._take(rows)
            return
        self.beginResetModel()
        self._rows = list(rows)
        self._find_places()
        self.endResetModel()
        self._on_open_pair_changed()

    def _take(self, rows: Iterable[WatchRow]) -> None:
        """Put rows that were read in the place of those of their pairs; the open pair's says more than the disk."""
        standing = self._open_pair.standing
        opened = standing.pair.key if standing is not None else None
        changed = []
        for row in rows:
            place = self.row_of(row.pair)
            # A pair that was turned over meanwhile has another row.
            is_listed = place >= 0 and self._rows[place].pair == row.pair
            if is_listed and row.pair.key != opened and self._rows[place] != row:
                self._rows[place] = row
                changed.append(place)
        if changed:
            self.dataChanged.emit(self.index(min(changed)), self.index(max(changed)))

    def _find_places(self) -> None:
        self._places = {row.pair.key: place for place, row in enumerate(self._rows)}

    def _fail(self, error: RatioDeskError) -> None:
        self._open_pair.noticed.emit(str(error))

    @Slot()
    def _on_open_pair_changed(self) -> None:
        standing = self._open_pair.standing
        if standing is None:
            return
        row = WatchRow(standing.pair, standing.ratio, standing.zone, self._open_pair.problem)
        place = self.row_of(row.pair)
        if place >= 0 and self._rows[place].pair == row.pair:
            if self._rows[place] != row:
                self._rows[place] = row
                self.dataChanged.emit(self.index(place), self.index(place))
            return
        if place >= 0:
            self.beginRemoveRows(QModelIndex(), place, place)
            del self._rows[place]
            self._find_places()
            self.endRemoveRows()
        place = sum(str(other.pair) < str(row.pair) for other in self._rows)
        self.beginInsertRows(QModelIndex(), place, place)
        self._rows.insert(place, row)
        self._find_places()
        self.endInsertRows()
