"""What a process holds, counted: memory, objects, timers, threads, windows, open files."""

import ctypes
import gc
import math
import os
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
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


class _MallocInfo(ctypes.Structure):
    """The answer of ``mallinfo2``, see malloc.h of glibc."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"
        )
    )  # fmt: skip


def allocated_bytes() -> int:
    """Return what was allocated beside the small objects of Python and not given back [bytes]."""
    ask = ctypes.CDLL(None).mallinfo2
    ask.restype = _MallocInfo
    found = ask()
    return int(found.uordblks + found.hblkhd)


@dataclass(frozen=True)
class Slope:
    """How fast something grows an operation, by least squares, and the standard error of that."""

    value: float
    error: float

    @property
    def most(self) -> float:
        """What it hardly exceeds: two standard errors above."""
        return self.value + 2 * self.error


def slope_of(places: Sequence[float], values: Sequence[float]) -> Slope:
    """Return the slope of *values* over *places*.

    >>> slope_of([0, 1, 2, 3], [5, 7, 9, 11])
    Slope(value=2.0, error=0.0)
    """
    if len(places) < 3:
        return Slope(math.nan, math.nan)
    x, y = np.asarray(places, float), np.asarray(values, float)
    x = x - x.mean()
    value = float(np.dot(x, y) / np.dot(x, x))
    rest = y - y.mean() - value * x
    error = math.sqrt(float(np.dot(rest, rest)) / (len(x) - 2) / float(np.dot(x, x)))
    return Slope(round(value, 9), round(error, 9))
