"""What is kept is for the user alone: no other account of the machine reads a holding."""

import contextlib
import os
import stat
from pathlib import Path

_OTHERS = 0o077
# What the program keeps below its home, apart from the dot of temporary files and locks.
_FOLDERS = {"backups", "journal", "layouts", "lock", "log", "restored", "versions", "yahoo"}
_FILES = ("portfolio.json", "prices.sqlite", "probe-", "sectors.json", "settings.json")


def keep_private(root: Path) -> None:
    """Let nobody else read what this process makes from now on, nor what it kept in *root* before.

    A folder in which the user keeps other things as well stays as open as it is; what is ours in it does not. What a
    link points to is left alone, and so is what belongs to somebody else.

    Raises
    ------
    OSError
        If the folder cannot be listed.
    """
    # For the whole process, because SQLite and other libraries make files of their own.
    os.umask(_OTHERS)
    if os.name == "nt":  # pragma: no cover - Windows has other permissions, and keeps the data folder to its user
        return
    holds_ours_alone = True
    with os.scandir(root) as entries:
        for entry in entries:
            if not _is_ours(entry.name.removeprefix(".")):
                holds_ours_alone = False
            elif not entry.is_symlink():
                # A temporary file of another desk may be gone by now.
                with contextlib.suppress(FileNotFoundError):
                    _close(entry.path, entry.stat(follow_symlinks=False))
    if holds_ours_alone:
        _close(root, root.stat())


def _is_ours(name: str) -> bool:
    return name in _FOLDERS or name.startswith(_FILES)


def _close(path: str | Path, about: os.stat_result) -> None:
    if about.st_mode & _OTHERS and about.st_uid == os.geteuid():
        # Some file systems know no permissions, and refuse to change what they make up.
        with contextlib.suppress(PermissionError):
            Path(path).chmod(stat.S_IMODE(about.st_mode) & ~_OTHERS)
