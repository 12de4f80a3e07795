"""Which files a backup holds, told by their names alone: nothing else is ever written below the home directory."""

import re
from enum import Enum, auto

from ratiodesk.domain.pair import Pair
from ratiodesk.storage import file_name

# Of a single file; file systems allow 255 bytes, and a temporary file beside it has a longer name.
_LONGEST_BYTES = 200
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')
# What Windows takes for a device, whatever follows the first point.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_RESTORED = re.compile(r"restored/[0-9]{8}T[0-9]{6,12}Z/(?!restored/)(.+)")
_NUMBERED = re.compile(r"([0-9]{1,12})_.+")


class Kind(Enum):
    """What a file is to whoever restores it; in the order in which they are restored.

    What a document was before is back before the document is, and the prices, which take longest, come last.
    """

    VERSION = auto()
    COPY = auto()
    SECTORS = auto()
    SETTINGS = auto()
    PORTFOLIO = auto()
    JOURNAL = auto()
    LAYOUT = auto()
    PRICES = auto()


_ALONE = {
    "portfolio.json": Kind.PORTFOLIO,
    "settings.json": Kind.SETTINGS,
    "sectors.json": Kind.SECTORS,
    "prices.sqlite": Kind.PRICES,
}
_SHAPES = (
    (re.compile(r"layouts/[^/]+\.ratiodesk"), Kind.LAYOUT),
    (re.compile(r"journal/[^/]+\.json"), Kind.JOURNAL),
    (re.compile(r"versions/[^/]+/[0-9]{1,12}_[^/]+"), Kind.VERSION),
    # What was set aside, and second copies.
    (re.compile(r"layouts/[^/]+\.ratiodesk\.damaged[^/]*"), Kind.COPY),
    (re.compile(r"(?:portfolio\.|settings\.json\.damaged)[^/]*"), Kind.COPY),
    (re.compile(r"backups/[^/]+\.(?:ratiodesk|json)"), Kind.COPY),
)
FOLDERS = ("layouts", "journal", "backups", "versions", "restored")


def kind_of(name: str) -> Kind | None:
    """Return what a file is, None if a backup holds no such file.

    Parameters
    ----------
    name
        Where it is below the home directory, with slashes.

    >>> kind_of("layouts/IWM_SPY.ratiodesk"), kind_of("layouts/../IWM_SPY.ratiodesk"), kind_of("/etc/passwd")
    (<Kind.LAYOUT: 7>, None, None)
    """
    if name in _ALONE:
        return _ALONE[name]
    if not all(map(is_plain, name.split("/"))):
        return None
    kept = _RESTORED.fullmatch(name)
    if kept is not None:
        return Kind.COPY if kind_of(kept[1]) not in (None, Kind.PRICES) else None
    return next((kind for shape, kind in _SHAPES if shape.fullmatch(name)), None)


def is_plain(part: str) -> bool:
    """Return whether every system takes *part* for the name of one visible file and of nothing else.

    >>> is_plain("IWM_SPY (Ann's conflicted copy).ratiodesk"), is_plain(".."), is_plain("CON.json"), is_plain("a:b")
    (True, False, False, False)
    """
    return (
        part.isprintable()
        and 0 < len(part.encode()) <= _LONGEST_BYTES
        and not part.startswith((".", " "))
        and not part.endswith((".", " "))
        and not _FORBIDDEN.search(part)
        and not _DEVICES.fullmatch(part)
    )


def pair_named(name: str) -> Pair | None:
    """Return the pair whose document has this name, None if it is another's copy."""
    return file_name.pair_named(name.rpartition("/")[2])


def version_number(name: str) -> int | None:
    """Return the number of a version, None if the file is none.

    >>> version_number("versions/IWM_SPY.ratiodesk/000012_20211228T220000Z.ratiodesk"), version_number("notes.txt")
    (12, None)
    """
    found = _NUMBERED.fullmatch(name.rpartition("/")[2])
    return int(found[1]) if found else None
