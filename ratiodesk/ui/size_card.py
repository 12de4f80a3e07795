"""How large the position may be: account, risk and execution in, whole shares and outcomes out."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout

from ratiodesk.analysis.reading import Sized, Standing
from ratiodesk.domain.balance import Balance
from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.pair import Symbol
from ratiodesk.domain.portfolio import Holding, held_value
from ratiodesk.domain.position import Execution, Side
from ratiodesk.domain.sizing import Sizing, check_account, check_risk
from ratiodesk.domain.worth import Worth
from ratiodesk.local_text import local
from ratiodesk.ui.card import Card, Facts, FlatTable, set_kind
from ratiodesk.ui.check_box import CheckBox
from ratiodesk.ui.execution_card import EXECUTIONS
from ratiodesk.ui.leg_table import LegTable
from ratiodesk.ui.number_field import NumberField
from ratiodesk.ui.number_text import (
    money,
    named_currency,
    parse_money,
    parse_percent,
    percent,
    plain_money,
    plain_percent,
)
from ratiodesk.ui.refusal import Refusal
from ratiodesk.ui.size_text import Line, balance_warning, notes, outcome_lines
from ratiodesk.ui.still_input import StillCombo, StillTabs
from ratiodesk.ui.text_label import TextLabel
from ratiodesk.ui.theme import Theme
from ratiodesk.words import tr

_BALANCES = tuple(Balance)


class SizeCard(Card):
    """Sizes the plan with what the user types here."""

    sizing_changed = Signal(object)
    account_taken = Signal()
    holding_changed = Signal(object)
    holding_forgotten = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(tr("Size"))
        self._theme = theme
        self._sizing, self._currency = Sizing(), ""
        self._sold: Symbol | None = None
        self._lines: list[Line] = []
        self._sides: tuple[Side, ...] = ()
        self.tabs = StillTabs()
        self.tabs.setObjectName("executionTabs")
        self.tabs.setAccessibleName(tr("Execution"))
        self.tabs.setExpanding(True)
        self.tabs.setDrawBase(False)
        for execution in EXECUTIONS:
            self.tabs.addTab(execution.display_name)
        self.tabs.setTabToolTip(0, tr("Buy one leg, short the other."))
        self.tabs.setTabToolTip(1, tr("Sell part of a holding and buy the other leg from the proceeds; no shorting."))
        self.account = NumberField("accountEdit", tr("Account"), self._read_money, self._take_account)
        self.risk = NumberField("riskEdit", tr("Risk at stop"), self._read_risk, self._take_risk)
        self.held = NumberField(
            "holdingEdit",
            tr("Holding to rotate from"),
            self._read_holding,
            self._take_holding,
            tr("An amount, or a part of the account such as 60 %; empty for what the portfolio says."),
        )
        self.balance = StillCombo(
            "balanceCombo",
            tr("Balance of the legs"),
            tuple(balance.display_name for balance in _BALANCES),
            tr(
                "The same money in both legs, the same beta, or the same volatility. "
                "Only with the same money does the ratio alone decide between profit and loss."
            ),
        )
        self.fractional = CheckBox("fractionalCheck", tr("Fractional shares"), tr("Trade shares to four decimals."))
        self.overshoot = CheckBox(
            "overshootCheck",
            tr("Add overshoot"),
            tr(
                "A stop looked at on closes alone is left beyond it, "
                "on average by 0.5826 standard deviations of a session’s move."
            ),
        )
        self.legs = LegTable()
        self.outcomes = FlatTable("outcomeTable", tr("Outcomes and exposure"), ("", ""), strong=1)
        self._refusal = Refusal("sizeRefusal", self.fields)
        self._warning, self._note = TextLabel(), TextLabel()
        self._warning.setObjectName("balanceWarning")
        self._note.setObjectName("sizeNote")
        set_kind(self._warning, "warning")
        self.legs.colour_by(self._colour_of_leg)
        self.outcomes.colour_by(self._colour_of_line)
        self._arrange()
        self.tabs.currentChanged.connect(self._on_tabs_current_changed)
        self.balance.currentIndexChanged.connect(self._on_balance_current_index_changed)
        self.fractional.toggled.connect(self._on_fractional_toggled)
        self.overshoot.toggled.connect(self._on_overshoot_toggled)

    def _arrange(self) -> None:
        inputs = Facts()
        inputs.add_widget(tr("Account"), self.account)
        inputs.add_widget(tr("Risk at stop"), self.risk)
        self._held_name = inputs.add_widget(tr("Held"), self.held)
        self._balance_name = inputs.add_widget(tr("Balance"), self.balance)
        switches = QHBoxLayout()
        switches.addWidget(self.fractional)
        switches.addStretch(1)
        switches.addWidget(self.overshoot)
        for label in (self._warning, self._note):
            label.setWordWrap(True)
            label.hide()
        self.body.addWidget(self.tabs)
        self.body.addWidget(inputs)
        self.body.addLayout(switches)
        for part in (self._refusal, self._warning, self.legs, self.outcomes, self._note):
            self.body.addWidget(part)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.legs.recolour()
        self.outcomes.recolour()

    def show_size(self, layout: Layout, standing: Standing, sized: Sized | str, worth: Worth | None = None) -> None:
        """Show the inputs and what they allow; *worth* is what the portfolio says of what a rotation sells."""
        self._show_inputs(layout, standing, worth)
        currency = standing.currency
        if isinstance(sized, str):
            self._lines, self._sides = [], ()
            self.legs.fill([])
            warning, note = "", local(sized)
        else:
            self._lines = outcome_lines(sized.position, layout.sizing, standing.pair, currency)
            self._sides = tuple(leg.side for leg in sized.position.legs)
            self.legs.show_legs(sized.position, currency)
            warning, note = balance_warning(sized, currency), notes(sized, standing)
        self.outcomes.fill([(line.name, line.text) for line in self._lines])
        for row, line in enumerate(self._lines):
            self.outcomes.set_tip(row, 1, line.tip)
        self.legs.setVisible(bool(self._lines))
        self.outcomes.setVisible(bool(self._lines))
        if standing.problem:
            note = ""  # The plan's card says it where the lines are.
        for label, text in ((self._warning, warning), (self._note, note)):
            if label.text() != text:
                label.setText(text)
            label.setVisible(bool(text))

    @property
    def fields(self) -> tuple[NumberField, ...]:
        """The fields a user types numbers into."""
        return self.account, self.risk, self.held

    def clear(self) -> None:
        """Show no position."""
        self._lines = []
        self.legs.fill([])
        self.outcomes.fill([])
        self._warning.hide()
        self._note.hide()

    def _show_inputs(self, layout: Layout, standing: Standing, worth: Worth | None) -> None:
        sizing = layout.sizing
        with (
            QSignalBlocker(self.tabs), QSignalBlocker(self.balance),
            QSignalBlocker(self.fractional), QSignalBlocker(self.overshoot),
        ):  # fmt: skip
            self.tabs.setCurrentIndex(EXECUTIONS.index(sizing.execution))
            self.balance.setCurrentIndex(_BALANCES.index(sizing.balance))
            self.fractional.setChecked(sizing.fractional)
            self.overshoot.setChecked(sizing.overshoot)
        self._sizing, self._currency = sizing, standing.currency
        self.account.show_value(money(sizing.account, self._currency), plain_money(sizing.account))
        plain = plain_percent(sizing.risk_fraction)
        plain = percent(sizing.risk_fraction) if plain.removesuffix(" %").isdecimal() else plain
        self.risk.show_value(f"{plain} · {money(sizing.budget, self._currency)}", plain)
        self._show_holding(layout, standing, worth)

    def _show_holding(self, layout: Layout, standing: Standing, worth: Worth | None) -> None:
        rotating = layout.sizing.execution is Execution.ROTATE
        self._sold = None
        if standing.plan is not None:
            _, self._sold = standing.plan.bought_and_sold(standing.pair)
            value = held_value(layout.holdings, self._sold)
            self._held_name.setText(tr("{symbol} held", symbol=self._sold))
            if value is None and worth is not None and worth.is_entered:
                entered = held_value(worth.holdings, self._sold) or 0.0
                self.held.show_value(tr("{amount} · portfolio", amount=money(entered, self._currency)), "")
            elif value is None:
                self.held.show_value(tr("whole account"), "")
            else:
                self.held.show_value(money(value, self._currency), plain_money(value))
        for widget in (self._held_name, self.held):
            widget.setVisible(rotating and self._sold is not None)
        self._balance_name.setVisible(not rotating)
        self.balance.setVisible(not rotating)

    def _colour_of_leg(self, row: int, column: int, _text: str) -> str:
        if column:
            return self._theme.text
        return self._theme.gain if self._sides[row] is Side.BUY else self._theme.loss

    def _colour_of_line(self, row: int, column: int, _text: str) -> str:
        if not column:
            return self._theme.muted
        return {"loss": self._theme.loss, "gain": self._theme.gain}.get(self._lines[row].kind, self._theme.text)

    def _take_account(self, account: float) -> None:
        self._change(account=check_account(account))
        self.account_taken.emit()

    def _take_risk(self, fraction: float) -> None:
        self._change(risk_fraction=check_risk(fraction))

    def _read_money(self, text: str) -> float:
        """Return an amount in the currency of the pair's prices."""
        named = named_currency(text)
        if named and self._currency and named != self._currency:
            raise BadInput(
                tr("The prices of this pair are in {currency}: type the amount in {currency}.", currency=self._currency)
            )
        return parse_money(text)

    def _read_risk(self, text: str) -> float:
        """Return the risk as a fraction, whether it was typed as one or as money."""
        if named_currency(text) and "%" not in text:
            return self._read_money(text) / self._sizing.account
        return parse_percent(text)

    def _read_holding(self, text: str) -> float | None:
        """Return the value held, None where nothing is said about it."""
        if not text.strip():
            return None
        return parse_percent(text) * self._sizing.account if "%" in text else self._read_money(text)

    def _take_holding(self, value: float | None) -> None:
        if self._sold is None:
            return
        if value is None:
            self.holding_forgotten.emit(self._sold)
        else:
            self.holding_changed.emit(Holding(self._sold, value))

    @Slot(int)
    def _on_tabs_current_changed(self, index: int) -> None:
        self._change(execution=EXECUTIONS[index])

    @Slot(int)
    def _on_balance_current_index_changed(self, index: int) -> None:
        self._change(balance=_BALANCES[index])

    @Slot(bool)
    def _on_fractional_toggled(self, on: bool) -> None:
        self._change(fractional=on)

    @Slot(bool)
    def _on_overshoot_toggled(self, on: bool) -> None:
        self._change(overshoot=on)

    def _change(self, **fields: Any) -> None:
        self.sizing_changed.emit(replace(self._sizing, **fields))
