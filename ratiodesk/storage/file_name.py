"""Names of the user's documents."""

from ratiodesk.domain.pair import Pair

SUFFIX = ".ratiodesk"


def file_name(pair: Pair) -> str:
    """Return the name of a pair's document, the same in both orientations.

    >>> file_name(Pair.parse("SPY/IWM"))
    'IWM_SPY.ratiodesk'
    """
    return "_".join(pair.key) + SUFFIX
