"""The folder that a home and the files brought to it are in, put back as it was after every attempt."""

import fnmatch
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

import specimen

# Made and left by whoever opens a home; they hold nothing.
_EMPTY = ("home/.lock", "home/prices.sqlite-wal", "home/prices.sqlite-shm")


class Ground:
    """A home with good files, in a folder of its own.

    Parameters
    ----------
    parent
        Where the folder is made; what is in memory saves the disk from being written ten thousand times.
    """

    def __init__(self, parent: Path | None = None) -> None:
        memory = Path("/dev/shm")
        self.root = Path(tempfile.mkdtemp(prefix="ratiodesk-", dir=parent or (memory if memory.is_dir() else None)))
        (self.root / "incoming").mkdir()
        specimen.fill(self.home)
        self._good = self._files()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self.root)

    @property
    def home(self) -> Path:
        return self.root / "home"

    def put(self, place: str, content: bytes) -> Path:
        """Write a spoilt file."""
        path = self.root / place
        path.write_bytes(content)
        return path

    def complaints(self, place: str, content: bytes, readable: bool, may_change: Iterable[str]) -> list[str]:
        """Return what was lost or changed that should not have been.

        Parameters
        ----------
        place, content
            The spoilt file.
        readable
            Whether it was taken for a good one, and may have been replaced by a change of the user's.
        may_change
            Patterns of files that may differ.
        """
        found, now = [], self._files()
        aside = [kept for name, kept in now.items() if name.startswith(f"{place}.damaged")]
        incoming = not place.startswith("home/")
        if now.get(place) != content and (incoming or not (readable or content in aside)):
            found.append(f"{place} was changed or is gone")
        free = (*_EMPTY, place, *may_change)
        for name, good in self._good.items():
            if name in _EMPTY:
                continue
            if name not in now and name != place:
                found.append(f"{name} is gone")
            elif now.get(name) != good and not any(fnmatch.fnmatch(name, pattern) for pattern in free):
                found.append(f"{name} was changed")
        more = [name for name in now if name.endswith((".tmp", ".repairing")) or ".probe" in name]
        return found + [f"{name} was left behind" for name in more]

    def restore(self) -> None:
        """Put everything back as it was at first."""
        for path in self.root.rglob("*"):
            name = path.relative_to(self.root).as_posix()
            if path.is_file() and name not in self._good:
                path.unlink()
        for name, good in self._good.items():
            path = self.root / name
            if not path.exists() or path.stat().st_size != len(good) or path.read_bytes() != good:
                path.write_bytes(good)

    def _files(self) -> dict[str, bytes]:
        paths = (path for path in self.root.rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in paths}
