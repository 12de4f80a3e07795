"""What a process holds, counted: memory, objects, timers, threads, windows, open files."""

import gc
import math
import os
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from allocator import allocated_bytes
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QPixmapCache
from PySide6.QtWidgets import QApplication


@dataclass(frozen=True)
class Census:
    """What was there at one moment.

    Parameters
    ----------
    after
        Operations carried out before.
    resident
        Memory of the process that is in use [bytes].
    allocated
        What of it was asked for and not given back; the rest is what the allocator keeps in hand [bytes].
    counts
        Of what must not grow while the desk rests, by name.
    objects
        How many objects Python knows.
    types, classes
        Python objects by type, and Qt objects by class.
    """

    after: int
    resident: int
    allocated: int
    counts: dict[str, int]
    objects: int
    types: Counter[str] = field(repr=False)
    classes: Counter[str] = field(repr=False)

    def without_kinds(self) -> "Census":
        """Return the numbers alone."""
        return replace(self, types=_NOTHING, classes=_NOTHING)


_NOTHING: Counter[str] = Counter()


def take_census(after: int) -> Census:
    """Count, after everything that waits to be deleted is gone."""
    for _ in range(3):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    # Up to ten megabytes of pictures, more or fewer of them from one moment to the next.
    QPixmapCache.clear()
    gc.collect()
    tops = QApplication.topLevelWidgets()
    application = QCoreApplication.instance()
    assert application is not None
    qt = {id(found): found for top in (application, *tops) for found in (top, *top.findChildren(QObject))}
    classes = Counter(each.metaObject().className() for each in qt.values())
    counts = {
        "Qt objects": len(qt),
        "timers": sum(isinstance(each, QTimer) for each in qt.values()),
        "running timers": sum(isinstance(each, QTimer) and each.isActive() for each in qt.values()),
        "widgets without parent": len(tops),
        "windows": len(QGuiApplication.allWindows()),
        "Python threads": threading.active_count(),
        "threads": _entries("/proc/self/task"),
        "open files": _entries("/proc/self/fd"),
    }
    # What is kept of earlier counts is no part of the desk.
    objects = [each for each in gc.get_objects() if not isinstance(each, Census | Counter)]
    types = Counter(f"{type(each).__module__}.{type(each).__qualname__}" for each in objects)
    return Census(after, resident_bytes(), allocated_bytes(), counts, len(objects), types, classes)


def _entries(folder: str) -> int:
    return sum(1 for _ in Path(folder).iterdir())


def resident_bytes() -> int:
    """Return the memory of this process that is in use [bytes]."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Slope:
    """How fast something grows an operation: the median of all slopes between two places, after Theil and Sen.

    A step, or a moment unlike the others, moves it little. With 95 % it lies between *least* and *most*.
    """

    value: float
    least: float
    most: float


def slope_of(places: Sequence[float], values: Sequence[float]) -> Slope:
    """Return the slope of *values* over *places*.

    >>> slope_of(range(7), [5, 7, 9, 40, 13, 15, 17])
    Slope(value=2.0, least=2.0, most=2.0)
    """
    count = len(places)
    if count < 3:
        return Slope(math.nan, math.nan, math.nan)
    x, y = np.asarray(places, float), np.asarray(values, float)
    early, late = np.triu_indices(count, 1)
    slopes = np.sort((y[late] - y[early]) / (x[late] - x[early]))
    # How many pairs more may rise than fall by chance alone, after Kendall.
    chance = 1.96 * math.sqrt(count * (count - 1) * (2 * count + 5) / 18)
    place = max(int((len(slopes) - chance) / 2), 0)
    return Slope(float(np.median(slopes)), float(slopes[place]), float(slopes[-1 - place]))
