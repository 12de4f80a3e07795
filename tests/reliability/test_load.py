"""The measures of a desk under load find what they measure; the figures are those of a long run by hand."""

from pathlib import Path

import pytest
from full_home import fill_home
from load import Measured, measure, too_slow

pytestmark = pytest.mark.slow


def test_a_small_load_is_measured_throughout(qapp: object, home: Path) -> None:
    fill_home(home, pairs=55, lines=60, holdings=20, plans=30)
    said: list[str] = []
    found = measure(home, 55, said.append)
    assert {
        "all pairs listed with zone after", "drag a step, crowded pair", "filter the journal", "status over all pairs",
    } <= found.keys()  # fmt: skip
    assert len(said) >= len(found)


def test_a_slow_step_is_told() -> None:
    found: Measured = {"drag a step, 3 lines": [(1.0, 50.0), (1.0, 51.0)], "open the journal": [(900.0, 900.0)]}
    assert too_slow(found) == ["drag a step, 3 lines"]
