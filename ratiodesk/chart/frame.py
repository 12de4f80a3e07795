"""Everything a layer needs to draw one frame, frozen."""

import math
from dataclasses import dataclass

from ratiodesk.chart.frozen import PlacedFrozen
from ratiodesk.chart.lettering import Lettering
from ratiodesk.chart.mark import PlacedMarks
from ratiodesk.chart.measure import Measure
from ratiodesk.chart.palette import Palette
from ratiodesk.chart.pane import Pane, pane_height
from ratiodesk.chart.trace import Trace
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.basis import Basis
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.plan import Plan
from ratiodesk.domain.series import RatioSeries

AXIS_WIDTH_PX = 74
AXIS_HEIGHT_PX = 32


@dataclass(frozen=True, slots=True)
class Frame:
    """The chart's state at one moment.

    Parameters
    ----------
    viewport
        Bars and ratios in sight; its size is the ratio plot's, without the axes.
    palette, letters
        How it looks.
    trace
        What is drawn, None when there is nothing.
    compared
        A second ratio on an axis of its own over the first.
    panes
        What is drawn below the dates, from top to bottom.
    pane_px
        Height of each pane.
    levels, plan
        The lines, and the plan they make on the basis in view.
    hides_levels
        Whether lines and zones are not to be seen.
    contours
        Whether the fills that earn round multiples of the risk are shown.
    basis
        The basis in view; lines of the other one are dimmed.
    selected, hovered
        Lines to emphasise.
    cursor
        Where the crosshair is [px], None when it is away.
    measure
        What the user measures, None when nothing is.
    marks
        Small marks on the date axis.
    frozen
        A frozen plan that is laid over the lines, None if none is.
    sentence
        What is written in the chart's place when there is nothing to draw.
    device_ratio
        Pixels of the device in one of the chart; infinite where it takes lines and letters and has no pixels.
    """

    viewport: Viewport
    palette: Palette
    letters: Lettering
    trace: Trace | None = None
    compared: Pane | None = None
    panes: tuple[Pane, ...] = ()
    pane_px: float = 0.0
    levels: tuple[Level, ...] = ()
    plan: Plan | None = None
    hides_levels: bool = False
    contours: bool = True
    basis: Basis = Basis.PRICE
    selected: LevelId | None = None
    hovered: LevelId | None = None
    cursor: tuple[float, float] | None = None
    measure: Measure | None = None
    marks: tuple[PlacedMarks, ...] = ()
    frozen: PlacedFrozen | None = None
    sentence: str = ""
    device_ratio: float = 1.0

    @property
    def series(self) -> RatioSeries | None:
        """What is drawn, None when there is nothing."""
        return self.trace.series if self.trace is not None else None

    @property
    def is_vector(self) -> bool:
        """Whether it is drawn on something that has no pixels."""
        return math.isinf(self.device_ratio)

    @property
    def line_px(self) -> float:
        """How wide a thin line is that is a whole number of the device's pixels wide."""
        return 1.0 if self.is_vector else max(math.floor(self.device_ratio), 1) / self.device_ratio

    @property
    def shown_levels(self) -> tuple[Level, ...]:
        """The lines to be seen."""
        return () if self.hides_levels else self.levels

    @property
    def size(self) -> tuple[float, float]:
        """Size of the whole chart with its axes and panes [px]."""
        panes = self.pane_px * len(self.panes)
        return self.viewport.width + AXIS_WIDTH_PX, self.viewport.height + AXIS_HEIGHT_PX + panes

    @property
    def cursor_bar(self) -> int | None:
        """The bar the crosshair is at."""
        return self.bar_at(self.cursor[0]) if self.cursor is not None else None

    def bar_at(self, x_px: float) -> int | None:
        """Return the bar nearest to a column, None if there is none."""
        if self.trace is None:
            return None
        return min(max(round(self.viewport.bar_at(x_px)), 0), len(self.trace.series) - 1)

    def reading_at(self, at: tuple[float, float] | None) -> tuple[int | None, float | None]:
        """Return the bar and the ratio at a place; None for each that is not there, as the ratio on a pane."""
        bar = self.bar_at(at[0]) if at is not None else None
        if at is None or bar is None:
            return None, None
        return bar, self.viewport.ratio_at(at[1]) if at[1] < self.viewport.height else None

    def shown_level(self, level_id: LevelId) -> Level | None:
        """Return one of the lines to be seen, None if it is not among them."""
        return next((level for level in self.shown_levels if level.id == level_id), None)

    def is_fixed(self, level: Level) -> bool:
        """Return whether a line cannot be moved: it is locked, or was drawn on another basis."""
        return level.locked or level.basis is not self.basis

    def pane_top(self, place: int) -> float:
        """Return the row where a pane begins [px]."""
        return self.viewport.height + AXIS_HEIGHT_PX + place * self.pane_px

    def rows(self) -> dict[LevelId, float]:
        """Return the pixel row of every line on the basis in view, on screen or not."""
        return {level.id: self.viewport.y_of(level.ratio) for level in self.shown_levels if level.basis is self.basis}


def plot_size(width_px: float, height_px: float, panes: int) -> tuple[float, float, float]:
    """Return width and height of the ratio plot and height of each pane in a chart of some size [px]."""
    room = max(height_px - AXIS_HEIGHT_PX, 40.0)
    each = pane_height(room, panes)
    return max(width_px - AXIS_WIDTH_PX, 40.0), max(room - panes * each, 40.0), each
