"""Ranges of history: counted back by the calendar, whatever the history holds."""

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ratiodesk.chart.date_range import NAMES, edges, edges_of_dates, first_bar
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.series import Dates, as_date

COUNTED = [name for name in NAMES if name not in ("YTD", "Max")]
DAYS = st.dates(date(1990, 1, 1), date(2040, 1, 1))


def every_day(first: str, last: str) -> Dates:
    return np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + np.timedelta64(1, "D"))


def days(dates: Iterable[date]) -> Dates:
    return np.array(sorted(dates), dtype="datetime64[D]")


def day(text: str) -> np.datetime64:
    return np.datetime64(text, "D")


@pytest.mark.parametrize(
    ("last", "name", "first"),
    [
        ("2021-01-15", "1M", "2020-12-15"),
        ("2021-03-31", "1M", "2021-02-28"),
        ("2024-03-31", "1M", "2024-02-29"),
        ("2021-03-29", "1M", "2021-02-28"),
        ("2021-05-31", "3M", "2021-02-28"),
        ("2021-08-31", "6M", "2021-02-28"),
        ("2021-10-31", "6M", "2021-04-30"),
        ("2021-12-31", "YTD", "2021-01-01"),
        ("2021-01-01", "YTD", "2021-01-01"),
        ("2024-02-29", "1Y", "2023-02-28"),
        ("2024-02-29", "3Y", "2021-02-28"),
        ("2026-08-21", "5Y", "2021-08-21"),
        ("2026-08-21", "10Y", "2016-08-21"),
        ("2026-08-21", "Max", "2000-01-01"),
    ],
)
def test_ranges_are_counted_by_the_calendar(last: str, name: str, first: str) -> None:
    sessions = every_day("2000-01-01", last)
    assert str(sessions[first_bar(sessions, name)]) == first


@given(DAYS, st.sampled_from(COUNTED))
@example(date(2000, 2, 29), "1Y")
def test_ranges_agree_with_the_offsets_of_pandas(last: date, name: str) -> None:
    number = int(name[:-1])
    back = pd.DateOffset(years=number) if name.endswith("Y") else pd.DateOffset(months=number)
    sessions = every_day("1979-01-01", str(last))
    assert as_date(sessions[first_bar(sessions, name)]) == (pd.Timestamp(last) - back).date()


def test_a_range_that_begins_on_a_day_without_trading_begins_on_the_next_session() -> None:
    # A month before Tuesday 15 June 2021 is Saturday 15 May.
    weekdays = every_day("2021-01-01", "2021-06-15")
    weekdays = weekdays[np.is_busday(weekdays)]
    assert str(weekdays[first_bar(weekdays, "1M")]) == "2021-05-17"


def test_a_range_longer_than_the_history_is_all_of_it() -> None:
    assert first_bar(every_day("2021-01-01", "2021-06-30"), "10Y") == 0


@pytest.mark.parametrize("name", ["", "2Y", "1y", "1W", "max", "custom"])
def test_an_unknown_range_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"there is no range {name}"):
        first_bar(every_day("2021-01-01", "2021-06-30"), name)


def test_edges_by_hand() -> None:
    # From 30 November, bar 333, to bar 364: half a bar on the left, 0.5 + 31 · 1.5 % = 0.965 on the right.
    sessions = every_day("2021-01-01", "2021-12-31")
    assert edges(sessions, "1M") == (332.5, pytest.approx(364.965))


@given(st.sets(DAYS, min_size=1, max_size=40), st.sampled_from(NAMES))
def test_a_named_range_shows_the_last_session_and_an_axis_of_some_width(dates: set[date], name: str) -> None:
    sessions = days(dates)
    left, right = edges(sessions, name)
    assert right - left >= 5
    first, last = Viewport(left=left, right=right).visible(len(sessions))
    assert first <= first_bar(sessions, name) <= last - 1 == len(sessions) - 1


@pytest.mark.parametrize("name", NAMES)
def test_a_history_of_one_bar_has_every_range(name: str) -> None:
    # The bar stands at 0; five blank ones left of it, 0.5 + 5 · 1.5 % right of it.
    assert edges(every_day("2021-12-28", "2021-12-28"), name) == (-5.5, pytest.approx(0.575))


def test_edges_of_dates_by_hand() -> None:
    # 11 and 30 January are bars 10 and 29; a day inside the history has no margin beside it.
    sessions = every_day("2021-01-01", "2021-12-31")
    assert edges_of_dates(sessions, day("2021-01-11"), day("2021-01-30")) == (9.5, 29.5)


def test_dates_without_trading_lead_to_the_sessions_between_them() -> None:
    # From Saturday 6 to Sunday 21 March: Monday 8, bar 5, to Friday 19, bar 14.
    sessions = every_day("2021-03-01", "2021-03-31")
    weekdays = sessions[np.is_busday(sessions)]
    assert edges_of_dates(weekdays, day("2021-03-06"), day("2021-03-21")) == (4.5, 14.5)


def test_the_coarse_bar_that_the_last_date_falls_into_is_shown() -> None:
    # Months of 2021 bear their last days: 20 March to 10 November are bars 2 to 10. The year after has no bar.
    months = np.arange("2021-02", "2022-02", dtype="datetime64[M]").astype("datetime64[D]") - np.timedelta64(1, "D")
    assert edges_of_dates(months, day("2021-03-20"), day("2021-11-10"), coarse=True) == (1.5, 10.5)
    assert edges_of_dates(months, day("2021-03-20"), day("2022-06-01"), coarse=True) == (1.5, pytest.approx(11.635))


def test_dates_beyond_the_history_are_clipped_to_it() -> None:
    # All 31 bars: −0.5 … 30.5 + 30 · 1.5 %.
    sessions = every_day("2021-03-01", "2021-03-31")
    assert edges_of_dates(sessions, day("1900-01-01"), day("2100-01-01")) == (-0.5, pytest.approx(30.95))


def test_dates_outside_the_history_show_its_nearest_end() -> None:
    # Bar 0 with five blank ones before it; or bars 25 … 30 and 0.5 + 5 · 1.5 % right of the last.
    sessions = every_day("2021-03-01", "2021-03-31")
    assert edges_of_dates(sessions, day("1900-01-01"), day("1901-01-01")) == (-5.5, 0.5)
    assert edges_of_dates(sessions, day("2100-01-01"), day("2101-01-01")) == (24.5, pytest.approx(30.575))


@given(st.sets(DAYS, min_size=1, max_size=40), DAYS, st.integers(0, 4_000))
def test_dates_show_what_they_name_and_at_least_one_bar(dates: set[date], start: date, length: int) -> None:
    sessions, end = days(dates), start + timedelta(days=length)
    left, right = edges_of_dates(sessions, np.datetime64(start), np.datetime64(end))
    assert right - left >= 5
    assert left < len(sessions)
    assert right > 0
    inside = [bar for bar, session in enumerate(sessions) if start <= as_date(session) <= end]
    assert all(left < bar < right for bar in inside)
