"""The allocator of the C library, asked for what is in use and no more."""

import ctypes
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import numpy as np

# NumPy keeps so many freed pieces of every length below this one, for good.
_NUMPY_KEPT, _NUMPY_LENGTHS = 7, 1_024
# So many names are kept and so many more pass, until the table that Python keeps of them has doubled once for good.
_NAMES_KEPT, _NAMES_PASSING = 15_000, 100_000
# Else each thread keeps freed pieces aside, up to a quarter of a megabyte, which count as in use; and Python takes
# small objects from areas of its own, which are not counted at all.
_EXACT = {"GLIBC_TUNABLES": "glibc.malloc.tcache_count=0", "PYTHONMALLOC": "malloc"}

_names: list[str] = []


class _MallocInfo(ctypes.Structure):
    """The answer of ``mallinfo2``, see malloc.h of glibc."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"
        )
    )  # fmt: skip


def allocated_bytes() -> int:
    """Return what was asked for and not given back [bytes]; of this process alone if it is exact."""
    ask = ctypes.CDLL(None).mallinfo2
    ask.restype = _MallocInfo
    found = ask()
    return int(found.uordblks + found.hblkhd)


def is_exact() -> bool:
    """Return whether this process was started so that `allocated_bytes` counts everything, and nothing that is free."""
    return all(os.environ.get(name) == value for name, value in _EXACT.items())


def fill_up() -> None:
    """Let what grows by itself, up to a bound, be as large as it becomes: later it would look like what is left.

    NumPy keeps freed pieces, up to four megabytes. The interpreter's table of names has room for 43,690 that are in use
    at once, and takes two megabytes more as soon as there is one more: a desk is just there.
    """
    for length in range(1, _NUMPY_LENGTHS):
        freed = [np.empty(length, np.uint8) for _ in range(_NUMPY_KEPT)]
        del freed
    _names.extend(sys.intern(f"a name that is kept, {number}") for number in range(_NAMES_KEPT))
    for number in range(_NAMES_PASSING):
        sys.intern(f"a name that passes, {number}")


def begin_exactly(script: str, argv: Sequence[str]) -> NoReturn:
    """Begin anew as a process that counts exactly: the allocator is told at its start, and not later."""
    sys.stdout.flush()
    os.execve(sys.executable, [sys.executable, script, *argv], {**os.environ, **_EXACT})
