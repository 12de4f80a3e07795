"""A desk to be killed: the real program from its first line on, with hands at its window.

    python tests/reliability/victim.py HOME HANDLE SEED DIE_AT

HANDLE is an open pipe for what it tells. DIE_AT is the step of writing at which it kills itself, 0 for none.
"""

import os
import random
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from driver import Diary, Driver
from PySide6.QtWidgets import QApplication
from shown import shown_pair, shown_portfolio

from ratiodesk import __main__ as program
from ratiodesk import app
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.portfolio import Portfolio
from ratiodesk.storage import portfolio_file
from ratiodesk.storage.layout_files import LayoutFiles


def run(home: Path, handle: int, seed: str, die_at: int) -> int:
    """Be the program until something ends it."""
    diary, build = Diary(handle), app._build
    _tell_intents(diary)
    if die_at:
        _die_while_writing(die_at)

    def driven(*words: Any) -> app.Desk:
        desk = build(*words)
        Driver(desk, diary, random.Random(seed))
        return desk

    app._build = driven
    return program.main(["--home", str(home), "--offline"])


def _tell_intents(diary: Diary) -> None:
    """Tell what is about to be written, before any of it is."""
    save, encode = LayoutFiles.save, portfolio_file.encode_portfolio

    def told_save(self: LayoutFiles, layout: Layout) -> Layout:
        diary.tell("intent", what=shown_pair(layout.pair, layout.levels, layout.sizing.account))
        return save(self, layout)

    def told_encode(portfolio: Portfolio, *words: Any) -> bytes:
        diary.tell("intent", what=shown_portfolio(portfolio))
        return encode(portfolio, *words)

    LayoutFiles.save = told_save  # type: ignore[method-assign]
    portfolio_file.encode_portfolio = told_encode


def _die_while_writing(step: int) -> None:
    """Kill this process at a step of writing: before or after a file is made, synced, put in place or removed."""
    left = step

    def counted(action: Callable[..., Any]) -> Callable[..., Any]:
        def call(*words: Any, **named: Any) -> Any:
            _count()
            result = action(*words, **named)
            _count()
            return result

        return call

    def _count() -> None:
        nonlocal left
        # What opens the desk writes too; what is meant is what its user does.
        left -= QApplication.instance() is not None
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    tempfile.mkstemp, os.fsync = counted(tempfile.mkstemp), counted(os.fsync)
    for name in ("replace", "rename", "unlink"):
        setattr(Path, name, counted(getattr(Path, name)))


def main(argv: Sequence[str]) -> int:
    home, handle, seed, die_at = argv
    return run(Path(home), int(handle), seed, int(die_at))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
