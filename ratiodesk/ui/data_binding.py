"""Between what shows data and what fetches it: bars, basis, refresh, live, marks, files."""

from pathlib import Path

from PySide6.QtCore import QObject, QSignalBlocker, Slot
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from ratiodesk.chart.chart import Chart
from ratiodesk.desk.importer import Importer
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.desk.opener import Opener
from ratiodesk.desk.updater import Updater
from ratiodesk.domain.price_import import PriceImport
from ratiodesk.domain.series import Basis
from ratiodesk.ui.actions import Actions
from ratiodesk.ui.data_dialog import DataDialog
from ratiodesk.ui.dividend_marks import dividend_marks
from ratiodesk.ui.import_dialog import ImportDialog
from ratiodesk.ui.message_bar import MessageBar
from ratiodesk.ui.source_text import currency_sentence, details_text
from ratiodesk.ui.status_line import StatusLine

PRICE_FILE_ENDINGS = (".csv", ".tsv", ".txt")


class DataBinding(QObject):
    """Forwards the actions about data, and shows on them what is the case."""

    def __init__(
        self,
        open_pair: OpenPair,
        opener: Opener,
        updater: Updater,
        importer: Importer,
        actions: Actions,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._open_pair, self._opener, self._updater, self._importer = open_pair, opener, updater, importer
        self._actions, self._window = actions, window
        self.currency_note = MessageBar("currency", "Convert to one currency")
        self.currency_note.accepted.connect(actions.convert.trigger)
        actions.refresh.triggered.connect(updater.refresh)
        actions.live.toggled.connect(updater.set_live)
        actions.live.toggled.connect(self._on_live_toggled)
        actions.live.toggled.connect(open_pair.remember_live)
        actions.live.setChecked(open_pair.live)
        actions.convert.triggered.connect(self._on_basis_triggered)
        actions.import_prices.triggered.connect(self._on_import_triggered)
        for action in actions.adjusted.values():
            action.triggered.connect(self._on_basis_triggered)
        for interval, action in actions.intervals.items():
            action.triggered.connect(lambda _checked=False, interval=interval: opener.show_interval(interval))
        opener.refused.connect(self.show_state)
        open_pair.opened.connect(self.show_state)
        open_pair.prices_changed.connect(self.show_state)
        opener.waiting_changed.connect(self.show_state)
        importer.kept.connect(self._on_importer_kept)

    def connect_views(self, chart: Chart, status: StatusLine) -> None:
        """Let the chart show marks, and the status bar tell more and what was refused."""
        self._chart = chart
        self._actions.mark_dividends.toggled.connect(self._show_marks)
        self._open_pair.opened.connect(self._show_marks)
        self._open_pair.prices_changed.connect(self._show_marks)
        self._opener.refused.connect(status.show_notice)
        self._opener.noticed.connect(status.show_notice)
        self._importer.kept.connect(
            lambda found: status.show_notice(
                f"{found.symbol}: {found.read_count:,} sessions taken in, {len(found.dropped):,} rows left out."
            )
        )
        status.details_requested.connect(self._on_details_requested)

    def import_file(self, path: Path) -> None:
        """Show what a price file holds, and take it in if the user agrees."""
        ImportDialog(path, self._importer, self._window).open()

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
        self._actions.live.setIconText("● Live" if live else "○ Live")

    @Slot()
    def _on_basis_triggered(self) -> None:
        adjusted = self._actions.adjusted[True].isChecked()
        self._opener.show_basis(Basis.of(adjusted=adjusted, converted=self._actions.convert.isChecked()))

    @Slot()
    def _show_marks(self) -> None:
        shown = self._actions.mark_dividends.isChecked()
        self._chart.set_marks(dividend_marks(self._open_pair) if shown else ())

    @Slot()
    def _on_details_requested(self) -> None:
        quotes, series = self._open_pair.quotes, self._open_pair.series
        if quotes is not None and series is not None:
            text = details_text(series, quotes, self._updater.trust, self._updater.now())
            DataDialog(text, self._window).open()

    @Slot()
    def _on_import_triggered(self) -> None:
        kinds = f"Price files ({' '.join('*' + ending for ending in PRICE_FILE_ENDINGS)});;All files (*)"
        name, _ = QFileDialog.getOpenFileName(self._window, "Import prices", "", kinds)
        if name:
            self.import_file(Path(name))

    @Slot(object)
    def _on_importer_kept(self, found: PriceImport) -> None:
        if found.symbol in self._open_pair.pair.symbols:
            self._open_pair.reread()


def dropped_file(event: QDropEvent) -> Path | None:
    """Return the one price file that is dropped, None if it is anything else."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix.lower() in PRICE_FILE_ENDINGS else None
