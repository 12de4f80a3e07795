"""Between the chart and the open pair: wishes one way, facts the other."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject, Slot

from ratiodesk.chart.chart import Chart
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.domain.layout import View
from ratiodesk.domain.level import LevelId
from ratiodesk.local_text import local, plain_notation


class ChartBinding(QObject):
    """Neither side knows the other."""

    def __init__(self, chart: Chart, open_pair: OpenPair) -> None:
        super().__init__(chart)
        self._chart, self._open_pair = chart, open_pair
        # What was asked for last, and what was in sight then.
        self._asked = self._first = chart.view()
        open_pair.opened.connect(self._on_open_pair_opened)
        open_pair.prices_changed.connect(self._on_open_pair_prices_changed)
        open_pair.layout_changed.connect(self._on_open_pair_layout_changed)
        chart.level_requested.connect(self._on_chart_level_requested)
        chart.level_drag_moved.connect(open_pair.drag_level)
        chart.level_drag_finished.connect(open_pair.drop_level)
        chart.level_drag_cancelled.connect(open_pair.cancel_drag)
        chart.fixed_level_touched.connect(open_pair.tell_fixed)
        chart.level_nudge_requested.connect(open_pair.nudge)
        chart.level_delete_requested.connect(open_pair.remove_level)
        chart.level_value_entered.connect(self._on_chart_level_value_entered)
        chart.view_changed.connect(self._on_chart_view_changed)

    @Slot()
    def _on_open_pair_opened(self) -> None:
        self._show(self._open_pair.layout.view)
        self._on_open_pair_layout_changed()

    @Slot()
    def _on_open_pair_prices_changed(self) -> None:
        shown, before = self._open_pair.shown, self._chart.frame.series
        if shown is not None and before is not None and shown.interval is before.interval:
            self._chart.renew_series(shown)
        else:
            self._show(self._view())

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
        refusal = local(self._open_pair.set_value(LevelId(level_id), plain_notation(text, grouped=False)))
        if refusal:
            self._chart.refuse_value(refusal)

    @Slot()
    def _on_chart_view_changed(self) -> None:
        self._open_pair.keep_view(self._view().in_bars(self._open_pair.interval))

    def _show(self, asked: View) -> None:
        shown = self._open_pair.shown
        self._chart.set_series(shown, asked if shown is None else asked.in_bars(shown.interval))
        self._asked, self._first = asked, self._chart.view()

    def _view(self) -> View:
        """Return what is in sight: by the dates it was asked for, as long as the user looks at the same.

        Those of weeks and months are coarser: saved in their place, they would show less with every change of bars.
        """
        now, asked, series = self._chart.view(), self._asked, self._chart.frame.series
        if _dates(now) == _dates(self._first):
            return replace(now, interval=asked.interval, start=asked.start, end=asked.end, blank=asked.blank)
        return replace(now, interval=str(series.interval)) if series is not None else now


def _dates(view: View) -> tuple[str, date | None, date | None, int]:
    return view.range, view.start, view.end, view.blank
