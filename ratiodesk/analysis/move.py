"""How large the way from one point of the chart to another is."""

import math
from dataclasses import dataclass

import numpy as np

from ratiodesk.analysis.statistic import log_returns
from ratiodesk.domain.series import Floats, RatioSeries
from ratiodesk.domain.trading_year import SESSIONS_A_YEAR

# Fewer returns than a month of sessions say little about how large a usual one is.
LEAST_RETURNS = 20
# A logarithm errs by a unit, half of it the rounding of its argument; a return by two, and two returns by four.
_ROUNDING = 4 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True)
class Move:
    """The way from one ratio to another.

    Parameters
    ----------
    fraction
        last/first − 1 [fraction].
    points
        last − first, in units of the ratio.
    bars
        How many bars later the last point is; below zero where it is earlier.
    sigmas
        The move in standard deviations of usual moves over as many bars; None where usual moves are not known.
    """

    fraction: float
    points: float
    bars: int
    sigmas: float | None


def move_between(series: RatioSeries, first_bar: int, first_ratio: float, last_bar: int, last_ratio: float) -> Move:
    """Return the move from a point of the chart to another.

    With σ the standard deviation (ddof 1) of the log returns of the 252 bars that end at the earlier point, a move
    over n bars is ln(last/first)/(σ·√max(n, 1)) standard deviations: the log returns of a random walk are independent,
    so their variances add up. What came after the earlier point is not looked at, because the move itself is in it.

    Parameters
    ----------
    series
        The history, n bars of any interval, finite and above zero.
    first_bar, last_bar
        Places in *series*, 0 … n − 1, in either order. Beyond either end σ is that of the nearest bar.
    first_ratio, last_ratio
        The ratios at both points, finite and above zero; seldom those of the series.

    Returns
    -------
    Move
        Without sigmas where there are fewer than 20 returns, or where they differ by no more than rounding.

    Raises
    ------
    ValueError
        If a ratio is not finite or not above zero.

    References
    ----------
    J. C. Hull, "Options, Futures, and Other Derivatives", on estimating volatility from historical data: σ·√n.

    Examples
    --------
    21 returns of ln 2, −ln 2, … have a deviation of 1.0235 · ln 2; 4 bars later 8 times as much is 3 of ln 2.

    >>> from ratiodesk.domain.pair import Pair
    >>> from ratiodesk.domain.series import Basis
    >>> values = np.where(np.arange(22) % 2, 2.0, 1.0)
    >>> days = np.arange("2021-01-01", "2021-01-23", dtype="M8[D]")
    >>> series = RatioSeries(Pair("A", "B"), Basis.PRICE, days, values, values, np.ones(22), 1.0, 1.0)
    >>> move = move_between(series, 21, 2.0, 25, 16.0)
    >>> move.fraction, move.points, move.bars, round(move.sigmas, 4)  # 3 / (1.0235 · √4)
    (7.0, 14.0, 4, 1.4655)
    """
    for ratio in (first_ratio, last_ratio):
        if not (math.isfinite(ratio) and ratio > 0):
            raise ValueError(f"{ratio} is no ratio to measure from or to")
    bars = last_bar - first_bar
    sigma = _deviation(series.values, min(first_bar, last_bar))
    log_move = math.log(last_ratio / first_ratio)
    return Move(
        fraction=last_ratio / first_ratio - 1,
        points=last_ratio - first_ratio,
        bars=bars,
        sigmas=None if sigma is None else log_move / (sigma * math.sqrt(max(abs(bars), 1))),
    )


def _deviation(values: Floats, bar: int) -> float | None:
    """Return the standard deviation of the log returns that end at *bar* [per bar]."""
    end = min(max(bar, 0), len(values) - 1) + 1
    taken = values[max(end - SESSIONS_A_YEAR - 1, 0) : end]
    returns = log_returns(taken)
    if len(returns) < LEAST_RETURNS:
        return None
    # The returns of a steady growth differ by rounding, which is no deviation.
    scale = max(1.0, float(np.max(np.abs(np.log(taken)))))
    return float(np.std(returns, ddof=1)) if np.ptp(returns) > _ROUNDING * scale else None
