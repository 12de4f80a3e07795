"""What two layouts of one pair say differently, thing by thing, in words."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any, TypeAlias

from ratiodesk.domain.cost import CostRates
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.ratio import format_level
from ratiodesk.domain.sizing import Sizing
from ratiodesk.words import mark, tr, tr_n

ABSENT = mark("Not there")


@dataclass(frozen=True, slots=True)
class LineDifference:
    """A line that is not the same in both; None where it is not there."""

    here: Level | None
    there: Level | None

    @property
    def id(self) -> LevelId:
        return next(line.id for line in (self.here, self.there) if line is not None)

    @property
    def name(self) -> str:
        line = self.here or self.there
        return tr("Line {line}", line=line)

    @property
    def texts(self) -> tuple[str, str]:
        """How it is here and there."""
        return _line_text(self.here, self.there), _line_text(self.there, self.here)

    def taken_into(self, layout: Layout) -> Layout:
        """Return the layout with the line as it is there; a role it has there passes to it."""
        known = any(line.id == self.id for line in layout.levels)
        if self.there is None:
            return layout.remove(self.id) if known else layout
        if known:
            return layout.with_level(self.there).with_role(self.id, self.there.role)
        return layout.add(self.there)


@dataclass(frozen=True, slots=True)
class SizingDifference:
    """An input of the sizing, or one of its costs, that is not the same in both."""

    field: str
    here: Any
    there: Any

    @property
    def name(self) -> str:
        return tr(_INPUTS[self.field][0])

    @property
    def texts(self) -> tuple[str, str]:
        """How it is here and there."""
        show = _INPUTS[self.field][1]
        return show(self.here), show(self.there)

    def taken_into(self, layout: Layout) -> Layout:
        """Return the layout with the input as it is there."""
        sizing = layout.sizing
        if self.field in _COSTS:
            changed = replace(sizing, costs=replace(sizing.costs, **{self.field: self.there}))
        else:
            changed = replace(sizing, **{self.field: self.there})
        return replace(layout, sizing=changed)


@dataclass(frozen=True, slots=True)
class HoldingDifference:
    """A holding that is not the same in both; None where nothing was said about it."""

    symbol: Symbol
    here: Holding | None
    there: Holding | None

    @property
    def name(self) -> str:
        return tr("Holding of {symbol}", symbol=self.symbol)

    @property
    def texts(self) -> tuple[str, str]:
        """How it is here and there."""
        here, there = (tr(ABSENT) if held is None else _money(held.value) for held in (self.here, self.there))
        return here, there

    def taken_into(self, layout: Layout) -> Layout:
        """Return the layout with the holding as it is there."""
        return layout.without_holding(self.symbol) if self.there is None else layout.with_holding(self.there)


Difference: TypeAlias = LineDifference | SizingDifference | HoldingDifference


def differences(here: Layout, there: Layout) -> tuple[Difference, ...]:
    """Return what two layouts of a pair say differently: lines from the top, inputs of the sizing, holdings.

    How the pair is looked at is no difference, nor when a line was drawn.

    >>> from ratiodesk.domain.pair import Pair
    >>> drawn = Layout(Pair.parse("SPY/IWM")).add(Level(LevelId("a"), 2.1))
    >>> [found] = differences(drawn, replace(drawn, levels=()))
    >>> found.name, found.texts
    ('Line 2.100', ('2.100', 'Not there'))
    """
    there = there.seen_as(here.pair)
    lines, others = ({line.id: line for line in layout.levels} for layout in (here, there))
    drawn = [
        LineDifference(lines.get(line_id), others.get(line_id))
        for line_id in lines | others
        if not _alike(lines.get(line_id), others.get(line_id))
    ]
    drawn.sort(key=lambda found: -max(line.ratio for line in (found.here, found.there) if line is not None))
    inputs, other_inputs = _inputs(here.sizing), _inputs(there.sizing)
    sized = [
        SizingDifference(name, value, other_inputs[name])
        for name, value in inputs.items()
        if value != other_inputs[name]
    ]
    held, other_held = ({holding.symbol: holding for holding in layout.holdings} for layout in (here, there))
    holdings = [
        HoldingDifference(symbol, held.get(symbol), other_held.get(symbol))
        for symbol in sorted(held | other_held)
        if held.get(symbol) != other_held.get(symbol)
    ]
    return (*drawn, *sized, *holdings)


def lines_of_file(here: Layout, there: Layout) -> tuple[LineDifference, ...]:
    """Return what the lines of a file that was opened say differently; of lines that it does not hold it says nothing.

    >>> from ratiodesk.domain.pair import Pair
    >>> drawn = Layout(Pair.parse("SPY/IWM")).add(Level(LevelId("a"), 2.1))
    >>> lines_of_file(drawn, replace(drawn, levels=()))
    ()
    """
    return tuple(
        found for found in differences(here, there) if isinstance(found, LineDifference) and found.there is not None
    )


def differ_sentence(found: tuple[Difference, ...]) -> str:
    """Return what differs, as a sentence begins with it; empty without a difference.

    >>> differ_sentence((HoldingDifference(Symbol("SPY"), None, Holding(Symbol("SPY"), 1.0)),))
    '1 other entry differs'
    """
    lines = sum(isinstance(each, LineDifference) for each in found)
    others = len(found) - lines
    drawn = tr_n("{n} line", "{n} lines", lines, n=f"{lines:,}")
    entered = tr_n("{n} other entry", "{n} other entries", others, n=f"{others:,}")
    if lines and others:
        return tr("{lines} and {others} differ", lines=drawn, others=entered)
    return tr_n("{what} differs", "{what} differ", len(found), what=drawn if lines else entered) if found else ""


def _alike(line: Level | None, other: Level | None) -> bool:
    return line is not None and other is not None and line.same_as(replace(other, created=line.created))


def _line_text(line: Level | None, other: Level | None) -> str:
    """Return how a line is, and of its looks what tells it from the other one."""
    if line is None:
        return tr(ABSENT)
    parts = [str(line)]
    if other is not None:
        if line.role is not other.role and line.role is Role.PLAIN:
            parts.append(tr("no role"))
        if line.label != other.label and not line.label:
            parts.append(tr("no label"))
        if format_level(line.ratio) == format_level(other.ratio) and line.ratio != other.ratio:
            parts.append(tr("exactly {ratio}", ratio=repr(line.ratio)))
        if line.basis is not other.basis:
            parts.append(line.basis.display_name)
        if line.colour != other.colour:
            parts.append(line.colour or tr("usual colour"))
        if line.locked is not other.locked:
            parts.append(tr("locked") if line.locked else tr("not locked"))
        if line.alert is not other.alert:
            parts.append(tr("with alert") if line.alert else tr("no alert"))
    return ", ".join(parts)


def _inputs(sizing: Sizing) -> dict[str, Any]:
    inputs = {field.name: getattr(sizing, field.name) for field in fields(sizing) if field.name != "costs"}
    return inputs | {name: getattr(sizing.costs, name) for name in _COSTS}


def _money(value: float) -> str:
    return f"{value:,.2f}"


def _percent(value: float) -> str:
    return f"{100 * value:.6g} %"


def _times(value: float) -> str:
    return f"{value:g} ×"


def _truth(value: bool) -> str:
    return tr("Yes") if value else tr("No")


def _sessions(count: int) -> str:
    return tr_n("{n} session", "{n} sessions", count, n=f"{count:,}")


def _places(value: tuple[float, ...]) -> str:
    return ", ".join(map(_percent, value)) or tr("None")


_COSTS = tuple(field.name for field in fields(CostRates))
# What the inputs are called on the cards, and how their values are told.
_INPUTS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "account": (mark("Account"), _money),
    "risk_fraction": (mark("Risk"), _percent),
    "execution": (mark("Execution"), lambda execution: execution.display_name),
    "gross_limit": (mark("Gross limit"), _times),
    "balance": (mark("Balance"), lambda balance: balance.display_name),
    "fractional": (mark("Fractional shares"), _truth),
    "overshoot": (mark("Overshoot counted"), _truth),
    "reward_risk": (mark("Wanted reward : risk"), "{:g}".format),
    "tranches": (mark("Tranches"), _places),
    "order": (mark("Commission an order"), _money),
    "share": (mark("Commission a share"), "{:g}".format),
    "half_spread": (mark("Half spread"), _percent),
    "borrow": (mark("Borrow fee a year"), _percent),
    "short_dividend": (mark("Dividends paid a year"), _percent),
    "holding_sessions": (mark("Expected holding time"), _sessions),
}
