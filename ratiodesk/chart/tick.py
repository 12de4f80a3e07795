"""Where the axes are divided and what is written there."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.ratio import decimals_of
from ratiodesk.domain.series import Dates, as_date

RATIO_GAP_PX = 46.0
DATE_GAP_PX = 84.0
# A division nearer to the left edge than half its label has no label.
CHARACTER_PX = 7.5
_LABEL_CHARACTERS = 8
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
_SESSION_STEPS = (1, 2, 5, 10)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Tick:
    """A division: its place in data units and its label."""

    at: float
    label: str


def ratio_ticks(viewport: Viewport) -> list[Tick]:
    """Return round ratios from low to high, about 46 px apart or more, closer where fewer than two would come out.

    On a logarithmic axis they draw together towards the top, to about half of that.
    """
    low, high = viewport.low, viewport.high
    count = max(2.0, viewport.height / RATIO_GAP_PX)
    if viewport.log and high / low > 4:
        return [Tick(value, _label(value, decimals_of(value))) for value in _decade_values(low, high, count)]
    ticks = _even_ticks(low, high, count)
    return ticks if len(ticks) > 1 or viewport.log else _even_ticks(low, high, 1.8 * count)


def _even_ticks(low: float, high: float, count: float) -> list[Tick]:
    step = _round_step((high - low) / count)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    decimals = max(decimals, min(2, decimals_of(max(abs(low), abs(high)))))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    ticks = [Tick(index * step, _label(index * step, decimals)) for index in range(first, last + 1)]
    return [tick for tick in ticks if tick.at > 0]


def date_ticks(sessions: Dates, viewport: Viewport) -> list[Tick]:
    """Return honest dates, about 84 px apart or more: years, months or days as space allows.

    Parameters
    ----------
    sessions
        Trading days, shape (n,), increasing; the bars of the viewport.
    """
    first, last = viewport.visible(len(sessions))
    if first >= last:
        return []
    seen = sessions[first:last]
    months = seen.astype("datetime64[M]").astype(np.int64)
    month_px = viewport.bar_px * 21
    if month_px > DATE_GAP_PX * 2:
        return _session_ticks(seen, first, viewport)
    step = next((step for step in _MONTH_STEPS if step * month_px >= DATE_GAP_PX), _MONTH_STEPS[-1])
    group = months // step
    starts = np.flatnonzero(np.diff(group)) + 1
    ticks: list[Tick] = []
    year_shown = None
    for start in starts.tolist():
        day = as_date(seen[start])
        label = str(day.year) if step >= 12 else _MONTHS[day.month - 1]
        if step < 12 and day.year != year_shown:
            label = f"{label} {day.year}"
        if viewport.x_of(first + start) < len(label) * CHARACTER_PX / 2:
            label = ""
        else:
            year_shown = day.year
        ticks.append(Tick(float(first + start), label))
    return ticks


def date_label(day: date) -> str:
    """Return a date as the crosshair's tag shows it.

    >>> date_label(date(2021, 3, 11))
    '11 Mar 2021'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _session_ticks(seen: Dates, first: int, viewport: Viewport) -> list[Tick]:
    step = next((step for step in _SESSION_STEPS if step * viewport.bar_px >= DATE_GAP_PX), _SESSION_STEPS[-1])
    ticks: list[Tick] = []
    month_shown = None
    for index in range(-first % step, len(seen), step):
        day = as_date(seen[index])
        label = str(day.day) if (day.year, day.month) == month_shown else f"{day.day} {_MONTHS[day.month - 1]}"
        if month_shown is None or month_shown[0] != day.year:
            label = f"{label} {day.year}"
        if viewport.x_of(first + index) < len(label) * CHARACTER_PX / 2:
            label = ""
        else:
            month_shown = (day.year, day.month)
        ticks.append(Tick(float(first + index), label))
    return ticks


def _label(ratio: float, decimals: int) -> str:
    """Return a ratio in the eight characters the axis has room for, or in more where fewer would be another ratio."""
    fixed = f"{ratio:.{decimals}f}"
    plain = fixed.rstrip("0").rstrip(".") if "." in fixed else fixed
    for text in (fixed, plain, f"{ratio:.4g}"):
        if len(text) <= _LABEL_CHARACTERS and math.isclose(float(text), ratio, rel_tol=1e-9):
            return text
    return plain


def _round_step(least: float) -> float:
    """Return the smallest of 1, 2, 5 times a power of ten that is at least *least*.

    >>> _round_step(0.03), _round_step(0.11)
    (0.05, 0.2)
    """
    power = math.floor(math.log10(least))
    for factor in (1, 2, 5, 10):
        step = factor * 10.0**power if power >= 0 else factor / 10.0**-power
        if step >= least * (1 - 1e-9):
            return step
    return 10.0 ** (power + 1)


def _decade_values(low: float, high: float, count: float) -> list[float]:
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    per_decade = count / math.log10(high / low)
    factors: Sequence[float] = (1,)
    for finer in ((1, 3), (1, 2, 5), (1, 1.5, 2, 3, 4, 5, 6, 8)):
        if per_decade >= len(finer) * (1.6 if len(finer) > 3 else 1.0):
            factors = finer
    skip = max(1, math.ceil(1 / per_decade))
    values = (factor * 10.0**power for power in decades[::skip] for factor in factors)
    return [value for value in values if low <= value <= high]
