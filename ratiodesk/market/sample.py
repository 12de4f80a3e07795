"""The sample prices that ship with the program, so that the first start needs no network."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ratiodesk.domain.errors import NotFound
from ratiodesk.domain.pair import Symbol, parse_symbol
from ratiodesk.domain.ports import Quotes
from ratiodesk.domain.series import Bars

_COLUMNS = np.dtype(
    [("session", "datetime64[D]")] + [(name, float) for name in ("open", "high", "low", "close", "adjusted", "volume")]
)


class SampleSource:
    """Daily bars from CSV files with Yahoo's column names. Implements the ``PriceSource`` port."""

    name = "Sample prices"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def symbols(self) -> Sequence[Symbol]:
        return sorted(parse_symbol(path.stem) for path in self._folder.glob("*.csv"))

    def revision(self, symbol: Symbol) -> str:
        """Return size of the file, which grows with every session added."""
        path = self._folder / f"{symbol}.csv"
        return str(path.stat().st_size) if path.is_file() else ""

    def fetch(self, symbol: Symbol) -> Quotes:
        if symbol not in self.symbols():
            known = ", ".join(self.symbols())
            raise NotFound(f"There are no prices for {symbol}: the sample has {known}.")
        path = self._folder / f"{symbol}.csv"
        rows = np.loadtxt(path, _COLUMNS, delimiter=",", skiprows=1, encoding="ascii")
        columns = (np.ascontiguousarray(rows[name]) for name in _COLUMNS.names or ())
        return Quotes(Bars(symbol, *columns), self.name, "USD", self.revision(symbol))
