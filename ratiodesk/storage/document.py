"""The layout document: its fields, its JSON Schema, and the way to and from a layout."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from ratiodesk.domain.balance import Balance
from ratiodesk.domain.basis import Basis
from ratiodesk.domain.errors import DamagedDocument, RatioDeskError
from ratiodesk.domain.layout import Layout, Scale, View
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair, parse_symbol
from ratiodesk.domain.plan import Direction
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.position import Execution
from ratiodesk.domain.ratio import check_ratio
from ratiodesk.domain.sizing import MOST_TRANCHES, Sizing
from ratiodesk.storage.migration import LAYOUT_MIGRATIONS, Fields
from ratiodesk.storage.versioned import read_fields
from ratiodesk.words import mark, tr

FORMAT = "ratiodesk-layout"
VERSION = 3

_PositiveFloat = Annotated[float, Meta(gt=0)]
_NotNegative = Annotated[float, Meta(ge=0)]


class LevelRecord(Struct, frozen=True):
    """One line."""

    id: Annotated[str, Meta(min_length=1, max_length=64)]
    ratio: _PositiveFloat
    role: Role = Role.PLAIN
    label: Annotated[str, Meta(max_length=200)] = ""
    colour: Annotated[str, Meta(pattern="^(#[0-9a-fA-F]{6})?$")] = ""
    locked: bool = False
    alert: bool = False
    basis: Basis = Basis.PRICE
    created: Annotated[datetime, Meta(tz=True)] | None = None


class CostRecord(Struct, frozen=True):
    """What trading and holding costs."""

    order: _NotNegative = 0.0
    share: _NotNegative = 0.0
    half_spread: _NotNegative = 0.0
    borrow: _NotNegative = 0.0
    short_dividend: _NotNegative = 0.0
    holding_sessions: Annotated[int, Meta(ge=0)] = 0


class SizingRecord(Struct, frozen=True):
    """What the user decided about size."""

    account: _PositiveFloat = 100_000.0
    risk_fraction: Annotated[float, Meta(gt=0, le=1)] = 0.01
    execution: Execution = Execution.PAIR
    gross_limit: _PositiveFloat = 2.0
    balance: Balance = Balance.DOLLAR_NEUTRAL
    fractional: bool = False
    overshoot: bool = False
    costs: CostRecord = CostRecord()
    reward_risk: _PositiveFloat = 2.0
    tranches: Annotated[list[float], Meta(max_length=MOST_TRANCHES)] = []


class HoldingRecord(Struct, frozen=True):
    """What the account has of an instrument."""

    symbol: str
    value: Annotated[float, Meta(ge=0)]


class ViewRecord(Struct, frozen=True):
    """What part of the history is shown."""

    range: Annotated[str, Meta(max_length=20)] = "3Y"
    interval: Annotated[str, Meta(max_length=20)] = "1d"
    scale: Scale = Scale.LINEAR
    basis: Basis = Basis.PRICE
    start: date | None = None
    end: date | None = None
    blank: Annotated[int, Meta(ge=0, le=1_000_000)] = 0
    low: float | None = None
    high: float | None = None
    compare: str | None = None


class LayoutDocument(Struct, frozen=True):
    """Everything saved for a pair. ``direction`` is written for the reader; the levels decide it."""

    pair: str
    format: Literal["ratiodesk-layout"] = "ratiodesk-layout"
    version: Annotated[int, Meta(ge=1)] = VERSION
    direction: Direction | None = None
    levels: list[LevelRecord] = []
    sizing: SizingRecord = SizingRecord()
    holdings: list[HoldingRecord] = []
    view: ViewRecord = ViewRecord()


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A layout read from a document, with the names of fields this version does not know."""

    layout: Layout
    fields: Fields
    unknown: tuple[str, ...]


def encode_layout(layout: Layout, before: Fields | None = None) -> bytes:
    """Return *layout* as readable JSON.

    Parameters
    ----------
    layout
        What to write.
    before
        The fields the document had when it was read: those this version does not know are written again.

    Raises
    ------
    DamagedDocument
        If what would be written could not be read again.
    """
    try:
        content = written(_document(layout), before)
    except msgspec.ValidationError as error:
        raise DamagedDocument(tr("it cannot be written ({reason})", reason=error)) from error
    decode_layout(content)
    return content


def decode_layout(content: bytes) -> ReadDocument:
    """Read a layout document of this or an older version.

    Raises
    ------
    NewerDocument
        If a newer RatioDesk wrote it.
    DamagedDocument
        If it is not a layout document, with the reason.
    """
    fields = read_fields(content, FORMAT, VERSION, LAYOUT_MIGRATIONS, mark("layout"))
    try:
        document = msgspec.convert(fields, LayoutDocument)
        layout = _layout(document)
    except (msgspec.ValidationError, RatioDeskError) as error:
        raise DamagedDocument(str(error)) from error
    return ReadDocument(layout, fields, unknown_in(fields, document))


def layout_schema() -> bytes:
    """Return the JSON Schema of the layout document."""
    schema = msgspec.json.schema(LayoutDocument)
    return msgspec.json.format(msgspec.json.encode(schema, order="sorted"), indent=2) + b"\n"


def _document(layout: Layout) -> LayoutDocument:
    return LayoutDocument(
        pair=str(layout.pair),
        direction=layout.direction,
        levels=[msgspec.convert(level, LevelRecord, from_attributes=True) for level in layout.levels],
        sizing=sizing_record(layout.sizing),
        holdings=[msgspec.convert(holding, HoldingRecord, from_attributes=True) for holding in layout.holdings],
        view=_view_record(layout.view),
    )


def _layout(document: LayoutDocument) -> Layout:
    pair = Pair.parse(document.pair)
    levels = tuple(_level(record) for record in document.levels)
    if len({level.id for level in levels}) < len(levels):
        raise DamagedDocument(tr("two levels have the same id"))
    holdings = tuple(Holding(parse_symbol(held.symbol), held.value) for held in document.holdings)
    if len({holding.symbol for holding in holdings}) < len(holdings):
        raise DamagedDocument(tr("two holdings are of the same symbol"))
    return Layout(
        pair=pair,
        levels=levels,
        sizing=sizing_of(document.sizing),
        holdings=holdings,
        view=_view(document.view),
    )


def sizing_record(sizing: Sizing) -> SizingRecord:
    """Return how *sizing* is written."""
    return msgspec.convert(sizing, SizingRecord, from_attributes=True)


def sizing_of(record: SizingRecord) -> Sizing:
    """Return the sizing that was written.

    Raises
    ------
    BadInput
        If a number is outside what makes sense.
    """
    return msgspec.convert(record, Sizing, from_attributes=True)


def _level(record: LevelRecord) -> Level:
    check_ratio(record.ratio)
    known = {name: getattr(record, name) for name in record.__struct_fields__ if getattr(record, name) is not None}
    return Level(**known | {"id": LevelId(record.id)})


def _view_record(view: View) -> ViewRecord:
    known = {name: getattr(view, name) for name in ViewRecord.__struct_fields__}
    return ViewRecord(**known | {"compare": str(view.compare) if view.compare else None})


def _view(record: ViewRecord) -> View:
    known = {name: getattr(record, name) for name in record.__struct_fields__}
    return View(**known | {"compare": Pair.parse(record.compare) if record.compare is not None else None})


def written(document: Struct, before: Fields | None) -> bytes:
    """Return *document* as readable JSON, with those fields of *before* that this version does not know.

    Raises
    ------
    DamagedDocument
        If a text in it cannot be written.
    """
    fields = msgspec.to_builtins(document)
    if before:
        carry_over(before, fields)
    try:
        return msgspec.json.format(msgspec.json.encode(fields), indent=2) + b"\n"
    except UnicodeEncodeError as error:
        raise DamagedDocument(tr("it cannot be written ({reason})", reason=error)) from error


def unknown_in(fields: Fields, document: Struct) -> tuple[str, ...]:
    """Return the dotted names of what *fields* has beyond the *document* that was read from them."""
    return tuple(unknown_names(fields, msgspec.to_builtins(document)))


def unknown_names(fields: Fields, known: Fields) -> list[str]:
    """Return the dotted names of what *fields* has and *known* lacks, objects and lists of objects included."""
    names: list[str] = []
    for name, value in fields.items():
        if name not in known:
            names.append(name)
        else:
            for inner, twin in _inner(value, known[name]):
                names += [f"{name}.{deeper}" for deeper in unknown_names(inner, twin)]
    return list(dict.fromkeys(names))


def _inner(value: Any, twin: Any) -> list[tuple[Fields, Fields]]:
    if isinstance(value, dict) and isinstance(twin, dict):
        return [(value, twin)]
    if isinstance(value, list) and isinstance(twin, list):
        return [(a, b) for a, b in zip(value, twin, strict=True) if isinstance(a, dict)]
    return []


def carry_over(before: Fields, fields: Fields) -> None:
    """Add to *fields* what only *before* has; list items are matched by id or symbol, or by their place."""
    for name, value in before.items():
        if name not in fields:
            fields[name] = value
        elif isinstance(value, dict) and isinstance(fields[name], dict):
            carry_over(value, fields[name])
        elif isinstance(value, list) and isinstance(fields[name], list | tuple):
            old = {_identity(item, place): item for place, item in enumerate(value) if isinstance(item, dict)}
            for place, item in enumerate(fields[name]):
                if isinstance(item, dict):
                    carry_over(old.get(_identity(item, place), {}), item)


def _identity(item: Fields, place: int) -> Any:
    name, symbol = item.get("id"), item.get("symbol")
    # What this version does not know may have anything for an id.
    if isinstance(name, str) and name:
        return name
    return place if symbol is None else str(symbol).upper()
