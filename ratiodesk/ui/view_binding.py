"""Between the actions about what the chart shows of the history and the chart."""

from datetime import date

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ratiodesk.chart.chart import Chart
from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.domain.series import as_date
from ratiodesk.ui.actions import Actions
from ratiodesk.ui.source_text import data_words
from ratiodesk.ui.status_line import StatusLine
from ratiodesk.ui.theme import Theme


class ViewBinding(QObject):
    """Goes to a date, copies the picture, hides the lines."""

    def __init__(
        self, desk: DeskParts, actions: Actions, chart: Chart, status: StatusLine, window: QWidget, theme: Theme
    ) -> None:
        super().__init__(window)
        self._open_pair, self._updater = desk.open_pair, desk.updater
        self._chart, self._status, self._window = chart, status, window
        self.theme = theme
        actions.go_to_date.triggered.connect(self._on_go_to_date_triggered)
        actions.copy_picture.triggered.connect(self._on_copy_picture_triggered)
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

    @Slot()
    def _on_copy_picture_triggered(self) -> None:
        """Put the chart, with its plan and the date of its data, on the clipboard."""
        standing, shown, quotes = self._open_pair.standing, self._open_pair.shown, self._open_pair.shown_quotes
        if standing is None or shown is None or quotes is None:
            return
        from ratiodesk.ui.chart_picture import chart_picture, picture_facts

        facts = picture_facts(standing, data_words(shown, quotes), self.theme)
        picture = chart_picture(self._chart.picture(), facts, self.theme)
        QGuiApplication.clipboard().setPixmap(picture)
        self._status.show_notice(f"The chart of {standing.pair} is on the clipboard.")
