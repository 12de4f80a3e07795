"""Every saved pair with its last ratio and its zone, as a list model."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Slot

from ratiodesk.analysis.reading import standing_of
from ratiodesk.desk.loader import Loader
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.domain.errors import RatioDeskError
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.pair_quotes import read_pair
from ratiodesk.domain.ports import Layouts, Prices
from ratiodesk.domain.quotes import Quotes
from ratiodesk.domain.ratio import Ratio, format_ratio
from ratiodesk.domain.zone import Zone
from ratiodesk.plain_text import plain

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class WatchRow:
    """One pair of the list; ``problem`` says why ratio and zone are None, or why its layout is read-only."""

    pair: Pair
    ratio: Ratio | None = None
    zone: Zone | None = None
    problem: str = ""

    @property
    def zone_title(self) -> str:
        return self.zone.display_name if self.zone is not None else "No prices"


class _Remembered:
    """Reads each symbol once."""

    def __init__(self, prices: Prices) -> None:
        self._read = cache(prices.quotes)

    def quotes(self, symbol: Symbol, interval: Interval = Interval.DAILY) -> Quotes:
        return self._read(symbol, interval)


class Watchlist(QAbstractListModel):
    """Every saved pair and the open one, sorted; the open pair's row follows every change at once."""

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
        open_pair.opened.connect(self._on_open_pair_changed)
        open_pair.layout_changed.connect(self._on_open_pair_changed)

    @Slot()
    def refresh(self) -> None:
        """Read all saved pairs again, in the background."""
        self._loader.submit("watchlist", self._read_all, self._show, self._fail)

    def refresh_now(self) -> None:
        """Read all saved pairs again and wait for it."""
        self._show(self._read_all())

    def pairs(self) -> list[Pair]:
        """Return the listed pairs."""
        return [row.pair for row in self._rows]

    def zones(self) -> set[Zone | None]:
        """Return where the listed pairs stand, None among them if one cannot be read."""
        return {row.zone for row in self._rows}

    def row_of(self, pair: Pair) -> int:
        """Return the row of a pair in either orientation, -1 if it is not listed."""
        return next((place for place, row in enumerate(self._rows) if row.pair.key == pair.key), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            ratio = format_ratio(row.ratio) if row.ratio is not None else ""
            return f"{row.pair} {ratio} {row.zone_title}"
        return plain(row.problem) or None if role == Qt.ItemDataRole.ToolTipRole else None

    def _read_all(self) -> list[WatchRow]:
        """Return the rows of all saved pairs; the open one then tells its row itself."""
        prices = _Remembered(self._prices)
        rows = []
        for pair in self._layouts.pairs():
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

    def _show(self, rows: Sequence[WatchRow]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()
        self._on_open_pair_changed()

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
            self.endRemoveRows()
        place = sum(str(other.pair) < str(row.pair) for other in self._rows)
        self.beginInsertRows(QModelIndex(), place, place)
        self._rows.insert(place, row)
        self.endInsertRows()
