"""What JSON allows and a document never has: it would cost the user something without a word."""

import re
from typing import Any

from ratiodesk.domain.errors import DamagedDocument
from ratiodesk.domain.wording import shorten

# Documents have five; beyond some hundreds Python itself gives up, in the middle of a copy.
DEEPEST = 50
# Two thousand holdings, each with its sectors, have fewer; what has more would take seconds to be written again.
MOST_VALUES = 250_000
_KEY = re.compile(rb'"(?:[^"\\]|\\.)*+"\s*+(:)?', re.DOTALL)
_SHOWN = 40


def check_soundness(content: bytes, value: Any) -> None:
    """Refuse a document that is nested or goes on without end, or has a field twice.

    Of two fields of one name a reader sees one alone, and the next save would lose the other.

    Parameters
    ----------
    content
        The document, sound JSON.
    value
        What was read from it.

    Raises
    ------
    DamagedDocument
        With the reason.
    """
    keys, values, depth, layer = 0, 0, 0, [value]
    while layer:
        if depth > DEEPEST:
            raise DamagedDocument(f"it is nested more than {DEEPEST} levels deep")
        depth += 1
        below: list[Any] = []
        for holder in layer:
            if isinstance(holder, dict):
                keys += len(holder)
                below += holder.values()
            elif isinstance(holder, list):
                below += holder
        values += len(below)
        if values > MOST_VALUES:
            raise DamagedDocument(f"it holds more than {MOST_VALUES:,} values")
        layer = [inner for inner in below if isinstance(inner, dict | list)]
    if sum(colon == b":" for colon in _KEY.findall(content)) != keys:
        raise DamagedDocument(_twice(content))


def _twice(content: bytes) -> str:
    import json  # noqa: PLC0415 - a start that meets no such document does without

    found: list[str] = []

    def look(entries: list[tuple[str, Any]]) -> None:
        seen: set[str] = set()
        for name, _ in entries:
            if name in seen:
                found.append(name)
            seen.add(name)

    json.loads(content, object_pairs_hook=look)
    return f"the field “{shorten(found[0], _SHOWN)}” stands in it twice"
