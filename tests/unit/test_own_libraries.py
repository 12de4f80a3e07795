"""What a bundle says to programs it starts: nothing of its own libraries."""

import os
import runpy
from pathlib import Path

import pytest

_HOOK = Path(__file__).parents[2] / "resources" / "own_libraries.py"
_BUNDLE = "/opt/ratiodesk/_internal"


@pytest.fixture(autouse=True)
def _started_from_a_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", _BUNDLE)
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/opt/mine")


def test_children_do_not_see_the_libraries_of_the_bundle() -> None:
    del os.environ["LD_LIBRARY_PATH_ORIG"]
    runpy.run_path(str(_HOOK))
    assert "LD_LIBRARY_PATH" not in os.environ


def test_children_see_what_was_set_before() -> None:
    runpy.run_path(str(_HOOK))
    assert os.environ["LD_LIBRARY_PATH"] == "/opt/mine"
    assert "LD_LIBRARY_PATH_ORIG" not in os.environ
