"""Whether a document in a backup is one, without keeping what it says."""

from collections.abc import Callable
from typing import Any

import msgspec

from ratiodesk.domain.errors import DamagedDocument, RatioDeskError
from ratiodesk.storage.archive_name import Kind, pair_named
from ratiodesk.storage.document import decode_layout
from ratiodesk.storage.frozen_document import decode_frozen
from ratiodesk.storage.portfolio_document import decode_portfolio
from ratiodesk.storage.sector_file import decode_sectors
from ratiodesk.storage.settings_file import decode_settings
from ratiodesk.words import tr


def check_document(name: str, kind: Kind, content: bytes) -> None:
    """Raise DamagedDocument, with the reason, if a document is not what its name says.

    Earlier versions and other copies are never read before they are looked at again, and may be anything.
    """
    match kind:
        case Kind.LAYOUT:
            _check_layout(name, content)
        case Kind.JOURNAL:
            plan, _ = decode_frozen(content)
            if f"journal/{plan.id}.json" != name:
                raise DamagedDocument(tr("it holds the plan {id}, which it is not named after", id=plan.id))
        case Kind.PORTFOLIO:
            decode_portfolio(content)
        case Kind.SETTINGS:
            decode_settings(content)
        case Kind.SECTORS:
            _stated(decode_sectors, content)
        case _:
            return


def is_readable(name: str, kind: Kind, content: bytes) -> bool:
    """Return whether a document is what its name says."""
    try:
        check_document(name, kind, content)
    except DamagedDocument:
        return False
    return True


def _check_layout(name: str, content: bytes) -> None:
    layout, pair = decode_layout(content).layout, pair_named(name)
    if pair is not None and layout.pair.key != pair.key:
        raise DamagedDocument(tr("it holds {pair}, which is not the pair it is named after", pair=layout.pair))


def _stated(decode: Callable[[bytes], Any], content: bytes) -> None:
    try:
        decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, RatioDeskError) as error:
        raise DamagedDocument(str(error)) from error
