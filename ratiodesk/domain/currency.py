"""Currencies of prices, and the rate that makes two of them comparable."""

import numpy as np

from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.series import Bars, Floats
from ratiodesk.words import tr

# Yahoo's names of hundredths that some exchanges quote in: pence, South African cents, agorot.
_HUNDREDTHS = {"GBp": "GBP", "GBX": "GBP", "ZAc": "ZAR", "ZAC": "ZAR", "ILA": "ILS"}


_PRICES = ("open", "high", "low", "close", "adjusted_close")


def check_currency(text: str) -> str:
    """Return a currency as exchanges write it, empty for none.

    >>> check_currency(" usd "), check_currency("GBp"), check_currency("")
    ('USD', 'GBp', '')

    Raises
    ------
    BadInput
        If the text is no three-letter code.
    """
    code = text.strip()
    if not code or code in _HUNDREDTHS:
        return code
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        sentence = tr("“{code}” is not a currency: type a code such as USD, or GBp for pence.", code=code[:12])
        raise BadInput(sentence)
    return code.upper()


def major_unit(declared: str) -> tuple[str, float]:
    """Return the currency of a declared unit, and what one unit is worth in it.

    >>> major_unit("GBp"), major_unit("USD")
    (('GBP', 0.01), ('USD', 1.0))
    """
    return (_HUNDREDTHS[declared], 0.01) if declared in _HUNDREDTHS else (declared, 1.0)


def common_currency(first: str, second: str) -> str:
    """Return the currency both legs are converted to: the dollar where one has it, else the first by name.

    It does not depend on which leg is the numerator, so that swapping a pair leaves all money as it is.

    >>> common_currency("EUR", "USD"), common_currency("GBP", "EUR")
    ('USD', 'EUR')
    """
    return "USD" if "USD" in (first, second) else min(first, second)


def rate_symbol(base: str, quote: str) -> Symbol:
    """Return the symbol of the price of one *base* in *quote*.

    >>> rate_symbol("EUR", "USD")
    'EURUSD=X'
    """
    return Symbol(f"{base}{quote}=X")


def converted(bars: Bars, rate: Bars) -> Bars:
    """Return bars in another currency: each session's prices times that session's rate.

    Parameters
    ----------
    bars
        Prices in the rate's base currency.
    rate
        Daily closes of the rate [quote currency per base currency].

    Returns
    -------
    Bars
        Those whose date has a rate, never filled forward. High and low are those of the day at its closing rate.
    """
    days = bars.sessions.astype("datetime64[D]")
    at = np.minimum(np.searchsorted(rate.sessions, days), len(rate) - 1)
    rows = np.flatnonzero(rate.sessions[at] == days)
    factor = rate.close[at[rows]]

    columns = (getattr(bars, name)[rows] for name in (*_PRICES, "volume"))
    taken = Bars(bars.symbol, bars.sessions[rows], *columns)
    return scaled(taken, factor)


def scaled(bars: Bars, factor: float | Floats) -> Bars:
    """Return bars with all prices times a factor, one for all or one a bar."""
    columns = (*(getattr(bars, name) * factor for name in _PRICES), bars.volume)
    return Bars(bars.symbol, bars.sessions, *columns)
