"""The dialog that settles what two places changed, or a file has otherwise: thing by thing, as it is here or there."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ratiodesk.domain.difference import Difference
from ratiodesk.domain.shared_port import OtherCopy
from ratiodesk.domain.wording import shortened
from ratiodesk.local_text import local
from ratiodesk.plain_text import plain
from ratiodesk.ui.dialog_buttons import DialogButtons
from ratiodesk.ui.text_label import TextLabel
from ratiodesk.words import mark, tr

_MARGIN_PX = 16
_MOST_LETTERS = 48
# Beyond this height of the rows they are scrolled.
_MOST_ROWS_PX = 420


@dataclass(frozen=True, slots=True)
class _Words:
    """What the other side is called.

    Parameters
    ----------
    title, heading, choice, take_all
        Of the window, above its column, of one of its choices, and of the button that chooses all of them.
    """

    title: str
    heading: str
    choice: str
    take_all: str


_HERE = mark("{name}, this desk: {text}")
_COPY = _Words(
    mark("{pair}: changed in two places"),
    mark("In the other copy"),
    mark("{name}, other copy: {text}"),
    mark("Choose all of the other copy"),
)
_FILE = _Words(
    mark("{pair}: lines of the opened file"),
    mark("In the opened file"),
    mark("{name}, opened file: {text}"),
    mark("Choose all of the opened file"),
)


class DifferenceDialog(QDialog):
    """Each row has two choices; what is on this desk is chosen until the user chooses the other one.

    Signals
    -------
    settled(copy, differences)
        The user has decided; these are to be taken from the other copy.
    """

    settled = Signal(object, object)

    def __init__(self, copy: OtherCopy, differences: Sequence[Difference], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("differenceDialog")
        self._words = _FILE if copy.is_file else _COPY
        self.setWindowTitle(tr(self._words.title, pair=copy.layout.pair))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._copy, self._differences = copy, differences
        self._theirs: list[QRadioButton] = []
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(24)
        self._rows.setVerticalSpacing(8)
        self._rows.setColumnStretch(3, 1)
        for column, text in enumerate(("", tr("On this desk"), tr(self._words.heading))):
            self._rows.addWidget(_heading(text), 0, column)
        for place, difference in enumerate(differences):
            self._add_row(place, difference)
        self._rows.setRowStretch(len(differences) + 1, 1)
        self._buttons = DialogButtons(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setText(tr("Settle"))
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(tr("Later"))
        take_all = self._buttons.addButton(tr(self._words.take_all), QDialogButtonBox.ButtonRole.ResetRole)
        take_all.setObjectName("takeAll")
        take_all.clicked.connect(self._on_take_all_clicked)
        self._buttons.accepted.connect(self._on_buttons_accepted)
        self._buttons.rejected.connect(self.reject)
        self._arrange(copy.name)

    def _add_row(self, place: int, difference: Difference) -> None:
        row = place + 1
        named = local(difference.name)
        name = TextLabel(shortened(named, _MOST_LETTERS))
        name.setToolTip(plain(named))
        self._rows.addWidget(name, row, 0)
        # What begins the names of the choices, and what assistive programs read of them.
        choices = {"here": _HERE, "there": self._words.choice}
        group = QButtonGroup(self)
        for column, (text, where) in enumerate(zip(map(local, difference.texts), choices, strict=True), 1):
            # An ampersand would underline the letter behind it.
            choice = QRadioButton(shortened(text, _MOST_LETTERS).replace("&", "&&"))
            choice.setObjectName(f"{where}{place}")
            choice.setAccessibleName(tr(choices[where], name=named, text=text))
            choice.setToolTip(plain(text))
            choice.setChecked(where == "here")
            group.addButton(choice)
            self._rows.addWidget(choice, row, column)
        self._theirs.append(choice)

    def _arrange(self, name: str) -> None:
        inside = QWidget()
        inside.setLayout(self._rows)
        self._rows.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        wanted = inside.sizeHint()
        area.setMinimumSize(wanted.width() + area.verticalScrollBar().sizeHint().width(), min(wanted.height(), 120))
        self.about = TextLabel(
            tr("Once settled, {name} is put away with the older versions. Nothing is removed before.", name=name)
        )
        self.about.setWordWrap(True)
        self.about.setEnabled(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, 12)
        column.setSpacing(14)
        for part in (area, self.about, self._buttons):
            column.addWidget(part)
        beside = self.about.sizeHint().height() + self._buttons.sizeHint().height() + 2 * column.spacing() + _MARGIN_PX
        self.resize(self.sizeHint().width(), min(wanted.height(), _MOST_ROWS_PX) + beside)

    @Slot()
    def _on_take_all_clicked(self) -> None:
        for choice in self._theirs:
            choice.setChecked(True)

    @Slot()
    def _on_buttons_accepted(self) -> None:
        taken = tuple(
            difference for difference, choice in zip(self._differences, self._theirs, strict=True) if choice.isChecked()
        )
        self.accept()
        self.settled.emit(self._copy, taken)


def _heading(text: str) -> TextLabel:
    label = TextLabel(text)
    label.setEnabled(False)
    return label
