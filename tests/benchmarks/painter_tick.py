"""The painter's own divisions of the axes: as many as the chart has, from tables made once for a history."""

import math

import numpy as np

from ratiodesk.domain.series import Dates, as_date

_RATIO_GAP_PX, _DATE_GAP_PX = 46.0, 84.0
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
_DAY_STEPS = (1, 2, 5, 10)
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Divisions = list[tuple[float, str]]


def ratio_divisions(low: float, high: float, height: float) -> Divisions:
    """Return round ratios with their labels."""
    least = (high - low) * _RATIO_GAP_PX / height
    power = 10.0 ** math.floor(math.log10(least))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least)
    decimals = max(2, -math.floor(math.log10(step) + 1e-9))
    return [(k * step, f"{k * step:.{decimals}f}") for k in range(math.ceil(low / step), math.floor(high / step) + 1)]


class Calendar:
    """Where the days and months of a history begin."""

    def __init__(self, sessions: Dates) -> None:
        self._bars = len(sessions)
        self._days, self._day_starts = _begins(sessions.astype("datetime64[D]"))
        self._months, starts = _begins(self._days.astype("datetime64[M]"))
        self._month_starts = self._day_starts[starts]
        self._month_numbers = self._months.astype(np.int64)

    def divisions(self, left: float, right: float, width: float) -> Divisions:
        """Return the bars with a label at or near every 84 px."""
        bar_px = width / (right - left)
        month_px = bar_px * self._bars / len(self._months)
        if month_px > 2 * _DATE_GAP_PX:
            day_px = bar_px * self._bars / len(self._days)
            step = next((step for step in _DAY_STEPS if step * day_px >= _DATE_GAP_PX), _DAY_STEPS[-1])
            first, last = np.searchsorted(self._day_starts, (left, right))
            chosen = range(-(-int(first) // step) * step, int(last), step)
            return [(float(self._day_starts[k]), _day_name(self._days[k])) for k in chosen]
        step = next((step for step in _MONTH_STEPS if step * month_px >= _DATE_GAP_PX), _MONTH_STEPS[-1])
        first, last = np.searchsorted(self._month_starts, (left, right))
        chosen_ = np.flatnonzero(self._month_numbers[first:last] % step == 0) + first
        return [(float(self._month_starts[k]), _month_name(int(self._month_numbers[k]), step)) for k in chosen_]


def _begins(names: Dates) -> tuple[Dates, np.ndarray]:
    starts = np.append(0, np.flatnonzero(names[1:] != names[:-1]) + 1)
    return names[starts], starts


def _month_name(number: int, step: int) -> str:
    year, month = 1970 + number // 12, number % 12
    if step >= 12:
        return str(year)
    return f"{_NAMES[month]} {year}" if month < step else _NAMES[month]


def _day_name(day: np.datetime64) -> str:
    date = as_date(day)
    return f"{date.day} {_NAMES[date.month - 1]}"
