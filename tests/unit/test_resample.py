"""Weekly and monthly series against pandas, and by hand around holidays and year ends."""

from dataclasses import fields
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ratiodesk.analysis.resample import resample
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.series import Basis, RatioSeries

LONGER = (Interval.WEEKLY, Interval.MONTHLY)
RULES = {Interval.WEEKLY: "W-SUN", Interval.MONTHLY: "ME"}
# Before and after 1970, where the numbers of days change their sign; weekends too, as crypto trades on them.
days_of_closes = st.dictionaries(
    st.dates(date(1969, 11, 1), date(1970, 3, 1)) | st.dates(date(2019, 12, 1), date(2021, 2, 1)),
    st.tuples(st.floats(0.01, 1e4), st.floats(0.01, 1e4)),
    min_size=1,
    max_size=60,
)


def series_of(closes: dict[date, tuple[float, float]]) -> RatioSeries:
    days = np.array(sorted(closes), dtype="datetime64[D]")
    above, below = (np.array([closes[day][leg] for day in sorted(closes)]) for leg in (0, 1))
    return RatioSeries(
        Pair("SPY", "IWM"), Basis.TOTAL_RETURN, days, above / below, above, below, 7.0, 3.0, (date(2020, 5, 5),)
    )


def kept_of(days: list[str], interval: Interval) -> list[str]:
    series = series_of({date.fromisoformat(day): (1.0 + place, 2.0) for place, day in enumerate(days)})
    return resample(series, interval).sessions.astype(str).tolist()


@pytest.mark.parametrize("interval", LONGER)
@given(closes=days_of_closes)
@example(closes={date(1969, 12, 28): (1.0, 2.0), date(1969, 12, 29): (2.0, 2.0), date(1970, 1, 4): (3.0, 2.0)})
def test_the_kept_sessions_are_those_of_pandas(interval: Interval, closes: dict[date, tuple[float, float]]) -> None:
    series = series_of(closes)
    table = pd.DataFrame(
        {
            "session": series.sessions,
            "value": series.values,
            "above": series.numerator_closes,
            "below": series.denominator_closes,
        },
        index=pd.DatetimeIndex(series.sessions),
    )
    expected = table.resample(RULES[interval]).last().dropna()
    found = resample(series, interval)
    assert found.sessions.dtype == np.dtype("datetime64[D]")
    assert found.sessions.tolist() == [moment.date() for moment in expected["session"]]
    assert found.values.tolist() == expected["value"].tolist()
    assert found.numerator_closes.tolist() == expected["above"].tolist()
    assert found.denominator_closes.tolist() == expected["below"].tolist()


@pytest.mark.parametrize("interval", LONGER)
def test_the_sample_resamples_as_in_pandas(interval: Interval, december: RatioSeries) -> None:
    table = pd.Series(december.values, index=pd.DatetimeIndex(december.sessions))
    found = resample(december, interval)
    assert found.values.tolist() == table.resample(RULES[interval]).last().dropna().tolist()
    assert (found.session, found.ratio) == (december.session, december.ratio)


@given(closes=days_of_closes)
def test_resampling_twice_changes_nothing(closes: dict[date, tuple[float, float]]) -> None:
    for interval in LONGER:
        once = resample(series_of(closes), interval)
        assert resample(once, interval).sessions.tolist() == once.sessions.tolist()


def test_a_holiday_leaves_the_session_before_as_the_last_of_its_week() -> None:
    # Good Friday 2021 was 2 April: the week ends on Thursday the 1st, the one after on Friday the 9th.
    days = ["2021-03-30", "2021-03-31", "2021-04-01", "2021-04-05", "2021-04-09"]
    assert kept_of(days, Interval.WEEKLY) == ["2021-04-01", "2021-04-09"]
    assert kept_of(days, Interval.MONTHLY) == ["2021-03-31", "2021-04-09"]


def test_a_week_runs_from_monday_to_sunday() -> None:
    # 5 December 2021 was a Sunday.
    assert kept_of(["2021-12-04", "2021-12-05", "2021-12-06"], Interval.WEEKLY) == ["2021-12-05", "2021-12-06"]


def test_a_week_goes_on_over_the_end_of_a_year_and_a_month_does_not() -> None:
    # 28 December 2020 was a Monday and 1 January 2021 the Friday of ISO week 2020-W53.
    days = ["2020-12-28", "2020-12-31", "2021-01-01", "2021-01-04"]
    assert kept_of(days, Interval.WEEKLY) == ["2021-01-01", "2021-01-04"]
    assert kept_of(days, Interval.MONTHLY) == ["2020-12-31", "2021-01-04"]


def test_the_same_month_of_two_years_is_two_months() -> None:
    assert kept_of(["2020-12-31", "2021-12-31"], Interval.MONTHLY) == ["2020-12-31", "2021-12-31"]


@pytest.mark.parametrize("interval", LONGER)
def test_a_single_session_is_its_own_week_and_month(interval: Interval) -> None:
    assert kept_of(["2021-12-28"], interval) == ["2021-12-28"]


@pytest.mark.parametrize("interval", LONGER)
def test_all_but_the_bars_stays_as_it_was(interval: Interval) -> None:
    series = series_of({date(2021, 12, day): (float(day), 2.0) for day in range(1, 29)})
    found = resample(series, interval)
    assert found.interval is interval
    resampled = {"interval", "forming", "sessions", "values", "numerator_closes", "denominator_closes"}
    for field in fields(RatioSeries):
        if field.name not in resampled:
            assert getattr(found, field.name) == getattr(series, field.name)


def test_daily_bars_are_there_already(december: RatioSeries) -> None:
    assert resample(december, Interval.DAILY) is december


@pytest.mark.parametrize("interval", [each for each in Interval if each.is_intraday])
def test_days_are_not_divided(interval: Interval, december: RatioSeries) -> None:
    with pytest.raises(ValueError, match=f"bars of {interval}"):
        resample(december, interval)


@pytest.mark.parametrize(
    ("last", "weekly", "monthly"),
    [
        ("2021-12-28", True, True),  # a Tuesday
        ("2021-12-31", False, False),  # a Friday, the last day of the month
        ("2021-07-30", False, False),  # a Friday before the weekend that ends the month
        ("2021-11-26", False, True),  # a Friday with two weekdays of November to come
        ("2021-06-30", True, False),  # a Wednesday that ends the month
    ],
)
def test_a_week_or_month_with_weekdays_left_is_forming(last: str, weekly: bool, monthly: bool) -> None:
    series = series_of({date.fromisoformat(last): (2.0, 1.0)})
    assert resample(series, Interval.WEEKLY).forming is weekly
    assert resample(series, Interval.MONTHLY).forming is monthly
    assert resample(series, Interval.DAILY).forming is False
