"""Names of the user's documents."""

from ratiodesk.domain.errors import BadPair
from ratiodesk.domain.pair import Pair

SUFFIX = ".ratiodesk"


def file_name(pair: Pair) -> str:
    """Return the name of a pair's document, the same in both orientations.

    >>> file_name(Pair.parse("SPY/IWM"))
    'IWM_SPY.ratiodesk'
    """
    return "_".join(pair.key) + SUFFIX


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
