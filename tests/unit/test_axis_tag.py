"""Tags on the ratio axis: moved apart as little as possible, never over the ends while there is room."""

from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from scipy.optimize import isotonic_regression

from ratiodesk.chart.tag import spread

HEIGHT, LOW, HIGH = 19.0, 9.0, 491.0
wishes = st.lists(st.floats(LOW, HIGH), max_size=20)
# A pixel is drawn to a few digits; sums of twenty rows lose less.
HAIR = 1e-6


def test_two_tags_share_the_way() -> None:
    # 100 and 104 are 4 px apart and need 20: each gives 8 px.
    assert spread([100, 104], 20, 0, 500) == [92, 112]


def test_the_order_asked_in_is_the_order_answered_in() -> None:
    assert spread([104, 300, 100], 20, 0, 500) == [112, 300, 92]


def test_three_at_one_place_stand_around_it() -> None:
    assert spread([200, 200, 200], 20, 0, 500) == [180, 200, 220]


def test_a_pool_that_meets_another_moves_with_it() -> None:
    # 100, 110 need 20: 95 and 115. 120 then overlaps 115; all three around their mean of 110: 90, 110, 130.
    assert spread([100, 110, 120], 20, 0, 500) == pytest.approx([90, 110, 130])


def test_tags_at_an_end_are_pushed_inward() -> None:
    assert spread([0, 5], 20, 0, 500) == [0, 20]
    assert spread([499, 500], 20, 0, 500) == [480, 500]


def test_no_tags_and_one_tag() -> None:
    assert spread([], 20, 0, 500) == []
    assert spread([250], 20, 0, 500) == [250]
    assert spread([-40], 20, 0, 500) == [0]
    assert spread([540], 20, 0, 500) == [500]


@given(wishes)
@example([LOW] * 20)
@example([HIGH] * 20)
def test_tags_never_overlap(wanted: list[float]) -> None:
    centres = sorted(spread(wanted, HEIGHT, LOW, HIGH))
    assert all(after - before >= HEIGHT - HAIR for before, after in pairwise(centres))


@given(wishes)
def test_tags_keep_their_order(wanted: list[float]) -> None:
    centres = spread(wanted, HEIGHT, LOW, HIGH)
    assert len(centres) == len(wanted)
    for first, place in zip(wanted, centres, strict=True):
        for second, other in zip(wanted, centres, strict=True):
            assert place < other or first >= second


@given(wishes)
def test_tags_stay_on_the_axis_while_there_is_room(wanted: list[float]) -> None:
    assert (len(wanted) - 1) * HEIGHT <= HIGH - LOW
    assert all(LOW - HAIR <= centre <= HIGH + HAIR for centre in spread(wanted, HEIGHT, LOW, HIGH))


@given(wishes)
def test_tags_that_do_not_overlap_stay_where_they_are(wanted: list[float]) -> None:
    assume(all(after - before >= HEIGHT for before, after in pairwise(sorted(wanted))))
    assert spread(wanted, HEIGHT, LOW, HIGH) == pytest.approx(wanted, abs=HAIR)


@given(wishes)
def test_displacement_is_the_least_there_is(wanted: list[float]) -> None:
    assume(wanted)
    lowered = [wish - place * HEIGHT for place, wish in enumerate(sorted(wanted))]
    ceiling = HIGH - (len(wanted) - 1) * HEIGHT
    least = isotonic_regression(lowered).x.clip(LOW, ceiling)
    expected = [float(centre) + place * HEIGHT for place, centre in enumerate(least)]
    assert sorted(spread(wanted, HEIGHT, LOW, HIGH)) == pytest.approx(expected, abs=HAIR)


@given(st.lists(st.floats(0, 50), min_size=4, max_size=9))
def test_without_room_tags_still_do_not_overlap(wanted: list[float]) -> None:
    centres = sorted(spread(wanted, 20, 0, 50))
    assert all(after - before >= 20 - HAIR for before, after in pairwise(centres))


def test_without_room_tags_run_over_the_lower_end() -> None:
    assert spread([10, 10, 10, 10], 20, 0, 50) == [0, 20, 40, 60]
