"""Where the date axis is divided and what is written there."""

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from ratiodesk.chart.pyramid import Indices
from ratiodesk.chart.tick import Tick
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.series import Dates, as_date
from ratiodesk.local_text import local_day, local_day_of_year, local_month

DATE_GAP_PX = 84.0
# A division nearer to the left edge than half its label has no label.
CHARACTER_PX = 7.5
_MONTH_STEPS = (1, 2, 3, 6, *(12 * years for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)))
_SESSION_STEPS = (1, 2, 5, 10)
# All divide a day, so that divisions fall on the same hours every day.
_MINUTE_STEPS = (1, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720)
# A day of fewer pixels than its name needs has no division: a half holiday, a Sunday evening of futures.
_DAY_GAP_PX = 60.0
# Bars enough to tell how much time lies between two of them.
_PROBED_BARS = 500
# Days beyond either edge that decide which names in sight have their room.
_MARGIN_DAYS = 10
# Days whose divisions are kept, at some steps.
_MOST_KEPT = 1_000
_MONTH_SESSIONS = 21
_MONTH_DAYS = 30.44
_DAY = np.dtype("datetime64[D]")


@dataclass(frozen=True, eq=False, slots=True)
class Days:
    """What the bars of a history within the day are like.

    Parameters
    ----------
    opens
        First bar of every day, shape (m,).
    bar_minutes
        How much time usually lies between two bars; infinite for a single one.
    """

    opens: Indices
    bar_minutes: float
    _divisions: dict[tuple[int, int], list[int]] = field(default_factory=dict, init=False, repr=False)

    def divisions(self, sessions: Dates, day: int, step: int) -> list[int]:
        """Return the bars of a day at which another *step* minutes begin, its open among them but for the first day.

        A day is asked for in every frame that shows it.
        """
        known = self._divisions.get((day, step))
        if known is None:
            begin = int(self.opens[day])
            end = int(self.opens[day + 1]) if day + 1 < len(self.opens) else len(sessions)
            before = max(begin - 1, 0)
            minutes = sessions[before:end].astype("datetime64[m]").view(np.int64)
            known = (np.flatnonzero(np.diff(minutes // step)) + before + 1).tolist()
            if len(self._divisions) >= _MOST_KEPT:
                self._divisions.clear()
            self._divisions[day, step] = known
        return known

    @classmethod
    def of(cls, sessions: Dates) -> "Days":
        """Return the days of a history, dates or the exchange's wall clock, shape (n,)."""
        days = sessions.astype(_DAY)
        opens = np.append(0, np.flatnonzero(days[1:] != days[:-1]) + 1)
        apart = np.diff(sessions[:_PROBED_BARS].astype("datetime64[m]").view(np.int64))
        return cls(opens, float(np.median(apart)) if apart.size else math.inf)


class Months:
    """Where the months of a history begin, and years and groups of them; looked up once, however often it is shown.

    Parameters
    ----------
    sessions
        Trading days or the exchange's wall clock, shape (n,), increasing.
    """

    def __init__(self, sessions: Dates) -> None:
        self._sessions = sessions
        self._starts: dict[int, tuple[list[int], list[int]]] = {}

    @cached_property
    def bars(self) -> float:
        """How many bars a month of daily ones has: 21, fewer where they are weeks or months apart."""
        if len(self._sessions) < 2:
            return _MONTH_SESSIONS
        days = self._sessions.view(np.int64)
        apart = float(days[-1] - days[0]) / (len(days) - 1)
        # A week of holidays is no weekly bar; a history with that many holes is.
        return _MONTH_SESSIONS if apart < 4 else _MONTH_DAYS / apart

    def starts(self, step: int) -> tuple[list[int], list[int]]:
        """Return the first bars of every *step* months, without the first bar of all, and their months since 1970."""
        known = self._starts.get(step)
        if known is None:
            sessions = self._sessions
            begin, end = (month // step for month in _months_of(sessions[[0, -1]]))
            firsts = (np.arange(begin + 1, end + 1) * step).astype("datetime64[M]").astype(sessions.dtype)
            # Months without a session begin where the next one does. Numbers are found twice as fast as dates.
            bars = sorted(set(sessions.view(np.int64).searchsorted(firsts.view(np.int64)).tolist()))
            known = self._starts[step] = bars, _months_of(sessions[bars])
        return known


def date_ticks(
    sessions: Dates, viewport: Viewport, days: Days | None = None, months: Months | None = None
) -> list[Tick]:
    """Return honest dates, about 84 px apart or more: years, months, days or times of day as space allows.

    Parameters
    ----------
    sessions
        Trading days (``datetime64[D]``) or the exchange's wall clock (``datetime64[m]``), shape (n,), increasing; the
        bars of the viewport.
    days, months
        Worked out once; the former are of no use for trading days.
    """
    first, last = viewport.visible(len(sessions))
    if first >= last:
        return []
    months = Months(sessions) if months is None else months
    if sessions.dtype == _DAY:
        month_px = viewport.bar_px * months.bars
        if month_px > DATE_GAP_PX * 2:
            return _session_ticks(sessions[first:last], first, viewport)
    else:
        days = Days.of(sessions) if days is None else days
        month_px = viewport.bar_px * _MONTH_SESSIONS * len(sessions) / len(days.opens)
        if month_px > DATE_GAP_PX * 2:
            return _moment_ticks(sessions, days, viewport)
    step = next((step for step in _MONTH_STEPS if step * month_px >= DATE_GAP_PX), _MONTH_STEPS[-1])
    starts, numbers = months.starts(step)
    in_sight = slice(bisect_right(starts, first), bisect_left(starts, last))
    ticks: list[Tick] = []
    year_shown = None
    for start, month in zip(starts[in_sight], numbers[in_sight], strict=True):
        year = 1970 + month // 12
        label = str(year) if step >= 12 else local_month(month % 12 + 1)
        if step < 12 and year != year_shown:
            label = f"{label} {year}"
        if viewport.x_of(start) < len(label) * CHARACTER_PX / 2:
            label = ""
        else:
            year_shown = year
        ticks.append(Tick(float(start), label))
    return ticks


def _months_of(sessions: Dates) -> list[int]:
    """Return the months since 1970 of some sessions."""
    months: list[int] = sessions.astype("datetime64[M]").view(np.int64).tolist()
    return months


def date_label(day: date) -> str:
    """Return a date as the crosshair's tag shows it.

    >>> date_label(date(2021, 3, 11))
    '11 Mar 2021'
    """
    return local_day(day)


def moment_label(session: np.datetime64) -> str:
    """Return a session as the crosshair's tag shows it, with its time if it is shorter than a day.

    >>> moment_label(np.datetime64("2021-12-28")), moment_label(np.datetime64("2021-12-28T14:30"))
    ('28 Dec 2021', '28 Dec 2021 14:30')
    """
    day = date_label(as_date(session))
    return day if session.dtype == _DAY else f"{day} {_clock(session)}"


def _session_ticks(seen: Dates, first: int, viewport: Viewport) -> list[Tick]:
    step = next((step for step in _SESSION_STEPS if step * viewport.bar_px >= DATE_GAP_PX), _SESSION_STEPS[-1])
    ticks: list[Tick] = []
    month_shown = None
    for index in range(-first % step, len(seen), step):
        day = as_date(seen[index])
        label = str(day.day) if (day.year, day.month) == month_shown else local_day_of_year(day)
        if month_shown is None or month_shown[0] != day.year:
            label = f"{label} {day.year}"
        if viewport.x_of(first + index) < len(label) * CHARACTER_PX / 2:
            label = ""
        else:
            month_shown = (day.year, day.month)
        ticks.append(Tick(float(first + index), label))
    return ticks


def _moment_ticks(sessions: Dates, days: Days, viewport: Viewport) -> list[Tick]:
    """Return days by name, and times of day between them where there is room."""
    first, last = viewport.visible(len(sessions))
    day_px = viewport.bar_px * len(sessions) / len(days.opens)
    step = next((step for step in _SESSION_STEPS if step * day_px >= DATE_GAP_PX), _SESSION_STEPS[-1])
    named = _apart(_near(days.opens, first, last, step), _DAY_GAP_PX / viewport.bar_px)
    bars = sorted(named + (_clock_bars(sessions, days, named, viewport) if step == 1 else []))
    opens = set(named)
    ticks: list[Tick] = []
    day_shown = year_shown = None
    in_sight = bars[bisect_left(bars, first) : bisect_left(bars, last)]
    for bar, moment in zip(in_sight, sessions[in_sight].astype("datetime64[m]").tolist(), strict=True):
        day = moment.toordinal()
        label = local_day_of_year(moment)
        if bar not in opens:
            clock = f"{moment.hour:02}:{moment.minute:02}"
            label = clock if day == day_shown else f"{label} {clock}"
        elif moment.year != year_shown:
            label = f"{label} {moment.year}"
        if viewport.x_of(bar) < len(label) * CHARACTER_PX / 2:
            label = ""
        else:
            day_shown, year_shown = day, moment.year if bar in opens else year_shown
        ticks.append(Tick(float(bar), label))
    return ticks


def _near(opens: Indices, first: int, last: int, step: int) -> list[int]:
    """Return every *step*-th of *opens* around the bars in sight, the same ones wherever those begin."""
    begin, end = np.searchsorted(opens, (first, last)).tolist()
    begin = max(begin - _MARGIN_DAYS * step, 0) // step * step
    near: list[int] = opens[begin : end + _MARGIN_DAYS * step : step].tolist()
    return near


def _clock_bars(sessions: Dates, days: Days, named: list[int], viewport: Viewport) -> list[int]:
    """Return the bars at round times of the days in sight, none too near to another or to the name of a day."""
    first, last = viewport.visible(len(sessions))
    room = DATE_GAP_PX / viewport.bar_px * (1 - 1e-9)
    step = next((step for step in _MINUTE_STEPS if step >= room * days.bar_minutes), None)
    if step is None:
        return []
    begin, end = (days.opens.searchsorted((first, last), side="right") - 1).tolist()
    bars: list[int] = []
    # From the open, so that panning moves nothing.
    for day in range(max(begin, 0), end + 1):
        for bar in days.divisions(sessions, day, step):
            following = bisect_right(named, bar)
            before = named[following - 1] if following else -math.inf
            behind = named[following] if following < len(named) else math.inf
            if bar - max(before, bars[-1] if bars else before) >= room and behind - bar >= room:
                bars.append(bar)
    return bars


def _apart(bars: list[int], room: float) -> list[int]:
    """Return those of *bars* that have *room* before the next one kept: a short day gives way to the day after."""
    kept: list[int] = []
    for bar in reversed(bars):
        if not kept or kept[-1] - bar >= room:
            kept.append(bar)
    return kept[::-1]


def _clock(session: np.datetime64) -> str:
    """Return the time of day.

    >>> _clock(np.datetime64("2021-12-28T09:05"))
    '09:05'
    """
    return f"{session.astype('datetime64[m]').item():%H:%M}"
