"""The log of the desk: what went wrong and when, for whoever looks into it; it holds nothing of the user's."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from ratiodesk.domain.wording import counted

if TYPE_CHECKING:
    from logging import Logger

_LONGEST = 20_000


class RunLog:
    """Three files of half a megabyte at most, in UTC, for the user alone; any thread may call.

    Nothing is opened, nor loaded, before there is something to write. A log that cannot be written is told once on
    stderr: it keeps nobody from working, and is tried again with whatever comes next.

    Parameters
    ----------
    folder
        Where it is written, made where it is missing; None writes nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._logger: Logger | None = None
        self._last, self._repeats = "", 0
        self._is_told = False

    def note(self, text: str) -> None:
        """Write what happened; who calls sees to it that nothing of the user's is in it."""
        self._write(text, is_error=False)

    def note_error(self, text: str) -> None:
        """Write what went wrong."""
        self._write(text, is_error=True)

    def close(self) -> None:
        """Close the file; what comes later opens it again."""
        with self._lock:
            self._tell_repeats()
            if self._logger is not None:
                for handler in self._logger.handlers:
                    handler.close()

    def _write(self, text: str, *, is_error: bool) -> None:
        if self._folder is None:
            return
        with self._lock:
            if text == self._last:
                self._repeats += 1  # An error at every frame would leave room for nothing else.
                return
            self._tell_repeats()
            self._last = text
            self._emit(text, is_error=is_error)

    def _tell_repeats(self) -> None:
        if self._repeats:
            times, self._repeats = self._repeats, 0
            self._emit(f"The same again, {counted(times, 'time')}.", is_error=False)
        self._last = ""

    def _emit(self, text: str, *, is_error: bool) -> None:
        if self._logger is None and self._folder is not None:
            from ratiodesk.log_file import open_logger  # noqa: PLC0415 - its library takes a while to load

            self._logger = open_logger(self._folder, self._tell_unwritten)
        if self._logger is not None:
            self._logger.log(40 if is_error else 20, "%s", text[-_LONGEST:].replace("\n", "\n  "))

    def _tell_unwritten(self, error: BaseException | None) -> None:
        if not self._is_told and sys.stderr is not None:
            self._is_told = True
            reason = getattr(error, "strerror", None) or type(error).__name__
            sys.stderr.write(f"The log in {self._folder} cannot be written ({reason}).\n")
