"""Between what shows data and what fetches it: bars, basis, refresh, marks."""

from PySide6.QtCore import QObject, QSignalBlocker, Slot
from PySide6.QtWidgets import QWidget

from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.domain.basis import Basis
from ratiodesk.ui.actions import Actions
from ratiodesk.ui.message_bar import MessageBar
from ratiodesk.ui.source_text import currency_sentence, details_text
from ratiodesk.ui.status_line import StatusLine
from ratiodesk.words import tr


class DataBinding(QObject):
    """Forwards the actions about bars, basis and refreshing, and shows on them what is the case."""

    def __init__(self, desk: DeskParts, actions: Actions, status: StatusLine, window: QWidget) -> None:
        super().__init__(window)
        self._open_pair, self._opener, self._updater = desk.open_pair, desk.opener, desk.updater
        self._actions, self._window = actions, window
        self.currency_note = MessageBar("currency", tr("Convert to one currency"))
        self._connect_actions()
        for shown in (desk.open_pair.opened, desk.open_pair.prices_changed):
            shown.connect(self.show_state)
        desk.opener.waiting_changed.connect(self.show_state)
        desk.opener.refused.connect(self.show_state)
        desk.opener.refused.connect(status.show_notice)
        desk.opener.noticed.connect(status.show_notice)
        status.details_requested.connect(self._on_details_requested)
        actions.about_data.triggered.connect(self._on_details_requested)

    def _connect_actions(self) -> None:
        actions, opener = self._actions, self._opener
        self.currency_note.accepted.connect(actions.convert.trigger)
        actions.refresh.triggered.connect(self._updater.refresh)
        actions.live.toggled.connect(self._updater.set_live)
        actions.live.toggled.connect(self._on_live_toggled)
        actions.live.toggled.connect(self._open_pair.remember_live)
        actions.live.setChecked(self._open_pair.live)
        for action in (actions.convert, *actions.adjusted.values()):
            action.triggered.connect(self._on_basis_triggered)
        for interval, action in actions.intervals.items():
            action.triggered.connect(lambda _checked=False, interval=interval: opener.show_interval(interval))

    @Slot()
    def show_state(self) -> None:
        """Show bars, basis and currencies on the buttons and in the note above the chart."""
        actions, open_pair = self._actions, self._open_pair
        basis, quotes, series = open_pair.layout.view.basis, open_pair.quotes, open_pair.series
        bars = open_pair.shown.interval if open_pair.shown is not None else open_pair.interval
        for interval, action in actions.intervals.items():
            action.setChecked(interval is bars)
        for adjusted, action in actions.adjusted.items():
            action.setChecked(adjusted is basis.adjusted)
        with QSignalBlocker(actions.convert):
            actions.convert.setChecked(basis.converted)
        differing = quotes is not None and len({leg.currency for leg in quotes.legs} - {""}) > 1
        actions.convert.setEnabled(differing or basis.converted)
        sentence = currency_sentence(series, quotes) if series is not None and quotes is not None else ""
        self.currency_note.show_message(sentence, with_action=series is not None and series.mixes_currencies)

    @Slot(bool)
    def _on_live_toggled(self, live: bool) -> None:
        # A filled circle, so that colour is not the only sign.
        self._actions.live.setIconText(tr("● Live") if live else tr("○ Live"))

    @Slot()
    def _on_basis_triggered(self) -> None:
        adjusted = self._actions.adjusted[True].isChecked()
        self._opener.show_basis(Basis.of(adjusted=adjusted, converted=self._actions.convert.isChecked()))

    @Slot()
    def _on_details_requested(self) -> None:
        quotes, series = self._open_pair.quotes, self._open_pair.series
        if quotes is not None and series is not None:
            from ratiodesk.ui.data_dialog import DataDialog

            text = details_text(series, quotes, self._updater.trust, self._updater.now())
            DataDialog(text, self._window).open()
