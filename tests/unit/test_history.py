"""Undo and redo: what was, comes back; what is undone, waits until something else happens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.desk.history import DEEPEST, History


def recorded(*values: str) -> History[str]:
    history = History(values[0])
    for value in values[1:]:
        history.record(value)
    return history


def test_a_new_history_knows_the_present_alone() -> None:
    history = History("a")
    assert (history.now, history.can_undo, history.can_redo) == ("a", False, False)


def test_undo_goes_back_and_redo_forward() -> None:
    history = recorded("a", "b", "c")
    assert [history.undo(), history.undo()] == ["b", "a"]
    assert (history.can_undo, history.can_redo) == (False, True)
    assert [history.redo(), history.redo()] == ["b", "c"]
    assert (history.can_undo, history.can_redo) == (True, False)


def test_undo_and_redo_at_the_ends_change_nothing() -> None:
    history = recorded("a", "b")
    assert history.redo() == "b"
    assert [history.undo(), history.undo(), history.undo()] == ["a", "a", "a"]
    assert [history.redo(), history.redo()] == ["b", "b"]


def test_an_equal_value_is_no_step() -> None:
    history = recorded("a", "b", "b")
    assert history.undo() == "a"
    assert not history.can_undo


def test_an_equal_value_does_not_forget_what_was_undone() -> None:
    history = recorded("a", "b")
    history.undo()
    history.record("a")
    assert history.redo() == "b"


def test_another_step_forgets_what_was_undone() -> None:
    history = recorded("a", "b")
    history.undo()
    history.record("c")
    assert not history.can_redo
    assert history.undo() == "a"


def test_an_amended_step_leads_elsewhere() -> None:
    history = recorded("a", "b")
    assert history.amend("c")
    assert (history.now, history.undo(), history.can_undo, history.redo()) == ("c", "a", False, "c")


def test_a_step_amended_back_to_its_beginning_is_none() -> None:
    history = recorded("a", "b", "c")
    assert not history.amend("b")
    assert (history.now, history.undo(), history.can_undo) == ("b", "a", False)


def test_without_a_step_an_amendment_is_one() -> None:
    history = History("a")
    assert history.amend("b")
    assert history.undo() == "a"


def test_the_oldest_steps_are_forgotten_first() -> None:
    history = History(0)
    for value in range(1, DEEPEST + 11):
        history.record(value)
    for _ in range(DEEPEST):
        assert history.can_undo
        history.undo()
    # 510 steps, 500 kept: the tenth value is the oldest to come back.
    assert (history.now, history.can_undo) == (10, False)


def test_map_changes_every_value_and_leaves_the_original() -> None:
    history = recorded("a", "b", "c")
    history.undo()
    upper = history.map(str.upper)
    assert (upper.undo(), upper.redo(), upper.redo()) == ("A", "B", "C")
    assert (history.now, history.can_undo, history.can_redo) == ("b", True, True)


def test_mapped_steps_are_not_shared() -> None:
    history = recorded("a", "b")
    mapped = history.map(str.upper)
    mapped.undo()
    mapped.record("X")
    assert (history.now, history.redo(), history.undo()) == ("b", "b", "a")


@pytest.mark.parametrize("value", [(), (1.5,), None])
def test_any_value_that_can_be_compared_will_do(value: object) -> None:
    history: History[object] = History(value)
    history.record("other")
    assert history.undo() == value


@given(st.lists(st.sampled_from(["undo", "redo"]) | st.integers(0, 3), max_size=80))
def test_any_walk_agrees_with_a_list_and_a_place_in_it(walk: list[str | int]) -> None:
    history, values, place = History(0), [0], 0
    for step in walk:
        if step == "undo":
            place = max(place - 1, 0)
            assert history.undo() == values[place]
        elif step == "redo":
            place = min(place + 1, len(values) - 1)
            assert history.redo() == values[place]
        else:
            assert isinstance(step, int)
            history.record(step)
            if step != values[place]:
                values = [*values[: place + 1], step]
                place += 1
        assert history.now == values[place]
        assert history.can_undo == (place > 0)
        assert history.can_redo == (place < len(values) - 1)
