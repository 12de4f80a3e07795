"""The folder of the layout documents as others see it: which files in it are not as this program left them."""

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ratiodesk.domain.pair import Pair
from ratiodesk.domain.shared_port import News
from ratiodesk.storage.file_name import SUFFIX, document_path, pair_named
from ratiodesk.storage.home import Home

# Of a file: which it is, when it was written, and how large it is.
Signature = tuple[int, int, int]


class SharedFiles:
    """What others write below a home directory. Implements the ``SharedFolder`` port."""

    def __init__(self, home: Home) -> None:
        self._home = home
        # None until it was looked at first.
        self._seen: dict[str, Signature] | None = None
        self._portfolio: Signature | None = None

    def watched(self, pair: Pair) -> Sequence[Path]:
        home = self._home
        # A file that is written in place changes no folder.
        paths = (home.root, home.layouts, home.portfolio, document_path(home.layouts, pair))
        return [path for path in paths if path.exists()]

    def news(self) -> News | None:
        try:
            found = dict(_documents(self._home.layouts))
        except OSError:
            return None  # Whoever saves says why.
        before, self._seen = self._seen, found
        portfolio, self._portfolio = self._portfolio, _signature(self._home.portfolio)
        if before is None:
            return News()
        changed = sorted(name for name in before.keys() | found.keys() if before.get(name) != found.get(name))
        pairs = {name: pair_named(name) for name in changed}
        return News(
            tuple(pair for pair in pairs.values() if pair is not None),
            # Some programs put the name of a computer where the symbol ends, which may look like one of its own.
            copies=any(pair is None or "-" in name for name, pair in pairs.items()),
            portfolio=portfolio != self._portfolio,
        )

    def note(self, path: Path) -> None:
        """Take a document of the folder, as it is now, for written by this program."""
        signature = _signature(path)
        if self._seen is not None and signature is not None:
            self._seen[path.name] = signature


def document_names(folder: Path) -> list[str]:
    """Return the names of the files in a folder that may be layout documents, none where it cannot be read."""
    try:
        return sorted(path.name for path in folder.iterdir() if _is_document(path.name))
    except OSError:
        return []


def signature_of(about: os.stat_result) -> Signature:
    """Return what tells two states of a file apart."""
    return about.st_ino, about.st_mtime_ns, about.st_size


def _documents(folder: Path) -> Iterator[tuple[str, Signature]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if _is_document(entry.name):
                # A link to nowhere, or to itself, is no document, nor is what went away this moment.
                with contextlib.suppress(OSError):
                    yield entry.name, signature_of(entry.stat())


def _is_document(name: str) -> bool:
    return name.endswith(SUFFIX) and not name.startswith(".")


def _signature(path: Path) -> Signature | None:
    """Return the state of a file, None if it is not there."""
    try:
        return signature_of(path.stat())
    except FileNotFoundError:
        return None
