"""What the program works out once and remembers, up to so much of it."""

import sys
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from typing import Any

from ratiodesk.app import Desk


def forget(desk: Desk) -> None:
    """Forget it: it comes and goes by the thousand bytes, and cannot grow beyond its bound.

    A cache without a bound is not touched.
    """
    for cache in _bounded():
        cache.cache_clear()
    # Cleared by itself whenever it is full, which makes a saw of half a megabyte.
    desk.view.chart.frame.letters._kept.clear()


def _bounded() -> Iterator["_lru_cache_wrapper[Any]"]:
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "ratiodesk":
            for found in vars(module).values():
                if isinstance(found, _lru_cache_wrapper) and found.cache_parameters()["maxsize"] is not None:
                    yield found
