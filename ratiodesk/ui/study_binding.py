"""Between the desk and what the chart shows beside the ratio: panes, candles, a second ratio, marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSignalBlocker, Slot
from PySide6.QtWidgets import QWidget

from ratiodesk.chart.chart import Chart
from ratiodesk.chart.pane import OwnLine, Pane
from ratiodesk.chart.pyramid import Pyramid
from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.domain.errors import RatioDeskError
from ratiodesk.domain.ports import PANES
from ratiodesk.domain.series import RatioSeries
from ratiodesk.ui.actions import Actions
from ratiodesk.ui.dividend_marks import dividend_marks
from ratiodesk.ui.status_line import StatusLine
from ratiodesk.ui.study import pane_named
from ratiodesk.words import tr

if TYPE_CHECKING:
    from ratiodesk.ui.compare_dialog import CompareDialog


class StudyBinding(QObject):
    """Carries the user's choices to the settings, and what they call for to the chart."""

    def __init__(self, desk: DeskParts, actions: Actions, chart: Chart, status: StatusLine, window: QWidget) -> None:
        super().__init__(window)
        self._settings, self._open_pair, self._comparison = desk.settings, desk.open_pair, desk.comparison
        self._watchlist = desk.watchlist
        self._actions, self._chart, self._status, self._window = actions, chart, status, window
        self._dialog: CompareDialog | None = None
        self._refused = False
        for shown in (desk.open_pair.opened, desk.open_pair.prices_changed):
            shown.connect(self.show_all)
        desk.comparison.changed.connect(self._show_panes)
        desk.comparison.refused.connect(self._on_comparison_refused)
        self._shown = desk.settings.now
        self._take_settings()
        desk.settings.changed.connect(self._on_settings_changed)
        actions.candles.toggled.connect(lambda on: desk.settings.change(candles=on))
        actions.magnet.toggled.connect(lambda on: desk.settings.change(magnet=on))
        actions.mark_dividends.toggled.connect(lambda on: desk.settings.change(dividends=on))
        actions.contours.toggled.connect(lambda on: desk.settings.change(contours=on))
        for action in actions.panes.values():
            action.toggled.connect(self._on_panes_toggled)
        for window_bars, action in actions.z_windows.items():
            action.triggered.connect(lambda _checked=False, bars=window_bars: desk.settings.change(z_window=bars))
        actions.compare.triggered.connect(self._on_compare_triggered)
        actions.stop_comparing.triggered.connect(desk.comparison.clear)

    @Slot()
    def show_all(self) -> None:
        """Show on the chart what belongs to the open pair and its bars."""
        self._show_candles()
        self._show_panes()
        self._show_marks()

    def _take_settings(self) -> None:
        """Show on the actions what is chosen."""
        now, actions = self._settings.now, self._actions
        chosen = (
            (actions.candles, now.candles), (actions.magnet, now.magnet), (actions.mark_dividends, now.dividends),
            (actions.contours, now.contours),
            *((action, name in now.panes) for name, action in actions.panes.items()),
            *((action, bars == now.z_window) for bars, action in actions.z_windows.items()),
        )  # fmt: skip
        for action, checked in chosen:
            with QSignalBlocker(action):
                action.setChecked(checked)
        self._chart.magnet = now.magnet
        self._chart.show_contours(now.contours)

    @Slot()
    def _on_settings_changed(self) -> None:
        before, now = self._shown, self._settings.now
        self._shown = now
        self._take_settings()
        if before.candles != now.candles:
            self._show_candles()
        if (before.panes, before.z_window) != (now.panes, now.z_window):
            self._show_panes()
        if before.dividends != now.dividends:
            self._show_marks()

    @Slot()
    def _on_panes_toggled(self) -> None:
        self._settings.change(panes=tuple(name for name in PANES if self._actions.panes[name].isChecked()))

    def _show_candles(self) -> None:
        candles = None
        if self._settings.now.candles:
            try:
                candles = self._open_pair.candles()
            except RatioDeskError as error:
                self._status.show_notice(tr("No candles: {reason}", reason=error))
        self._chart.set_candles(candles)

    @Slot()
    def _show_panes(self) -> None:
        series, now = self._open_pair.shown, self._settings.now
        self._actions.stop_comparing.setEnabled(self._comparison.pair is not None)
        if series is None:
            return
        panes = [pane_named(name, series, now.z_window) for name in now.panes]
        self._chart.set_panes(panes, self._compared(series))

    def _compared(self, series: RatioSeries) -> Pane | None:
        """Return the second ratio on the sessions of the first, None if there is none to draw."""
        if self._comparison.series is None:
            return None
        line = Pyramid(self._comparison.values_on(series.sessions))
        return Pane("", (OwnLine(str(self._comparison.pair), line, second=True),), rebased=True)

    def _show_marks(self) -> None:
        self._chart.set_marks(dividend_marks(self._open_pair) if self._settings.now.dividends else ())

    @Slot()
    def _on_compare_triggered(self) -> None:
        from ratiodesk.ui.compare_dialog import CompareDialog

        pairs = [str(pair) for pair in self._watchlist.pairs() if pair != self._open_pair.pair]
        current = str(self._comparison.pair) if self._comparison.pair is not None else ""
        self._dialog = CompareDialog(pairs, current, self._window)
        self._dialog.pair_chosen.connect(self._on_dialog_pair_chosen)
        self._dialog.cleared.connect(self._comparison.clear)
        self._dialog.finished.connect(self._on_dialog_finished)
        self._dialog.open()

    @Slot(str)
    def _on_dialog_pair_chosen(self, text: str) -> None:
        self._refused = False
        self._comparison.compare_text(text)
        # Refused at once, the sentence stands in the dialog, and the text stays to be mended.
        if self._dialog is not None and not self._refused:
            self._dialog.accept()
            if self._comparison.waiting:
                self._status.show_notice(tr("Fetching {what} …", what=self._comparison.waiting))

    @Slot(str)
    def _on_comparison_refused(self, sentence: str) -> None:
        self._refused = True
        if self._dialog is not None:
            self._dialog.refuse(sentence)
        else:
            self._status.show_notice(sentence)

    @Slot()
    def _on_dialog_finished(self) -> None:
        self._dialog = None
        self._chart.setFocus()
