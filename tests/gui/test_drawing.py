"""The chart away from its window: the same picture in pixels, and lines and letters where there are none."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from person import User
from planned_desk import draw_plan
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter

from ratiodesk.chart.drawing import VECTOR, Drawing
from ratiodesk.chart.pyramid import Pyramid
from ratiodesk.chart.stroke import stroke
from ratiodesk.chart.viewport import Viewport
from ratiodesk.ui.open_picture import open_picture
from ratiodesk.ui.picture_surface import pdf_of, svg_of
from ratiodesk.ui.theme import DARK, LIGHT

# What was kept as a picture is blended in two steps, and a shade off.
KEPT = 4
CANDLES = "SPY/IWM, daily candles, hollow where the ratio rose"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def planned(user: User) -> User:
    return draw_plan(user)


def svg(user: User) -> str:
    picture = open_picture(user.desk.open_pair, user.chart, DARK, VECTOR)
    assert picture is not None
    return svg_of(picture).decode()


def elements(drawn: str) -> Iterator[tuple[ET.Element, bool]]:
    """Yield every element of a drawing, and whether it lies within a clip."""

    def walk(element: ET.Element, clipped: bool) -> Iterator[tuple[ET.Element, bool]]:
        clipped = clipped or "clip-path" in element.attrib
        yield element, clipped
        for child in element:
            yield from walk(child, clipped)

    return walk(ET.fromstring(drawn), False)


def texts(drawn: str) -> dict[str, bool]:
    """Return all words of a drawing, and whether a clip may cut them."""
    found = ((element.text or "").strip() for element, _ in elements(drawn) if element.tag == f"{SVG}text")
    clips = (clipped for element, clipped in elements(drawn) if element.tag == f"{SVG}text")
    return dict(zip(found, clips, strict=True))


def curves(drawn: str) -> list[list[tuple[float, float]]]:
    """Return the points of each line of many of them."""
    found = []
    for element, _ in elements(drawn):
        points = [tuple(map(float, pair.split(","))) for pair in element.get("points", "").split()]
        if element.tag == f"{SVG}polyline" and len(points) > 10:
            found.append(points)
    return found  # type: ignore[return-value]


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).astype(int)


def painted(drawing: Drawing) -> QImage:
    image = QImage(QSize(*(round(side) for side in drawing.size)), QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        drawing.paint(painter)
    return image


def test_in_the_pixels_of_the_screen_it_is_what_the_window_shows(planned: User) -> None:
    planned.chart.select(None)
    planned.chart.point_at(None, None)
    window, drawn = pixels(planned.picture()), pixels(painted(planned.chart.drawing()))
    assert window.shape == drawn.shape
    assert np.abs(window - drawn).max() <= KEPT


def test_crosshair_and_selection_are_left_out(planned: User) -> None:
    planned.chart.select(None)
    planned.chart.point_at(None, None)
    without = painted(planned.chart.drawing())
    planned.chart.select(planned.levels["stop"].id)
    planned.chart.point_at((300, 200), planned.levels["entry"].id)
    assert planned.chart.frame.cursor is not None
    assert painted(planned.chart.drawing()) == without


def test_on_another_surface_the_same_dates_are_in_sight(planned: User) -> None:
    here, there = planned.chart.frame, planned.chart.drawing().of((1400, 300), 2.0).frame
    assert (there.viewport.left, there.viewport.right) == (here.viewport.left, here.viewport.right)
    assert there.size == (1400, 300)


def test_an_axis_that_was_set_by_hand_stays(planned: User) -> None:
    port = planned.chart.frame.viewport
    planned.chart.move_to(port.stretched(0.5, 100), follows=False)
    here, there = planned.chart.frame, planned.chart.drawing().of((1400, 300), 2.0).frame
    assert (there.viewport.low, there.viewport.high) == (here.viewport.low, here.viewport.high)


def test_lines_that_are_to_be_seen_are_brought_into_sight(planned: User) -> None:
    drawing = planned.chart.drawing()
    high = drawing.frame.viewport.high
    assert drawing.reaching([high * 1.2]).frame.viewport.high > high * 1.2
    assert drawing.reaching([high * 50]).frame.viewport == drawing.frame.viewport


def test_a_drawing_has_lines_and_letters_and_no_pixels(planned: User) -> None:
    drawn = svg(planned)
    assert "<image" not in drawn
    words = texts(drawn)
    for word in ("Stop 2.700", "2.700", "2.500", "2.300", "2.553", "Entry zone", "entry zone", "3 : 1"):
        assert word in words, word
    # As many points as there are bars in sight.
    first, last = planned.chart.frame.viewport.visible(len(planned.series))
    assert [len(points) for points in curves(drawn)] == [last - first]


@pytest.mark.parametrize(
    ("label", "written"),
    [("<b>&\"'</b>", "<b>&\"'</b>"), ("a\x01b\uffffc", "a\ufffdb\ufffdc"), ("שלום", "שלום")],
)
def test_a_label_is_text_whatever_it_holds(planned: User, label: str, written: str) -> None:
    planned.desk.open_pair.set_label(planned.levels["stop"].id, label)
    # Letters of another script may be drawn by themselves.
    assert any(written in words for words in texts(svg(planned)))


def test_letters_are_drawn_where_the_font_is_not_known(planned: User) -> None:
    families = {element.get("font-family") for element, _ in elements(svg(planned))} - {None}
    assert families
    assert all(str(family).endswith(", sans-serif") for family in families)


def test_what_is_beside_the_plot_is_not_cut_by_it(planned: User) -> None:
    planned.chart.move_to(planned.chart.frame.viewport.stretched(0.4, 100), follows=False)
    drawn = svg(planned)
    assert not any(texts(drawn).values())
    clips = [clipped for element, clipped in elements(drawn) if len(element.get("points", "").split()) > 10]
    assert clips == [True]


def test_a_whole_history_has_all_its_bars(planned: User) -> None:
    planned.chart.set_range("Max")
    (points,) = curves(svg(planned))
    assert len(points) == len(planned.series)
    # The ratio of all sessions, from the lowest to the highest: 8 % of the axis are free above and below.
    rows = [y for _, y in points]
    assert max(rows) - min(rows) == pytest.approx(planned.chart.frame.viewport.height / 1.16, rel=0.01)


class Stroked:
    """A line alone, as a picture."""

    title, size = "", (100.0, 50.0)

    def __init__(self, values: np.ndarray) -> None:
        self._line = Pyramid(values)
        self._port = Viewport(-0.5, len(values) - 0.5, 0.0, 50.0, width=100.0, height=50.0)

    def paint(self, painter: QPainter) -> None:
        stroke(painter, self._line, self._port, "#000000", VECTOR)


def test_more_bars_than_can_be_told_apart_are_a_line_through_their_extremes() -> None:
    # A thousand bars to a pixel, between 10 and 40; one at 45 and one at 5.
    values = np.tile([10.0, 40.0], 50_000)
    values[30_100], values[70_100] = 45.0, 5.0
    (points,) = curves(svg_of(Stroked(values)).decode())
    # Two points for each quarter of a pixel.
    assert len(points) == 800
    assert [x for x, y in points if y == 5] == [pytest.approx(30.125)]
    # The row of the ratio 5 begins at 45.
    assert [x for x, y in points if y > 40] == [pytest.approx(70.125)]
    assert min(x for x, _ in points) == pytest.approx(0.125)
    assert max(x for x, _ in points) == pytest.approx(99.875)


def test_where_bars_have_no_value_such_a_line_is_interrupted() -> None:
    values = np.tile([10.0, 40.0], 50_000)
    values[40_000:60_000] = np.nan
    before, after = curves(svg_of(Stroked(values)).decode())
    assert max(x for x, _ in before) == pytest.approx(39.875)
    assert min(x for x, _ in after) == pytest.approx(60.125)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_a_page_has_lines_and_letters_and_no_pixels(planned: User, theme: object) -> None:
    picture = open_picture(planned.desk.open_pair, planned.chart, DARK if theme is DARK else LIGHT, VECTOR)
    assert picture is not None
    page = pdf_of(picture)
    assert b"/Subtype /Image" not in page
    assert b"/FontFile2" in page or b"/FontFile3" in page
    assert len(re.findall(rb"/Type /Page\b(?!s)", page)) == 1
    width, height = picture.size
    box = re.search(rb"/MediaBox \[0 0 (\S+) (\S+)\]", page)
    assert box is not None
    # 96 px and 72 points are an inch.
    assert float(box[1]) == pytest.approx(width * 0.75, abs=1)
    assert float(box[2]) == pytest.approx(height * 0.75, abs=1)


def test_panes_and_a_second_ratio_are_drawn_as_lines_too(planned: User) -> None:
    planned.chart.set_range("1Y")
    for key in (Qt.Key.Key_B, Qt.Key.Key_Z):
        planned.key(key, Qt.KeyboardModifier.AltModifier)
    planned.desk.parts.comparison.compare_text("QQQ/IWM")
    drawn = svg(planned)
    assert "<image" not in drawn
    # The ratio, the second one, both legs, the z-score.
    assert len(curves(drawn)) == 5
    assert not any(texts(drawn).values())
    assert "QQQ/IWM, axis on the left" in texts(drawn)


def test_candles_are_drawn_as_lines_too(planned: User) -> None:
    planned.chart.set_range("3M")
    planned.key(Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    drawn = svg(planned)
    assert "<image" not in drawn
    assert curves(drawn) == []
    assert CANDLES in texts(drawn)


def test_the_legend_tells_what_the_width_of_the_picture_makes_of_candles(planned: User) -> None:
    planned.chart.set_range("1Y")
    planned.key(Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    found = []
    for width in (500, 2000):
        picture = open_picture(planned.desk.open_pair, planned.chart, DARK, VECTOR, (width, 600))
        assert picture is not None
        assert picture.size == (width, 600)
        drawn = svg_of(picture).decode()
        found.append((len(curves(drawn)), CANDLES in texts(drawn)))
    # A year has 252 sessions, and a candle needs 3 px.
    assert found == [(1, False), (0, True)]


def test_what_is_out_of_sight_is_not_in_the_legend(planned: User) -> None:
    here = texts(svg(planned))
    planned.chart.move_to(replace(planned.chart.frame.viewport, low=3.0, high=4.0), follows=False)
    there = texts(svg(planned))
    for words in ("last ratio", "entry zone", "target reached"):
        assert words in here
        assert words not in there
    assert "beyond the stop" in there
