"""The program as it is, but that a signal lets it do what nobody expects: there is no other way to see what it says."""

import signal
import sys
from types import FrameType

from PySide6.QtCore import QTimer

from ratiodesk.__main__ import main


def fail() -> None:
    raise ArithmeticError("the ratio of nothing to nothing")


def fail_soon(_signal: int, _frame: FrameType | None) -> None:
    # Not within whatever is under way.
    QTimer.singleShot(0, fail)


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, fail_soon)
    sys.exit(main())
