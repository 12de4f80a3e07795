"""Numbered, pure steps from one version of a document to the next."""

import copy
from collections.abc import Callable, Mapping
from typing import Any

Fields = dict[str, Any]
Migration = Callable[[Fields], Fields]


def _unchanged(fields: Fields) -> Fields:
    return fields


# Key n turns a document of version n into one of version n + 1.
LAYOUT_MIGRATIONS: Mapping[int, Migration] = {
    1: _unchanged,  # Version 2 knows more bases, of which a document of version 1 has none.
    2: _unchanged,  # Version 3 knows balances, costs and tranches, which an older desk would size without.
}


def _without_zero_rate(fields: Fields) -> Fields:
    # A rate that was never entered was written as zero.
    return fields if fields.get("tax_rate") else fields | {"tax_rate": None}


PORTFOLIO_MIGRATIONS: Mapping[int, Migration] = {1: _without_zero_rate}


def migrate(fields: Fields, version: int, current: int, migrations: Mapping[int, Migration]) -> Fields:
    """Return *fields* brought from *version* to *current*; the argument is left as it is.

    Raises
    ------
    KeyError
        If a step is missing.
    """
    migrated = copy.deepcopy(fields)
    for step in range(version, current):
        migrated = migrations[step](migrated) | {"version": step + 1}
    return migrated
