"""The document of a frozen plan: its fields, and the way to and from a plan."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from ratiodesk.domain.basis import Basis
from ratiodesk.domain.errors import DamagedDocument, RatioDeskError
from ratiodesk.domain.frozen_plan import LONGEST_NOTE, Closes, FrozenId, FrozenPlan
from ratiodesk.domain.pair import Pair, parse_symbol
from ratiodesk.domain.plan import Direction, Plan
from ratiodesk.domain.position import Fill, Leg, Side
from ratiodesk.domain.ratio import check_ratio
from ratiodesk.storage.document import SizingRecord, carry_over, sizing_of, sizing_record
from ratiodesk.storage.migration import Fields
from ratiodesk.storage.versioned import read_fields
from ratiodesk.words import mark, tr

FORMAT = "ratiodesk-frozen-plan"
VERSION = 1

_PositiveFloat = Annotated[float, Meta(gt=0)]


class ClosesRecord(Struct, frozen=True):
    """The closes of both legs."""

    session: date
    numerator: _PositiveFloat
    denominator: _PositiveFloat


class PlanRecord(Struct, frozen=True):
    """The three lines."""

    entry: _PositiveFloat
    stop: _PositiveFloat
    target: _PositiveFloat


class LegRecord(Struct, frozen=True):
    """One leg of the position."""

    symbol: str
    side: Side
    shares: _PositiveFloat
    price: _PositiveFloat


class FillRecord(Struct, frozen=True):
    """The shares of one tranche."""

    bought_shares: _PositiveFloat
    sold_shares: _PositiveFloat


class FrozenDocument(Struct, frozen=True):
    """A frozen plan. ``direction`` and ``ratio`` are written for the reader; lines and closes decide them."""

    id: Annotated[str, Meta(min_length=1, max_length=32)]
    frozen: Annotated[datetime, Meta(tz=True)]
    pair: str
    at: ClosesRecord
    anchor: ClosesRecord
    plan: PlanRecord
    sizing: SizingRecord
    bought: LegRecord
    sold: LegRecord
    planned_loss: _PositiveFloat
    format: Literal["ratiodesk-frozen-plan"] = "ratiodesk-frozen-plan"
    version: Annotated[int, Meta(ge=1)] = VERSION
    basis: Basis = Basis.PRICE
    direction: Direction | None = None
    ratio: float | None = None
    currency: Annotated[str, Meta(max_length=3)] = ""
    note: Annotated[str, Meta(max_length=LONGEST_NOTE)] = ""
    fills: tuple[FillRecord, ...] = ()


def encode_frozen(plan: FrozenPlan, before: Fields | None = None) -> bytes:
    """Return *plan* as readable JSON.

    Parameters
    ----------
    before
        The fields the document had: those this version does not know are written again.

    Raises
    ------
    DamagedDocument
        If what would be written could not be read again.
    """
    try:
        fields = msgspec.to_builtins(_document(plan))
        carry_over(before or {}, fields)
        content = msgspec.json.format(msgspec.json.encode(fields), indent=2) + b"\n"
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        raise DamagedDocument(tr("it cannot be written ({reason})", reason=error)) from error
    decode_frozen(content)
    return content


def decode_frozen(content: bytes) -> tuple[FrozenPlan, Fields]:
    """Return the plan of a document, with all its fields.

    Raises
    ------
    NewerDocument
        If a newer RatioDesk wrote it.
    DamagedDocument
        If it is no frozen plan, with the reason.
    """
    fields = read_fields(content, FORMAT, VERSION, {}, mark("frozen plan"))
    try:
        return _plan(msgspec.convert(fields, FrozenDocument)), fields
    except (msgspec.ValidationError, RatioDeskError) as error:
        raise DamagedDocument(str(error)) from error


def _document(plan: FrozenPlan) -> FrozenDocument:
    return FrozenDocument(
        id=plan.id,
        frozen=plan.frozen,
        pair=str(plan.pair),
        basis=plan.basis,
        direction=plan.direction,
        ratio=plan.ratio,
        at=msgspec.convert(plan.at, ClosesRecord, from_attributes=True),
        anchor=msgspec.convert(plan.anchor, ClosesRecord, from_attributes=True),
        plan=msgspec.convert(plan.plan, PlanRecord, from_attributes=True),
        sizing=sizing_record(plan.sizing),
        bought=msgspec.convert(plan.bought, LegRecord, from_attributes=True),
        sold=msgspec.convert(plan.sold, LegRecord, from_attributes=True),
        planned_loss=plan.planned_loss,
        currency=plan.currency,
        note=plan.note,
        fills=tuple(FillRecord(fill.bought_shares, fill.sold_shares) for fill in plan.fills),
    )


def _plan(document: FrozenDocument) -> FrozenPlan:
    lines = document.plan
    return FrozenPlan(
        id=FrozenId(document.id),
        frozen=document.frozen,
        pair=Pair.parse(document.pair),
        basis=document.basis,
        at=_closes(document.at),
        anchor=_closes(document.anchor),
        plan=Plan(check_ratio(lines.entry), check_ratio(lines.stop), check_ratio(lines.target)),
        sizing=sizing_of(document.sizing),
        bought=_leg(document.bought),
        sold=_leg(document.sold),
        planned_loss=document.planned_loss,
        currency=document.currency,
        note=document.note,
        fills=tuple(Fill(fill.bought_shares, fill.sold_shares) for fill in document.fills),
    )


def _closes(record: ClosesRecord) -> Closes:
    return Closes(record.session, record.numerator, record.denominator)


def _leg(record: LegRecord) -> Leg:
    return Leg(parse_symbol(record.symbol), record.side, record.shares, record.price)
