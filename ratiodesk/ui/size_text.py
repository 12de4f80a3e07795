"""The lines of the size card: legs, outcomes, what to mind."""

from dataclasses import dataclass

from ratiodesk.analysis.reading import Sized, Standing
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.position import Execution, Outcome, Position, Side
from ratiodesk.domain.sizing import Sizing
from ratiodesk.domain.zone import Zone
from ratiodesk.local_text import local
from ratiodesk.ui.card import kind_of
from ratiodesk.ui.number_text import counted_shares, level_text, money, percent, signed_money
from ratiodesk.ui.outcome_card import worst_sentence
from ratiodesk.words import mark, tr

_SIDES = {
    Side.BUY: mark("Buy {symbol}"),
    Side.SELL_SHORT: mark("Sell short {symbol}"),
    Side.SELL: mark("Sell {symbol}"),
}
# Where those have no room.
_SHORTER_SIDES = {**_SIDES, Side.SELL_SHORT: mark("Short {symbol}")}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the outcomes: its name, what it says, its kind of look, and an explanation."""

    name: str
    text: str
    kind: str = "value"
    tip: str = ""


def leg_rows(position: Position, currency: str) -> list[tuple[str, ...]]:
    """Return the cells of the legs: side and symbol, shares, price, value."""
    return [
        (
            tr(_SIDES[leg.side], symbol=leg.symbol),
            counted_shares(leg.shares),
            local(f"{leg.price:,.2f}"),
            money(leg.value, currency),
        )
        for leg in position.legs
    ]


def shorter_legs(position: Position) -> list[str]:
    """Return side and symbol of the legs in as few letters as there are."""
    return [tr(_SHORTER_SIDES[leg.side], symbol=leg.symbol) for leg in position.legs]


def outcome_lines(position: Position, sizing: Sizing, pair: Pair, currency: str) -> list[Line]:
    """Return what happens at the stop and at the target, and how much is exposed."""
    return [
        _reached(tr("At stop"), position.at_stop, pair, currency),
        *_risk_lines(position, currency),
        _reached(tr("At target"), position.at_target, pair, currency),
        *_exposure_lines(position, sizing, currency),
    ]


def outcome_range(outcome: Outcome, currency: str) -> str:
    """Return both outcomes, the smaller amount first."""
    ends = sorted((outcome.low, outcome.high), key=abs)
    return " … ".join(signed_money(end, currency) for end in ends)


def _reached(name: str, outcome: Outcome, pair: Pair, currency: str) -> Line:
    text = outcome_range(outcome, currency)
    tip = tr(
        "Ratio at {ratio}: {numerator_still} if {numerator} stands still, {denominator_still} if {denominator} does.",
        ratio=level_text(outcome.ratio),
        numerator=pair.numerator,
        numerator_still=_cents(outcome.numerator_still),
        denominator=pair.denominator,
        denominator_still=_cents(outcome.denominator_still),
    )
    return Line(name, text, kind_of(text), tip)


def _risk_lines(position: Position, currency: str) -> list[Line]:
    """Return what the loss at the stop does not tell; nothing where it tells all."""
    lines = []
    if position.beyond_stop is not None:
        ratio = level_text(position.beyond_stop.ratio)
        text = signed_money(-position.overshoot_loss, currency)
        tip = tr("A stop looked at once a day is expected to be left at {ratio}: 0.5826 σ√dt beyond it.", ratio=ratio)
        lines.append(Line(tr("Expected overshoot"), text, "loss", tip))
    if position.costs.total:
        text = signed_money(-position.costs.total, currency)
        tip = tr("From the opening to the close, as the card of costs says.")
        lines.append(Line(tr("Costs"), text, "loss", tip))
    if lines:
        tip = tr("The worse outcome at the stop, one leg standing still, with all of the above: what the risk bounds.")
        lines.append(Line(tr("Planned loss"), signed_money(-position.planned_loss, currency), "loss", tip))
    return lines


def _exposure_lines(position: Position, sizing: Sizing, currency: str) -> list[Line]:
    if position.execution is Execution.ROTATE:
        left, turnover = money(-position.residual, currency), money(position.gross, currency)
        return [Line(tr("Cash left over"), left), Line(tr("Turnover"), turnover)]
    net, gross = percent(position.residual / sizing.account), percent(position.gross / sizing.account)
    lines = [
        Line(tr("Net exposure"), f"{signed_money(position.residual, currency)} ({net})"),
        Line(tr("Gross exposure"), f"{money(position.gross, currency)} ({gross})"),
    ]
    if not position.balance.bounds_loss:
        tip = tr("Money sold for each unit of money bought, h.")
        lines.append(Line(tr("Sold for each 1 bought"), local(f"{position.hedge_ratio:.2f}"), tip=tip))
    return lines


def balance_warning(sized: Sized, currency: str) -> str:
    """Return what a stop does not bound, empty where it bounds the loss."""
    position = sized.position
    if position.balance.bounds_loss:
        return ""
    worst = worst_sentence(sized.grid, position.bought.symbol, currency)
    return tr(
        "A stop in the ratio does not bound the loss of {balance} legs: {worst}.",
        balance=position.balance.display_name.lower(),
        worst=worst,
    )


def notes(sized: Sized, standing: Standing) -> str:
    """Return what to mind about the position, empty if nothing."""
    position = sized.position
    found = []
    if standing.zone is Zone.HOLD:
        found.append(tr("The plan opens between entry and stop; in the hold zone the way to the stop is longer."))
    if position.capped:
        rotating = position.execution is Execution.ROTATE
        capped, asked = (money(value, standing.currency) for value in (position.notional, position.uncapped))
        found.append(
            tr("Capped by the holding: {capped} a leg instead of {asked}.", capped=capped, asked=asked)
            if rotating
            else tr(
                "Capped by the gross limit of the account: {capped} a leg instead of {asked}.",
                capped=capped,
                asked=asked,
            )
        )
    found += [said for said in (sized.premise, sized.assumption) if said]
    return " ".join(found)


def _cents(amount: float) -> str:
    return local(f"{amount:,.2f}")
