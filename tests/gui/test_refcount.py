"""The limits on PySide6 and pyqtgraph, and the traps behind them: a later release is let in knowingly."""

import re
import sys
from importlib.metadata import version
from typing import Any

import pytest
from PySide6.QtWidgets import QGraphicsRectItem

CALLS = 200


def release(package: str) -> tuple[int, int]:
    found = re.match(r"(\d+)\.(\d+)", version(package))
    assert found, f"{package} {version(package)}"
    return int(found[1]), int(found[2])


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None lives for ever, however often it is given up")
def test_calls_that_return_nothing_keep_the_count_of_none(qapp: Any) -> None:
    # PySide6 6.12.0 dropped one reference to None a call and aborted on Python 3.11, whose None is still counted.
    item = QGraphicsRectItem()
    before = sys.getrefcount(None)
    for place in range(CALLS):
        item.setPos(place, place)
    assert abs(sys.getrefcount(None) - before) < CALLS / 10


def test_pyside6_is_a_release_whose_calls_were_counted() -> None:
    assert (6, 8) <= release("PySide6-Essentials") < (6, 12)


def test_pyqtgraph_is_a_release_whose_line_positions_were_checked() -> None:
    # InfiniteLine.setPos takes log10 units in log mode, and 0.15 may change that.
    assert (0, 14) <= release("pyqtgraph") < (0, 15)
