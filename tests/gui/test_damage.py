"""Painting what a step makes wrong, and no more, leaves the picture that painting everything would."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import damage_walk
import pytest
from damage_walk import BARS, DamageWalk
from PySide6.QtCore import QPointF
from PySide6.QtGui import QRegion

from ratiodesk.chart.level_part import _names
from ratiodesk.domain.basis import Basis
from ratiodesk.domain.level import Role
from ratiodesk.domain.plan import plan_of
from ratiodesk.domain.ratio import Ratio

# Many steps, each painted twice.
pytestmark = pytest.mark.slow

STEPS = 120


@pytest.fixture
def walk(request: pytest.FixtureRequest, qapp: Any) -> Iterator[DamageWalk]:
    walk = DamageWalk(getattr(request, "param", 0))
    yield walk
    walk.close()


def describe(walk: DamageWalk, wrong: list[tuple[int, int]]) -> str:
    rows, columns = zip(*wrong, strict=True)
    last = ", ".join(walk.taken[-8:])
    return f"{len(wrong)} pixels in rows {min(rows)}–{max(rows)}, columns {min(columns)}–{max(columns)} after {last}"


@pytest.mark.slow
@pytest.mark.parametrize("walk", range(1, 6), indirect=True)
def test_whatever_happens_the_screen_is_as_painted_anew(walk: DamageWalk) -> None:
    for _ in range(STEPS):
        walk.step()
        wrong = walk.differing()
        assert not wrong, describe(walk, wrong)


@pytest.mark.slow
@pytest.mark.parametrize("scale", ["1.25", "1.5", "2"])
def test_on_a_scaled_screen_it_is_so_too(scale: str) -> None:
    """The scale belongs to the application, so there has to be another one."""
    environment = {**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    words = [sys.executable, str(Path(damage_walk.__file__)), "2", "100"]
    ended = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout
    assert f"at {float(scale)}" in ended.stdout


def test_a_forgotten_part_would_be_seen(walk: DamageWalk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ratiodesk.chart.crosshair_part.CrosshairPart.damage", lambda *_: QRegion())
    walk.chart.point_at((300.0, 200.0), None)
    walk.settle()
    assert walk.differing()


def test_a_forgotten_contour_would_be_seen(walk: DamageWalk, monkeypatch: pytest.MonkeyPatch) -> None:
    walk.draw_plan()
    walk.settle()
    monkeypatch.setattr("ratiodesk.chart.contour_part.ContourPart.damage", lambda *_: QRegion())
    walk.chart.show_contours(False)
    walk.settle()
    assert walk.differing()


# How much is painted


def painted(walk: DamageWalk, step: Callable[[], None]) -> float:
    """Return which part of the chart a step has painted."""
    (layer, *_) = walk.chart._layers
    layer.exposed = ()
    step()
    walk.settle()
    area = sum((right - left) * (bottom - top) for left, top, right, bottom in layer.exposed)
    return area / (walk.chart.width() * walk.chart.height())


def test_little_is_painted_for_what_follows_the_mouse(walk: DamageWalk) -> None:
    chart = walk.chart
    for ratio in (1.9, 2.0, 2.1):
        chart.set_levels([walk.line(1.9), walk.line(2.0), walk.line(ratio)], None)
    walk.settle()
    # Two lines of 3 px on 900 × 560 make 0.9 %, three rows of 18 px and three tags of 160 × 32 px at most the rest.
    assert 0 < painted(walk, lambda: chart.point_at((300.0, 200.0), None)) < 0.03
    assert 0 < painted(walk, lambda: chart.point_at((320.0, 240.0), None)) < 0.05
    # Old and new row, name and tag.
    moved = [replace(walk.line(1.9), ratio=Ratio(1.91)), walk.line(2.0), walk.line(2.1)]
    assert 0 < painted(walk, lambda: chart.set_levels(moved, None)) < 0.12


def test_the_contours_alone_are_painted_when_they_come(walk: DamageWalk) -> None:
    chart = walk.chart
    chart.show_contours(False)
    lines = [
        replace(walk.line(chart.ratio_at(share * chart.plot.height())), role=role)
        for share, role in ((0.2, Role.STOP), (0.6, Role.ENTRY), (0.9, Role.TARGET))
    ]
    chart.set_levels(lines, plan_of(lines, Basis.PRICE))
    walk.settle()
    # Three strips of 10 px and three names of 18 × 36 px at most on 900 × 560: 6 % of it.
    assert 0 < painted(walk, lambda: chart.show_contours(True)) < 0.06
    assert painted(walk, lambda: chart.show_contours(True)) == 0


def test_a_pan_is_painted_whole(walk: DamageWalk) -> None:
    port = walk.chart.frame.viewport
    assert painted(walk, lambda: walk.chart.move_to(port.panned(-10, BARS))) == 1


def test_a_frame_that_says_the_same_paints_nothing(walk: DamageWalk) -> None:
    chart = walk.chart

    def repeat() -> None:
        chart.point_at((300.0, 200.0), None)
        chart.set_levels([walk.line(2.0)], None)
        chart.set_marks([])
        chart.set_panes((), None)
        chart.set_palette(chart.frame.palette)

    assert painted(walk, repeat) > 0
    assert painted(walk, repeat) == 0


# What was once forgotten


def test_the_handle_of_a_line_comes_with_the_click_that_selects_it(walk: DamageWalk) -> None:
    walk.chart.set_levels([walk.line(2.0)], None)
    walk.chart.show_level([walk.line(2.0).id])
    walk.chart.point_at((300.0, walk.chart.frame.viewport.y_of(2.0)), walk.line(2.0).id)
    walk.settle()
    walk.chart.select(walk.line(2.0).id)
    walk.settle()
    assert not walk.differing()


def test_the_ends_of_an_emphasised_line_go_with_it(walk: DamageWalk) -> None:
    walk.chart.set_levels([walk.line(2.0)], None)
    walk.chart.show_level([walk.line(2.0).id])
    walk.settle()
    for chosen in (walk.line(2.0).id, None):
        walk.chart.select(chosen)
        walk.settle()
        assert not walk.differing()


def test_the_arrow_of_a_narrow_measurement_goes_with_it(walk: DamageWalk) -> None:
    for end in (QPointF(400, 300), QPointF(600, 200)):
        walk.chart.measure(walk.chart.spot_at(QPointF(400, 100)), walk.chart.spot_at(end))
        walk.settle()
        assert not walk.differing()


def test_a_name_that_comes_with_the_mouse_goes_with_it(walk: DamageWalk) -> None:
    chart = walk.chart
    lines = [walk.line(chart.ratio_at(200.0 + place)) for place in range(20)]
    chart.set_levels(lines, None)
    walk.settle()
    named = [name.level.id for name in _names(chart.frame)]
    hidden = next(line.id for line in lines if line.id not in named)
    for hovered in (hidden, None):
        chart.point_at((500.0, 300.0), hovered)
        assert (hidden in [name.level.id for name in _names(chart.frame)]) is (hovered is not None)
        walk.settle()
        assert not walk.differing()
