"""What the verbs found, as plain dictionaries ready for JSON.

Money is rounded to cents, shares are whole numbers; ratios and fractions are left as they are.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ratiodesk.analysis.reading import Standing
from ratiodesk.analysis.statistic import Statistics
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.level import Level
from ratiodesk.domain.portfolio_change import Measure, PortfolioChange
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.worth import Weight

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of one pair.

    Parameters
    ----------
    layout
        What is saved, or was saved last if the document cannot be read.
    standing, statistics
        The reading, None if there is no series to read.
    sources
        Where the prices come from.
    problem
        Why there is no series, or no plan; empty if there is one.
    note
        What is wrong with the document, or unknown in it; empty if nothing is.
    read_only
        The document could not be read, so nothing may be saved over it.
    """

    layout: Layout
    standing: Standing | None = None
    statistics: Statistics | None = None
    sources: tuple[str, ...] = ()
    problem: str = ""
    note: str = ""
    read_only: bool = False

    @property
    def failure(self) -> str:
        """Why the reading is missing, or is not of the document itself; empty if it is sound."""
        if self.standing is None:
            return self.problem
        return self.note if self.read_only else ""


def status_fields(status: Status) -> Fields:
    """Return everything ``status`` tells of one pair; null where nothing is known."""
    standing, statistics = status.standing, status.statistics
    odds = standing.odds if standing else None
    return {
        "pair": str(status.layout.pair),
        "session": standing.session.isoformat() if standing else None,
        "sources": list(status.sources),
        "forming": standing.forming if standing else None,
        "basis": str(status.layout.view.basis),
        "ratio": standing.ratio if standing else None,
        "zone": str(standing.zone) if standing else None,
        "direction": str(standing.plan.direction) if standing and standing.plan else None,
        "distances": {
            "stop": odds.to_stop if odds else None,
            "entry": odds.to_entry if odds else None,
            "target": odds.to_target if odds else None,
        },
        "reward_risk": odds.reward_risk if odds else None,
        "needed_win_rate": odds.needed_win_rate if odds else None,
        "random_walk_win_rate": odds.random_walk_win_rate if odds else None,
        "sessions_in_zone": standing.sessions_in_zone if standing else None,
        "z_score": statistics.z_score if statistics else None,
        "percentile": statistics.percentile if statistics else None,
        "levels": level_list(status.layout, standing.ratio if standing else None),
        "problem": status.problem or None,
        "note": status.note or None,
        "read_only": status.read_only,
    }


def level_list(layout: Layout, ratio: Ratio | None) -> list[Fields]:
    """Return every line of *layout*, the highest first."""
    return [
        {
            "id": level.id,
            "ratio": level.ratio,
            "role": str(level.role),
            "label": level.label,
            "basis": str(level.basis),
            "distance": distance(level, layout, ratio),
        }
        for level in by_height(layout.levels)
    ]


def by_height(levels: Iterable[Level]) -> list[Level]:
    """Return *levels*, the highest first."""
    return sorted(levels, key=lambda level: -level.ratio)


def distance(level: Level, layout: Layout, ratio: Ratio | None) -> float | None:
    """Return L/R − 1 [fraction], None without a ratio on the basis of the line."""
    return level.ratio / ratio - 1 if ratio is not None and level.basis is layout.view.basis else None


def portfolio_fields(found: PortfolioChange) -> Fields:
    """Return what a position changes in the account beyond its weights; null where it is not known."""
    return {
        "sectors": weight_list(found.sectors),
        "beta": _measure(found.beta),
        "dividend_yield": _measure(found.dividend_yield),
        "tracking_error": found.tracking_error,
        "realised_gain": None if found.realised_gain is None else cents(found.realised_gain),
        "tax": None if found.tax is None else cents(found.tax),
        "notes": list(found.notes),
    }


def cents(money: float) -> float:
    """Return *money* rounded to cents, never a negative zero.

    >>> cents(-892.1968), cents(-0.001)
    (-892.2, 0.0)
    """
    return round(money, 2) + 0.0


def json_text(document: Fields | Sequence[Fields]) -> str:
    """Return *document* as readable JSON."""
    return json.dumps(document, indent=2, allow_nan=False)


def weight_list(weights: Iterable[Weight]) -> list[Fields]:
    """Return weights before and after [fraction]."""
    return [asdict(weight) | {"change": weight.change} for weight in weights]


def _measure(measure: Measure) -> Fields:
    return {"before": measure.before, "after": measure.after, "change": measure.change}
