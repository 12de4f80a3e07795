"""A desk that is used for a while leaves nothing behind, and whatever is left behind would be found."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from census import Census
from PySide6.QtWidgets import QWidget
from soak import MOST_BYTES, Found, Pauses, is_sound, open_desk, soak

from ratiodesk.app import Desk

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="what a process holds is asked of Linux and its C library"),
]

SEED = 4


# What a desk may grow by while it is still warming up [bytes an operation]; a long soak may not.
WARMING_UP = 1_500


def use(desk: Desk, operations: int) -> Found:
    return soak(desk, operations, SEED, online=False, say=lambda _: None)


def least_growth(leak: int) -> float:
    """Return the least by which a desk of its own grew, where so many bytes were left at every operation."""
    words = ["--operations", "300", "--seed", str(SEED), "--offline", "--leak", str(leak)]
    script = Path(__file__).with_name("soak.py")
    # It ends with 1: so short a soak shows nothing for certain.
    done = subprocess.run([sys.executable, str(script), *words], capture_output=True, text=True, check=False)
    found = re.search(r"^memory in use .* from (\S+) to", done.stdout, re.MULTILINE)
    assert found, done.stderr
    return float(found[1])


def found_with(allocated: Callable[[int], float]) -> Found:
    """Return what a soak would find whose memory in use is as said after so many operations."""
    kinds: Counter[str] = Counter()
    places = range(1_500, 10_001, 100)
    return Found([Census(at, 0, int(allocated(at)), {}, 0, kinds, kinds) for at in places], Pauses(0), 0.0)


def test_a_used_desk_leaves_nothing_behind(qapp: object, home: Path) -> None:
    with open_desk(home, online=False) as desk:
        found = use(desk, 240)
    assert found.left_behind() == {}
    assert found.widgets_kept() == {}
    assert len(found.pauses.clock) > 15, "hardly anything was done"


def test_two_thousand_bytes_left_at_every_operation_are_found() -> None:
    assert least_growth(0) <= WARMING_UP
    assert least_growth(2_000) > WARMING_UP


def test_memory_that_grows_is_not_sound() -> None:
    assert not is_sound(found_with(lambda after: MOST_BYTES * 2 * after))
    assert is_sound(found_with(lambda after: MOST_BYTES / 2 * after))
    # Four megabytes that are there from some moment on are no growth.
    assert is_sound(found_with(lambda after: 4e6 * (after > 4_000)))


@pytest.mark.parametrize("parented", [True, False])
def test_a_widget_left_at_every_switch_of_pairs_is_found(qapp: object, home: Path, parented: bool) -> None:
    left: list[QWidget] = []
    with open_desk(home, online=False) as desk:
        # What a forgotten dialog, or one that Python alone still knows, would be.
        desk.open_pair.opened.connect(lambda: left.append(QWidget(desk.window if parented else None)))
        found = use(desk, 60)
    assert found.left_behind().keys() >= {"Qt objects" if parented else "widgets without parent"}
    assert "PySide6.QtWidgets.QWidget" in found.widgets_kept()
    left.clear()
