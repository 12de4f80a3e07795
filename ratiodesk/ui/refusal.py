"""The sentence below fields that says why a number was not taken."""

from collections.abc import Sequence

from PySide6.QtCore import Slot

from ratiodesk.ui.card import set_kind
from ratiodesk.ui.number_field import NumberField
from ratiodesk.ui.problem_label import ProblemLabel


class Refusal(ProblemLabel):
    """Says what is wrong with the first of some fields that could not be taken, and hides while all is well.

    Parameters
    ----------
    name
        What tests call it.
    fields
        Whose refusals it tells.
    """

    def __init__(self, name: str, fields: Sequence[NumberField]) -> None:
        super().__init__(name)
        self._fields = tuple(fields)
        set_kind(self, "problem")
        for field in fields:
            field.refused.connect(self._on_field_refused)

    @Slot(str)
    def _on_field_refused(self, _sentence: str) -> None:
        self.show_problem(next((field.toolTip() for field in self._fields if field.is_refused), ""))
