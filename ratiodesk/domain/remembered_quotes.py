"""Prices that are asked for again and again while many pairs are read."""

from functools import lru_cache

from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.pair_quotes import QuoteReader
from ratiodesk.domain.quotes import Quotes

# A long list has many symbols, and memory is not for all their prices at once.
_MOST = 64


class RememberedQuotes:
    """Reads each symbol once, as long as there are not too many. Implements the ``QuoteReader`` port; any thread asks.

    Parameters
    ----------
    prices
        Who reads them; what they do not have is asked for every time.
    """

    def __init__(self, prices: QuoteReader) -> None:
        self._read = lru_cache(_MOST)(prices.quotes)

    def quotes(self, symbol: Symbol, interval: Interval = Interval.DAILY) -> Quotes:
        """Return prices as they were when they were first asked for.

        Raises
        ------
        NotFound
            If there are none.
        """
        return self._read(symbol, interval)
