"""Names as a sentence lists them."""

from collections.abc import Sequence

from ratiodesk.domain.shown_text import shorten
from ratiodesk.words import tr, tr_n

_LONGEST = 40


def listed(names: Sequence[str], most: int = 4) -> str:
    """Return names as a sentence lists them, those beyond *most* counted.

    >>> listed(["A"]), listed(["A", "B", "C"]), listed(["A", "B", "C"], 2)
    ('A', 'A, B and C', 'A, B and 1 more')
    """
    shown, over = [*names[:most]], len(names) - most
    if over > 0:
        shown.append(tr_n("{n} more", "{n} more", over, n=over))
    return tr("{names} and {last}", names=", ".join(shown[:-1]), last=shown[-1]) if len(shown) > 1 else shown[0]


def listed_shortly(names: Sequence[str]) -> str:
    """Return names that somebody else chose as a sentence lists them, each short enough and printable.

    >>> listed_shortly(["A", "B\\n"])
    'A and B?'
    """
    return listed([shorten(name, _LONGEST) for name in names])
