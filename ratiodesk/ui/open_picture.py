"""What is open on the desk, as a picture of its chart."""

from ratiodesk.chart.canvas import Canvas
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.ui.chart_picture import ChartPicture, picture_facts, picture_within
from ratiodesk.ui.picture_legend import signs_of
from ratiodesk.ui.source_text import data_words
from ratiodesk.ui.theme import Theme


def open_picture(
    open_pair: OpenPair, chart: Canvas, theme: Theme, device_ratio: float, size: tuple[float, float] | None = None
) -> ChartPicture | None:
    """Return the chart with its plan, legend, source and date; None while there is nothing to see.

    Parameters
    ----------
    device_ratio
        As of :class:`~ratiodesk.chart.drawing.Drawing`.
    size
        Width and height of the whole [px]; None leaves the chart as large as it is on the screen.
    """
    standing, shown, quotes = open_pair.standing, open_pair.shown, open_pair.shown_quotes
    if standing is None or shown is None or quotes is None:
        return None
    drawing = chart.drawing(device_ratio)
    if size is not None:
        # Whether candles have their room depends on the width, and the legend tells.
        drawing = drawing.of((size[0], drawing.size[1]), device_ratio)
    facts = picture_facts(standing, data_words(shown, quotes), theme, signs_of(drawing.frame, theme))
    return ChartPicture(drawing, facts, theme) if size is None else picture_within(drawing, facts, theme, size)
