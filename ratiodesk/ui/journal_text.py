"""Frozen plans in the words of the desk."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import reduce

from ratiodesk.analysis.score import Score, State
from ratiodesk.analysis.scored import Scored
from ratiodesk.domain.balance import Balance
from ratiodesk.domain.frozen_plan import FrozenPlan
from ratiodesk.domain.level import Role
from ratiodesk.domain.position import Side
from ratiodesk.domain.tranche import tranche_ratio
from ratiodesk.local_text import local, local_day
from ratiodesk.ui.number_text import counted_shares, level_text, money, ratio_text, signed, signed_money
from ratiodesk.words import mark, tr, tr_n

_LEGS = {
    Side.BUY: mark("buy {shares} {symbol}"),
    Side.SELL: mark("sell {shares} {symbol}"),
    Side.SELL_SHORT: mark("sell short {shares} {symbol}"),
}
_BALANCES = {
    Balance.DOLLAR_NEUTRAL: mark("dollar neutral"),
    Balance.BETA_NEUTRAL: mark("beta neutral"),
    Balance.VOLATILITY_PARITY: mark("volatility parity"),
}
_ENDS = {
    State.STOPPED: mark("stopped {day}, {result}"),
    State.TARGET: mark("at the target {day}, {result}"),
    State.OPEN: mark("open, {result}"),
}


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
        return tr("waiting for its entry")
    day = day_text(found.ended.session)
    if found.state is not State.MISSED:
        return tr(_ENDS[found.state], day=day, result=r_text(found.r_multiple))
    if found.line is Role.STOP:
        return tr("missed: beyond the stop before its entry, {day}", day=day)
    return tr("missed: at the target before its entry, {day}", day=day)


def frozen_words(plan: FrozenPlan) -> str:
    """Return that a plan was frozen, and where it went."""
    return tr(
        "Frozen: {pair} at {ratio}, {legs}. Ctrl+J shows the journal.",
        pair=plan.pair,
        ratio=ratio_text(plan.ratio),
        legs=_legs(plan),
    )


def details_of(plan: FrozenPlan) -> str:
    """Return what was decided, on a few lines."""
    frozen = tr(
        "Frozen at {ratio} on {day}, {basis}",
        ratio=ratio_text(plan.ratio),
        day=day_text(plan.session),
        basis=plan.basis.display_name,
    )
    lines = tr(
        "entry {entry}, stop {stop}, target {target}",
        entry=level_text(plan.plan.entry),
        stop=level_text(plan.plan.stop),
        target=level_text(plan.plan.target),
    )
    risk = tr(
        "One R is the planned loss of {risk}; account {account}",
        risk=money(plan.planned_loss, plan.currency),
        account=money(plan.sizing.account, plan.currency),
    )
    return "\n".join(
        [
            frozen,
            lines,
            f"{plan.execution.display_name}, {tr(_BALANCES[plan.balance])}: {_legs(plan)}",
            risk,
            *_tranche_lines(plan),
        ]
    )


def state_of(scored: Scored) -> str:
    """Return the state of a plan, and how many of its tranches were opened."""
    found, count = scored.score, len(scored.plan.fills)
    if found is None:
        return tr("No score")
    if found.state is State.MISSED:
        return tr("Missed, beyond the stop") if found.line is Role.STOP else tr("Missed, at the target")
    state = found.state.display_name
    if not count or found.entered is None:
        return state
    return tr_n(
        "{state}, {filled} of {count} tranche",
        "{state}, {filled} of {count} tranches",
        count,
        state=state,
        filled=found.filled,
        count=count,
    )


def _tranche_lines(plan: FrozenPlan) -> list[str]:
    """Return in which tranches a plan is opened."""
    if not plan.fills:
        return [tr("Meant to be opened in tranches; scored as if opened at once")] if plan.sizing.tranches else []
    count = len(plan.fills)
    return [
        tr_n(
            "Opened in {count} tranche, each at the first close at its ratio or beyond: {ratios}",
            "Opened in {count} tranches, each at the first close at its ratio or beyond: {ratios}",
            count,
            count=count,
            ratios=_joined(ratio_text(tranche_ratio(plan.plan, place)) for place in plan.sizing.tranches),
        )
    ]


def summary_of(journal: Iterable[Scored]) -> str:
    """Return how many plans there are, and what those that were entered have earned together."""
    plans = list(journal)
    if not plans:
        return tr("No plan is frozen yet: “Freeze plan” on the plan card keeps one, and it is scored from then on.")
    found = [scored.score for scored in plans if scored.score is not None]
    together = tr_n("{n} plan", "{n} plans", len(plans), n=local(f"{len(plans):,}"))
    sums = f"{together}: {', '.join(_counts(found, len(plans) - len(found)))}"
    currencies = {scored.plan.currency for scored in plans}
    earned = [score for score in found if score.entered is not None]
    if not earned:
        return sums
    result = r_text(sum(score.r_multiple for score in earned))
    if len(currencies) > 1:
        return tr("{plans}  ·  together {result}", plans=sums, result=result)
    amount = signed_money(sum(score.money for score in earned), currencies.pop())
    return tr("{plans}  ·  together {result}, {money}", plans=sums, result=result, money=amount)


def _counts(found: Iterable[Score], scoreless: int) -> list[str]:
    """Return how many plans there are of each sort that there is."""
    states = Counter(score.state for score in found)
    waiting, is_open, missed = states[State.WAITING], states[State.OPEN], states[State.MISSED]
    ended = states[State.STOPPED] + states[State.TARGET]
    sorts = (
        (waiting, tr_n("{n} waiting", "{n} waiting", waiting, n=local(f"{waiting:,}"))),
        (is_open, tr_n("{n} open", "{n} open", is_open, n=local(f"{is_open:,}"))),
        (ended, tr_n("{n} ended", "{n} ended", ended, n=local(f"{ended:,}"))),
        (missed, tr_n("{n} missed", "{n} missed", missed, n=local(f"{missed:,}"))),
        (scoreless, tr_n("{n} without a score", "{n} without a score", scoreless, n=local(f"{scoreless:,}"))),
    )
    return [said for count, said in sorts if count]


def _legs(plan: FrozenPlan) -> str:
    legs = (plan.bought, plan.sold)
    return _joined(tr(_LEGS[leg.side], shares=counted_shares(leg.shares), symbol=leg.symbol) for leg in legs)


def _joined(texts: Iterable[str]) -> str:
    return reduce(lambda first, second: tr("{first} and {second}", first=first, second=second), texts)
