"""Remembers what a desk acknowledged and what it was about to write, and says where a later one breaks the promise."""

from collections import defaultdict
from typing import Any

from shown import Shown, are_same, is_empty, key_of


class Witness:
    """Hears every line of every desk of one home, in their order.

    A desk tells ``intent`` before it writes, ``saved`` when its window shows a state and says that it is saved, and
    ``shown`` of everything when it has started. What is shown or acknowledged must be the last acknowledged state, or
    one that was about to be written since.
    """

    def __init__(self) -> None:
        self._acknowledged: dict[str, Shown] = {}
        self._intended: defaultdict[str, list[Shown]] = defaultdict(list)
        self.broken: list[str] = []
        self.intents = self.acknowledgements = self.checked = 0

    def hear(self, line: dict[str, Any]) -> None:
        """Take in what a desk told."""
        kind = line["kind"]
        if kind == "wrong":
            self.broken.append(line["sentence"])
        elif kind == "intent":
            self.intents += 1
            self._intended[key_of(line["what"])].append(line["what"])
        elif kind == "saved":
            self.acknowledgements += 1
            self._settle(line["what"], "acknowledged")
        elif kind == "shown":
            self.checked += 1
            self._settle(line["what"], "shown after a start")

    def _settle(self, what: Shown, how: str) -> None:
        key = key_of(what)
        last, later = self._acknowledged.get(key), self._intended[key]
        allowed = [*later, *([last] if last is not None else [])]
        if not any(are_same(what, other) for other in allowed) and not (last is None and is_empty(what)):
            self.broken.append(f"{key}: {what} was {how}; last acknowledged {last}, about to be written since {later}")
        if last is not None or not is_empty(what):
            self._acknowledged[key] = what
        later.clear()
