"""A table of holdings out of a text file that a broker or spreadsheet wrote."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ratiodesk.domain.errors import BadInput, BadPair
from ratiodesk.domain.pair import Symbol, parse_symbol
from ratiodesk.domain.portfolio import Lot
from ratiodesk.domain.portfolio_port import LotImport
from ratiodesk.domain.price_import import DroppedRow
from ratiodesk.domain.shown_text import shorten
from ratiodesk.market.price_column import DELIMITERS, HEADER_LINES, LONGEST_HEADER, Row, cells_of, fold, rows_below
from ratiodesk.market.price_file import decoded
from ratiodesk.market.price_notation import Mark, certain_mark, is_missing, read_number
from ratiodesk.words import mark, tr

_LARGEST_BYTES = 5_000_000
_MOST_ROWS = 10_000
# No symbol, and no name of a total or of cash, is longer; a cell of a torn file may have megabytes.
_LONGEST_SYMBOL_CELL = 200
# Whole words of a line that adds up those above it; SUM alone is the symbol of a share.
_TOTAL_WORDS = (
    "total totals totaux totale subtotal grandtotal summe gesamt gesamtsumme gesamtwert gesamtbestand gesamtdepot "
    "depotsumme depotwert endsumme zwischensumme insgesamt somme"
)
_TOTALS = frozenset(_TOTAL_WORDS.split())
_WORD = re.compile(r"\w+")
_SHOWN_TEXT, _SHOWN_CELL, _SHOWN_NAME = 80, 24, 60


class _Column(StrEnum):
    """What a column holds, as a sentence names it."""

    SYMBOL = mark("symbol")
    SHARES = mark("shares")
    VALUE = mark("value")
    COST = mark("cost")
    UNIT_COST = mark("cost of a share")


# Folded names, as for prices; of several that are there the first counts. Those of Fidelity, Schwab, Vanguard,
# Interactive Brokers, and German brokers.
_FOREIGN_NAMES: dict[_Column, str] = {
    _Column.SYMBOL: "symbol ticker tickersymbol instrument securityid symbolcusip kurzel",
    _Column.SHARES: "shares quantity qty qtyquantity units position anzahl stuck stucke bestand nombre",
    _Column.VALUE: "value marketvalue currentvalue totalvalue mktvalue mktvalmarketvalue positionvalue holdingvalue "
    "wert kurswert gesamtwert marktwert amount",
    _Column.COST: "cost costbasis costbasistotal totalcost costbasismoney bookvalue bookcost purchasevalue "
    "einstandswert kaufwert",
    _Column.UNIT_COST: "averagecost avgcost averagecostbasis averageprice avgprice costpershare costbasisprice "
    "unitcost costprice purchaseprice einstandskurs kaufkurs",
}


@dataclass(frozen=True, slots=True)
class _Table:
    columns: dict[_Column, int]
    rows: Sequence[Row]
    delimiter: str
    width: int

    def cell(self, row: Row, column: _Column) -> str:
        at = self.columns.get(column, len(row.cells))
        return row.cells[at] if at < len(row.cells) else ""


class LotTables:
    """Reads files of holdings. Implements the ``LotReader`` port."""

    def read(self, path: Path) -> LotImport:
        name = shorten(path.name, _SHOWN_NAME)
        try:
            if path.exists() and not path.is_file():
                raise BadInput(tr("{name} is not a file.", name=name))
            with path.open("rb") as file:
                content = file.read(_LARGEST_BYTES + 1)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise BadInput(tr("{name} cannot be opened: {reason}.", name=name, reason=reason)) from error
        return read_lots(content, name)


def read_lots(content: bytes, name: str) -> LotImport:
    """Read the holdings in the *content* of a file called *name*.

    Rows of one symbol are added up. A row of cash counts as cash; one that cannot be read is left out and named.

    Raises
    ------
    BadInput
        If the content is too large, or no table with a symbol and shares or a value; or no row of it can be read.
    """
    if len(content) > _LARGEST_BYTES:
        size = _LARGEST_BYTES // 1_000_000
        raise BadInput(tr("{name} is larger than {size} MB; holdings take less.", name=name, size=size))
    if content.startswith(b"PK\x03\x04"):
        raise BadInput(tr("{name} is a workbook or an archive: save the sheet as CSV first.", name=name))
    table = _find_table(decoded(content).replace("\0", ""))
    if table is None:
        raise BadInput(
            tr(
                "{name} has no line of column names: one for the symbol, and one for the shares or the value, were "
                "looked for in the first {count} lines.",
                name=name,
                count=HEADER_LINES,
            )
        )
    if len(table.rows) > _MOST_ROWS:
        most = f"{_MOST_ROWS:,}"
        raise BadInput(tr("{name} has more than {most} rows: a table of holdings has fewer.", name=name, most=most))
    found = _Found(table, _marks(table))
    for row in table.rows:
        found.take(row)
    if not found.lots and found.cash is None:
        raise BadInput(_nothing_text(name, found.dropped))
    notes = _notes(found)
    if found.owes and found.cash is None:
        # Without a number, what is in no holding would count as cash.
        found.cash = 0.0
        notes.append(tr("Cash is borrowed: it is taken as none, and the debt is not counted."))
    return LotImport(
        lots=tuple(found.lots.values()),
        cash=found.cash,
        rows=len(table.rows),
        dropped=tuple(found.dropped),
        notes=tuple(notes),
    )


class _Found:
    """What was read so far."""

    def __init__(self, table: _Table, marks: Mapping[_Column, Mark | None]) -> None:
        self._table, self._marks = table, marks
        self.lots: dict[Symbol, Lot] = {}
        self.counts: dict[Symbol, int] = {}
        self.cash: float | None = None
        self.costless: dict[Symbol, None] = {}
        self.owes = self.lacks_shares = False
        self.dropped: list[DroppedRow] = []

    def take(self, row: Row) -> None:
        """Read one row."""
        try:
            self._take(row, self._table.cell(row, _Column.SYMBOL)[:_LONGEST_SYMBOL_CELL])
        except BadInput as error:
            self.dropped.append(DroppedRow(row.line, shorten(row.text, _SHOWN_TEXT), str(error).removesuffix(".")))

    def _take(self, row: Row, cell: str) -> None:
        if any(row.cells[self._table.width :]):
            raise BadInput(tr("it has more cells than there are columns: a number with commas needs quotes"))
        shares, value = (self._number(row, column) for column in (_Column.SHARES, _Column.VALUE))
        if _is_cash(cell):
            self._add_cash(value if value is not None else shares)
            return
        if not cell:
            raise BadInput(tr("it names no symbol"))
        if not _TOTALS.isdisjoint(map(fold, _WORD.findall(cell))):
            raise BadInput(tr("it is a total and no holding"))
        try:
            # Fidelity marks money market funds with asterisks.
            symbol = parse_symbol(cell.rstrip("*"))
        except BadPair as error:
            raise BadInput(tr("“{cell}” is not a symbol", cell=shorten(cell, _SHOWN_CELL))) from error
        cost = self._number(row, _Column.COST)
        unit_cost = self._number(row, _Column.UNIT_COST)
        if cost is None and unit_cost is not None:
            cost = unit_cost * shares if shares is not None else None
            self.lacks_shares |= shares is None
        lot = Lot(symbol, shares, value, cost)
        known = self.lots.get(symbol)
        self.lots[symbol] = _added(known, lot) if known else lot
        if known and (known.cost is None) is not (lot.cost is None):
            self.costless[symbol] = None
        self.counts[symbol] = self.counts.get(symbol, 0) + 1

    def _add_cash(self, amount: float | None) -> None:
        if amount is None:
            raise BadInput(tr("it is cash without an amount"))
        if amount < 0:
            self.owes = True
            raise BadInput(tr("it is borrowed cash, which is no holding"))
        self.cash = (self.cash or 0.0) + amount

    def _number(self, row: Row, column: _Column) -> float | None:
        """Return the number in a column, None where there is none."""
        cell = self._table.cell(row, column)
        if is_missing(cell):
            return None
        if "%" in cell:
            raise BadInput(tr("{column} “{cell}” is a percentage: a number is needed", **_shown(column, cell)))
        mark = self._marks[column]
        number, other = read_number(cell, mark or "."), read_number(cell, mark or ",")
        if number is None:
            raise BadInput(tr("{column} “{cell}” cannot be read as a number", **_shown(column, cell)))
        if other not in (number, None):
            raise BadInput(
                tr(
                    "{column} “{cell}” could be {first} or {second}: write it without the mark, or with a zero more",
                    first=f"{number:.12g}",
                    second=f"{other:.12g}",
                    **_shown(column, cell),
                )
            )
        return number


def _shown(column: _Column, cell: str) -> dict[str, str]:
    return {"column": tr(column.value), "cell": shorten(cell, _SHOWN_CELL)}


def _nothing_text(name: str, dropped: Sequence[DroppedRow]) -> str:
    if not dropped:
        return tr("{name} holds no holding that can be read.", name=name)
    line, reason = dropped[0].line, dropped[0].reason
    return tr("{name} holds no holding that can be read; line {line}: {reason}.", name=name, line=line, reason=reason)


def _notes(found: _Found) -> list[str]:
    notes = [
        tr("{symbol} stands in {count} rows, added up.", symbol=symbol, count=count)
        for symbol, count in found.counts.items()
        if count > 1
    ]
    notes += [
        tr("The cost of {symbol} is not known: a row of it has none.", symbol=symbol) for symbol in found.costless
    ]
    if found.lacks_shares:
        notes.append(tr("The cost of a share needs shares: not taken."))
    return notes


def _marks(table: _Table) -> dict[_Column, Mark | None]:
    """Return the decimal mark of every column, None where a cell that fits both marks must not be guessed.

    A column decides for itself, or else the others decide for it: 1.000 beside 47.687,50 is a thousand. In a
    comma-separated file 1,000 is a thousand too, unless another column has decimal commas.
    """
    cells = {
        column: [table.cell(row, column) for row in table.rows]
        for column in _Column
        if column is not _Column.SYMBOL and column in table.columns
    }
    others = certain_mark(cell for column in cells.values() for cell in column)
    if table.delimiter == ",":
        others = None if others == "," else "."
    return {column: certain_mark(written) or others for column, written in cells.items()}


def _is_cash(cell: str) -> bool:
    folded = fold(cell)
    return folded.startswith("cash") or folded in (
        "usd",
        "eur",
        "gbp",
        "chf",
        "coreaccount",
        "bargeld",
        "verrechnungskonto",
    )


def _added(first: Lot, second: Lot) -> Lot:
    """Return two lots of one symbol as one; what only one of them says is not known of both."""
    sums = (
        None if one is None or other is None else one + other
        for one, other in (
            (first.shares, second.shares),
            (first.value, second.value),
            (first.cost, second.cost),
        )
    )
    shares, value, cost = sums
    if shares is None and value is None:
        raise BadInput(
            tr(
                "one row of {symbol} has shares and another a value alone: they cannot be added up",
                symbol=first.symbol,
            )
        )
    return Lot(first.symbol, shares, value, cost)


def _find_table(text: str) -> _Table | None:
    """Return the table below the line near the top that names most known columns, None if none names enough."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    best: _Table | None = None
    for at, line in enumerate(lines[:HEADER_LINES]):
        if len(line) > LONGEST_HEADER:
            continue
        for delimiter in DELIMITERS:
            header = cells_of(line, delimiter)
            columns = _find_columns(header)
            if columns and (best is None or len(columns) > len(best.columns)):
                best = _Table(columns, rows_below(lines, at + 1, delimiter, _MOST_ROWS), delimiter, len(header))
    return best


def _find_columns(header: Sequence[str]) -> dict[_Column, int]:
    places: dict[str, int] = {}
    for at, name in enumerate(header):
        places.setdefault(fold(name), at)
    columns = {}
    for column, names in _FOREIGN_NAMES.items():
        found = next((places[name] for name in names.split() if name in places), None)
        if found is not None:
            columns[column] = found
    return columns if _Column.SYMBOL in columns and columns.keys() & {_Column.SHARES, _Column.VALUE} else {}
