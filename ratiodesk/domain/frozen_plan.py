"""A plan as it was decided: what it is scored against, whatever becomes of lines and prices later."""

import math
import os
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NewType

from ratiodesk.domain.balance import Balance
from ratiodesk.domain.basis import Basis
from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.plan import Direction, Plan
from ratiodesk.domain.position import Execution, Fill, Leg, Position
from ratiodesk.domain.ratio import Ratio, reciprocal
from ratiodesk.domain.series import RatioSeries, as_date
from ratiodesk.domain.sizing import LARGEST_ACCOUNT, Sizing, balance_of
from ratiodesk.words import tr

FrozenId = NewType("FrozenId", str)

LONGEST_NOTE = 2000
# Upside down a line is written to as many digits as its reciprocal takes, and money is added up in another order.
_SAME = 1e-9
# No price and no count of shares is beyond; such numbers would leave the range of floats once they are multiplied.
_LEAST, _MOST = 1e-15, 1e15
_LEAST_LOSS = 1e-9


def is_frozen_id(text: str) -> bool:
    """Return whether a frozen plan may have this id, which is also the name of its file.

    >>> is_frozen_id("4be1"), is_frozen_id("../4be1"), is_frozen_id("")
    (True, False, False)
    """
    return text.isascii() and text.isalnum() and len(text) <= 32


@dataclass(frozen=True, slots=True)
class Closes:
    """The closes of both legs at one session, as they were known then.

    Parameters
    ----------
    session
        The trading day.
    numerator, denominator
        On the basis of the plan, above zero [currency].
    """

    session: date
    numerator: float
    denominator: float

    def __post_init__(self) -> None:
        if not all(_LEAST <= close <= _MOST for close in (self.numerator, self.denominator)):
            raise BadInput(
                tr("The closes of {session} must be numbers above zero and within reason.", session=self.session)
            )

    @property
    def ratio(self) -> Ratio:
        return Ratio(self.numerator / self.denominator)

    def inverted(self) -> "Closes":
        return Closes(self.session, self.denominator, self.numerator)


@dataclass(frozen=True, slots=True)
class FrozenPlan:
    """A plan with its size and what was assumed, replaced only to take another note.

    Parameters
    ----------
    id
        Stays the same for the life of the plan; letters and digits.
    frozen
        When it was frozen [UTC].
    pair, basis
        What is divided by what, and on which closes the lines were drawn.
    at
        The last closes at that moment; of a session that was still on, its last prices.
    anchor
        The last final closes then. A split or dividend later changes all closes before it, and these tell by how much.
    plan
        Entry, stop and target.
    sizing
        Account, risk, execution, balance, costs and what else the size was worked out from.
    bought, sold
        The legs, at the prices of that moment.
    planned_loss
        The larger loss at the stop, one leg standing still, with overshoot and costs [money], above zero: one R.
    currency
        Of all money (ISO 4217), empty where it is not known.
    note
        What the user wrote.
    fills
        The shares of the tranches that *sizing* places, from entry to stop; empty where all is opened at once.
    """

    id: FrozenId
    frozen: datetime
    pair: Pair
    basis: Basis
    at: Closes
    anchor: Closes
    plan: Plan
    sizing: Sizing
    bought: Leg
    sold: Leg
    planned_loss: float
    currency: str = ""
    note: str = ""
    fills: tuple[Fill, ...] = ()

    def __post_init__(self) -> None:
        if not is_frozen_id(self.id):
            raise BadInput(tr("The id of a frozen plan has letters and digits alone."))
        if (self.bought.symbol, self.sold.symbol) != self.plan.bought_and_sold(self.pair):
            raise BadInput(tr("The legs are not those that the lines of {pair} buy and sell.", pair=self.pair))
        if not _LEAST_LOSS <= self.planned_loss <= LARGEST_ACCOUNT:
            raise BadInput(tr("The planned loss must be a number above zero and within reason."))
        if not all(_LEAST <= number <= _MOST for leg in (self.bought, self.sold) for number in (leg.shares, leg.price)):
            raise BadInput(tr("The shares and prices of the legs must be numbers above zero and within reason."))
        if self.anchor.session > self.at.session:
            raise BadInput(tr("The last final session comes after the one the plan was frozen on."))
        if self.fills and not self._is_filled():
            raise BadInput(tr("The tranches do not add up to the legs."))

    def _is_filled(self) -> bool:
        bought = math.fsum(fill.bought_shares for fill in self.fills)
        sold = math.fsum(fill.sold_shares for fill in self.fills)
        adds_up = math.isclose(bought, self.bought.shares) and math.isclose(sold, self.sold.shares)
        return adds_up and len(self.fills) == len(self.sizing.tranches)

    @property
    def session(self) -> date:
        """The session it was frozen on."""
        return self.at.session

    @property
    def ratio(self) -> Ratio:
        """The ratio it was frozen at."""
        return self.at.ratio

    @property
    def direction(self) -> Direction:
        return self.plan.direction

    @property
    def execution(self) -> Execution:
        return self.sizing.execution

    @property
    def balance(self) -> Balance:
        """What the legs have in common."""
        return balance_of(self.sizing)

    def inverted(self) -> "FrozenPlan":
        """Return the same decision seen upside down: L becomes 1/L, legs and money stay."""
        lines = (reciprocal(self.plan.entry), reciprocal(self.plan.stop), reciprocal(self.plan.target))
        return replace(
            self, pair=self.pair.inverted(), at=self.at.inverted(), anchor=self.anchor.inverted(), plan=Plan(*lines)
        )

    def seen_as(self, pair: Pair) -> "FrozenPlan":
        """Return the plan in the orientation of *pair*, which is this one or its inverse."""
        if pair.key != self.pair.key:
            raise ValueError(f"{self.pair} cannot be seen as {pair}")
        return self if pair == self.pair else self.inverted()

    def repeats(self, other: "FrozenPlan") -> bool:
        """Return whether this is the decision that *other* keeps already, whatever was noted beside it.

        The pair may be upside down: lines are the same if they are each other's reciprocals, up to the last digits.
        """
        if self.pair.key != other.pair.key:
            return False
        seen = self.seen_as(other.pair)
        figures = zip(_figures(seen), _figures(other), strict=False)
        return _terms(seen) == _terms(other) and all(math.isclose(*two, rel_tol=_SAME) for two in figures)

    def with_note(self, note: str) -> "FrozenPlan":
        """Return the plan with another note, on one line.

        Raises
        ------
        BadInput
            If the note is too long.
        """
        text = " ".join(note.split())
        if len(text) > LONGEST_NOTE:
            most, count = f"{LONGEST_NOTE:,}", f"{len(text):,}"
            raise BadInput(tr("A note has at most {most} characters; this one has {count}.", most=most, count=count))
        return replace(self, note=text)


def _terms(plan: FrozenPlan) -> tuple[object, ...]:
    """Return what is the same in two plans that keep one decision."""
    legs = [(leg.symbol, leg.side) for leg in (plan.bought, plan.sold)]
    sessions = plan.at.session, plan.anchor.session
    return plan.pair, plan.basis, plan.sizing, plan.currency, len(plan.fills), legs, sessions


def _figures(plan: FrozenPlan) -> list[float]:
    """Return what is the same up to the last digits."""
    figures: list[float] = [plan.plan.entry, plan.plan.stop, plan.plan.target, plan.planned_loss]
    for closes in (plan.at, plan.anchor):
        figures += closes.numerator, closes.denominator
    for leg in (plan.bought, plan.sold):
        figures += leg.shares, leg.price
    for fill in plan.fills:
        figures += fill.bought_shares, fill.sold_shares
    return figures


def freeze(
    series: RatioSeries, plan: Plan, sizing: Sizing, position: Position, moment: datetime, note: str = ""
) -> FrozenPlan:
    """Return the plan as it stands at the last session of *series*.

    Parameters
    ----------
    series
        The ratio that *position* was sized at.
    plan, sizing, position
        The lines, what the user decided about size, and the size.
    moment
        Now [UTC].

    Raises
    ------
    BadInput
        If the note is too long.
    """
    final = -2 if series.forming and len(series) > 1 else -1
    made = FrozenPlan(
        id=FrozenId(os.urandom(4).hex()),
        frozen=moment.replace(microsecond=0),
        pair=series.pair,
        basis=series.basis,
        at=_closes(series, -1),
        anchor=_closes(series, final),
        plan=plan,
        sizing=replace(sizing, execution=position.execution),
        bought=position.bought_now if position.fills else position.bought,
        sold=position.sold,
        planned_loss=position.planned_loss,
        currency=series.currency,
        fills=position.fills,
    )
    return made.with_note(note)


def _closes(series: RatioSeries, row: int) -> Closes:
    return Closes(
        as_date(series.sessions[row]), float(series.numerator_closes[row]), float(series.denominator_closes[row])
    )
