"""The prices of a backup, on their way into the cache."""

import tempfile
from pathlib import Path

from ratiodesk.domain.backup import Outcome, PriceCopies, PricesTaken, RestoredFile
from ratiodesk.domain.errors import BadPrices
from ratiodesk.domain.name_list import listed
from ratiodesk.storage.archive_file import ArchiveFile
from ratiodesk.storage.manifest import EntryRecord
from ratiodesk.words import tr, tr_n


def restore_prices(
    archive: ArchiveFile, entry: EntryRecord, prices: PriceCopies | None, *, preview: bool
) -> RestoredFile:
    """Take in the prices that are not here; what is wrong with them is no reason to give up the documents.

    Raises
    ------
    OSError, BadCache
        If they cannot be written.
    """
    if prices is None:
        return RestoredFile(entry.name, Outcome.LEFT_OUT, tr("prices are taken in by the program alone"))
    # Where the system tidies up, should the program be killed meanwhile.
    with tempfile.TemporaryDirectory(prefix="ratiodesk-") as folder:
        copy = Path(folder) / entry.name
        archive.extract(entry, copy)
        try:
            found = prices.take_in(copy, preview=preview)
        except BadPrices as problem:
            return RestoredFile(entry.name, Outcome.LEFT_OUT, str(problem).rstrip("."))
    return RestoredFile(entry.name, Outcome.MERGED if found.taken else Outcome.UNCHANGED, _said(found))


def _said(found: PricesTaken) -> str:
    clauses: list[str] = []
    if found.taken:
        count = len(found.taken)
        clauses.append(tr_n("prices of {n} symbol taken in", "prices of {n} symbols taken in", count, n=f"{count:,}"))
    if found.differing:
        names = listed(found.differing)
        clauses.append(tr("those of {names} differ from those here, which stay", names=names))
    if found.unreadable:
        names = listed(found.unreadable)
        clauses.append(tr("those of {names} are damaged in the backup and left out", names=names))
    return "; ".join(clauses)
