"""Named ranges of history, counted back from the last session."""

from collections.abc import Sequence

import numpy as np

from ratiodesk.domain.series import Dates

NAMES: Sequence[str] = ("1M", "3M", "6M", "YTD", "1Y", "3Y", "5Y", "10Y", "Max")
CUSTOM = "custom"
# Blank space right of the last bar, as a part of the visible bars.
_MARGIN = 0.015


def first_bar(sessions: Dates, name: str) -> int:
    """Return the first bar of a named range.

    Parameters
    ----------
    sessions
        Trading days, shape (n,), n ≥ 1, increasing.
    name
        One of :data:`NAMES`.

    Raises
    ------
    ValueError
        If there is no such range.
    """
    sessions = sessions.astype("datetime64[D]", copy=False)
    last = sessions[-1]
    if name == "Max":
        return 0
    if name == "YTD":
        start = last.astype("datetime64[Y]").astype("datetime64[D]")
    elif name in NAMES:
        months = int(name[:-1]) * (12 if name.endswith("Y") else 1)
        month = last.astype("datetime64[M]")
        day = last - month.astype("datetime64[D]")
        target = month - np.timedelta64(months, "M")
        # 31 March less a month is the last of February.
        following = (target + np.timedelta64(1, "M")).astype("datetime64[D]")
        start = min(target.astype("datetime64[D]") + day, following - np.timedelta64(1, "D"))
    else:
        raise ValueError(f"there is no range {name}")
    return int(np.searchsorted(sessions, start))


def edges(sessions: Dates, name: str) -> tuple[float, float]:
    """Return the bar positions at the plot's left and right edges that show a named range."""
    first, last = first_bar(sessions, name), len(sessions) - 1
    # A history of one bar still needs an axis.
    count = max(last - first, 5)
    return last - count - 0.5, last + 0.5 + count * _MARGIN


def edges_of_dates(
    sessions: Dates, start: np.datetime64, end: np.datetime64, *, coarse: bool = False
) -> tuple[float, float]:
    """Return the bar positions of the edges that show *start* to *end*, dates beyond the history clipped to it.

    A *coarse* bar bears the date of the last of its sessions: the one that *end* falls into is shown too.
    """
    sessions = sessions.astype("datetime64[D]", copy=False)
    first = int(np.searchsorted(sessions, start))
    last = int(np.searchsorted(sessions, end) if coarse else np.searchsorted(sessions, end, side="right") - 1)
    first, last = (min(max(bar, 0), len(sessions) - 1) for bar in (first, last))
    if last - first < 5:
        first, last = min(first, last), max(first, last)
        first = last - 5
    # Inside the history the edges are the dates' own, so that the same dates lead to the same view again.
    margin = (last - first) * _MARGIN if last == len(sessions) - 1 else 0.0
    return first - 0.5, last + 0.5 + margin


def edges_after(before: Dates, after: Dates, left: float, right: float) -> tuple[float, float]:
    """Return the edges that keep the same sessions in sight when other sessions take the place of *before*.

    While the last session is in sight, sessions that come after it stay in sight too.

    >>> days = np.arange("2021-12-20", "2021-12-30", dtype="datetime64[D]")
    >>> edges_after(days[2:8], days, 0.5, 5.5), edges_after(days[2:8], days, 0.5, 4.5)
    ((4.5, 9.5), (2.5, 6.5))
    """
    last = len(before) - 1
    if left <= last <= right:
        return left + len(after) - 1 - last, right + len(after) - 1 - last
    middle = int(min(max((left + right) / 2, 0), last))
    moved = int(np.searchsorted(after, before[middle])) - middle
    return left + moved, right + moved
