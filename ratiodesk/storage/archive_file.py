"""A backup as it lies on the disk: checked as a whole before anything of it is used."""

import contextlib
import hashlib
import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from ratiodesk.domain.errors import BadArchive, DamagedDocument, NewerDocument
from ratiodesk.storage import manifest
from ratiodesk.storage.archive_name import Kind, kind_of, version_number
from ratiodesk.storage.archived_document import check_document
from ratiodesk.storage.manifest import EntryRecord, Manifest, decode_manifest
from ratiodesk.storage.versioned import LARGEST_BYTES
from ratiodesk.words import tr

MOST_DOCUMENT_BYTES, MOST_PRICE_BYTES = 500_000_000, 2_000_000_000
# No part of a backup is read in one piece that is longer, least of all its table of contents.
_LARGEST_PIECE = 8_000_000
_CHUNK = 1_000_000
_ENCRYPTED = 0x1
# What the standard library makes of files that only look like archives.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, KeyError, RuntimeError, ValueError, OverflowError, OSError,
)  # fmt: skip


class ArchiveFile:
    """A backup opened to be read, as a context.

    Raises
    ------
    BadArchive
        From every call, if it is no backup as it was written, with a sentence that names the file.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise BadArchive(tr("There is no file {path}.", path=path))
        self._path = path
        self._stack = contextlib.ExitStack()
        try:
            with self._stated():
                file = self._stack.enter_context(_WaryReader(io.FileIO(path)))
                self._zip = self._stack.enter_context(zipfile.ZipFile(file))
                infos = _checked_infos(self._zip)
                self.manifest = self._read_manifest(infos)
                _compare(self.manifest, infos)
        except BadArchive:
            self._stack.close()
            raise
        self._infos = infos

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def entries(self) -> Sequence[tuple[Kind, EntryRecord]]:
        """Return what is in it, in the order in which it is to be restored: of versions, the newest first."""
        found = [(kind, entry) for entry in self.manifest.entries if (kind := kind_of(entry.name)) is not None]
        return sorted(found, key=lambda pair: (pair[0].value, -(version_number(pair[1].name) or 0), pair[1].name))

    def check(self) -> None:
        """Read everything and compare it with what was written; every document must be one."""
        for kind, entry in self.entries():
            if kind is Kind.PRICES:
                self._copy(entry, None)
            else:
                content = self.read(entry)
                if entry.readable:
                    self._check_document(kind, entry, content)

    def read(self, entry: EntryRecord) -> bytes:
        """Return the content of a document."""
        with self._stated(), self._zip.open(self._infos[entry.name]) as file:
            content = file.read(LARGEST_BYTES + 1)
            _compare_content(entry, len(content), hashlib.sha256(content).hexdigest())
            return content

    def extract(self, entry: EntryRecord, target: Path) -> None:
        """Write the content of an entry of any size to a file.

        Raises
        ------
        OSError
            If *target* cannot be written.
        """
        with target.open("wb") as file:
            self._copy(entry, file)

    def _copy(self, entry: EntryRecord, target: BinaryIO | None) -> None:
        size, digest = 0, hashlib.sha256()
        with self._stated():
            source = self._zip.open(self._infos[entry.name])
        with source:
            while True:
                with self._stated():
                    chunk = source.read(_CHUNK)
                if not chunk:
                    break
                size += len(chunk)
                digest.update(chunk)
                if target is not None:
                    target.write(chunk)
        with self._stated():
            _compare_content(entry, size, digest.hexdigest())

    def _read_manifest(self, infos: dict[str, zipfile.ZipInfo]) -> Manifest:
        info = infos.pop(manifest.NAME, None)
        if info is None:
            raise BadArchive(tr("it is no RatioDesk backup"))
        with self._zip.open(info) as file:
            return decode_manifest(file.read(manifest.LARGEST_BYTES + 1))

    def _check_document(self, kind: Kind, entry: EntryRecord, content: bytes) -> None:
        try:
            check_document(entry.name, kind, content)
        except NewerDocument as problem:
            raise BadArchive(
                tr(
                    "{name} in {path} is from a newer RatioDesk: {reason}.",
                    name=entry.name,
                    path=self._path,
                    reason=problem,
                )
            ) from problem
        except DamagedDocument as problem:
            raise BadArchive(
                tr("{name} in {path} cannot be read: {reason}.", name=entry.name, path=self._path, reason=problem)
            ) from problem

    @contextlib.contextmanager
    def _stated(self) -> Iterator[None]:
        """Say of which file it is that something is wrong."""
        try:
            yield
        except BadArchive as error:
            raise BadArchive(tr("{path} cannot be restored: {reason}.", path=self._path, reason=error)) from error
        except _BROKEN as error:
            reason = error.strerror if isinstance(error, OSError) else None
            said = reason or tr("it is damaged, or no zip file")
            raise BadArchive(tr("{path} cannot be restored: {reason}.", path=self._path, reason=said)) from error


class _WaryReader(io.BufferedReader):
    """Reads no more at once than a backup has in one piece: a forged one would claim any length."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _LARGEST_PIECE:
            raise BadArchive(tr("it has parts that are longer than those of a backup"))
        return super().read(size)


def _checked_infos(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return what is in an archive by name; only files of known names and bounded sizes, none twice."""
    found: dict[str, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    document_bytes = 0
    for info in archive.infolist():
        # The other name is one that the library has made harmless.
        name = info.orig_filename
        kind = kind_of(name)
        if kind is None and name != manifest.NAME:
            raise BadArchive(tr("it holds files that no backup has"))
        # Some systems take names for the same that differ in capitals.
        if name.casefold() in seen:
            raise BadArchive(tr("it holds a file twice"))
        if not _is_plain_file(info):
            raise BadArchive(tr("it holds something other than plain files"))
        if kind is not Kind.PRICES:
            document_bytes += info.file_size
        if info.file_size > _most_bytes(kind) or document_bytes > MOST_DOCUMENT_BYTES:
            raise BadArchive(tr("it holds more than a backup has at most"))
        seen.add(name.casefold())
        found[name] = info
    return found


def _is_plain_file(info: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(info.external_attr >> 16)
    # Of other ways to compress, one needs gigabytes for a few bytes.
    is_plain = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) and not info.flag_bits & _ENCRYPTED
    # What is stored as it is cannot grow; only documents are small enough for anything else.
    grows = info.filename == "prices.sqlite" and info.compress_type != zipfile.ZIP_STORED
    return kind in (0, stat.S_IFREG) and is_plain and not grows


def _most_bytes(kind: Kind | None) -> int:
    if kind is None:
        return manifest.LARGEST_BYTES
    return MOST_PRICE_BYTES if kind is Kind.PRICES else LARGEST_BYTES


def _compare(listed: Manifest, infos: dict[str, zipfile.ZipInfo]) -> None:
    """Raise BadArchive unless what is listed is what is there."""
    sizes = {entry.name: entry.size for entry in listed.entries}
    if len(sizes) < len(listed.entries) or sizes != {name: info.file_size for name, info in infos.items()}:
        raise BadArchive(tr("what is in it is not what it lists"))


def _compare_content(entry: EntryRecord, size: int, digest: str) -> None:
    if (size, digest) != (entry.size, entry.sha256):
        raise BadArchive(tr("{name} in it is damaged", name=entry.name))
