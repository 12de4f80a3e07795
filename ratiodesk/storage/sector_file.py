"""What a source said of the sectors of funds, as one small file that can be rebuilt."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from ratiodesk.domain.errors import RatioDeskError
from ratiodesk.domain.sector import SectorWeights
from ratiodesk.storage.atomic import not_saved, write_atomic
from ratiodesk.storage.home import Home
from ratiodesk.storage.lock import locked
from ratiodesk.storage.portfolio_document import SectorRecord, sector_record, sectors_from
from ratiodesk.words import mark


class SectorFile:
    """Sectors below a home directory. Implements the ``SectorStore`` port; any thread may call."""

    def __init__(self, home: Home) -> None:
        self._lock: Path = home.lock
        self._path = home.sectors

    def load(self) -> Sequence[SectorWeights]:
        try:
            return decode_sectors(self._path.read_bytes())
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError, RatioDeskError):
            # Nothing here is the user's work: it is asked for again, and the file replaced.
            return []

    def keep(self, weights: SectorWeights) -> None:
        try:
            with locked(self._lock):
                others = (known for known in self.load() if known.symbol != weights.symbol)
                ordered = sorted((*others, weights), key=lambda known: known.symbol)
                content = msgspec.json.encode([sector_record(known) for known in ordered])
                write_atomic(self._path, msgspec.json.format(content, indent=2) + b"\n")
        except OSError as error:
            raise not_saved(self._path, error, mark("Sectors not saved")) from error


def decode_sectors(content: bytes) -> Sequence[SectorWeights]:
    """Return the sectors that were written.

    Raises
    ------
    MsgspecError, UnicodeDecodeError, RecursionError, RatioDeskError
        If it is something else.
    """
    return [sectors_from(record) for record in msgspec.json.decode(content, type=list[SectorRecord])]
