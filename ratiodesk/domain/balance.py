"""How much of the sold leg stands against the bought one."""

from dataclasses import dataclass
from enum import StrEnum

from ratiodesk.domain.errors import NoPosition
from ratiodesk.words import mark, tr


class Balance(StrEnum):
    """What the two legs have in common."""

    DOLLAR_NEUTRAL = "dollar_neutral"
    BETA_NEUTRAL = "beta_neutral"
    VOLATILITY_PARITY = "volatility_parity"

    @property
    def display_name(self) -> str:
        """The balance in the words of the desk."""
        return tr(_NAMES[self])

    @property
    def bounds_loss(self) -> bool:
        """Whether a stop in the ratio bounds what the position can lose: only equal money in both legs does."""
        return self is Balance.DOLLAR_NEUTRAL


_NAMES = {
    Balance.DOLLAR_NEUTRAL: mark("Dollar neutral"),
    Balance.BETA_NEUTRAL: mark("Beta neutral"),
    Balance.VOLATILITY_PARITY: mark("Volatility parity"),
}


@dataclass(frozen=True, slots=True)
class Dependence:
    """How the legs have moved, from daily log returns; None where the history is too short.

    Parameters
    ----------
    numerator_beta, denominator_beta
        Slope of that leg's returns on the other's.
    numerator_volatility, denominator_volatility, ratio_volatility
        Standard deviation of a session's log return of the leg, and of the ratio (ddof 1).
    """

    numerator_beta: float | None = None
    denominator_beta: float | None = None
    numerator_volatility: float | None = None
    denominator_volatility: float | None = None
    ratio_volatility: float | None = None


def hedge_ratio(balance: Balance, dependence: Dependence, *, buys_denominator: bool) -> float:
    """Return h, money sold per unit of money bought.

    Dollar neutral h = 1; beta neutral h = β of the bought leg on the sold one; volatility parity h = σ bought / σ sold.
    Told by legs and not by numerator and denominator, h is the same when the pair is turned over.

    >>> legs = Dependence(denominator_beta=1.25, numerator_volatility=0.01, denominator_volatility=0.015)
    >>> hedge_ratio(Balance.BETA_NEUTRAL, legs, buys_denominator=True)
    1.25
    >>> round(hedge_ratio(Balance.VOLATILITY_PARITY, legs, buys_denominator=True), 6)
    1.5

    Raises
    ------
    NoPosition
        If the history does not tell h, or tells one that is not above zero.
    """
    if balance is Balance.DOLLAR_NEUTRAL:
        return 1.0
    if balance is Balance.BETA_NEUTRAL:
        beta = dependence.denominator_beta if buys_denominator else dependence.numerator_beta
        if beta is None:
            raise NoPosition(tr("Beta neutral needs at least four common sessions, and a sold leg that has moved."))
        if beta <= 0:
            sentence = tr(
                "Beta neutral is not possible: the bought leg’s beta on the sold one is {beta}.", beta=f"{beta:.2f}"
            )
            raise NoPosition(sentence)
        return beta
    bought, sold = dependence.denominator_volatility, dependence.numerator_volatility
    if not buys_denominator:
        bought, sold = sold, bought
    if not bought or not sold:
        raise NoPosition(tr("Volatility parity needs a history in which both legs have moved."))
    return bought / sold
