"""What was opened last: pairs and files."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from ratiodesk.domain.errors import BadPair
from ratiodesk.domain.pair import Pair

MOST = 10
# A file by its absolute path.
Recent: TypeAlias = Pair | Path


def with_newest(recent: Sequence[Recent], opened: Recent) -> tuple[Recent, ...]:
    """Return the list with what was just opened at its head; both orientations of a pair are one entry.

    >>> spy_iwm, qqq_iwm = Pair("SPY", "IWM"), Pair("QQQ", "IWM")
    >>> [str(entry) for entry in with_newest((spy_iwm, qqq_iwm), qqq_iwm.inverted())]
    ['IWM/QQQ', 'SPY/IWM']
    """
    return (opened, *without(recent, opened))[:MOST]


def without(recent: Sequence[Recent], gone: Recent) -> tuple[Recent, ...]:
    """Return the list without an entry."""
    return tuple(entry for entry in recent if _key(entry) != _key(gone))


def recents_named(texts: Sequence[str]) -> tuple[Recent, ...]:
    """Return the list that was written as *texts*, without what is no entry on this system.

    >>> [str(entry) for entry in recents_named(["SPY/IWM", "once upon a time", "SPY/IWM"])]
    ['SPY/IWM']
    """
    found: tuple[Recent, ...] = ()
    for text in reversed(texts):
        entry = _named(text)
        if entry is not None:
            found = with_newest(found, entry)
    return found


def _named(text: str) -> Recent | None:
    path = Path(text)
    if path.is_absolute():
        return path
    try:
        return Pair.parse(text)
    except BadPair:
        return None


def _key(entry: Recent) -> object:
    return entry.key if isinstance(entry, Pair) else entry
