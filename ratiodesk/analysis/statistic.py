"""Statistics of a ratio's history, each over a stated window of sessions."""

import math
from dataclasses import dataclass

import numpy as np

from ratiodesk.domain.series import Floats, RatioSeries
from ratiodesk.domain.trading_year import SESSIONS_A_YEAR

DECADE = 2520


@dataclass(frozen=True, slots=True)
class Statistics:
    """How the last session compares with the history before it; None where the history is too short.

    Parameters
    ----------
    z_score
        Of ln R over 252 sessions [standard deviations].
    percentile
        Part of the last 2,520 sessions at or below the ratio now [fraction].
    correlation
        Of the legs' daily log returns over 252 sessions.
    beta
        Of the denominator on the numerator, from the same returns.
    """

    z_score: float | None
    percentile: float | None
    correlation: float | None
    beta: float | None


def statistics_of(series: RatioSeries) -> Statistics:
    """Return the statistics of *series* at its last session."""
    numerator, denominator = (
        log_returns(closes[-SESSIONS_A_YEAR - 1 :]) for closes in (series.numerator_closes, series.denominator_closes)
    )
    return Statistics(
        z_score=z_score(np.log(series.values[-SESSIONS_A_YEAR:])),
        percentile=percentile(series.values[-DECADE:]),
        correlation=correlation(numerator, denominator),
        beta=beta(denominator, numerator),
    )


def log_returns(closes: Floats) -> Floats:
    """Return ln of each close over the one before it, shape (n − 1,).

    >>> log_returns(np.array([1.0, math.e])).tolist()
    [1.0]
    """
    return np.diff(np.log(closes))


def z_score(values: Floats) -> float | None:
    """Return (last − mean)/standard deviation, ddof 1; None for fewer than two values or a constant.

    >>> z_score(np.array([1.0, 2.0, 3.0]))  # mean 2, deviation 1
    1.0
    """
    if len(values) < 2 or np.ptp(values) == 0:
        return None
    deviation = float(np.std(values, ddof=1))
    return float(values[-1] - np.mean(values)) / deviation


def percentile(values: Floats) -> float | None:
    """Return the part of *values* at or below the last one [fraction]; None for fewer than two.

    >>> percentile(np.array([1.0, 4.0, 2.0, 3.0]))
    0.75
    """
    return float(np.mean(values <= values[-1])) if len(values) >= 2 else None


def correlation(first: Floats, second: Floats) -> float | None:
    """Return Pearson's correlation; None for fewer than three values or a constant.

    >>> round(correlation(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])), 6)
    1.0
    """
    # A constant's deviations from its mean are rounding, so constancy is asked of the values themselves.
    if len(first) < 3 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return None
    first, second = first - np.mean(first), second - np.mean(second)
    scale = math.sqrt(float(np.dot(first, first)) * float(np.dot(second, second)))
    return float(np.dot(first, second)) / scale


def beta(returns: Floats, market: Floats) -> float | None:
    """Return the slope of *returns* on *market*; None for fewer than three values or a constant market.

    >>> round(beta(np.array([2.0, 4.0, 6.0]), np.array([1.0, 2.0, 3.0])), 6)
    2.0
    """
    if len(market) < 3 or np.ptp(market) == 0:
        return None
    centred = market - np.mean(market)
    return float(np.dot(returns - np.mean(returns), centred)) / float(np.dot(centred, centred))
