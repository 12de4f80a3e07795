"""Makes prices be at hand that are not yet."""

from ratiodesk.domain.basis import Basis
from ratiodesk.domain.errors import NotFetched, NotFound, RateLimited, SourceError
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.pair_quotes import needed_rate
from ratiodesk.domain.ports import Feed, Prices


class Fetcher:
    """Asks the source for what is missing and for nothing else. Its ``ensure`` calls belong on a thread of the loader.

    Parameters
    ----------
    prices
        What is at hand.
    feed
        The source, None offline.
    """

    def __init__(self, prices: Prices, feed: Feed | None) -> None:
        self._prices, self._feed = prices, feed

    @property
    def is_online(self) -> bool:
        """Whether there is a source to fetch from."""
        return self._feed is not None

    def has_legs(self, pair: Pair) -> bool:
        """Return whether the daily prices of both legs are at hand."""
        try:
            for symbol in pair.symbols:
                self._prices.quotes(symbol)
        except NotFound:
            return False
        return True

    def ensure_pair(self, pair: Pair, basis: Basis, interval: Interval = Interval.DAILY) -> None:
        """Fetch what is missing to show a pair: its legs, the rate that *basis* needs, and intraday bars.

        Raises
        ------
        NotFound, SourceError
            As :meth:`ensure`.
        """
        for symbol in pair.symbols:
            self.ensure(symbol)
        if basis.converted:
            numerator, denominator = (self._prices.quotes(symbol) for symbol in pair.symbols)
            rate = needed_rate(numerator.currency, denominator.currency)
            if rate is not None:
                self.ensure(rate)
        if interval.is_intraday:
            for symbol in pair.symbols:
                self.ensure(symbol, interval)

    def ensure(self, symbol: Symbol, interval: Interval = Interval.DAILY) -> None:
        """Fetch the bars of a symbol unless they are at hand.

        Raises
        ------
        NotFound
            If the source does not know them, or there is no source.
        SourceError
            If it gave no usable answer.
        """
        try:
            self._prices.quotes(symbol, interval)
        except NotFound as missing:
            if self._feed is None:
                raise
            try:
                self._feed.refresh(symbol, interval)
            except RateLimited:
                raise
            except SourceError as error:
                raise NotFetched(f"{missing} {error}") from error
