"""What the portfolio is worth at the session of a ratio, and what is known of what is in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from ratiodesk.analysis.dividend import trailing_yield
from ratiodesk.analysis.statistic import beta, log_returns
from ratiodesk.domain.errors import NotFound
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.pair_quotes import QuoteReader
from ratiodesk.domain.portfolio import Holding, Lot, Portfolio
from ratiodesk.domain.quotes import Origin, Quotes
from ratiodesk.domain.sector import SectorWeights
from ratiodesk.domain.series import Bars, RatioSeries, as_date
from ratiodesk.domain.trading_year import SESSIONS_A_YEAR
from ratiodesk.domain.worth import Traits, Worth
from ratiodesk.words import tr

# A price older than this against the session of the ratio is told with its date.
_OLD = timedelta(days=7)
# Enough bars for a year of returns and of dividends, whatever days an exchange is closed on.
_BARS = SESSIONS_A_YEAR + 130

FindSectors = Callable[[Symbol], SectorWeights | None]


@dataclass(frozen=True, slots=True)
class _Priced:
    """What a lot is worth, None where that is not known, and what there is to say about it."""

    value: float | None
    note: str = ""


def worth_of(portfolio: Portfolio, series: RatioSeries, prices: QuoteReader, find_sectors: FindSectors) -> Worth:
    """Return what *portfolio* is worth at the last session of *series*.

    Shares count at the last close up to that session, in the currency of the ratio; where there is none, the value
    that was entered counts. What has neither is told and left out.

    Parameters
    ----------
    portfolio, series
        What the account holds, and the ratio in whose numerator betas are told.
    prices
        Prices at hand.
    find_sectors
        Returns the sectors of an instrument that the user did not type, None where none are known.
    """
    bars = {symbol: _bars_at_hand(symbol, series, prices) for symbol in _symbols(portfolio, series)}
    foreign = {symbol: why for symbol, quotes in bars.items() if (why := _other_currency(symbol, series, quotes))}
    holdings, costs, notes = [], {}, []
    is_complete = True
    for lot in portfolio.lots:
        priced = _price(lot, series, bars[lot.symbol])
        if priced.note:
            notes.append(priced.note)
        if priced.value is None:
            is_complete = False
            continue
        holdings.append(Holding(lot.symbol, priced.value))
        if lot.cost is not None and priced.value > 0:
            costs[lot.symbol] = lot.cost / priced.value
    return Worth(
        holdings=tuple(sorted(holdings, key=lambda holding: -holding.value)),
        costs=costs,
        traits={
            symbol: Traits(
                beta=_beta(symbol, series, quotes) if symbol not in foreign else None,
                no_beta=foreign.get(symbol, ""),
                dividend_yield=_dividend_yield(quotes),
                sectors=portfolio.typed_sectors(symbol) or find_sectors(symbol),
            )
            for symbol, quotes in bars.items()
        },
        cash=portfolio.cash,
        is_entered=bool(portfolio.lots),
        is_complete=is_complete,
        taxable=portfolio.taxable,
        tax_rate=portfolio.tax_rate,
        notes=tuple(notes),
    )


def _symbols(portfolio: Portfolio, series: RatioSeries) -> list[Symbol]:
    return list(dict.fromkeys((*series.pair.symbols, *(lot.symbol for lot in portfolio.lots))))


def _bars_at_hand(symbol: Symbol, series: RatioSeries, prices: QuoteReader) -> Quotes | None:
    """Return the bars up to the session of *series*, at least the last year's; None if there are none."""
    try:
        quotes = prices.quotes(symbol)
    except NotFound:
        return None
    end = int(np.searchsorted(quotes.bars.sessions, np.datetime64(series.session, "D"), side="right"))
    if not end:
        return None
    bars = quotes.bars
    if end == len(bars):
        return quotes  # Checking a part of them anew would be most of what a switch of pairs costs.
    start = max(end - _BARS, 0)
    columns = (bars.open, bars.high, bars.low, bars.close, bars.adjusted_close, bars.volume)
    cut = Bars(symbol, bars.sessions[start:end], *(column[start:end] for column in columns))
    return Quotes(cut, quotes.source, quotes.origin, currency=quotes.currency)


def _price(lot: Lot, series: RatioSeries, quotes: Quotes | None) -> _Priced:
    if lot.shares is None:
        return _Priced(lot.value)
    for symbol, price in zip(series.pair.symbols, (series.numerator_price, series.denominator_price), strict=True):
        if lot.symbol == symbol:
            return _Priced(lot.shares * price)
    if quotes is None:
        note = tr("No prices of {symbol} are at hand: {outcome}.", symbol=lot.symbol, outcome=_outcome(lot))
        return _Priced(lot.value, note)
    if quotes.currency and series.currency and quotes.currency != series.currency:
        mixed = tr(
            "{symbol} is priced in {own} and the ratio in {other}: {outcome}.",
            symbol=lot.symbol,
            own=quotes.currency,
            other=series.currency,
            outcome=_outcome(lot),
        )
        return _Priced(lot.value, mixed)
    last = as_date(quotes.bars.sessions[-1])
    is_old = series.session - last > _OLD
    old = tr("{symbol} is counted at its price of {day}.", symbol=lot.symbol, day=last) if is_old else ""
    return _Priced(lot.shares * float(quotes.bars.close[-1]), old)


def _outcome(lot: Lot) -> str:
    """Return what becomes of a lot that no price is known of."""
    return tr("it is counted at the value entered") if lot.value is not None else tr("it is left out")


def _other_currency(symbol: Symbol, series: RatioSeries, quotes: Quotes | None) -> str:
    """Return why returns of a holding would be those of an exchange rate as well, empty if they are not."""
    if quotes is None or symbol in series.pair.symbols:
        return ""
    own, market = quotes.currency, series.currencies[0]
    if not own or not market or own == market:
        return ""
    return tr(
        "The beta of {symbol} is not known: it is priced in {own}, and {other} in {market}.",
        symbol=symbol,
        own=own,
        other=series.pair.numerator,
        market=market,
    )


def _beta(symbol: Symbol, series: RatioSeries, quotes: Quotes | None) -> float | None:
    """Return the beta to the numerator over the last 252 common sessions, None where there are fewer."""
    if symbol == series.pair.numerator:
        return 1.0
    if len(series) <= SESSIONS_A_YEAR:
        return None
    if symbol == series.pair.denominator:
        # Both in the currency of the ratio, whatever each is quoted in.
        year = slice(-SESSIONS_A_YEAR - 1, None)
        return beta(log_returns(series.denominator_closes[year]), log_returns(series.numerator_closes[year]))
    if quotes is None:
        return None
    reach = slice(-_BARS, None)
    _, rows, columns = np.intersect1d(
        quotes.bars.sessions[reach], series.sessions[reach], assume_unique=True, return_indices=True
    )
    if len(rows) <= SESSIONS_A_YEAR:
        return None
    own = quotes.bars.closes(series.basis)[reach][rows[-SESSIONS_A_YEAR - 1 :]]
    market = series.numerator_closes[reach][columns[-SESSIONS_A_YEAR - 1 :]]
    return beta(log_returns(own), log_returns(market))


def _dividend_yield(quotes: Quotes | None) -> float | None:
    if quotes is None:
        return None
    bars = quotes.bars
    # A file without adjusted closes says nothing of dividends, which is not to say that there were none.
    if quotes.origin is Origin.FILE and bool(np.all(bars.adjusted_close[-_BARS:] == bars.close[-_BARS:])):
        return None
    return trailing_yield(bars)
