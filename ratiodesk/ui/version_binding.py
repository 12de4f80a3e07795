"""From the menu to the dialog of earlier versions, and from there to whoever puts one back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.domain.frozen_plan import FrozenPlan
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.portfolio import Portfolio
from ratiodesk.ui.message_bar import MessageBar
from ratiodesk.ui.status_line import StatusLine
from ratiodesk.ui.theme import Theme
from ratiodesk.ui.version_text import RESTORE, SET_ASIDE, damage_text
from ratiodesk.words import tr

if TYPE_CHECKING:
    from ratiodesk.ui.versions_dialog import VersionsDialog


class VersionBinding(QObject):
    """Opens the dialog when it is asked for, and says above the chart which version a damaged document is shown as."""

    def __init__(
        self, desk: DeskParts, show: QAction, message: MessageBar, status: StatusLine, window: QWidget, theme: Theme
    ) -> None:
        super().__init__(window)
        self._desk, self._message, self._window, self._theme = desk, message, window, theme
        self._dialog: VersionsDialog | None = None
        show.triggered.connect(self.show_versions)
        desk.versions.put_back.connect(status.show_notice)
        desk.versions.refused.connect(status.show_notice)
        desk.open_pair.opened.connect(self._on_open_pair_opened)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        if self._dialog is not None:
            self._dialog.set_theme(theme)

    @Slot()
    def show_versions(self) -> None:
        """Show the versions of the open pair, and offer those of everything else."""
        from ratiodesk.ui.versions_dialog import VersionsDialog

        # What is on the screen is the newest version.
        self._desk.open_pair.flush()
        self._dialog = VersionsDialog(self._desk.versions, self._desk.updater.now, self._theme, self._window)
        self._dialog.chosen.connect(self._on_dialog_chosen)
        self._dialog.finished.connect(self._on_dialog_finished)
        self._dialog.open()

    @Slot(object)
    def _on_dialog_chosen(self, content: object) -> None:
        versions = self._desk.versions
        if isinstance(content, Layout):
            versions.put_layout_back(content)
        elif isinstance(content, Portfolio):
            versions.put_portfolio_back(content)
        elif isinstance(content, FrozenPlan):
            versions.put_plan_back(content)

    @Slot()
    def _on_dialog_finished(self) -> None:
        self._dialog = None

    @Slot()
    def _on_open_pair_opened(self) -> None:
        open_pair = self._desk.open_pair
        is_empty = not (open_pair.layout.levels or open_pair.layout.holdings)
        sentence = damage_text(open_pair.problem, open_pair.kept, self._desk.updater.now(), is_empty=is_empty)
        action = tr(RESTORE if open_pair.kept is not None else SET_ASIDE)
        self._message.show_message(sentence, with_action=open_pair.can_set_aside, action=action)
