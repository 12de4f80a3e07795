"""Undo and redo over values that are replaced, never changed."""

from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")

DEEPEST = 500


class History(Generic[Value]):
    """What a value was, is and, after undo, would be again."""

    def __init__(self, value: Value) -> None:
        self._past: list[Value] = []
        self._now = value
        self._future: list[Value] = []

    @property
    def now(self) -> Value:
        return self._now

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        return bool(self._future)

    def record(self, value: Value) -> bool:
        """Make *value* the present; return whether that is a step, which an equal one is not."""
        if value == self._now:
            return False
        self._past.append(self._now)
        del self._past[:-DEEPEST]
        self._now = value
        self._future.clear()
        return True

    def amend(self, value: Value) -> bool:
        """Let the last step lead to *value*; return whether it is a step still: one back to its beginning is none."""
        if self._past:
            self._now = self._past.pop()
        return self.record(value)

    def undo(self) -> Value:
        """Return to the value before, if there is one."""
        if self._past:
            self._future.append(self._now)
            self._now = self._past.pop()
        return self._now

    def redo(self) -> Value:
        """Return to the value that undo left, if there is one."""
        if self._future:
            self._past.append(self._now)
            self._now = self._future.pop()
        return self._now

    def map(self, change: Callable[[Value], Value]) -> "History[Value]":
        """Return the same steps with *change* applied to every value."""
        changed = History(change(self._now))
        changed._past = [change(value) for value in self._past]
        changed._future = [change(value) for value in self._future]
        return changed
