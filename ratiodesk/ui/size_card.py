"""How large the position may be: account, risk and execution in, whole shares and outcomes out."""

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLabel, QTabBar

from ratiodesk.analysis.reading import Sized, Standing
from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.portfolio import Holding, held_value
from ratiodesk.domain.portfolio_change import Worth
from ratiodesk.domain.position import Execution, Leg, Outcome, Position, Side
from ratiodesk.domain.ratio import format_level
from ratiodesk.domain.sizing import Sizing, check_account, check_risk
from ratiodesk.domain.zone import Zone
from ratiodesk.ui.card import Card, Facts, FlatTable, kind_of, set_kind
from ratiodesk.ui.number_field import NumberField
from ratiodesk.ui.number_text import (
    money,
    named_currency,
    parse_money,
    parse_percent,
    percent,
    plain_money,
    signed_money,
)
from ratiodesk.ui.theme import Theme

_EXECUTIONS = (Execution.PAIR, Execution.ROTATE)
_SIDES = {Side.BUY: "Buy", Side.SELL_SHORT: "Sell short", Side.SELL: "Sell"}


class SizeCard(Card):
    """Sizes the plan with what the user types here."""

    sizing_changed = Signal(object)
    holding_changed = Signal(object)
    holding_forgotten = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__("Size")
        self._theme = theme
        self._sizing, self._currency = Sizing(), ""
        self._sold: Symbol | None = None
        self._legs: tuple[Leg, ...] = ()
        self.tabs = _StillTabs()
        self.tabs.setObjectName("executionTabs")
        self.tabs.setAccessibleName("Execution")
        self.tabs.setExpanding(True)
        self.tabs.setDrawBase(False)
        for execution in _EXECUTIONS:
            self.tabs.addTab(execution.capitalize())
        self.tabs.setTabToolTip(0, "Buy one leg, short the other.")
        self.tabs.setTabToolTip(1, "Sell part of a holding and buy the other leg from the proceeds; no shorting.")
        self.account = NumberField("accountEdit", "Account", self._read_money, self._take_account)
        self.risk = NumberField("riskEdit", "Risk at stop", self._read_risk, self._take_risk)
        self.held = NumberField(
            "holdingEdit",
            "Holding to rotate from",
            self._read_holding,
            self._take_holding,
            "An amount, or a part of the account such as 60 %; empty for what the portfolio says.",
        )
        self.balance = QComboBox()
        self.balance.setObjectName("balanceCombo")
        self.balance.setAccessibleName("Balance of the legs")
        self.balance.addItem("Dollar neutral")
        self.balance.setToolTip("The same money in both legs: the sign of the profit follows the ratio alone.")
        inputs = Facts()
        inputs.add_widget("Account", self.account)
        inputs.add_widget("Risk at stop", self.risk)
        self._held_name = inputs.add_widget("Held", self.held)
        self._balance_name = inputs.add_widget("Balance", self.balance)
        self._refusal = QLabel()
        self.legs = FlatTable("legsTable", "Legs in whole shares", ("Leg", "Shares", "Price", "Value"))
        self.outcomes = FlatTable("outcomeTable", "Outcomes and exposure", ("", ""), strong=1)
        self._note = QLabel()
        for label in (self._refusal, self._note):
            label.setWordWrap(True)
            label.hide()
        set_kind(self._refusal, "problem")
        for part in (self.tabs, inputs, self._refusal, self.legs, self.outcomes, self._note):
            self.body.addWidget(part)
        self.tabs.currentChanged.connect(self._on_tabs_current_changed)
        for field in (self.account, self.risk, self.held):
            field.refused.connect(self._on_field_refused)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self._colour()

    def show_size(self, layout: Layout, standing: Standing, sized: Sized | str, worth: Worth | None = None) -> None:
        """Show the inputs and what they allow; *worth* is what the portfolio says of what a rotation sells."""
        self._sizing, self._currency = layout.sizing, standing.currency
        sizing = layout.sizing
        with QSignalBlocker(self.tabs):
            self.tabs.setCurrentIndex(_EXECUTIONS.index(sizing.execution))
        self.account.show_value(money(sizing.account, self._currency), plain_money(sizing.account))
        plain = f"{sizing.risk_fraction * 100:.12g}"
        plain = plain if "." in plain else f"{plain}.0"
        self.risk.show_value(f"{plain} % · {money(sizing.budget, self._currency)}", f"{plain} %")
        self._show_holding(layout, standing, worth)
        rows = [] if isinstance(sized, str) else _leg_rows(sized.position, standing.currency)
        self._legs = () if isinstance(sized, str) else sized.position.legs
        self.legs.fill(rows)
        self.outcomes.fill([] if isinstance(sized, str) else _outcome_rows(sized.position, sizing, standing.currency))
        if not isinstance(sized, str):
            for row, outcome in enumerate((sized.position.at_stop, sized.position.at_target)):
                self.outcomes.set_tip(row, 1, _outcome_tip(outcome, standing.pair))
        self.legs.setVisible(bool(rows))
        self.outcomes.setVisible(bool(rows))
        note = sized if isinstance(sized, str) else _notes(sized, standing)
        if standing.problem:
            note = ""  # The plan's card says it where the lines are.
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._colour()

    def forget_refusals(self) -> None:
        """Drop what was typed and could not be taken."""
        for field in (self.account, self.risk, self.held):
            field.reset()

    def clear(self) -> None:
        """Show no position."""
        self._legs = ()
        self.legs.fill([])
        self.outcomes.fill([])
        self._note.hide()

    def _show_holding(self, layout: Layout, standing: Standing, worth: Worth | None) -> None:
        rotating = layout.sizing.execution is Execution.ROTATE
        self._sold = None
        if standing.plan is not None:
            _, self._sold = standing.plan.bought_and_sold(standing.pair)
            value = held_value(layout.holdings, self._sold)
            self._held_name.setText(f"{self._sold} held")
            if value is None and worth is not None and worth.is_entered:
                entered = held_value(worth.holdings, self._sold) or 0.0
                self.held.show_value(f"{money(entered, self._currency)} · portfolio", "")
            elif value is None:
                self.held.show_value("whole account", "")
            else:
                self.held.show_value(money(value, self._currency), plain_money(value))
        for widget in (self._held_name, self.held):
            widget.setVisible(rotating and self._sold is not None)
        self._balance_name.setVisible(not rotating)
        self.balance.setVisible(not rotating)

    def _colour(self) -> None:
        for row, leg in enumerate(self._legs):
            item = self.legs.item(row, 0)
            if item is not None:
                item.setForeground(QColor(self._theme.gain if leg.side is Side.BUY else self._theme.loss))
        for row in range(self.outcomes.rowCount()):
            item = self.outcomes.item(row, 1)
            if item is not None:
                kind = kind_of(item.text()) if row < 2 else "value"
                colours = {"loss": self._theme.loss, "gain": self._theme.gain}
                item.setForeground(QColor(colours.get(kind, self._theme.text)))
            name = self.outcomes.item(row, 0)
            if name is not None:
                name.setForeground(QColor(self._theme.muted))

    def _take_account(self, account: float) -> None:
        self.sizing_changed.emit(replace(self._sizing, account=check_account(account)))

    def _take_risk(self, fraction: float) -> None:
        self.sizing_changed.emit(replace(self._sizing, risk_fraction=check_risk(fraction)))

    def _read_money(self, text: str) -> float:
        """Return an amount in the currency of the pair's prices."""
        named = named_currency(text)
        if named and self._currency and named != self._currency:
            raise BadInput(f"The prices of this pair are in {self._currency}: type the amount in {self._currency}.")
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
        self.sizing_changed.emit(replace(self._sizing, execution=_EXECUTIONS[index]))

    @Slot(str)
    def _on_field_refused(self, sentence: str) -> None:
        self._refusal.setText(sentence)
        self._refusal.setVisible(bool(sentence))


class _StillTabs(QTabBar):
    """Tabs that the wheel scrolls past: it must not change how a plan is carried out."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _leg_rows(position: Position, currency: str) -> list[tuple[str, ...]]:
    return [
        (f"{_SIDES[leg.side]} {leg.symbol}", f"{leg.shares:,}", f"{leg.price:,.2f}", money(leg.value, currency))
        for leg in position.legs
    ]


def _outcome_rows(position: Position, sizing: Sizing, currency: str) -> list[tuple[str, ...]]:
    if position.execution is Execution.ROTATE:
        left, turnover = money(-position.residual, currency), money(position.gross, currency)
        exposure = [("Cash left over", left), ("Turnover", turnover)]
    else:
        net, gross = percent(position.residual / sizing.account), percent(position.gross / sizing.account)
        exposure = [
            ("Net exposure", f"{signed_money(position.residual, currency)} ({net})"),
            ("Gross exposure", f"{money(position.gross, currency)} ({gross})"),
        ]
    return [
        ("At stop", _range(position.at_stop, currency)),
        ("At target", _range(position.at_target, currency)),
        *exposure,
    ]


def _range(outcome: Outcome, currency: str) -> str:
    ends = sorted((outcome.low, outcome.high), key=abs)
    return " … ".join(signed_money(end, currency) for end in ends)


def _outcome_tip(outcome: Outcome, pair: Pair) -> str:
    return (
        f"Ratio at {format_level(outcome.ratio)}: {outcome.numerator_still:,.2f} if {pair.numerator} stands still, "
        f"{outcome.denominator_still:,.2f} if {pair.denominator} does."
    )


def _notes(sized: Sized, standing: Standing) -> str:
    position = sized.position
    notes = []
    if standing.zone is Zone.HOLD:
        notes.append("The plan opens between entry and stop; in the hold zone the way to the stop is longer.")
    if position.capped:
        limit = "holding" if position.execution is Execution.ROTATE else "gross limit of the account"
        capped, asked = (money(value, standing.currency) for value in (position.notional, position.uncapped))
        notes.append(f"Capped by the {limit}: {capped} a leg instead of {asked}.")
    if sized.assumption:
        notes.append(sized.assumption)
    return " ".join(notes)
