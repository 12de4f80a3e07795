"""What ``size`` found, as short aligned text for people."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from ratiodesk.analysis.reading import Sized, Standing
from ratiodesk.domain.contour import Contour, contours
from ratiodesk.domain.name_list import listed
from ratiodesk.domain.order_ticket import OrderTicket
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.plan import Plan
from ratiodesk.domain.position import Execution, Leg, Position
from ratiodesk.domain.ratio import format_level, format_ratio
from ratiodesk.domain.sizing import Sizing
from ratiodesk.domain.ticket_form import condition
from ratiodesk.domain.tranche import ScaleIn, tranche_ratio
from ratiodesk.domain.way_back import WayBack
from ratiodesk.verb.printout import (
    Row,
    aligned,
    money_text,
    percent_text,
    portfolio_lines,
    price_text,
    signed_text,
    words,
    zone_line,
)
from ratiodesk.verb.report import cents


def size_text(standing: Standing, sized: Sized, sizing: Sizing) -> str:
    """Return a position, what it earns and costs, the other execution, tranches and weights."""
    position = sized.position
    parts = [
        f"{standing.pair}  {standing.session}  ratio {format_ratio(standing.ratio)}\n{zone_line(standing)}",
        "\n".join(_risk(position, sizing)),
        _legs(position, sizing),
        _outcomes(position, standing.pair),
        _grid(sized),
        _costs(position, sizing),
        _executions(sized),
        _fills(sized, standing.plan),
        _scale_in(sized, sizing, standing.plan),
        _weights(sized),
        "\n".join(portfolio_lines(sized.portfolio)).strip(),
    ]
    return "\n\n".join(part for part in parts if part)


def ticket_lines(written: Mapping[Path, OrderTicket]) -> str:
    """Return the files that tickets were written to, and when their orders may be sent: a table does not say it."""
    return "\n".join(f"Wrote {file}. {' '.join(condition(ticket).splitlines())}" for file, ticket in written.items())


def _risk(position: Position, sizing: Sizing) -> Iterator[str]:
    """Yield what may be lost, and how much money that allows."""
    yield (
        f"{sizing.execution.capitalize()}: risk {percent_text(sizing.risk_fraction)} of {money_text(sizing.account)}"
        f" = {money_text(position.budget)}"
    )
    beyond = " with its overshoot" if position.beyond_stop is not None else ""
    unit = f"Loss at the stop{beyond} {percent_text(position.loss_per_unit, 4)}"
    neutral = position.balance.bounds_loss
    if neutral:
        yield f"{unit}: {money_text(position.notional)} a leg"
    else:
        sold = money_text(position.hedge_ratio * position.notional)
        yield f"{unit} of what is bought: {money_text(position.notional)} bought, {sold} sold"
        yield f"{position.balance.display_name}: {position.hedge_ratio:.3f} sold for each 1 bought"
    if position.capped:
        cap = "the holding" if position.execution is Execution.ROTATE else "the gross limit"
        each = "a leg" if neutral else "bought"
        yield f"Capped by {cap}: the risk alone would allow {money_text(position.uncapped)} {each}"
    parts = [f"{money_text(-position.at_stop.low)} at the stop"]
    if position.beyond_stop is not None:
        parts.append(
            f"{money_text(position.overshoot_loss)} expected overshoot to {format_ratio(position.beyond_stop.ratio)}"
        )
    if position.costs.total:
        parts.append(f"{money_text(position.costs.total)} costs")
    yield f"Planned loss {money_text(position.planned_loss)}" + (f" = {' + '.join(parts)}" if len(parts) > 1 else "")


def _legs(position: Position, sizing: Sizing) -> str:
    legs = [
        (words(leg.side).capitalize(), leg.symbol, _count(leg.shares), price_text(leg.price), money_text(leg.value))
        for leg in position.legs
    ]
    residual = ("Residual", "", "", "", money_text(position.residual))
    gross = ("Gross", "", "", percent_text(position.gross / sizing.account), money_text(position.gross))
    return aligned([("", "", "Shares", "Price", "Value"), *legs, residual, gross], left=2)


def _outcomes(position: Position, pair: Pair) -> str:
    rows: list[Row] = [("", "Ratio", f"{pair.numerator} still", f"{pair.denominator} still")]
    outcomes = [("At the stop", position.at_stop), ("At the target", position.at_target)]
    if position.beyond_stop is not None:
        outcomes.insert(1, ("Overshot", position.beyond_stop))
    for name, outcome in outcomes:
        figures = (signed_text(outcome.numerator_still), signed_text(outcome.denominator_still))
        # Where a stop is overshot to is no line of the user's, so it has no more digits than a ratio.
        write = format_ratio if outcome is position.beyond_stop else format_level
        rows.append((name, write(outcome.ratio), *figures))
    return aligned(rows)


def _grid(sized: Sized) -> str:
    """Return the outcomes while the long leg moves, and what a stop does not bound."""
    grid, position = sized.grid, sized.position
    moves = (percent_text(move, 0, signed=move != 0) for move in grid.moves)
    rows: list[Row] = [(f"If {position.bought.symbol} moves", "Ratio", *moves)]
    for row in grid.rows:
        write = format_ratio if row.name == "now" else format_level
        rows.append((row.name.capitalize(), write(row.ratio), *map(signed_text, row.profits)))
    text = "\n".join(part for part in (aligned(rows), sized.premise, sized.grid_premise) if part)
    if position.balance.bounds_loss:
        return text
    worst = signed_text(grid.worst)
    return f"{text}\nA stop in the ratio does not bound the loss of this balance: the worst here is {worst}."


def _costs(position: Position, sizing: Sizing) -> str:
    """Return the costs, empty where there are none, and which yearly ones count for nothing."""
    costs = position.costs
    uncounted = sizing.costs.uncounted(short=position.execution is Execution.PAIR)
    if not costs.total:
        return uncounted
    lines = (
        ("Commission", costs.commission),
        ("Half spread", costs.spread),
        ("Borrow fee", costs.borrow),
        ("Dividends paid", costs.short_dividend),
        ("Costs", costs.total),
    )
    text = aligned([(name, money_text(cost)) for name, cost in lines])
    return f"{text}\n{uncounted}" if uncounted else text


def _executions(sized: Sized) -> str:
    """Return pair and rotation side by side, the identity of both, and the way back."""
    lines, columns = [], []
    for execution in Execution:
        position = sized.carried_out(execution)
        if isinstance(position, str):
            lines.append(f"{execution.capitalize()}: {position}")
            continue
        columns.append((execution.capitalize(), *_column(position)))
        if execution is Execution.ROTATE:
            part = percent_text(position.notional / sized.held)
            holding = f"{money_text(sized.held)} {position.sold.symbol}"
            lines.append(f"N = x · V: {money_text(position.notional)} = {part} of {holding}")
            if sized.rotation_assumption:
                lines.append(sized.rotation_assumption)
            if sized.way_back is not None:
                lines.append(_way_back(sized.way_back))
    names = ("", "Sell", "Buy", "Notional", "Residual", "At the stop", "At the target", "Costs", "Planned loss")
    return "\n".join([aligned(list(zip(names, *columns, strict=True))), *lines])


def _way_back(back: WayBack) -> str:
    target, stop = (f"{shares:,.1f}" for shares in (back.back_at_target, back.back_at_stop))
    return (
        f"Way back: sell {_count(back.shares)} {back.sells} again for {target} {back.buys} at the target, {stop} at the"
        f" stop; {_count(back.given_up)} given up"
    )


def _column(position: Position) -> tuple[str, ...]:
    return (
        _traded(position.sold),
        _traded(position.bought),
        money_text(position.notional),
        money_text(position.residual),
        signed_text(position.at_stop.low),
        signed_text(position.at_target.low),
        money_text(position.costs.total),
        money_text(position.planned_loss),
    )


def _fills(sized: Sized, plan: Plan | None) -> str:
    """Return the fill that earns the wanted reward : risk, and those that earn round multiples of it."""
    rows: list[Row] = [("Reward : risk", "Fill", "Needed win rate", "Random walk"), _fill(sized.wanted, "wanted")]
    rows += [_fill(found, "") for found in contours(plan)] if plan else []
    text = aligned(rows)
    return text if sized.wanted.in_zone else f"{text}\nThe wanted fill lies outside the entry zone."


def _fill(found: Contour, remark: str) -> Row:
    chances = (percent_text(found.needed_win_rate, 1), percent_text(found.random_walk_win_rate, 1))
    return (f"{found.reward_risk:g} : 1 {remark}".rstrip(), format_ratio(found.ratio), *chances)


def _scale_in(sized: Sized, sizing: Sizing, plan: Plan | None) -> str:
    found, position = sized.scale_in, sized.position
    if found is None:
        return ""
    if isinstance(found, str):
        return f"Tranches: {found}"
    rows: list[Row] = [("Tranche", f"Buy {position.bought.symbol}", "at", f"Sell {position.sold.symbol}", "at")]
    for tranche in found.tranches:
        place = f"{format_ratio(tranche.ratio)}{' now' if tranche.is_now else ''}"
        bought = (_count(tranche.bought_shares), price_text(tranche.bought_price))
        rows.append((place, *bought, _count(tranche.sold_shares), price_text(tranche.sold_price)))
    costs = f" with {money_text(found.costs.total)} costs" if found.costs.total else ""
    passed = _passed(found, sizing, plan) if plan else ""
    lines = [aligned(rows), *([passed] if passed else []), f"Planned loss {money_text(found.planned_loss)}{costs}"]
    if found.break_even is not None:
        whole = not sizing.fractional and cents(found.residual)
        left = f", but for {signed_text(-found.residual)} that whole shares leave" if whole else ""
        lines.append(f"Break-even {format_ratio(found.break_even)}{left}")
    return "\n".join(lines)


def _passed(found: ScaleIn, sizing: Sizing, plan: Plan) -> str:
    """Return why tranches are opened now and not where they were asked for, empty where none are."""
    asked = zip(found.tranches, (tranche_ratio(plan, place) for place in sizing.tranches), strict=True)
    passed = [
        format_ratio(ratio)
        for tranche, ratio in asked
        if tranche.is_now and format_ratio(ratio) != format_ratio(tranche.ratio)
    ]
    if not passed:
        return ""
    those = "those tranches are" if len(passed) > 1 else "that tranche is"
    return f"The ratio has passed {listed(passed)} already, so {those} opened now."


def _weights(sized: Sized) -> str:
    rows: list[Row] = [("Weight", "Before", "After", "Change")]
    for weight in sized.weights:
        shown = (percent_text(weight.before), percent_text(weight.after), percent_text(weight.change, signed=True))
        rows.append((weight.name, *shown))
    return aligned(rows) + (f"\n{sized.assumption}" if sized.assumption else "")


def _traded(leg: Leg) -> str:
    return f"{_count(leg.shares)} {leg.symbol}"


def _count(shares: float) -> str:
    """Return a number of shares, whole or to four decimals.

    >>> _count(1045), _count(45.9)
    ('1,045', '45.9000')
    """
    return f"{shares:,.0f}" if shares == int(shares) else f"{shares:,.4f}"
