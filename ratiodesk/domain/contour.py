"""The ratios at which a plan earns round multiples of its risk."""

import math
from dataclasses import dataclass

from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.plan import Plan
from ratiodesk.domain.ratio import Ratio, on_line
from ratiodesk.words import tr

REWARD_RISKS = (1.0, 2.0, 3.0)
LEAST_REWARD_RISK, MOST_REWARD_RISK = 0.1, 100.0


@dataclass(frozen=True, slots=True)
class Contour:
    """A fill and what it asks for.

    Parameters
    ----------
    reward_risk
        What a fill there earns per unit of risk, k.
    ratio
        (T + kS)/(1 + k).
    needed_win_rate
        How often the target must come first for the plan to break even, 1/(1 + k) [fraction].
    random_walk_win_rate
        How often it does for a driftless random walk of ln R, ln(S/R)/ln(S/T) [fraction].
    in_zone
        Whether it lies between entry and stop.
    """

    reward_risk: float
    ratio: Ratio
    needed_win_rate: float
    random_walk_win_rate: float
    in_zone: bool


def contour_of(plan: Plan, reward_risk: float) -> Contour:
    """Return the fill of *plan* that earns *reward_risk*.

    >>> found = contour_of(Plan(entry=Ratio(2.13), stop=Ratio(2.35), target=Ratio(1.95)), 1.0)
    >>> round(found.ratio, 6), found.needed_win_rate, found.in_zone  # (1.95 + 2.35) / 2
    (2.15, 0.5, True)

    Raises
    ------
    BadInput
        If *reward_risk* is not from 0.1 to 100.
    """
    check_reward_risk(reward_risk)
    ratio = plan.ratio_at(reward_risk)
    low, high = sorted((plan.entry, plan.stop))
    # A line drawn where 1 : 1 is reads as that number and is another one in its last digits.
    return Contour(
        reward_risk=reward_risk,
        ratio=ratio,
        needed_win_rate=1 / (1 + reward_risk),
        random_walk_win_rate=math.log(plan.stop / ratio) / math.log(plan.stop / plan.target),
        in_zone=low <= ratio <= high or on_line(ratio, plan.entry),
    )


def contours(plan: Plan) -> tuple[Contour, ...]:
    """Return the contours for reward : risk 1, 2 and 3 that lie in the entry zone."""
    return tuple(found for found in (contour_of(plan, k) for k in REWARD_RISKS) if found.in_zone)


def check_reward_risk(reward_risk: float) -> float:
    """Return *reward_risk*.

    Raises
    ------
    BadInput
        If it is not from 0.1 to 100.
    """
    if not LEAST_REWARD_RISK <= reward_risk <= MOST_REWARD_RISK:
        least, most = f"{LEAST_REWARD_RISK:g}", f"{MOST_REWARD_RISK:g}"
        raise BadInput(tr("Reward : risk must be from {least} to {most}.", least=least, most=most))
    return reward_risk
