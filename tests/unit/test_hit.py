"""Which line the mouse means: within 7 px the nearest, and Tab goes round."""

from collections.abc import Mapping

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ratiodesk.chart.hit import HIT_PX, lines_near, next_line
from ratiodesk.domain.level import LevelId

STOP, ENTRY, TARGET = LevelId("stop"), LevelId("entry"), LevelId("target")
ROWS = {TARGET: 300.0, STOP: 100.0, ENTRY: 200.0}
some_rows = st.dictionaries(st.text("abcdef", min_size=1, max_size=3).map(LevelId), st.floats(-50, 550), max_size=8)


@pytest.mark.parametrize(
    ("row", "hit"), [(93.0, [STOP]), (107.0, [STOP]), (92.99, []), (107.01, []), (100.0, [STOP]), (150.0, [])]
)
def test_seven_pixels_hit_and_more_miss(row: float, hit: list[LevelId]) -> None:
    assert lines_near(row, ROWS) == hit


def test_the_nearest_line_wins() -> None:
    close = {STOP: 100.0, ENTRY: 106.0, TARGET: 109.0}
    assert lines_near(104, close) == [ENTRY, STOP, TARGET]
    assert lines_near(102, close) == [STOP, ENTRY, TARGET]


def test_the_line_drawn_later_wins_a_tie() -> None:
    assert lines_near(100, {STOP: 100.0, ENTRY: 100.0}) == [ENTRY, STOP]
    assert lines_near(100, {STOP: 97.0, ENTRY: 103.0}) == [ENTRY, STOP]


def test_the_tolerance_can_be_another_one() -> None:
    assert lines_near(103, ROWS, tolerance_px=2) == []
    assert lines_near(103, ROWS, tolerance_px=3) == [STOP]


@given(some_rows, st.floats(0, 500))
def test_lines_in_reach_are_named_once_nearest_first(rows: Mapping[LevelId, float], y_px: float) -> None:
    near = lines_near(y_px, rows)
    distances = [abs(rows[line] - y_px) for line in near]
    assert set(near) == {line for line, row in rows.items() if abs(row - y_px) <= HIT_PX}
    assert len(set(near)) == len(near)
    assert distances == sorted(distances)


def test_tab_goes_from_top_to_bottom_and_round() -> None:
    assert next_line(None, ROWS) == STOP
    assert next_line(STOP, ROWS) == ENTRY
    assert next_line(ENTRY, ROWS) == TARGET
    assert next_line(TARGET, ROWS) == STOP


def test_shift_tab_goes_from_bottom_to_top_and_round() -> None:
    assert next_line(None, ROWS, backward=True) == TARGET
    assert next_line(TARGET, ROWS, backward=True) == ENTRY
    assert next_line(STOP, ROWS, backward=True) == TARGET


def test_without_lines_there_is_no_next_one() -> None:
    assert next_line(None, {}) is None
    assert next_line(STOP, {}) is None


def test_after_a_line_that_is_gone_the_first_one_is_next() -> None:
    assert next_line(LevelId("gone"), ROWS) == STOP
    assert next_line(LevelId("gone"), ROWS, backward=True) == TARGET


@given(some_rows, st.booleans())
def test_going_round_meets_every_line_once(rows: Mapping[LevelId, float], backward: bool) -> None:
    assume(rows)
    met = [next_line(None, rows, backward=backward)]
    while len(met) < len(rows):
        met.append(next_line(met[-1], rows, backward=backward))
    assert set(met) == set(rows)
    assert next_line(met[-1], rows, backward=backward) == met[0]


@given(some_rows)
def test_back_undoes_forward(rows: Mapping[LevelId, float]) -> None:
    for line in rows:
        assert next_line(next_line(line, rows), rows, backward=True) == line
