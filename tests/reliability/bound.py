"""How long an attempt takes and how much memory it needs at most, on this machine."""

import contextlib
import gc
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_SCHEDULED = Path("/proc/thread-self/schedstat")
_RESET_PEAK = "5"


class Hang(BaseException):
    """It did not end. No exception of the program's, so that no handler for those takes it."""


@dataclass
class Cost:
    """What an attempt took.

    Parameters
    ----------
    seconds
        The longest of its steps, by the clock on the wall, less what this thread waited for a core that other
        programs had [s].
    megabytes
        The peak of memory above what was there before [MB]; 0 where the system does not tell.
    """

    seconds: float = 0.0
    megabytes: float = 0.0
    _begun: float = 0.0

    def step(self) -> None:
        """Take what went on since the last call for one thing that the user waits for."""
        now = _clock_s()
        self.seconds = max(self.seconds, now - self._begun)
        self._begun = now


@contextlib.contextmanager
def measured(patience_s: float) -> Iterator[Cost]:
    """Measure what the body takes.

    Raises
    ------
    Hang
        In the body, after *patience_s*.
    """

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise Hang(f"it did not end within {patience_s:g} s")

    cost = Cost()
    # Where memory cannot be measured it would only take time.
    known = _CLEAR.exists()
    before = _resident_mb() if known else 0.0
    if known:
        _CLEAR.write_text(_RESET_PEAK)
    usual = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, patience_s)
    cost._begun = _clock_s()
    try:
        yield cost
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        cost.step()
        signal.signal(signal.SIGALRM, usual)
        if known:
            cost.megabytes = max(0.0, _field_mb("VmHWM") - before)


def _clock_s() -> float:
    waited_ns = int(_SCHEDULED.read_text().split()[1]) if _SCHEDULED.exists() else 0
    return time.perf_counter() - waited_ns / 1e9


def _resident_mb() -> float:
    gc.collect(0)
    return _field_mb("VmRSS")


def _field_mb(name: str) -> float:
    for line in _STATUS.read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    raise KeyError(name)
