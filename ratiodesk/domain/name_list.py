"""Names as a sentence lists them."""

from collections.abc import Sequence


def listed(names: Sequence[str], most: int = 4) -> str:
    """Return names as a sentence lists them, those beyond *most* counted.

    >>> listed(["A"]), listed(["A", "B", "C"]), listed(["A", "B", "C"], 2)
    ('A', 'A, B and C', 'A, B and 1 more')
    """
    shown = [*names[:most], *([f"{len(names) - most} more"] if len(names) > most else [])]
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else shown[0]
