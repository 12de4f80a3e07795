"""The one face that every measured chart has."""

import importlib
from typing import Protocol

from PySide6.QtWidgets import QWidget
from scene import Scene

# The first is the yardstick of every ratio, the second the one a chart in pyqtgraph is measured against.
YARDSTICK, TUNED = "painter", "pyqtgraph_tuned"
NAMES = ("ratiodesk", YARDSTICK, TUNED, "pyqtgraph_stock", "finplot")


class Rival(Protocol):
    """A chart that shows a scene and follows a hand; every call is one change, painted afterwards."""

    @property
    def window(self) -> QWidget:
        """The widget without a parent that is given its size."""

    @property
    def painted(self) -> QWidget:
        """The widget whose paint event is the frame."""

    def load(self, scene: Scene) -> None:
        """Show the bars and the lines of a scene; not measured."""

    def look(self, left: float, right: float) -> None:
        """Show the bars between two positions, the ratio axis fitted to those in sight."""

    def point(self, x: float, y: float) -> None:
        """Move the crosshair [px]."""

    def leave(self) -> None:
        """Take the crosshair away; not measured."""

    def drag(self, ratio: float) -> None:
        """Move the entry line."""


class LeftOut(Exception):
    """A rival that cannot run here, with the reason."""


def make_rival(name: str) -> Rival:
    """Return a chart by its name.

    Raises
    ------
    LeftOut
        If something that it needs is not installed.
    """
    # Imported by name: one that is not asked for brings nothing into the process.
    rival: Rival = importlib.import_module(f"rival_{name}").make()
    return rival
