"""The cards on the right, most urgent first."""

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ratiodesk.desk.kept_settings import KeptSettings
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.domain.level import LevelId
from ratiodesk.domain.sizing import Sizing
from ratiodesk.ui.cost_card import CostCard
from ratiodesk.ui.execution_card import ExecutionCard
from ratiodesk.ui.number_field import NumberField
from ratiodesk.ui.outcome_card import OutcomeCard
from ratiodesk.ui.pace import Pace
from ratiodesk.ui.plan_card import PlanCard
from ratiodesk.ui.portfolio_card import PortfolioCard
from ratiodesk.ui.size_card import SizeCard
from ratiodesk.ui.theme import Theme
from ratiodesk.ui.tranche_card import TrancheCard
from ratiodesk.ui.zone_card import ZoneCard

# The widest line of a card, its margins, and the scroll bar.
_LEAST_PX = 344


class Sidebar(QScrollArea):
    """Follows every change of the open pair: at once, and a drag once for every frame of the screen.

    Signals
    -------
    level_selected(level_id), level_menu_requested(level_id, point), level_delete_requested(level_id)
        What the user does with a line of the plan.
    level_value_entered(level_id, text)
        Another ratio was typed for it.
    field_left
        The user is done with a field.
    """

    level_selected = Signal(object)
    level_menu_requested = Signal(str, QPoint)
    level_delete_requested = Signal(str)
    level_value_entered = Signal(str, str)
    field_left = Signal()

    def __init__(self, open_pair: OpenPair, settings: KeptSettings, theme: Theme) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(_LEAST_PX)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._open_pair, self._settings = open_pair, settings
        self._pace = Pace(self.refresh, self)
        self.zone, self.plan = ZoneCard(), PlanCard(theme)
        self.size_card, self.executions, self.outcomes = SizeCard(theme), ExecutionCard(theme), OutcomeCard(theme)
        self.tranches, self.costs, self.portfolio = TrancheCard(), CostCard(), PortfolioCard(theme)
        self._foldable = (self.outcomes, self.executions, self.tranches, self.costs, self.portfolio)
        holder = QWidget()
        holder.setObjectName("sidebar")
        column = QVBoxLayout(holder)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(10)
        for card in (self.zone, self.plan, self.size_card, *self._foldable):
            column.addWidget(card)
        column.addStretch(1)
        self._connect()
        self.setWidget(holder)

    def _connect(self) -> None:
        open_pair = self._open_pair
        open_pair.opened.connect(self._on_open_pair_opened)
        open_pair.layout_changed.connect(self._on_open_pair_layout_changed)
        for card in (self.plan, self.size_card, self.tranches, self.costs):
            card.sizing_changed.connect(self._on_card_sizing_changed)
        for folding in self._foldable:
            folding.fold(folded=folding.name in self._settings.now.folded)
            folding.folded.connect(self._on_card_folded)
        self.size_card.holding_changed.connect(open_pair.set_holding)
        self.size_card.holding_forgotten.connect(open_pair.forget_holding)
        self.plan.selected.connect(self.level_selected)
        self.plan.menu_requested.connect(self.level_menu_requested)
        self.plan.delete_requested.connect(self.level_delete_requested)
        self.plan.value_entered.connect(self.level_value_entered)
        for field in self.fields:
            field.left.connect(self.field_left)

    @property
    def fields(self) -> tuple[NumberField, ...]:
        """The fields a user types numbers into."""
        return self.plan.wanted.field, *self.size_card.fields, *self.tranches.fields, *self.costs.fields

    def refusal(self) -> str:
        """Return why something that stands in a field is not in force, empty if all is."""
        return next((field.problem for field in self.fields if field.is_refused), "")

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        for card in (self.plan, self.size_card, self.executions, self.outcomes, self.portfolio):
            card.set_theme(theme)

    @Slot(object)
    def select_level(self, level_id: LevelId | None) -> None:
        """Emphasise a line of the plan."""
        self.plan.select(level_id)

    def refuse_value(self, sentence: str) -> None:
        """Say why a ratio was not taken."""
        self.plan.show_problem(sentence)

    @Slot()
    def refresh(self) -> None:
        """Show what the lines say now."""
        standing, sized = self._open_pair.standing, self._open_pair.sized
        if standing is None:
            return
        layout = self._open_pair.layout
        sizing, currency = layout.sizing, standing.currency
        self.size_card.setEnabled(True)
        self.costs.setEnabled(True)
        self.zone.show_standing(standing, self._open_pair.statistics)
        self.plan.show_standing(standing)
        self.plan.show_wanted(standing, sizing)
        self.size_card.show_size(layout, standing, sized, self._open_pair.worth)
        self.executions.show_size(sized, standing)
        self.outcomes.show_size(sized, currency)
        self.tranches.show_size(sizing, standing, sized)
        self.costs.show_size(sizing, sized, currency)
        self.portfolio.show_size(sized, standing.pair, currency)
        # Layouts grow by events, from the inside out; a frame that is painted meanwhile would show fields squeezed.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    def show_nothing(self, sentence: str) -> None:
        """Say why there is nothing to show."""
        self.zone.clear(sentence)
        self.plan.clear()
        self.size_card.clear()
        self.size_card.setEnabled(False)
        self.costs.setEnabled(False)
        for card in (self.executions, self.outcomes, self.tranches, self.portfolio):
            card.hide()

    @Slot()
    def _on_open_pair_opened(self) -> None:
        for field in self.fields:
            field.reset()
        self.refresh()

    @Slot(object)
    def _on_card_sizing_changed(self, sizing: Sizing) -> None:
        if not self._open_pair.set_sizing(sizing):
            self.refresh()  # What was chosen is not in force: show what is.

    @Slot(str, bool)
    def _on_card_folded(self, name: str, folded: bool) -> None:
        others = tuple(known for known in self._settings.now.folded if known != name)
        self._settings.change(folded=(*others, name) if folded else others)
        self.refresh()

    @Slot()
    def _on_open_pair_layout_changed(self) -> None:
        if self._open_pair.is_dragging:
            self._pace.soon()
        else:
            self._pace.now()
