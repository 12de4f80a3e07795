"""The dialog that asks for a date to go to."""

from datetime import date, timedelta

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from ratiodesk.chart.date_tick import date_label
from ratiodesk.domain.date_entry import parse_date
from ratiodesk.domain.errors import BadInput
from ratiodesk.local_text import plain_date
from ratiodesk.ui.entry_dialog import EntryDialog
from ratiodesk.words import tr

# A date this little outside the history means its end: today, or the year in which it begins.
_SLACK = timedelta(days=31)


class DateDialog(EntryDialog):
    """Asks for a date of the history.

    Signals
    -------
    date_chosen
        A date between the first session and the last; it need not be a session itself.
    """

    date_chosen = Signal(object)

    def __init__(self, first: date, last: date, today: date, parent: QWidget) -> None:
        super().__init__("date", tr("Go to a date"), tr("Date"), tr("Go"), parent)
        self._first, self._last, self._today = first, last, today
        self.field.setPlaceholderText(date_label(last))
        self.hint.setText(tr("{first} to {last}", first=date_label(first), last=date_label(last)))
        self.entered.connect(self._on_entered)

    @Slot(str)
    def _on_entered(self, text: str) -> None:
        try:
            day = parse_date(plain_date(text), self._today)
        except BadInput as error:
            self.refuse(str(error))
            return
        if not self._first - _SLACK <= day <= self._last + _SLACK:
            self.refuse(
                tr(
                    "{day} is outside the history, which runs from {first} to {last}.",
                    day=date_label(day),
                    first=date_label(self._first),
                    last=date_label(self._last),
                )
            )
            return
        # Closed first: whoever goes to the date finds the window without a dialog in front of it.
        self.accept()
        self.date_chosen.emit(min(max(day, self._first), self._last))
