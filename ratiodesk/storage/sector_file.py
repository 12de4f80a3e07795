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
from ratiodesk.storage.versioned import aside_path
from ratiodesk.words import mark

_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, RatioDeskError)


class SectorFile:
    """Sectors below a home directory. Implements the ``SectorStore`` port; any thread may call."""

    def __init__(self, home: Home) -> None:
        self._lock: Path = home.lock
        self._path = home.sectors

    def load(self) -> Sequence[SectorWeights]:
        try:
            return decode_sectors(self._path.read_bytes())
        except (OSError, *_UNREADABLE):
            # They are asked for again, and the file is set aside when they are kept.
            return []

    def keep(self, weights: SectorWeights) -> None:
        try:
            with locked(self._lock):
                others = (known for known in self._known() if known.symbol != weights.symbol)
                ordered = sorted((*others, weights), key=lambda known: known.symbol)
                content = msgspec.json.encode([sector_record(known) for known in ordered])
                write_atomic(self._path, msgspec.json.format(content, indent=2) + b"\n")
        except OSError as error:
            raise not_saved(self._path, error, mark("Sectors not saved")) from error

    def _known(self) -> Sequence[SectorWeights]:
        """Return what is kept; what cannot be read goes on as a file of another name."""
        try:
            return decode_sectors(self._path.read_bytes())
        except FileNotFoundError:
            return []
        except _UNREADABLE:
            self._path.rename(aside_path(self._path))
            return []


def decode_sectors(content: bytes) -> Sequence[SectorWeights]:
    """Return the sectors that were written.

    Raises
    ------
    MsgspecError, UnicodeDecodeError, RecursionError, RatioDeskError
        If it is something else.
    """
    return [sectors_from(record) for record in msgspec.json.decode(content, type=list[SectorRecord])]
