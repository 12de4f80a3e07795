"""Between the journal and what shows it: the button that freezes, the window, the frozen plan over the chart."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from ratiodesk.chart.chart import Chart
from ratiodesk.chart.frozen import FrozenLines
from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.desk.kept_journal import Overlay
from ratiodesk.domain.frozen_plan import FrozenPlan
from ratiodesk.plain_text import plain
from ratiodesk.ui.actions import Actions
from ratiodesk.ui.journal_text import day_text, frozen_words, outcome_of
from ratiodesk.ui.status_line import StatusLine
from ratiodesk.ui.theme import Theme
from ratiodesk.words import tr

if TYPE_CHECKING:
    from ratiodesk.ui.journal_window import JournalWindow


class JournalBinding(QObject):
    """Forwards the actions about frozen plans, and lays the chosen one over the chart."""

    def __init__(
        self, desk: DeskParts, actions: Actions, chart: Chart, status: StatusLine, window: QWidget, theme: Theme
    ) -> None:
        super().__init__(window)
        self._journal, self._open_pair, self._opener = desk.journal, desk.open_pair, desk.opener
        self._actions, self._chart, self._status, self._window = actions, chart, status, window
        self._theme = theme
        # Why what is on the screen is not what would be frozen; whoever has the fields tells.
        self.refusal: Callable[[], str] = str
        self._open_window: JournalWindow | None = None
        # The plan that is to be brought into sight as soon as its pair and basis are there.
        self._wanted: FrozenPlan | None = None
        self._tip = actions.freeze_plan.toolTip()
        actions.freeze_plan.triggered.connect(self._on_freeze_triggered)
        actions.journal.triggered.connect(self.show_window)
        actions.hide_frozen.triggered.connect(self.take_away)
        desk.journal.noticed.connect(status.show_notice)
        desk.journal.overlay_changed.connect(self._show_overlay)
        # After the chart, which connected before, has taken the series.
        for shown in (desk.open_pair.opened, desk.open_pair.prices_changed):
            shown.connect(self._on_open_pair_shown)
        for changed in (desk.open_pair.opened, desk.open_pair.layout_changed):
            changed.connect(self._show_state)
        self._show_state()
        actions.hide_frozen.setEnabled(False)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        if self._open_window is not None:
            self._open_window.set_theme(theme)

    @Slot()
    def show_window(self) -> None:
        """Show the journal, or bring it to the front."""
        from ratiodesk.ui.journal_window import JournalWindow

        if self._open_window is None:
            self._open_window = JournalWindow(self._journal, self._theme, self._window)
            self._open_window.show_requested.connect(self._on_window_show_requested)
            self._open_window.finished.connect(self._on_window_finished)
        self._open_window.show()
        self._open_window.raise_()
        self._open_window.activateWindow()

    @Slot()
    def take_away(self) -> None:
        """Show no frozen plan over the chart any more."""
        self._wanted = None
        self._journal.lay_over(None)

    @Slot()
    def close_window(self) -> None:
        """Close the journal if it is open."""
        if self._open_window is not None:
            self._open_window.close()

    @Slot()
    def _show_state(self) -> None:
        refusal = self._journal.refusal()
        self._actions.freeze_plan.setEnabled(not refusal)
        self._actions.freeze_plan.setToolTip(plain(refusal or self._tip))

    @Slot()
    def _on_freeze_triggered(self) -> None:
        refused = self.refusal()
        if refused:
            self._status.show_notice(tr("Nothing was frozen: {reason}", reason=refused))
            return
        frozen = self._journal.freeze()
        if frozen is not None:
            self._status.show_notice(frozen_words(frozen))

    @Slot()
    def _on_window_finished(self) -> None:
        self._open_window = None

    @Slot(object)
    def _on_window_show_requested(self, plan: FrozenPlan) -> None:
        self._wanted = plan
        self._journal.lay_over(plan)
        if self._open_pair.pair.key != plan.pair.key or self._open_pair.series is None:
            self._opener.open(plan.pair)
        else:
            self._on_open_pair_shown()

    @Slot()
    def _show_overlay(self) -> None:
        overlay = self._journal.overlay
        self._chart.set_frozen(lines_of(overlay) if overlay is not None else None)
        self._actions.hide_frozen.setEnabled(overlay is not None)

    @Slot()
    def _on_open_pair_shown(self) -> None:
        """Show the overlay; of a plan that was just asked for open the basis, or bring it into sight."""
        self._show_overlay()
        overlay, wanted, series = self._journal.overlay, self._wanted, self._open_pair.series
        if wanted is None or series is None or series.pair.key != wanted.pair.key:
            return
        self._wanted = None
        if overlay is not None:
            self._bring_into_sight(overlay)
        elif series.basis is not wanted.basis:
            self._wanted = wanted
            self._opener.show_basis(wanted.basis)

    def _bring_into_sight(self, overlay: Overlay) -> None:
        """Go to the session the plan was frozen on, and extend the ratio axis to its lines, where they are not seen."""
        frozen, port = self._chart.frame.frozen, self._chart.frame.viewport
        if frozen is None:
            return
        if not port.left <= frozen.begin <= port.right:
            self._chart.go_to(overlay.plan.session)
        before = port = self._chart.frame.viewport
        for _, ratio in frozen.plan.lines:
            port = port.reaching(ratio)
        if port != before:
            self._chart.move_to(port, name=None, follows=False)


def lines_of(overlay: Overlay) -> FrozenLines:
    """Return a frozen plan as the chart draws it, its lines where they stand among today's closes."""
    found = overlay.score
    entry, end = found.entered, found.ended
    return FrozenLines(
        since=overlay.plan.session,
        lines=((tr("stop"), found.plan.stop), (tr("entry"), found.plan.entry), (tr("target"), found.plan.target)),
        title=tr("Frozen {day}", day=day_text(overlay.plan.session)),
        outcome=outcome_of(found),
        entry=(entry.session, entry.ratio) if entry is not None else None,
        end=(end.session, end.ratio) if end is not None and end != entry else None,
    )
