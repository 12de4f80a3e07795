"""Names as a sentence lists them."""

from collections.abc import Sequence

from ratiodesk.domain.shown_text import shorten

_LONGEST = 40


def listed(names: Sequence[str], most: int = 4) -> str:
    """Return names as a sentence lists them, those beyond *most* counted.

    >>> listed(["A"]), listed(["A", "B", "C"]), listed(["A", "B", "C"], 2)
    ('A', 'A, B and C', 'A, B and 1 more')
    """
    shown = [*names[:most], *([f"{len(names) - most} more"] if len(names) > most else [])]
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else shown[0]


def listed_shortly(names: Sequence[str]) -> str:
    """Return names that somebody else chose as a sentence lists them, each short enough and printable.

    >>> listed_shortly(["A", "B\\n"])
    'A and B?'
    """
    return listed([shorten(name, _LONGEST) for name in names])
