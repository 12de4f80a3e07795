"""Names of the user's documents."""

import os
from functools import lru_cache
from pathlib import Path

from ratiodesk.domain.errors import BadPair
from ratiodesk.domain.pair import Pair

SUFFIX = ".ratiodesk"
# What Windows takes for a device, whatever comes after the first point
# (https://learn.microsoft.com/windows/win32/fileio/naming-a-file): a line saved to CON.DE_SPY would be lost.
_DEVICES = {"AUX", "CON", "NUL", "PRN", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10))}


def file_name(pair: Pair) -> str:
    """Return the name of a pair's document, the same in both orientations and on every system.

    >>> file_name(Pair.parse("SPY/IWM")), file_name(Pair.parse("SPY/CON.DE"))
    ('IWM_SPY.ratiodesk', '_CON.DE_SPY.ratiodesk')
    """
    name = _former_name(pair)
    return f"_{name}" if name.partition(".")[0] in _DEVICES else name


def document_path(folder: Path, pair: Pair) -> Path:
    """Return where in *folder* the document of a pair is, or would be.

    Where an earlier version wrote it under a name that Windows takes for a device, it stays there.
    """
    name, former = file_name(pair), _former_name(pair)
    if name != former and os.name != "nt" and (folder / former).exists() and not (folder / name).exists():
        return folder / former
    return folder / name


@lru_cache(maxsize=4096)  # The same names are asked for whenever the folder is looked at.
def pair_named(name: str) -> Pair | None:
    """Return the pair whose document has this name, None if there is no such pair.

    >>> str(pair_named("IWM_SPY.ratiodesk")), pair_named("SPY_IWM.ratiodesk")
    ('IWM/SPY', None)
    """
    try:
        pair = Pair.parse(name.removesuffix(SUFFIX).removeprefix("_").replace("_", "/"))
    except BadPair:
        return None
    return pair if name in (file_name(pair), _former_name(pair)) else None


def _former_name(pair: Pair) -> str:
    return "_".join(pair.key) + SUFFIX
