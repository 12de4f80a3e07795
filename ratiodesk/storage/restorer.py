"""One file of a backup at a time, brought together with what is here.

What is not here is written as it is in the backup. What is here in another form stays: a layout, the portfolio, the
settings and the sectors take in what they lack, and where the backup's document then still says something else, it is
kept whole: that of a layout beside it, as a conflict copy; any other below the folder ``restored``. So nothing that
is here is lost, nor anything of the backup, and restoring it again changes nothing more.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from ratiodesk.domain.backup import Outcome, RestoredFile
from ratiodesk.domain.errors import DamagedDocument, NotSaved
from ratiodesk.domain.reunion import reunite_layouts, reunite_portfolios, reunite_settings
from ratiodesk.storage.archive_name import Kind, pair_named, version_number
from ratiodesk.storage.atomic import write_atomic
from ratiodesk.storage.document import decode_layout
from ratiodesk.storage.file_name import SUFFIX
from ratiodesk.storage.frozen_document import decode_frozen
from ratiodesk.storage.home import Home
from ratiodesk.storage.layout_files import LayoutFiles
from ratiodesk.storage.lock import locked
from ratiodesk.storage.manifest import EntryRecord
from ratiodesk.storage.portfolio_document import decode_portfolio
from ratiodesk.storage.portfolio_file import PortfolioFile
from ratiodesk.storage.sector_file import SectorFile, decode_sectors
from ratiodesk.storage.settings_file import SettingsFile, decode_settings
from ratiodesk.words import tr, tr_n


class Restorer:
    """Restores files below a home directory.

    Parameters
    ----------
    moment
        When it is done [UTC]; what is kept beside the documents is named after it.
    documents
        Check sums of the documents in the backup: a second copy of one of them need not be kept.
    preview
        Whether to tell only what would be done.
    """

    def __init__(self, home: Home, moment: datetime, documents: frozenset[str], *, preview: bool) -> None:
        self._home, self._documents, self._preview = home, documents, preview
        self._stamp = moment.astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ")

    def restore(self, kind: Kind, entry: EntryRecord, content: bytes) -> RestoredFile:
        """Restore one file and say what became of it.

        Raises
        ------
        OSError, NotSaved
            If something could not be written; then the file is as it was.
        """
        name = entry.name
        if kind is Kind.VERSION and not self._has_room(name):
            return self._keep_beside(name, content, tr("another version here has this place"))
        if self._written_where_missing(name, content):
            return RestoredFile(name, Outcome.RESTORED)
        if _holds(self._path(name), content):
            return RestoredFile(name, Outcome.UNCHANGED)
        joining = {
            Kind.LAYOUT: self._join_layout,
            Kind.PORTFOLIO: self._join_portfolio,
            Kind.SETTINGS: self._join_settings,
            Kind.SECTORS: self._join_sectors,
            Kind.JOURNAL: self._join_frozen,
        }
        if kind in joining and entry.readable:
            return joining[kind](name, content)
        if kind is Kind.COPY and entry.sha256 in self._documents:
            return RestoredFile(name, Outcome.UNCHANGED, tr("a second copy of a document of the backup"))
        return self._keep_beside(name, content, tr("what is here stays"))

    def _join_layout(self, name: str, content: bytes) -> RestoredFile:
        pair = pair_named(name)
        if pair is None:
            return self._keep_beside(name, content, tr("what is here stays"))
        files, saved = LayoutFiles(self._home), decode_layout(content)
        opened = files.open(files.as_saved(pair))
        if opened.problem is not None:
            return self._keep_conflict(name, content, tr("the document here cannot be read and stays"))
        found = reunite_layouts(opened.layout, saved.layout)
        is_changed = found.layout != opened.layout
        clauses: list[str] = []
        if found.added:
            clauses.append(tr_n("{n} line added", "{n} lines added", found.added, n=f"{found.added:,}"))
        outcome = RestoredFile(name, Outcome.MERGED if is_changed else Outcome.UNCHANGED, ", ".join(clauses))
        if found.differing or saved.unknown:
            clauses.append(
                tr_n(
                    "{n} difference from what is here, which stays",
                    "{n} differences from what is here, which stays",
                    found.differing,
                    n=f"{found.differing:,}",
                )
            )
            outcome = self._keep_conflict(name, content, ", ".join(clauses))
        if is_changed and not self._preview:
            files.save(found.layout)
        return outcome

    def _join_portfolio(self, name: str, content: bytes) -> RestoredFile:
        file, saved = PortfolioFile(self._home), decode_portfolio(content)
        opened = file.open()
        if opened.problem is not None:
            return self._keep_beside(name, content, tr("the portfolio here cannot be read and stays"))
        joined = reunite_portfolios(opened.portfolio, saved.portfolio)
        is_changed = joined != opened.portfolio
        if joined == saved.portfolio and not saved.unknown:
            said = tr("nothing else was entered here") if is_changed else ""
            outcome = RestoredFile(name, Outcome.MERGED if is_changed else Outcome.UNCHANGED, said)
        else:
            stays = tr("what is here stays")
            said = tr("what was not entered here is taken in, the rest stays") if is_changed else stays
            outcome = self._keep_beside(name, content, said)
        if is_changed and not self._preview:
            file.change(lambda here: reunite_portfolios(here, saved.portfolio))
        return outcome

    def _join_settings(self, name: str, content: bytes) -> RestoredFile:
        file = SettingsFile(self._home.settings)
        here = file.load()
        joined = reunite_settings(here, decode_settings(content))
        if joined == here:
            return RestoredFile(name, Outcome.UNCHANGED, tr("what was set here stays"))
        if not self._preview:
            file.save(joined)
        return RestoredFile(name, Outcome.MERGED, tr("what was never set here is taken in"))

    def _join_sectors(self, name: str, content: bytes) -> RestoredFile:
        file = SectorFile(self._home)
        known = {weights.symbol for weights in file.load()}
        missing = [weights for weights in decode_sectors(content) if weights.symbol not in known]
        if not missing:
            return RestoredFile(name, Outcome.UNCHANGED, tr("what is here stays"))
        if not self._preview:
            for weights in missing:
                file.keep(weights)
        count = len(missing)
        said = tr_n("sectors of {n} symbol taken in", "sectors of {n} symbols taken in", count, n=f"{count:,}")
        return RestoredFile(name, Outcome.MERGED, said)

    def _join_frozen(self, name: str, content: bytes) -> RestoredFile:
        try:
            is_same = decode_frozen(self._path(name).read_bytes())[0] == decode_frozen(content)[0]
        except DamagedDocument:
            return self._keep_beside(name, content, tr("the frozen plan here cannot be read and stays"))
        if is_same:
            return RestoredFile(name, Outcome.UNCHANGED)
        return self._keep_beside(name, content, tr("the frozen plan here differs and stays"))

    # Files as they are

    def _has_room(self, name: str) -> bool:
        """Return whether a version may stand in its place: it is there, or older than the newest here and missing.

        A newer one would be taken for what the document was last.
        """
        path, number = self._path(name), version_number(name)
        if path.exists() or not path.parent.is_dir():
            return True
        numbers = {found for other in path.parent.iterdir() if (found := version_number(other.name)) is not None}
        return not numbers or (number not in numbers and number is not None and number < max(numbers))

    def _written_where_missing(self, name: str, content: bytes) -> bool:
        """Write a file that is not here, as it is; return whether it was missing."""
        path = self._path(name)
        if self._preview:
            return not path.exists()
        with locked(self._home.lock):
            if path.exists():
                return False
            self._write(path, content)
        return True

    def _keep_conflict(self, name: str, content: bytes, said: str) -> RestoredFile:
        """Keep the document of a layout whole beside the one that is here."""
        path = self._path(name)
        start = f"{path.name.removesuffix(SUFFIX)}.conflict-"
        others = [other for other in path.parent.iterdir() if other.name.startswith(start)]
        return self._keep(name, content, said, path.with_name(f"{start}{self._stamp}{SUFFIX}"), others)

    def _keep_beside(self, name: str, content: bytes, said: str) -> RestoredFile:
        """Keep a file whole in the folder of what was restored and has no place."""
        parts = name.split("/")
        inner = "/".join(parts[2:]) if parts[0] == "restored" else name
        folder = self._home.root / "restored"
        others = [other / inner for other in folder.iterdir()] if folder.is_dir() else []
        return self._keep(name, content, said, folder / self._stamp / inner, others)

    def _keep(self, name: str, content: bytes, said: str, copy: Path, others: Sequence[Path]) -> RestoredFile:
        """Write a file to where it is kept, unless one of *others* holds it already."""
        kept = next((other for other in others if _holds(other, content)), copy)
        if kept is copy and not self._preview:
            with locked(self._home.lock):
                if copy.exists():
                    raise NotSaved(tr("{path} is there already.", path=copy))
                self._write(copy, content)
        elif kept is copy:
            # It would be named after another moment.
            said = tr("{said}; the one of the backup is kept", said=said)
            return RestoredFile(name, Outcome.KEPT_BESIDE, said)
        where = kept.relative_to(self._home.root).as_posix()
        said = tr("{said}; the one of the backup is kept as {where}", said=said, where=where)
        return RestoredFile(name, Outcome.KEPT_BESIDE, said)

    def _write(self, path: Path, content: bytes) -> None:
        """Write a file and the folders it needs; the caller holds the lock."""
        # Where a disk is gone, what is written in its place would be hidden as soon as it is back.
        self._home.layouts.stat()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomic(path, content)

    def _path(self, name: str) -> Path:
        return self._home.root.joinpath(*name.split("/"))


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except FileNotFoundError:
        return False
