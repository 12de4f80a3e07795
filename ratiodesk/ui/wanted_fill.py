"""The ratio to wait for: the fill that earns the reward : risk the user wants, and what it asks for."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ratiodesk.analysis.reading import Standing
from ratiodesk.domain.contour import Contour, check_reward_risk, contour_of
from ratiodesk.local_text import local
from ratiodesk.plain_text import plain
from ratiodesk.ui.card import Facts, set_kind
from ratiodesk.ui.number_field import NumberField
from ratiodesk.ui.number_text import parse_number, percent, ratio_text, signed_percent
from ratiodesk.ui.refusal import Refusal
from ratiodesk.ui.text_label import TextLabel
from ratiodesk.words import tr

_FIELD_PX = 62


class WantedFill(QWidget):
    """A field for the reward : risk, with the fill that earns it and its chances beside and below.

    Signals
    -------
    wanted(reward_risk)
        Another one was typed.
    """

    wanted = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.field = NumberField(
            "rewardRiskEdit",
            tr("Reward : risk wanted"),
            _read,
            self._take,
            tr("What a fill is to earn at the target for each unit lost at the stop."),
        )
        self.field.setFixedWidth(_FIELD_PX)
        self._fill = TextLabel()
        self._fill.setObjectName("wantedFill")
        self._fill.setAccessibleName(tr("Fill that earns it"))
        set_kind(self._fill, "value")
        row = QHBoxLayout()
        caption = TextLabel(tr("Earns"))
        caption.setBuddy(self.field)
        for part in (caption, self.field, TextLabel(tr("at"))):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._fill)
        facts = Facts()
        self._chance = facts.add(
            tr("Needed win rate · random walk"),
            tr(
                "How often a fill there must reach the target to break even, beside how often a driftless random walk "
                "of the ratio would."
            ),
        )
        self._chance.setObjectName("wantedChance")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addLayout(row)
        column.addWidget(Refusal("wantedRefusal", (self.field,)))
        column.addWidget(facts)

    def show_wanted(self, standing: Standing, reward_risk: float) -> None:
        """Show the fill of the plan; hide all of it while there is none."""
        self.setVisible(standing.plan is not None)
        self.field.show_value(local(f"{reward_risk:g} : 1"), local(f"{reward_risk:g}"))
        if standing.plan is None:
            return
        found = contour_of(standing.plan, reward_risk)
        self._fill.setText(_words(found, standing.ratio))
        self._fill.setToolTip(plain(_tip(found)))
        self._chance.setText(f"{percent(found.needed_win_rate, 0)} · {percent(found.random_walk_win_rate, 0)}")

    def _take(self, reward_risk: float) -> None:
        self.wanted.emit(check_reward_risk(reward_risk))


def _read(text: str) -> float:
    """Return k of ``k : 1``, or of ``k`` alone."""
    bare = text.strip().removesuffix("1").rstrip().removesuffix(":") if ":" in text else text
    return parse_number(bare, tr("how many to one, such as 2"))


def _words(found: Contour, now: float) -> str:
    where = signed_percent(found.ratio / now - 1) if found.in_zone else tr("outside the zone")
    return f"{ratio_text(found.ratio)} · {where}"


def _tip(found: Contour) -> str:
    if found.in_zone:
        return tr("Between entry and stop, with its distance from the ratio now.")
    return tr("Not between entry and stop: the plan does not open there.")
