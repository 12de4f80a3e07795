"""What a position is sized by: the prices of a pair at one session, and how its legs have moved."""

from dataclasses import dataclass

from ratiodesk.domain.balance import Dependence
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.ratio import Ratio

UNKNOWN = Dependence()


@dataclass(frozen=True, slots=True)
class PairPrices:
    """Prices of a pair at one session.

    Parameters
    ----------
    pair
        The pair.
    numerator, denominator
        Last prices of the legs, never dividend-adjusted [money a share].
    ratio
        The ratio, on the basis of the lines.
    dependence
        How the legs have moved; read by balances that are not dollar neutral, and for the expected overshoot.
    """

    pair: Pair
    numerator: float
    denominator: float
    ratio: Ratio
    dependence: Dependence = UNKNOWN

    def price(self, symbol: Symbol) -> float:
        """Return the price of a share of one leg [money]."""
        return self.numerator if symbol == self.pair.numerator else self.denominator
