"""A frozen plan as the chart draws it."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import Dates


@dataclass(frozen=True, slots=True)
class FrozenLines:
    """A frozen plan over today's closes.

    Parameters
    ----------
    since
        The session it was frozen on.
    lines
        Name and ratio of each line.
    title, outcome
        What it is, and what has become of it.
    entry, end
        The closes that opened and ended it, None as long as there is none.
    """

    since: date
    lines: tuple[tuple[str, Ratio], ...]
    title: str
    outcome: str
    entry: tuple[date, Ratio] | None = None
    end: tuple[date, Ratio] | None = None

    def placed(self, sessions: Dates) -> "PlacedFrozen | None":
        """Return the plan at the bars of a series, None if it ends before the plan begins.

        A session between two bars belongs to the later one.
        """
        begin = _bar(sessions, self.since)
        if begin == len(sessions):
            return None
        marks = ((_bar(sessions, mark[0]), mark[1]) if mark is not None else None for mark in (self.entry, self.end))
        entry, end = (mark if mark is not None and mark[0] < len(sessions) else None for mark in marks)
        return PlacedFrozen(self, begin, entry, end)


@dataclass(frozen=True, slots=True)
class PlacedFrozen:
    """A frozen plan, the bar it begins at, and bars and ratios of its entry and end."""

    plan: FrozenLines
    begin: int
    entry: tuple[int, Ratio] | None
    end: tuple[int, Ratio] | None


def _bar(sessions: Dates, day: date) -> int:
    return int(np.searchsorted(sessions.astype("datetime64[D]"), np.datetime64(day, "D")))
