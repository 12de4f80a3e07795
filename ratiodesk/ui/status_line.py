"""The one status bar: how far the data can be trusted, what the cursor reads, whether all is saved."""

from datetime import date

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QLabel, QSizePolicy, QStatusBar

from ratiodesk.chart.tick import date_label
from ratiodesk.desk.open_pair import OpenPair
from ratiodesk.domain.level import PLAN_ROLES
from ratiodesk.domain.ratio import format_ratio
from ratiodesk.domain.series import as_date
from ratiodesk.ui.number_text import signed_percent
from ratiodesk.ui.source_text import dropped_text, is_stale, source_text

_NOTICE_MS = 9000
_FLASH_MS = 2000
_SAVED_MOST_PX = 420


class StatusLine(QStatusBar):
    """Source on the left, reading or notice in the middle, saved on the right."""

    def __init__(self, open_pair: OpenPair, as_of: date | None) -> None:
        super().__init__()
        self._open_pair, self._as_of = open_pair, as_of
        self.setSizeGripEnabled(False)
        self._source = QLabel()
        self._source.setObjectName("statusSource")
        self._source.setAccessibleName("Source of the prices")
        self._reading = QLabel()
        self._reading.setObjectName("statusReading")
        self._reading.setAccessibleName("What the cursor reads")
        # However long the sentence, it leaves the neighbours their room.
        self._reading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._saved = QLabel()
        self._saved.setObjectName("statusSaved")
        self._saved.setAccessibleName("Whether all is saved")
        self.addWidget(self._source)
        self.addWidget(self._reading, 1)
        self.addPermanentWidget(self._saved)
        self._notice_timer = QTimer(self)
        self._notice_timer.setSingleShot(True)
        self._notice_timer.setInterval(_NOTICE_MS)
        self._notice_timer.timeout.connect(self.clear_notice)
        open_pair.opened.connect(self._on_open_pair_opened)
        open_pair.saved.connect(self._on_open_pair_saved)
        open_pair.save_failed.connect(self._on_open_pair_save_failed)
        open_pair.noticed.connect(self.show_notice)

    @Slot(str)
    def show_notice(self, sentence: str) -> None:
        """Show a sentence for a while, in place of the reading."""
        self._reading.setText(sentence)
        self._reading.setToolTip(sentence)
        _set_state(self._reading, "note")
        self._notice_timer.start()

    @Slot()
    def clear_notice(self) -> None:
        """Take back a sentence whose cause is gone."""
        self._notice_timer.stop()
        self._reading.setText("")
        self._reading.setToolTip("")
        _set_state(self._reading, "")

    @Slot(object, object)
    def show_reading(self, bar: int | None, ratio: float | None) -> None:
        """Show what the crosshair reads: session, ratio there, distance of the cursor to each plan line."""
        series, standing = self._open_pair.series, self._open_pair.standing
        if self._notice_timer.isActive():
            return
        if bar is None or ratio is None or series is None or standing is None or ratio <= 0:
            self._reading.setText("")
            return
        text = f"{date_label(as_date(series.sessions[bar]))}: {format_ratio(float(series.values[bar]))}"
        text += f"  ·  cursor {format_ratio(ratio)}"
        for level in standing.levels:
            if level.role in PLAN_ROLES:
                text += f"  ·  {level.role} {signed_percent(level.ratio / ratio - 1)}"
        self._reading.setText(text)

    @Slot()
    def flash_saved(self) -> None:
        """Try again to write what waits, and say for a moment that all is saved."""
        if not self._open_pair.flush() and _state(self._saved) != "bad":
            self._saved.setText("Saved: every change is written at once")
            QTimer.singleShot(_FLASH_MS, self, self._end_flash)

    @Slot()
    def _end_flash(self) -> None:
        if _state(self._saved) != "bad":
            self._saved.setText("Saved")

    @Slot()
    def _on_open_pair_opened(self) -> None:
        series, quotes, today = self._open_pair.series, self._open_pair.quotes, date.today()  # noqa: DTZ011
        if series is None or quotes is None:
            return
        self._source.setText(source_text(series, quotes, today, self._as_of))
        self._source.setToolTip(dropped_text(series))
        _set_state(self._source, "bad" if is_stale(series, today, self._as_of) else "")
        if self._open_pair.problem:
            self._on_open_pair_save_failed("Read-only")
        elif _state(self._saved) != "bad" or self._saved.text() == "Read-only":
            self._on_open_pair_saved()

    @Slot()
    def _on_open_pair_saved(self) -> None:
        self._saved.setText("Saved")
        self._saved.setToolTip("Every change is written at once.")
        _set_state(self._saved, "")

    @Slot(str)
    def _on_open_pair_save_failed(self, sentence: str) -> None:
        # What matters most stands first in the sentence; the tooltip has all of it.
        metrics = self._saved.fontMetrics()
        self._saved.setText(metrics.elidedText(sentence, Qt.TextElideMode.ElideRight, _SAVED_MOST_PX))
        self._saved.setToolTip(sentence)
        _set_state(self._saved, "bad")


def _state(label: QLabel) -> str:
    return str(label.property("state") or "")


def _set_state(label: QLabel, state: str) -> None:
    if _state(label) != state:
        label.setProperty("state", state)
        label.style().unpolish(label)
        label.style().polish(label)
