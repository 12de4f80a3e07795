"""What a second start asks of the desk that runs, as one line of text."""

import json
from dataclasses import dataclass
from typing import Any

from ratiodesk.domain.errors import BadInput
from ratiodesk.domain.pair import Pair

LONGEST_BYTES = 4096
_FORMAT = 1
_LONGEST_SENTENCE = 500


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
    """

    home: str
    pair: Pair | None = None
    said: str = ""
    offline: bool = False


def encode_wish(wish: Wish) -> bytes:
    """Return a wish as one line."""
    fields = {
        "ratiodesk": _FORMAT,
        "home": wish.home,
        "pair": str(wish.pair) if wish.pair is not None else None,
        "said": wish.said[:_LONGEST_SENTENCE],
        "offline": wish.offline,
    }
    return json.dumps(fields).encode() + b"\n"


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
    kinds: dict[str, Any] = {"home": str, "pair": str | None, "said": str, "offline": bool}
    if not isinstance(fields, dict) or fields.pop("ratiodesk", None) != _FORMAT or fields.keys() != kinds.keys():
        raise BadInput("It is no wish that this RatioDesk knows.")
    if not all(isinstance(fields[name], kind) for name, kind in kinds.items()):
        raise BadInput("A part of it is of another kind.")
    pair, said = fields["pair"], fields["said"]
    if len(said) > _LONGEST_SENTENCE or not said.isprintable():
        raise BadInput("Its sentence is too long, or cannot be shown.")
    return Wish(fields["home"], Pair.parse(pair) if pair is not None else None, said, fields["offline"])
