"""The cards on the right, most urgent first."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.ui.number_field import NumberField
from ratiodesk.ui.plan_card import PlanCard
from ratiodesk.ui.portfolio_card import PortfolioCard
from ratiodesk.ui.size_card import SizeCard
from ratiodesk.ui.theme import Theme
from ratiodesk.ui.zone_card import ZoneCard


class Sidebar(QScrollArea):
    """Follows every change of the open pair at once."""

    def __init__(self, open_pair: OpenPair, theme: Theme) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(330)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._open_pair = open_pair
        self.zone, self.plan = ZoneCard(theme), PlanCard(theme)
        self.size_card, self.portfolio = SizeCard(theme), PortfolioCard(theme)
        holder = QWidget()
        holder.setObjectName("sidebar")
        column = QVBoxLayout(holder)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(10)
        for card in (self.zone, self.plan, self.size_card, self.portfolio):
            column.addWidget(card)
        column.addStretch(1)
        self.setWidget(holder)
        open_pair.opened.connect(self.size_card.forget_refusals)
        open_pair.opened.connect(self.refresh)
        open_pair.layout_changed.connect(self.refresh)
        self.size_card.sizing_changed.connect(open_pair.set_sizing)
        self.size_card.holding_changed.connect(open_pair.set_holding)
        self.size_card.holding_forgotten.connect(open_pair.forget_holding)

    @property
    def fields(self) -> tuple[NumberField, ...]:
        """The fields a user types numbers into."""
        return self.size_card.account, self.size_card.risk, self.size_card.held

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        for card in (self.zone, self.plan, self.size_card, self.portfolio):
            card.set_theme(theme)

    @Slot()
    def refresh(self) -> None:
        """Show what the lines say now."""
        standing, sized = self._open_pair.standing, self._open_pair.sized
        if standing is None:
            return
        self.size_card.setEnabled(True)
        self.zone.show_standing(standing, self._open_pair.statistics)
        self.plan.show_standing(standing)
        self.size_card.show_size(self._open_pair.layout, standing, sized)
        self.portfolio.show_size(sized)

    def show_nothing(self, sentence: str) -> None:
        """Say why there is nothing to show."""
        self.zone.clear(sentence)
        self.plan.clear()
        self.size_card.clear()
        self.size_card.setEnabled(False)
        self.portfolio.hide()
