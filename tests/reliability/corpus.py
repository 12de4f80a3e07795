"""Files that once found something, kept so that they never do again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from family import Family

FOLDER = Path(__file__).parents[1] / "data" / "corpus"
# A line for each file: kind, file, what it found.
_LIST = FOLDER / "found.tsv"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that found something.

    Parameters
    ----------
    family
        The name of its kind.
    path
        Where it is.
    found
        What went wrong with it once.
    """

    family: str
    path: Path
    found: str

    def family_of(self, known: Iterable[Family]) -> Family | None:
        """Return the family that opens it, None where that is not built in."""
        return next((family for family in known if family.name == self.family), None)


def kept_files() -> Sequence[Kept]:
    """Return every file that is kept, in the order of the list."""
    lines = (line.split("\t") for line in _LIST.read_text(encoding="utf-8").splitlines() if line)
    return tuple(Kept(family, FOLDER / name, found) for family, name, found in lines)
