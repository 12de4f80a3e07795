"""Where the names of lines stand: near their lines, none over another, and the urgent ones first."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ratiodesk.chart.level_part import name_centres

HEIGHT, PLOT = 18.0, 500.0
# Sums of sixty rows lose a few digits.
HAIR = 1e-6
some_rows = st.lists(st.floats(-2, PLOT + 2), max_size=60)


def centres_of(rows: list[float], urgent: list[int] | None = None, plot: float = PLOT) -> dict[int, float]:
    """Return where the names stand that would all like to be above their lines."""
    wanted = [row - HEIGHT / 2 for row in rows]
    return name_centres(rows, wanted, list(range(len(rows))) if urgent is None else urgent, HEIGHT, (0.0, plot))


@given(some_rows, st.randoms(use_true_random=False), st.floats(40, PLOT))
@example([250.0] * 60, None, PLOT)
@example([0.0] * 30 + [40.0] * 30, None, 40.0)
def test_names_never_overlap_and_are_near_their_lines(rows: list[float], random: object, plot: float) -> None:
    rows = [min(row, plot + 2) for row in rows]
    urgent = list(range(len(rows)))
    if random is not None:
        random.shuffle(urgent)  # type: ignore[attr-defined]
    centres = centres_of(rows, urgent, plot)
    ordered = sorted(centres.values())
    assert all(below - above >= HEIGHT - HAIR for above, below in pairwise(ordered))
    assert all(HEIGHT / 2 - HAIR <= centre <= plot - HEIGHT / 2 + 1 for centre in ordered)
    assert all(abs(centre - rows[place]) <= 2 * HEIGHT + HAIR for place, centre in centres.items())
    # The first has its name whatever the others want.
    assert not rows or urgent[0] in centres


@given(some_rows)
def test_names_are_in_the_order_of_their_lines(rows: list[float]) -> None:
    centres = sorted(centres_of(rows).items(), key=lambda item: item[1])
    assert all(rows[above] <= rows[below] + HAIR for (above, _), (below, _) in pairwise(centres))


def test_where_there_is_room_every_line_has_its_name() -> None:
    rows = [100.0, 104.0, 300.0, 301.0, 302.0]
    assert list(centres_of(rows)) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("first", range(12))
def test_of_lines_at_one_place_the_urgent_ones_are_named(first: int) -> None:
    rows = [250.0 + place for place in range(12)]
    urgent = [first, (first + 5) % 12, *(place for place in range(12) if place not in (first, (first + 5) % 12))]
    centres = centres_of(rows, urgent)
    # From two heights above the lines to two below there is room for four or five.
    assert len(centres) in (4, 5)
    assert {first, (first + 5) % 12} <= centres.keys()
