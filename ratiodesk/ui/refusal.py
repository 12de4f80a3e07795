"""The sentence below fields that says why a number was not taken."""

from collections.abc import Sequence

from PySide6.QtCore import Slot

from ratiodesk.ui.card import set_kind
from ratiodesk.ui.number_field import NumberField
from ratiodesk.ui.problem_label import ProblemLabel
from ratiodesk.words import tr


class Refusal(ProblemLabel):
    """Says what is wrong with one of some fields that could not be taken, and hides while all is well.

    Of several it is the one typed into last. Where it tells of more fields than one, it names it.

    Parameters
    ----------
    name
        What tests call it.
    fields
        Whose refusals it tells.
    named
        Whether the field is named; sentences that name it themselves need no more.
    """

    def __init__(self, name: str, fields: Sequence[NumberField], *, named: bool = True) -> None:
        super().__init__(name)
        self._names_field = named and len(fields) > 1
        # The one typed into last is the last.
        self._refused: list[NumberField] = []
        set_kind(self, "problem")
        for field in fields:
            field.refused.connect(self._on_field_refused)

    @Slot(str)
    def _on_field_refused(self, _sentence: str) -> None:
        field = self.sender()
        if isinstance(field, NumberField):
            others = [other for other in self._refused if other is not field]
            self._refused = [*others, field] if field.is_refused else others
        last = self._refused[-1] if self._refused else None
        sentence = last.problem if last is not None else ""
        name = last.accessibleName() if last is not None and self._names_field else ""
        named = name and sentence
        self.show_problem(tr("{field}: {problem}", field=name, problem=sentence) if named else sentence)
