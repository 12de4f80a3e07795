"""The sample prices that ship with the program, so that the first start needs no network."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np

from ratiodesk.domain.errors import NotFound
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Symbol, parse_symbol
from ratiodesk.domain.quotes import Listing, Origin, Quotes
from ratiodesk.domain.series import Bars
from ratiodesk.words import mark, tr

_COLUMNS = np.dtype(
    [("session", "datetime64[D]")] + [(name, float) for name in ("open", "high", "low", "close", "adjusted", "volume")]
)
_FUNDS = {
    "SPY": "SPDR S&P 500 ETF Trust",
    "IWM": "iShares Russell 2000 ETF",
    "QQQ": "Invesco QQQ Trust",
    "TLT": "iShares 20+ Year Treasury Bond ETF",
}

_EXCHANGE = "NYSEArca"


class SampleSource:
    """Daily bars from CSV files with Yahoo's column names. Implements the ``PriceSource`` port."""

    name = mark("Sample prices")

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def listings(self) -> Sequence[Listing]:
        symbols = sorted(parse_symbol(path.stem) for path in self._folder.glob("*.csv"))
        return [Listing(symbol, _FUNDS.get(symbol, ""), _EXCHANGE) for symbol in symbols]

    def fetch(self, symbol: Symbol, interval: Interval = Interval.DAILY, since: date | None = None) -> Quotes:
        names = {listing.symbol: listing.name for listing in self.listings()}
        if symbol not in names or interval is not Interval.DAILY:
            known = ", ".join(names)
            raise NotFound(tr("There are no prices for {symbol}: the sample has {known}.", symbol=symbol, known=known))
        path = self._folder / f"{symbol}.csv"
        return Quotes(
            _bars(path, symbol, path.stat().st_mtime_ns),
            self.name,
            Origin.SAMPLE,
            currency="USD",
            exchange="PCX",
            zone="America/New_York",
            name=names[symbol],
        )


@lru_cache(maxsize=len(_FUNDS))
def _bars(path: Path, symbol: Symbol, _changed_ns: int) -> Bars:
    """Return the bars of a file as it was when last changed, read once: that takes half the time of opening a pair."""
    rows = np.loadtxt(path, _COLUMNS, delimiter=",", skiprows=1, encoding="ascii")
    return Bars(symbol, *(np.ascontiguousarray(rows[name]) for name in _COLUMNS.names or ()))
