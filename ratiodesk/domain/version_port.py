"""What the desk asks of whoever keeps the earlier versions of the user's documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from ratiodesk.domain.frozen_plan import FrozenPlan
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.portfolio import Portfolio

Content = TypeVar("Content")


@dataclass(frozen=True, slots=True)
class Version:
    """One kept version of a document.

    Parameters
    ----------
    number
        Counts up with every version of the document, whatever the clock says.
    kept
        When it was written [UTC].
    size
        How large it is [bytes].
    """

    number: int
    kept: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Kept(Generic[Content]):
    """A version that can be read, and what it holds."""

    version: Version
    content: Content


class Versions(Protocol):
    """Earlier versions, the newest first. Those that cannot be read are left out, and stay where they are."""

    def of_pair(self, pair: Pair) -> Sequence[Kept[Layout]]:
        """Return the versions of a pair's layout, in its orientation."""
        ...

    def of_portfolio(self) -> Sequence[Kept[Portfolio]]:
        """Return the versions of the portfolio."""
        ...

    def pairs(self) -> Sequence[Pair]:
        """Return the pairs of which there are versions, their document there or not; either orientation may come."""
        ...

    def lost_plans(self) -> Sequence[Kept[FrozenPlan]]:
        """Return the last version of every frozen plan that was deleted, or whose document is damaged."""
        ...
