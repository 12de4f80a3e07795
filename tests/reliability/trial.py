"""One spoilt file, opened: what was wrong about it, if anything was."""

import re
import traceback
from dataclasses import dataclass
from pathlib import Path
from random import Random

from attempt import PromiseBroken, Seen
from bound import Cost, Hang, measured
from family import Family
from ground import Ground

MOST_MB = 300.0
_PATIENCE_S = 30.0
# A machine that others use too takes longer now and then; what is slow is slow again.
_TURNS = 4
# An answer of the command line may be a table; a sentence has no more than this, the names of folders left out.
_LONGEST_SENTENCE, _MOST_TEXT = 700, 3_000_000
_NOT_A_SENTENCE = re.compile(r"Traceback|<class |\bobject at 0x|\b[A-Z]\w+(?:Error|Exception)\b")


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a spoilt file.

    Parameters
    ----------
    how
        The good file and how it was spoilt.
    complaints
        What should not be; empty if all is well.
    read
        Whether it was taken for a good file.
    """

    family: str
    number: int
    how: str
    content: bytes
    cost: Cost
    read: bool
    complaints: tuple[str, ...]


def try_number(ground: Ground, family: Family, seed: int, number: int) -> Trial:
    """Spoil and open file *number* of a run; seed, family and number alone decide what it is."""
    content, how = family.spoilt(Random(f"{seed} {family.name} {number}"))
    return try_content(ground, family, content, number=number, how=how)


def try_content(ground: Ground, family: Family, content: bytes, *, number: int = -1, how: str = "kept") -> Trial:
    """Open a spoilt file as a user would, once more if it took long."""
    best = _once(ground, family, content)
    for _ in range(_TURNS - 1):
        if best[0].seconds <= family.longest_s or best[0].seconds >= _PATIENCE_S:
            break
        again = _once(ground, family, content)
        best = min(best, again, key=lambda turn: turn[0].seconds)
    cost, read, complaints = best
    found = list(complaints)
    if cost.seconds > family.longest_s:
        found.append(f"it took {cost.seconds:.1f} s")
    if cost.megabytes > MOST_MB:
        found.append(f"it took {cost.megabytes:.0f} MB")
    return Trial(family.name, number, how, content, cost, read, tuple(found))


def _once(ground: Ground, family: Family, content: bytes) -> tuple[Cost, bool, list[str]]:
    path = ground.put(family.place, content)
    seen, complaints, cost = Seen(False), [], Cost()
    try:
        with measured(_PATIENCE_S) as cost:
            seen = family.attempt(ground.home, path, cost.step)
    except PromiseBroken as broken:
        complaints.append(str(broken))
    except Hang as hang:
        complaints.append(str(hang))
    except Exception as error:  # noqa: BLE001 - whatever was not stated is what is looked for
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno} in {place.name}"
        complaints.append(f"{type(error).__name__}: {str(error)[:200]} ({where})")
    complaints += _not_sentences(ground, seen)
    if seen.readable and family.must_refuse(content):
        complaints.append("it was taken for a good file")
    complaints += ground.complaints(family.place, content, seen.readable, family.may_change)
    ground.restore()
    return cost, seen.readable, complaints


def _not_sentences(ground: Ground, seen: Seen) -> list[str]:
    found = []
    for said in seen.said:
        text = said.replace(str(ground.root), "")
        if not text.isprintable():
            found.append(f"it says what cannot be printed: {text[:200]!r}")
        elif len(text) > _LONGEST_SENTENCE:
            found.append(f"it says {len(text):,} characters at once: {text[:200]!r}")
        elif _NOT_A_SENTENCE.search(text):
            found.append(f"it says what no user understands: {text[:200]!r}")
    if sum(map(len, seen.said)) > _MOST_TEXT:
        found.append("it says more than anybody reads")
    return found[:3]
