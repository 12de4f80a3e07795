"""The crosshair's tag on the ratio axis: beside the tags of lines, inside its plot."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ratiodesk.chart.axis_tag import TAG_GAP_PX, TAG_HEIGHT_PX, axis_tags
from ratiodesk.chart.crosshair_part import free_place, value_tag
from ratiodesk.chart.frame import Frame
from ratiodesk.chart.pane import OwnLine, Pane
from ratiodesk.chart.pyramid import Pyramid
from ratiodesk.chart.tick import ratio_ticks
from ratiodesk.chart.trace import Trace
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import Basis, RatioSeries

HEIGHT, HAIR = 500.0, 1e-6
APART = TAG_HEIGHT_PX + TAG_GAP_PX
DAYS = np.datetime64("2022-01-03", "D") + np.arange(3, dtype="timedelta64[D]")
# All of a font that a tag asks for.
LETTERS: Any = SimpleNamespace(height=14.0, cap=9.0)

rows = st.floats(0, HEIGHT - 0.01)
some_lines = st.lists(st.floats(0.5, 2.5).map(Ratio), max_size=40)


def frame_of(row: float, lines: list[Ratio], **changes: Any) -> Frame:
    """Return an axis from 1 to 2 on 500 px with these lines, the last ratio 1.5, and the crosshair at a row."""
    values = np.array([1.0, 2.0, 1.5])
    series = RatioSeries(Pair.parse("SPY/IWM"), Basis.PRICE, DAYS, values, values, values, 400.0, 200.0)
    levels = tuple(Level(LevelId(f"line {place}"), ratio) for place, ratio in enumerate(lines))
    nothing: Any = None
    view = Viewport(left=0, right=2, low=1, high=2, height=HEIGHT)
    frame = Frame(view, nothing, LETTERS, Trace(series), levels=levels, cursor=(100.0, row))
    return replace(frame, **changes)


@given(rows, some_lines)
@example(250.0, [])
@example(250.0, [Ratio(1.5)] * 12)
@example(499.0, [Ratio(0.5)] * 3)
def test_it_covers_no_other_tag_where_there_is_a_place(row: float, lines: list[Ratio]) -> None:
    frame = frame_of(row, lines)
    tag = value_tag(frame)
    assert tag is not None
    centres = sorted(other.centre for other in axis_tags(frame))
    assert TAG_HEIGHT_PX / 2 <= tag.centre <= HEIGHT - TAG_HEIGHT_PX / 2
    gaps = np.diff([-TAG_HEIGHT_PX / 2 - TAG_GAP_PX, *centres, HEIGHT + TAG_HEIGHT_PX / 2 + TAG_GAP_PX])
    if max(gaps) >= 2 * APART + 2:
        assert min(abs(tag.centre - centre) for centre in centres) >= APART - HAIR


@given(rows, rows, some_lines)
def test_the_tags_of_lines_stay_where_they_are(first: float, second: float, lines: list[Ratio]) -> None:
    assert axis_tags(frame_of(first, lines)) == axis_tags(frame_of(second, lines))


@given(
    st.floats(0, HEIGHT), st.lists(st.floats(9, HEIGHT - 9), max_size=12), st.floats(9.5, 250), st.floats(250, 490.5)
)
def test_no_free_place_is_nearer(row: float, taken: list[float], low: float, high: float) -> None:
    place = free_place(row, taken, APART, low, high)
    tried = [at for at in np.arange(low, high, 0.25).tolist() if all(abs(at - centre) >= APART for centre in taken)]
    if place is None:
        assert not tried
    else:
        assert low <= place <= high
        assert all(abs(place - centre) >= APART - HAIR for centre in taken)
        assert all(abs(place - row) <= abs(at - row) + HAIR for at in tried)


def test_away_from_other_tags_it_stands_at_its_row() -> None:
    tag = value_tag(frame_of(100.0, []))
    assert tag is not None
    assert (tag.row, tag.centre, tag.text) == (100.5, 100.5, "1.800")


@pytest.mark.parametrize(("row", "centre"), [(246.0, 230.5), (249.0, 230.5), (252.0, 269.5), (262.0, 269.5)])
def test_beside_the_last_ratio_it_goes_to_the_nearer_side(row: float, centre: float) -> None:
    # The tag of the last ratio stands at 250: 19 px above and below, with half a pixel for the outline.
    tag = value_tag(frame_of(row, []))
    assert tag is not None
    assert (tag.row, tag.centre) == (row + 0.5, centre)


@pytest.mark.parametrize(("row", "centre"), [(0.0, 9.5), (5.0, 9.5), (495.0, 490.5), (499.9, 490.5)])
def test_at_the_edges_it_stays_in_its_plot(row: float, centre: float) -> None:
    tag = value_tag(frame_of(row, []))
    assert tag is not None
    assert tag.centre == centre


def test_where_all_is_taken_it_stands_over_the_others_at_its_row() -> None:
    frame = frame_of(300.0, [Ratio(1 + place / 60) for place in range(60)])
    centres = [tag.centre for tag in axis_tags(frame)]
    assert max(np.diff(centres)) < 2 * APART
    tag = value_tag(frame)
    assert tag is not None
    assert tag.centre == tag.row == 300.5


@given(rows, some_lines)
def test_a_label_it_would_cut_is_one_that_is_written(row: float, lines: list[Ratio]) -> None:
    frame = frame_of(row, lines)
    tag, view = value_tag(frame), frame.viewport
    assert tag is not None
    apart = TAG_HEIGHT_PX / 2 + LETTERS.cap / 2
    taken = [other.centre for other in axis_tags(frame)]
    for label in (view.y_of(tick.at) for tick in ratio_ticks(view)):
        written = 7 < label < HEIGHT - 7 and all(abs(centre - label) > apart + 2 for centre in taken)
        if written and abs(label - tag.centre) < apart + 1:
            assert label in tag.labels
        if not written:
            assert label not in tag.labels


@pytest.mark.parametrize(("beside", "clamped"), [(22.0, None), (55.0, None), (89.0, None), (95.0, 90.5)])
def test_in_a_pane_it_keeps_inside_the_pane(beside: float, clamped: float | None) -> None:
    pane = Pane("", (OwnLine("z", Pyramid(np.array([1.0, 2.0, 3.0]))),))
    # The pane begins below the date axis, 32 px below the plot, and is 100 px high.
    row = HEIGHT + 32 + beside
    frame = frame_of(row, [], panes=(pane, pane), pane_px=100.0)
    tag = value_tag(frame)
    assert tag is not None
    assert tag.centre == (HEIGHT + 32 + clamped if clamped is not None else row + 0.5)
    assert value_tag(replace(frame, cursor=(100.0, HEIGHT + 32 + 98))) is None


def test_between_the_plots_there_is_none() -> None:
    assert value_tag(frame_of(HEIGHT + 5, [])) is None
    assert value_tag(frame_of(100.0, [], cursor=None)) is None
