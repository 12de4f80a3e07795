"""Between the chart and the open pair: wishes one way, facts the other."""

from PySide6.QtCore import QObject, Slot

from ratiodesk.chart.chart import Chart
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.domain.level import LevelId


class ChartBinding(QObject):
    """Neither side knows the other."""

    def __init__(self, chart: Chart, open_pair: OpenPair) -> None:
        super().__init__(chart)
        self._chart, self._open_pair = chart, open_pair
        open_pair.opened.connect(self._on_open_pair_opened)
        open_pair.prices_changed.connect(self._on_open_pair_prices_changed)
        open_pair.layout_changed.connect(self._on_open_pair_layout_changed)
        chart.level_requested.connect(self._on_chart_level_requested)
        chart.level_drag_moved.connect(open_pair.drag_level)
        chart.level_drag_finished.connect(open_pair.drop_level)
        chart.level_drag_cancelled.connect(open_pair.cancel_drag)
        chart.level_nudge_requested.connect(open_pair.nudge)
        chart.level_delete_requested.connect(open_pair.remove_level)
        chart.level_value_entered.connect(self._on_chart_level_value_entered)
        chart.view_changed.connect(self._on_chart_view_changed)

    @Slot()
    def _on_open_pair_opened(self) -> None:
        self._chart.set_series(self._open_pair.shown, self._open_pair.layout.view)
        self._on_open_pair_layout_changed()

    @Slot()
    def _on_open_pair_prices_changed(self) -> None:
        shown, before = self._open_pair.shown, self._chart.frame.series
        if shown is not None and before is not None and shown.interval is before.interval:
            self._chart.renew_series(shown)
        else:
            self._chart.set_series(shown, self._chart.view())

    @Slot()
    def _on_open_pair_layout_changed(self) -> None:
        standing = self._open_pair.standing
        self._chart.set_levels(self._open_pair.layout.levels, standing.plan if standing else None)

    @Slot(float)
    def _on_chart_level_requested(self, ratio: float) -> None:
        # A line that is drawn while the others are hidden would not be seen.
        self._chart.hide_levels(False)
        level_id = self._open_pair.add_level(ratio)
        if level_id is not None:
            self._chart.select(level_id)

    @Slot(str, str)
    def _on_chart_level_value_entered(self, level_id: str, text: str) -> None:
        refusal = self._open_pair.set_value(LevelId(level_id), text)
        if refusal:
            self._chart.refuse_value(refusal)

    @Slot()
    def _on_chart_view_changed(self) -> None:
        self._open_pair.keep_view(self._chart.view())
