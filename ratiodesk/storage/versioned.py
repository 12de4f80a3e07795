"""A JSON document with a format and a version, before its fields mean anything: as a file, and as fields."""

import codecs
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from ratiodesk.domain.errors import DamagedDocument, NewerDocument
from ratiodesk.domain.shown_text import shorten
from ratiodesk.storage.migration import Fields, Migration, migrate
from ratiodesk.storage.soundness import check_extent, check_soundness
from ratiodesk.words import tr

LARGEST_BYTES = 5_000_000
# An error may repeat what the document has in place of a word.
_LONGEST_REASON = 200
Read = TypeVar("Read")


def read_file(path: Path, decode: Callable[[bytes], Read]) -> Read:
    """Return what *decode* makes of the content of a file; no more of it is read than a document has at most.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    DamagedDocument
        If it cannot be read, with a sentence that names it; a ``NewerDocument`` if a newer RatioDesk wrote it.
    """
    try:
        return decode(_content(path))
    except NewerDocument as error:
        reason = shorten(str(error), _LONGEST_REASON)
        raise NewerDocument(
            tr("{path} is from a newer RatioDesk: {reason}. It is kept as it is.", path=path, reason=reason)
        ) from error
    except DamagedDocument as error:
        reason = shorten(str(error), _LONGEST_REASON)
        raise DamagedDocument(
            tr("{path} cannot be read: {reason}. It is kept as it is.", path=path, reason=reason)
        ) from error
    except FileNotFoundError:
        raise
    except OSError as error:
        raise DamagedDocument(
            tr("{path} cannot be read: {reason}.", path=path, reason=error.strerror or error)
        ) from error


def _content(path: Path) -> bytes:
    if path.is_fifo():
        # Opening one waits for whoever writes into it, and nobody may.
        raise DamagedDocument(tr("it is a pipe, not a file"))
    with path.open("rb") as file:
        return file.read(LARGEST_BYTES + 1)


def aside_path(path: Path) -> Path:
    """Return the name under which a damaged document is kept."""
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
    return path.with_name(f"{path.name}.damaged-{stamp}")


def read_fields(
    content: bytes, format_name: str, version: int, migrations: Mapping[int, Migration], kind: str
) -> Fields:
    """Return the fields of a document, brought to *version*.

    Parameters
    ----------
    format_name, version
        What it must be, and the newest version that is known.
    migrations
        See :func:`~ratiodesk.storage.migration.migrate`.
    kind
        What the user calls such a document, marked.

    Raises
    ------
    NewerDocument
        If a newer RatioDesk wrote it.
    DamagedDocument
        If it is no such document, with the reason.
    """
    if len(content) > LARGEST_BYTES:
        most = f"{LARGEST_BYTES:,}"
        raise DamagedDocument(tr("it has more than the {most} bytes a {kind} has at most", most=most, kind=tr(kind)))
    check_extent(content)
    try:
        # Editors on Windows put a byte-order mark before the text.
        fields = msgspec.json.decode(content.removeprefix(codecs.BOM_UTF8))
        check_soundness(content, fields)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedDocument(tr("it is not JSON ({reason})", reason=error)) from error
    if not isinstance(fields, dict) or fields.get("format") != format_name:
        raise DamagedDocument(tr("it is not a RatioDesk {kind}", kind=tr(kind)))
    found = fields.get("version")
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise DamagedDocument(tr("its version is not a number"))
    if found > version:
        raise NewerDocument(
            tr(
                "it has version {found}, this RatioDesk reads up to {known}; update RatioDesk",
                found=found,
                known=version,
            )
        )
    # Nobody else has what was just read: a copy would take longer than all else about a document.
    return fields if found == version else migrate(fields, found, version, migrations)
