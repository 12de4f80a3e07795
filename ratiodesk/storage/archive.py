"""Everything of the user as one zip file, and the way back; see :mod:`ratiodesk.storage.restorer` for what wins."""

import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from ratiodesk import __version__
from ratiodesk.domain.backup import BackupReport, PriceCopies, RestoredFile, RestoreReport
from ratiodesk.domain.clock import Clock, utc_now
from ratiodesk.domain.errors import BadArchive, BadCache, BadInput, NotSaved
from ratiodesk.storage import manifest
from ratiodesk.storage.archive_file import MOST_PRICE_BYTES, ArchiveFile
from ratiodesk.storage.archive_name import FOLDERS, Kind, kind_of
from ratiodesk.storage.archived_document import is_readable
from ratiodesk.storage.atomic import replacing
from ratiodesk.storage.home import Home
from ratiodesk.storage.manifest import EntryRecord, Manifest, encode_manifest
from ratiodesk.storage.price_restorer import restore_prices
from ratiodesk.storage.restorer import Restorer
from ratiodesk.storage.versioned import LARGEST_BYTES
from ratiodesk.words import tr

SUFFIX = ".zip"
_CHUNK = 1_000_000


class Archives:
    """Backups of one home directory. Implements the ``Backups`` port; any thread may call."""

    def __init__(self, home: Home, prices: PriceCopies, clock: Clock = utc_now) -> None:
        self._home, self._prices, self._clock = home, prices, clock

    def write(self, path: Path) -> BackupReport:
        return write_archive(self._home, path, self._prices, self._clock)

    def restore(self, path: Path, *, preview: bool = False) -> RestoreReport:
        return restore_archive(self._home, path, self._prices, preview=preview, clock=self._clock)


def write_archive(home: Home, path: Path, prices: PriceCopies | None = None, clock: Clock = utc_now) -> BackupReport:
    """Write everything below *home* that is the user's to *path*, and read it again before it counts.

    Nobody is kept from writing meanwhile: every document is replaced as a whole, so each is whole in the backup too.

    Raises
    ------
    BadInput, NotSaved
        As :meth:`ratiodesk.domain.backup.Backups.write`.
    """
    if path.suffix.lower() != SUFFIX:
        raise BadInput(
            tr(
                "“{name}” is not the name of a backup: name a file that ends in {suffix}.",
                name=path.name,
                suffix=SUFFIX,
            )
        )
    try:
        with replacing(path) as temporary:
            writer = _Writer(home, temporary, clock())
            writer.write(prices)
            with ArchiveFile(temporary) as written:
                written.check()
            size = temporary.stat().st_size
    except OSError as error:
        reason = error.strerror or error
        raise NotSaved(tr("{path} could not be written ({reason}).", path=path, reason=reason)) from error
    except BadArchive as error:
        raise NotSaved(
            tr("{path} was not written, because it could not be read again: {reason}", path=path, reason=error)
        ) from error
    return BackupReport(path, writer.files, size, writer.price_bytes, tuple(writer.left_out), writer.problem)


def restore_archive(
    home: Home, path: Path, prices: PriceCopies | None = None, *, preview: bool = False, clock: Clock = utc_now
) -> RestoreReport:
    """Take in what is in a backup and not below *home*, file by file, losing nothing that is there.

    Parameters
    ----------
    prices
        Where the prices go; without it they are left out.
    preview
        Only tell what would be done.

    Raises
    ------
    BadArchive, NotSaved
        As :meth:`ratiodesk.domain.backup.Backups.restore`.
    """
    with ArchiveFile(path) as archive:
        archive.check()
        entries = archive.entries()
        documents = frozenset(
            entry.sha256 for kind, entry in entries if kind in (Kind.LAYOUT, Kind.PORTFOLIO, Kind.JOURNAL)
        )
        restorer = Restorer(home, clock(), documents, preview=preview)
        done: list[RestoredFile] = []
        for kind, entry in entries:
            try:
                if kind is Kind.PRICES:
                    done.append(restore_prices(archive, entry, prices, preview=preview))
                else:
                    done.append(restorer.restore(kind, entry, archive.read(entry)))
            except (OSError, NotSaved, BadArchive, BadCache) as error:
                reason = (error.strerror if isinstance(error, OSError) else None) or str(error).rstrip(".")
                raise NotSaved(
                    tr(
                        "Restoring stopped at {name}, after {done} of {all} files: {reason}. "
                        "What was here is still here; restore again to go on.",
                        name=entry.name,
                        done=f"{len(done):,}",
                        all=f"{len(entries):,}",
                        reason=reason,
                    )
                ) from error
        made = archive.manifest
        return RestoreReport(made.created, made.program, tuple(done), preview)


class _Writer:
    """Puts the files of a home directory into a new archive."""

    def __init__(self, home: Home, path: Path, created: datetime) -> None:
        self._home, self._path, self._created = home, path, created
        self._entries: list[EntryRecord] = []
        self.left_out: list[str] = []
        self.price_bytes = 0
        self.problem = ""

    @property
    def files(self) -> int:
        return len(self._entries) - bool(self.price_bytes)

    def write(self, prices: PriceCopies | None) -> None:
        with zipfile.ZipFile(self._path, "w") as archive:
            seen: set[str] = set()
            for name, path in _files(self._home):
                kind = kind_of(name)
                if kind is None or name.casefold() in seen or not self._add(archive, name, kind, path):
                    self.left_out.append(name)
                seen.add(name.casefold())
            if prices is not None:
                self._add_prices(archive, prices)
            made = Manifest(self._created, __version__, self._entries)
            archive.writestr(self._info(manifest.NAME, zipfile.ZIP_DEFLATED), encode_manifest(made))

    def _add(self, archive: zipfile.ZipFile, name: str, kind: Kind, path: Path) -> bool:
        """Put one document in; return False if it cannot be read, or is too large to be one."""
        try:
            with path.open("rb") as file:
                content = file.read(LARGEST_BYTES + 1)
        except FileNotFoundError:
            return True  # Deleted meanwhile.
        except OSError:
            return False
        if len(content) > LARGEST_BYTES:
            return False
        archive.writestr(self._info(name, zipfile.ZIP_DEFLATED), content)
        digest = hashlib.sha256(content).hexdigest()
        self._entries.append(EntryRecord(name, len(content), digest, is_readable(name, kind, content)))
        return True

    def _add_prices(self, archive: zipfile.ZipFile, prices: PriceCopies) -> None:
        name = self._home.prices.name
        # Where the system tidies up, should the program be killed meanwhile.
        with tempfile.TemporaryDirectory(prefix="ratiodesk-") as folder:
            copy = Path(folder) / name
            try:
                if not prices.write(copy):
                    return
            except BadCache as error:
                self.problem = tr("The prices are not in the backup: {reason}", reason=error)
                return
            size, digest = copy.stat().st_size, hashlib.sha256()
            if size > MOST_PRICE_BYTES:
                most = f"{MOST_PRICE_BYTES:,}"
                self.problem = tr("The prices are not in the backup: they take more than {most} bytes.", most=most)
                return
            info = self._info(name, zipfile.ZIP_STORED)
            info.file_size = size
            with copy.open("rb") as source, archive.open(info, "w") as target:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
                    target.write(chunk)
            self._entries.append(EntryRecord(name, size, digest.hexdigest()))
            self.price_bytes = size

    def _info(self, name: str, method: int) -> zipfile.ZipInfo:
        moment = self._created.timetuple()[:6]
        info = zipfile.ZipInfo(name, (max(moment[0], 1980), *moment[1:]))
        info.compress_type = method
        info.external_attr = 0o100600 << 16
        return info


def _files(home: Home) -> Iterator[tuple[str, Path]]:
    """Return the visible plain files below the home directory that are documents or lie among them, sorted."""
    folders = [home.root / name for name in FOLDERS]
    inside = [path for folder in folders for path in folder.rglob("*")]
    beside = [path for path in home.root.glob("*") if kind_of(path.name) not in (None, Kind.PRICES)]
    for path in sorted((*beside, *inside)):
        parts = path.relative_to(home.root).parts
        # What begins with a point is the program's own, and half written.
        if path.is_file() and not any(part.startswith(".") for part in parts):
            yield "/".join(parts), path
