"""A desk that is used for a while leaves nothing behind, and whatever is left behind would be found."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from soak import Found, open_desk, soak

from ratiodesk.app import Desk

pytestmark = pytest.mark.slow

SEED = 4


def use(desk: Desk, operations: int) -> Found:
    return soak(desk, operations, SEED, online=False, say=lambda _: None)


def test_a_used_desk_leaves_nothing_behind(qapp: object, home: Path) -> None:
    with open_desk(home, online=False) as desk:
        found = use(desk, 240)
    assert found.left_behind() == {}
    assert found.widgets_kept() == {}
    assert len(found.pauses.clock) > 15, "hardly anything was done"


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
