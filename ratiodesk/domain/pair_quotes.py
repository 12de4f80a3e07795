"""The prices of both legs, and the ratio they make."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from ratiodesk.domain.basis import Basis
from ratiodesk.domain.candle import Candles, candles_of
from ratiodesk.domain.currency import common_currency, converted, rate_symbol
from ratiodesk.domain.errors import NoSession
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.quotes import Quotes
from ratiodesk.domain.series import Bars, Dates, RatioSeries, align
from ratiodesk.words import tr


class QuoteReader(Protocol):
    """The part of the ``Prices`` port that reading a pair needs."""

    def quotes(self, symbol: Symbol, interval: Interval = Interval.DAILY) -> Quotes: ...


@dataclass(frozen=True, slots=True)
class PairQuotes:
    """Quotes of numerator and denominator.

    Parameters
    ----------
    rate
        Daily quotes of the exchange rate, None where there is none at hand or none is needed.
    """

    numerator: Quotes
    denominator: Quotes
    rate: Quotes | None = None

    @property
    def legs(self) -> tuple[Quotes, Quotes]:
        return self.numerator, self.denominator

    @property
    def pair(self) -> Pair:
        return Pair(self.numerator.symbol, self.denominator.symbol)

    @property
    def interval(self) -> Interval:
        return self.numerator.interval

    def series(self, basis: Basis, as_of: date | None = None) -> RatioSeries:
        """Return the ratio on *basis*.

        Raises
        ------
        NoSession
            As :func:`~ratiodesk.domain.series.align`; or if the basis needs an exchange rate that is not there.
        """
        numerator, denominator = (self._bars(leg, basis) for leg in self.legs)
        try:
            series = align(numerator, denominator, basis, as_of)
        except NoSession as error:
            if not self.interval.is_intraday:
                raise
            interval = self.interval.short_name
            sentence = tr("{pair} has no {interval} bars that start together.", pair=self.pair, interval=interval)
            raise NoSession(sentence) from error
        currency = self.common_currency
        return replace(
            series,
            interval=self.interval,
            zone=self.numerator.zone,
            forming=self._is_forming(series.sessions[-1], basis),
            currencies=(currency, currency)
            if basis.converted
            else (self.numerator.currency, self.denominator.currency),
            sessions=_by_clock(series.sessions, self.numerator.zone) if self.interval.is_intraday else series.sessions,
        )

    def candles(self, basis: Basis, as_of: date | None = None) -> Candles:
        """Return opens, closes and ranges of the ratio on the sessions of :meth:`series`.

        Raises
        ------
        NoSession
            As :meth:`series`.
        """
        numerator, denominator = (self._bars(leg, basis) for leg in self.legs)
        return candles_of(numerator, denominator, self.series(basis, as_of))

    @property
    def common_currency(self) -> str:
        """The currency that a conversion brings both legs to."""
        return common_currency(self.numerator.currency, self.denominator.currency)

    def _bars(self, leg: Quotes, basis: Basis) -> Bars:
        if not basis.converted:
            return leg.bars
        unknown = next((leg.symbol for leg in self.legs if not leg.currency), None)
        if unknown is not None:
            sentence = tr("The currency of {symbol} is not known: the ratio cannot be converted.", symbol=unknown)
            raise NoSession(sentence)
        if leg.currency == self.common_currency:
            return leg.bars
        if self.rate is None:
            common = self.common_currency
            raise NoSession(tr("There is no rate to convert {own} to {common}.", own=leg.currency, common=common))
        return converted(leg.bars, self.rate.bars)

    def _is_forming(self, last: np.datetime64, basis: Basis) -> bool:
        """Return whether any price that the last ratio is made of is still changing."""
        if any(leg.forming and bool(leg.bars.sessions[-1] == last) for leg in self.legs):
            return True
        rate = self.rate if basis.converted else None
        return rate is not None and rate.forming and bool(rate.bars.sessions[-1] == last.astype("datetime64[D]"))


def needed_rate(first: str, second: str) -> Symbol | None:
    """Return the symbol of the rate between the currencies of two legs, None if none is needed.

    >>> needed_rate("USD", "EUR"), needed_rate("USD", ""), needed_rate("GBP", "GBP")
    ('EURUSD=X', None, None)
    """
    if not first or not second or first == second:
        return None
    common = common_currency(first, second)
    return rate_symbol(second if common == first else first, common)


def read_pair(prices: QuoteReader, pair: Pair, basis: Basis, interval: Interval = Interval.DAILY) -> PairQuotes:
    """Return the quotes of a pair as far as *basis* needs them.

    Raises
    ------
    NotFound
        If a leg, or the exchange rate, is not at hand.
    """
    numerator, denominator = (prices.quotes(symbol, interval) for symbol in pair.symbols)
    rate = needed_rate(numerator.currency, denominator.currency) if basis.converted else None
    return PairQuotes(numerator, denominator, prices.quotes(rate) if rate else None)


def adjusted_by_day(intraday: Quotes, daily: Quotes) -> Quotes:
    """Return intraday quotes whose adjusted closes take in dividends as the daily ones do; sources leave them raw."""
    days = _by_clock(intraday.bars.sessions, intraday.zone).astype("datetime64[D]")
    at = np.clip(np.searchsorted(daily.bars.sessions, days, side="right") - 1, 0, None)
    factor = daily.bars.adjusted_close[at] / daily.bars.close[at]
    bars = replace(intraday.bars, adjusted_close=intraday.bars.close * factor)
    return replace(intraday, bars=bars, currency=daily.currency)


def _by_clock(moments: Dates, zone: str) -> Dates:
    """Return moments (UTC) by the clock of a zone; the same where the zone is not known."""
    try:
        clock = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return moments
    # Clocks change on the full hour.
    hours, which = np.unique(moments.astype("datetime64[h]"), return_inverse=True)
    offsets = [
        datetime.fromtimestamp(int(hour) * 3600, UTC).astimezone(clock).utcoffset() for hour in hours.astype(int)
    ]
    minutes = np.array([offset.total_seconds() / 60 if offset else 0 for offset in offsets]).astype("timedelta64[m]")
    shifted: Dates = moments + minutes[which]
    return shifted
