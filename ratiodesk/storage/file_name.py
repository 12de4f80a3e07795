"""Names of the user's documents."""

from functools import lru_cache

from ratiodesk.domain.errors import BadPair
from ratiodesk.domain.pair import Pair

SUFFIX = ".ratiodesk"


def file_name(pair: Pair) -> str:
    """Return the name of a pair's document, the same in both orientations.

    >>> file_name(Pair.parse("SPY/IWM"))
    'IWM_SPY.ratiodesk'
    """
    return "_".join(pair.key) + SUFFIX


@lru_cache(maxsize=4096)  # The same names are asked for whenever the folder is looked at.
def pair_named(name: str) -> Pair | None:
    """Return the pair whose document has this name, None if there is no such pair.

    >>> str(pair_named("IWM_SPY.ratiodesk")), pair_named("SPY_IWM.ratiodesk")
    ('IWM/SPY', None)
    """
    try:
        pair = Pair.parse(name.removesuffix(SUFFIX).replace("_", "/"))
    except BadPair:
        return None
    return pair if file_name(pair) == name else None
