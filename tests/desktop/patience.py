"""Waiting for another process, which has no signals to wait for."""

import time
from collections.abc import Callable
from typing import TypeVar

import pytest

Answer = TypeVar("Answer")
PATIENCE_S = 20.0
LOOK_AGAIN_S = 0.05


def wait_for(what: str, ready: Callable[[], Answer], patience_s: float = PATIENCE_S) -> Answer:
    """Return the first answer of *ready* that is something; time runs out with a failure."""
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        answer = ready()
        if answer:
            return answer
        time.sleep(LOOK_AGAIN_S)  # Another process is watched, not this one's event loop.
    pytest.fail(f"waited {patience_s:g} s for {what}")
