"""The desk that runs already: found by the socket it listens on, and asked to show what a second start was to show."""

from __future__ import annotations

import os
import stat
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket
    from typing import Self

    from ratiodesk.wish import Wish

TAKEN, REFUSED = b"taken\n", b"refused\n"
# A desk that does not answer so soon hangs, or is being closed.
CONNECT_MS, ANSWER_MS = 500, 3_000


def real_home(root: Path) -> str:
    """Return what two starts on one home directory have in common, by whichever way it was named."""
    return os.path.realpath(root)


def door_of(home: str) -> Path:
    """Return the socket on which the desk of a home directory listens.

    Parameters
    ----------
    home
        As :func:`real_home` returns it. Where two share a socket, their wishes tell them apart.
    """
    name = f"ratiodesk-{zlib.crc32(os.fsencode(home)):08x}"
    if sys.platform == "win32":  # pragma: no cover - there it is a pipe, which is in no folder
        return Path(rf"\\.\pipe\{name}-{os.environ.get('USERNAME', '')}")
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and is_private(Path(runtime)):
        return Path(runtime, name)
    return Path(os.environ.get("TMPDIR") or "/tmp", f"ratiodesk-{os.getuid()}", name)  # noqa: S108 - see is_private


def is_private(folder: Path) -> bool:
    """Return whether a folder is this user's, and nobody else can put a socket into it."""
    try:
        about = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(about.st_mode) and about.st_uid == os.getuid() and not about.st_mode & 0o022


class RunningDesk:
    """A desk whose door is open: a context that ends when it was asked, or is not to be asked any more."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line

    @classmethod
    def knock(cls, home: str) -> RunningDesk | None:
        """Return the desk of a home directory, None if none runs; without one that costs a look at a folder."""
        door = door_of(home)
        try:
            about = door.lstat()
        except OSError:
            return None
        if not (stat.S_ISSOCK(about.st_mode) and about.st_uid == os.getuid() and is_private(door.parent)):
            return None
        # A start without another desk does not load it.
        import socket

        line = socket.socket(socket.AF_UNIX)
        line.settimeout(CONNECT_MS / 1000)
        try:
            line.connect(str(door))
        except OSError:  # It was killed, and its socket stayed.
            line.close()
            return None
        return cls(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._line.close()

    def ask(self, wish: Wish) -> bool:
        """Return whether the desk does what it is asked."""
        from ratiodesk.wish import encode_wish

        line = self._line
        line.settimeout(ANSWER_MS / 1000)
        answer = b""
        try:
            line.sendall(encode_wish(wish))
            while len(answer) < len(TAKEN) and (more := line.recv(len(TAKEN) - len(answer))):
                answer += more
        except OSError:
            return False
        return answer == TAKEN
