"""What of the chart stands still under the mouse."""

from ratiodesk.chart.axis_part import AxisPart
from ratiodesk.chart.contour_part import ContourPart
from ratiodesk.chart.curve_part import CurvePart
from ratiodesk.chart.date_part import DatePart
from ratiodesk.chart.ground_part import GroundPart
from ratiodesk.chart.legend_part import LegendPart
from ratiodesk.chart.level_part import LevelPart
from ratiodesk.chart.mark_part import MarkPart
from ratiodesk.chart.pane_part import PanePart
from ratiodesk.chart.picture import Picture


def still_picture() -> Picture:
    """Return the history under the lines, each kept for itself: a line in motion leaves the history as it is."""
    history = Picture((DatePart(), CurvePart(), PanePart(), MarkPart()))
    return Picture((GroundPart(), history, ContourPart(), LevelPart(), LegendPart(), AxisPart()), opaque=True)
