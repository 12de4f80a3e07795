"""How far a ratio moved within each bar: what is certain of it, and what is possible."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ratiodesk.domain.series import Bars, Dates, Floats, RatioSeries


@dataclass(frozen=True, eq=False, slots=True)
class Candles:
    """Open and close of a ratio, with an inner and an outer range, bar by bar.

    Bars tell when neither leg was at its high or low, so nobody knows from them the high and low of the ratio. It
    surely reached its open and its close (*known*), and was never outside lowest numerator over highest denominator …
    highest numerator over lowest denominator (*possible*). The true range lies between the two:
    ``possible_low ≤ known_low ≤ open, close ≤ known_high ≤ possible_high``.

    Parameters
    ----------
    sessions
        As those of the ratio series, shape (n,), n ≥ 1.
    open, close
        Numerator over denominator at the first and at the last price, shape (n,), finite and above zero.
    known_low, known_high
        Least and greatest ratio the bar surely reached, shape (n,).
    possible_low, possible_high
        Bounds the ratio cannot have crossed, shape (n,).
    """

    sessions: Dates
    open: Floats
    close: Floats
    known_low: Floats
    known_high: Floats
    possible_low: Floats
    possible_high: Floats

    def __len__(self) -> int:
        return len(self.sessions)


def candles_of(numerator: Bars, denominator: Bars, series: RatioSeries) -> Candles:
    """Return the candles of a ratio that was made of two instruments.

    With O, H, L, C of the legs A and B: open O_A/O_B, close C_A/C_B, known the smaller and the larger of these,
    possible L_A/H_B … H_A/L_B, the quotients of interval arithmetic. On a total-return basis all four prices of a leg
    are first multiplied by its adjusted close over its close. An open or close outside high and low, as sources now
    and then report, widens that leg's range.

    The bounds hold for prices in the units of the bars: of bars that were converted by each session's closing rate
    they are the bounds at that rate, whatever the rate did within the session.

    Parameters
    ----------
    numerator, denominator
        Bars of the two legs, finite and above zero, so that there is no NaN.
    series
        Their ratio, as :func:`~ratiodesk.domain.series.align` makes it: the first n of the common sessions. What its
        sessions are called and its basis are taken from it.

    Raises
    ------
    ValueError
        If the legs have fewer than n sessions in common.

    References
    ----------
    R. E. Moore, R. B. Kearfott and M. J. Cloud, "Introduction to Interval Analysis", SIAM 2009, section 2.3.

    Examples
    --------
    >>> from ratiodesk.domain.series import Basis, align
    >>> days, volume = np.array(["2021-12-28"], "M8[D]"), np.array([0.0])
    >>> a, b = (
    ...     Bars(name, days, *(np.array([price]) for price in prices), volume)
    ...     for name, prices in (("A", (6.0, 8.0, 4.0, 8.0, 8.0)), ("B", (2.0, 4.0, 2.0, 4.0, 4.0)))
    ... )
    >>> candles = candles_of(a, b, align(a, b, Basis.PRICE))
    >>> candles.open, candles.close  # 6 / 2 and 8 / 4
    (array([3.]), array([2.]))
    >>> candles.possible_low, candles.possible_high  # 4 / 4 and 8 / 2
    (array([1.]), array([4.]))
    """
    common, rows, columns = np.intersect1d(
        numerator.sessions, denominator.sessions, assume_unique=True, return_indices=True
    )
    count = len(series)
    if len(common) < count:
        raise ValueError(f"{len(common)} common sessions make no {count} candles of {series.pair}")
    # A series that ends early leaves out the last of the common sessions, never one in between.
    open_a, low_a, high_a = _ranges(numerator, rows[:count], series.numerator_closes)
    open_b, low_b, high_b = _ranges(denominator, columns[:count], series.denominator_closes)
    opens = open_a / open_b
    return Candles(
        sessions=series.sessions,
        open=opens,
        close=series.values,
        known_low=np.minimum(opens, series.values),
        known_high=np.maximum(opens, series.values),
        # Rounding keeps the order of products and quotients, so the inequalities hold to the last bit.
        possible_low=low_a / high_b,
        possible_high=high_a / low_b,
    )


def _ranges(bars: Bars, rows: npt.NDArray[np.intp], closes: Floats) -> tuple[Floats, Floats, Floats]:
    """Return opens, lows and highs in the scale of *closes*, the range wide enough for open and close."""
    factor = closes / bars.close[rows]
    opens, lows, highs = (prices[rows] * factor for prices in (bars.open, bars.low, bars.high))
    return opens, np.minimum(lows, np.minimum(opens, closes)), np.maximum(highs, np.maximum(opens, closes))
