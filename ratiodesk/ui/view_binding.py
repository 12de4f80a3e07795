"""Between the actions about what the chart shows of the history and the chart."""

from datetime import date

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from ratiodesk.chart.chart import Chart
from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.domain.series import as_date
from ratiodesk.ui.actions import Actions


class ViewBinding(QObject):
    """Goes to a date, shows a range, hides the lines."""

    def __init__(self, desk: DeskParts, actions: Actions, chart: Chart, window: QWidget) -> None:
        super().__init__(window)
        self._open_pair, self._updater = desk.open_pair, desk.updater
        self._chart, self._window = chart, window
        actions.go_to_date.triggered.connect(self._on_go_to_date_triggered)
        actions.hide_levels.toggled.connect(chart.hide_levels)
        chart.level_requested.connect(lambda _: actions.hide_levels.setChecked(False))
        for name, action in actions.ranges.items():
            action.triggered.connect(lambda _checked=False, name=name: chart.set_range(name))
        actions.fit.triggered.connect(chart.fit)
        actions.log.toggled.connect(chart.set_log)

    @Slot()
    def _on_go_to_date_triggered(self) -> None:
        series = self._open_pair.shown
        if series is None:
            return
        from ratiodesk.ui.date_dialog import DateDialog

        first, last = as_date(series.sessions[0]), as_date(series.sessions[-1])
        dialog = DateDialog(first, last, self._updater.now().date(), self._window)
        dialog.date_chosen.connect(self._on_dialog_date_chosen)
        dialog.open()

    @Slot(object)
    def _on_dialog_date_chosen(self, day: date) -> None:
        self._chart.go_to(day)
        self._chart.setFocus()
