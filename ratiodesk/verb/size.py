"""The verb that tells how many shares a plan allows."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ratiodesk.analysis.reading import size_plan, standing_of
from ratiodesk.analysis.ticket import tickets_of
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.pair_quotes import PairQuotes
from ratiodesk.domain.plan import Plan, plan_of
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.portfolio_change import Worth
from ratiodesk.domain.series import RatioSeries
from ratiodesk.domain.sizing import Sizing
from ratiodesk.domain.tranche import tranche_place
from ratiodesk.verb.answer import Answer
from ratiodesk.verb.option import SizeOptions
from ratiodesk.verb.report import json_text
from ratiodesk.verb.size_printout import size_text, ticket_lines
from ratiodesk.verb.size_report import size_fields, ticket_list
from ratiodesk.verb.ticket_file import write_tickets


def answer(
    layout: Layout, quotes: PairQuotes, series: RatioSeries, options: SizeOptions, worth: Worth | None = None
) -> Answer:
    """Size the plan of *layout* at the last session of *series*; what the options name replaces what is saved.

    Parameters
    ----------
    layout, quotes, series, options
        What is kept of the pair, its prices, its ratio, what this call asks for.
    worth
        What the portfolio is worth, None where nothing was said of it.

    Raises
    ------
    RatioDeskError
        If a number makes no sense, there is no position to take, or its orders could not be written.
    """
    plan = plan_of(layout.levels, series.basis)
    layout = replace(layout, sizing=asked_for(layout.sizing, options, plan))
    if options.holding is not None and plan is not None:
        _, sold = plan.bought_and_sold(layout.pair)
        layout = layout.with_holding(Holding(sold, options.holding))
    standing, sized = standing_of(series, layout), size_plan(series, layout, None, worth)
    written = {}
    if options.ticket is not None:
        tickets = tickets_of(quotes, series, layout, sized)
        written = dict(zip(write_tickets(tickets, options.ticket), tickets, strict=True))
    if options.json:
        tickets_told = {"tickets": ticket_list(written) if written else None}
        return Answer(json_text(size_fields(standing, sized, layout.sizing) | tickets_told))
    parts = (size_text(standing, sized, layout.sizing), ticket_lines(written))
    return Answer("\n\n".join(filter(None, parts)))


def asked_for(saved: Sizing, options: SizeOptions, plan: Plan | None) -> Sizing:
    """Return the saved sizing with what the options name in its place.

    Parameters
    ----------
    saved, options
        What is kept of the pair, and what this call asks for.
    plan
        Whose entry zone the ratios of tranches lie in; without one there is nothing to scale into.

    Raises
    ------
    BadInput
        If a number is outside what makes sense, or tranches do not lie in the zone in order.
    """
    costs = {
        "order": options.commission,
        "share": options.commission_share,
        "half_spread": options.half_spread,
        "borrow": options.borrow,
        "short_dividend": options.short_dividend,
        "holding_sessions": options.holding_sessions,
    }
    decided: dict[str, Any] = {
        "account": options.account,
        "risk_fraction": options.risk_fraction,
        "execution": options.execution,
        "balance": options.balance,
        "fractional": options.fractional,
        "overshoot": options.overshoot,
        "reward_risk": options.reward_risk,
        "costs": replace(saved.costs, **_named(costs)),
    }
    if options.tranches is not None and plan is not None:
        decided["tranches"] = tuple(tranche_place(plan, ratio) for ratio in options.tranches)
    return replace(saved, **_named(decided))


def _named(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
