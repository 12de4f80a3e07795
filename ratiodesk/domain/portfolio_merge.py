"""What was changed in the portfolio in two places since it was the same."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.merge import merge_fields
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Portfolio
from ratiodesk.words import mark, tr


class _Entry(Protocol):
    @property
    def symbol(self) -> Symbol: ...


Entry = TypeVar("Entry", bound=_Entry)
_FIELDS = {"cash": mark("cash"), "taxable": mark("taxable"), "tax_rate": mark("tax rate")}


@dataclass(frozen=True, slots=True)
class MergedPortfolio:
    """A portfolio with both sides' changes, and the names of what both changed, in which ours stands."""

    portfolio: Portfolio
    clashes: tuple[str, ...] = ()


def merge_portfolios(base: Portfolio, ours: Portfolio, theirs: Portfolio) -> MergedPortfolio:
    """Return *ours* with what became of *base* in *theirs*, a holding field by field.

    A holding that one side removed and the other one changed stays.

    Raises
    ------
    BadInput
        If both together are more holdings than a portfolio has.
    """
    lots, clashes = _merge_entries(base.lots, ours.lots, theirs.lots)
    sectors, typed = _merge_entries(base.sectors, ours.sectors, theirs.sectors)
    bare = (replace(side, lots=(), sectors=()) for side in (base, ours, theirs))
    money, fields = merge_fields(*bare)
    names = (
        *clashes,
        *(tr("the sectors of {symbol}", symbol=symbol) for symbol in typed),
        *(tr(_FIELDS[name]) for name in fields),
    )
    return MergedPortfolio(replace(money, lots=lots, sectors=sectors), names)


def _merge_entries(
    base: Iterable[Entry], ours: Iterable[Entry], theirs: Iterable[Entry]
) -> tuple[tuple[Entry, ...], tuple[Symbol, ...]]:
    """Return what has a symbol with both sides' changes, in the order of ours, and the symbols that clash."""
    was, here, there = ({entry.symbol: entry for entry in side} for side in (base, ours, theirs))
    merged, clashes = [], []
    for symbol in here | there:
        before, mine, other = was.get(symbol), here.get(symbol), there.get(symbol)
        stands, is_clash = mine, False
        if mine in (before, None) and other != before:
            stands = other
        elif other not in (before, mine):
            stands, is_clash = _merge_entry(before, mine, other)
        merged += [stands] if stands is not None else []
        clashes += [symbol] if is_clash else []
    return tuple(merged), tuple(clashes)


def _merge_entry(before: Entry | None, mine: Entry | None, other: Entry | None) -> tuple[Entry | None, bool]:
    """Return an entry that both sides changed or drew, and whether something of theirs is not in it."""
    if before is None or mine is None or other is None:
        return mine, True
    try:
        merged, fields = merge_fields(before, mine, other)
    except BadInput:
        # Each is sound by itself, both together are not: one has no shares, the other one no value.
        return mine, True
    return merged, bool(fields)
