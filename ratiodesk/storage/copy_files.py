"""Other copies of layout documents: what could not be merged, here or by whatever synchronises the folder."""

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from ratiodesk.domain.errors import DamagedDocument, NotSaved
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.shared_port import OtherCopy
from ratiodesk.storage.atomic import write_atomic
from ratiodesk.storage.document import decode_layout
from ratiodesk.storage.file_name import SUFFIX, document_path, file_name, pair_named
from ratiodesk.storage.home import Home
from ratiodesk.storage.lock import locked
from ratiodesk.storage.shared_files import Signature, document_names, signature_of
from ratiodesk.storage.versioned import read_file
from ratiodesk.words import tr

# Of a copy: what two places changed, or what a file holds that was opened.
CONFLICT, OPENED = "conflict", "opened"
# Keeps what a document with this name held, and says so with a NotSaved or an OSError if it cannot.
Shelf = Callable[[str, bytes], object]


class CopyFiles:
    """Copies below a home directory. Implements the ``OtherCopies`` port.

    Parameters
    ----------
    home
        Where they are.
    shelf
        Keeps old versions.
    """

    def __init__(self, home: Home, shelf: Shelf) -> None:
        self._home, self._shelf = home, shelf
        # What was read of each file, and as which state of it; None if it is no layout document.
        self._read: dict[str, tuple[Signature, Layout | None]] = {}

    def copies(self, pair: Pair) -> tuple[OtherCopy, ...]:
        found = []
        for name in document_names(self._home.layouts):
            if _may_be_copy(name, pair):
                layout = self._layout(name)
                if layout is not None and layout.pair.key == pair.key:
                    found.append(OtherCopy(name, layout.seen_as(pair), is_file=_is_opened(name, pair)))
        return tuple(found)

    def settle(self, copy: OtherCopy) -> None:
        pair = copy.layout.pair
        path, document = self._home.layouts / copy.name, document_path(self._home.layouts, pair)
        try:
            with locked(self._home.lock):
                content = path.read_bytes()
                if decode_layout(content).layout.seen_as(pair) != copy.layout:
                    raise NotSaved(tr("{name} was changed meanwhile: look at it again.", name=copy.name))
                self._shelf(document.name, content)
                with contextlib.suppress(FileNotFoundError):
                    # What the document holds stays the newest version of it.
                    self._shelf(document.name, document.read_bytes())
                path.unlink()
        except FileNotFoundError:
            return
        except OSError as error:
            reason = error.strerror or error
            raise NotSaved(tr("{path} could not be put away ({reason}).", path=path, reason=reason)) from error
        except DamagedDocument as problem:
            raise NotSaved(tr("{path} could not be put away: {reason}.", path=path, reason=problem)) from problem

    def _layout(self, name: str) -> Layout | None:
        """Return what a file holds, None if that is no layout; read again only when it is another file."""
        path = self._home.layouts / name
        try:
            signature = signature_of(path.stat())
            if self._read.get(name, (None, None))[0] != signature:
                self._read[name] = signature, read_file(path, decode_layout).layout
        except OSError:
            return None  # It went away, or is not to be had now.
        except DamagedDocument:
            # Half of it may be here, or it is a file the user keeps; nobody takes it for a layout.
            self._read[name] = signature, None
        return self._read[name][1]


def keep_copy(document: Path, content: bytes, kind: str = CONFLICT) -> None:
    """Write what could not be merged beside the document; the caller holds the lock.

    Parameters
    ----------
    kind
        Of the copy: :data:`CONFLICT`, or :data:`OPENED` for what a file holds that was opened.

    Raises
    ------
    OSError
        If it could not be written.
    """
    stem = document.name.removesuffix(SUFFIX)
    for name in document_names(document.parent):
        if name.startswith(f"{stem}.{kind}-") and (document.parent / name).read_bytes() == content:
            return  # The same was kept before, and is still to be settled.
    write_atomic(document.with_name(f"{stem}.{kind}-{_stamp()}{SUFFIX}"), content)


def is_copy_of(name: str, pair: Pair) -> bool:
    """Return whether a file that holds *pair* has the name of its document with something behind it.

    >>> is_copy_of("IWM_SPY-DESKTOP.ratiodesk", Pair.parse("SPY/IWM"))
    True
    """
    return name != file_name(pair) and name.startswith(f"{file_name(pair).removesuffix(SUFFIX)}-")


def _is_opened(name: str, pair: Pair) -> bool:
    """Return whether a copy has the name of one that is of a file that was opened."""
    return name.startswith(f"{file_name(pair).removesuffix(SUFFIX)}.{OPENED}-")


def _may_be_copy(name: str, pair: Pair) -> bool:
    """Return whether a file with this name, if it holds *pair*, is another copy of its document."""
    return is_copy_of(name, pair) or pair_named(name) is None


def _stamp() -> str:
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
