"""What a position earns at the lines of its plan while the market moves as well."""

from dataclasses import dataclass

from ratiodesk.domain.plan import Direction, Plan
from ratiodesk.domain.position import Position
from ratiodesk.domain.ratio import Ratio

MARKET_MOVES = (-0.30, -0.15, 0.0, 0.15, 0.30)


@dataclass(frozen=True, slots=True)
class GridRow:
    """One ratio and what the position earns there, costs left out [money].

    Parameters
    ----------
    name
        ``stop``, ``now`` or ``target``.
    ratio
        The ratio.
    profits
        One for each of the grid's moves.
    """

    name: str
    ratio: Ratio
    profits: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class OutcomeGrid:
    """Ratio result against market move.

    Parameters
    ----------
    moves
        Changes of the price of the long leg [fraction].
    rows
        Stop, now, target.
    """

    moves: tuple[float, ...]
    rows: tuple[GridRow, GridRow, GridRow]

    @property
    def worst(self) -> float:
        """The least profit in the grid [money]."""
        return min(min(row.profits) for row in self.rows)


def outcome_grid(position: Position, plan: Plan, moves: tuple[float, ...] = MARKET_MOVES) -> OutcomeGrid:
    """Return what the shares of *position* earn at stop, now and target for each move of the long leg.

    The long leg's price changes by the factor 1 + m, and the sold one's by (1 + m)·q, where q is the change of sold
    over bought: R1/R0 where the plan buys the denominator, R0/R1 where it buys the numerator.
    """
    rows = (("stop", plan.stop), ("now", position.ratio), ("target", plan.target))
    return OutcomeGrid(moves, tuple(_row(position, name, ratio, moves) for name, ratio in rows))  # type: ignore[arg-type]


def _row(position: Position, name: str, ratio: Ratio, moves: tuple[float, ...]) -> GridRow:
    change = ratio / position.ratio
    if position.direction is Direction.LONG_RATIO:
        change = 1 / change
    return GridRow(name, ratio, tuple(position.profit(move, (1 + move) * change - 1) for move in moves))
