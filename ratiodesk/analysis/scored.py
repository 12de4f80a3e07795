"""Frozen plans with what has become of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from ratiodesk.analysis.score import Score, score
from ratiodesk.domain.basis import Basis
from ratiodesk.domain.errors import RatioDeskError
from ratiodesk.domain.frozen_plan import FrozenPlan
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.pair_quotes import QuoteReader, read_pair
from ratiodesk.domain.series import RatioSeries


@dataclass(frozen=True, slots=True)
class Scored:
    """A frozen plan and its score.

    Parameters
    ----------
    plan
        What was decided.
    score
        What has become of it, None where the prices do not tell.
    problem
        Why they do not, empty if they do.
    """

    plan: FrozenPlan
    score: Score | None = None
    problem: str = ""


def scored_on(plan: FrozenPlan, series: RatioSeries) -> Scored:
    """Return *plan* scored on *series*, or why it cannot be."""
    try:
        return Scored(plan, score(plan, series))
    except RatioDeskError as error:
        return Scored(plan, problem=str(error))


def score_all(prices: QuoteReader, plans: Iterable[FrozenPlan], as_of: date | None = None) -> tuple[Scored, ...]:
    """Return *plans* scored as if the last session known were *as_of*; what cannot be scored says why.

    Parameters
    ----------
    prices
        Each pair is read once.
    """

    @cache
    def series(pair: Pair, basis: Basis) -> RatioSeries:
        return read_pair(prices, pair, basis).series(basis, as_of)

    found = []
    for plan in plans:
        try:
            found.append(scored_on(plan, series(plan.pair, plan.basis)))
        except RatioDeskError as error:
            found.append(Scored(plan, problem=str(error)))
    return tuple(found)
