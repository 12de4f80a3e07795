"""The one status bar: how far the data can be trusted, what the cursor reads, whether all is saved."""

from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStatusBar, QToolButton

from ratiodesk.chart.date_tick import moment_label
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.desk.opener import Opener
from ratiodesk.desk.updater import Updater
from ratiodesk.domain.level import Role
from ratiodesk.plain_text import plain
from ratiodesk.ui.action_button import ActionButton
from ratiodesk.ui.elided_label import ElidedLabel
from ratiodesk.ui.number_text import ratio_text, signed_percent
from ratiodesk.ui.pace import Pace
from ratiodesk.ui.source_text import is_stale, source_text, state_text
from ratiodesk.ui.styled import set_look
from ratiodesk.ui.text_label import TextLabel
from ratiodesk.words import mark, tr

_NOTICE_MS = 9000
# For so long the mouse does not take its place.
_LEAST_NOTICE_MS = 2_500
_FLASH_MS = 2000
_SAVED_TIP = mark("Every change is written at once.")
_SAVED_MOST_PX = 420
# How far the cursor is from a line.
_DISTANCES = {
    Role.STOP: mark("stop {distance}"),
    Role.ENTRY: mark("entry {distance}"),
    Role.TARGET: mark("target {distance}"),
}
# The part of the bar that the source may take, and what it keeps beside the longest reading.
_SOURCE_SHARE, _LEAST_SOURCE_SHARE = 0.68, 0.15
# Between and around the parts of the bar, all together.
_GAPS_PX = 60


class StatusLine(QStatusBar):
    """Source on the left, reading or notice in the middle, saved on the right.

    Signals
    -------
    details_requested
        The user wants to know all about the data.
    """

    details_requested = Signal()

    def __init__(
        self, open_pair: OpenPair, updater: Updater, opener: Opener, live: QAction, as_of: date | None
    ) -> None:
        super().__init__()
        self._open_pair, self._updater, self._opener, self._as_of = open_pair, updater, opener, as_of
        self._source_words = ""
        self._reading_px = 0
        self.setSizeGripEnabled(False)
        self._source = QToolButton()
        self._source.setObjectName("statusSource")
        self._source.setAccessibleName(tr("Source of the prices"))
        self._source.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._source.clicked.connect(self.details_requested)
        self._reading = ElidedLabel()
        self._reading.setObjectName("statusReading")
        self._reading.setAccessibleName(tr("What the cursor reads"))
        # However long the sentence, it leaves the neighbours their room.
        self._reading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._saved = TextLabel()
        self._saved.setObjectName("statusSaved")
        self._saved.setAccessibleName(tr("Whether all is saved"))
        self._live = ActionButton()
        self._live.setObjectName("liveSwitch")
        self._live.setAccessibleName(tr("Live: refresh every minute while the market is open"))
        self._live.setDefaultAction(live)
        self._live.setVisible(updater.is_online)
        self.addWidget(self._source)
        self.addWidget(self._reading, 1)
        self.addPermanentWidget(self._live)
        self.addPermanentWidget(self._saved)
        self._read_at: tuple[int | None, float | None] = None, None
        self._pace = Pace(self._show_reading, self)
        self._notice_timer = QTimer(self)
        self._notice_timer.setSingleShot(True)
        self._notice_timer.setInterval(_NOTICE_MS)
        self._notice_timer.timeout.connect(self.clear_notice)
        open_pair.opened.connect(self._on_open_pair_opened)
        for told in (open_pair.saved, open_pair.save_delayed, open_pair.save_failed):
            told.connect(self._show_saved)
        open_pair.noticed.connect(self.show_notice)
        # Distances to the lines of the plan are read too.
        open_pair.layout_changed.connect(self._on_open_pair_layout_changed)
        updater.failed.connect(self.show_notice)
        for changed in (open_pair.prices_changed, updater.changed, updater.ticked, opener.waiting_changed):
            changed.connect(self.show_source)

    @Slot()
    def show_source(self) -> None:
        """Show what is being fetched, or how far the prices on the screen can be trusted."""
        open_pair, updater, now = self._open_pair, self._updater, self._updater.now()
        trust, state = updater.trust, ""
        if self._opener.waiting:
            self._source_words, state = tr("Fetching {what} …  ·  Esc cancels", what=self._opener.waiting), "note"
        elif open_pair.series is not None and open_pair.shown is not None and open_pair.shown_quotes is not None:
            words = source_text(open_pair.series, open_pair.shown, open_pair.shown_quotes, trust, now, self._as_of)
            doing = state_text(updater.state, now)
            self._source_words = f"{doing}  ·  {words}" if doing else words
            if is_stale(trust, self._as_of) or updater.state.problem:
                state = "bad" if is_stale(trust, self._as_of) else "note"
        hint = tr("Click for all there is to say about the data.")
        self._source.setToolTip(plain(f"{self._source_words}\n\n{hint}"))
        self._fit_source()
        set_look(self._source, "state", state)

    def _fit_source(self) -> None:
        most = int(self.width() * _SOURCE_SHARE)
        if self._reading_px:
            beside = sum(part.sizeHint().width() for part in (self._live, self._saved) if part.isVisibleTo(self))
            free = self.width() - self._reading_px - beside - _GAPS_PX
            most = max(min(most, free), int(self.width() * _LEAST_SOURCE_SHARE))
        text = self._source.fontMetrics().elidedText(self._source_words, Qt.TextElideMode.ElideRight, most)
        if text != self._source.text():
            self._source.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_source()

    @Slot(str)
    def show_notice(self, sentence: str) -> None:
        """Show a sentence for a while, in place of the reading."""
        self._say(sentence)
        set_look(self._reading, "state", "note")
        self._notice_timer.start()

    def take_back(self, sentence: str) -> None:
        """Take back a sentence whose cause is gone, if it still stands there."""
        if sentence and self._reading.text() == sentence:
            self.clear_notice()

    @Slot()
    def clear_notice(self) -> None:
        """Show no sentence any more, and what is read in its place."""
        self._notice_timer.stop()
        set_look(self._reading, "state", "")
        self._show_reading()

    def _say(self, text: str) -> None:
        """Show what is read first; the tooltip has all of it."""
        self._reading.setText(text)
        self._reading.setToolTip(plain(text))
        # The source gives way while something is read, and does not follow every digit of it back and forth.
        needs_px = self._reading.fontMetrics().horizontalAdvance(text) if text else 0
        needs_px = max(needs_px, self._reading_px) if needs_px else 0
        if needs_px != self._reading_px:
            self._reading_px = needs_px
            self._fit_source()

    @Slot(object, object)
    def show_reading(self, bar: int | None, ratio: float | None) -> None:
        """Show what the crosshair reads: session, ratio there, distance of the cursor to each plan line."""
        self._read_at = bar, ratio
        self._pace.soon()

    def _show_reading(self) -> None:
        bar, ratio = self._read_at
        series, standing = self._open_pair.shown, self._open_pair.standing
        if self._notice_timer.isActive():
            if bar is None or self._notice_timer.remainingTime() > _NOTICE_MS - _LEAST_NOTICE_MS:
                return
            self.clear_notice()  # It has been there long enough to be read by whoever reads on.
            return
        if bar is None or series is None or standing is None or bar >= len(series):
            self._say("")
            return
        text = f"{moment_label(series.sessions[bar])}: {ratio_text(float(series.values[bar]))}"
        if ratio is not None and ratio > 0:
            text += f"  ·  {tr('cursor {ratio}', ratio=ratio_text(ratio))}"
            for level in standing.levels:
                if level.role in _DISTANCES:
                    text += f"  ·  {tr(_DISTANCES[level.role], distance=signed_percent(level.ratio / ratio - 1))}"
        self._say(text)

    @Slot()
    def _on_open_pair_layout_changed(self) -> None:
        self._pace.soon()

    @Slot()
    def flash_saved(self) -> None:
        """Try again to write what waits, and say for a moment that all is saved."""
        self._open_pair.flush()
        self._show_saved()
        if not self._open_pair.save_failure and not self._open_pair.problem:
            self._saved.setText(tr("Saved: every change is written at once"))
            QTimer.singleShot(_FLASH_MS, self, self._show_saved)

    @Slot()
    def _on_open_pair_opened(self) -> None:
        self.show_source()
        self._show_saved()

    @Slot()
    def _show_saved(self) -> None:
        """Show what is wrong for as long as it is, of whichever pair, else whether all is on the disk."""
        open_pair = self._open_pair
        if open_pair.save_failure:
            # What matters most stands first in the sentence; the tooltip has all of it.
            metrics = self._saved.fontMetrics()
            words = metrics.elidedText(open_pair.save_failure, Qt.TextElideMode.ElideRight, _SAVED_MOST_PX)
            tip = f"{open_pair.save_failure}\n\n{tr('It is tried again every few seconds.')}"
            text, state = words, "bad"
        elif open_pair.problem:
            text, tip, state = tr("Read-only"), open_pair.problem, "bad"
        else:
            text, tip, state = tr("Saving …") if open_pair.is_save_delayed else tr("Saved"), tr(_SAVED_TIP), ""
        self._saved.setText(text)
        self._saved.setToolTip(plain(tip))
        set_look(self._saved, "state", state)
