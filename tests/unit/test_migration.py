"""Steps from one version of a document to the next."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratiodesk.storage.document import VERSION
from ratiodesk.storage.migration import LAYOUT_MIGRATIONS, migrate

documents = st.fixed_dictionaries(
    {"levels": st.lists(st.dictionaries(st.text(), st.integers())), "version": st.just(1)},
    optional={"pair": st.text(), "view": st.dictionaries(st.text(), st.text())},
)


def rename_pair(fields: dict[str, Any]) -> dict[str, Any]:
    fields["instruments"] = fields.pop("pair", None)
    return fields


def add_colour(fields: dict[str, Any]) -> dict[str, Any]:
    for level in fields["levels"]:
        level["colour"] = "#ff8800"
    return fields


STEPS = {1: rename_pair, 2: add_colour}


def test_steps_are_taken_in_order_up_to_the_current_version() -> None:
    before = {"version": 1, "pair": "SPY/IWM", "levels": [{"id": "a"}]}
    after = {"version": 3, "instruments": "SPY/IWM", "levels": [{"id": "a", "colour": "#ff8800"}]}
    assert migrate(before, 1, 3, STEPS) == after


def test_only_the_steps_that_are_missing_are_taken() -> None:
    before = {"version": 2, "pair": "kept", "levels": []}
    assert migrate(before, 2, 3, STEPS) == {"version": 3, "pair": "kept", "levels": []}


@given(documents)
def test_a_current_document_passes_unchanged_as_a_copy(fields: dict[str, Any]) -> None:
    migrated = migrate(fields, 1, 1, STEPS)
    assert migrated == fields
    assert migrated is not fields


@given(documents)
def test_migration_leaves_what_it_was_given_as_it_was(fields: dict[str, Any]) -> None:
    before = copy.deepcopy(fields)
    migrate(fields, 1, 3, STEPS)
    assert fields == before


@given(documents)
def test_migration_gives_the_same_answer_twice(fields: dict[str, Any]) -> None:
    first = migrate(copy.deepcopy(fields), 1, 3, STEPS)
    assert migrate(fields, 1, 3, STEPS) == first


def test_a_missing_step_is_an_error() -> None:
    with pytest.raises(KeyError):
        migrate({"version": 1, "levels": []}, 1, 4, STEPS)


def test_every_version_before_the_current_one_has_its_step() -> None:
    assert sorted(LAYOUT_MIGRATIONS) == list(range(1, VERSION))
