"""Tags of the lines on the ratio axis: none covers another, and those beyond an edge are counted."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ratiodesk.chart.axis_tag import MOST_BEYOND, TAG_GAP_PX, TAG_HEIGHT_PX, AxisTag, axis_tags
from ratiodesk.chart.frame import Frame
from ratiodesk.chart.trace import Trace
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import Basis, RatioSeries

# A pixel is drawn to a few digits; sums of sixty rows lose less.
HAIR = 1e-6
APART = TAG_HEIGHT_PX + TAG_GAP_PX
# Room for the last ratio and for all that may stand for lines beyond the edges.
ROOMY = APART * (2 * MOST_BEYOND + 1)
DAYS = np.datetime64("2022-01-03", "D") + np.arange(3, dtype="timedelta64[D]")

ratios = st.lists(st.floats(0.1, 10).map(Ratio), max_size=60)
heights = st.floats(60, 1_200)


def frame_of(lines: list[Ratio], height: float = 500.0, last: float = 1.5, **changes: Any) -> Frame:
    """Return an axis from 1 to 2 with these lines; the colours and the font are of no matter to the tags."""
    values = np.array([1.0, 2.0, last])
    series = RatioSeries(Pair.parse("SPY/IWM"), Basis.PRICE, DAYS, values, values, values, 400.0, 200.0)
    levels = tuple(Level(LevelId(f"line {place}"), ratio) for place, ratio in enumerate(lines))
    nothing: Any = None
    frame = Frame(Viewport(low=1, high=2, height=height), nothing, nothing, Trace(series), levels=levels)
    return replace(frame, **changes)


def lines_of(tags: list[AxisTag]) -> list[LevelId]:
    return [line for tag in tags for line in tag.lines]


@given(ratios, heights, st.floats(0.5, 4))
@example([Ratio(5.0)] * 60, 60.0, 1.5)
@example([Ratio(0.5)] * 60, 60.0, 0.6)
@example([Ratio(1.5)] * 60, 1_200.0, 1.5)
@example([Ratio(0.5)] * 4 + [Ratio(5.0)] * 4 + [Ratio(1.5)] * 52, 133.0, 1.5)
def test_tags_never_overlap_and_keep_their_order(lines: list[Ratio], height: float, last: float) -> None:
    tags = axis_tags(frame_of(lines, height, last))
    assert all(above.row <= below.row for above, below in pairwise(tags))
    assert all(below.centre - above.centre >= APART - HAIR for above, below in pairwise(tags))
    assert all(-HAIR <= tag.rect_y[0] <= tag.rect_y[1] <= height + HAIR for tag in tags)


@given(ratios, heights)
def test_a_line_has_one_tag_at_most_and_the_last_ratio_one(lines: list[Ratio], height: float) -> None:
    tags = axis_tags(frame_of(lines, height))
    named = lines_of(tags)
    assert len(named) == len(set(named))
    assert [tag.level_id for tag in tags].count(None) == 1


@given(ratios, st.floats(ROOMY, 1_200))
def test_every_line_beyond_an_edge_is_counted(lines: list[Ratio], height: float) -> None:
    tags = axis_tags(frame_of(lines, height))
    for arrow, found in (
        ("▲", [tag for tag in tags if tag.lines and tag.row < 0]),
        ("▼", [tag for tag in tags if tag.lines and tag.row > height]),
    ):
        wanted = {f"line {place}" for place, ratio in enumerate(lines) if (ratio > 2 if arrow == "▲" else ratio < 1)}
        assert set(lines_of(found)) == wanted
        assert len(found) == min(len(wanted), MOST_BEYOND)
        for tag in found:
            assert tag.text.startswith(arrow)
            assert len(tag.lines) == 1 or tag.text == f"{arrow} +{len(tag.lines)}"


@given(ratios, st.floats(ROOMY, 1_200))
def test_where_there_is_room_every_line_in_sight_has_its_tag(lines: list[Ratio], height: float) -> None:
    tags = axis_tags(frame_of(lines, height))
    inside = {f"line {place}" for place, ratio in enumerate(lines) if 1 <= ratio <= 2}
    tagged = {tag.level_id for tag in tags if 0 <= tag.row <= height and tag.lines}
    assert tagged <= inside
    room = int(height // APART) - 1 - sum(not 0 <= tag.row <= height for tag in tags)
    assert len(tagged) == min(len(inside), room)


def test_the_nearest_beyond_an_edge_have_their_own_and_the_rest_are_counted() -> None:
    tags = axis_tags(frame_of([Ratio(value) for value in (9.0, 3.0, 5.0, 4.0, 8.0)]))
    # Of five the two nearest, then the other three.
    assert [tag.text for tag in tags] == ["▲ +3", "▲ 4.000", "▲ 3.000", "1.500"]
    assert [tag.centre for tag in tags[:3]] == [9, 28, 47]
    assert set(tags[0].lines) == {"line 0", "line 2", "line 4"}
    # The nearest of those it counts is the one that it stands for.
    assert tags[0].level_id == "line 2"


def test_three_beyond_an_edge_have_a_tag_each() -> None:
    tags = axis_tags(frame_of([Ratio(value) for value in (0.3, 0.5, 0.4)]))
    assert [tag.text for tag in tags] == ["1.500", "▼ 0.5000", "▼ 0.4000", "▼ 0.3000"]


def test_a_last_ratio_out_of_sight_has_an_arrow() -> None:
    assert [axis_tags(frame_of([], last=last))[0].text for last in (2.5, 1.5, 0.5)] == ["▲ 2.500", "1.500", "▼ 0.5000"]


def test_lines_without_a_role_give_way_and_the_selected_one_stays() -> None:
    # 95 px are five tags: the last ratio and four lines.
    frame = frame_of([Ratio(1.1 + place / 10) for place in range(8)], height=95)
    levels = [replace(level, role=Role.STOP) if level.id == "line 6" else level for level in frame.levels]
    levels[7] = replace(levels[7], basis=Basis.TOTAL_RETURN)
    chosen = axis_tags(replace(frame, levels=tuple(levels), selected=LevelId("line 7"), hovered=LevelId("line 5")))
    named = set(lines_of(chosen))
    assert len(named) == 4
    assert {"line 5", "line 6", "line 7"} <= named


def test_hidden_lines_have_no_tag() -> None:
    assert lines_of(axis_tags(frame_of([Ratio(1.2), Ratio(5.0)], hides_levels=True))) == []


@pytest.mark.parametrize(("row", "beyond"), [(-0.01, True), (0.0, False), (500.0, False), (500.01, True)])
def test_beyond_is_outside_the_plot(row: float, beyond: bool) -> None:
    assert AxisTag((), row, 9.0, "").is_beyond(500.0) is beyond
