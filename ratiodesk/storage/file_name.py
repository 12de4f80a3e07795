"""Names of the user's documents."""

import os
from pathlib import Path

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


def pair_named(stem: str) -> Pair:
    """Return the pair whose document has this name, apart from the suffix.

    Raises
    ------
    BadPair
        If no document is called so.
    """
    return Pair.parse(stem.removeprefix("_").replace("_", "/"))


def _former_name(pair: Pair) -> str:
    return "_".join(pair.key) + SUFFIX
