"""The last versions of each document as files: what it was, and when."""

import contextlib
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from ratiodesk.domain.clock import Clock, utc_now
from ratiodesk.domain.errors import DamagedDocument, NotSaved
from ratiodesk.domain.version_port import Kept, Version
from ratiodesk.storage.atomic import write_atomic
from ratiodesk.storage.home import Home
from ratiodesk.storage.thinning import superfluous
from ratiodesk.storage.versioned import LARGEST_BYTES
from ratiodesk.words import tr

Read = TypeVar("Read")

_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"(\d{1,15})_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.\w+")


class VersionFiles:
    """Versions below a home directory: ``versions/<document>/<number>_<time>.<ending of the document>``.

    Whoever writes a document keeps its version while it holds the same lock. What else is in these folders is left
    alone.
    """

    def __init__(self, home: Home, clock: Clock = utc_now) -> None:
        self._home, self._clock = home, clock

    def keep(self, name: str, content: bytes) -> Version | None:
        """Keep what a document holds now, and thin out what was kept before; the caller holds the lock.

        Parameters
        ----------
        name
            File name of the document.

        Returns
        -------
        Version or None
            None if the newest version is the same.

        Raises
        ------
        NotSaved
            If it could not be written.
        """
        folder = self._folder(name)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            found = self._found(name)
            if found and found[-1][0].size == len(content) and found[-1][1].read_bytes() == content:
                return None
            number = found[-1][0].number + 1 if found else 1
            now = self._clock().replace(microsecond=0)
            path = folder / f"{number:06d}_{now:{_STAMP}}{Path(name).suffix}"
            write_atomic(path, content)
        except OSError as error:
            reason = error.strerror or error
            # The reason first, for a path may be long.
            raise NotSaved(
                tr("No version kept ({reason}): {path} could not be written.", reason=reason, path=folder)
            ) from error
        version = Version(number, now, len(content))
        found.append((version, path))
        for place in superfluous([each.kept for each, _ in found], now):
            # Gone already, or tried again with the next version.
            with contextlib.suppress(OSError):
                found[place][1].unlink()
        return version

    def keep_before(self, name: str, content: bytes) -> None:
        """Keep what is about to be overwritten.

        Raises
        ------
        NotSaved
            If it could not be, and the document is to stay as it is.
        """
        try:
            self.keep(name, content)
        except NotSaved as problem:
            raise NotSaved(tr("Not saved: {reason}", reason=problem)) from problem

    def versions(self, name: str) -> tuple[Version, ...]:
        """Return the versions of a document, the newest first; none if none are there or they cannot be listed."""
        return tuple(version for version, _ in reversed(self._listed(name)))

    def read(self, name: str, number: int) -> bytes:
        """Return what a version holds.

        Raises
        ------
        DamagedDocument
            If it is not there or cannot be read.
        """
        for version, path in reversed(self._listed(name)):
            if version.number == number:
                try:
                    return _content(path)
                except OSError as error:
                    reason = error.strerror or error
                    raise DamagedDocument(tr("{path} cannot be read: {reason}.", path=path, reason=reason)) from error
        raise DamagedDocument(tr("There is no version {number} of {name}.", number=number, name=name))

    def documents(self) -> tuple[str, ...]:
        """Return the file names of the documents of which there are versions, sorted."""
        try:
            return tuple(sorted(path.name for path in self._home.versions.iterdir() if path.is_dir()))
        except OSError:
            return ()

    def good(self, name: str, decode: Callable[[bytes], Read]) -> Iterator[Kept[Read]]:
        """Yield the versions that *decode* can read, the newest first; it raises DamagedDocument of those it cannot."""
        for version, path in reversed(self._listed(name)):
            with contextlib.suppress(OSError, DamagedDocument):
                yield Kept(version, decode(_content(path)))

    def newest_good(self, name: str, decode: Callable[[bytes], Read]) -> Kept[Read] | None:
        """Return the newest version that can be read, else the copy that an earlier RatioDesk kept, None without any.

        The number of such a copy is 0.
        """
        for kept in self.good(name, decode):
            return kept
        copy = self._home.backups / name
        with contextlib.suppress(OSError, DamagedDocument):
            about = copy.stat()
            moment = datetime.fromtimestamp(about.st_mtime, UTC)
            return Kept(Version(0, moment, about.st_size), decode(_content(copy)))
        return None

    def _folder(self, name: str) -> Path:
        if Path(name).name != name or "\\" in name or name in ("", ".", ".."):
            raise ValueError(f"{name!r} is not the name of a document")
        return self._home.versions / name

    def _listed(self, name: str) -> list[tuple[Version, Path]]:
        try:
            return self._found(name)
        except OSError:
            return []

    def _found(self, name: str) -> list[tuple[Version, Path]]:
        """Return the versions of a document with their files, the oldest first."""
        found = []
        for path in self._folder(name).iterdir():
            parts = _NAME.fullmatch(path.name)
            with contextlib.suppress(ValueError, FileNotFoundError):  # No date, or thinned out meanwhile.
                if parts is not None:
                    number, year, month, day, hour, minute, second = map(int, parts.groups())
                    kept = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
                    found.append((Version(number, kept, path.stat().st_size), path))
        return sorted(found, key=lambda each: (each[0].number, each[0].kept))


def _content(path: Path) -> bytes:
    """Return the content of a file, no more of it than a document has at most and one byte."""
    with path.open("rb") as file:
        return file.read(LARGEST_BYTES + 1)
