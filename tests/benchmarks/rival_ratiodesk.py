"""RatioDesk's own chart, without the desk around it."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget
from scene import Scene, created

from ratiodesk.chart.chart import Chart
from ratiodesk.domain.interval import Interval
from ratiodesk.domain.layout import View
from ratiodesk.domain.level import Level, LevelId, Role
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.plan import plan_of
from ratiodesk.domain.ratio import Ratio
from ratiodesk.domain.series import Basis, RatioSeries
from ratiodesk.ui.theme import DARK

_ROLES = (Role.TARGET, Role.ENTRY, Role.STOP)


class RatioDeskChart:
    """Does what hand and desk do to the chart, through its public face."""

    def __init__(self) -> None:
        self.chart = Chart(DARK.chart_palette())
        self._levels: tuple[Level, ...] = ()

    @property
    def window(self) -> QWidget:
        widget: QWidget = self.chart
        return widget

    @property
    def painted(self) -> QWidget:
        widget: QWidget = self.chart.viewport()
        return widget

    def load(self, scene: Scene) -> None:
        # The rivals draw none.
        self.chart.show_contours(False)
        self.chart.set_series(series_of(scene), View(range="Max"))
        self._levels = tuple(
            Level(LevelId(role), Ratio(ratio), role, created=created())
            for role, ratio in zip(_ROLES, scene.lines, strict=True)
        )
        self.chart.set_levels(self._levels, plan_of(self._levels, Basis.PRICE))

    def look(self, left: float, right: float) -> None:
        self.chart.move_to(replace(self.chart.frame.viewport, left=left, right=right))

    def point(self, x: float, y: float) -> None:
        self.chart.point_at((x, y), None)

    def leave(self) -> None:
        self.chart.point_at(None, None)

    def drag(self, ratio: float) -> None:
        target, entry, stop = self._levels
        self._levels = target, replace(entry, ratio=Ratio(ratio)), stop
        self.chart.set_levels(self._levels, plan_of(self._levels, Basis.PRICE))


def make() -> RatioDeskChart:
    return RatioDeskChart()


def series_of(scene: Scene) -> RatioSeries:
    """Return the bars of a scene as the ratio of a pair."""
    # One array for all: the chart draws no closes, and ten million bars are much to keep.
    return RatioSeries(
        pair=Pair.parse("AAA/BBB"),
        basis=Basis.PRICE,
        sessions=scene.sessions,
        values=scene.values,
        numerator_closes=scene.values,
        denominator_closes=scene.values,
        numerator_price=float(scene.values[-1]),
        denominator_price=1.0,
        interval=Interval.DAILY if scene.sessions.dtype == "datetime64[D]" else Interval.FIVE_MINUTES,
    )
