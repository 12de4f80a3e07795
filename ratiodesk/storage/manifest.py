"""The list of what is in a backup, kept in it: names, sizes and check sums."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from ratiodesk.domain.errors import BadArchive
from ratiodesk.words import tr

NAME = "manifest.json"
FORMAT = "ratiodesk-backup"
VERSION = 1
# Room for some hundred thousand files.
LARGEST_BYTES = 20_000_000

_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class EntryRecord(Struct, frozen=True):
    """One file. ``readable`` is False of a document that was damaged, or a newer program's, when it was put in."""

    name: str
    size: Annotated[int, Meta(ge=0)]
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    readable: bool = True


class Manifest(Struct, frozen=True):
    """What was put in, when [UTC], and by which version of the program."""

    created: Annotated[datetime, Meta(tz=True)]
    program: Annotated[str, Meta(max_length=40)]
    entries: list[EntryRecord]
    format: str = FORMAT
    version: int = VERSION


class _Head(Struct, frozen=True):
    """What tells whether the rest can be read."""

    format: str = ""
    version: Annotated[int, Meta(ge=1)] = 1


def encode_manifest(manifest: Manifest) -> bytes:
    """Return *manifest* as JSON."""
    return msgspec.json.encode(manifest)


def decode_manifest(content: bytes) -> Manifest:
    """Read the list of a backup.

    Raises
    ------
    BadArchive
        If it is none, or a newer program's, with the reason as a clause.
    """
    try:
        head = msgspec.json.decode(content, type=_Head)
        if head.format != FORMAT:
            raise BadArchive(tr("it is no RatioDesk backup"))
        if head.version > VERSION:
            raise BadArchive(
                tr("a newer RatioDesk made it (version {version}); update RatioDesk", version=head.version)
            )
        return msgspec.json.decode(content, type=Manifest)
    except _UNREADABLE as error:
        raise BadArchive(tr("the list of what is in it cannot be read")) from error
