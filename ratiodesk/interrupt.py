"""Ctrl+C: remembered, since a library may take it for its own failure."""

import signal
import threading
from types import FrameType


class Interrupt:
    """Hears whether somebody has interrupted the program.

    Where the interpreter raises KeyboardInterrupt is not ours to choose: within a library's own handling of errors
    it comes out as one of those.
    """

    def __init__(self) -> None:
        self.was_asked = False

    def listen(self) -> None:
        """Remember from now on; a thread beside the first one hears nothing, and a program of a shell's may not."""
        if threading.current_thread() is not threading.main_thread():
            return
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._hear)

    def leave(self) -> None:
        """Give the signal back to the interpreter."""
        if signal.getsignal(signal.SIGINT) == self._hear:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        self.was_asked = True
        signal.default_int_handler(number, frame)
