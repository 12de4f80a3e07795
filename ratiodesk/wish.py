"""What a second start asks of the desk that runs, as one line of text."""

import json
from dataclasses import dataclass, replace
from typing import Any

from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.level import LevelId
from ratiodesk.domain.pair import Pair

# As long as the names of some thousand lines.
LONGEST_BYTES = 1 << 16
_FORMAT = 1
_LONGEST_SENTENCE, _LONGEST_NAME = 500, 64


@dataclass(frozen=True, slots=True)
class Wish:
    """What a second start asks of the desk that runs.

    Parameters
    ----------
    home
        Real path of the home directory that is meant.
    pair
        What to open, None to come to the front alone.
    said
        A sentence for the user about what the second start brought in, empty without one.
    offline
        Whether it must not touch the network.
    brought
        The lines that it brought in.
    """

    home: str
    pair: Pair | None = None
    said: str = ""
    offline: bool = False
    brought: tuple[LevelId, ...] = ()


def encode_wish(wish: Wish) -> bytes:
    """Return a wish as one line; lines that are too many for it are not named."""
    fields = {
        "ratiodesk": _FORMAT,
        "home": wish.home,
        "pair": str(wish.pair) if wish.pair is not None else None,
        "said": wish.said[:_LONGEST_SENTENCE],
        "offline": wish.offline,
        "brought": wish.brought,
    }
    line = json.dumps(fields).encode() + b"\n"
    return line if len(line) <= LONGEST_BYTES or not wish.brought else encode_wish(replace(wish, brought=()))


def decode_wish(line: bytes) -> Wish:
    """Read a wish.

    Raises
    ------
    BadInput
        If it is none.
    BadPair
        If it names something that is no pair.
    """
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInput("It is not JSON.") from error
    kinds: dict[str, Any] = {"home": str, "pair": str | None, "said": str, "offline": bool, "brought": list}
    if not isinstance(fields, dict) or fields.pop("ratiodesk", None) != _FORMAT or fields.keys() != kinds.keys():
        raise BadInput("It is no wish that this RatioDesk knows.")
    if not all(isinstance(fields[name], kind) for name, kind in kinds.items()):
        raise BadInput("A part of it is of another kind.")
    pair, said, brought = fields["pair"], fields["said"], fields["brought"]
    if len(said) > _LONGEST_SENTENCE or not said.isprintable():
        raise BadInput("Its sentence is too long, or cannot be shown.")
    if not all(isinstance(name, str) and 0 < len(name) <= _LONGEST_NAME for name in brought):
        raise BadInput("It names a line as none is named.")
    named = Pair.parse(pair) if pair is not None else None
    return Wish(fields["home"], named, said, fields["offline"], tuple(map(LevelId, brought)))
