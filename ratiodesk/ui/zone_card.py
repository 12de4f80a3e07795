"""Where the ratio stands, and what chance of success the plan asks for."""

from ratiodesk.analysis.reading import Standing
from ratiodesk.analysis.statistic import Statistics
from ratiodesk.domain.zone import Zone, neighbours
from ratiodesk.local_text import local
from ratiodesk.plain_text import plain
from ratiodesk.ui.card import Card, Facts, kind_of, set_kind
from ratiodesk.ui.number_text import counted, level_text, percent, ratio_text, signed, signed_percent
from ratiodesk.ui.styled import set_look
from ratiodesk.ui.text_label import TextLabel

NONE = "–"
_FORMING = "The last session was still on when it was fetched: zone and figures may change."

# What the bar at the left of the card takes more than a frame does.
_BAR_PX = 3


class ZoneCard(Card):
    """The most urgent card: the zone in one word."""

    def __init__(self) -> None:
        super().__init__("Zone")
        # The bar in the zone's colour is wider than the frame of the other cards; the words stand where theirs do.
        margins = self.body.contentsMargins()
        self.body.setContentsMargins(margins.left() - _BAR_PX, margins.top(), margins.right(), margins.bottom())
        self._name = TextLabel()
        self._name.setObjectName("zoneName")
        self._name.setAccessibleName("Zone")
        self._detail = TextLabel()
        self._detail.setObjectName("zoneDetail")
        self._detail.setAccessibleName("What the zone means")
        self._detail.setWordWrap(True)
        facts = Facts()
        self._stop = facts.add("To stop", "How far the ratio is from the stop.")
        self._target = facts.add("To target", "How far the ratio is from the target.")
        self._reward = facts.add("Reward : risk", "Way to the target over way to the stop, from the ratio now.")
        self._chance = facts.add(
            "Needed win rate · random walk",
            "How often the plan must reach its target to break even, beside how often a driftless random walk would.",
        )
        self._rank = facts.add(
            "Percentile (10 y) · z (1 y)",
            "Part of the last 2,520 sessions at or below the ratio; its distance from the mean of ln R over 252 "
            "sessions in standard deviations.",
        )
        self._since = facts.add("In this zone for")
        for part in (self._name, self._detail, facts):
            self.body.addWidget(part)
        self._take_colour(Zone.NONE)

    def show_standing(self, standing: Standing, statistics: Statistics | None) -> None:
        """Show where the ratio stands."""
        self._name.setText(standing.zone.display_name + (", forming" if standing.forming else ""))
        self._name.setToolTip(plain(_FORMING if standing.forming else ""))
        self._take_colour(standing.zone)
        self._detail.setText(zone_sentence(standing))
        odds = standing.odds
        self._stop.setText(signed_percent(odds.to_stop) if odds else NONE)
        self._target.setText(signed_percent(odds.to_target) if odds else NONE)
        set_kind(self._stop, "loss" if odds else "value")
        set_kind(self._target, "gain" if odds else "value")
        reward = odds.reward_risk if odds else None
        self._reward.setText(local(f"{reward:.2f}") if reward is not None else NONE)
        self._chance.setText(
            f"{percent(odds.needed_win_rate, 0)} · {percent(odds.random_walk_win_rate, 0)}"
            if odds and odds.needed_win_rate is not None and odds.random_walk_win_rate is not None
            else NONE
        )
        self._rank.setText(_rank(statistics))
        count = standing.sessions_in_zone
        self._since.setText(NONE if count is None else counted(count, "session"))

    def clear(self, sentence: str) -> None:
        """Show that there is nothing to say, and why."""
        self._take_colour(Zone.NONE)
        self._name.setText("No prices")
        self._detail.setText(sentence)
        for label in (self._stop, self._target, self._reward, self._chance, self._rank, self._since):
            label.setText(NONE)
            set_kind(label, kind_of(NONE))

    def _take_colour(self, zone: Zone) -> None:
        for widget in (self, self._name):
            set_look(widget, "zone", zone)


def zone_sentence(standing: Standing) -> str:
    """Return one sentence that says between which lines the ratio is."""
    ratio, plan, zone = ratio_text(standing.ratio), standing.plan, standing.zone
    if plan is not None:
        stop, entry, target = (level_text(level) for level in (plan.stop, plan.entry, plan.target))
        beyond = "above" if plan.stop > plan.target else "below"
        return {
            Zone.STOPPED: f"Ratio {ratio} is {beyond} Stop {stop}: the trade is wrong, get out",
            Zone.ENTRY: f"Ratio {ratio} is between Entry {entry} and Stop {stop}",
            Zone.HOLD: f"Ratio {ratio} is between Entry {entry} and Target {target}: hold",
            Zone.TARGET: f"Ratio {ratio} has reached Target {target}: take the profit",
        }[zone]
    if standing.problem:
        return local(standing.problem)
    if zone is Zone.NONE:
        return f"Ratio {ratio}. Click three lines: the middle one becomes the entry."
    levels = [level.ratio for level in standing.levels]
    if zone is Zone.BETWEEN:
        low, high = neighbours(standing.ratio, levels)
        return f"Ratio {ratio} is between {level_text(low)} and {level_text(high)}"
    edge = max(levels) if zone is Zone.ABOVE else min(levels)
    return f"Ratio {ratio} is {zone} {'the line' if len(levels) == 1 else 'all lines, beyond'} {level_text(edge)}"


def _rank(statistics: Statistics | None) -> str:
    if statistics is None or statistics.percentile is None or statistics.z_score is None:
        return NONE
    return f"{statistics.percentile * 100:.0f} · {signed(statistics.z_score, 1)}"
