"""Where the names of contours stand: beside their own row, on no other one, and never on each other."""

from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ratiodesk.chart.contour_part import label_tops

HEIGHT, PLOT = 14.0, 400.0
HAIR = 1e-6

some_rows = st.lists(st.floats(-20, PLOT + 20), max_size=4)


@pytest.mark.parametrize(
    ("rows", "others", "tops"),
    [
        ([100.0, 200.0, 300.0], [], [86.0, 186.0, 286.0]),  # each above its own: row − 14
        ([100.0], [95.0], [100.0]),  # another line above: below
        ([100.0], [95.0, 108.0], [None]),  # no room on either side
        ([100.0], [100.4], [86.0]),  # a line within half a pixel is the row itself
        ([10.0], [], [10.0]),  # the plot begins 10 px above, where 14 are needed
        ([395.0], [], [381.0]),
        ([100.0, 120.0], [], [86.0, 106.0]),  # 106 − 2 is below the row at 100
        ([100.0, 115.0], [], [86.0, 115.0]),  # 115 − 14 − 2 = 99 is not
        ([100.0, 100.0], [], [None, None]),  # two names for one row would tell nothing
    ],
)
def test_a_label_is_above_its_row_or_below_it_or_left_out(
    rows: list[float], others: list[float], tops: list[float | None]
) -> None:
    assert label_tops(rows, others, HEIGHT, (0.0, PLOT)) == tops


@given(some_rows, some_rows, st.floats(0, 30), st.floats(60, PLOT))
@example([100.0, 128.0], [], 0.0, PLOT)
def test_labels_cover_neither_each_other_nor_another_row(
    rows: list[float], others: list[float], first: float, last: float
) -> None:
    tops = label_tops(rows, others, HEIGHT, (first, last))
    assert len(tops) == len(rows)
    placed = [(place, top) for place, top in enumerate(tops) if top is not None]
    for place, top in placed:
        assert first <= top
        assert top + HEIGHT <= last
        assert min(abs(top - rows[place]), abs(top + HEIGHT - rows[place])) < HAIR
        blocking = [other for other in others if abs(other - rows[place]) > 0.5]
        blocking += [other for at, other in enumerate(rows) if at != place]
        assert not any(top < other < top + HEIGHT for other in blocking)
    assert all(abs(one - other) >= HEIGHT for (_, one), (_, other) in combinations(placed, 2))
