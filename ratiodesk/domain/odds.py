"""How far the plan's lines are, and what chance of success they ask for."""

import math
from dataclasses import dataclass

from ratiodesk.domain.plan import Plan
from ratiodesk.domain.ratio import Ratio


@dataclass(frozen=True, slots=True)
class Odds:
    """What a plan asks for, seen from one ratio.

    Parameters
    ----------
    to_stop, to_entry, to_target
        Relative distances L/R − 1 [fraction].
    reward_risk
        (R − T)/(S − R), None at or beyond stop or target.
    needed_win_rate
        (S − R)/(S − T) [fraction]: below it the plan loses money on average. None as above.
    random_walk_win_rate
        ln(S/R)/ln(S/T) [fraction]: how often a driftless random walk of ln R reaches the target first. None as above.
    """

    to_stop: float
    to_entry: float
    to_target: float
    reward_risk: float | None
    needed_win_rate: float | None
    random_walk_win_rate: float | None


def odds_of(plan: Plan, ratio: Ratio) -> Odds:
    """Return the distances and odds of *plan* from *ratio*.

    >>> odds = odds_of(Plan(entry=Ratio(2.13), stop=Ratio(2.35), target=Ratio(1.95)), Ratio(2.15))
    >>> round(odds.needed_win_rate, 6)  # (2.35 − 2.15) / (2.35 − 1.95)
    0.5
    """
    reward_risk = plan.reward_risk(ratio)
    needed = chance = None
    if reward_risk is not None:
        needed = (plan.stop - ratio) / (plan.stop - plan.target)
        chance = math.log(plan.stop / ratio) / math.log(plan.stop / plan.target)
    return Odds(
        to_stop=plan.stop / ratio - 1,
        to_entry=plan.entry / ratio - 1,
        to_target=plan.target / ratio - 1,
        reward_risk=reward_risk,
        needed_win_rate=needed,
        random_walk_win_rate=chance,
    )
