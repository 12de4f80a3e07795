"""Frozen plans in the words of the desk."""

from collections.abc import Iterable
from datetime import date

from ratiodesk.analysis.score import Score, State
from ratiodesk.analysis.scored import Scored
from ratiodesk.domain.frozen_plan import FrozenPlan
from ratiodesk.domain.level import Role
from ratiodesk.domain.position import Side
from ratiodesk.domain.tranche import tranche_ratio
from ratiodesk.local_text import local, local_day
from ratiodesk.ui.number_text import counted, counted_shares, level_text, money, ratio_text, signed, signed_money

_SIDES = {Side.BUY: "buy", Side.SELL: "sell", Side.SELL_SHORT: "sell short"}


def day_text(day: date) -> str:
    """Return a day.

    >>> day_text(date(2021, 12, 28))
    '28 Dec 2021'
    """
    return local_day(day)


def r_text(multiple: float) -> str:
    """Return a result in multiples of the planned loss.

    >>> r_text(-0.7945), r_text(1.5)
    ('−0.79 R', '+1.50 R')
    """
    return f"{signed(multiple, 2)} R"


def outcome_of(found: Score) -> str:
    """Return what has become of a plan, in a few words."""
    if found.ended is None:
        return "waiting for its entry"
    if found.state is State.MISSED:
        return f"missed: {_passed(found)} before its entry, {day_text(found.ended.session)}"
    way = {State.STOPPED: "stopped", State.TARGET: "at the target"}.get(found.state)
    became = f"{way} {day_text(found.ended.session)}" if way else "open"
    return f"{became}, {r_text(found.r_multiple)}"


def frozen_words(plan: FrozenPlan) -> str:
    """Return that a plan was frozen, and where it went."""
    return f"Frozen: {plan.pair} at {ratio_text(plan.ratio)}, {_legs(plan)}. Ctrl+J shows the journal."


def details_of(plan: FrozenPlan) -> str:
    """Return what was decided, on a few lines."""
    lines = (("entry", plan.plan.entry), ("stop", plan.plan.stop), ("target", plan.plan.target))
    risk, account = money(plan.planned_loss, plan.currency), money(plan.sizing.account, plan.currency)
    return "\n".join(
        [
            f"Frozen at {ratio_text(plan.ratio)} on {day_text(plan.session)}, {plan.basis.display_name}",
            ", ".join(f"{name} {level_text(ratio)}" for name, ratio in lines),
            f"{plan.execution.capitalize()}, {plan.balance.display_name.lower()}: {_legs(plan)}",
            f"One R is the planned loss of {risk}; account {account}",
            *_tranche_lines(plan),
        ]
    )


def state_of(scored: Scored) -> str:
    """Return the state of a plan, and how many of its tranches were opened."""
    found, count = scored.score, len(scored.plan.fills)
    if found is None:
        return "No score"
    state = found.state.display_name
    if found.state is State.MISSED:
        return f"{state}, {_passed(found)}"
    return f"{state}, {found.filled} of {count} tranches" if count and found.entered is not None else state


def _passed(found: Score) -> str:
    return "beyond the stop" if found.line is Role.STOP else "at the target"


def _tranche_lines(plan: FrozenPlan) -> list[str]:
    """Return in which tranches a plan is opened."""
    if not plan.fills:
        return ["Meant to be opened in tranches; scored as if opened at once"] if plan.sizing.tranches else []
    ratios = " and ".join(ratio_text(tranche_ratio(plan.plan, place)) for place in plan.sizing.tranches)
    return [f"Opened in {len(plan.fills)} tranches, each at the first close at its ratio or beyond: {ratios}"]


def summary_of(journal: Iterable[Scored]) -> str:
    """Return how many plans there are, and what those that were entered have earned together."""
    plans = list(journal)
    if not plans:
        return "No plan is frozen yet: “Freeze plan” on the plan card keeps one, and it is scored from then on."
    found = [scored.score for scored in plans if scored.score is not None]
    parts = [counted(len(plans), "plan")]
    ended = sum(score.state in (State.STOPPED, State.TARGET) for score in found)
    for count, word in (
        (sum(score.state is State.WAITING for score in found), "waiting"),
        (sum(score.state is State.OPEN for score in found), "open"),
        (ended, "ended"),
        (sum(score.state is State.MISSED for score in found), "missed"),
        (len(plans) - len(found), "without a score"),
    ):
        if count:
            parts.append(local(f"{count:,} {word}"))
    sums = f"{parts[0]}: {', '.join(parts[1:])}"
    currencies = {scored.plan.currency for scored in plans}
    earned = [score for score in found if score.entered is not None]
    if not earned:
        return sums
    total = f"  ·  together {r_text(sum(score.r_multiple for score in earned))}"
    if len(currencies) > 1:
        return sums + total
    return f"{sums}{total}, {signed_money(sum(score.money for score in earned), currencies.pop())}"


def _legs(plan: FrozenPlan) -> str:
    legs = (plan.bought, plan.sold)
    return " and ".join(f"{_SIDES[leg.side]} {counted_shares(leg.shares)} {leg.symbol}" for leg in legs)
