"""The date axis of histories far longer than any market's: right, and read at a few places alone."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from ratiodesk.chart.date_tick import DATE_GAP_PX, Days, date_ticks, moment_label
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.series import Dates

MANY = 10_000_000
WIDTHS = (5, 20, 120, 700, 5_000, 40_000, 300_000, 2_000_000, MANY)


class Watched(np.ndarray):
    """Sessions that count how many of them are looked at; a slice looks at none."""

    looked = 0

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        if not isinstance(key, slice):
            Watched.looked += np.size(np.asarray(found))
        return found

    def astype(self, *words: Any, **options: Any) -> Any:
        Watched.looked += self.size
        return np.asarray(self).astype(*words, **options)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        plain = [np.asarray(each) if isinstance(each, Watched) else each for each in inputs]
        Watched.looked += max(map(np.size, plain))
        return getattr(ufunc, method)(*plain, **options)

    def __array_function__(self, func: Callable[..., Any], types: Any, args: Any, kwargs: Any) -> Any:
        plain = [np.asarray(each) if isinstance(each, Watched) else each for each in args]
        # A search looks at one session in every round.
        Watched.looked += 24 * np.size(plain[1]) if func is np.searchsorted else max(map(np.size, plain))
        return func(*plain, **kwargs)


def view(left: float, bars: float) -> Viewport:
    return Viewport(left=left, right=left + bars, width=1_200)


def minutes() -> Dates:
    """Nineteen years of minutes around the clock."""
    return np.datetime64("2003-01-01T00:00", "m") + np.arange(MANY, dtype="timedelta64[m]")


@pytest.mark.parametrize("bars", WIDTHS)
def test_ten_million_minutes_are_looked_at_in_few_places(bars: int) -> None:
    sessions = minutes()
    days = Days.of(sessions)
    watched = sessions.view(Watched)
    for left in (0.0, 0.37 * MANY + 0.4, MANY - bars - 0.5):
        Watched.looked = 0
        ticks = date_ticks(watched, view(left, bars), days)
        assert len(ticks) <= 1_200 / 50
        # Not more than the minutes of the two weeks in which times of day are looked for.
        assert Watched.looked < 25_000
        assert [tick.label for tick in ticks] == [tick.label for tick in date_ticks(sessions, view(left, bars), days)]


def test_looking_at_all_of_them_would_be_seen() -> None:
    Watched.looked = 0
    Days.of(np.arange(1_000).astype("datetime64[m]").view(Watched))
    assert Watched.looked >= 1_000


def test_divisions_of_ten_million_minutes_are_years_and_say_the_truth() -> None:
    sessions = minutes()
    ticks = date_ticks(sessions, view(0, MANY), Days.of(sessions))
    assert len(ticks) > 8
    for tick in ticks:
        assert str(sessions[int(tick.at)]).startswith(f"{tick.label}-01-01T00:00")


@pytest.mark.parametrize("bars", WIDTHS[:-2])
@pytest.mark.parametrize("first", ["9990-01-01", "12000-01-01"])
def test_days_beyond_the_year_9999_do_not_fail(first: str, bars: int) -> None:
    sessions = np.datetime64(first, "D") + np.arange(600_000, dtype="timedelta64[D]")
    for left in (-3.2, 2_000.4, 600_000 - bars - 0.5):
        ticks = date_ticks(sessions, view(left, bars))
        assert ticks or bars < 120
        places = [tick.at for tick in ticks]
        assert places == sorted(set(places))


def test_the_crosshair_names_the_last_day_there_is_for_those_beyond() -> None:
    assert moment_label(np.datetime64("12000-02-03", "D")) == "31 Dec 9999"


def test_years_far_ahead_are_named_by_thousands() -> None:
    sessions = np.datetime64("2000-01-01", "D") + np.arange(MANY, dtype="timedelta64[D]")
    ticks = date_ticks(sessions, view(0, MANY))
    assert len(ticks) >= 3
    apart = np.diff([tick.at for tick in ticks]) * 1_200 / MANY
    assert apart.min() >= DATE_GAP_PX * 0.98
    for tick in ticks:
        if tick.label:
            assert str(sessions[int(tick.at)]).startswith(f"{tick.label}-01-01")
