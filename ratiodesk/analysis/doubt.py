"""What in a leg's bars deserves a second look; nothing here is ever corrected."""

import math
from dataclasses import dataclass
from datetime import date

import numpy as np

from ratiodesk.domain.series import Bars, Dates, Floats, as_date

LIMIT = 0.20
_SPLITS = ((2, 1), (3, 1), (4, 1), (5, 1), (10, 1), (20, 1), (3, 2))
# New shares for old ones, and the factor by which a close that was not adjusted changes.
_FACTORS = sorted((old / new, f"{new}:{old}") for one, other in _SPLITS for new, old in ((one, other), (other, one)))
_NAMES = np.array([name for _, name in _FACTORS])
_LOG_FACTORS = np.log([factor for factor, _ in _FACTORS])
_BETWEEN = (_LOG_FACTORS[1:] + _LOG_FACTORS[:-1]) / 2
# 3 % either way, and a hair so that exactly 3 % counts.
_NEAR = math.log(1.03) + 1e-12
# Less than the least move that is near a split: 3:2 takes 1 − 1.03 · 2/3 = 31 % off a close.
_LEAST_SPLIT = 0.30


@dataclass(frozen=True, slots=True)
class Jump:
    """A session whose close is far from the close before.

    Parameters
    ----------
    session
        The later of the two sessions.
    change
        Close over the close before, less 1 [fraction].
    split
        New shares for old ones (``2:1``, ``1:10``) if an unadjusted split would look like this, else empty.
    """

    session: date
    change: float
    split: str = ""


def jumps(bars: Bars, limit: float = LIMIT) -> tuple[Jump, ...]:
    """Return the sessions whose raw close moved by more than *limit*, or by about what a split does.

    Parameters
    ----------
    bars
        Daily bars.
    limit
        Largest move that raises no doubt [fraction], 0 or more.

    Examples
    --------
    >>> days, close = np.array(["2021-12-27", "2021-12-28"], "M8[D]"), np.array([100.0, 50.5])
    >>> jumps(Bars("A", days, close, close, close, close, close, np.zeros(2)))  # 1 % from a half
    (Jump(session=datetime.date(2021, 12, 28), change=-0.495, split='2:1'),)
    """
    factors = bars.close[1:] / bars.close[:-1]
    moved = np.flatnonzero(np.abs(factors - 1) > min(limit, _LEAST_SPLIT))
    changes, names = factors[moved] - 1, _split_names(factors[moved])
    doubtful = (np.abs(changes) > limit) | (names != "")
    return tuple(
        Jump(as_date(bars.sessions[bar + 1]), float(change), str(name))
        for bar, change, name in zip(moved[doubtful], changes[doubtful], names[doubtful], strict=True)
    )


def missing_sessions(bars: Bars, expected: Dates) -> tuple[date, ...]:
    """Return the sessions of the exchange that have no bar, from the first bar to the last.

    Parameters
    ----------
    bars
        Daily bars.
    expected
        Sessions the exchange held, shape (n,), of dtype ``datetime64[D]``, increasing.
    """
    if not len(bars):
        return ()
    held = bars.sessions
    inside = expected[np.searchsorted(expected, held[0]) : np.searchsorted(expected, held[-1])]
    missing = inside[held[np.searchsorted(held, inside)] != inside]
    return tuple(as_date(day) for day in missing)


def _split_names(factors: Floats) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    logs = np.log(factors)
    nearest = np.searchsorted(_BETWEEN, logs)
    return np.where(np.abs(logs - _LOG_FACTORS[nearest]) <= _NEAR, _NAMES[nearest], "")
