"""Layouts as files: one document for an unordered pair, and its versions."""

import contextlib
from collections.abc import Sequence
from pathlib import Path

from ratiodesk.domain.clock import Clock, utc_now
from ratiodesk.domain.errors import DamagedDocument, MissingFolder, NewerDocument, NotSaved
from ratiodesk.domain.layout import Layout
from ratiodesk.domain.merge import merge_layouts
from ratiodesk.domain.name_list import listed_shortly
from ratiodesk.domain.pair import Pair, Symbol
from ratiodesk.domain.ports import OpenedLayout
from ratiodesk.domain.version_port import Kept
from ratiodesk.storage.atomic import not_saved, write_atomic
from ratiodesk.storage.copy_files import is_copy_of, keep_copy
from ratiodesk.storage.document import ReadDocument, decode_layout, encode_layout
from ratiodesk.storage.file_name import document_path, pair_named
from ratiodesk.storage.home import Home
from ratiodesk.storage.lock import locked
from ratiodesk.storage.shared_files import SharedFiles, document_names
from ratiodesk.storage.version_files import VersionFiles
from ratiodesk.storage.versioned import aside_path, read_file
from ratiodesk.words import tr


class LayoutFiles:
    """The layout documents below a home directory. Implements the ``Layouts`` port."""

    def __init__(self, home: Home, clock: Clock = utc_now, shared: SharedFiles | None = None) -> None:
        self._home, self._versions = home, VersionFiles(home, clock)
        self._shared = shared or SharedFiles(home)
        # Each layout as this object last read or wrote it: what differs on the disk was changed elsewhere.
        self._known: dict[tuple[Symbol, Symbol], Layout] = {}

    def path(self, pair: Pair) -> Path:
        """Return where the document of *pair* is, or would be."""
        return document_path(self._home.layouts, pair)

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
            raise not_saved(path, error) from error
        except DamagedDocument as problem:
            raise NotSaved(tr("Not saved: {reason}", reason=problem)) from problem
        return written

    def pairs(self) -> Sequence[Pair]:
        found = []
        for name in document_names(self._home.layouts):
            # Without such a pair it is a file the user keeps here; none is stored under its name.
            key = pair_named(name)
            if key is not None and self.path(key).name == name:
                saved = self._saved_orientation(self._home.layouts / name, key)
                if saved is not None:
                    found.append(saved)
        return sorted(found, key=str)

    def as_saved(self, pair: Pair) -> Pair:
        """Return *pair* in the orientation of its document; as it is without one that can be read."""
        return self._saved_orientation(self.path(pair), pair) or pair

    def set_aside(self, pair: Pair) -> str:
        path = self.path(pair)
        aside = aside_path(path)
        try:
            with locked(self._home.lock):
                if not _is_damaged(path, pair):
                    return ""
                path.rename(aside)
        except OSError as error:
            reason = error.strerror or error
            raise NotSaved(tr("{path} could not be renamed ({reason}).", path=path, reason=reason)) from error
        return aside.name

    def _find(self, pair: Pair) -> tuple[OpenedLayout, ReadDocument | None]:
        """Return the layout of *pair* and the document it was read from, None if that is missing or unreadable."""
        path = self.path(pair)
        try:
            read = _read(path, pair)
        except FileNotFoundError:
            if path.parent.is_dir():
                return OpenedLayout(Layout(pair), note=self._note_of_gone(path), exists=False), None
            missing = MissingFolder(tr("The folder {path} is missing.", path=path.parent))
            return self._open_version(pair, missing), None
        except DamagedDocument as problem:
            return self._open_version(pair, problem), None
        note = ""
        if read.unknown:
            note = tr(
                "{name} has fields that this RatioDesk does not know ({fields}); they are kept.",
                name=path.name,
                fields=listed_shortly(read.unknown),
            )
        return OpenedLayout(read.layout.seen_as(pair), note=note), read

    def _write(self, path: Path, layout: Layout) -> Layout:
        """Write *layout* with what the document has beyond it; the caller holds the lock."""
        before = None
        with contextlib.suppress(FileNotFoundError):
            before = _read(path, layout.pair)
            known = self._known.get(layout.pair.key, Layout(layout.pair))
            base, theirs = (other.seen_as(layout.pair) for other in (known, before.layout))
            merged = merge_layouts(base, layout, theirs)
            if merged.is_clash:
                keep_copy(path, path.read_bytes())
            layout = merged.layout
        try:
            content = encode_layout(layout, before.fields if before else None)
        except DamagedDocument as problem:
            raise DamagedDocument(
                tr("the layout of {pair} is refused: {reason}.", pair=layout.pair, reason=problem)
            ) from problem
        newest = self._newest_version(path.name, layout.pair)
        kept = newest.content if newest is not None and newest.version.number else None
        if before is not None and not (kept is not None and kept.has_work_of(before.layout)):
            # Written by another program, or before there were versions.
            kept = before.layout if self._keep_before(path, before.layout) else None
        try:
            write_atomic(path, content)
        except OSError:
            # A disk may fail after the document is in its place. Were it not known then, a line that is removed before
            # the next attempt would look like one that was added elsewhere, and come back.
            if _holds(path, content):
                self._take(path, layout)
            raise
        self._take(path, layout)
        # How a pair is looked at is no work, and makes no version.
        if kept is None or not kept.has_work_of(layout):
            self._versions.keep(path.name, content)
        return layout

    def _keep_before(self, path: Path, before: Layout) -> bool:
        """Keep a version of what is about to be overwritten; return whether that was done.

        Raises
        ------
        NotSaved
            If it could not be done, and what stands there was never seen here.
        """
        try:
            self._versions.keep(path.name, path.read_bytes())
        except NotSaved as problem:
            known = self._known.get(before.pair.key)
            if known is None or not known.has_work_of(before):
                raise NotSaved(tr("Not saved: {reason}", reason=problem)) from problem
            # The lines drawn now are worth more than a version of those that were seen, and that undo brings back.
            return False
        return True

    def _take(self, path: Path, layout: Layout) -> None:
        """Remember what a document holds now."""
        self._shared.note(path)
        self._known[layout.pair.key] = layout

    def _newest_version(self, name: str, pair: Pair) -> Kept[Layout] | None:
        return self._versions.newest_good(name, lambda content: _of_pair(decode_layout(content), pair).layout)

    def _open_version(self, pair: Pair, problem: DamagedDocument) -> OpenedLayout:
        newest = self._newest_version(self.path(pair).name, pair)
        if newest is None:
            return OpenedLayout(Layout(pair), problem)
        return OpenedLayout(newest.content.seen_as(pair), problem, kept=newest.version.kept)

    def _note_of_gone(self, path: Path) -> str:
        """Return that a document is gone of which there are versions, empty if there are none."""
        if not self._versions.versions(path.name):
            return ""
        return tr("{name} is gone: “Versions…” brings it back.", name=path.name)

    def _saved_orientation(self, path: Path, key: Pair) -> Pair | None:
        """Return the pair of a document as it was saved, None if it is another copy of some pair's document."""
        try:
            pair = _read(path).layout.pair
        except (FileNotFoundError, DamagedDocument):
            return key
        if pair.key == key.key:
            return pair
        return None if is_copy_of(path.name, pair) else key


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
        raise DamagedDocument(tr("There is no file {path}.", path=path)) from error


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
        raise NotSaved(tr("{path} could not be written ({reason}).", path=path, reason=reason)) from error


def _is_damaged(path: Path, pair: Pair) -> bool:
    """Return whether a document cannot be read; refuse to say so of one that a newer RatioDesk wrote."""
    try:
        _read(path, pair)
    except NewerDocument as problem:
        raise NotSaved(str(problem)) from problem
    except DamagedDocument:
        return True
    return False


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def _read(path: Path, pair: Pair | None = None) -> ReadDocument:
    """Read a document, which must be of *pair* in either orientation if one is given."""
    return read_file(path, lambda content: _of_pair(decode_layout(content), pair))


def _of_pair(read: ReadDocument, pair: Pair | None) -> ReadDocument:
    if pair is not None and read.layout.pair.key != pair.key:
        raise DamagedDocument(tr("it holds {pair}, which is not the pair it is named after", pair=read.layout.pair))
    return read
