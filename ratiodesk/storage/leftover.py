"""What a program has left behind that was killed while it wrote."""

import contextlib
import re
import time
from collections.abc import Iterator
from pathlib import Path

from ratiodesk.storage.home import Home
from ratiodesk.storage.lock import locked

# As `write_atomic` names what it writes first, and `open_home` what it proves with that a folder can be written.
_TEMPORARY = re.compile(r"\.(?P<name>.+\.(?:ratiodesk|json))-[a-z0-9_]{8}\.tmp")
_PROBE = re.compile(r"\.probe-[0-9]+")
# Settings are written without the lock, in some milliseconds. A clock that jumped back makes files of the future.
_AGE_S = 60.0


def sweep_leftovers(home: Home) -> int:
    """Remove temporary files below *home* that nobody will finish; return how many.

    Documents are written under the lock, which is held here: who wrote what is found is dead. Files that are younger
    than a minute stay all the same, and so does every name that is not one of this program's.
    """
    try:
        return sum(_sweep(folder, home) for folder in _folders(home))
    except OSError:
        # A home that cannot be written cannot be tidied up either; saving says so, and the next start tries again.
        return 0


def _sweep(folder: Path, home: Home) -> int:
    # Folder by folder, so that nobody who saves waits for all of them.
    with locked(home.lock):
        return sum(_remove(path) for path in _leftovers(folder, home))


def _folders(home: Home) -> Iterator[Path]:
    yield from (home.root, home.layouts, home.backups, home.journal, home.versions)
    with contextlib.suppress(FileNotFoundError):
        yield from (path for path in home.versions.iterdir() if path.is_dir())


def _leftovers(folder: Path, home: Home) -> Iterator[Path]:
    # The user may have chosen a directory with other files in it.
    own = {path.name for path in (home.portfolio, home.sectors, home.settings)}
    now = time.time()
    with contextlib.suppress(FileNotFoundError):
        for path in folder.iterdir():
            temporary = _TEMPORARY.fullmatch(path.name)
            is_own = temporary is not None and (folder != home.root or temporary["name"] in own)
            if (is_own or _PROBE.fullmatch(path.name)) and abs(now - path.lstat().st_mtime) > _AGE_S:
                yield path


def _remove(path: Path) -> bool:
    try:
        path.unlink()
    except OSError:
        return False  # Somebody else was faster, or it cannot be removed: it is in nobody's way.
    return True
