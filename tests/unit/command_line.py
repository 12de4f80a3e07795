"""The command line called in this process, as the tests of its verbs use it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ratiodesk.domain.pair import Pair
from ratiodesk.storage.layout_files import read_layout

SPY_IWM = Pair.parse("SPY/IWM")
AS_OF = ("--as-of", "2021-12-28")


@dataclass(frozen=True)
class Said:
    """What a command line left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Said]


def roles(path: Path) -> dict[float, str]:
    return {level.ratio: str(level.role) for level in read_layout(path).levels}
