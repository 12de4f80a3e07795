"""The settings as one small JSON file."""

from pathlib import Path

import msgspec

from ratiodesk.domain.errors import DamagedDocument, RatioDeskError
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.ports import FOLDED, Z_WINDOWS, Settings, are_panes
from ratiodesk.domain.shown_text import shorten
from ratiodesk.storage.atomic import not_saved, write_atomic
from ratiodesk.storage.document import SizingRecord, sizing_of, sizing_record
from ratiodesk.storage.versioned import LARGEST_BYTES, aside_path

# An error may repeat what the file has in place of a word.
_LONGEST_REASON = 200


class SettingsRecord(msgspec.Struct, frozen=True):
    """What the file holds."""

    last_pair: str | None = None
    sizing: SizingRecord = SizingRecord()
    live: bool = False
    terms_told: bool = False
    candles: bool = False
    panes: tuple[str, ...] = ()
    z_window: int = 252
    magnet: bool = False
    dividends: bool = False
    contours: bool = True
    folded: tuple[str, ...] = FOLDED
    hints_over: tuple[str, ...] = ()


class SettingsFile:
    """The settings below a home directory. Implements the ``SettingsStore`` port.

    Parameters
    ----------
    path
        Where they are, or would be.
    beside
        A folder that is there wherever the settings belong; see :meth:`ratiodesk.storage.home.Home.prove_there`.
    """

    def __init__(self, path: Path, beside: Path | None = None) -> None:
        self._path, self._beside = path, beside or path.parent

    def load(self) -> Settings:
        try:
            return self._read()
        except (OSError, DamagedDocument):
            # Nothing here is the user's work: defaults serve, and the unreadable file stays until it is replaced.
            return Settings()

    def problem(self) -> str:
        try:
            self._read()
        except FileNotFoundError:
            return ""
        except (OSError, DamagedDocument) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or shorten(str(error), _LONGEST_REASON)
            return f"{self._path} cannot be read: {reason}. The usual settings serve in its place, and it is kept."
        return ""

    def save(self, settings: Settings) -> None:
        record = SettingsRecord(
            last_pair=str(settings.last_pair) if settings.last_pair else None,
            sizing=sizing_record(settings.sizing),
            live=settings.live,
            terms_told=settings.terms_told,
            candles=settings.candles,
            panes=settings.panes,
            z_window=settings.z_window,
            magnet=settings.magnet,
            dividends=settings.dividends,
            contours=settings.contours,
            folded=settings.folded,
            hints_over=settings.hints_over,
        )
        try:
            self._beside.stat()
            self._keep_unreadable()
            write_atomic(self._path, msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n")
        except OSError as error:
            raise not_saved(self._path, error, "Settings not saved") from error

    def _read(self) -> Settings:
        with self._path.open("rb") as file:
            return decode_settings(file.read(LARGEST_BYTES + 1))

    def _keep_unreadable(self) -> None:
        try:
            self._read()
        except FileNotFoundError:
            return
        except DamagedDocument:
            self._path.replace(aside_path(self._path))


def decode_settings(content: bytes) -> Settings:
    """Return the settings that were written.

    Raises
    ------
    DamagedDocument
        If it is something else, with the reason.
    """
    if len(content) > LARGEST_BYTES:
        raise DamagedDocument(f"it has more than the {LARGEST_BYTES:,} bytes that settings have at most")
    try:
        record = msgspec.json.decode(content, type=SettingsRecord)
        pair = Pair.parse(record.last_pair) if record.last_pair else None
        sizing = sizing_of(record.sizing)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, RatioDeskError) as error:
        raise DamagedDocument(str(error).rstrip(".")) from error
    # A version that knows more panes, or a slip in an editor, costs that setting and not the others.
    return Settings(
        last_pair=pair,
        sizing=sizing,
        live=record.live,
        terms_told=record.terms_told,
        candles=record.candles,
        panes=record.panes if are_panes(record.panes) else (),
        z_window=record.z_window if record.z_window in Z_WINDOWS else Settings().z_window,
        magnet=record.magnet,
        dividends=record.dividends,
        contours=record.contours,
        folded=record.folded,
        hints_over=record.hints_over,
    )
