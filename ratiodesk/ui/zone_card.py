"""Where the ratio stands, and what chance of success the plan asks for."""

from ratiodesk.analysis.reading import Standing
from ratiodesk.analysis.statistic import Statistics
from ratiodesk.domain.zone import Zone, neighbours
from ratiodesk.local_text import local
from ratiodesk.plain_text import plain
from ratiodesk.ui.card import Card, Facts, kind_of, set_kind
from ratiodesk.ui.number_text import level_text, percent, ratio_text, signed, signed_percent
from ratiodesk.ui.styled import set_look
from ratiodesk.ui.text_label import TextLabel
from ratiodesk.words import mark, tr, tr_n

NONE = "–"
_FORMING = mark("The last session was still on when it was fetched: zone and figures may change.")
# What the zones of a plan mean, and whether the ratio is above or below its stop.
_STOPPED = {
    True: mark("Ratio {ratio} is above Stop {stop}: the trade is wrong, get out"),
    False: mark("Ratio {ratio} is below Stop {stop}: the trade is wrong, get out"),
}
_IN_PLAN = {
    Zone.ENTRY: mark("Ratio {ratio} is between Entry {entry} and Stop {stop}"),
    Zone.HOLD: mark("Ratio {ratio} is between Entry {entry} and Target {target}: hold"),
    Zone.TARGET: mark("Ratio {ratio} has reached Target {target}: take the profit"),
}
# Whether there is one line alone.
_BEYOND = {
    (Zone.ABOVE, True): mark("Ratio {ratio} is above the line {level}"),
    (Zone.ABOVE, False): mark("Ratio {ratio} is above all lines, beyond {level}"),
    (Zone.BELOW, True): mark("Ratio {ratio} is below the line {level}"),
    (Zone.BELOW, False): mark("Ratio {ratio} is below all lines, beyond {level}"),
}

# What the bar at the left of the card takes more than a frame does.
_BAR_PX = 3


class ZoneCard(Card):
    """The most urgent card: the zone in one word."""

    def __init__(self) -> None:
        super().__init__(tr("Zone"))
        # The bar in the zone's colour is wider than the frame of the other cards; the words stand where theirs do.
        margins = self.body.contentsMargins()
        self.body.setContentsMargins(margins.left() - _BAR_PX, margins.top(), margins.right(), margins.bottom())
        self._name = TextLabel()
        self._name.setObjectName("zoneName")
        self._name.setAccessibleName(tr("Zone"))
        self._detail = TextLabel()
        self._detail.setObjectName("zoneDetail")
        self._detail.setAccessibleName(tr("What the zone means"))
        self._detail.setWordWrap(True)
        facts = Facts()
        self._stop = facts.add(tr("To stop"), tr("How far the ratio is from the stop."))
        self._target = facts.add(tr("To target"), tr("How far the ratio is from the target."))
        self._reward = facts.add(tr("Reward : risk"), tr("Way to the target over way to the stop, from the ratio now."))
        self._chance = facts.add(
            tr("Needed win rate · random walk"),
            tr(
                "How often the plan must reach its target to break even, beside how often a driftless random walk "
                "would."
            ),
        )
        self._rank = facts.add(
            tr("Percentile (10 y) · z (1 y)"),
            tr(
                "Part of the last 2,520 sessions at or below the ratio; its distance from the mean of ln R over 252 "
                "sessions in standard deviations."
            ),
        )
        self._since = facts.add(tr("In this zone for"))
        for part in (self._name, self._detail, facts):
            self.body.addWidget(part)
        self._take_colour(Zone.NONE)

    def show_standing(self, standing: Standing, statistics: Statistics | None) -> None:
        """Show where the ratio stands."""
        zone = standing.zone.display_name
        self._name.setText(tr("{zone}, forming", zone=zone) if standing.forming else zone)
        self._name.setToolTip(plain(tr(_FORMING) if standing.forming else ""))
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
        self._since.setText(
            NONE if count is None else tr_n("{n} session", "{n} sessions", count, n=local(f"{count:,}"))
        )

    def clear(self, sentence: str) -> None:
        """Show that there is nothing to say, and why."""
        self._take_colour(Zone.NONE)
        self._name.setText(tr("No prices"))
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
        sentence = _STOPPED[plan.stop > plan.target] if zone is Zone.STOPPED else _IN_PLAN[zone]
        return tr(sentence, ratio=ratio, stop=stop, entry=entry, target=target)
    if standing.problem:
        return local(standing.problem)
    if zone is Zone.NONE:
        return tr("Ratio {ratio}. Click three lines: the middle one becomes the entry.", ratio=ratio)
    levels = [level.ratio for level in standing.levels]
    if zone is Zone.BETWEEN:
        low, high = neighbours(standing.ratio, levels)
        return tr("Ratio {ratio} is between {low} and {high}", ratio=ratio, low=level_text(low), high=level_text(high))
    edge = max(levels) if zone is Zone.ABOVE else min(levels)
    return tr(_BEYOND[zone, len(levels) == 1], ratio=ratio, level=level_text(edge))


def _rank(statistics: Statistics | None) -> str:
    if statistics is None or statistics.percentile is None or statistics.z_score is None:
        return NONE
    return f"{statistics.percentile * 100:.0f} · {signed(statistics.z_score, 1)}"
