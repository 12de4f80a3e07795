"""How the legs of a pair have moved with each other over the last year."""

import numpy as np

from ratiodesk.analysis.statistic import beta, log_returns
from ratiodesk.domain.balance import Dependence
from ratiodesk.domain.series import Floats, RatioSeries
from ratiodesk.domain.trading_year import SESSIONS_A_YEAR


def dependence_of(series: RatioSeries) -> Dependence:
    """Return betas and volatilities from the log returns of the last 252 sessions of *series*."""
    numerator, denominator = (
        log_returns(closes[-SESSIONS_A_YEAR - 1 :]) for closes in (series.numerator_closes, series.denominator_closes)
    )
    return Dependence(
        numerator_beta=beta(numerator, denominator),
        denominator_beta=beta(denominator, numerator),
        numerator_volatility=volatility(numerator),
        denominator_volatility=volatility(denominator),
        ratio_volatility=volatility(numerator - denominator),
    )


def volatility(returns: Floats) -> float | None:
    """Return the standard deviation of *returns*, ddof 1; None for fewer than two values.

    >>> round(volatility(np.array([0.01, 0.03])), 6)  # mean 0.02, √(2 × 0.01²)
    0.014142
    """
    return float(np.std(returns, ddof=1)) if len(returns) >= 2 else None
