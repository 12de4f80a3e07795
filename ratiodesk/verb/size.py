"""The verb that tells how many shares a plan allows."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ratiodesk.analysis.reading import size_plan, standing_of
from ratiodesk.analysis.ticket import tickets_of
from ratiodesk.backend import Backend
from ratiodesk.domain.pair_quotes import read_pair
from ratiodesk.domain.plan import Plan, plan_of
from ratiodesk.domain.portfolio import Holding
from ratiodesk.domain.sizing import Sizing
from ratiodesk.domain.tranche import tranche_place
from ratiodesk.verb.answer import Answer
from ratiodesk.verb.option import SizeOptions
from ratiodesk.verb.own_folder import refuse_own_folder
from ratiodesk.verb.report import json_text
from ratiodesk.verb.saved_layout import layout_of
from ratiodesk.verb.size_printout import size_text, ticket_lines
from ratiodesk.verb.size_report import size_fields, ticket_list
from ratiodesk.verb.ticket_file import write_tickets
from ratiodesk.verb.worth import worth_at_hand


def answer(backend: Backend, options: SizeOptions) -> Answer:
    """Size the plan of a pair; what the options name replaces what is saved.

    Raises
    ------
    RatioDeskError
        If a number makes no sense, there is no position to take, or its orders could not be written.
    """
    if options.ticket is not None:
        refuse_own_folder(options.ticket, options.home)
    layout = layout_of(backend, options.pair)
    basis = layout.view.basis
    quotes = read_pair(backend.patient_prices, layout.pair, basis)
    series = quotes.series(basis, options.as_of)
    worth = worth_at_hand(backend, series)
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
        fields = size_fields(standing, sized, layout.sizing)
        return Answer(json_text(fields | {"tickets": ticket_list(written) if written else None}))
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
