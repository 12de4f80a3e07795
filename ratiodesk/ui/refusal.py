"""The sentence below fields that says why a number was not taken."""

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel

from ratiodesk.ui.card import set_kind
from ratiodesk.ui.number_field import NumberField


class Refusal(QLabel):
    """Says what is wrong with the first of some fields that could not be taken, and hides while all is well.

    Parameters
    ----------
    name
        What tests call it.
    fields
        Whose refusals it tells.
    """

    def __init__(self, name: str, fields: Sequence[NumberField]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._fields = tuple(fields)
        self.setWordWrap(True)
        self.hide()
        set_kind(self, "problem")
        for field in fields:
            field.refused.connect(self._on_field_refused)

    @Slot(str)
    def _on_field_refused(self, _sentence: str) -> None:
        sentence = next((field.toolTip() for field in self._fields if field.is_refused), "")
        self.setText(sentence)
        self.setVisible(bool(sentence))
