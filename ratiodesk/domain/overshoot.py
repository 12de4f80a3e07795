"""How far beyond a stop a ratio is expected to close that is looked at once a session."""

import math

from ratiodesk.domain.plan import Direction, Plan
from ratiodesk.domain.ratio import Ratio

# −ζ(1/2)/√(2π), the mean overshoot of a random walk with normal steps, in standard deviations of a step.
MEAN_OVERSHOOT = 0.5825971579390106


def expected_overshoot(volatility: float) -> float:
    """Return the mean of ln R beyond a stop at the first close beyond it, 0.5826 σ√dt.

    Parameters
    ----------
    volatility
        Standard deviation of a session's change of ln R, σ√dt with dt one session.

    References
    ----------
    D. Siegmund, "Corrected diffusion approximations in certain random walk problems", Advances in Applied
    Probability 11 (1979). M. Broadie, P. Glasserman and S. Kou, "A continuity correction for discrete barrier
    options", Mathematical Finance 7 (1997).

    >>> round(expected_overshoot(0.01), 8)
    0.00582597
    """
    return MEAN_OVERSHOOT * volatility


def overshot_stop(plan: Plan, volatility: float) -> Ratio:
    """Return where a close-only stop is expected to be left: S·exp(±0.5826 σ√dt), beyond the stop.

    >>> plan = Plan(entry=Ratio(2.13), stop=Ratio(2.35), target=Ratio(1.95))
    >>> round(overshot_stop(plan, 0.01), 6)  # 2.35 × exp(0.00582597)
    2.363731
    """
    sign = 1.0 if plan.direction is Direction.SHORT_RATIO else -1.0
    return Ratio(plan.stop * math.exp(sign * expected_overshoot(volatility)))
