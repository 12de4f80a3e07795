"""Divisions of the axes: round ratios and honest dates, never too many, never on top of each other."""

import math
import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ratiodesk.chart.date_tick import CHARACTER_PX, DATE_GAP_PX, date_label, date_ticks, moment_label
from ratiodesk.chart.tick import RATIO_GAP_PX, Tick, ratio_ticks
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.series import Dates, as_date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Up to a factor of four a log axis has even steps, which are this much closer at its upper end: 1/ln 4 · 3/4 = 0.541.
SQUEEZED = 0.54
LABEL_PX = 18.0


def weekdays(first: str, last: str) -> Dates:
    days = np.arange(np.datetime64(first), np.datetime64(last) + np.timedelta64(1, "D"))
    return days[np.is_busday(days)]


SESSIONS = weekdays("1995-01-02", "2026-08-21")


@st.composite
def ratio_views(draw: st.DrawFn, lowest_px: float = 40) -> Viewport:
    """Axes between 1e-9 and 1e9, from a hundred-thousandth of the ratio to eighteen decades."""
    low = 10 ** draw(st.floats(-9, 8.9))
    high = draw(st.floats(-5, 0).map(lambda power: low * (1 + 10**power)) | st.floats(0, 18).map(lambda d: low * 10**d))
    high = min(max(high, low * (1 + 1e-5)), 1e10)
    height = draw(st.floats(lowest_px, 2_000))
    return Viewport(low=low, high=high, log=draw(st.booleans()), height=height)


def labels(ticks: list[Tick]) -> list[str]:
    return [tick.label for tick in ticks]


def rows(view: Viewport, ticks: list[Tick]) -> list[float]:
    return [view.y_of(tick.at) for tick in ticks]


def test_ratio_ticks_by_hand() -> None:
    # 500 px / 46 = 10.87 divisions of 0.85: 0.0782 each, rounded up to 0.1.
    ticks = ratio_ticks(Viewport(low=1.75, high=2.6, height=500))
    assert labels(ticks) == ["1.80", "1.90", "2.00", "2.10", "2.20", "2.30", "2.40", "2.50", "2.60"]
    assert [tick.at for tick in ticks] == pytest.approx([1.8, 1.9, 2.0, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6])


def test_ratio_ticks_of_a_log_axis_over_decades() -> None:
    # Four decades on 500 px: 2.7 divisions a decade, enough for 1 and 3.
    ticks = ratio_ticks(Viewport(low=0.01, high=100, log=True, height=500))
    assert [tick.at for tick in ticks] == pytest.approx([0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100])


@given(ratio_views())
@example(Viewport(low=1e-9, high=1e9))
@example(Viewport(low=1e-9, high=1e9, log=True))
@example(Viewport(low=999_999_000.0, high=1e9))
def test_ratio_ticks_are_inside_and_rise(view: Viewport) -> None:
    ticks = ratio_ticks(view)
    hair = 1e-8 * (view.high - view.low)
    assert all(view.low - hair <= tick.at <= view.high + hair for tick in ticks)
    assert all(before.at < after.at for before, after in pairwise(ticks))


@given(ratio_views())
@example(Viewport(low=0.4, high=0.42))
def test_ratio_ticks_say_where_they_are_and_are_round(view: Viewport) -> None:
    ticks = ratio_ticks(view)
    written = [Decimal(label) for label in labels(ticks)]
    assert [float(value) for value in written] == pytest.approx([tick.at for tick in ticks], rel=1e-9)
    if view.log and view.high / view.low > 4:
        assert {value.normalize().as_tuple().digits for value in written} <= {
            (1,), (1, 5), (2,), (3,), (4,), (5,), (6,), (8,)
        }  # fmt: skip
    else:
        steps = {(after - before).normalize() for before, after in pairwise(written)}
        assert len(steps) <= 1, "the steps are not even"
        assert {step.as_tuple().digits for step in steps} <= {(1,), (2,), (5,)}


@given(ratio_views(lowest_px=2 * RATIO_GAP_PX))
@example(Viewport(low=1e-9, high=1e9, log=True, height=300))
def test_ratio_ticks_leave_room_for_their_labels(view: Viewport) -> None:
    places = rows(view, ratio_ticks(view))
    gap = RATIO_GAP_PX * (SQUEEZED if view.log or view.height < 230 else 1)
    assert gap > LABEL_PX
    assert all(below - above >= gap - 0.1 for below, above in pairwise(places))


@given(ratio_views())
def test_a_low_chart_has_few_ratio_ticks(view: Viewport) -> None:
    assert len(ratio_ticks(view)) <= max(2.0, view.height / (RATIO_GAP_PX * 0.9)) + 2


@given(ratio_views(lowest_px=5 * RATIO_GAP_PX))
def test_a_chart_of_usual_height_has_two_ratio_ticks_or_more(view: Viewport) -> None:
    assert len(ratio_ticks(view)) >= 2


@given(st.floats(-1e9, 1e9), st.floats(0.01, 1e9), st.floats(40, 2_000))
def test_an_axis_drawn_below_zero_has_ticks_for_ratios_alone(low: float, span: float, height: float) -> None:
    ticks = ratio_ticks(Viewport(low=low, high=low + span, height=height))
    assert all(tick.at > 0 for tick in ticks)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        # 4 px a bar, 84 px a month of 21 sessions: every month.
        ("2020-11-02", "2021-03-31", ["Dec 2020", "Jan 2021", "Feb", "Mar"]),
        ("2021-11-30", "2022-03-31", ["", "Jan 2022", "Feb", "Mar"]),
    ],
)
def test_date_ticks_by_hand(first: str, last: str, expected: list[str]) -> None:
    sessions = weekdays(first, last)
    view = Viewport(left=-0.5, right=len(sessions) - 0.5, width=4.0 * len(sessions))
    ticks = date_ticks(sessions, view)
    # 1 December 2021 is the second bar, 6 px from the edge: a line without a label.
    assert labels(ticks) == expected
    days = [as_date(sessions[int(tick.at)]) for tick in ticks]
    assert [day.month for day in days] == [12, 1, 2, 3]


def test_days_are_named_where_there_is_room_for_them() -> None:
    # 20 px a bar: every fifth session is 100 px apart.
    sessions = weekdays("2021-12-20", "2022-01-21")
    view = Viewport(left=-0.5, right=24.5, width=500)
    # Bars 0, 5, 10, 15, 20; the first is 10 px from the edge and stays bare.
    assert labels(date_ticks(sessions, view)) == ["", "27 Dec 2021", "3 Jan 2022", "10", "17"]


def test_years_are_named_when_the_whole_history_is_in_sight() -> None:
    # 8,250 weekdays on 1,000 px: 2.5 px a month; 60 months are the first step with 84 px.
    view = Viewport(left=-0.5, right=len(SESSIONS) - 0.5, width=1_000)
    assert labels(date_ticks(SESSIONS, view)) == ["2000", "2005", "2010", "2015", "2020", "2025"]


def test_nothing_in_sight_has_no_date_ticks() -> None:
    assert date_ticks(SESSIONS[:10], Viewport(left=50, right=60)) == []
    assert date_ticks(SESSIONS[:0], Viewport()) == []


date_views = st.builds(
    lambda bars, end, width: Viewport(left=end - bars, right=float(end), width=width),
    st.floats(5, 1.9 * len(SESSIONS)),
    st.floats(5, len(SESSIONS) * 1.2),
    st.floats(120, 2_500),
)


@given(date_views)
def test_date_ticks_stand_on_bars_in_sight_from_left_to_right(view: Viewport) -> None:
    ticks = date_ticks(SESSIONS, view)
    first, last = view.visible(len(SESSIONS))
    assert all(tick.at == int(tick.at) and first <= tick.at < last for tick in ticks)
    columns = [view.x_of(tick.at) for tick in ticks]
    # A month has 20 weekdays at least, 21 are reckoned with; ten sessions of 8 px are 80.
    assert all(after - before >= DATE_GAP_PX * 20 / 21 - 4.001 for before, after in pairwise(columns))
    assert not any(tick.label for tick, x in zip(ticks, columns, strict=True) if x < len(tick.label) * CHARACTER_PX / 2)


@given(date_views)
def test_date_labels_read_from_the_left_say_the_true_date(view: Viewport) -> None:
    year = month = None
    for tick in date_ticks(SESSIONS, view):
        if not tick.label:
            continue
        day = as_date(SESSIONS[int(tick.at)])
        parsed = re.fullmatch(r"(?:(\d{1,2})\b ?)?([A-Z][a-z]{2})? ?(\d{4})?", tick.label)
        assert parsed, tick.label
        number, name, named_year = parsed.groups()
        assert year is not None or named_year is not None, f"the first label, {tick.label}, names no year"
        year = int(named_year) if named_year else year
        month = name or (month if number else None)
        assert year == day.year
        assert month is None or month == MONTHS[day.month - 1]
        assert number is None or int(number) == day.day


@given(date_views)
def test_a_month_or_year_is_named_at_its_first_session(view: Viewport) -> None:
    for tick in date_ticks(SESSIONS, view):
        here, before = (as_date(SESSIONS[int(tick.at) - back]) for back in (0, 1))
        if re.match(r"\d{4}$", tick.label):
            assert here.year != before.year
        elif re.match(r"[A-Z]", tick.label):
            assert here.month != before.month


@given(date_views, st.floats(1, 40))
def test_panning_moves_no_division_to_another_date(view: Viewport, bars: float) -> None:
    panned = replace(view, left=view.left + bars, right=view.right + bars)
    before, after = ({tick.at for tick in date_ticks(SESSIONS, each)} for each in (view, panned))
    # The first bar in sight is never a division by month: what begins before it is not known.
    first = panned.visible(len(SESSIONS))[0] + 1
    last = view.visible(len(SESSIONS))[1]
    assert {at for at in before if at >= first} == {at for at in after if first <= at < last}


@given(st.integers(5, 3_000), st.integers(1, 60), st.floats(120, 2_500))
def test_a_history_with_holes_is_labelled_truly_too(bars: int, stride: int, width: float) -> None:
    sparse = SESSIONS[::stride]
    view = Viewport(left=-0.5, right=bars - 0.5, width=width)
    for tick in date_ticks(sparse, view):
        day = as_date(sparse[int(tick.at)])
        named = re.search(r"\d{4}", tick.label)
        assert named is None or int(named[0]) == day.year
        name = re.search(r"[A-Z][a-z]{2}", tick.label)
        assert name is None or name[0] == MONTHS[day.month - 1]


@given(st.dates(date(1970, 1, 1), date(2100, 1, 1)))
def test_the_crosshair_names_day_month_and_year(day: date) -> None:
    number, name, year = date_label(day).split()
    assert (int(number), MONTHS.index(name) + 1, int(year)) == (day.day, day.month, day.year)


@given(st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001
def test_a_bar_shorter_than_a_day_is_named_with_its_time(moment: datetime) -> None:
    minute = np.datetime64(moment, "m")
    assert moment_label(minute) == f"{date_label(moment.date())} {moment.hour:02}:{moment.minute:02}"
    assert moment_label(minute.astype("datetime64[D]")) == date_label(moment.date())


def test_ticks_of_a_shrunken_axis_end() -> None:
    for low in (1e-9, 1.0, 1e9 * (1 - 2e-6)):
        ticks = ratio_ticks(Viewport(low=low, high=low * (1 + 1.1e-6), height=500))
        assert 2 <= len(ticks) <= 12
        assert all(math.isfinite(tick.at) for tick in ticks)
