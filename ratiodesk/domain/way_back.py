"""How a rotation is undone: the shares bought are sold, and the first leg is bought back from the proceeds."""

from dataclasses import dataclass

from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.plan import Direction, Plan
from ratiodesk.domain.position import Position
from ratiodesk.domain.ratio import Ratio


@dataclass(frozen=True, slots=True)
class WayBack:
    """What the same share count brings back, before costs and taxes.

    Parameters
    ----------
    sells, buys
        The leg given up, and the one bought back.
    shares
        Sold again: all that were bought.
    given_up
        Shares of the first leg that the rotation sold.
    back_at_target, back_at_stop
        Shares of it that are bought back there; what they exceed *given_up* by is the gain in shares.
    """

    sells: Symbol
    buys: Symbol
    shares: float
    given_up: float
    back_at_target: float
    back_at_stop: float


def way_back(position: Position, plan: Plan) -> WayBack:
    """Return the way back of a rotation: n shares bought, at ratio R, buy n/R shares of the numerator or n·R of the
    denominator, whatever the market did meanwhile.

    Prices are those of a share, while R may be of another basis, so R counts against the ratio now.
    """

    def back(ratio: Ratio) -> float:
        change = ratio / position.ratio
        if position.direction is Direction.LONG_RATIO:
            change = 1 / change
        return position.bought_worth / (position.sold.price * change)

    return WayBack(
        sells=position.bought.symbol,
        buys=position.sold.symbol,
        shares=position.bought.shares,
        given_up=position.sold.shares,
        back_at_target=back(plan.target),
        back_at_stop=back(plan.stop),
    )
