"""The files of the log: three at most, turned over when full."""

import logging
import os
import sys
import time
from collections.abc import Callable
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE_NAME = "ratiodesk.log"
MOST_BYTES, FILES = 500_000, 3


def open_logger(folder: Path, told: Callable[[BaseException | None], None]) -> logging.Logger:
    """Return a logger that writes to *folder*, which no other code can reach by name.

    Parameters
    ----------
    told
        Is called with what kept something from being written.
    """
    handler = _PrivateFile(folder / FILE_NAME, told)
    line = logging.Formatter("%(asctime)sZ %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S")
    line.converter = time.gmtime
    handler.setFormatter(line)
    logger = logging.Logger("ratiodesk")
    logger.addHandler(handler)
    return logger


class _PrivateFile(RotatingFileHandler):
    """A file for the user alone, opened when there is something to write."""

    def __init__(self, path: Path, told: Callable[[BaseException | None], None]) -> None:
        super().__init__(
            path, maxBytes=MOST_BYTES, backupCount=FILES - 1, encoding="utf-8", errors="backslashreplace", delay=True
        )
        self._told = told

    def _open(self) -> TextIOWrapper:
        path = Path(self.baseFilename)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return open(handle, "a", encoding=self.encoding, errors=self.errors)  # noqa: PTH123 - of a handle

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802, ARG002 - named by the library
        self._told(sys.exception())
