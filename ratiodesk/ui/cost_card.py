"""What the user pays to trade and to hold; nothing until it is filled in."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal

from ratiodesk.analysis.reading import Sized
from ratiodesk.domain.cost import Costs
from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.position import Execution
from ratiodesk.domain.sizing import Sizing
from ratiodesk.local_text import local
from ratiodesk.plain_text import plain
from ratiodesk.ui.card import Facts, set_kind
from ratiodesk.ui.fold_card import FoldCard
from ratiodesk.ui.number_field import NumberField
from ratiodesk.ui.number_text import (
    money,
    named_currency,
    parse_money,
    parse_number,
    parse_percent,
    percent,
    plain_percent,
    precise_money,
)
from ratiodesk.ui.refusal import Refusal
from ratiodesk.ui.text_label import TextLabel
from ratiodesk.words import mark, tr, tr_n

_SESSIONS = re.compile(r"\s*sessions?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Rate:
    """One of the rates: its field of :class:`~ratiodesk.domain.cost.CostRates`, how it is read and shown."""

    name: str
    caption: str
    read: Callable[[str], float]
    show: Callable[[float, str], tuple[str, str]]
    tip: str = ""


def _read_sessions(text: str) -> int:
    sessions = parse_number(_SESSIONS.sub("", text), tr("a number of sessions such as 60"))
    if sessions != int(sessions):
        raise BadInput(tr("The holding time must be a whole number of sessions."))
    return int(sessions)


def _amount(value: float, currency: str) -> tuple[str, str]:
    shown = precise_money(value, currency)
    return shown, precise_money(value, "")


def _rate(value: float, _currency: str) -> tuple[str, str]:
    shown = plain_percent(value)
    return shown, shown


def _sessions(value: float, _currency: str) -> tuple[str, str]:
    sessions = int(value)
    return tr_n("{n} session", "{n} sessions", sessions, n=local(f"{sessions:,}")), f"{sessions}"


_RATES = (
    _Rate(
        "order", mark("Commission an order"), parse_money, _amount,
        mark("Paid four times: two legs, opened and closed."),
    ),
    _Rate(
        "share", mark("Commission a share"), parse_money, _amount,
        mark("Paid for every share bought or sold, at both ends."),
    ),
    _Rate(
        "half_spread", mark("Half spread"), parse_percent, _rate,
        mark("Half of ask less bid over the price, at every trade."),
    ),
    _Rate(
        "borrow", mark("Borrow fee a year"), parse_percent, _rate,
        mark("Of what is sold short; a rotation does not pay it."),
    ),
    _Rate(
        "short_dividend", mark("Dividends paid a year"), parse_percent, _rate,
        mark("Of what is sold short: whoever is short pays them. A rotation does not."),
    ),
    _Rate(
        "holding_sessions", mark("Expected holding time"), _read_sessions, _sessions,
        mark("252 sessions are a year."),
    ),
)  # fmt: skip
# What tests and assistive programs call the fields.
_NAMES = {
    "order": "orderCostEdit", "share": "shareCostEdit", "half_spread": "halfSpreadEdit", "borrow": "borrowEdit",
    "short_dividend": "shortDividendEdit", "holding_sessions": "holdingSessionsEdit",
}  # fmt: skip


class CostCard(FoldCard):
    """Six rates, and what they come to for the position."""

    sizing_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__("costs", tr("Costs"))
        self._sizing, self._currency = Sizing(), ""
        facts = Facts()
        fields = []
        for rate in _RATES:
            read = partial(self._read, rate)
            caption, name = tr(rate.caption), _NAMES[rate.name]
            field = NumberField(name, caption, read, partial(self._take, rate), tr(rate.tip))
            facts.add_widget(caption, field)
            fields.append(field)
        self.fields = tuple(fields)
        totals = Facts()
        self._total = totals.add(tr("Of this position in all"))
        self._total.setObjectName("costTotal")
        self._refusal = Refusal("costRefusal", self.fields)
        self._uncounted = TextLabel()
        self._uncounted.setObjectName("costWarning")
        self._uncounted.setWordWrap(True)
        set_kind(self._uncounted, "warning")
        for part in (facts, self._refusal, self._uncounted, totals):
            self.body.addWidget(part)

    def show_size(self, sizing: Sizing, sized: Sized | str, currency: str) -> None:
        """Show the rates and what they come to."""
        if sizing.costs is not self._sizing.costs or currency != self._currency or not self._total.text():
            for rate, field in zip(_RATES, self.fields, strict=True):
                field.show_value(*rate.show(getattr(sizing.costs, rate.name), currency))
        self._sizing, self._currency = sizing, currency
        total = None if isinstance(sized, str) else sized.position.costs.total
        self.set_summary(tr("none") if not total else money(total, currency))
        if not self.is_open:
            return
        uncounted = sizing.costs.uncounted(short=sizing.execution is Execution.PAIR)
        if uncounted != self._uncounted.text():
            self._uncounted.setText(uncounted)
        self._uncounted.setVisible(bool(uncounted))
        if isinstance(sized, str):
            self._total.setText("–")
            self._total.setToolTip("")
            return
        costs, budget = sized.position.costs, sized.position.budget
        said = money(costs.total, currency)
        if costs.total:
            said = tr("{costs} · {share} of the risk", costs=said, share=percent(costs.total / budget))
        self._total.setText(said)
        self._total.setToolTip(plain(_parts(costs, sized.position.execution)))

    def _read(self, rate: _Rate, text: str) -> float:
        named = named_currency(text)
        if named and self._currency and named != self._currency:
            sentence = tr(
                "The prices of this pair are in {currency}: type the amount in {currency}.", currency=self._currency
            )
            raise BadInput(sentence)
        return rate.read(text)

    def _take(self, rate: _Rate, value: float) -> None:
        fields: dict[str, Any] = {rate.name: value}
        costs = replace(self._sizing.costs, **fields)
        self.sizing_changed.emit(replace(self._sizing, costs=costs))


def _parts(costs: Costs, execution: Execution) -> str:
    commission, spread = local(f"{costs.commission:,.2f}"), local(f"{costs.spread:,.2f}")
    if execution is Execution.PAIR:
        return tr(
            "Commission {commission}, spread {spread}, borrow fee {borrow}, dividends of the short leg {dividends}: "
            "from the opening to the close at the prices now.",
            commission=commission,
            spread=spread,
            borrow=local(f"{costs.borrow:,.2f}"),
            dividends=local(f"{costs.short_dividend:,.2f}"),
        )
    return tr(
        "Commission {commission}, spread {spread}: from the opening to the close at the prices now.",
        commission=commission,
        spread=spread,
    )
