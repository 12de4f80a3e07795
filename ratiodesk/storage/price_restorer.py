"""The prices of a backup, on their way into the cache."""

import tempfile
from pathlib import Path

from ratiodesk.domain.backup import Outcome, PriceCopies, PricesTaken, RestoredFile
from ratiodesk.domain.errors import BadPrices
from ratiodesk.domain.name_list import listed
from ratiodesk.domain.wording import counted
from ratiodesk.storage.archive_file import ArchiveFile
from ratiodesk.storage.manifest import EntryRecord


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
        return RestoredFile(entry.name, Outcome.LEFT_OUT, "prices are taken in by the program alone")
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
    clauses = [f"prices of {counted(len(found.taken), 'symbol')} taken in"] if found.taken else []
    if found.differing:
        clauses.append(f"those of {listed(found.differing)} differ from those here, which stay")
    if found.unreadable:
        clauses.append(f"those of {listed(found.unreadable)} are damaged in the backup and left out")
    return "; ".join(clauses)
