"""Between the other copies of a document and the user: a bar that says there is one, and the dialog that settles it."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from ratiodesk.desk.desk_parts import DeskParts
from ratiodesk.ui.message_bar import MessageBar
from ratiodesk.words import tr


class CopyBinding(QObject):
    """Offers the copies of the open pair, one after another."""

    def __init__(self, desk: DeskParts, window: QWidget) -> None:
        super().__init__(window)
        self._copies, self._window = desk.copies, window
        self.note = MessageBar("copy", tr("Show what differs…"))
        self.note.accepted.connect(self._on_note_accepted)
        desk.copies.changed.connect(self._on_copies_changed)

    @Slot()
    def _on_copies_changed(self) -> None:
        self.note.show_message(self._copies.sentence, with_action=True)

    @Slot()
    def _on_note_accepted(self) -> None:
        copy = self._copies.copy
        if copy is not None:
            from ratiodesk.ui.difference_dialog import DifferenceDialog

            dialog = DifferenceDialog(copy, self._copies.differences, self._window)
            dialog.settled.connect(self._copies.settle)
            dialog.open()
