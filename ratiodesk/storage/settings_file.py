"""The settings as one small JSON file."""

from pathlib import Path
from typing import Any

import msgspec

from ratiodesk.domain.errors import DamagedDocument, RatioDeskError
from ratiodesk.domain.pair import Pair
from ratiodesk.domain.ports import FOLDED, Z_WINDOWS, Settings, are_panes
from ratiodesk.domain.recent import recents_named
from ratiodesk.domain.shown_text import shorten
from ratiodesk.storage.atomic import not_saved, write_atomic
from ratiodesk.storage.document import SizingRecord, sizing_of, sizing_record
from ratiodesk.storage.versioned import LARGEST_BYTES, aside_path
from ratiodesk.words import mark, tr

# An error may repeat what the file has in place of a word.
_LONGEST_REASON = 200
# Differs from every value that a setting may have.
_NEVER = object()


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
    recent: tuple[str, ...] = ()
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
        # As they were read or written here last: what differs is what was changed here.
        self._known: dict[str, Any] = {}

    def load(self) -> Settings:
        try:
            settings = self._read()
        except (OSError, DamagedDocument):
            # Nothing here is the user's work: defaults serve, and the unreadable file stays until it is replaced.
            settings = Settings()
        self._known = _fields_of(settings)
        return settings

    def problem(self) -> str:
        try:
            self._read()
        except FileNotFoundError:
            return ""
        except (OSError, DamagedDocument) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or shorten(str(error), _LONGEST_REASON)
            return tr(
                "{path} cannot be read: {reason}. The usual settings serve in its place, and it is kept.",
                path=self._path,
                reason=reason,
            )
        return ""

    def save(self, settings: Settings) -> None:
        fields = _fields_of(settings)
        changed = {name: value for name, value in fields.items() if self._known.get(name, _NEVER) != value}
        try:
            self._beside.stat()
            # What another desk changed stays, and so does what only a newer version knows.
            content = msgspec.json.encode({**fields, **self._found(), **changed})
            write_atomic(self._path, msgspec.json.format(content, indent=2) + b"\n")
        except OSError as error:
            raise not_saved(self._path, error, mark("Settings not saved")) from error
        self._known = fields

    def _read(self) -> Settings:
        with self._path.open("rb") as file:
            return decode_settings(file.read(LARGEST_BYTES + 1))

    def _found(self) -> dict[str, Any]:
        """Return the fields of the file, none where there is none; one that cannot be read is kept beside it."""
        try:
            self._read()
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, Any])
        except FileNotFoundError:
            return {}
        # What serves as settings may have a field beside them that is no text.
        except (DamagedDocument, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            self._path.replace(aside_path(self._path))
            return {}


def decode_settings(content: bytes) -> Settings:
    """Return the settings that were written.

    Raises
    ------
    DamagedDocument
        If it is something else, with the reason.
    """
    if len(content) > LARGEST_BYTES:
        most = f"{LARGEST_BYTES:,}"
        raise DamagedDocument(tr("it has more than the {most} bytes that settings have at most", most=most))
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
        recent=recents_named(record.recent),
        hints_over=record.hints_over,
    )


def _fields_of(settings: Settings) -> dict[str, Any]:
    """Return settings as a file holds them."""
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
        recent=tuple(map(str, settings.recent)),
        hints_over=settings.hints_over,
    )
    fields: dict[str, Any] = msgspec.to_builtins(record)
    return fields
