"""What JSON allows and a document never has: it would cost the user something without a word."""

import re
from typing import Any

from ratiodesk.domain.errors import DamagedDocument
from ratiodesk.domain.shown_text import shorten
from ratiodesk.words import tr

# Documents have five; beyond some hundreds Python itself gives up, in the middle of a copy.
DEEPEST = 50
# Two thousand holdings, each with its sectors, have fewer; what has more takes seconds to be read.
MOST_VALUES = 250_000
_KEY = re.compile(rb'"(?:[^"\\]|\\.)*+"\s*+(:)?', re.DOTALL)
_SHOWN = 40


def check_extent(content: bytes) -> None:
    """Refuse what may not even be JSON, if it has more parts than any document.

    Raises
    ------
    DamagedDocument
        If there are too many commas. Those in texts count as well, and no document comes near with them.
    """
    if content.count(b",") > MOST_VALUES:
        raise DamagedDocument(tr("it holds more than {most} values", most=f"{MOST_VALUES:,}"))


def check_soundness(content: bytes, value: Any) -> None:
    """Refuse a document that is nested without end, or has a field twice.

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
    keys, depth, layer = 0, 0, [value]
    while layer:
        if depth > DEEPEST:
            raise DamagedDocument(tr("it is nested more than {most} levels deep", most=DEEPEST))
        depth += 1
        below: list[Any] = []
        for holder in layer:
            if isinstance(holder, dict):
                keys += len(holder)
                below += holder.values()
            elif isinstance(holder, list):
                below += holder
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
    return tr("the field “{name}” stands in it twice", name=shorten(found[0], _SHOWN))
