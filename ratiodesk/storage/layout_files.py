"""Layouts as files: one document for an unordered pair, and a second copy of it."""

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ratiodesk.domain.errors import BadPair, DamagedDocument, NotSaved
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.merge import merge_lines
from ratiodesk.domain.name_list import listed_shortly
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.ports import OpenedLayout
from ratiodesk.storage.atomic import write_atomic
from ratiodesk.storage.document import ReadDocument, decode_layout, encode_layout
from ratiodesk.storage.file_name import SUFFIX, file_name
from ratiodesk.storage.home import Home
from ratiodesk.storage.lock import locked
from ratiodesk.storage.versioned import read_file


class LayoutFiles:
    """The layout documents below a home directory. Implements the ``Layouts`` port."""

    def __init__(self, home: Home) -> None:
        self._home = home
        # Each layout as this object last read or wrote it: what differs on the disk was changed elsewhere.
        self._known: dict[tuple[Symbol, Symbol], Layout] = {}

    def path(self, pair: Pair) -> Path:
        """Return where the document of *pair* is, or would be."""
        return self._home.layouts / file_name(pair)

    def open(self, pair: Pair) -> OpenedLayout:
        opened, read = self._find(pair)
        if read is not None:
            self._known[pair.key] = read.layout
        elif opened.problem is None:
            self._known.pop(pair.key, None)
        return opened

    def peek(self, pair: Pair) -> OpenedLayout:
        return self._find(pair)[0]

    def save(self, layout: Layout) -> Layout:
        path = self.path(layout.pair)
        try:
            with locked(self._home.lock):
                written = self._write(path, layout)
        except OSError as error:
            raise NotSaved(f"Not saved: {path} could not be written ({error.strerror or error}).") from error
        except DamagedDocument as problem:
            raise NotSaved(f"Not saved: {problem}") from problem
        self._known[layout.pair.key] = written
        return written

    def pairs(self) -> Sequence[Pair]:
        found = []
        for path in self._home.layouts.glob(f"*{SUFFIX}"):
            try:
                key = Pair.parse(path.stem.replace("_", "/"))
            except BadPair:
                continue  # A file the user keeps here; no pair is stored under such a name.
            if self.path(key) == path:
                found.append(self._saved_orientation(path, key))
        return sorted(found, key=str)

    def set_aside(self, pair: Pair) -> str:
        path = self.path(pair)
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
        aside = path.with_name(f"{path.name}.damaged-{stamp}")
        try:
            path.rename(aside)
        except OSError as error:
            raise NotSaved(f"{path} could not be renamed ({error.strerror or error}).") from error
        return aside.name

    def _find(self, pair: Pair) -> tuple[OpenedLayout, ReadDocument | None]:
        """Return the layout of *pair* and the document it was read from, None if that is missing or unreadable."""
        path = self.path(pair)
        try:
            read = _read(path, pair)
        except FileNotFoundError:
            if path.parent.is_dir():
                return OpenedLayout(Layout(pair), exists=False), None
            return self._open_backup(pair, DamagedDocument(f"The folder {path.parent} is missing.")), None
        except DamagedDocument as problem:
            return self._open_backup(pair, problem), None
        note = ""
        if read.unknown:
            names = listed_shortly(read.unknown)
            note = f"{path.name} has fields that this RatioDesk does not know ({names}); they are kept."
        return OpenedLayout(read.layout.seen_as(pair), note=note), read

    def _write(self, path: Path, layout: Layout) -> Layout:
        """Write *layout* with what the document has beyond it; the caller holds the lock."""
        fields = None
        with contextlib.suppress(FileNotFoundError):
            before = _read(path, layout.pair)
            known = self._known.get(layout.pair.key, Layout(layout.pair))
            base, theirs = (other.seen_as(layout.pair).levels for other in (known, before.layout))
            layout = replace(layout, levels=merge_lines(base, layout.levels, theirs))
            fields = before.fields
        try:
            content = encode_layout(layout, fields)
        except DamagedDocument as problem:
            raise DamagedDocument(f"the layout of {layout.pair} is refused: {problem}.") from problem
        write_atomic(path, content)
        write_atomic(self._home.backups / path.name, content)
        return layout

    def _open_backup(self, pair: Pair, problem: DamagedDocument) -> OpenedLayout:
        try:
            layout = _read(self._home.backups / file_name(pair), pair).layout.seen_as(pair)
        except (FileNotFoundError, DamagedDocument):
            layout = Layout(pair)
        return OpenedLayout(layout, problem)

    def _saved_orientation(self, path: Path, key: Pair) -> Pair:
        try:
            return _read(path, key).layout.pair
        except (FileNotFoundError, DamagedDocument):
            return key


def read_layout(path: Path) -> Layout:
    """Read a layout document from anywhere.

    Raises
    ------
    DamagedDocument
        With a sentence that names the file.
    """
    try:
        return _read(path).layout
    except FileNotFoundError as error:
        raise DamagedDocument(f"There is no file {path}.") from error


def write_layout(layout: Layout, path: Path) -> None:
    """Write a layout document to anywhere.

    Raises
    ------
    NotSaved
        If the file cannot be written.
    """
    try:
        write_atomic(path, encode_layout(layout))
    except (OSError, DamagedDocument) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        raise NotSaved(f"{path} could not be written ({reason}).") from error


def _read(path: Path, pair: Pair | None = None) -> ReadDocument:
    """Read a document, which must be of *pair* in either orientation if one is given."""
    return read_file(path, lambda content: _of_pair(decode_layout(content), pair))


def _of_pair(read: ReadDocument, pair: Pair | None) -> ReadDocument:
    if pair is not None and read.layout.pair.key != pair.key:
        raise DamagedDocument(f"it holds {read.layout.pair}, which is not the pair it is named after")
    return read
