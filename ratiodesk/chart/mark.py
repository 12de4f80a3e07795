"""Marks of one kind on the date axis."""

from dataclasses import dataclass

import numpy as np

from ratiodesk.chart.pyramid import Indices
from ratiodesk.domain.series import Dates


@dataclass(frozen=True, eq=False, slots=True)
class Marks:
    """Marks of one kind.

    Parameters
    ----------
    sessions
        Where they stand, shape (n,), increasing.
    text
        What they mean.
    raised
        Whether they point up from the axis; otherwise down into it.
    name, kind
        Whose they are and what they mark, for a legend; without a name they are not in it.
    """

    sessions: Dates
    text: str
    raised: bool = True
    name: str = ""
    kind: str = ""

    def placed(self, sessions: Dates) -> "PlacedMarks":
        """Return the marks at the bars of a series; a session between two bars belongs to the later one."""
        days = sessions.astype("datetime64[D]")
        bars = np.searchsorted(days, self.sessions)
        bars = bars[(self.sessions >= days[0]) & (bars < len(days))]
        return PlacedMarks(self, bars[np.diff(bars, prepend=-1) > 0])


@dataclass(frozen=True, eq=False, slots=True)
class PlacedMarks:
    """Marks and the bars they stand at, shape (m,), increasing."""

    marks: Marks
    bars: Indices
