"""Divisions of the axis of dates for bars shorter and longer than a day."""

import re
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.chart.date_tick import CHARACTER_PX, DATE_GAP_PX, date_ticks
from ratiodesk.chart.tick import Tick
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.series import Dates

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LABEL = re.compile(r"(?:(?:(\d{1,2}) )?([A-Z][a-z]{2}))? ?(\d{4})? ?(\d\d:\d\d)?")
# The least two days may be apart; the name of one takes 45 px.
DAY_GAP_PX = 60.0


def moments(first: str, last: str, opens: str, closes: str, minutes: int) -> Dates:
    """Return the starts of the bars of every weekday."""
    days = np.arange(np.datetime64(first), np.datetime64(last) + np.timedelta64(1, "D"))
    days = days[np.is_busday(days)]
    start, end = (60 * int(text[:2]) + int(text[3:]) for text in (opens, closes))
    times = np.arange(start, end, minutes).astype("timedelta64[m]")
    return (days.astype("datetime64[m]")[:, np.newaxis] + times).ravel()


FIVE_MINUTES = moments("2025-10-01", "2026-01-30", "09:30", "16:00", 5)
HOURS = moments("2024-01-02", "2026-01-30", "09:30", "16:00", 60)
ROUND_THE_CLOCK = moments("2025-10-01", "2025-11-28", "00:00", "24:00", 5)
AFTERNOON = moments("2025-11-28", "2025-11-28", "13:00", "16:00", 5)
HALF_HOLIDAY = np.setdiff1d(FIVE_MINUTES, AFTERNOON)
SUNDAY = np.arange(np.datetime64("2025-11-23T18:00"), np.datetime64("2025-11-24T00:00"), np.timedelta64(5, "m"))
WITH_SUNDAY = np.sort(np.append(ROUND_THE_CLOCK, SUNDAY))
WITH_HOLES = FIVE_MINUTES[np.random.default_rng(7).random(len(FIVE_MINUTES)) < 0.4]
HISTORIES = {
    "five minutes": FIVE_MINUTES,
    "hours": HOURS,
    "round the clock": ROUND_THE_CLOCK,
    "half holiday": HALF_HOLIDAY,
    "Sunday evening": WITH_SUNDAY,
    "holes": WITH_HOLES,
}
histories = st.sampled_from(list(HISTORIES.values()))


@st.composite
def views(draw: st.DrawFn) -> tuple[Dates, Viewport]:
    sessions = draw(histories)
    count = len(sessions)
    # As many views of a few bars as of all of them.
    bars = 5 * (1.9 * count / 5) ** draw(st.floats(0, 1))
    right = draw(st.floats(0, 1.1 * count))
    return sessions, Viewport(left=right - bars, right=right, width=draw(st.floats(120, 2_500)))


def labels(ticks: list[Tick]) -> list[str]:
    return [tick.label for tick in ticks]


def at(sessions: Dates, tick: Tick) -> datetime:
    return sessions[int(tick.at)].astype("datetime64[m]").item()


def whole(sessions: Dates, bar_px: float) -> Viewport:
    return Viewport(left=-0.5, right=len(sessions) - 0.5, width=bar_px * len(sessions))


def test_hours_are_named_between_the_days() -> None:
    # 8 px a bar: an hour of 12 is 96 px, the first step with 84; 10:00 is 48 px behind the open and stays out.
    sessions = moments("2025-11-24", "2025-11-25", "09:30", "16:00", 5)
    hours = ["11:00", "12:00", "13:00", "14:00", "15:00"]
    # The first open is 4 px from the edge: the next label says the day, and the next day the year.
    expected = ["", "24 Nov 11:00", *hours[1:], "25 Nov 2025", *hours]
    assert labels(date_ticks(sessions, whole(sessions, 8))) == expected


def test_hourly_bars_keep_the_minutes_they_start_at() -> None:
    # 50 px a bar: two hours are 100 px. 10:30 is 50 px behind the open, 14:30 is two bars before the next.
    sessions = moments("2025-12-30", "2026-01-02", "09:30", "16:00", 60)[7:]
    view = whole(sessions, 50)
    day = ["12:30", "14:30"]
    assert labels(date_ticks(sessions, view)) == ["", "31 Dec 12:30", "14:30", "1 Jan 2026", *day, "2 Jan", *day]


def test_days_alone_are_named_where_hours_do_not_fit() -> None:
    # 1.25 px a bar: a day of 78 is 97.5 px, so noon would be too near to a day on either side.
    sessions = moments("2025-11-24", "2025-11-28", "09:30", "16:00", 5)
    assert labels(date_ticks(sessions, whole(sessions, 1.25))) == ["", "25 Nov 2025", "26 Nov", "27 Nov", "28 Nov"]


def test_every_fifth_day_is_named_where_there_is_less_room() -> None:
    # 3 px a bar: a day of 7 is 21 px, five days 105.
    sessions = moments("2025-12-01", "2026-01-09", "09:30", "16:00", 60)
    expected = ["", "8 Dec 2025", "15 Dec", "22 Dec", "29 Dec", "5 Jan 2026"]
    assert labels(date_ticks(sessions, whole(sessions, 3))) == expected


def test_months_are_named_as_those_of_days() -> None:
    # 0.6 px a bar of which a day has 7 and a month 147: 88 px. With days of 4.2 px the axis is the same.
    days = np.unique(HOURS.astype("datetime64[D]"))
    by_hour = date_ticks(HOURS, whole(HOURS, 0.6))
    by_day = date_ticks(days, whole(days, 4.2))
    assert labels(by_hour) == labels(by_day)
    assert labels(by_hour)[:3] == ["Feb 2024", "Mar", "Apr"]
    assert [at(HOURS, tick).date() for tick in by_hour] == [at(days, tick).date() for tick in by_day]


def test_a_half_holiday_gives_way_to_the_day_after() -> None:
    # 1.2 px a bar: 78 of them are 93.6 px, the 42 of 28 November are 50.4: less than the 60 a day needs.
    view = whole(HALF_HOLIDAY, 1.2)
    days = [at(HALF_HOLIDAY, tick).day for tick in date_ticks(HALF_HOLIDAY, view) if at(HALF_HOLIDAY, tick).month == 11]
    assert days[-3:] == [25, 26, 27]
    assert "1 Dec" in labels(date_ticks(HALF_HOLIDAY, view))


def test_a_sunday_evening_gives_way_to_monday() -> None:
    # 0.5 px a bar: 288 are 144 px, the 72 of Sunday 36.
    named = labels(date_ticks(WITH_SUNDAY, whole(WITH_SUNDAY, 0.5)))
    assert "24 Nov" in named
    assert not any(label.startswith("23 Nov") for label in named)


@pytest.mark.parametrize("count", [1, 2])
def test_the_first_bars_of_a_history_have_a_division(count: int) -> None:
    ticks = date_ticks(HOURS[:count], Viewport(left=-5, right=5, width=500))
    # 50 px a bar: the second is too near to the first.
    assert ticks == [Tick(0.0, "2 Jan 2024")]


def test_nothing_in_sight_has_no_divisions() -> None:
    assert date_ticks(HOURS[:10], Viewport(left=50, right=60)) == []
    assert date_ticks(HOURS[:0], Viewport()) == []


@given(views())
def test_divisions_stand_on_bars_in_sight_and_leave_room(shown: tuple[Dates, Viewport]) -> None:
    sessions, view = shown
    ticks = date_ticks(sessions, view)
    first, last = view.visible(len(sessions))
    assert all(tick.at == int(tick.at) and first <= tick.at < last for tick in ticks)
    columns = [view.x_of(tick.at) for tick in ticks]
    assert not any(tick.label for tick, x in zip(ticks, columns, strict=True) if x < len(tick.label) * CHARACTER_PX / 2)
    for (before, left), (after, right) in pairwise(zip(ticks, columns, strict=True)):
        timed = ":" in before.label or ":" in after.label
        if timed or re.match(r"\d", before.label):
            assert right - left >= (DATE_GAP_PX if timed else DAY_GAP_PX) * 0.999


@given(views())
def test_labels_read_from_the_left_say_the_true_moment(shown: tuple[Dates, Viewport]) -> None:
    sessions, view = shown
    year = month = number = None
    for tick in date_ticks(sessions, view):
        if not tick.label:
            continue
        moment = at(sessions, tick)
        parsed = LABEL.fullmatch(tick.label)
        assert parsed, tick.label
        named_number, named_month, named_year, clock = parsed.groups()
        if named_month or named_year:
            number, month = named_number, named_month
        year = named_year or year
        assert year is None or int(year) == moment.year
        assert month is None or month == MONTHS[moment.month - 1]
        assert number is None or int(number) == moment.day
        # A time stands behind a day, a day without a time behind a year.
        assert (number if clock else year) is not None
        assert clock is None or clock == f"{moment:%H:%M}"


@given(views())
def test_no_two_labels_name_the_same(shown: tuple[Dates, Viewport]) -> None:
    sessions, view = shown
    ticks = [tick for tick in date_ticks(sessions, view) if tick.label]
    assert len({tick.at for tick in ticks}) == len(ticks)
    assert all(before.label != after.label for before, after in pairwise(ticks))
    # Times repeat on another day, months in another year; a day within a year never does.
    for label in {tick.label for tick in ticks if re.match(r"\d{1,2} ", tick.label) and ":" not in tick.label}:
        years = [at(sessions, tick).year for tick in ticks if tick.label == label]
        assert len(years) == len(set(years)), label


@given(views())
def test_a_day_is_named_at_its_first_bar(shown: tuple[Dates, Viewport]) -> None:
    sessions, view = shown
    for tick in date_ticks(sessions, view):
        if re.match(r"\d", tick.label) and ":" not in tick.label and not re.match(r"\d{4}$", tick.label):
            bar = int(tick.at)
            assert bar == 0 or sessions[bar].astype("M8[D]") != sessions[bar - 1].astype("M8[D]")


@given(views(), st.floats(1, 400))
def test_panning_moves_no_division_to_another_moment(shown: tuple[Dates, Viewport], bars: float) -> None:
    sessions, view = shown
    # The width of a bar is left − right over the width, and would change with its rounding.
    left, right, bars = round(view.left), round(view.right), round(bars)
    view = replace(view, left=left, right=max(right, left + 5))
    panned = replace(view, left=view.left + bars, right=view.right + bars)
    before, after = ({tick.at for tick in date_ticks(sessions, each)} for each in (view, panned))
    # The first bar in sight is never a division by month: what begins before it is not known.
    first = panned.visible(len(sessions))[0] + 1
    last = view.visible(len(sessions))[1]
    assert {bar for bar in before if bar >= first} == {bar for bar in after if first <= bar < last}


@pytest.mark.parametrize("history", [FIVE_MINUTES, WITH_HOLES], ids=["whole", "holes"])
def test_panning_bar_by_bar_moves_no_division(history: Dates) -> None:
    # 20 px a bar over some four days: from hole to hole the divisions would depend on where they begin.
    everywhere = {tick.at for tick in date_ticks(history, Viewport(left=0, right=220, width=4_400))}
    for left in range(160):
        view = Viewport(left=left, right=left + 60, width=1_200)
        first, last = view.visible(len(history))
        assert {tick.at for tick in date_ticks(history, view)} == {bar for bar in everywhere if first <= bar < last}


@pytest.mark.parametrize("history", [FIVE_MINUTES, HOURS, ROUND_THE_CLOCK], ids=["5m", "1h", "round the clock"])
def test_no_zoom_leaves_a_wide_axis_bare(history: Dates) -> None:
    for bars in np.geomspace(5, len(history), 40).tolist():
        view = Viewport(left=len(history) - bars, right=float(len(history)), width=1_200)
        assert 3 <= len(date_ticks(history, view)) <= 1_200 / DAY_GAP_PX + 1, bars


@pytest.mark.parametrize(("stride", "name"), [(5, "weekly"), (21, "monthly")])
def test_bars_longer_than_a_day_have_no_more_divisions_than_fit(stride: int, name: str) -> None:
    days = np.arange(np.datetime64("1995-01-02"), np.datetime64("2026-08-21"))
    sessions = days[np.is_busday(days)][::stride]
    for bars in np.geomspace(5, len(sessions), 40).tolist():
        view = Viewport(left=len(sessions) - bars, right=float(len(sessions)), width=1_000)
        columns = [view.x_of(tick.at) for tick in date_ticks(sessions, view)]
        # A month has four weeks at least, 4.35 on the average: 84 · 4/4.35 = 77. Of 21 sessions it has 1.035, or one.
        assert all(after - before >= DATE_GAP_PX * 0.9 for before, after in pairwise(columns))
        assert len(columns) >= 2 or bars < 8, name
