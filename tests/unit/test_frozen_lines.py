"""Where a frozen plan stands among the bars of a series."""

from datetime import date

import numpy as np
import pytest

from ratiodesk.chart.frozen import FrozenLines
from ratiodesk.chart.frozen_part import _free_row
from ratiodesk.domain.ratio import Ratio

# Tuesday to Friday, then Monday.
DAYS = np.array(["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-08"], "M8[D]")
LINES = (("stop", Ratio(2.2)), ("entry", Ratio(2.0)), ("target", Ratio(1.8)))


def plan(since: str, entry: str | None = None, end: str | None = None) -> FrozenLines:
    marks = ((date.fromisoformat(day), Ratio(2.0)) if day else None for day in (entry, end))
    return FrozenLines(date.fromisoformat(since), LINES, "Frozen", "open", *marks)


def test_sessions_become_bars() -> None:
    placed = plan("2024-01-03", "2024-01-04", "2024-01-08").placed(DAYS)
    assert placed is not None
    assert (placed.begin, placed.entry, placed.end) == (1, (2, 2.0), (4, 2.0))


def test_a_session_between_two_bars_belongs_to_the_later_one() -> None:
    placed = plan("2024-01-06", "2024-01-06").placed(DAYS)
    assert placed is not None
    assert (placed.begin, placed.entry, placed.end) == (4, (4, 2.0), None)


def test_bars_shorter_than_a_day_begin_with_the_first_of_the_session() -> None:
    hours = np.array(["2024-01-02T14:30", "2024-01-02T15:30", "2024-01-03T14:30", "2024-01-03T15:30"], "M8[m]")
    placed = plan("2024-01-03").placed(hours)
    assert placed is not None
    assert placed.begin == 2


def test_a_plan_that_begins_after_the_last_bar_is_not_placed() -> None:
    assert plan("2024-01-09").placed(DAYS) is None


def test_a_mark_after_the_last_bar_is_left_out() -> None:
    placed = plan("2024-01-08", "2024-01-08", "2024-01-09").placed(DAYS)
    assert placed is not None
    assert (placed.entry, placed.end) == ((4, 2.0), None)


@pytest.mark.parametrize(
    ("rows", "top"),
    [
        ([], 6.0),
        ([300.0], 6.0),
        # A line through the first 30 px: below it, with 3 px between.
        ([20.0], 23.0),
        # And one that is in the way there.
        ([20.0, 50.0], 53.0),
        # So many that the title would be in the lower half: then it covers them at the top.
        ([20.0, 45.0, 70.0, 95.0, 120.0], 6.0),
    ],
)
def test_the_title_covers_no_line_where_it_can(rows: list[float], top: float) -> None:
    assert _free_row(rows, 30.0, 100.0) == top
