"""Everything a layer needs to draw one frame, frozen."""

from dataclasses import dataclass

from PySide6.QtGui import QFont

from ratiodesk.chart.mark import Marks
from ratiodesk.chart.palette import Palette
from ratiodesk.chart.viewport import Viewport
from ratiodesk.domain.level import Level, LevelId
from ratiodesk.domain.plan import Plan
from ratiodesk.domain.series import Basis, RatioSeries

AXIS_WIDTH_PX = 74
AXIS_HEIGHT_PX = 32


@dataclass(frozen=True, slots=True)
class Frame:
    """The chart's state at one moment.

    Parameters
    ----------
    viewport
        Bars and ratios in sight; its size is the plot's, without the axes.
    palette, font
        How it looks.
    series
        What is drawn, None when there is nothing.
    levels, plan
        The lines, and the plan they make on the basis in view.
    basis
        The basis in view; lines of the other one are dimmed.
    selected, hovered
        Lines to emphasise.
    cursor
        Where the crosshair is [px], None when it is away.
    marks
        Small marks on the date axis.
    sentence
        What is written in the chart's place when there is no series.
    """

    viewport: Viewport
    palette: Palette
    font: QFont
    series: RatioSeries | None = None
    levels: tuple[Level, ...] = ()
    plan: Plan | None = None
    basis: Basis = Basis.PRICE
    selected: LevelId | None = None
    hovered: LevelId | None = None
    cursor: tuple[float, float] | None = None
    marks: tuple[Marks, ...] = ()
    sentence: str = ""

    @property
    def size(self) -> tuple[float, float]:
        """Size of the whole chart with its axes [px]."""
        return self.viewport.width + AXIS_WIDTH_PX, self.viewport.height + AXIS_HEIGHT_PX

    def rows(self) -> dict[LevelId, float]:
        """Return the pixel row of every line on the basis in view, on screen or not."""
        return {level.id: self.viewport.y_of(level.ratio) for level in self.levels if level.basis is self.basis}
