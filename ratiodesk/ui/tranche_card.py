"""Scaling in: how many tranches, where in the entry zone, and what all of them come to."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from ratiodesk.analysis.reading import Sized, Standing
from ratiodesk.domain.plan import Plan
from ratiodesk.domain.ratio import nudge_step, parse_ratio, snap_to_step
from ratiodesk.domain.sizing import LEAST_TRANCHES, MOST_TRANCHES, Sizing
from ratiodesk.domain.tranche import ScaleIn, Tranche, tranche_place, tranche_ratio
from ratiodesk.local_text import local, plain_notation
from ratiodesk.plain_text import plain
from ratiodesk.ui.card import Facts, set_kind
from ratiodesk.ui.fold_card import FoldCard
from ratiodesk.ui.number_field import NumberField
from ratiodesk.ui.number_text import counted_shares, level_text, money, ratio_text, signed_money
from ratiodesk.ui.refusal import Refusal
from ratiodesk.ui.still_input import StillCombo
from ratiodesk.ui.text_label import TextLabel
from ratiodesk.words import mark, tr, tr_n

_COUNTS = (0, *range(LEAST_TRANCHES, MOST_TRANCHES + 1))
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_FIELD_PX = 84
_NOW_TIP = mark("Now: {bought} at {bought_price}, {sold} at {sold_price}.")
_LATER_TIP = mark("At {ratio}, with {sold} at its price now: {bought} at {bought_price}, {sold} at {sold_price}.")


class TrancheCard(FoldCard):
    """At once, or in two to four parts at ratios of the zone."""

    sizing_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__("tranches", tr("Tranches"))
        self._sizing = Sizing()
        self._standing: Standing | None = None
        # Where what was typed last was refused.
        self._zone: tuple[float, float] | None = None
        self.choice = StillCombo(
            "trancheCombo",
            tr("How many tranches"),
            (tr("All at once"), *(tr_n("{n} tranche", "{n} tranches", count, n=count) for count in _COUNTS[1:])),
            tr("Open in equal parts on the way from the entry to the stop; the risk stays that of the whole."),
        )
        choice = Facts()
        choice.add_widget(tr("Open"), self.choice)
        self._rows = _TrancheRows(self)
        self.fields = self._rows.fields
        self._refusal = Refusal("trancheRefusal", self.fields)
        self._facts = Facts()
        self._break_even = self._facts.add(
            tr("Break-even ratio"),
            tr(
                "Where all tranches together have earned nothing, before costs: shares of one leg over the other’s. "
                "There is such a ratio only with the same money in both legs."
            ),
        )
        self._residual = self._facts.add(
            tr("Bought less sold, all"),
            tr(
                "What whole shares leave between the legs: so much is lost at the break-even ratio, or earned if "
                "it is below zero."
            ),
        )
        self._loss = self._facts.add(
            tr("Loss at the stop, all"),
            tr("The worse outcome, one leg standing still from now on, with overshoot and costs."),
        )
        self._notional = self._facts.add(tr("Notional, all"))
        named = {"trancheBreakEven": self._break_even, "trancheResidual": self._residual, "trancheLoss": self._loss}
        for name, label in named.items():
            label.setObjectName(name)
        self._problem = TextLabel()
        self._problem.setObjectName("trancheProblem")
        self._problem.setWordWrap(True)
        for part in (choice, self._rows, self._refusal, self._facts, self._problem):
            self.body.addWidget(part)
        self.choice.currentIndexChanged.connect(self._on_choice_current_index_changed)

    def show_size(self, sizing: Sizing, standing: Standing, sized: Sized | str) -> None:
        """Show the tranches; hide the card while there is no plan."""
        self._sizing, self._standing = sizing, standing
        plan = standing.plan
        self.setVisible(plan is not None)
        count = len(sizing.tranches)
        self.set_summary(self.choice.itemText(_COUNTS.index(count)).lower())
        if plan is None or not self.is_open:
            return
        with QSignalBlocker(self.choice):
            self.choice.setCurrentIndex(_COUNTS.index(count))
        zone = (plan.entry, plan.stop)
        if zone != self._zone:
            self._zone = zone
            self._rows.forget_refused()
        found = None if isinstance(sized, str) else sized.scale_in
        self._rows.setVisible(bool(count))
        self._rows.show_places(plan, sizing.tranches)
        whole = found if isinstance(found, ScaleIn) else None
        self._rows.show_legs(plan.bought_and_sold(standing.pair), whole)
        self._facts.setVisible(whole is not None)
        if whole is not None:
            self._break_even.setText("–" if whole.break_even is None else ratio_text(whole.break_even))
            self._residual.setText(signed_money(whole.residual, standing.currency))
            self._loss.setText(signed_money(-whole.planned_loss, standing.currency))
            set_kind(self._loss, "loss")
            self._notional.setText(money(whole.notional, standing.currency))
        self._problem.setText(local(found) if isinstance(found, str) else "")
        self._problem.setVisible(isinstance(found, str))

    def read_place(self, text: str) -> float:
        """Return the place in the zone of a typed ratio."""
        standing = self._standing
        if standing is None or standing.plan is None:
            return 0.0
        return tranche_place(standing.plan, parse_ratio(plain_notation(text, grouped=False), standing.ratio))

    def take_place(self, number: int, place: float) -> None:
        """Put one tranche elsewhere."""
        places = self._sizing.tranches
        places = (*places[:number], place, *places[number + 1 :])
        self.sizing_changed.emit(replace(self._sizing, tranches=places))

    @Slot(int)
    def _on_choice_current_index_changed(self, index: int) -> None:
        standing = self._standing
        if standing is not None and standing.plan is not None:
            tranches = even_places(standing.plan, _COUNTS[index])
            self.sizing_changed.emit(replace(self._sizing, tranches=tranches))


class _TrancheRows(QWidget):
    """A field for the ratio of every tranche, and the shares of both legs beside it."""

    def __init__(self, card: TrancheCard) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(4)
        self._grid.setHorizontalSpacing(8)
        for column in (2, 3):
            self._grid.setColumnStretch(column, 1)
        self._headings = [self._label(0, column, "heading") for column in range(4)]
        self._headings[1].setText(tr("Ratio"))
        self._names, self._bought, self._sold = (
            [self._label(row, column, kind) for row in range(1, MOST_TRANCHES + 1)]
            for column, kind in ((0, ""), (2, "value"), (3, "value"))
        )
        self.fields = tuple(self._field(card, number) for number in range(MOST_TRANCHES))

    def show_places(self, plan: Plan, places: tuple[float, ...]) -> None:
        """Show where the tranches are opened."""
        for number, field in enumerate(self.fields):
            there = number < len(places)
            for widget in (field, self._names[number], self._bought[number], self._sold[number]):
                widget.setVisible(there)
            if not there and field.is_refused:
                field.reset()
            if there:
                ratio = tranche_ratio(plan, places[number])
                field.show_value(ratio_text(ratio), level_text(ratio))

    def forget_refused(self) -> None:
        """Show the ratios in force again in place of texts that could not be taken."""
        for field in self.fields:
            if field.is_refused:
                field.reset()

    def show_legs(self, legs: tuple[str, str], found: ScaleIn | None) -> None:
        """Show the shares of each leg; a dash where they are not known."""
        texts = tr("Buy {symbol}", symbol=legs[0]), tr("Sell {symbol}", symbol=legs[1])
        for heading, text in zip(self._headings[2:], texts, strict=True):
            heading.setText(text)
        tranches = found.tranches if found is not None else ()
        for number in range(MOST_TRANCHES):
            part = tranches[number] if number < len(tranches) else None
            is_now = part is not None and part.is_now
            self._names[number].setText(tr("{n} · now", n=number + 1) if is_now else f"{number + 1}")
            self._bought[number].setText(counted_shares(part.bought_shares) if part is not None else "–")
            self._sold[number].setText(counted_shares(part.sold_shares) if part is not None else "–")
            if part is not None:
                self._bought[number].setToolTip(plain(_tip(part, legs)))

    def _label(self, row: int, column: int, kind: str) -> TextLabel:
        label = TextLabel()
        label.setAlignment(_RIGHT if column else Qt.AlignmentFlag.AlignVCenter)
        set_kind(label, kind)
        self._grid.addWidget(label, row, column)
        return label

    def _field(self, card: TrancheCard, number: int) -> NumberField:
        field = NumberField(
            f"trancheEdit{number + 1}",
            tr("Ratio of tranche {n}", n=number + 1),
            card.read_place,
            partial(card.take_place, number),
            tr("A ratio between entry and stop."),
        )
        field.setFixedWidth(_FIELD_PX)
        self._grid.addWidget(field, number + 1, 1)
        return field


def even_places(plan: Plan, count: int) -> tuple[float, ...]:
    """Return places that divide the way from entry to stop evenly, at ratios of the desk's own steps.

    >>> plan = Plan(entry=2.0, stop=2.42, target=1.5)
    >>> [round(tranche_ratio(plan, place), 6) for place in even_places(plan, 2)]
    [2.0, 2.2]
    """
    places = [number / count for number in range(1, count)]
    step = nudge_step(plan.entry)
    snapped = [tranche_place(plan, snap_to_step(tranche_ratio(plan, place), step)) for place in places]
    # A zone narrower than the steps has no room for them.
    rising = all(before < after < 1 for before, after in zip([0.0, *snapped], snapped, strict=False))
    return (0.0, *(snapped if rising else places)) if count else ()


def _tip(part: Tranche, legs: tuple[str, str]) -> str:
    return tr(
        _NOW_TIP if part.is_now else _LATER_TIP,
        ratio=ratio_text(part.ratio),
        bought=legs[0],
        bought_price=local(f"{part.bought_price:,.2f}"),
        sold=legs[1],
        sold_price=local(f"{part.sold_price:,.2f}"),
    )
